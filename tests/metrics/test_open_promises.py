"""Promises in working time: open past them is missed, and each clock tells the share it has used in its own hours."""

from datetime import datetime

import pytest

from metrics.open_promises import breach_risk, misses_left
from metrics.query import rows, trend, value
from metrics.scope import Scope
from metrics.slas import OWN_TARGET
from metrics.studies_incidents import BREACH_RISK, MISSES_LEFT
from metrics.study import answered
from tests.rows import add_rows, warehouse_with
from warehouse.aliases import decide
from warehouse.ledger import undo

OFFICE = dict(
    entry="working_hours",
    calendar="Office",
    weekdays=["Mon-Fri"],
    opens="08:00",
    closes="17:00",
    timezone="UTC",
)
HOURS = 3600


def clause(hours, **more):
    return {
        "contract": "C", "clause": "1", "measure": "resolution", "target_time": hours * HOURS,
        "clock": "working time", **more,
    }  # fmt: skip


def incident(number, opened, resolved=None, **more):
    over = (
        dict(resolved=resolved, state_category="resolved") if resolved else dict(state_category="in_progress")
    )
    return dict(number=str(number), opened=opened, **over, **more)


def asked(incidents, *, as_of, targets, calendars=(OFFICE,), zone="UTC"):
    """The answer and the verdicts by number, as of an instant that a last update tells."""
    kinds = {"calendars": calendars} if calendars else {}
    newest = incident(99, "2020-01-01 00:00", client="somebody else", updated=as_of)
    warehouse = warehouse_with(zone, **kinds, sla_targets=list(targets), incidents=[*incidents, newest])
    scope = Scope(as_of=datetime.fromisoformat(as_of))
    answer = value(warehouse, OWN_TARGET, scope)
    found = rows(warehouse, OWN_TARGET, scope)
    return answer, dict(zip(found["number"], found["measured_value"].astype(int), strict=True))


# -- an open ticket past its time -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2026-03-03 10:00:00", {}), ("2026-03-03 10:00:01", {"1": 0})]
)
def test_an_open_ticket_is_missed_with_the_second_after_its_working_time(as_of, verdict):
    # Monday 15:00 to 17:00 and Tuesday 08:00 to 10:00 are four working hours; 24×7 they were over on Monday.
    ticket = incident(1, "2026-03-02 15:00", client="A")
    answer, found = asked([ticket], as_of=as_of, targets=[clause(4, client="A")])
    assert found == verdict
    assert answer.excluded == (() if verdict else (("not due yet", 1),))


@pytest.mark.parametrize(
    ("as_of", "is_missed"),
    [("2026-03-02 20:00", False), ("2026-03-03 08:00:00", False), ("2026-03-03 08:00:01", True)],
)
def test_time_that_ends_with_the_day_is_used_up_but_not_exceeded_before_work_begins_again(as_of, is_missed):
    """Opened at night, nine hours promised: used up at 17:00, and a resolution at 20:00 would still be in time."""
    _, found = asked(
        [incident(1, "2026-03-01 22:00", client="A")], as_of=as_of, targets=[clause(9, client="A")]
    )
    assert found == ({"1": 0} if is_missed else {})
    _, resolved = asked(
        [incident(1, "2026-03-01 22:00", "2026-03-02 20:00", client="A")],
        as_of="2026-03-09 00:00",
        targets=[clause(9, client="A")],
    )
    assert resolved == {"1": 1}


def test_a_ticket_opened_outside_hours_begins_when_work_does():
    tickets = [incident(1, "2026-03-06 18:00", client="A"), incident(2, "2026-03-07 12:00", client="A")]
    target = clause(1, client="A")
    assert asked(tickets, as_of="2026-03-09 09:00", targets=[target])[1] == {}
    assert asked(tickets, as_of="2026-03-09 09:00:01", targets=[target])[1] == {"1": 0, "2": 0}


def test_holidays_are_no_time_of_the_contract():
    holiday = dict(entry="holiday", calendar="Office", name="Outing", start="2026-03-03 00:00")
    ticket, target = incident(1, "2026-03-02 15:00", client="A"), clause(4, client="A")
    calendars = [{**OFFICE, "name": "hours"}, holiday]
    assert asked([ticket], as_of="2026-03-04 10:00", calendars=calendars, targets=[target])[1] == {}
    assert asked([ticket], as_of="2026-03-04 10:01", calendars=calendars, targets=[target])[1] == {"1": 0}


def test_the_night_of_summer_time_is_an_hour_shorter():
    """29 March 2026: a calendar round the clock in Berlin has 23 hours that day."""
    always = {
        **OFFICE,
        "weekdays": ["Mon-Sun"],
        "opens": "00:00",
        "closes": "24:00",
        "timezone": "Europe/Berlin",
    }
    office = {**OFFICE, "timezone": "Europe/Berlin"}
    # Saturday 12:00 local and 24 hours of it: Sunday 12:00 winter time, which is 13:00 local, is 11:00 UTC.
    ticket = incident(1, "2026-03-28 11:00", client="A")
    for as_of, found in (("2026-03-29 11:00", {}), ("2026-03-29 11:01", {"1": 0})):
        kept = asked(
            [ticket], as_of=as_of, calendars=[always], targets=[clause(24, client="A")], zone="Europe/Berlin"
        )
        assert kept[1] == found
    # Friday 16:00 local is 15:00 UTC; two working hours end on Monday 09:00 local, now 07:00 UTC.
    ticket = incident(1, "2026-03-27 15:00", client="A")
    for as_of, found in (("2026-03-30 07:00", {}), ("2026-03-30 07:01", {"1": 0})):
        kept = asked(
            [ticket], as_of=as_of, calendars=[office], targets=[clause(2, client="A")], zone="Europe/Berlin"
        )
        assert kept[1] == found


def test_the_calendar_is_the_one_the_clause_names():
    """The service works round the clock, the clause of the client in office hours."""
    always = dict(
        OFFICE, calendar="Always", weekdays=["Mon-Sun"], opens="00:00", closes="24:00", service="Payments"
    )
    ticket = incident(1, "2026-03-06 16:00", client="A", service="Payments")
    for schedule, is_missed in (("office ", False), ("Always", True), (None, True)):
        found = asked(
            [ticket], as_of="2026-03-08 00:00", calendars=[OFFICE, always],
            targets=[clause(4, client="A", schedule=schedule)],
        )  # fmt: skip
        assert found[1] == ({"1": 0} if is_missed else {})


@pytest.mark.parametrize(("calendars", "schedule"), [((), None), ((OFFICE,), "Night shift")])
def test_a_calendar_that_is_missing_is_a_reason_and_no_guess(calendars, schedule):
    tickets = [
        incident(1, "2026-03-02 15:00", client="A"),
        incident(2, "2026-03-02 15:00", "2026-03-02 16:00", client="A"),
        # The tool's own business time needs no calendar.
        incident(3, "2026-03-02 15:00", "2026-03-09 16:00", client="A", business_duration=3 * HOURS),
    ]
    answer, found = asked(
        tickets,
        as_of="2026-06-01 00:00",
        calendars=calendars,
        targets=[clause(4, client="A", schedule=schedule)],
    )
    assert found == {"3": 1}
    assert answer.excluded == (("in working time, and no calendar tells it", 2),)


def test_what_is_over_without_a_date_is_no_open_ticket():
    tickets = [
        incident(1, "2026-03-02 15:00", client="A", closed="2026-03-03 00:00"),
        {**incident(2, "2026-03-02 15:00", client="A"), "state_category": "closed"},
        {**incident(3, "2026-03-02 15:00", client="A"), "state_category": "cancelled"},
    ]
    answer, found = asked(tickets, as_of="2026-06-01 00:00", targets=[clause(4, client="A")])
    assert found == {}
    assert {reason for reason, _ in answer.excluded} == {
        "closed without a date of resolution", "over without a date of its end", "cancelled",
    }  # fmt: skip


def test_a_promise_lies_in_the_month_in_which_it_is_due():
    ticket = incident(1, "2026-03-31 16:00", client="A")
    warehouse = warehouse_with(
        calendars=[OFFICE], sla_targets=[clause(4, client="A")],
        incidents=[ticket, incident(2, "2026-05-04 08:00", client="A")],
    )  # fmt: skip
    found = {point.period: point.n for point in trend(warehouse, OWN_TARGET, Scope.of(grain="month")).points}
    assert found["2026-04"] == 1
    assert sum(found.values()) == 1


def test_clauses_and_calendars_may_come_after_the_tickets_and_go_again():
    warehouse = warehouse_with(
        incidents=[
            incident(1, "2026-03-02 15:00", client="Fjord"), incident(2, "2026-03-05 00:00", client="Fjord Ltd")
        ]
    )  # fmt: skip
    assert value(warehouse, OWN_TARGET, Scope()).reason == "no SLA targets have been loaded"
    targets = add_rows(warehouse, "sla_targets", [clause(4, client="Fjord")])
    answer = value(warehouse, OWN_TARGET, Scope())
    assert answer.excluded == (("in working time, and no calendar tells it", 1),)
    add_rows(warehouse, "calendars", [OFFICE])
    late = Scope(as_of=datetime(2026, 3, 9))
    assert (value(warehouse, OWN_TARGET, late).value, value(warehouse, OWN_TARGET, late).n) == (0, 1)
    decide(warehouse, "client", "Fjord Ltd", "Fjord", same=True)
    assert value(warehouse, OWN_TARGET, late).n == 2
    undo(warehouse, targets)
    assert value(warehouse, OWN_TARGET, late).reason == "no SLA targets have been loaded"


# -- the share of its time a running clock has used -------------------------------------------------------


def clock(ticket, **more):
    return dict(
        ticket=str(ticket), sla_name="x", sla_type="SLA", target="resolution", stage_category="in_progress",
        started="2026-03-06 15:00", breach="2026-03-09 10:00", updated="2026-03-08 12:00", **more,
    )  # fmt: skip


def shares(*clocks, **kinds):
    risks = breach_risk(warehouse_with(**kinds, ticket_slas=list(clocks)), Scope())
    return {
        row.ticket: (None if row.used != row.used else round(row.used, 4), row.clock, row.band)
        for row in risks.clocks.itertuples()
    }, risks


def test_a_clock_runs_in_the_hours_its_schedule_names():
    """Friday 15:00 to Monday 10:00 is four working hours, of which two are used on Sunday; 24×7 it is 45 of 67."""
    found, risks = shares(
        clock(1, schedule="Office"), clock(2, schedule="24 x 7"), clock(3), calendars=[OFFICE]
    )
    assert found == {
        "1": (0.5, "working time (Office)", "50 to 75 %"),
        "2": (round(45 / 67, 4), "24×7", "50 to 75 %"),
        "3": (round(45 / 67, 4), "24×7", "50 to 75 %"),
    }
    assert risks.clocks["hours_left"].tolist() == [22, 22, 22]


def test_a_clock_without_a_schedule_runs_as_the_clause_of_its_name_says():
    targets = [
        {**clause(4), "clause": "x", "schedule": "Office"}, {**clause(4), "clause": "y", "clock": "24x7"}
    ]  # fmt: skip
    found, _ = shares(clock(1), {**clock(2), "sla_name": "y"}, calendars=[OFFICE], sla_targets=targets)
    assert {ticket: share[:2] for ticket, share in found.items()} == {
        "1": (0.5, "working time (Office)"), "2": (round(45 / 67, 4), "24×7"),
    }  # fmt: skip


def test_pauses_are_no_time_of_the_promise():
    """The breach moved by a pause of one working hour: three hours are promised, two of them are left."""
    found, _ = shares(
        clock(1, schedule="Office", business_paused=HOURS),
        clock(2, schedule="Office", original_breach="2026-03-09 09:00"),
        clock(3, paused=7 * HOURS),
        calendars=[OFFICE],
    )
    assert {ticket: share[0] for ticket, share in found.items()} == {
        "1": round(1 / 3, 4), "2": round(1 / 3, 4), "3": round(38 / 60, 4),
    }  # fmt: skip


def test_hours_nobody_loaded_are_not_guessed():
    """The tool's own share stands, however old; without it the share is not known, but a breach is."""
    past = dict(breach="2026-03-07 10:00")
    found, risks = shares(
        clock(1, schedule="Night shift", business_elapsed_percent=80),
        clock(2, schedule="Night shift"),
        {**clock(3, schedule="Night shift"), **past},
        calendars=[OFFICE],
    )
    assert found == {
        "1": (0.8, "hours not known", "76 to 85 %"), "2": (None, "hours not known", "share not known"),
        "3": (None, "hours not known", "breached"),
    }  # fmt: skip
    assert risks.as_exported == 1


def test_on_hold_the_time_of_breach_still_moves():
    on_hold = dict(stage_category="paused", schedule="Office")
    found, _ = shares(
        {**clock(1), **on_hold, "business_elapsed_percent": 40},
        {**clock(2), **on_hold, "breach": "2026-03-07 10:00"},
        {**clock(3), **on_hold, "breach": "2026-03-07 10:00", "breached": True},
        calendars=[OFFICE],
    )
    assert {ticket: share[2] for ticket, share in found.items()} == {
        "1": "below 50 %", "2": "share not known", "3": "breached",
    }  # fmt: skip


def test_as_it_was_on_a_past_day():
    """What stopped later ran on, and what broke later was not broken."""
    later = dict(ended="2026-03-20 00:00", stage_category="completed", breached=True)
    warehouse = warehouse_with(calendars=[OFFICE], ticket_slas=[{**clock(1, schedule="Office"), **later}])
    assert breach_risk(warehouse, Scope()).clocks.empty
    found = breach_risk(warehouse, Scope(as_of=datetime(2026, 3, 8, 12))).clocks
    assert (found["used"].tolist(), found["band"].tolist()) == ([0.5], ["50 to 75 %"])


def test_without_clocks_of_the_tool_the_contract_tells():
    tickets = [
        incident(1, "2026-03-06 15:00", client="A"),
        incident(2, "2026-03-05 08:00", client="A"),
        incident(3, "2026-03-02 08:00", "2026-03-02 09:00", client="A"),
        incident(4, "2026-03-08 12:00", client="B"),
    ]
    targets = [clause(4, client="A", target=50), clause(8, client="B", clause="2", clock="24x7", target=90)]
    warehouse = warehouse_with(calendars=[OFFICE], sla_targets=targets, incidents=tickets)
    risks = breach_risk(warehouse, Scope())
    assert risks.as_of == datetime(2026, 3, 8, 12)
    assert [(row.ticket, row.used, row.clock, row.band) for row in risks.clocks.itertuples()] == [
        ("2", 4.5, "working time (Office)", "breached"),
        ("4", 0.0, "24×7", "below 50 %"),
        ("1", 0.5, "working time (Office)", "50 to 75 %"),
    ]
    # One kept, one missed and two still due in March: of four a target of 95 % bears no miss.
    left = misses_left(warehouse, Scope())
    assert (left.left, left.missed, left.decided, left.open_due) == (-1, 1, 2, 2)
    assert [(one.clause, one.left, one.missed, one.due, one.target) for one in left.clauses] == [
        ("C · 1", 0, 1, 3, 0.5), ("C · 2", 0, 0, 1, 0.9),
    ]  # fmt: skip
    assert (
        answered(warehouse, BREACH_RISK, Scope()).value,
        answered(warehouse, MISSES_LEFT, Scope()).value,
    ) == (3, -1)
