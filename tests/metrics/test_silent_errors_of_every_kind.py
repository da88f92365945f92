"""The traps of figures, each sprung for incidents, requests, changes, problems and work items: none may go unseen.

Counting a thing twice, averaging averages, cancelled as done, quiet months as zero hours, percentiles of a few, days
of 23 and 25 hours, midnight in two months, and what is open all the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from metrics.declared import metric_named
from metrics.metric import Metric
from metrics.query import breakdown, rows, trend, value
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with
from warehouse import Warehouse


class Kind(NamedTuple):
    """How one kind of thing says when it began and ended, and which metrics count and time it.

    `share` is a metric that is a mean over rows, and what a row says that is a hit or none.
    """

    table: str
    key: str
    begins: str
    ends: tuple[str, ...]
    over: str
    done: str
    lasting: str
    percentile: str
    in_hours: bool
    still_open: tuple[str, ...]
    arrived: str | None
    share: str
    hit: Mapping[str, Any]
    miss: Mapping[str, Any]
    always: Mapping[str, Any]

    def row(self, number: object, begins: Any, ends: Any = None, **more: Any) -> dict[str, Any]:
        """One row; without an end it is open."""
        done = dict.fromkeys(self.ends, ends) if ends is not None else {}
        state = self.over if ends is not None else "in_progress"
        return {
            self.key: str(number), self.begins: begins, **done, "state_category": state, "priority": 3,
            **self.always, **more,
        }  # fmt: skip

    def loaded(self, *given: Mapping[str, Any], zone: str = "UTC") -> Warehouse:
        """A warehouse with these rows."""
        return warehouse_with(zone, **{self.table: list(given)})


KINDS = {
    "incidents": Kind(
        "incidents", "number", "opened", ("resolved",), "resolved", "INC-02", "INC-08", "INC-08-P85", True,
        ("INC-03",), "INC-01", "INC-19", {"reopens": 1}, {"reopens": 0}, {},
    ),
    "requests": Kind(
        "requests", "number", "opened", ("closed",), "closed", "REQ-01-CLOSED", "REQ-01", "REQ-01-P85", False,
        ("REQ-01-OPEN",), "REQ-01-OPENED", "REQ-05", {"price": 1.0}, {"price": 0.0}, {"level": "item"},
    ),
    "changes": Kind(
        "changes", "number", "opened", ("actual_end", "closed"), "closed", "CHG-01", "CHG-07-IMPLEMENT",
        "CHG-07-IMPLEMENT-P85", False, (), None, "CHG-01-STRICT", {"outcome": "successful"},
        {"outcome": "with_issues"}, {"type": "normal", "outcome": "successful"},
    ),
    "problems": Kind(
        "problems", "number", "opened", ("resolved",), "resolved", "PRB-01-TTR", "PRB-01-TTR", "PRB-01-AGE-P85", False,
        ("PRB-01",), "PRB-01-OPENED", "PRB-05", {"root_cause_found": "2026-01-01 00:00"},
        {"root_cause_found": "2026-12-01 00:00"}, {},
    ),
    "work items": Kind(
        "work_items", "item", "created", ("done",), "done", "FLW-02", "FLW-04", "FLW-04-P85", False,
        ("FLW-01", "FLW-01-LEAD"), None, "DEL-04", {"found_by": "client"}, {"found_by": "team"}, {"type": "Bug"},
    ),
}  # fmt: skip
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def asked(warehouse: Warehouse, name: str, **scope: Any) -> Any:
    return value(warehouse, metric_named(name), Scope.of(**scope))


def months(warehouse: Warehouse, name: str, start: str, end: str) -> list[Any]:
    return list(trend(warehouse, metric_named(name), Scope.of(start=start, end=end, grain="month")).points)


@every_kind
def test_an_export_loaded_again_and_its_update_count_nothing_twice(kind: Kind) -> None:
    row = kind.row(1, "2026-01-05 00:00", "2026-01-06 00:00", updated="2026-01-06 00:00")
    warehouse = kind.loaded(row)
    add_rows(warehouse, kind.table, [row], file="again.xlsx")
    later = {**row, "updated": "2026-01-07 00:00", "short_text": "with another text"}
    add_rows(warehouse, kind.table, [later], file="newer.xlsx")
    for name in filter(None, (kind.done, kind.lasting, kind.arrived)):
        assert asked(warehouse, name).n == 1
        assert len(rows(warehouse, metric_named(name), Scope())) == 1


def test_what_belongs_to_a_thing_does_not_multiply_it() -> None:
    """Clocks, causes, freezes, levels, stages and children: a join counts a thing once for each of them."""
    at, end = "2026-01-05 00:00", "2026-01-06 00:00"
    clock = {
        "sla_type": "SLA",
        "target": "resolution",
        "started": at,
        "ended": end,
        "breach": "2026-01-07 00:00",
    }
    incidents = [
        KINDS["incidents"].row(n, at, end, problem="P1", caused_by_change="C1", service="Mail", priority=1)
        for n in (1, 2, 3)
    ]
    incidents.append(KINDS["incidents"].row(4, at, end, parent="1", caused_by_change="C1", priority=1))
    warehouse = warehouse_with(
        incidents=incidents,
        ticket_slas=[
            {**clock, "ticket": "1", "sla_name": name, "breached": False} for name in ("4 h", "8 h", "16 h")
        ],
        sla_targets=[
            {
                "contract": "Frame",
                "clause": clause,
                "measure": "resolution",
                "target_time": 360000,
                "clock": "24x7",
            }
            for clause in ("A", "B")
        ],
        problems=[KINDS["problems"].row("P1", "2026-01-08 00:00", "2026-01-20 00:00")],
        changes=[KINDS["changes"].row("C1", at, end, planned_start=at, planned_end=end, service="Mail")],
        calendars=[
            {"entry": "freeze", "name": name, "start": at, "end": "2026-01-09 00:00"} for name in ("A", "B")
        ],
        requests=[
            KINDS["requests"].row(f"{level}-{n}", at, end, level=level)
            for level, count in (("request", 1), ("item", 2), ("task", 5))
            for n in range(count)
        ],
        work_items=[
            KINDS["work items"].row(f"{kind}-{n}", at, end, type=kind, started=at)
            for kind, count in (("Epic", 1), ("Story", 2), ("Sub-task", 4))
            for n in range(count)
        ],
        stage_changes=[
            {"item": f"Story-{n}", "stage": stage, "position": place, "entered": at}
            for n in range(2)
            for place, stage in enumerate(("Analysis", "Test", "Done"), start=1)
        ],
    )
    expected = {
        "INC-01": 3, "INC-02": 3, "INC-08": 3, "INC-16": 4, "INC-14": 1, "PRB-01-OPENED": 1, "PRB-06": 1,
        "CHG-01": 1, "CHG-02": 1, "CHG-13": 1, "CHG-11": 0, "REQ-01-OPENED": 2, "REQ-01": 2, "FLW-02": 2, "FLW-04": 2,
        "FLW-10": 2, "CHG-15": 1 + 3 + 2, "CHG-09": 2,
    }  # fmt: skip
    assert {name: asked(warehouse, name).n for name in expected} == expected
    # A promise is judged ticket by ticket, the child too, but once for two clauses (INC-16).
    # Three of priority 1 at ten points each; the child of one of them is that one.
    assert asked(warehouse, "CHG-13").value == 3 - 30


@every_kind
def test_the_whole_is_pooled_and_no_average_of_its_parts(kind: Kind) -> None:
    """One miss in January and nine hits in February are 90 %, not the mean of 0 % and 100 %."""
    given = [
        kind.row(
            n, f"2026-0{month}-05 00:00", f"2026-0{month}-06 00:00", client=client,
            **{**kind.always, **told, **({"due": f"2026-0{month}-07 00:00"} if kind.table == "problems" else {})},
        )
        for n, (month, client, told) in enumerate([(1, "A", kind.miss), *([(2, "B", kind.hit)] * 9)])
    ]  # fmt: skip
    warehouse = kind.loaded(*given, kind.row(99, "2026-12-05 00:00"))
    metric = metric_named(kind.share)
    for answer in (
        value(warehouse, metric, Scope()),
        trend(warehouse, metric, Scope.of(grain="month")),
        breakdown(warehouse, metric, Scope(), "client"),
    ):
        assert (answer.value, answer.n) == (pytest.approx(0.9), 10)
    parts = {point.part: point.value for point in breakdown(warehouse, metric, Scope(), "client").points}
    assert (parts["A"], parts["B"]) == (0, 1)


@every_kind
def test_the_median_of_all_is_no_median_of_medians(kind: Kind) -> None:
    """One of 100 hours in January, 99 of one hour in February: the middle is one hour."""
    given = [kind.row(0, "2026-01-05 00:00", "2026-01-09 04:00", client="A")]
    given += [kind.row(n, "2026-02-05 00:00", "2026-02-05 01:00", client="B") for n in range(1, 100)]
    warehouse, metric = kind.loaded(*given), metric_named(kind.lasting)
    hour = 1.0 if kind.in_hours else 1 / 24
    for answer in (trend(warehouse, metric, Scope()), breakdown(warehouse, metric, Scope(), "client")):
        assert (answer.value, answer.n) == (pytest.approx(hour), 100)
    assert [point.value for point in trend(warehouse, metric, Scope()).points[:2]] == pytest.approx(
        [100 * hour, hour]
    )


@every_kind
def test_cancelled_with_a_date_of_its_end_is_not_done(kind: Kind) -> None:
    warehouse = kind.loaded(
        kind.row(1, "2026-01-05 00:00", "2026-01-06 00:00"),
        kind.row(2, "2026-01-05 00:00", "2026-01-05 00:01", state_category="cancelled"),
        kind.row(3, "2026-01-05 00:00"),
    )
    for name in (kind.done, kind.lasting):
        answer = asked(warehouse, name)
        assert (answer.n, answer.excluded) == (1, (("cancelled", 1),))
    assert asked(warehouse, kind.lasting).value == (24 if kind.in_hours else 1)
    if kind.arrived:
        assert asked(warehouse, kind.arrived).value == 3
    for name in kind.still_open:
        if name != "FLW-01":
            assert asked(warehouse, name).value == 1


@every_kind
def test_a_month_with_nothing_has_no_duration_and_no_share(kind: Kind) -> None:
    given = [
        kind.row(month, f"2026-0{month}-05 00:00", f"2026-0{month}-06 00:00", **{**kind.always, **kind.hit})
        for month in (1, 3, 5)
    ]
    warehouse = kind.loaded(*given)
    for name in (kind.lasting, kind.percentile, "CHG-01" if kind.table == "changes" else kind.lasting):
        if metric_named(name).at_a_point_in_time:
            continue
        quiet = months(warehouse, name, "2026-01-01", "2026-05-01")[1]
        assert (quiet.period, quiet.value, quiet.n) == ("2026-02", None, 0)
        assert quiet.reason
    counted = metric_named(kind.done)
    if counted.kind == "count":
        assert [point.value for point in months(warehouse, kind.done, "2026-01-01", "2026-05-01")] == [
            1,
            0,
            1,
            0,
        ]


@every_kind
def test_a_percentile_of_nine_is_refused_and_of_ten_given(kind: Kind) -> None:
    metric = metric_named(kind.percentile)
    for n, expected in ((9, False), (10, True)):
        given = [
            kind.row(
                one,
                "2026-01-05 00:00",
                None if metric.at_a_point_in_time else f"2026-01-06 {one:02}:00",
                updated="2026-01-20 00:00",
            )
            for one in range(n)
        ]
        if metric.at_a_point_in_time:
            given.append(kind.row("over", "2026-01-05 00:00", "2026-01-06 00:00"))
        answer = asked(kind.loaded(*given), kind.percentile)
        assert (answer.value is not None, answer.n) == (expected, n)
        assert expected or answer.reason == "needs at least 10 rows, has 9"


@every_kind
@pytest.mark.parametrize(
    ("begins", "day", "hours"),
    [
        (datetime(2026, 3, 28, 23), "2026-03-29", 23),
        (datetime(2026, 10, 24, 22), "2026-10-25", 25),
        (datetime(2026, 6, 9, 22), "2026-06-10", 24),
    ],
)
def test_the_days_on_which_clocks_change(kind: Kind, begins: datetime, day: str, hours: int) -> None:
    """From midnight to midnight in Copenhagen, as stored in UTC: the elapsed time is 23, 25 or 24 hours."""
    ends = begins + timedelta(hours=hours)
    last_moment = ends - timedelta(minutes=1)
    warehouse = kind.loaded(
        kind.row(1, begins, ends), kind.row(2, begins, last_moment), zone="Europe/Copenhagen"
    )
    lasting = rows(warehouse, metric_named(kind.lasting), Scope())["measured_value"].tolist()
    unit = 1 if kind.in_hours else 24
    assert lasting == pytest.approx([hours / unit, (hours - 1 / 60) / unit])
    # Midnight at its end belongs to the next day, the minute before to this one.
    days = trend(warehouse, metric_named(kind.lasting), Scope.of(start=day, grain="day")).points
    assert (days[0].period, days[0].n) == (day, 1)
    assert sum(point.n for point in days) == 2


def test_work_of_one_day_is_one_day_when_clocks_change() -> None:
    """Hours by 24, rounded, make a day of 23 hours none and one of 25 hours two."""
    items = [
        {"item": day, "created": start, "started": start, "done": start + timedelta(hours=hours),
         "state_category": "done", "type": "Story"}
        for day, start, hours in (
            ("spring", datetime(2026, 3, 28, 23), 22.9), ("autumn", datetime(2026, 10, 24, 22), 24.9),
        )
    ]  # fmt: skip
    warehouse = warehouse_with("Europe/Copenhagen", work_items=items)
    assert rows(warehouse, metric_named("FLW-03"), Scope())["measured_value"].tolist() == [1, 1]


@every_kind
def test_midnight_of_the_first_belongs_to_one_month_only(kind: Kind) -> None:
    """In the reporting time zone: 23:00 in UTC is midnight in Copenhagen."""
    begins = datetime(2026, 1, 10)
    ends = (
        datetime(2026, 1, 31, 22, 59, 59),
        datetime(2026, 1, 31, 23),
        datetime(2026, 2, 28, 22, 59, 59),
        datetime(2026, 2, 28, 23),
    )
    given = [kind.row(n, begins, end) for n, end in enumerate(ends)]
    warehouse = kind.loaded(*given, zone="Europe/Copenhagen")
    for name in (kind.done, kind.lasting):
        found = {
            f"{start} to {end}": asked(warehouse, name, start=start, end=end).n
            for start, end in (
                ("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01"), ("2026-03-01", "2026-04-01"),
                ("2026-01-01", "2026-03-01"),
            )
        }  # fmt: skip
        assert list(found.values()) == [1, 2, 1, 3], found
        # Figures are added up from days, lists are asked of the rows: both end before midnight.
        january = rows(warehouse, metric_named(name), Scope.of(start="2026-01-01", end="2026-02-01"))
        assert january[kind.key].tolist() == ["0"]
        points = months(warehouse, name, "2026-01-01", "2026-04-01")
        assert [point.n for point in points] == [1, 2, 1]


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in KINDS.values() for name in kind.still_open]
)
def test_what_is_open_across_the_whole_window_is_open_in_it(kind: Kind, name: str) -> None:
    """Begun before the window, ended after it: looking for what began or ended within finds nothing."""
    started, later = (
        {"started": f"2026-{month}-05 00:00"} if name == "FLW-01" else {} for month in ("01", "10")
    )
    warehouse = kind.loaded(
        kind.row(1, "2026-01-01 00:00", "2026-10-01 00:00", **started),
        kind.row(2, "2026-10-05 00:00", "2026-10-06 00:00", **later),
    )
    points = months(warehouse, name, "2026-06-01", "2026-08-01")
    assert [point.value for point in points] == [1, 1]
    assert asked(warehouse, name, start="2026-06-01", end="2026-07-01").value == 1
    assert asked(warehouse, name, as_of="2026-06-15 00:00").value == 1
    # Ended at the very end of the window, it was open all through it; at the beginning of the next it is not.
    assert asked(warehouse, name, end="2026-10-01").value == 1
    assert asked(warehouse, name, end="2026-10-02").value == 0


def test_a_change_that_waited_all_summer_was_overdue_all_summer() -> None:
    """Judged by the state of today it was never overdue: it has been done since."""
    kind = KINDS["changes"]
    warehouse = kind.loaded(
        kind.row(1, "2026-01-01 00:00", "2026-10-01 00:00", planned_start="2026-03-01 00:00",
                 actual_start="2026-09-30 00:00"),
        kind.row(2, "2026-01-01 00:00", "2026-10-01 00:00", planned_start="2026-09-30 00:00",
                 actual_start="2026-09-30 00:00"),
        kind.row(3, "2026-01-01 00:00", planned_start="2026-03-01 00:00", state_category="scheduled"),
        kind.row(4, "2026-01-01 00:00", planned_start="2026-03-01 00:00", state_category="implement"),
        kind.row(5, "2026-01-01 00:00", planned_start="2026-03-01 00:00", state_category="unknown"),
        kind.row(6, "2026-01-01 00:00", "2026-05-01 00:00", planned_start="2026-03-01 00:00",
                 state_category="cancelled", actual_end=None),
    )  # fmt: skip
    points = months(warehouse, "CHG-12", "2026-03-01", "2026-09-01")
    assert [point.value for point in points] == [3, 3, 2, 2, 2, 2]
    now = asked(warehouse, "CHG-12")
    assert (now.value, now.excluded) == (
        1,
        (("under way or over without a date of it", 1), ("in a state nobody has mapped", 1)),
    )


def test_a_change_cancelled_by_its_close_code_is_in_nobodys_way() -> None:
    """Many tools close what was cancelled and say so in the close code only."""
    kind = KINDS["changes"]
    both = {"planned_start": "2026-03-01 00:00", "planned_end": "2026-03-02 00:00", "service": "Mail"}
    given = [
        kind.row(n, "2026-01-01 00:00", "2026-03-02 00:00", **{**kind.always, **both, "outcome": outcome})
        for n, outcome in enumerate(("successful", "cancelled"))
    ]
    freeze = {"entry": "freeze", "name": "X", "start": "2026-02-01 00:00", "end": "2026-04-01 00:00"}
    warehouse = warehouse_with(changes=given, calendars=[freeze])
    expected = {"CHG-10": 0, "CHG-09": 1, "CHG-15": 1, "CHG-01": 1, "CHG-02": 1}
    assert {name: asked(warehouse, name).n for name in expected} == expected


def test_a_request_that_is_over_without_a_date_is_not_late() -> None:
    kind = KINDS["requests"]
    due = {"due": "2026-01-10 00:00"}
    warehouse = kind.loaded(
        kind.row(1, "2026-01-01 00:00", "2026-01-05 00:00", **due),
        kind.row(2, "2026-01-01 00:00", state_category="closed", **due),
        kind.row(3, "2026-01-01 00:00", **due),
        kind.row(4, "2026-02-01 00:00"),
    )
    late = asked(warehouse, "REQ-02")
    assert (late.value, late.n, late.excluded) == (0.5, 2, (("over without a date of its end", 1),))


def test_every_kind_has_its_traps() -> None:
    """Where a metric of a kind is renamed, its tests here must still ask something."""
    named: list[Metric] = [
        metric_named(name) for kind in KINDS.values() for name in (kind.done, kind.lasting)
    ]
    assert {metric.things for metric in named} == {
        "incidents",
        "requests",
        "changes",
        "problems",
        "work items",
    }
