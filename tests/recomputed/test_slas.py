"""Contract clocks of an export with several rows a ticket, worked out again from the file (INC-14 … INC-18).

A ticket carries a response and a resolution clock, often an agreement of a team or a supplier, sometimes a second
clause that was cancelled when the priority changed or a second one that counts. Some clocks still run past their
breach, some are paused, some ended at the very instant of the breach, some carry no verdict.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.recomputed.plain import day, mean, moment, month, read_csv, wilson, write_csv

ZONE = "Europe/Berlin"
FORM = "%Y-%m-%d %H:%M:%S"
#: The newest moment of the file: an update of the first clock.
NOW = datetime(2026, 4, 20, 9, 0)


class Clock(NamedTuple):
    """One row of the file, times in UTC; `breached` None where the cell is empty."""

    ticket: str
    name: str
    type: str
    target: str
    stage: str
    start: datetime
    stop: datetime | None
    breach: datetime | None
    breached: bool | None

    def kept(self, now: datetime) -> bool | None:
        """Met, missed, or None: neither (cancelled, on hold, not due, or nobody can say)."""
        if self.stage == "Cancelled":
            return None
        if self.stop is not None or self.stage == "Completed":
            if self.breached is not None:
                return not self.breached
            return None if self.breach is None or self.stop is None else self.stop <= self.breach
        if self.breached:
            return False
        if self.stage == "Paused":
            return None
        return False if self.breach is not None and self.breach < now else None


def _stage(
    draw: random.Random, start: datetime, hours: int, number: int
) -> tuple[str, datetime | None, bool]:
    breach = start + timedelta(hours=hours)
    if number % 17 == 0:
        return "Cancelled", start + timedelta(hours=1), False
    if number % 7 == 0:
        return ("Paused" if number % 2 else "In progress"), None, breach < NOW and number % 3 == 0
    stop = start + timedelta(hours=hours * draw.choice((0.2, 0.5, 0.9, 1.0, 1.3, 2.0)))
    if stop > NOW:
        return "In progress", None, breach < NOW
    return "Completed", stop, stop > breach


def _export(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(700):
        begun = datetime(2026, 1, 10) + timedelta(minutes=draw.randrange(99 * 1440))
        clauses = [
            ("P1 response", "SLA", "Response", 1),
            (
                draw.choice(("Gold resolution", "Silver resolution")),
                "SLA",
                "Resolution",
                draw.choice((8, 48)),
            ),
        ]
        clauses += [("Network team", "OLA", "Resolution", 24)] if number % 3 == 0 else []
        clauses += [("Carrier", "Underpinning contract", "Resolution", 72)] if number % 5 == 0 else []
        clauses += [("Bronze resolution", "SLA", "Resolution", 96)] if number % 11 == 0 else []
        for place, (name, kind, target, hours) in enumerate(clauses):
            stage, stop, breached = _stage(draw, begun, hours, number * 5 + place)
            silent = stage == "Completed" and number % 23 == 0
            rows.append(
                {
                    "Task": f"INC{number:07d}", "SLA definition": name, "Type": kind, "Target": target,
                    "Stage": stage, "Start time": begun.strftime(FORM),
                    "Stop time": stop.strftime(FORM) if stop else "",
                    "Breach time": "" if silent and number % 2 else (begun + timedelta(hours=hours)).strftime(FORM),
                    "Has breached": "" if silent else str(breached).lower(),
                    "Updated": NOW.strftime(FORM),
                }
            )  # fmt: skip
    return rows


class Material(NamedTuple):
    """The database, the clocks of the file and the instant the file was made."""

    database: Path
    clocks: list[Clock]
    now: datetime


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("clocks")
    file = write_csv(folder / "task_sla.csv", _export(11))
    database = loaded(folder / "clocks.duckdb", file, zone=ZONE, settings={"reporting_timezone": ZONE})
    clocks, newest = [], []
    for row in read_csv(file):
        start, updated = moment(row["Start time"], zone=ZONE), moment(row["Updated"], zone=ZONE)
        assert start is not None
        assert updated is not None
        stop, breach = moment(row["Stop time"], zone=ZONE), moment(row["Breach time"], zone=ZONE)
        said = {"true": True, "false": False, "": None}[row["Has breached"]]
        names = (row["Task"], row["SLA definition"], row["Type"], row["Target"], row["Stage"])
        clocks.append(Clock(*names, start, stop, breach, said))
        newest.append(max(filter(None, (start, stop, updated))))
    return Material(database, clocks, max(newest))


#: What each figure counts: type and target of the clock (None: any).
FIGURES = {
    "INC-14-CLOCKS": ("SLA", "Resolution"), "INC-15-CLOCKS": ("SLA", "Response"), "INC-14-ANY": ("SLA", None),
    "INC-14-OLA": ("OLA", None), "INC-14-UC": ("Underpinning contract", None),
}  # fmt: skip


def _of(material: Material, name: str) -> list[Clock]:
    kind, target = FIGURES[name]
    return [one for one in material.clocks if one.type == kind and target in (None, one.target)]


def _due(one: Clock) -> date:
    """The day that places a promise: of its breach, without one of its end."""
    at = one.breach or one.stop
    assert at is not None
    return day(at, ZONE)


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


@pytest.mark.parametrize("name", list(FIGURES))
def test_promises_kept(figure: Any, material: Material, name: str) -> None:
    judged = [(one, hit) for one in _of(material, name) if (hit := one.kept(material.now)) is not None]
    found = figure(material.database, name)
    shown = (found["value"], found["n"], found["low"], found["high"])
    assert shown == pytest.approx(_share([hit for _, hit in judged]), abs=1e-12)
    by_month: dict[str, list[bool]] = defaultdict(list)
    by_clause: dict[str, list[bool]] = defaultdict(list)
    for one, hit in judged:
        by_month[month(_due(one))].append(hit)
        by_clause[one.name].append(hit)
    for points, hits in (
        (figure(material.database, name, "--grain", "month")["points"], by_month),
        (figure(material.database, name, "--by", "sla_name")["points"], by_clause),
    ):
        assert sum(point["n"] for point in points) == len(judged)
        for point in points:
            if point["n"]:
                shown = (point["value"], point["n"], point["low"], point["high"])
                assert shown == pytest.approx(_share(hits[point.get("period") or point["part"]]), abs=1e-12)


def test_promises_missed(figure: Any, material: Material) -> None:
    missed = [one for one in _of(material, "INC-14-ANY") if one.kept(material.now) is False]
    assert figure(material.database, "INC-14-MISSED")["value"] == len(missed)


def _is_broken(one: Clock) -> bool:
    late = one.stop is not None and one.breach is not None and one.stop > one.breach
    return one.breached if one.breached is not None else late


def _deciding(material: Material, target: str) -> list[Clock]:
    """The clock that decides for each ticket: a broken one, then one that runs, then the one due first."""
    by_ticket: dict[str, list[Clock]] = defaultdict(list)
    for one in material.clocks:
        if (one.type, one.target) == ("SLA", target) and one.stage != "Cancelled":
            by_ticket[one.ticket].append(one)
    return [
        min(clocks, key=lambda one: (not _is_broken(one), one.stop is not None, one.breach or material.now))
        for clocks in by_ticket.values()
    ]


@pytest.mark.parametrize(("name", "target"), [("INC-14", "Resolution"), ("INC-15", "Response")])
def test_tickets_count_once(figure: Any, material: Material, name: str, target: str) -> None:
    deciding = _deciding(material, target)
    verdicts = [(one, hit) for one in deciding if (hit := one.kept(material.now)) is not None]
    found = figure(material.database, name)
    shown = (found["value"], found["n"], found["low"], found["high"])
    assert shown == pytest.approx(_share([hit for _, hit in verdicts]), abs=1e-12)
    if target == "Resolution":
        assert found["n"] < figure(material.database, "INC-14-CLOCKS")["n"]
    by_month: dict[str, list[bool]] = defaultdict(list)
    for one, hit in verdicts:
        by_month[month(_due(one))].append(hit)
    for point in figure(material.database, name, "--grain", "month")["points"]:
        if point["n"]:
            shown = (point["value"], point["n"], point["low"], point["high"])
            assert shown == pytest.approx(_share(by_month[point["period"]]), abs=1e-12)


def test_open_promises_by_band(figure: Any, material: Material) -> None:
    """The share of the time from start to breach that is used now; on hold the time of breach still moves."""
    bands: Counter[str] = Counter()
    for one in material.clocks:
        if one.stop is not None or one.stage in ("Cancelled", "Completed") or one.breach is None:
            continue
        used = (material.now - one.start) / (one.breach - one.start)
        limits = (("over 95 %", 0.95), ("86 to 95 %", 0.85), ("76 to 85 %", 0.75))
        band = next(
            (name for name, limit in limits if used > limit), "50 to 75 %" if used >= 0.5 else "below 50 %"
        )
        band = "share not known" if one.stage == "Paused" else band
        past = one.breach < material.now and one.stage != "Paused"
        bands["breached" if one.breached or past else band] += 1
    found = figure(material.database, "INC-17")
    assert {point["part"]: point["value"] for point in found["points"] if point["value"]} == bands
    assert found["value"] == bands.total()


def test_misses_the_month_can_still_bear(figure: Any, material: Material) -> None:
    this_month = month(day(material.now, ZONE))

    def counted(clocks: list[Clock]) -> tuple[list[tuple[Clock, bool]], list[Clock]]:
        promises = [one for one in clocks if month(_due(one)) == this_month]
        judged = [(one, hit) for one in promises if (hit := one.kept(material.now)) is not None]
        still = [
            one for one in promises
            if one.stop is None and one.stage not in ("Cancelled", "Completed") and not one.breached
            and one.breach is not None and one.breach >= material.now
        ]  # fmt: skip
        return judged, still

    judged, still = counted(_deciding(material, "Resolution"))
    due, missed = len(judged) + len(still), [hit for _, hit in judged].count(False)
    found = figure(material.database, "INC-18")
    assert (found["value"], found["n"]) == (math.floor(due * 0.05 + 1e-9) - missed, due)
    # A clause counts every ticket under it, whichever clock decides for the ticket.
    of_clause: dict[str, dict[str, bool]] = defaultdict(dict)
    judged, still = counted(_of(material, "INC-14-CLOCKS"))
    for one, hit in judged:
        of_clause[one.name][one.ticket] = hit and of_clause[one.name].get(one.ticket, True)
    for one in still:
        of_clause[one.name].setdefault(one.ticket, True)
    expected = {
        name: math.floor(len(tickets) * 0.05 + 1e-9) - list(tickets.values()).count(False)
        for name, tickets in of_clause.items()
    }
    parts = {point["part"]: point["value"] for point in found["points"]}
    assert {name: parts[name] for name in expected} == expected


def test_resolved_within_the_time_of_the_contract(
    figure: Any, loaded: Callable[..., Path], tmp_path: Path
) -> None:
    """Own targets by client and priority: open past the time is missed, cancelled is neither (INC-16)."""
    draw = random.Random(5)
    rows: list[dict[str, object]] = []
    for number in range(200):
        opened = datetime(2026, 2, 1) + timedelta(hours=draw.randrange(24 * 60))
        took = timedelta(minutes=int(draw.lognormvariate(6, 1.3)))
        is_open = number % 9 == 0
        state = "Canceled" if number % 13 == 0 else "In Progress" if is_open else "Resolved"
        rows.append(
            {"Number": f"INC{number:07d}", "State": state, "Priority": f"{draw.randint(1, 4)} - x", "Opened": opened,
             "Resolved": "" if is_open else opened + took, "Company": draw.choice(("Fjord", "Alpen")),
             "Updated": opened + took}
        )  # fmt: skip
    hours = {("Fjord", 1): 4, ("Fjord", 2): 8, ("Alpen", 1): 8, ("Alpen", 2): 24, ("Alpen", 3): 48}
    targets = [
        {"Contract": f"{client} contract", "Client": client, "Measure": "resolution", "Priority": priority,
         "Target time (hours)": target, "Target": 95}
        for (client, priority), target in hours.items()
    ]  # fmt: skip
    files = [write_csv(tmp_path / "incidents.csv", rows), write_csv(tmp_path / "targets.csv", targets)]
    database = loaded(tmp_path / "own.duckdb", *files)
    read = read_csv(files[0])
    now = max(filter(None, (moment(row[name]) for row in read for name in ("Opened", "Resolved", "Updated"))))
    verdicts = []
    for row in read:
        target = hours.get((row["Company"], int(row["Priority"][0])))
        opened, resolved = moment(row["Opened"]), moment(row["Resolved"])
        if target is None or row["State"] == "Canceled" or opened is None:
            continue
        until = opened + timedelta(hours=target)
        if resolved is not None:
            verdicts.append(resolved <= until)
        elif until < now:
            verdicts.append(False)
    found = figure(database, "INC-16")
    shown = (found["value"], found["n"], found["low"], found["high"])
    assert shown == pytest.approx(_share(verdicts), abs=1e-12)
