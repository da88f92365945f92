"""Incidents as real exports have them, of two tools that number alike, in a zone half an hour off with summer time.

Missing priorities and teams, chains and circles of parents, cancelled with and without dates, resolved before opened,
open since long before the export begins, states changed after a past day: worked out again from the files alone.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.recomputed.plain import day, mean, median, moment, quantile, read_csv, write_csv

ZONE = "America/St_Johns"
FORM = "%Y-%m-%d %H:%M:%S"
BEGIN, END = datetime(2026, 1, 10, 3, 30), datetime(2026, 6, 20)
TIMES = ("Opened", "First response", "Resolved", "Closed", "Updated")

Row = dict[str, Any]


def _local(at: datetime | None) -> str:
    return "" if at is None else at.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE)).strftime(FORM)


def _rows(seed: int, n: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for i in range(n):
        opened = BEGIN + timedelta(seconds=draw.randrange(int((END - BEGIN).total_seconds())))
        if i % 40 == 0:  # the night in which clocks are put forward
            opened = datetime(2026, 3, 8, 5) + timedelta(minutes=draw.randrange(180))
        if i < 5:
            opened = BEGIN - timedelta(days=100 + i)
        until = opened + timedelta(seconds=int(draw.lognormvariate(10.5, 1.8)))
        over = i >= 5 and until < END and draw.random() < 0.88
        cancelled = draw.random() < 0.07
        closed = until + timedelta(days=draw.choice((0, 3, 7))) if over and draw.random() < 0.8 else None
        closed = None if closed is None or closed > END else closed
        state = "Canceled" if cancelled else "Closed" if closed else "Resolved" if over else "In Progress"
        resolved = until if over and not (cancelled and draw.random() < 0.5) else None
        if i % 60 == 7 and resolved:
            resolved = opened - timedelta(hours=2)
        answered = opened + timedelta(minutes=draw.randrange(400)) if draw.random() < 0.5 else None
        times = (opened, None if answered and answered > END else answered, resolved, closed)
        updated = max(at for at in times if at is not None) + timedelta(hours=draw.randrange(5))
        rows.append(
            {
                "Number": f"INC{i:05d}", "State": state,
                "Priority": draw.choice(("1 - Critical", "2 - High", "4 - Low", "")),
                **dict(zip(TIMES, map(_local, (*times, updated)), strict=True)),
                "Business service": draw.choice(("Mail", "Pay", "")), "Parent Incident": "",
                "Reassignment count": draw.choice(("0", "0", "1", "3", "")),
                "Reopen count": draw.choice(("0", "0", "0", "1", "")),
            }
        )  # fmt: skip
    for i in range(20, n, 13):
        rows[i]["Parent Incident"] = rows[draw.randrange(n)]["Number"]
    rows[30]["Parent Incident"], rows[31]["Parent Incident"] = rows[31]["Number"], rows[30]["Number"]
    rows[33]["Parent Incident"], rows[46]["Parent Incident"] = "NOWHERE1", rows[46]["Number"]
    return rows


class Material:
    """The database and its tickets, times in UTC, by tool."""

    def __init__(self, database: Path, files: Iterable[Path]) -> None:
        self.database = database
        self.tickets: list[Row] = []
        for tool, file in enumerate(files):
            for row in read_csv(file):
                times = {name: moment(row[name], zone=ZONE) for name in TIMES}
                self.tickets.append({**row, **times, "tool": tool})
        self.by_number = {(one["tool"], one["Number"]): one for one in self.tickets}
        self.now = max(one[name] for one in self.tickets for name in TIMES if one[name] is not None)

    def counted(self, at: datetime | None = None) -> list[Row]:
        """The tickets that count by themselves, as they were known before an instant."""
        known = [one for one in self.tickets if at is None or one["Opened"] < at]
        return [_then(one, at) for one in known if not self._is_child(one, at)]

    def _is_child(self, one: Row, at: datetime | None) -> bool:
        seen = [one["Number"]]
        while (above := self.by_number.get((one["tool"], one["Parent Incident"]))) is not None:
            if above is one or (at is not None and above["Opened"] >= at):
                break
            if above["Number"] in seen:
                return False
            seen.append(above["Number"])
            one = above
        return len(seen) > 1


def _then(one: Row, at: datetime | None) -> Row:
    """A ticket as it was known: what happened later has not, and then its state is not known either."""
    later = [name for name in TIMES if at is not None and one[name] is not None and one[name] >= at]
    return {**one, **dict.fromkeys(later), "State": None if later else one["State"]}


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("odd")
    files = [
        write_csv(folder / name, _rows(seed, n))
        for name, seed, n in (("incident.csv", 1, 600), ("other.csv", 2, 300))
    ]
    database = loaded(folder / "odd.duckdb", files[0], zone=ZONE, settings={"reporting_timezone": ZONE})
    loaded(database, files[1], zone=ZONE, kind="incidents", source="other")
    return Material(database, files)


def _share(hits: list[bool]) -> tuple[float | None, int]:
    return (mean([float(hit) for hit in hits]) if hits else None), len(hits)


def _figures(
    tickets: list[Row], within: Callable[[datetime], bool], at: datetime
) -> dict[str, tuple[Any, int]]:
    """Value and n of each metric, over these tickets and in the days that are asked for."""

    def placed(name: str) -> list[Row]:
        return [one for one in tickets if one[name] is not None and within(one[name])]

    opened = placed("Opened")
    resolved = [one for one in placed("Resolved") if one["State"] != "Canceled"]
    lasting = [one for one in resolved if one["Resolved"] >= one["Opened"]]
    took = [(one["Resolved"] - one["Opened"]).total_seconds() / 3600 for one in lasting]
    passed = [int(one["Reassignment count"]) for one in resolved if one["Reassignment count"]]
    ends = [(one, one["Resolved"] or one["Closed"]) for one in tickets]
    ended = [one for one, end in ends if end is not None and within(end) and end >= one["Opened"]]
    still = [
        one for one, end in ends if end is None and one["State"] not in ("Canceled", "Closed", "Resolved")
    ]
    ages = [(at - one["Opened"]).total_seconds() / 86400 for one in still]
    bands = {"0-1": (0, 1), "2-5": (2, 5), "6-30": (6, 30), "31-90": (31, 90), "over-90": (91, 9999)}
    counts = {
        name: sum(low <= math.floor(age) <= high for age in ages) for name, (low, high) in bands.items()
    }
    return {
        "INC-01": (len(opened), len(opened)),
        "INC-02": (len(resolved), len(resolved)),
        "INC-03": (len(still), len(still)),
        "INC-04": (len(opened) - len(ended), len(opened) + len(ended)),
        "INC-05": (median(ages) if ages else None, len(ages)),
        "INC-05-P85": (quantile(ages, 0.85) if len(ages) >= 10 else None, len(ages)),
        **{f"INC-06-{name}": (count, count) for name, count in counts.items()},
        "INC-08": (median(took) if took else None, len(took)),
        "INC-08-P85": (quantile(took, 0.85) if len(took) >= 10 else None, len(took)),
        "INC-09": (mean(took) if took else None, len(took)),
        "INC-19": _share([one["Reopen count"] != "0" for one in resolved if one["Reopen count"]]),
        "INC-20": (mean(passed) if passed else None, len(passed)),
        "INC-20-3": _share([count >= 3 for count in passed]),
        "INC-21": _share([count == 0 for count in passed]),
        "INC-24": _share([day(one["Resolved"], ZONE) == day(one["Opened"], ZONE) for one in lasting]),
    }


STATES = ("INC-03", "INC-05", "INC-06")


def _compare(found: dict[str, Any], expected: tuple[Any, int], what: str) -> None:
    value, n = expected
    assert found["n"] == n, what
    assert found["value"] == (value if value is None else pytest.approx(value, rel=1e-12)), what


@pytest.mark.parametrize("children", ["at-parent", "each"])
def test_over_all_days(figure: Any, material: Material, children: str) -> None:
    tickets = material.counted() if children == "at-parent" else material.tickets
    for name, expected in _figures(tickets, lambda _: True, material.now).items():
        _compare(figure(material.database, name, "--children", children), expected, name)


def test_over_one_service(figure: Any, material: Material) -> None:
    tickets = [one for one in material.counted() if one["Business service"] == "Pay"]
    for name, expected in _figures(tickets, lambda _: True, material.now).items():
        _compare(figure(material.database, name, "--where", "service=Pay"), expected, name)


def test_week_by_week(figure: Any, material: Material) -> None:
    for name in _figures([], lambda _: True, material.now):
        if name.startswith(STATES):
            continue
        for point in figure(material.database, name, "--grain", "week")["points"]:
            year, week = point["period"].split("-W")
            monday = date.fromisocalendar(int(year), int(week), 1)
            days = range(monday.toordinal(), monday.toordinal() + 7)
            inside = _figures(
                material.counted(), lambda at, days=days: day(at, ZONE).toordinal() in days, material.now
            )
            if not str(point["reason"]).startswith("the data begin"):
                _compare(point, inside[name], f"{name} {point['period']}")


def test_on_a_past_day(figure: Any, material: Material) -> None:
    at = moment("2026-04-15 12:00:00", zone=ZONE)
    assert at is not None
    known = material.counted(at)
    assert 0 < len(known) < len(material.counted())
    for name, expected in _figures(known, lambda _: True, at).items():
        _compare(figure(material.database, name, "--as-of", "2026-04-15T12:00"), expected, name)
