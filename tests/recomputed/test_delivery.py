"""Milestones, dependencies, capacity, meetings and plans, worked out again from the files (DEL-01 … DEL-08).

Milestones reported several times with baselines that move, reached on the very day, reached without a forecast, not due
yet; dependencies without a promise; months booked beyond what there is; meetings called off.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.recomputed.plain import mean, median, read_csv, wilson, write_csv


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


def _reports(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(60):
        first = date(2026, 1, 10) + timedelta(days=draw.randrange(200))
        baseline, forecast = first, first
        actual: date | None = None
        for report in (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)):
            if number % 5 == 0 and report.month == 5:
                baseline = baseline + timedelta(days=30)  # re-baselined: the slip must not vanish
            forecast = forecast + timedelta(days=draw.choice((-3, 0, 0, 10)))
            if actual is None and forecast <= report:
                actual = first if number % 7 == 0 and first <= report else forecast
            submitted = actual or (forecast if forecast <= report else None)
            rows.append(
                {
                    "Project": f"P{number % 4}", "Milestone": f"M{number}",
                    "Baseline date": "" if number % 13 == 0 else baseline, "Forecast date": forecast,
                    "Actual date": actual or "", "Submitted date": submitted or "",
                    "First-time accepted": draw.choice(("yes", "no", "")) if submitted else "", "Report date": report,
                }
            )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def folder(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, draw = tmp_path_factory.mktemp("delivery"), random.Random(6)
    needed = [date(2026, 2, 1) + timedelta(days=draw.randrange(150)) for _ in range(80)]
    promised = [
        day + timedelta(days=draw.randrange(-20, 20)) if n % 6 else "" for n, day in enumerate(needed)
    ]
    dependencies = [
        {"Dependency ID": f"D{n}", "Dependency": "x", "Provider": "A", "Consumer": "B", "Raised on": "2026-01-15",
         "Need by": day, "Committed date": promise,
         "Delivered on": promise + timedelta(days=draw.choice((-2, 0, 9))) if promise and n % 3 else "",
         "Dependency status": "cancelled" if n % 17 == 0 else "open"}
        for n, (day, promise) in enumerate(zip(needed, promised, strict=True))
    ]  # fmt: skip
    capacity = [
        {"Team": f"T{n % 4}", "Person": f"p{n}", "Month": f"2026-0{1 + n % 6}-01", "Planned hours": 160,
         "Absence hours": draw.choice((0, 40)), "Available hours": "" if n % 3 else 120,
         "Booked hours": draw.choice((80, 150, 170, "")) if n % 5 else ""}
        for n in range(48)
    ]  # fmt: skip
    planned = [date(2026, 1, 5) + timedelta(days=2 * n) for n in range(70)]
    meetings = [
        {"Meeting series": "Board", "Planned for": f"{day} 10:00:00", "Held at": f"{day} 10:00:00" if n % 4 else "",
         "Called off": "yes" if n % 9 == 0 else "no", "Actions due": draw.randrange(0, 6) if n % 3 else "",
         "Actions on time": draw.randrange(0, 3) if n % 3 else ""}
        for n, day in enumerate(planned)
    ]  # fmt: skip
    files = [
        write_csv(made / "milestones.csv", _reports(14)), write_csv(made / "dependencies.csv", dependencies),
        write_csv(made / "capacity.csv", capacity), write_csv(made / "meetings.csv", meetings),
    ]  # fmt: skip
    loaded(made / "delivery.duckdb", *files)
    return made


def _newest(folder: Path) -> list[dict[str, Any]]:
    """Each milestone as its newest report has it, with the baseline of its first and the forecast before."""
    reports: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in read_csv(folder / "milestones.csv"):
        reports[row["Project"], row["Milestone"]].append(row)
    found = []
    for told in reports.values():
        ordered = sorted(told, key=lambda row: row["Report date"])
        first = next((row["Baseline date"] for row in ordered if row["Baseline date"]), "")
        found.append(
            {
                "first": _day(first), "actual": _day(ordered[-1]["Actual date"]),
                "forecast": _day(ordered[-1]["Forecast date"]), "before": _day(ordered[-2]["Forecast date"]),
                "submitted": ordered[-1]["Submitted date"], "accepted": ordered[-1]["First-time accepted"],
            }
        )  # fmt: skip
    return found


def test_milestones(figure: Any, folder: Path) -> None:
    database, every = folder / "delivery.duckdb", _newest(folder)
    today = date(2026, 5, 31)  # the day of the newest report
    known = [one for one in every if one["first"]]
    due = [one for one in known if one["actual"] or one["first"] < today]
    on_time = [bool(one["actual"] and one["actual"] <= one["first"]) for one in due]
    found = figure(database, "DEL-01")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(
        _share(on_time), abs=1e-12
    )
    slips = [((one["actual"] or one["forecast"]) - one["first"]).days for one in known]
    found = figure(database, "DEL-02")
    assert (found["value"], found["n"]) == (median(slips), len(slips))
    assert figure(database, "DEL-02-MAX")["value"] == max(slips)
    moved = [(one["forecast"] - one["before"]).days for one in every if not one["actual"]]
    found = figure(database, "DEL-02-NEW")
    assert (found["value"], found["n"]) == (median(moved), len(moved))
    accepted = [one["accepted"] == "yes" for one in every if one["submitted"] and one["accepted"]]
    found = figure(database, "DEL-03")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(
        _share(accepted), abs=1e-12
    )


def test_dependencies(figure: Any, folder: Path) -> None:
    database = folder / "delivery.duckdb"
    rows = [row for row in read_csv(folder / "dependencies.csv") if row["Dependency status"] != "cancelled"]
    told = [_day(row["Delivered on"]) or _day(row["Raised on"]) for row in rows]
    today = max(day for day in told if day)
    expected = [_day(row["Delivered on"]) or _day(row["Committed date"]) for row in rows]
    needed = [date.fromisoformat(row["Need by"]) for row in rows]
    in_time = [bool(day and day <= need) for day, need in zip(expected, needed, strict=True)]
    found = figure(database, "DEL-06")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(
        _share(in_time), abs=1e-12
    )
    gaps = [(day - need).days for day, need in zip(expected, needed, strict=True) if day]
    found = figure(database, "DEL-06-GAP")
    assert (found["value"], found["n"]) == (median(gaps), len(gaps))
    broken = []
    for row in rows:
        promise, delivered = _day(row["Committed date"]), _day(row["Delivered on"])
        if promise and promise <= today:  # the day of the newest word is over
            broken.append(delivered is None or delivered > promise)
    found = figure(database, "DEL-06-BROKEN")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(
        _share(broken), abs=1e-12
    )


def test_capacity(figure: Any, folder: Path) -> None:
    """Sums of hours over sums of hours, never the mean of percentages; who books nothing known is left out."""
    rows = [row for row in read_csv(folder / "capacity.csv") if row["Booked hours"]]
    months: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        there = float(row["Available hours"] or float(row["Planned hours"]) - float(row["Absence hours"]))
        months[row["Month"][:7]].append((float(row["Booked hours"]), there))
    every = [pair for pairs in months.values() for pair in pairs]
    found = figure(folder / "delivery.duckdb", "DEL-07")
    assert (found["value"], found["n"]) == (
        pytest.approx(sum(booked for booked, _ in every) / sum(there for _, there in every), rel=1e-12), len(every),
    )  # fmt: skip
    for point in figure(folder / "delivery.duckdb", "DEL-07", "--grain", "month")["points"]:
        pairs = months[point["period"]]
        if not pairs:
            assert (point["value"], point["n"]) == (None, 0)
            continue
        assert point["value"] == pytest.approx(sum(b for b, _ in pairs) / sum(t for _, t in pairs), rel=1e-12)


def test_meetings(figure: Any, folder: Path) -> None:
    rows = read_csv(folder / "meetings.csv")
    last = max(row["Held at"] for row in rows)
    planned = [row for row in rows if row["Called off"] == "no" and row["Planned for"] <= last]
    found = figure(folder / "delivery.duckdb", "DEL-08")
    held = [row["Held at"] != "" for row in planned]
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(_share(held), abs=1e-12)
    with_actions = [
        row for row in rows if row["Actions due"] and int(row["Actions on time"]) <= int(row["Actions due"])
    ]
    due, done = (sum(int(row[name]) for row in with_actions) for name in ("Actions due", "Actions on time"))
    found = figure(folder / "delivery.duckdb", "DEL-08-ACTIONS")
    assert (found["value"], found["n"]) == (pytest.approx(done / due, rel=1e-12), len(with_actions))


def test_the_quality_of_a_plan(figure: Any, loaded: Callable[..., Path], tmp_path: Path) -> None:
    """Checks passed over checks made, each rule only where it applies."""
    draw, rows = random.Random(12), []
    for number in range(60):
        start = date(2026, 1, 1) + timedelta(days=draw.randrange(150))
        finish = start + timedelta(days=draw.randrange(-2, 40))
        rows.append(
            {"Project": f"P{number % 3}", "Task ID": f"T{number}", "Task name": "x", "Start": start,
             "Task owner": draw.choice(("Ann", "Ben", "")), "Finish": finish if number % 6 else "",
             "Actual finish": finish if number % 4 == 0 and number % 6 else "",
             "% complete": draw.choice((0, 40, 100)), "Predecessors": draw.choice(("T1", "")),
             "Acceptance criteria": draw.choice(("Signed", "")), "Is milestone": "yes" if number % 10 == 0 else "no",
             "Is contingency": "yes" if number % 20 == 3 else "no", "Status date": "2026-04-30"}
        )  # fmt: skip
    file = write_csv(tmp_path / "plan.csv", rows)
    database = loaded(tmp_path / "plan.duckdb", file, kind="plan_items")
    passed = made = 0
    seen: set[str] = set()
    reserve: dict[str, float] = defaultdict(float)
    planned: dict[str, float] = defaultdict(float)
    today = max(date.fromisoformat(row["Actual finish"]) for row in read_csv(file) if row["Actual finish"])

    def check(applies: bool, holds: bool) -> None:
        nonlocal passed, made
        made, passed = made + applies, passed + (applies and holds)

    for row in read_csv(file):
        begin, end, is_task = _day(row["Start"]), _day(row["Finish"]), row["Is milestone"] == "no"
        length = (end - begin).days + 1 if begin and end else None
        check(is_task, row["Task owner"] != "")
        check(True, begin is not None and end is not None)
        check(begin is not None and end is not None, bool(begin and end and begin <= end))
        check(is_task, row["Acceptance criteria"] != "")
        check(is_task and length is not None, (length or 0) <= 20)
        check(row["Project"] in seen, row["Predecessors"] != "")
        is_done = row["Actual finish"] != "" or row["% complete"] == "100"
        check(end is not None, is_done or bool(end and end >= today))
        seen.add(row["Project"])
        planned[row["Project"]] += length or 0
        reserve[row["Project"]] += (length or 0) if row["Is contingency"] == "yes" else 0
    for project, whole in planned.items():
        check(True, reserve[project] >= 0.05 * whole)
    found = figure(database, "DEL-05")
    assert (found["value"], found["n"]) == (pytest.approx(passed / made, rel=1e-12), made)
