"""What only histories tell, worked out again from the files: time with vendors (INC-32), flow efficiency (FLW-10).

Update logs with rows out of order, tickets of one row, histories that begin too late, updates after the resolution;
boards with stages that were skipped, entered on one day, or whose names only sound like waiting.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.recomputed.plain import day, moment, month, read_csv, write_csv

FORM = "%Y-%m-%d %H:%M:%S"
ZONE = "Europe/Berlin"


def _log(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(160):
        opened = datetime(2026, 2, 1) + timedelta(minutes=draw.randrange(100 * 1440))
        resolved = opened + timedelta(hours=draw.choice((5, 40, 200)))
        if number % 33 == 0:
            resolved = opened - timedelta(hours=3)
        updates = sorted(
            opened + timedelta(minutes=draw.randrange(15 * 1440)) for _ in range(draw.randrange(1, 7))
        )
        if number % 9:
            updates[0] = opened + timedelta(minutes=draw.randrange(90))
        rows += [
            {
                "Number": f"INC{number:07d}",
                "State": "Canceled" if number % 14 == 0 else "Resolved",
                "Opened": opened.strftime(FORM),
                "Updated": update.strftime(FORM),
                "Resolved": resolved.strftime(FORM) if number % 12 else "",
                "Vendor": draw.choice(("Nordwind", "Acme", "", "")),
                "Business service": "Mail",
            }
            for update in updates
        ]
    draw.shuffle(rows)
    return rows


def _must(text: str, zone: str = "UTC") -> datetime:
    found = moment(text, zone=zone)
    assert found is not None
    return found


def test_time_with_vendors(
    figure: Any, loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A row holds from its update to the next one, the first from the opening; the last to the resolution."""
    folder = tmp_path_factory.mktemp("log")
    file = write_csv(folder / "incident_log.csv", _log(51))
    database = loaded(folder / "log.duckdb", file, zone=ZONE, settings={"reporting_timezone": ZONE})
    log: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_csv(file):
        log[row["Number"]].append(row)
    with_vendor, lasting = defaultdict(float), defaultdict(float)
    n = unknown = 0
    for steps in log.values():
        steps.sort(key=lambda row: row["Updated"])
        opened, newest = _must(steps[0]["Opened"], ZONE), steps[-1]
        if newest["State"] == "Canceled" or not newest["Resolved"]:
            continue
        resolved = _must(newest["Resolved"], ZONE)
        if resolved < opened:
            continue
        begins = _must(steps[0]["Updated"], ZONE)
        if len(steps) == 1 or begins > opened + timedelta(days=1):
            unknown += 1
            continue
        held = 0.0
        for place, row in enumerate(steps):
            since = opened if place == 0 else max(_must(row["Updated"], ZONE), opened)
            until = _must(steps[place + 1]["Updated"], ZONE) if place + 1 < len(steps) else resolved
            if row["Vendor"]:
                held += max((min(until, resolved) - since).total_seconds(), 0.0)
        n += 1
        label = month(day(resolved, ZONE))
        with_vendor[label] += held
        lasting[label] += (resolved - opened).total_seconds()
    found = figure(database, "INC-32")
    whole = sum(with_vendor.values()) / sum(lasting.values())
    assert (found["value"], found["n"]) == (pytest.approx(whole, rel=1e-12), n)
    assert dict(found["receipt"]["excluded"])["without a history from its opening on"] == unknown
    points = figure(database, "INC-32", "--grain", "month")["points"]
    assert {point["period"]: point["value"] for point in points if point["n"]} == pytest.approx(
        {label: with_vendor[label] / lasting[label] for label in lasting}, rel=1e-12
    )


STAGES = (
    "Backlog", "Analysis", "Ready for development", "Development", "Stakeholder review", "Waiting for test", "Test",
    "Awaiting approval", "Done",
)  # fmt: skip
WAITING = {"Backlog", "Ready for development", "Waiting for test", "Awaiting approval"}


def _board(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(150):
        at = datetime(2026, 1, 5) + timedelta(days=draw.randrange(90))
        reached = draw.randrange(2, len(STAGES) + 1) if number % 3 else len(STAGES)
        row: dict[str, object] = {"ID": f"PAY-{number}", "Link": "http://x", "Name": "x"}
        for place, stage in enumerate(STAGES):
            skipped = 1 < place < len(STAGES) - 1 and draw.random() < 0.2
            row[stage] = "" if place >= reached or skipped else at.strftime("%Y-%m-%d")
            at += timedelta(days=draw.choice((0, 0, 1, 2, 9)))
        row |= {
            "Type": ("Story", "Bug", "Epic", "Sub-task", "Story")[number % 5],
            "Status": "x",
            "Blocked Days": 0,
        }
        rows.append(row)
    return rows


class Item(NamedTuple):
    """An item that was finished: when, and its days of work and of waiting since it was started."""

    done: datetime
    active: float
    waiting: float


def _item(row: dict[str, str]) -> Item | None:
    entered = [
        (_must(f"{row[stage]} 00:00:00", ZONE), place, stage)
        for place, stage in enumerate(STAGES)
        if row[stage]
    ]
    if not row["Done"] or not row["Analysis"] or row["Type"] in ("Epic", "Sub-task"):
        return None
    started, done = (_must(f"{row[name]} 00:00:00", ZONE) for name in ("Analysis", "Done"))
    entered.sort()
    spent = {True: 0.0, False: 0.0}
    for (since, _, stage), (until, _, _) in zip(entered, [*entered[1:], entered[-1]], strict=True):
        lasting = (min(until, done) - max(since, started)).total_seconds()
        spent[stage in WAITING] += max(lasting, 0.0) / 86_400
    return Item(done, spent[False], spent[True])


def test_flow_efficiency(
    figure: Any, loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Days of work over all days from start to end, summed over the items; never the mean of their shares."""
    folder = tmp_path_factory.mktemp("board")
    file = write_csv(folder / "board.csv", _board(52))
    database = loaded(folder / "board.duckdb", file, zone=ZONE, settings={"reporting_timezone": ZONE})
    items = [item for row in read_csv(file) if (item := _item(row)) is not None]
    whole = sum(one.active for one in items) / sum(one.active + one.waiting for one in items)
    found = figure(database, "FLW-10")
    assert (found["value"], found["n"]) == (pytest.approx(whole, rel=1e-12), len(items))
    months: dict[str, list[Item]] = defaultdict(list)
    for one in items:
        months[month(day(one.done, ZONE))].append(one)
    points = figure(database, "FLW-10", "--grain", "month")["points"]
    for point in points:
        mine = months.get(point["period"], [])
        total = sum(one.active + one.waiting for one in mine)
        assert point["n"] == len(mine)
        assert point["value"] == (
            pytest.approx(sum(one.active for one in mine) / total, rel=1e-12) if total else None
        )
