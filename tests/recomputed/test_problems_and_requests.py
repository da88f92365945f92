"""Problems and requests, worked out again from the files (PRB-01 … PRB-07, REQ-01 … REQ-06)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import beta

from tests.recomputed.plain import (
    day,
    days,
    hours,
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


def _must(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


def _problems(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(120):
        opened = datetime(2025, 10, 1) + timedelta(hours=draw.randrange(200 * 24))
        resolved = opened + timedelta(hours=draw.randrange(20, 2500))
        state = "Resolved" if resolved < datetime(2026, 5, 1) else "New"
        state = "Cancelled" if number % 17 == 0 else "Closed" if number % 19 == 0 else state
        found = opened + timedelta(hours=draw.randrange(10, 900))
        rows.append(
            {
                "Number": f"PRB{number:07d}", "State": state, "Priority": f"{draw.randint(1, 4)} - x",
                "Opened": opened.strftime(FORM),
                # Closed without a date: nobody can say when it ended.
                "Resolved": resolved.strftime(FORM) if state == "Resolved" else "",
                "Closed": (opened + timedelta(days=1)).strftime(FORM) if state == "Cancelled" else "",
                "Due": (opened + timedelta(days=20)).strftime(FORM) if number % 3 else "",
                "Root cause found": found.strftime(FORM) if number % 4 and found < datetime(2026, 5, 1) else "",
                "Known error": draw.choice(("true", "false", "")),
                "Workaround": draw.choice(("Restart it", " ", "")),
                "Problem statement": "x",
            }
        )  # fmt: skip
    return rows


def _incidents(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(1500):
        opened = datetime(2025, 11, 1) + timedelta(minutes=draw.randrange(181 * 1440))
        rows.append(
            {
                "Number": f"INC{number:07d}", "State": "Resolved", "Opened": opened.strftime(FORM),
                "Resolved": (opened + timedelta(minutes=draw.randrange(10, 3000))).strftime(FORM),
                "Problem": f"PRB{draw.randrange(40):07d}" if number % 3 == 0 else "",
                "Business service": draw.choice(("Mail", "ERP", "Web", "")),
                "Category": draw.choice(("Hardware", "Software", "Network", "Access", "")),
                "Reopen count": draw.choice((0, 0, 0, 1)),
            }
        )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def folder(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("problems")
    files = [write_csv(made / "problem.csv", _problems(2)), write_csv(made / "incident.csv", _incidents(9))]
    loaded(made / "all.duckdb", *files, settings={"hourly_rate": "80"})
    return made


def test_open_problems_and_their_age(figure: Any, folder: Path) -> None:
    rows = read_csv(folder / "problem.csv")
    told = ("Opened", "Resolved", "Closed", "Root cause found")
    now = max(_must(row[name]) for row in rows for name in told if row[name])
    waiting = [
        days(_must(row["Opened"]), now) for row in rows if row["State"] == "New" and not row["Resolved"]
    ]
    database = folder / "all.duckdb"
    assert figure(database, "PRB-01")["value"] == len(waiting)
    found, p85 = figure(database, "PRB-01-AGE"), figure(database, "PRB-01-AGE-P85")
    assert (found["value"], found["n"]) == (pytest.approx(median(waiting), rel=1e-12), len(waiting))
    assert p85["value"] == pytest.approx(quantile(waiting, 0.85), rel=1e-12)
    took = [days(_must(row["Opened"]), _must(row["Resolved"])) for row in rows if row["Resolved"]]
    found = figure(database, "PRB-01-TTR")
    assert (found["value"], found["n"]) == (pytest.approx(median(took), rel=1e-12), len(took))


def test_shares_of_problems(figure: Any, folder: Path) -> None:
    rows, incidents = read_csv(folder / "problem.csv"), read_csv(folder / "incident.csv")
    told = ("Opened", "Resolved", "Closed", "Root cause found")
    now = max(_must(row[name]) for row in rows for name in told if row[name])
    opened: dict[str, list[datetime]] = defaultdict(list)
    for one in incidents:
        opened[one["Problem"]].append(_must(one["Opened"]))
    begun = min(_must(one["Opened"]) for one in incidents)
    known = [row for row in rows if row["State"] == "New" and row["Known error"]]
    kept = [row for row in rows if row["State"] != "Cancelled"]
    expected = {
        "PRB-02": [one["Problem"] != "" for one in incidents],
        "PRB-03": [row["Known error"] == "true" for row in known],
        "PRB-05": [
            bool(row["Root cause found"]) and _must(row["Root cause found"]) <= _must(row["Due"])
            for row in kept
            if row["Due"] and (row["Root cause found"] or _must(row["Due"]) < now)
        ],
        # Found before it hurt: no linked incident opened earlier; older than all incidents: nobody knows.
        "PRB-06": [
            not any(at < _must(row["Opened"]) for at in opened[row["Number"]])
            for row in kept
            if _must(row["Opened"]) >= begun or any(at < _must(row["Opened"]) for at in opened[row["Number"]])
        ],
    }
    for name, hits in expected.items():
        found = figure(folder / "all.duckdb", name)
        shown = (found["value"], found["n"], found["low"], found["high"])
        assert shown == pytest.approx(_share(hits), abs=1e-12), name
    bare = [row for row in known if row["Known error"] == "true" and not row["Workaround"].strip()]
    assert figure(folder / "all.duckdb", "PRB-03-NO-WORKAROUND")["value"] == len(bare)


def test_incidents_before_and_after_a_fix(figure: Any, folder: Path) -> None:
    """Equal windows on both sides, and the exact interval of a ratio of two counts."""
    rows, incidents = read_csv(folder / "problem.csv"), read_csv(folder / "incident.csv")
    now = max(
        _must(row[name])
        for row in rows
        for name in ("Opened", "Resolved", "Closed", "Root cause found")
        if row[name]
    )
    begun = min(_must(one["Opened"]) for one in incidents)
    told = max(_must(one[name]) for one in incidents for name in ("Opened", "Resolved"))
    points = {point["part"]: point for point in figure(folder / "all.duckdb", "PRB-04")["points"]}
    judged = 0
    assert now > begun
    for row in rows:
        if not row["Resolved"] or _must(row["Resolved"]) >= told:
            continue
        fixed, point = _must(row["Resolved"]), points[row["Number"]]
        window = min((told - fixed).days, (fixed - begun).days, 180)
        linked = [_must(one["Opened"]) for one in incidents if one["Problem"] == row["Number"]]
        before = sum(fixed - timedelta(days=window) <= at < fixed for at in linked)
        after = sum(fixed <= at < fixed + timedelta(days=window) for at in linked)
        if window < 28 or before + after == 0:
            assert point["value"] is None
            assert point["reason"]
            continue
        judged += 1
        assert point["n"] == before + after
        if before and after:
            assert point["value"] == pytest.approx(after / before)
            share_low, share_high = beta.ppf(0.025, after, before + 1), beta.ppf(0.975, after + 1, before)
            assert point["low"] == pytest.approx(share_low / (1 - share_low), rel=1e-6)
            assert point["high"] == pytest.approx(share_high / (1 - share_high), rel=1e-6)
    assert judged > 5


def test_what_repeats_costs(figure: Any, folder: Path) -> None:
    """All but the first incident of each of the ten causes that took most, at the hourly rate."""
    causes: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    incidents = read_csv(folder / "incident.csv")
    for one in incidents:
        took = hours(_must(one["Opened"]), _must(one["Resolved"]))
        causes[one["Business service"], one["Category"]].append((took, one["Reopen count"] != "0"))
    named = {name: told for name, told in causes.items() if all(name)}

    def weight(told: list[tuple[float, bool]]) -> float:
        return sum(took for took, _ in told) * (1 + mean([float(again) for _, again in told]))

    heaviest = sorted(named.values(), key=weight, reverse=True)[:10]
    cost = sum(sum(took for took, _ in told) * (len(told) - 1) / len(told) for told in heaviest) * 80
    found = figure(folder / "all.duckdb", "PRB-07")
    assert (found["unit"], found["value"]) == ("money", pytest.approx(cost, rel=1e-9))
    share = sum(map(len, heaviest)) / len(incidents)
    assert figure(folder / "all.duckdb", "INC-28")["value"] == pytest.approx(share, rel=1e-12)


def _requests(seed: int) -> list[dict[str, object]]:
    """Orders, their items and the tasks of these, in one list."""
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(150):
        opened = datetime(2026, 1, 3) + timedelta(minutes=draw.randrange(90 * 1440))
        rows.append({"Number": f"REQ{number:07d}", "State": "Closed Complete", "Opened": opened.strftime(FORM),
                     "Closed": (opened + timedelta(days=20)).strftime(FORM), "Item": "order"})  # fmt: skip
        for place in range(draw.randint(1, 3)):
            closed = opened + timedelta(hours=draw.randrange(2, 600))
            state = draw.choice(
                ("Closed Complete", "Closed Complete", "Closed Incomplete", "Work in Progress")
            )
            state = "Closed Cancelled" if number % 11 == 0 else state
            over = state.startswith("Closed")
            due = opened + timedelta(days=7)
            item = f"RITM{number:05d}{place:02d}"
            rows.append(
                {"Number": item, "State": state, "Opened": opened.strftime(FORM), "Item": "Laptop",
                 "Closed": closed.strftime(FORM) if over and number % 29 else "",
                 "Due": due.strftime(FORM) if number % 4 else "", "Parent": f"REQ{number:07d}",
                 "Price": f"{draw.randrange(10, 2000)}.50" if number % 2 else "",
                 "Converted from": f"INC{number:07d}" if number % 6 == 0 else ""}
            )  # fmt: skip
            rows.append({"Number": f"SCTASK{number:05d}{place:02d}", "State": "Closed Complete", "Parent": item,
                         "Opened": opened.strftime(FORM), "Closed": closed.strftime(FORM), "Item": "task"})  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def ordered(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("requests")
    loaded(made / "requests.duckdb", write_csv(made / "requests.csv", _requests(8)), kind="requests")
    return made


def test_requests_at_one_level(figure: Any, ordered: Path) -> None:
    database = ordered / "requests.duckdb"
    every = read_csv(ordered / "requests.csv")
    items = [row for row in every if row["Number"].startswith("RITM")]
    now = max(_must(row[name]) for row in items for name in ("Opened", "Closed") if row[name])
    closed = [row for row in items if row["Closed"] and row["State"] != "Closed Cancelled"]
    took = [days(_must(row["Opened"]), _must(row["Closed"])) for row in closed]
    assert figure(database, "REQ-01-OPENED")["value"] == len(items)
    assert figure(database, "REQ-01-CLOSED")["value"] == len(closed)
    found = figure(database, "REQ-01")
    assert (found["value"], found["n"]) == (pytest.approx(median(took), rel=1e-12), len(took))
    assert figure(database, "REQ-01-P85")["value"] == pytest.approx(quantile(took, 0.85), rel=1e-12)
    still = [row for row in items if row["State"] == "Work in Progress"]
    assert figure(database, "REQ-01-OPEN")["value"] == len(still)
    late = [
        _must(row["Closed"]) > _must(row["Due"]) if row["Closed"] else True
        for row in items
        if row["Due"] and row["State"] != "Closed Cancelled"
        # What is over without a day of it may have been in time.
        and (row["Closed"] or (row["State"] == "Work in Progress" and _must(row["Due"]) < now))
    ]  # fmt: skip
    found = figure(database, "REQ-02")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(_share(late), abs=1e-12)
    soon = [row for row in still if row["Due"] and now <= _must(row["Due"]) <= now + timedelta(days=5)]
    assert figure(database, "REQ-03")["value"] == len(soon)
    found = figure(database, "REQ-04")
    assert (found["value"], found["n"]) == pytest.approx(
        _share([row["Converted from"] != "" for row in items])[:2]
    )
    prices = [float(row["Price"]) for row in closed if row["Price"]]
    found = figure(database, "REQ-05")
    assert (found["value"], found["n"]) == (pytest.approx(mean(prices), rel=1e-12), len(prices))
    ended = sum(1 for row in items if row["Closed"])
    assert figure(database, "REQ-06")["value"] == len(items) - ended
    months: dict[str, list[float]] = defaultdict(list)
    for row in closed:
        months[month(day(_must(row["Closed"])))].append(days(_must(row["Opened"]), _must(row["Closed"])))
    for point in figure(database, "REQ-01", "--grain", "month")["points"]:
        values = months.get(point["period"], [])
        assert (point["n"], point["value"]) == (
            len(values),
            pytest.approx(median(values)) if values else None,
        )
