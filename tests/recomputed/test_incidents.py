"""Incidents of an export full of traps, every figure worked out again from the file (INC-01 … INC-34).

The export is written in local time of a zone with summer time and has what makes figures silently wrong: cancelled
tickets with dates of an end, children, reopened ones, tickets open across the whole window, others at exactly midnight
of a boundary, resolved before opened, over without a date, days of 23 and 25 hours, priorities in words, and every
ticket several times (an older export of the same tickets, with other values).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.recomputed.plain import (
    PERIODS,
    day,
    days,
    hours,
    mean,
    median,
    moment,
    observed_quantile,
    quantile,
    read_csv,
    wilson,
    working_seconds,
    write_csv,
)

ZONE = "Europe/Berlin"
FORM = "%Y-%m-%d %H:%M:%S"
PRIORITIES = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")
START, END = date(2026, 2, 1), date(2026, 5, 1)


def _written(at: datetime | None) -> str:
    return at.strftime(FORM) if at else ""


def _times(draw: random.Random, number: int) -> tuple[str, datetime, datetime | None, datetime | None]:
    """State, opened, resolved and closed of one ticket, in local time."""
    opened = datetime(2026, 1, 5) + timedelta(minutes=draw.randrange(150 * 1440))
    if number % 37 == 0:  # exactly midnight of a boundary
        opened = datetime(2026, draw.choice((2, 3, 4, 5)), 1)
    if number % 41 == 0:  # the day of 23 hours, at hours it has
        opened = datetime(2026, 3, 29, draw.choice((0, 1, 3, 12)), 30)
    took = timedelta(minutes=int(draw.lognormvariate(6.5, 1.6)))
    resolved: datetime | None = opened + took
    if number % 43 == 0:  # open across the whole window
        return "In Progress", datetime(2025, 12, 20) + timedelta(hours=number % 24), None, None
    if number % 11 == 0 or opened + took > datetime(2026, 6, 10):
        resolved = None
    elif number % 47 == 0:
        resolved = datetime(2026, 5, 1)  # midnight of the end; for some before they were opened
    elif number % 53 == 0:
        resolved = opened - timedelta(hours=3)
    if number % 13 == 0:  # cancelled with dates of an end
        closed = opened + timedelta(minutes=5)
        return "Canceled", opened, closed if number % 2 else None, closed
    if number % 59 == 0:  # over without a date of it
        return "Closed", opened, None, None
    if resolved is None:
        return "In Progress", opened, None, None
    if number % 3 == 0:
        return "Closed", opened, resolved, resolved + timedelta(days=7)
    return "Resolved", opened, resolved, None


def _export(seed: int, n: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(n):
        state, opened, resolved, closed = _times(draw, number)
        priority, impact, urgency = draw.randrange(4), draw.randint(1, 3), draw.randint(1, 3)
        if number % 2:
            priority = min(impact + urgency - 2, 3)
        updated = max(filter(None, (opened, resolved, closed))) + timedelta(hours=1 + draw.randrange(300))
        rows.append(
            {
                "Number": f"INC{number:07d}",
                "State": state,
                "Priority": PRIORITIES[priority],
                "Impact": f"{impact} - {('High', 'Medium', 'Low')[impact - 1]}",
                "Urgency": f"{urgency} - {('High', 'Medium', 'Low')[urgency - 1]}",
                "Opened": _written(opened),
                "Resolved": _written(resolved),
                "Closed": _written(closed),
                "Updated": _written(updated),
                "Reassignment count": draw.choice((0, 0, 0, 1, 1, 2, 3, 5)),
                "Reopen count": draw.choice((0, 0, 0, 0, 1, 2)),
                "Made SLA": draw.choice(("true", "true", "false")),
                "Channel": draw.choice(("Phone", "Email", "Self-service", "")),
                "Assignment group": draw.choice(("Service Desk", "Network", "Database", "")),
                "Business service": draw.choice(("Mail", "ERP", "Web")),
                "Category": draw.choice(("Hardware", "Software", "Network", "")),
                "Parent": f"INC{number - 1:07d}" if number % 29 == 0 and number else "",
                "Problem": f"PRB{number % 5:07d}" if number % 4 == 0 else "",
            }
        )
    return rows


class Ticket(NamedTuple):
    """One ticket as the file has it, times in UTC."""

    number: str
    state: str
    priority: int
    impact: int
    urgency: int
    opened: datetime
    resolved: datetime | None
    closed: datetime | None
    updated: datetime
    reassignments: int
    reopens: int
    made_sla: bool
    channel: str
    group: str
    service: str
    category: str
    parent: str
    problem: str

    @property
    def is_cancelled(self) -> bool:
        return self.state == "Canceled"

    @property
    def over(self) -> datetime | None:
        return self.resolved or self.closed

    @property
    def has_no_end(self) -> bool:
        return self.over is None and self.state in ("Resolved", "Closed", "Canceled")


def _ticket(row: dict[str, str]) -> Ticket:
    opened, updated = moment(row["Opened"], zone=ZONE), moment(row["Updated"], zone=ZONE)
    assert opened is not None
    assert updated is not None
    return Ticket(
        row["Number"], row["State"], int(row["Priority"][0]), int(row["Impact"][0]), int(row["Urgency"][0]),
        opened, moment(row["Resolved"], zone=ZONE), moment(row["Closed"], zone=ZONE), updated,
        int(row["Reassignment count"]), int(row["Reopen count"]), row["Made SLA"] == "true", row["Channel"],
        row["Assignment group"], row["Business service"], row["Category"], row["Parent"], row["Problem"],
    )  # fmt: skip


class Material(NamedTuple):
    """The database and what the file says, children apart."""

    database: Path
    every: list[Ticket]
    counted: list[Ticket]
    as_of: datetime


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("traps")
    newer = _export(7, 900)
    # The week before, half of them were still open, in other hands and of another priority.
    older = [
        {
            **row,
            "State": "New",
            "Resolved": "",
            "Closed": "",
            "Priority": "5 - Planning",
            "Updated": row["Opened"],
        }
        for row in newer[::2]
    ]
    files = [write_csv(folder / "this week.csv", newer), write_csv(folder / "last week.csv", older)]
    hours_file = write_csv(
        folder / "calendar.csv",
        [
            {"Entry": "working_hours", "Calendar": "Desk", "Weekdays": "Mon, Tue, Wed, Thu, Fri", "Opens": "08:00",
             "Closes": "17:00", "Time zone": ZONE}
        ],
    )  # fmt: skip
    database = loaded(
        folder / "traps.duckdb", *files, hours_file, zone=ZONE,
        settings={"reporting_timezone": ZONE, "first_level_teams": "Service Desk"},
    )  # fmt: skip
    every = [_ticket(row) for row in read_csv(files[0])]
    known = {one.number for one in every}
    counted = [one for one in every if one.parent not in known]
    as_of = max(at for one in every for at in (one.opened, one.resolved, one.closed, one.updated) if at)
    return Material(database, every, counted, as_of)


def _in(at: datetime | None) -> bool:
    return at is not None and START <= day(at, ZONE) < END


def _resolved(tickets: list[Ticket]) -> list[Ticket]:
    return [one for one in tickets if one.resolved is not None and not one.is_cancelled]


def _durations(tickets: list[Ticket]) -> list[float]:
    return [
        hours(one.opened, one.resolved)
        for one in _resolved(tickets)
        if one.resolved and one.resolved >= one.opened
    ]


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


WINDOW = ("--from", START.isoformat(), "--to", END.isoformat())


def _same(found: dict[str, Any], value: float, n: int) -> None:
    assert found["n"] == n, found
    assert found["value"] == pytest.approx(value, rel=1e-12, abs=1e-9), found


@pytest.mark.parametrize("window", [(), WINDOW], ids=["all", "window"])
def test_counts(figure: Any, material: Material, window: tuple[str, ...]) -> None:
    inside = _in if window else lambda at: at is not None
    tickets = material.counted
    opened = sum(inside(one.opened) for one in tickets)
    ended = sum(inside(one.over) for one in tickets if one.over and one.over >= one.opened)
    expected = {
        "INC-01": opened,
        "INC-02": sum(inside(one.resolved) for one in _resolved(tickets)),
        "INC-02-CLOSED": sum(inside(one.closed) for one in tickets if not one.is_cancelled),
        "INC-04": opened - ended,
        "INC-19-COUNT": sum(inside(one.opened) and one.reopens > 0 for one in tickets),
        "INC-25": sum(inside(one.opened) and one.priority == 1 and not one.is_cancelled for one in tickets),
        "INC-25-P1P2": sum(
            inside(one.opened) and one.priority <= 2 and not one.is_cancelled for one in tickets
        ),
    }
    found = {name: figure(material.database, name, *window)["value"] for name in expected}
    assert found == expected
    assert figure(material.database, "INC-01", "--children", "each")["value"] == len(material.every)


@pytest.mark.parametrize("window", [(), WINDOW], ids=["all", "window"])
def test_shares(figure: Any, material: Material, window: tuple[str, ...]) -> None:
    inside = _in if window else lambda at: at is not None
    resolved = [one for one in _resolved(material.counted) if inside(one.resolved)]
    opened = [one for one in material.counted if inside(one.opened)]
    expected = {
        "INC-01-CANCELLED": [one.is_cancelled for one in opened],
        "INC-14-TOOL": [one.made_sla for one in opened if not one.is_cancelled],
        "INC-19": [one.reopens > 0 for one in resolved],
        "INC-20-1": [one.reassignments >= 1 for one in resolved],
        "INC-20-3": [one.reassignments >= 3 for one in resolved],
        "INC-21": [one.reassignments == 0 for one in resolved],
        "INC-23": [one.group == "Service Desk" for one in resolved if one.group],
        # What was resolved before it was opened lasted no time that can be (G16).
        "INC-24": [
            day(one.resolved, ZONE) == day(one.opened, ZONE)
            for one in resolved
            if one.resolved is not None and one.resolved >= one.opened
        ],
        "INC-33": [one.channel == "Self-service" for one in opened if one.channel],
        "INC-34": [one.priority == one.impact + one.urgency - 1 for one in opened],
        "PRB-02": [one.problem != "" for one in resolved],
    }
    for name, hits in expected.items():
        found = figure(material.database, name, *window)
        shown = (found["value"], found["n"], found["low"], found["high"])
        assert shown == pytest.approx(_share(hits), abs=1e-12), name
    _same(
        figure(material.database, "INC-20", *window),
        mean([float(one.reassignments) for one in resolved]),
        len(resolved),
    )


@pytest.mark.parametrize("window", [(), WINDOW], ids=["all", "window"])
def test_durations(figure: Any, material: Material, window: tuple[str, ...]) -> None:
    inside = _in if window else lambda at: at is not None
    tickets = [one for one in material.counted if inside(one.resolved)]
    took = _durations(tickets)
    _same(figure(material.database, "INC-08", *window), median(took), len(took))
    _same(figure(material.database, "INC-08-P85", *window), quantile(took, 0.85), len(took))
    _same(figure(material.database, "INC-09", *window), mean(took), len(took))
    closed = [
        hours(one.opened, one.closed)
        for one in material.counted
        if one.closed and inside(one.closed) and one.closed >= one.opened and not one.is_cancelled
    ]
    _same(figure(material.database, "INC-08-C", *window), median(closed), len(closed))
    worked = [
        working_seconds(one.opened, one.resolved, ZONE, 8, 17) / 3600
        for one in _resolved(tickets)
        if one.resolved and one.resolved >= one.opened
    ]
    _same(figure(material.database, "INC-08-W", *window), median(worked), len(worked))
    _same(figure(material.database, "INC-08-W-P85", *window), quantile(worked, 0.85), len(worked))


@pytest.mark.parametrize("grain", list(PERIODS))
def test_trends(figure: Any, material: Material, grain: str) -> None:
    label = PERIODS[grain]
    opened = Counter(label(day(one.opened, ZONE)) for one in material.counted)
    took: dict[str, list[float]] = defaultdict(list)
    again: dict[str, list[bool]] = defaultdict(list)
    for one in _resolved(material.counted):
        assert one.resolved is not None
        again[label(day(one.resolved, ZONE))].append(one.reopens > 0)
        if one.resolved >= one.opened:
            took[label(day(one.resolved, ZONE))].append(hours(one.opened, one.resolved))
    for point in figure(material.database, "INC-01", "--grain", grain)["points"]:
        assert point["value"] == opened.get(point["period"], 0), point
    points = figure(material.database, "INC-08", "--grain", grain)["points"]
    assert sum(point["n"] for point in points) == sum(map(len, took.values()))
    for point in points:
        values = took.get(point["period"], [])
        if values:
            _same(point, median(values), len(values))
        else:
            assert (point["value"], point["n"]) == (None, 0)
            assert point["reason"]
    for point in figure(material.database, "INC-08-P85", "--grain", grain)["points"]:
        values = took.get(point["period"], [])
        if len(values) >= 10:
            _same(point, quantile(values, 0.85), len(values))
        else:
            assert point["value"] is None
            assert point["reason"], "a percentile of too few is the value of one ticket"
    for point in figure(material.database, "INC-09", "--grain", grain)["points"]:
        values = took.get(point["period"], [])
        assert point["value"] == (pytest.approx(mean(values), rel=1e-12) if values else None)
    for point in figure(material.database, "INC-19", "--grain", grain)["points"]:
        hits = again.get(point["period"], [])
        if hits:
            shown = (point["value"], point["n"], point["low"], point["high"])
            assert shown == pytest.approx(_share(hits), abs=1e-12)
        else:
            assert point["value"] is None


@pytest.mark.parametrize(
    ("by", "part"),
    [("priority", "priority"), ("service", "service"), ("team", "group"), ("category", "category")],
)
def test_breakdowns(figure: Any, material: Material, by: str, part: str) -> None:
    counts: Counter[str] = Counter()
    took: dict[str, list[float]] = defaultdict(list)
    for one in material.counted:
        name = str(getattr(one, part)) or "(not set)"
        counts[name] += _in(one.opened)
        if _in(one.resolved):
            took[name] += _durations([one])
    found = figure(material.database, "INC-01", "--by", by, *WINDOW)["points"]
    assert {point["part"]: point["value"] for point in found} == counts
    for point in figure(material.database, "INC-08", "--by", by, *WINDOW)["points"]:
        _same(point, median(took[point["part"]]), len(took[point["part"]]))


@pytest.mark.parametrize("at", [None, "2026-03-01", "2026-03-29", "2026-05-01"])
def test_states(figure: Any, material: Material, at: str | None) -> None:
    """The backlog of a day is what was open at its first instant, in local time."""
    moment_of = material.as_of if at is None else moment(f"{at} 00:00:00", zone=ZONE)
    assert moment_of is not None
    window = () if at is None else ("--to", at)

    def is_open(one: Ticket) -> bool:
        ended = one.over is not None and (one.over <= moment_of if at is None else one.over < moment_of)
        came = one.opened <= moment_of if at is None else one.opened < moment_of
        return came and not ended and not one.has_no_end

    waiting = [one for one in material.counted if is_open(one)]
    ages = [days(one.opened, moment_of) for one in waiting]
    assert figure(material.database, "INC-03", *window)["value"] == len(waiting)
    _same(figure(material.database, "INC-05", *window), median(ages), len(ages))
    _same(figure(material.database, "INC-05-P85", *window), quantile(ages, 0.85), len(ages))
    _same(figure(material.database, "INC-05-MAX", *window), max(ages), len(ages))
    bands = ((0, 1), (2, 5), (6, 30), (31, 90), (91, 10**6))
    counted = [sum(low <= int(age) <= high for age in ages) for low, high in bands]
    found = figure(material.database, "INC-06", *window)
    assert [point["value"] for point in found["points"]] == counted
    assert found["value"] == len(waiting)


@pytest.mark.parametrize("grain", ["week", "month"])
def test_the_backlog_at_the_end_of_every_period(figure: Any, material: Material, grain: str) -> None:
    points = figure(material.database, "INC-03", "--grain", grain, *WINDOW)["points"]
    ages = figure(material.database, "INC-05", "--grain", grain, *WINDOW)["points"]
    first, label = min(day(one.opened, ZONE) for one in material.counted), PERIODS[grain]
    assert first < START
    assert points
    for point, age in zip(points, ages, strict=True):
        ends = START
        while label(ends) != point["period"]:
            ends += timedelta(days=1)
        while label(ends) == point["period"] and ends < END:
            ends += timedelta(days=1)
        midnight = moment(f"{ends} 00:00:00", zone=ZONE)
        assert midnight is not None
        waiting = [
            one for one in material.counted
            if one.opened < midnight and (one.over is None or one.over >= midnight) and not one.has_no_end
        ]  # fmt: skip
        if ends < END or label(END - timedelta(days=1)) == point["period"]:
            assert point["value"] == len(waiting), point
            _same(age, median(days(one.opened, midnight) for one in waiting), len(waiting))


def test_limits_of_arrivals(figure: Any, material: Material) -> None:
    """Mean ± 2.66 × mean moving range over the complete weeks, never below 0."""
    weeks = figure(material.database, "INC-01", "--grain", "week")["points"]
    found = figure(material.database, "INC-29")
    # The first week of the data and the one of the as-of are not complete.
    counts = [point["value"] for point in found["points"]]
    assert min(one.opened for one in material.counted).weekday() != 0
    assert counts == [point["value"] for point in weeks][1:-1]
    moved = mean([abs(after - before) for before, after in pairwise(counts)])
    assert found["value"] == pytest.approx(mean(counts))
    assert found["low"] == pytest.approx(max(mean(counts) - 2.66 * moved, 0))
    assert found["high"] == pytest.approx(mean(counts) + 2.66 * moved)


def test_the_busiest_hour(figure: Any, material: Material) -> None:
    """The median over all weeks of what came in per weekday and local hour, weeks without any counted as 0."""
    counts: Counter[tuple[date, int, int]] = Counter()
    for one in material.counted:
        local = one.opened + (timedelta(hours=2) if _is_summer(one.opened) else timedelta(hours=1))
        monday = local.date() - timedelta(days=local.weekday())
        counts[monday, local.weekday(), local.hour] += 1
    first, last = min(key[0] for key in counts), max(key[0] for key in counts)
    weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    found = {point["part"]: point["value"] for point in figure(material.database, "INC-30")["points"]}
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    for weekday, name in enumerate(names):
        for hour in range(24):
            middle = median(float(counts[monday, weekday, hour]) for monday in weeks)
            assert found[f"{name} {hour:02d}:00"] == middle


def _is_summer(at: datetime) -> bool:
    return datetime(2026, 3, 29, 1) <= at < datetime(2026, 10, 25, 1)


def test_quantiles_of_the_golden_list() -> None:
    """The plain functions themselves give what the catalogue prints (2.10 and G10)."""
    listed = [1, 2, 2, 3, 3, 4, 5, 5, 6, 8, 9, 13, 21]
    assert (median(listed), round(quantile(listed, 0.85), 1), observed_quantile(listed, 0.85)) == (5, 9.8, 13)
    assert [round(100 * end, 2) for end in wilson(17, 20)] == [63.96, 94.76]
    friday, monday = datetime(2025, 12, 12, 21), datetime(2025, 12, 15, 9, 30)
    assert working_seconds(friday, monday, "UTC", 8, 17) == 5400
