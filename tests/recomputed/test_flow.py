"""Work items of a board, worked out again from the file (FLW-01 … FLW-12).

Items done on the day they were started, cancelled ones with an end, epics above and parts below the items, work done
before it was started, an item done at exactly midnight, weeks in which nothing was finished.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from tests.recomputed.plain import (
    day,
    days,
    mean,
    median,
    moment,
    month,
    observed_quantile,
    quantile,
    read_csv,
    week,
    wilson,
    write_csv,
)

ZONE = "Europe/Berlin"
FORM = "%Y-%m-%d %H:%M:%S"
#: The last day of the file.
LAST = datetime(2026, 6, 17, 15, 0)


def _export(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(420):
        created = datetime(2025, 11, 3) + timedelta(minutes=draw.randrange(225 * 1440))
        started: datetime | None = created + timedelta(hours=draw.randrange(200))
        done: datetime | None = created + timedelta(hours=200 + int(draw.lognormvariate(4, 1)))
        if number % 10 == 0:
            done = started and started + timedelta(minutes=30)
        if number % 41 == 0:
            done = datetime(2026, 5, 4)  # midnight, a Monday
        if number % 57 == 0:
            done = started and started - timedelta(days=2)
        if number % 8 == 0:
            started = None
        if done and datetime(2026, 1, 5) <= done < datetime(2026, 1, 19):
            done += timedelta(days=14)  # two weeks in which nothing was finished
        kind = (
            "Epic" if number % 23 == 0 else "Sub-task" if number % 19 == 0 else draw.choice(("Story", "Bug"))
        )
        status = "Done"
        if done is None or done > LAST:
            done, status = None, "In Progress" if started and started < LAST else "To Do"
        if started and started > LAST:
            started = None
        if created > LAST:
            continue
        if number % 29 == 0:
            status = "Canceled"
        if number % 61 == 0:
            status, done = "Done", None  # over without a day of it
        rows.append(
            {
                "Issue key": f"AB-{number}", "Summary": "x", "Issue Type": kind, "Status": status,
                "Created": created.strftime(FORM), "Started": started.strftime(FORM) if started else "",
                "Resolved": done.strftime(FORM) if done else "",
                "Updated": max(filter(None, (created, started, done))).strftime(FORM),
                "Blocked days": draw.choice(("", "0", "1.5", "4")), "Found by": draw.choice(("client", "team", "")),
            }
        )  # fmt: skip
    return [*rows, {**rows[0], "Issue key": "AB-9999", "Issue Type": "Story", "Status": "To Do", "Started": "",
                    "Resolved": "", "Created": LAST.strftime(FORM), "Updated": LAST.strftime(FORM)}]  # fmt: skip


class Item(NamedTuple):
    """One item as the file has it, times in UTC."""

    kind: str
    status: str
    created: datetime
    started: datetime | None
    done: datetime | None
    blocked: float | None
    found_by: str

    @property
    def cycle(self) -> int | None:
        """Days both ends counted; None where nobody can say."""
        if not self.started or not self.done or self.done < self.started or self.status == "Canceled":
            return None
        return (day(self.done, ZONE) - day(self.started, ZONE)).days + 1


class Material(NamedTuple):
    """The database and the items that are counted."""

    database: Path
    items: list[Item]
    now: datetime

    @property
    def today(self) -> date:
        return day(self.now, ZONE)

    @property
    def done(self) -> list[Item]:
        return [one for one in self.items if one.done and one.status != "Canceled"]


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("flow")
    file = write_csv(folder / "Jira.csv", _export(21))
    database = loaded(folder / "flow.duckdb", file, zone=ZONE, settings={"reporting_timezone": ZONE})
    items, told = [], []
    for row in read_csv(file):
        created, started, done = (moment(row[name], zone=ZONE) for name in ("Created", "Started", "Resolved"))
        assert created is not None
        told += [at for at in (created, started, done) if at]
        if row["Issue Type"] in ("Story", "Bug"):
            blocked = float(row["Blocked days"]) if row["Blocked days"] else None
            items.append(
                Item(row["Issue Type"], row["Status"], created, started, done, blocked, row["Found by"])
            )
    return Material(database, items, max(told))


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


def _over(one: Item) -> bool:
    return one.status in ("Done", "Canceled") and one.done is None


def test_work_in_progress_and_its_age(figure: Any, material: Material) -> None:
    begun = [one for one in material.items if one.started and not one.done and not _over(one)]
    assert figure(material.database, "FLW-01")["value"] == len(begun)
    asked = [one for one in material.items if not one.done and not _over(one)]
    assert figure(material.database, "FLW-01-LEAD")["value"] == len(asked)
    ages = [(material.today - day(one.started, ZONE)).days + 1 for one in begun if one.started]
    found = figure(material.database, "FLW-05")
    assert (found["value"], found["n"]) == (median(ages), len(ages))
    first_of_march = moment("2026-03-01 00:00:00", zone=ZONE)
    assert first_of_march is not None
    then = [
        one for one in material.items
        if one.started and one.started < first_of_march and not _over(one)
        and (not one.done or one.done >= first_of_march)
    ]  # fmt: skip
    assert figure(material.database, "FLW-01", "--to", "2026-03-01")["value"] == len(then)


def test_items_done(figure: Any, material: Material) -> None:
    weeks = Counter(week(day(one.done, ZONE)) for one in material.done if one.done)
    points = figure(material.database, "FLW-02", "--grain", "week")["points"]
    assert {point["period"]: point["value"] for point in points if point["value"]} == weeks
    assert {"2026-W02", "2026-W03"} <= {point["period"] for point in points if point["value"] == 0}
    assert figure(material.database, "FLW-02")["value"] == len(material.done)


def test_cycle_and_lead_times(figure: Any, material: Material) -> None:
    cycles = [one.cycle for one in material.done if one.cycle is not None]
    assert 1 in cycles
    leads = [days(one.created, one.done) for one in material.done if one.done and one.done >= one.created]
    for name, value, n in (
        ("FLW-03", median(cycles), len(cycles)),
        ("FLW-03-P85", observed_quantile(cycles, 0.85), len(cycles)),
        ("FLW-03-P95", observed_quantile(cycles, 0.95), len(cycles)),
        ("FLW-04", median(leads), len(leads)),
        ("FLW-04-P85", quantile(leads, 0.85), len(leads)),
    ):
        found = figure(material.database, name)
        assert (found["value"], found["n"]) == (pytest.approx(value, rel=1e-12), n), name
    months: dict[str, list[int]] = defaultdict(list)
    for one in material.done:
        if one.cycle is not None and one.done:
            months[month(day(one.done, ZONE))].append(one.cycle)
    for point in figure(material.database, "FLW-03-P85", "--grain", "month")["points"]:
        values = months.get(point["period"], [])
        assert point["n"] == len(values)
        assert point["value"] == (observed_quantile(values, 0.85) if len(values) >= 10 else None)


def test_the_expectation_and_whether_the_one_before_was_kept(figure: Any, material: Material) -> None:
    tomorrow = material.today + timedelta(days=1)
    middle, begin = tomorrow - timedelta(days=90), tomorrow - timedelta(days=180)
    cycles = [(day(one.done, ZONE), one.cycle) for one in material.done if one.done and one.cycle is not None]
    now = [cycle for at, cycle in cycles if middle <= at < tomorrow]
    before = [cycle for at, cycle in cycles if begin <= at < middle]
    assert min(len(now), len(before)) >= 20
    found = figure(material.database, "FLW-06")
    assert (found["value"], found["n"]) == (observed_quantile(now, 0.85), len(now))
    kept = [cycle <= observed_quantile(before, 0.85) for cycle in now]
    found = figure(material.database, "FLW-07")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(_share(kept), abs=1e-12)


def _weekly(material: Material) -> list[int]:
    """The items done in each of the last 26 complete weeks."""
    monday = material.today - timedelta(days=material.today.weekday())
    counts = Counter(day(one.done, ZONE) for one in material.done if one.done)
    first = min(counts) - timedelta(days=min(counts).weekday())
    mondays = [first + timedelta(weeks=n) for n in range((monday - first).days // 7)]
    return [sum(counts[start + timedelta(days=n)] for n in range(7)) for start in mondays][-26:]


def test_when_all_will_be_done(figure: Any, material: Material) -> None:
    """Another way of drawing: week after week until the items are done, in plain Python; so dates agree to a week."""
    weekly, left = _weekly(material), int(figure(material.database, "FLW-01-LEAD")["value"])
    assert 0 in weekly
    draw = random.Random(99)
    needed = []
    for _ in range(4000):
        done = weeks = 0
        while done < left:
            done, weeks = done + draw.choice(weekly), weeks + 1
        needed.append(weeks)
    found = figure(material.database, "FLW-08")
    assert found["n"] == sum(weekly)
    for point in found["points"]:
        chance = int(point["part"].rstrip(" %")) / 100
        weeks = (date.fromisoformat(point["value"]) - material.today).days / 7
        assert abs(weeks - observed_quantile(needed, chance)) <= 1, point
    # The drawing itself, made again from what the answer says of it: 10,000 draws, seed 1.
    drawn = np.random.default_rng(1).choice(np.array(weekly), size=(10_000, 520)).cumsum(axis=1)
    again = observed_quantile((drawn >= left).argmax(axis=1) + 1, 0.85)
    assert found["value"] == (material.today + timedelta(weeks=int(again))).isoformat()


def test_how_many_will_be_done(figure: Any, material: Material) -> None:
    """The surer, the fewer: at least so many with 85 % chance is the 15th percentile of what the draws give."""
    weekly, until = _weekly(material), material.today + timedelta(days=28)
    draw = random.Random(98)
    totals = [sum(draw.choice(weekly) for _ in range(4)) for _ in range(4000)]
    found = figure(material.database, "FLW-09")
    counts = {int(point["part"].rstrip(" %")): point["value"] for point in found["points"]}
    assert counts[50] >= counts[70] >= counts[85] >= counts[95]
    for chance, count in counts.items():
        assert abs(count - observed_quantile(totals, 1 - chance / 100)) <= 2
        at_least = mean([float(total >= count) for total in totals])
        assert at_least >= chance / 100 - 0.03
    assert found["value"] == counts[85]
    longer = figure(material.database, "FLW-09", "--to", (until + timedelta(days=28)).isoformat())
    assert longer["value"] > found["value"]


def test_days_blocked_and_defects_that_escape(figure: Any, material: Material) -> None:
    blocked = [one.blocked for one in material.done if one.blocked is not None]
    found = figure(material.database, "FLW-11")
    assert (found["value"], found["n"]) == (pytest.approx(sum(blocked)), len(blocked))
    defects = [
        one.found_by == "client"
        for one in material.items
        if one.kind == "Bug" and one.found_by and one.status != "Canceled"
    ]
    found = figure(material.database, "DEL-04")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(
        _share(defects), abs=1e-12
    )


def test_the_flow_never_overtakes_itself(figure: Any, material: Material) -> None:
    """Asked for, started and done up to the end of each week, dates out of order mended."""
    counted = [one for one in material.items if one.status != "Canceled" and not _over(one)]
    by_week: dict[str, dict[str, float]] = defaultdict(dict)
    found = figure(material.database, "FLW-12")
    for point in found["points"]:
        by_week[point["period"]][point["part"]] = point["value"]
    for label, stages in by_week.items():
        year, number = label.split("-W")
        end = date.fromisocalendar(int(year), int(number), 7)

        def reached(*told: datetime | None, end: date = end) -> bool:
            return min((day(at, ZONE) for at in told if at), default=date.max) <= end

        asked = sum(reached(one.created, one.started, one.done) for one in counted)
        begun = sum(reached(one.started, one.done) for one in counted)
        done = sum(reached(one.done) for one in counted)
        assert list(stages.values()) == [asked, begun, done], label
        assert asked >= begun >= done
    assert (found["value"], found["n"]) == (asked - done, len(counted))
    assert found["value"] == figure(material.database, "FLW-01-LEAD")["value"]
