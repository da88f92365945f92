"""Changes of an export full of traps, worked out again from the files (CHG-01 … CHG-15).

Cancelled changes with close codes, closed ones without, outcomes in words of several tools, a change that caused three
incidents, one that caused a cancelled one, placeholders instead of plans, changes that end before they were opened,
freezes of one service and of all, a change that begins at the very end of a freeze, plans without an end.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.recomputed.plain import (
    day,
    days,
    mean,
    median,
    moment,
    month,
    quantile,
    read_csv,
    wilson,
    write_csv,
)

FORM = "%Y-%m-%d %H:%M:%S"
SUCCESS, ISSUES, FAILED = (
    ("Successful", "successful"),
    ("Successful with issues",),
    ("Unsuccessful", "Failed"),
)
PLANS = (
    "1. Stop the service 2. Install 3. Start the service and look",
    "TBD",
    "n/a",
    "short",
    "",
    "to be decided by the team next week",
)
START, END = "2026-02-01", "2026-04-01"


def _changes(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(400):
        opened = datetime(2026, 1, 5) + timedelta(minutes=draw.randrange(110 * 1440))
        start = opened + timedelta(hours=draw.randrange(400))
        if number % 31 == 0:
            start = datetime(2026, 3, 8)  # the instant at which the freeze of all ends
        end = start + timedelta(hours=draw.choice((1, 4, 30)))
        done = end + timedelta(hours=draw.choice((-2, 0, 1, 48)))
        if number % 67 == 0:
            done = opened - timedelta(hours=5)
        state = (
            "Closed"
            if done < datetime(2026, 4, 25)
            else draw.choice(("New", "Assess", "Scheduled", "Implement"))
        )
        state = "Canceled" if number % 13 == 0 else state
        code = draw.choice((*SUCCESS, *SUCCESS, *ISSUES, *FAILED, ""))
        over = state == "Closed"
        rows.append(
            {
                "Number": f"CHG{number:07d}",
                "Type": draw.choice(("Standard", "Normal", "Normal", "Emergency")),
                "State": state,
                "Close code": code if over or state == "Canceled" else "",
                "Opened": opened.strftime(FORM),
                "Approved": (opened + timedelta(hours=draw.choice((-1, 5, 30)))).strftime(FORM)
                if number % 4
                else "",
                "Planned start date": start.strftime(FORM),
                "Planned end date": end.strftime(FORM) if number % 9 else "",
                "Agreed end": end.strftime(FORM) if number % 3 else "",
                "Actual start date": start.strftime(FORM) if over else "",
                "Actual end date": done.strftime(FORM) if over else "",
                "Closed": (done + timedelta(days=2)).strftime(FORM) if over or state == "Canceled" else "",
                "Unauthorized": draw.choice(("true", "false", "false", "")),
                "Freeze exception": "approved by the board" if number % 5 == 0 else "",
                "Business service": draw.choice(("Mail", "ERP", "Web", "")),
                "Configuration item": draw.choice(("srv1", "srv2", "srv3", "srv4", "")),
                "Implementation plan": draw.choice(PLANS),
                "Test plan": draw.choice(PLANS),
                "Backout plan": draw.choice(PLANS),
                "Risk and impact analysis": draw.choice(PLANS),
            }
        )
    return rows


def _incidents(seed: int, changes: list[dict[str, object]]) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(600):
        opened = datetime(2026, 1, 6) + timedelta(minutes=draw.randrange(110 * 1440))
        rows.append(
            {
                "Number": f"INC{number:07d}",
                "State": "Canceled" if number % 10 == 0 else "Resolved",
                "Priority": f"{draw.randint(1, 4)} - x",
                "Opened": opened.strftime(FORM),
                "Resolved": (opened + timedelta(hours=draw.randrange(1, 90))).strftime(FORM),
                "Caused by change": draw.choice(changes[:60])["Number"] if number % 6 == 0 else "",
                "Business service": draw.choice(("Mail", "ERP", "Web", "")),
                "Configuration item": draw.choice(("srv1", "srv2", "srv3", "srv4", "")),
            }
        )
    return rows


FREEZES = (("Year end", "2026-03-01 00:00:00", "2026-03-08 00:00:00", ""), ("Payroll", "2026-02-10 08:00:00",
           "2026-02-12 18:00:00", "ERP"))  # fmt: skip


class Change(NamedTuple):
    """One change as the file has it; times in UTC."""

    number: str
    type: str
    state: str
    code: str
    service: str
    item: str
    exception: str
    unauthorized: str
    opened: datetime
    approved: datetime | None
    start: datetime
    until: datetime | None
    agreed: datetime | None
    ended: datetime | None
    closed: datetime | None
    plans: tuple[str, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.state == "Canceled"

    @property
    def planned_end(self) -> datetime:
        return self.until or self.start + timedelta(hours=4)


class Incident(NamedTuple):
    """One incident as the file has it."""

    number: str
    state: str
    priority: int
    opened: datetime
    resolved: datetime
    caused_by: str
    service: str
    item: str


class Material(NamedTuple):
    """The database and what the two files say."""

    database: Path
    changes: list[Change]
    incidents: list[Incident]
    now: datetime


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("changes")
    made = _changes(3)
    files = [
        write_csv(folder / "change_request.csv", made),
        write_csv(folder / "incident.csv", _incidents(4, made)),
    ]
    calendar = write_csv(
        folder / "calendar.csv",
        [
            {"Entry": "freeze", "Name": n, "Start": s, "End": e, "Service": service}
            for n, s, e, service in FREEZES
        ],
    )
    database = loaded(folder / "changes.duckdb", *files, calendar)
    changes = [
        Change(
            row["Number"], row["Type"].lower(), row["State"], row["Close code"], row["Business service"],
            row["Configuration item"], row["Freeze exception"], row["Unauthorized"], _must(row["Opened"]),
            moment(row["Approved"]), _must(row["Planned start date"]), moment(row["Planned end date"]),
            moment(row["Agreed end"]), moment(row["Actual end date"]), moment(row["Closed"]),
            (row["Implementation plan"], row["Test plan"], row["Backout plan"], row["Risk and impact analysis"]),
        )
        for row in read_csv(files[0])
    ]  # fmt: skip
    incidents = [
        Incident(row["Number"], row["State"], int(row["Priority"][0]), _must(row["Opened"]), _must(row["Resolved"]),
                 row["Caused by change"], row["Business service"], row["Configuration item"])
        for row in read_csv(files[1])
    ]  # fmt: skip
    happened = [at for one in changes for at in (one.opened, one.approved, one.ended, one.closed) if at]
    started = [one.start for one in changes if one.ended]
    return Material(database, changes, incidents, max(*happened, *started))


def _must(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def _outcome(one: Change) -> str:
    return (
        "success" if one.code in SUCCESS else "issues" if one.code in ISSUES else "failed" if one.code else ""
    )


def _closed(material: Material) -> list[Change]:
    return [one for one in material.changes if one.closed and not one.is_cancelled]


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


def _caused(material: Material) -> dict[str, list[Incident]]:
    caused: dict[str, list[Incident]] = defaultdict(list)
    for one in material.incidents:
        if one.caused_by and one.state != "Canceled":
            caused[one.caused_by].append(one)
    assert max(map(len, caused.values())) > 2
    return caused


def test_shares(figure: Any, material: Material) -> None:
    closed, caused = _closed(material), _caused(material)
    known = [one for one in closed if _outcome(one)]
    expected = {
        "CHG-01": [_outcome(one) in ("success", "issues") for one in known],
        "CHG-01-STRICT": [_outcome(one) == "success" for one in known],
        "CHG-01-UNKNOWN": [not _outcome(one) for one in closed],
        "CHG-02": [one.number in caused or _outcome(one) == "failed" for one in closed],
        "CHG-03": [one.caused_by != "" for one in material.incidents if one.state != "Canceled"],
        "CHG-05": [one.type == "emergency" for one in closed],
        "CHG-05-NORMAL": [one.type == "emergency" for one in closed if one.type != "standard"],
        "CHG-06": [one.unauthorized == "true" for one in material.changes if one.unauthorized],
        "CHG-08": [
            one.ended is not None and one.ended <= one.agreed
            for one in material.changes
            if one.agreed and one.agreed < material.now and not one.is_cancelled
        ],
        "CHG-15": [one.type == "emergency" for one in closed]
        + [one.priority <= 2 for one in material.incidents if one.state != "Canceled"],
    }
    for name, hits in expected.items():
        found = figure(material.database, name)
        shown = (found["value"], found["n"], found["low"], found["high"])
        assert shown == pytest.approx(_share(hits), abs=1e-12), name


def test_a_change_counts_once_in_every_month(figure: Any, material: Material) -> None:
    caused = _caused(material)
    months: dict[str, list[bool]] = defaultdict(list)
    for one in _closed(material):
        assert one.closed is not None
        months[month(day(one.closed))].append(one.number in caused or _outcome(one) == "failed")
    points = figure(material.database, "CHG-02", "--grain", "month")["points"]
    assert {point["period"]: point["n"] for point in points if point["n"]} == {
        k: len(v) for k, v in months.items()
    }
    for point in points:
        if point["n"]:
            assert point["value"] == pytest.approx(
                mean([float(hit) for hit in months[point["period"]]]), abs=1e-12
            )


def test_times(figure: Any, material: Material) -> None:
    open_to = [one for one in material.changes if not one.is_cancelled]
    approval = [
        days(one.opened, one.approved) for one in open_to if one.approved and one.approved >= one.opened
    ]
    doing = [days(one.opened, one.ended) for one in open_to if one.ended and one.ended >= one.opened]
    for name, value, n in (
        ("CHG-07", median(approval), len(approval)),
        ("CHG-07-IMPLEMENT", median(doing), len(doing)),
        ("CHG-07-IMPLEMENT-P85", quantile(doing, 0.85), len(doing)),
    ):
        found = figure(material.database, name)
        assert (found["value"], found["n"]) == (pytest.approx(value, rel=1e-12), n), name


def test_collisions_with_freezes(figure: Any, material: Material) -> None:
    """Half-open on both sides: a change that begins when the freeze ends does not collide."""
    window = ("--from", START, "--to", END)
    hits = [
        one
        for one in material.changes
        for _, begins, ends, service in FREEZES
        if not one.is_cancelled and not one.exception and service in ("", one.service)
        and one.start < _must(ends) and one.planned_end > _must(begins)
    ]  # fmt: skip
    assert figure(material.database, "CHG-09")["value"] == len(hits)
    inside = [one for one in hits if START <= day(one.start).isoformat() < END]
    assert figure(material.database, "CHG-09", *window)["value"] == len(inside)


def test_changes_that_overlap(figure: Any, material: Material) -> None:
    planned = [one for one in material.changes if not one.is_cancelled]
    pairs = [
        (a, b)
        for a in planned
        for b in planned
        if a.number < b.number and a.start < b.planned_end and b.start < a.planned_end
        and ((a.item and a.item == b.item) or (a.service and a.service == b.service))
    ]  # fmt: skip
    assert figure(material.database, "CHG-10")["value"] == len(pairs)


def test_documents_that_are_there(figure: Any, material: Material) -> None:
    def is_written(text: str) -> bool:
        said = text.strip().lower()
        return len(said) >= 20 and not said.startswith(("n/a", "tbd", "tba"))

    needed = [one for one in material.changes if one.type != "standard" and not one.is_cancelled]
    there = [sum(map(is_written, one.plans)) / 4 for one in needed]
    found = figure(material.database, "CHG-11")
    assert (found["value"], found["n"]) == (pytest.approx(mean(there), abs=1e-12), len(there))


def test_overdue(figure: Any, material: Material) -> None:
    late = [
        one
        for one in material.changes
        if one.state in ("New", "Assess", "Scheduled") and one.start < material.now
    ]
    assert figure(material.database, "CHG-12")["value"] == len(late)


def test_the_score(figure: Any, material: Material) -> None:
    caused, points = _caused(material), {"success": 3, "issues": -2, "failed": -5}
    scores = [
        points[_outcome(one)]
        - sum({1: 10, 2: 5, 3: 2}.get(i.priority, 0) for i in caused.get(one.number, []))
        for one in _closed(material)
        if _outcome(one)
    ]
    assert figure(material.database, "CHG-13")["value"] == sum(scores)
    found = figure(material.database, "CHG-13-EACH")
    assert (found["value"], found["n"]) == (
        pytest.approx(mean([float(s) for s in scores]), abs=1e-12),
        len(scores),
    )


def test_incidents_after_changes_beside_those_of_other_weeks(figure: Any, material: Material) -> None:
    """On the same service or item within a day; expected is the mean of the same hours of all other weeks."""
    first, day_long, week = (
        min(one.opened for one in material.incidents),
        timedelta(days=1),
        timedelta(weeks=1),
    )
    told = max(max(one.opened, one.resolved) for one in material.incidents)
    expected: dict[str, tuple[int, float]] = {}
    for one in material.changes:
        ended = one.ended or one.until
        if one.is_cancelled or ended is None:
            continue
        like = [
            i.opened for i in material.incidents
            if (one.service and i.service == one.service) or (one.item and i.item == one.item)
        ]  # fmt: skip
        found = sum(ended < at <= ended + day_long for at in like)
        if not found:
            continue
        others, shift = [], -((ended - first) // week)
        while ended + shift * week + day_long <= told:
            if shift:
                begins = ended + shift * week
                others.append(sum(begins < at <= begins + day_long for at in like))
            shift += 1
        expected[one.number] = (found, mean([float(n) for n in others]))
    answer = figure(material.database, "CHG-04")
    points = {point["part"]: point for point in answer["points"]}
    assert {name: point["value"] for name, point in points.items()} == {k: v[0] for k, v in expected.items()}
    for name, (_, other) in expected.items():
        assert points[name]["says"].startswith(f"{other:.2f} expected"), name
    assert answer["value"] == sum(n for n, _ in expected.values())
