"""Times to take up and answer, contacts, reviews, holds, failures, stale tickets and rates (INC-07 … INC-31).

With first answers after the resolution, holds that are empty and holds of zero, contacts that were never counted,
outages that overlap, that are open, that lie in maintenance or begin before the window.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.recomputed.plain import hours, mean, median, moment, read_csv, wilson, working_days, write_csv

FORM = "%Y-%m-%d %H:%M:%S"
USERS = 250


def _written(at: datetime | None) -> str:
    return at.strftime(FORM) if at else ""


def _export(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(500):
        opened = datetime(2026, 1, 5) + timedelta(minutes=draw.randrange(100 * 1440))
        took = timedelta(minutes=int(draw.lognormvariate(6.3, 1.4)))
        resolved: datetime | None = opened + took if number % 12 else None
        heard: datetime | None = opened + took * draw.choice((0.1, 0.3, 1.5)) if number % 5 else None
        taken: datetime | None = opened + took * 0.05 if number % 6 else None
        if number % 31 == 0:
            taken = opened - timedelta(minutes=9)
        cancelled = number % 17 == 0
        resolved = opened + took if cancelled else resolved
        priority = draw.randint(1, 4)
        rows.append(
            {
                "Number": f"INC{number:07d}",
                "State": "Canceled" if cancelled else "Closed" if resolved else "In Progress",
                "Priority": f"{priority} - x",
                "Opened": _written(opened), "Acknowledged": _written(taken), "First response": _written(heard),
                "Resolved": _written(resolved),
                "Closed": _written(resolved + timedelta(days=5)) if resolved and number % 2 else "",
                "Updated": _written((resolved or opened) + timedelta(hours=draw.randrange(200))),
                "Replies": draw.choice(("", "0", "1", "1", "1", "2", "5")), "Reopen count": draw.choice((0, 0, 0, 1)),
                "Channel": draw.choice(("Phone", "Monitoring", "Email", "")),
                # In whole seconds, as the tool writes a duration; an empty cell is not a hold of zero.
                "On hold time": draw.choice(("", "0", str(int(took.total_seconds() * 0.4)))),
                "Post incident review": _written(opened + timedelta(days=9)) if number % 3 == 0 else "",
                "Business service": draw.choice(("Mail", "ERP", "Web", "Rare" if number < 40 else "Mail", "")),
            }
        )  # fmt: skip
    return rows


MAINTENANCE = (
    ("2026-02-01 00:00:00", "2026-02-03 12:00:00", "Mail"),
    ("2026-03-10 00:00:00", "2026-03-10 08:00:00", ""),
)


@pytest.fixture(scope="module")
def folder(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("details")
    windows = [
        {"Entry": "maintenance", "Name": "Window", "Start": begin, "End": end, "Service": service}
        for begin, end, service in MAINTENANCE
    ]
    files = [write_csv(made / "incident.csv", _export(31)), write_csv(made / "calendar.csv", windows)]
    loaded(made / "all.duckdb", *files, settings={"users_supported": str(USERS)})
    return made


def _must(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


def _newest(rows: list[dict[str, str]]) -> datetime:
    told = ("Opened", "Acknowledged", "First response", "Resolved", "Closed", "Updated")
    return max(_must(row[name]) for row in rows for name in told if row[name])


def test_times_to_take_up_and_to_answer(figure: Any, folder: Path) -> None:
    rows = [row for row in read_csv(folder / "incident.csv") if row["State"] != "Canceled"]
    taken = [
        60 * hours(_must(row["Opened"]), _must(row["Acknowledged"]))
        for row in rows
        if row["Acknowledged"] and row["Acknowledged"] >= row["Opened"]
    ]
    heard = [
        60 * hours(_must(row["Opened"]), _must(row["First response"]))
        for row in rows
        if row["First response"] and (not row["Resolved"] or row["First response"] <= row["Resolved"])
    ]
    for name, values in (("INC-10", taken), ("INC-11", heard)):
        found = figure(folder / "all.duckdb", name)
        assert (found["value"], found["n"]) == (pytest.approx(median(values), rel=1e-12), len(values)), name


def test_contacts_reviews_and_holds(figure: Any, folder: Path) -> None:
    rows = [row for row in read_csv(folder / "incident.csv") if row["State"] != "Canceled"]
    resolved = [row for row in rows if row["Resolved"]]
    expected = {
        "INC-22": [
            row["Replies"] == "1" and row["Reopen count"] == "0"
            for row in resolved
            if row["Replies"] and row["Channel"] != "Monitoring"
        ],
        "INC-26": [
            row["Post incident review"] != "" for row in rows if row["Closed"] and row["Priority"][0] == "1"
        ],
    }
    for name, hits in expected.items():
        found = figure(folder / "all.duckdb", name)
        assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(
            _share(hits), abs=1e-12
        ), name
    held = [(float(row["On hold time"]), 3600 * hours(_must(row["Opened"]), _must(row["Resolved"])))
            for row in resolved if row["On hold time"]]  # fmt: skip
    found = figure(folder / "all.duckdb", "INC-31")
    share = sum(hold for hold, _ in held) / sum(whole for _, whole in held)
    assert (found["value"], found["n"]) == (pytest.approx(share, rel=1e-12), len(held))


def test_tickets_nobody_touched(figure: Any, folder: Path) -> None:
    rows = read_csv(folder / "incident.csv")
    now = _newest(rows)
    still = [row for row in rows if row["State"] == "In Progress"]
    # No calendar of working hours is loaded: Monday to Friday.
    left = [working_days(_must(row["Updated"]), now) > 5 for row in still]
    found = figure(folder / "all.duckdb", "INC-07")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(_share(left), abs=1e-12)


def test_incidents_per_hundred_users(figure: Any, folder: Path) -> None:
    rows = read_csv(folder / "incident.csv")
    assert figure(folder / "all.duckdb", "INC-27")["value"] == pytest.approx(100 * len(rows) / USERS)


@pytest.mark.parametrize("window", [(), ("2026-02-01", "2026-03-15")], ids=["all", "window"])
def test_failures_minute_by_minute(figure: Any, folder: Path, window: tuple[str, ...]) -> None:
    """Every minute of every service is down or not; overlapping failures are one, maintenance is neither."""
    rows = read_csv(folder / "incident.csv")
    now = _newest(rows)
    begin, end = min(_must(row["Opened"]) for row in rows), now
    if window:
        begin, end = (_must(f"{text} 00:00:00") for text in window)
    asked = ("--from", window[0], "--to", window[1]) if window else ()
    closed: dict[str, set[int]] = defaultdict(set)
    services = sorted({row["Business service"] for row in rows if row["Business service"]})

    def minutes(first: datetime, last: datetime) -> set[int]:
        inside = (max(first, begin) - begin, min(last, end) - begin)
        low, high = (int(span.total_seconds() // 60) for span in inside)
        return set(range(low, max(high, low)))

    for service in services:
        for first, last, of in MAINTENANCE:
            if of in ("", service):
                closed[service] |= minutes(_must(first), _must(last))

    def failing(priorities: str) -> tuple[dict[str, int], dict[str, int]]:
        """The minutes each service is down, and how often it fails."""
        down: dict[str, set[int]] = defaultdict(set)
        failures: dict[str, int] = defaultdict(int)
        for service in services:
            urgent = sorted(
                (_must(row["Opened"]), _must(row["Resolved"]) if row["Resolved"] else now)
                for row in rows
                if row["Business service"] == service
                and row["Priority"][0] in priorities
                and row["State"] != "Canceled"
            )
            until = None
            for first, last in urgent:
                if first >= end or last <= begin:
                    continue
                down[service] |= minutes(first, last)
                failures[service] += until is None or first > until
                until = last if until is None else max(until, last)
        return {service: len(down[service] - closed[service]) for service in services}, failures

    whole = int((end - begin).total_seconds() // 60)
    there = {service: whole - len(closed[service]) for service in services}
    lost, outages = failing("1")
    found = figure(folder / "all.duckdb", "INC-13", *asked)
    assert found["value"] == pytest.approx(1 - sum(lost.values()) / sum(there.values()), abs=1e-4)
    assert {point["part"] for point in found["points"]} == set(services)
    for point in found["points"]:
        assert point["n"] == -(-there[point["part"]] // 60), point
        failed = outages[point["part"]]
        words = f"{failed} failure{'s' if failed > 1 else ''}, " if failed else "no failure in "
        assert point["says"].startswith(words), point
        assert point["value"] == pytest.approx(1 - lost[point["part"]] / there[point["part"]], abs=1e-4)
    lost, failures = failing("12")
    between = figure(folder / "all.duckdb", "INC-12", *asked)
    up = sum(there.values()) - sum(lost.values())
    assert between["value"] == pytest.approx(up / 60 / sum(failures.values()), rel=1e-3)
