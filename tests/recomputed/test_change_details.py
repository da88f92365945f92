"""Changes once more, part by part and over several exports, worked out again from the files (CHG-07, 10, 11, 13 … 15).

Two tools of which one has no test plans; children of incidents that name the change their parent names; changes that
overlap through one person only; freezes of all and of one service; epics and sub-tasks beside the items in them.
"""

from __future__ import annotations

import random
import re
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
NOW = datetime(2026, 7, 1, 12, 0)
PLANS = (
    "1. Stop the service 2. Install 3. Start the service and look",
    "TBD",
    "n/a, nothing can go wrong here at all",
    "TBAnalytics is stopped before, and asked again afterwards",
    "short",
    "",
)
POINTS = {"Successful": 3, "Successful with issues": -2, "Unsuccessful": -5}


def _changes(seed: int, prefix: str, first: datetime, with_test_plan: bool) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(220):
        opened = first + timedelta(minutes=draw.randrange(170 * 1440))
        start = opened + timedelta(hours=draw.randrange(300))
        end = start + timedelta(hours=draw.choice((1, 4, 30)))
        over = end < NOW - timedelta(days=3)
        state = "Closed" if over else draw.choice(("New", "Assess", "Scheduled"))
        state = "Canceled" if number % 11 == 0 else state
        plans = {
            "Implementation plan": draw.choice(PLANS),
            "Backout plan": "",  # the column is there and nobody writes into it: that is not written
            "Risk and impact analysis": draw.choice(PLANS),
        }
        rows.append(
            {
                "Number": f"{prefix}{number:07d}",
                "Type": draw.choice(("Standard", "Normal", "Normal", "Emergency", "Wizardry", "")),
                "State": state,
                "Close code": draw.choice((*POINTS, "", "Successful"))
                if state in ("Closed", "Canceled")
                else "",
                "Opened": opened.strftime(FORM),
                "Approved": (opened + timedelta(hours=draw.choice((-1, 3, 60)))).strftime(FORM)
                if number % 3
                else "",
                "Planned start date": start.strftime(FORM) if number % 17 else "",
                "Planned end date": end.strftime(FORM) if number % 5 else "",
                "Actual start date": start.strftime(FORM) if over else "",
                "Actual end date": end.strftime(FORM) if over else "",
                "Closed": (end + timedelta(days=1)).strftime(FORM)
                if over or (state == "Canceled" and end < NOW)
                else "",
                "Business service": draw.choice(("Mail", "ERP", "Web", "")),
                "Assignment group": draw.choice(("Network", "Database", "")),
                "Assigned to": draw.choice(("Ann", "Bob", "Cid", "Dee", "Eve", "")),
                "Outside maintenance schedule": draw.choice(("true", "false", "false", "")),
                **plans,
                **({"Test plan": draw.choice(PLANS)} if with_test_plan else {}),
            }
        )
    return [*rows, {**rows[1], "Number": f"{prefix}9999999", "State": "New", "Opened": NOW.strftime(FORM), "Closed": "",
                    "Planned start date": "", "Planned end date": "", "Actual start date": "", "Approved": "",
                    "Actual end date": "", "Close code": ""}]  # fmt: skip


def _incidents(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(300):
        opened = datetime(2026, 1, 6) + timedelta(minutes=draw.randrange(160 * 1440))
        rows.append(
            {
                "Number": f"INC{number:07d}",
                "State": "Canceled" if number % 9 == 0 else "Resolved",
                "Priority": f"{draw.randint(1, 4)} - x" if number % 20 else "",
                "Opened": opened.strftime(FORM),
                "Resolved": (opened + timedelta(hours=draw.randrange(1, 90))).strftime(FORM),
                "Caused by change": f"CHG{draw.randrange(60):07d}" if number % 3 == 0 else "",
                "Parent Incident": "",
            }
        )
    for number, child in enumerate(rows[200:240], start=200):
        parent = rows[number - 100]
        opened = _must(str(parent["Opened"])) + timedelta(hours=1)
        child["Parent Incident"] = parent["Number"]
        child["Caused by change"] = parent["Caused by change"]
        child["Opened"] = opened.strftime(FORM)
        child["Resolved"] = (opened + timedelta(hours=5)).strftime(FORM)
    return rows


def _items(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(150):
        created = datetime(2026, 1, 6) + timedelta(minutes=draw.randrange(140 * 1440))
        done = number % 4 != 0
        rows.append(
            {
                "Issue key": f"AB-{number}",
                "Summary": "x",
                "Issue Type": ("Epic", "Sub-task", "Story", "Bug", "Story")[number % 5],
                "Status": "Canceled" if number % 13 == 0 else "Done" if done else "To Do",
                "Priority": draw.choice(("Highest", "Medium", "Low", "")),
                "Created": created.strftime(FORM),
                "Resolved": (created + timedelta(days=9)).strftime(FORM) if done else "",
            }
        )
    return rows


FREEZES = (
    ("Spring", "2026-03-20 00:00:00", "2026-04-01 00:00:00", ""),
    ("Payroll", "2026-05-04 08:00:00", "2026-05-08 18:00:00", "ERP"),
    ("Before all data", "2024-05-04 08:00:00", "2024-05-08 18:00:00", ""),
)


class Change(NamedTuple):
    """One change as its file has it; `test` is None where its export has no test plans."""

    number: str
    type: str
    state: str
    code: str
    service: str
    group: str
    person: str
    outside: str
    opened: datetime
    approved: datetime | None
    start: datetime | None
    until: datetime | None
    ended: datetime | None
    closed: datetime | None
    plans: tuple[str | None, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.state == "Canceled"

    @property
    def written(self) -> list[bool]:
        """Of each document its export tells of, whether it is written."""
        return [
            len(text.strip()) >= 20 and not re.match(r"(n/a|tbd|tba)(\W|$)", text.strip().lower())
            for text in self.plans
            if text is not None
        ]


class Material(NamedTuple):
    """The database and what its files say."""

    database: Path
    changes: list[Change]
    incidents: list[dict[str, str]]
    items: list[dict[str, str]]


def _change(row: dict[str, str]) -> Change:
    opened = moment(row["Opened"])
    assert opened is not None
    return Change(
        row["Number"], row["Type"].lower(), row["State"], row["Close code"], row["Business service"],
        row["Assignment group"], row["Assigned to"], row["Outside maintenance schedule"], opened,
        moment(row["Approved"]), moment(row["Planned start date"]), moment(row["Planned end date"]),
        moment(row["Actual end date"]), moment(row["Closed"]),
        (row["Implementation plan"], row.get("Test plan"), row["Backout plan"], row["Risk and impact analysis"]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("change_details")
    files = [
        write_csv(folder / "change_request.csv", _changes(31, "CHG", datetime(2026, 1, 5), True)),
        write_csv(folder / "change_request_emea.csv", _changes(32, "CRQ", datetime(2026, 1, 5), False)),
        write_csv(folder / "incident.csv", _incidents(33)),
        write_csv(folder / "Jira.csv", _items(34)),
    ]
    calendar = write_csv(
        folder / "calendar.csv",
        [
            {"Entry": "freeze", "Name": n, "Start": s, "End": e, "Service": service}
            for n, s, e, service in FREEZES
        ],
    )
    database = loaded(folder / "details.duckdb", *files, calendar)
    changes = [_change(row) for file in files[:2] for row in read_csv(file)]
    return Material(database, changes, read_csv(files[2]), read_csv(files[3]))


def _parts(found: dict[str, Any]) -> dict[str, tuple[Any, int]]:
    return {point["part"]: (point["value"], point["n"]) for point in found["points"]}


def test_times_part_by_part(figure: Any, material: Material) -> None:
    """The median of a part is the middle of its own changes, not a share of the whole."""
    for name, column, fewest in (
        ("CHG-07", "approved", 1),
        ("CHG-07-IMPLEMENT", "ended", 1),
        ("CHG-07-IMPLEMENT-P85", "ended", 10),
    ):
        for by, dimension in (("type", "type"), ("service", "service"), ("team", "group")):
            lasting: dict[str, list[float]] = defaultdict(list)
            for one in material.changes:
                at = getattr(one, column)
                if at is not None and not one.is_cancelled:
                    label = getattr(one, dimension) or "(not set)"
                    label = "unknown" if label == "wizardry" else label
                    if at >= one.opened:
                        lasting[label].append(days(one.opened, at))
            worked = {
                label: quantile(of, 0.85) if fewest == 10 else median(of)
                for label, of in lasting.items()
                if len(of) >= fewest
            }
            found = _parts(figure(material.database, name, "--by", by))
            assert {label: n for label, (_, n) in found.items()} == {k: len(v) for k, v in lasting.items()}
            assert {
                label: value for label, (value, _) in found.items() if value is not None
            } == pytest.approx(worked, rel=1e-12), (name, by)


def test_overlaps_by_service_and_by_person(figure: Any, material: Material) -> None:
    planned = [one for one in material.changes if not one.is_cancelled and one.start]

    def until(one: Change) -> datetime:
        assert one.start is not None
        return one.until or one.start + timedelta(hours=4)

    pairs = [
        (a, b)
        for a in planned
        for b in planned
        if a.number < b.number and a.start and b.start and a.start < until(b) and b.start < until(a)
        and ((a.service and a.service == b.service) or (a.person and a.person == b.person))
    ]  # fmt: skip
    assert any(a.service != b.service for a, b in pairs)
    assert figure(material.database, "CHG-10")["value"] == len(pairs)


def test_outside_the_window(figure: Any, material: Material) -> None:
    told = [one for one in material.changes if one.outside and one.start and not one.is_cancelled]
    hits = [one.outside == "true" for one in told]
    found = figure(material.database, "CHG-10-WINDOW")
    expected = (mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits)))
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(expected, abs=1e-12)


def test_documents_as_far_as_each_export_tells(figure: Any, material: Material) -> None:
    """The second tool has no test plans: three documents are asked of its changes, not four with one missing."""
    needed = [
        one for one in material.changes if one.type != "standard" and not one.is_cancelled and one.start
    ]
    assert {len(one.written) for one in needed} == {3, 4}
    shares = [mean([float(hit) for hit in one.written]) for one in needed]
    found = figure(material.database, "CHG-11")
    assert (found["value"], found["n"]) == (pytest.approx(mean(shares), abs=1e-12), len(shares))
    tested = [one.written[1] for one in needed if one.plans[1] is not None]
    found = figure(material.database, "CHG-11-TEST-PLAN")
    assert (found["value"], found["n"]) == (pytest.approx(mean([float(hit) for hit in tested])), len(tested))
    assert dict(found["receipt"]["excluded"])["its export has no column for it"] == len(needed) - len(tested)
    # Nobody writes backout plans, and the headings say that they could have.
    assert figure(material.database, "CHG-11-BACKOUT-PLAN")["value"] == 0
    months: dict[str, list[float]] = defaultdict(list)
    for one, share in zip(needed, shares, strict=True):
        assert one.start is not None
        months[month(day(one.start))].append(share)
    points = figure(material.database, "CHG-11", "--grain", "month")["points"]
    assert {point["period"]: point["value"] for point in points if point["n"]} == pytest.approx(
        {label: mean(of) for label, of in months.items()}, abs=1e-12
    )


def _score(material: Material, one: Change) -> int:
    """Points of the outcome less those of the incidents caused: none cancelled, no child beside its parent."""
    known = {row["Number"] for row in material.incidents}
    caused = [
        row
        for row in material.incidents
        if row["Caused by change"] == one.number
        and row["State"] != "Canceled"
        and row["Parent Incident"] not in known
    ]
    return POINTS[one.code] - sum({"1": 10, "2": 5, "3": 2}.get(row["Priority"][:1], 0) for row in caused)


def test_the_score_of_every_team(figure: Any, material: Material) -> None:
    judged = [one for one in material.changes if one.closed and not one.is_cancelled and one.code]
    scores: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        scores[one.group or "(not set)"].append(float(_score(material, one)))
    found = _parts(figure(material.database, "CHG-13", "--by", "team"))
    assert found == {team: (sum(of), len(of)) for team, of in scores.items()}
    found = _parts(figure(material.database, "CHG-13-EACH", "--by", "team"))
    assert {team: n for team, (_, n) in found.items()} == {team: len(of) for team, of in scores.items()}
    assert {team: value for team, (value, _) in found.items()} == pytest.approx(
        {team: mean(of) for team, of in scores.items()}, abs=1e-12
    )
    whole = [score for of in scores.values() for score in of]
    assert figure(material.database, "CHG-13")["value"] == sum(whole)


def test_the_crowd_after_each_freeze(figure: Any, material: Material) -> None:
    """Fortnights are counted from 1 January 1970; none that touches a freeze or the two weeks after it is normal."""
    fortnight, epoch = timedelta(days=14), datetime(1970, 1, 1)
    found = {point["part"].split(" to ")[0]: point for point in figure(material.database, "CHG-14")["points"]}
    for name, _, ends, service in FREEZES:
        frozen = [(_must(b), _must(e)) for _, b, e, of in FREEZES if not service or not of or of == service]
        starts = [
            one.start
            for one in material.changes
            if one.start and not one.is_cancelled and service in ("", one.service)
        ]
        after = sum(_must(ends) <= at < _must(ends) + fortnight for at in starts)
        first, last = (
            min(starts),
            min(NOW, datetime.combine(max(starts).date() + timedelta(days=1), datetime.min.time())),
        )
        normal = []
        begin = epoch + (first - epoch) // fortnight * fortnight
        while begin + fortnight <= last:
            whole = begin >= datetime.combine(first.date(), datetime.min.time())
            if whole and all(begin >= e + fortnight or begin + fortnight <= b for b, e in frozen):
                normal.append(float(sum(begin <= at < begin + fortnight for at in starts)))
            begin += fortnight
        point = found[name]
        assert point["n"] == after
        if name == "Before all data":
            assert (point["value"], point["reason"]) == (
                None,
                "no change is known from the two weeks after it",
            )
        else:
            assert len(normal) >= 4
            assert point["value"] == pytest.approx(after / median(normal), rel=1e-12), name


def _must(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def test_unplanned_work_of_three_kinds(figure: Any, material: Material) -> None:
    """A type nobody knows and a priority nobody gave are no plan; an epic is no work beside its items."""
    known = {row["Number"] for row in material.incidents}
    changes = [
        one.type == "emergency"
        for one in material.changes
        if one.closed and not one.is_cancelled and one.type not in ("", "wizardry")
    ]
    incidents = [
        row["Priority"][0] in "12"
        for row in material.incidents
        if row["State"] != "Canceled" and row["Priority"] and row["Parent Incident"] not in known
    ]
    items = [
        row["Priority"] == "Highest"
        for row in material.items
        if row["Resolved"] and row["Status"] != "Canceled" and row["Issue Type"] in ("Story", "Bug")
    ]
    hits = [*changes, *incidents, *items]
    found = figure(material.database, "CHG-15")
    expected = (mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits)))
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(expected, abs=1e-12)
