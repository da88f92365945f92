"""One test per number that was silently wrong somewhere: the story, and what is right."""

from datetime import datetime, timedelta

import pytest

from metrics.changes import CHANGE_FAILURE_RATE, DEPLOYMENT_RECOVERY
from metrics.flow import CYCLE_TIME
from metrics.incident_trends import (
    BACKLOG,
    CANCELLED_SHARE,
    MEAN_TIME_TO_RESOLVE,
    OPENED,
    RESOLVED,
    STALE,
    TIME_TO_FIRST_RESPONSE,
    TIME_TO_RESOLVE,
    TIME_TO_RESOLVE_P85,
    TOOL_SLA_FLAG,
)
from metrics.query import breakdown, rows, trend, value
from metrics.scope import Scope
from metrics.slas import SLA_RESOLUTION, SLA_RESOLUTION_CLOCKS
from tests.rows import add_rows, warehouse_with


def ticket(number, opened, resolved=None, **more):
    return dict(number=str(number), opened=opened, resolved=resolved, **more)


def test_an_average_of_averages_lets_one_ticket_weigh_as_much_as_ninety_nine():
    """One ticket of 100 hours on one day, 99 of one hour on the next: the mean of daily means is 50.5."""
    tickets = [ticket(0, "2026-01-01 00:00", "2026-01-05 04:00")]
    tickets += [ticket(n, "2026-01-06 00:00", "2026-01-06 01:00") for n in range(1, 100)]
    assert value(warehouse_with(incidents=tickets), MEAN_TIME_TO_RESOLVE, Scope()).value == pytest.approx(
        1.99
    )


def test_cancelled_is_not_resolved():
    """Cancelled tickets carry an end date in many tools; counted as closed they look like quick successes."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-01-01 00:00", "2026-01-01 10:00", state_category="resolved"),
            ticket(2, "2026-01-01 00:00", "2026-01-01 00:01", state_category="cancelled"),
        ]
    )
    assert value(warehouse, RESOLVED, Scope()).value == 1
    assert value(warehouse, TIME_TO_RESOLVE, Scope()).value == 10
    assert value(warehouse, TIME_TO_RESOLVE, Scope()).excluded == (("cancelled", 1),)
    assert value(warehouse, OPENED, Scope()).value == 2
    assert value(warehouse, CANCELLED_SHARE, Scope()).value == 0.5


def test_six_incidents_of_four_changes_are_four_failed_changes():
    """A join of changes and incidents counts a change once per incident: 26.1 % instead of 17.4 %."""
    changes = [dict(number=f"C{n}", opened="2026-01-01 00:00", closed="2026-01-02 00:00") for n in range(23)]
    causes = ["C0", "C0", "C0", "C1", "C2", "C3"]
    incidents = [ticket(n, "2026-01-03 00:00", caused_by_change=cause) for n, cause in enumerate(causes)]
    answer = value(warehouse_with(changes=changes, incidents=incidents), CHANGE_FAILURE_RATE, Scope())
    assert (round(answer.value, 3), answer.n) == (0.174, 23)


def test_a_ticket_with_two_clocks_counts_once():
    """A broken clock and a kept one on one ticket: the ticket was not kept, and it is one ticket."""
    clock = dict(sla_type="SLA", target="resolution", started="2026-01-01 00:00", breach="2026-01-01 04:00")
    warehouse = warehouse_with(
        ticket_slas=[
            dict(clock, ticket="1", sla_name="4 h", ended="2026-01-01 05:00", breached=True),
            dict(clock, ticket="1", sla_name="8 h", ended="2026-01-01 05:00", breached=False),
            dict(clock, ticket="2", sla_name="4 h", ended="2026-01-01 01:00", breached=False),
        ]
    )
    answer = value(warehouse, SLA_RESOLUTION, Scope())
    assert (answer.value, answer.n) == (0.5, 2)
    assert value(warehouse, SLA_RESOLUTION_CLOCKS, Scope()).n == 3


def test_an_open_ticket_past_its_breach_time_is_missed_and_one_before_it_is_not_due():
    """Counting only finished clocks shows the more kept promises the more broken ones are left lying."""
    clock = dict(sla_type="SLA", target="resolution", started="2026-01-01 00:00")
    warehouse = warehouse_with(
        ticket_slas=[
            dict(
                clock,
                ticket="1",
                sla_name="x",
                breach="2026-01-02 00:00",
                ended="2026-01-01 05:00",
                breached=False,
            ),
            dict(clock, ticket="2", sla_name="x", breach="2026-01-02 00:00", breached=False),
            dict(clock, ticket="3", sla_name="x", breach="2026-02-01 00:00", breached=False),
            dict(clock, ticket="4", sla_name="x", breach="2026-01-02 00:00", stage_category="cancelled"),
            dict(clock, ticket="5", sla_name="x", breach="2026-01-02 00:00", stage_category="paused"),
            dict(clock, ticket="6", sla_name="x", started="2026-01-20 00:00", breach="2026-03-01 00:00"),
        ]
    )
    answer = value(warehouse, SLA_RESOLUTION, Scope())
    assert (answer.value, answer.n) == (0.5, 2)
    assert answer.excluded == (
        ("cancelled", 1),
        ("on hold, so its breach time still moves", 1),
        ("not due yet", 2),
    )


def test_a_tool_that_marks_nothing_as_missed_is_not_one_hundred_percent():
    """An empty flag is unknown; counting it as met (or as missed) invents a figure."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-01-01 00:00", tool_sla_met=True),
            ticket(2, "2026-01-01 00:00", tool_sla_met=False),
            ticket(3, "2026-01-01 00:00"),
        ]
    )
    answer = value(warehouse, TOOL_SLA_FLAG, Scope())
    assert (answer.value, answer.n) == (0.5, 2)
    assert answer.excluded == (("holds no value to measure", 1),)


def test_a_partial_month_is_marked_so_that_it_cannot_look_like_an_improvement():
    """On the third of a month the month's arrivals are a tenth of the last; a trend line falls off a cliff."""
    tickets = [
        ticket(n, f"2026-0{month}-0{n % 3 + 1} 12:00")
        for month in (1, 2, 3)
        for n in range(month * 9, month * 9 + 9)
    ]
    points = trend(warehouse_with(incidents=tickets), OPENED, Scope.of(grain="month")).points
    assert [point.partial for point in points] == [False, False, True]
    assert [point.period for point in trend_whole(tickets)] == ["2026-01", "2026-02"]


def trend_whole(tickets):
    return trend(warehouse_with(incidents=tickets), OPENED, Scope.of(grain="month")).whole_points


def test_a_percentile_of_nine_values_is_one_value():
    """The 85th percentile of nine values is the eighth: one ticket decides it."""
    tickets = [ticket(n, "2026-01-01 00:00", f"2026-01-01 {n + 1:02}:00") for n in range(9)]
    nine = value(warehouse_with(incidents=tickets), TIME_TO_RESOLVE_P85, Scope())
    assert (nine.value, nine.reason) == (None, "needs at least 10 rows, has 9")
    tickets.append(ticket(9, "2026-01-01 00:00", "2026-01-01 10:00"))
    assert value(warehouse_with(incidents=tickets), TIME_TO_RESOLVE_P85, Scope()).value == pytest.approx(8.65)


def test_midnight_belongs_to_the_day_it_begins():
    """A closed interval counts midnight of the first in both months."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-02-01 00:00"),
            ticket(2, "2026-01-31 23:59:59"),
            ticket(3, "2026-03-05 00:00"),
        ]
    )
    january = value(warehouse, OPENED, Scope.of(start="2026-01-01", end="2026-02-01"))
    february = value(warehouse, OPENED, Scope.of(start="2026-02-01", end="2026-03-01"))
    assert (january.value, february.value) == (1, 1)


def test_a_ticket_open_across_the_whole_window_is_in_the_backlog():
    """Counting tickets opened or resolved within the window misses the one that was open all the time."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-01-01 00:00", "2026-10-01 00:00"),
            ticket(2, "2026-06-10 00:00", "2026-06-11 00:00"),
        ]
    )
    june = trend(warehouse, BACKLOG, Scope.of(start="2026-06-01", end="2026-08-01", grain="month"))
    assert [point.value for point in june.points] == [1, 1]


def test_months_without_a_failure_have_no_recovery_time():
    """DevLake plots 0 hours for months in which nothing failed: the best possible value for no evidence."""
    good = dict(service="A", result="success")
    warehouse = warehouse_with(
        deployments=[
            dict(good, identifier="1", finished="2026-01-10 00:00"),
            dict(
                identifier="2",
                service="A",
                result="failed",
                finished="2026-02-10 00:00",
                restored="2026-02-10 06:00",
            ),
            dict(good, identifier="3", finished="2026-03-10 00:00"),
            dict(good, identifier="4", finished="2026-04-10 00:00"),
        ]
    )
    points = trend(
        warehouse, DEPLOYMENT_RECOVERY, Scope.of(start="2026-01-01", end="2026-04-01", grain="month")
    ).points
    assert [point.value for point in points] == [None, 6.0, None]
    assert "to measure" in points[2].reason


def test_the_median_of_four_values_is_between_the_middle_two():
    """DevLake's SQL takes the second of four."""
    hours = (1, 2, 3, 100)
    begin = datetime(2026, 1, 1)
    tickets = [ticket(n, begin, begin + timedelta(hours=h)) for n, h in enumerate(hours)]
    assert value(warehouse_with(incidents=tickets), TIME_TO_RESOLVE, Scope()).value == 2.5


def test_a_response_after_the_resolution_is_reported_and_never_averaged():
    """In a public support log half of the resolutions lie before the first response."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-01-01 00:00", "2026-01-01 05:00", first_response="2026-01-01 00:30"),
            ticket(2, "2026-01-01 00:00", "2026-01-01 05:00", first_response="2026-01-01 09:00"),
            ticket(3, "2026-01-01 06:00", "2026-01-01 05:00"),
        ]
    )
    answer = value(warehouse, TIME_TO_FIRST_RESPONSE, Scope())
    assert (answer.value, answer.n) == (30, 1)
    assert ("first response after the resolution", 1) in answer.excluded
    assert ("resolved before it was opened", 1) in value(warehouse, TIME_TO_RESOLVE, Scope()).excluded


def test_a_date_in_the_far_future_does_not_move_the_as_of():
    """One ticket dated 2099 makes every open ticket seventy years old."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-01-01 00:00", updated="2026-01-01 00:00", state_category="new"),
            ticket(2, "2026-01-05 00:00", updated="2026-01-05 00:00", state_category="new"),
            ticket(3, "2099-01-01 00:00"),
        ]
    )
    answer = value(warehouse, OPENED, Scope())
    assert (answer.value, answer.as_of) == (2, datetime(2026, 1, 5))
    assert answer.excluded == (("dated after the newest import", 1),)
    assert value(warehouse, BACKLOG, Scope()).value == 2
    assert value(warehouse, STALE, Scope()).value == 0


def test_a_closed_ticket_without_a_resolution_is_not_open_for_ever():
    """A plain "resolved is empty" counts it into every backlog from its opening on."""
    warehouse = warehouse_with(
        incidents=[
            ticket(1, "2026-01-01 00:00", closed="2026-01-03 00:00", state_category="closed"),
            ticket(2, "2026-01-01 00:00", state_category="closed"),
            ticket(3, "2026-01-05 00:00", state_category="new"),
        ]
    )
    answer = value(warehouse, BACKLOG, Scope())
    assert answer.value == 1
    assert answer.excluded == (("over without a date of its end", 1),)
    assert rows(warehouse, BACKLOG, Scope(), left_out="over without a date of its end")[
        "number"
    ].tolist() == ["2"]
    assert value(warehouse, TIME_TO_RESOLVE, Scope()).reason == "not measurable: needs Resolved"


def test_work_done_on_the_day_it_was_started_took_a_day():
    """jira-to-analytics counted such items as zero days."""
    warehouse = warehouse_with(
        work_items=[
            dict(item="A-1", created="2026-01-01 08:00", started="2026-01-02 09:00", done="2026-01-02 17:00"),
            dict(item="A-2", created="2026-01-01 08:00", started="2026-01-02 09:00", done="2026-01-04 08:00"),
        ]
    )
    assert value(warehouse, CYCLE_TIME, Scope()).value == 2.0
    assert rows(warehouse, CYCLE_TIME, Scope())["measured_value"].tolist() == [1.0, 3.0]


def test_the_day_of_summer_time_has_twenty_three_hours():
    """Subtracting local times gives an hour too many across the change of clocks in spring."""
    # Local 2026-03-29 00:00 and 2026-03-30 00:00 in Copenhagen, as stored in UTC.
    warehouse = warehouse_with(
        "Europe/Copenhagen", incidents=[ticket(1, "2026-03-28 23:00", "2026-03-29 22:00")]
    )
    assert value(warehouse, TIME_TO_RESOLVE, Scope()).value == 23.0
    day = trend(warehouse, OPENED, Scope.of(start="2026-03-29", end="2026-03-30", grain="day")).points
    assert [(point.period, point.value) for point in day] == [("2026-03-29", 1)]


def test_a_filter_on_what_one_source_does_not_know_is_said():
    """Summing one tool filtered by client and another unfiltered mixes all clients into one figure."""
    warehouse = warehouse_with(incidents=[ticket(n, "2026-01-01 00:00") for n in range(5)])
    add_rows(warehouse, "incidents", [ticket(9, "2026-01-02 00:00", client="Fjord")], file="other.csv")
    answer = value(warehouse, OPENED, Scope.of(client="Fjord"))
    assert answer.value == 1
    assert "incidents.xlsx" in answer.notes[0]


def test_an_update_does_not_count_a_ticket_twice():
    """A newer export of the same ticket replaces the older row; adding both doubles the month."""
    warehouse = warehouse_with(incidents=[ticket(1, "2026-01-01 00:00", updated="2026-01-01 00:00")])
    newer = ticket(1, "2026-01-01 00:00", "2026-01-02 00:00", updated="2026-01-02 00:00")
    add_rows(warehouse, "incidents", [newer])
    assert value(warehouse, OPENED, Scope()).value == 1
    assert value(warehouse, BACKLOG, Scope()).value == 0


def test_parts_with_one_ticket_each_do_not_outrank_the_whole():
    """A service with one ticket of 100 hours is on top of every list; n and the caution travel with it."""
    tickets = [ticket(n, "2026-01-01 00:00", "2026-01-01 02:00", service="busy") for n in range(30)]
    tickets.append(ticket(99, "2026-01-01 00:00", "2026-01-05 04:00", service="quiet"))
    points = breakdown(warehouse_with(incidents=tickets), TIME_TO_RESOLVE, Scope(), "service").points
    assert [(p.part, p.value, p.n, p.low is None) for p in points] == [
        ("quiet", 100.0, 1, True),
        ("busy", 2.0, 30, False),
    ]


def test_a_promise_that_was_not_due_on_a_past_day_was_not_kept_on_it():
    """A clock that stopped later counted as kept or missed before anybody could know."""
    clock = dict(sla_name="x", sla_type="SLA", target="resolution", started="2026-01-01 00:00")
    over = dict(ended="2026-01-09 00:00", stage_category="completed")
    warehouse = warehouse_with(
        ticket_slas=[
            dict(clock, ticket="1", breach="2026-01-08 00:00", breached=True, **over),
            dict(clock, ticket="2", breach="2026-01-20 00:00", breached=False, **over),
            dict(clock, ticket="3", breach="2026-01-03 00:00", breached=True, **over),
        ]
    )
    found = value(warehouse, SLA_RESOLUTION, Scope(as_of=datetime(2026, 1, 5)))
    assert (found.value, found.n, found.excluded) == (0, 1, (("not due yet", 2),))
    assert value(warehouse, SLA_RESOLUTION, Scope()).value == 1 / 3
