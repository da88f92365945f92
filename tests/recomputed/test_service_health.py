"""The health of services, judged again from planted rows by the rules as they are written for people (INC-35).

Delivery, stability, SLA and mood of a dozen services, today and one window before: a colour gets worse at once and
better only after two windows; too few cases are grey, and grey hides green.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from metrics.health_rules import default_text, save_rules
from metrics.scope import Scope
from metrics.studies_incidents import SERVICE_HEALTH
from metrics.study import StudyAnswer, answered
from tests.recomputed.plain import wilson
from tests.rows import warehouse_with

TODAY = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12)
SERVICES = tuple(f"Service {letter}" for letter in "ABCDEFGHIJKL")
COLOURS = ("green", "grey", "amber", "red")
Row = dict[str, Any]


class Planted(NamedTuple):
    """All rows of all services."""

    incidents: list[Row]
    clocks: list[Row]
    milestones: list[Row]
    answers: list[Row]


def _planted(seed: int) -> Planted:
    draw = random.Random(seed)
    found = Planted([], [], [], [])
    for place, service in enumerate(SERVICES):
        calm = place % 3 == 0
        for n in range(240):
            opened = NOON - timedelta(minutes=draw.randrange(240 * 1440))
            crowd = place in (1, 4) and opened > NOON - timedelta(days=12)
            priority = draw.choice((2, 2, 3)) if crowd or draw.random() < 0.25 else 3
            if draw.random() < (0.0 if calm else 0.02):
                priority = 1
            found.incidents.append(
                {
                    "number": f"I{place}-{n}", "service": service, "opened": opened, "priority": priority,
                    "resolved": min(opened + timedelta(minutes=draw.randrange(10, 400)), NOON),
                    "state_category": "cancelled" if n % 15 == 0 else "resolved",
                }
            )  # fmt: skip
        kept = (0.999, 0.95, 0.90, 0.80)[place % 4]
        for n in range(3 if place == 5 else 120):
            breach = NOON - timedelta(minutes=1 + draw.randrange(60 * 1440))
            found.clocks.append(
                {
                    "ticket": f"I{place}-{n}", "sla_name": "x", "sla_type": "SLA", "target": "resolution",
                    "service": service, "started": breach - timedelta(hours=9), "breach": breach,
                    "ended": breach - timedelta(hours=1), "breached": draw.random() > kept,
                    "stage_category": "completed",
                }
            )  # fmt: skip
        for n in range(2):
            baseline = TODAY + timedelta(
                days=draw.randrange(-5 if place % 5 == 0 else 10, 4 if place == 10 else 200)
            )
            for reported, slip in (
                (date(2026, 5, 15), draw.choice((0, 0, 40))),
                (date(2026, 6, 20), draw.choice((0, 5))),
            ):
                found.milestones.append(
                    {
                        "project": service, "service": service, "name": f"M{n}", "baseline": baseline,
                        "forecast": baseline + timedelta(days=slip), "contractual": place == 10,
                        "report_date": reported,
                    }
                )  # fmt: skip
        for n in range(40):
            found.answers.append(
                {
                    "response": f"R{place}-{n}", "survey": "wave", "service": service, "finished": True,
                    "responded": NOON - timedelta(minutes=draw.randrange(230 * 1440)),
                    "nps": draw.choice((9, 10, 8, 6) if place % 4 else (9, 8, 3, 2, 0)),
                    "csat": draw.choice((5, 5, 4, 3) if place % 3 else (5, 3, 2)), "csat_max": 5,
                }
            )  # fmt: skip
    for row in found.incidents[-1:]:
        row["opened"] = row["resolved"] = NOON
    return found


def _worse(first: str, second: str) -> str:
    return max(first, second, key=COLOURS.index)


def _held(now: str, before: str) -> str:
    """A colour gets better only after two windows in a row; grey neither holds nor is held."""
    return now if now in ("red", "grey") or before == "grey" else _worse(now, before)


def _together(verdicts: Sequence[str]) -> str:
    known = [colour for colour in verdicts if colour != "grey"]
    return max(known, key=COLOURS.index) if known else "grey"


def _within(at: datetime, last: date, days: int) -> bool:
    end = datetime.combine(last + timedelta(days=1), time())
    return end - timedelta(days=days) <= at < end


BEFORE = TODAY - timedelta(days=30)


def _delivery(rows: Planted, service: str) -> str:
    def on(day: date) -> str:
        slips = []
        for name in ("M0", "M1"):
            reports = sorted(
                (
                    row
                    for row in rows.milestones
                    if row["service"] == service and row["name"] == name and row["report_date"] <= day
                ),
                key=lambda row: str(row["report_date"]),
            )
            baseline, forecast = reports[0]["baseline"], reports[-1]["forecast"]
            if baseline < day:
                slips.append(9.0 if reports[-1]["contractual"] else 0.5)
            else:
                slips.append(max((forecast - baseline).days, 0) / max((baseline - day).days, 1))
        return "red" if max(slips) > 1 else "amber" if max(slips) > 0.1 else "green"

    return _held(on(TODAY), on(BEFORE))


def _is_signal(weeks: Sequence[int]) -> bool:
    """Whether the last week lies beyond what the weeks before it allow, upwards."""
    known = weeks[:-1]
    centre = sum(known) / len(known)
    spread = sum(abs(b - a) for a, b in pairwise(known)) / (len(known) - 1)
    upper, lower = centre + 2.66 * spread, max(centre - 2.66 * spread, 0.0)
    if weeks[-1] > upper or weeks[-1] < lower:
        return weeks[-1] > upper
    if all(week > centre for week in weeks[-8:]):
        return True
    return sum(week - centre > (upper - centre) / 2 for week in weeks[-4:]) >= 3


def _stability(rows: Planted, service: str) -> str:
    mine = [
        row for row in rows.incidents if row["service"] == service and row["state_category"] != "cancelled"
    ]

    def signal(last: date) -> str:
        end = last + timedelta(days=1)
        start = end - timedelta(days=182)
        monday = start + timedelta(days=-start.weekday() % 7)
        weeks = []
        while monday + timedelta(days=7) <= end and monday + timedelta(days=7) <= TODAY:
            stop = monday + timedelta(days=7)
            weeks.append(sum(row["priority"] <= 2 and monday <= row["opened"].date() < stop for row in mine))
            monday = stop
        return "red" if _is_signal(weeks) else "green"

    def available(last: date) -> str:
        end = min(datetime.combine(last + timedelta(days=1), time()), NOON)
        start = datetime.combine(last + timedelta(days=1), time()) - timedelta(days=30)
        stretches = sorted(
            (max(row["opened"], start), min(row["resolved"], end))
            for row in mine
            if row["priority"] == 1 and row["resolved"] > start and row["opened"] < end
        )
        down, reached = 0.0, start
        for begins, ends in stretches:
            down += max((ends - max(begins, reached)).total_seconds(), 0.0)
            reached = max(reached, ends)
        return "red" if 1 - down / (end - start).total_seconds() < 0.995 - 1e-9 else "green"

    return _together([_held(signal(TODAY), signal(BEFORE)), _held(available(TODAY), available(BEFORE))])


def _sla(rows: Planted, service: str) -> str:
    def on(last: date) -> str:
        kept = [
            not row["breached"]
            for row in rows.clocks
            if row["service"] == service and _within(row["breach"], last, 30)
        ]
        if len(kept) < 5:
            return "grey"
        share, high = sum(kept) / len(kept), wilson(sum(kept), len(kept))[1]
        if share < 0.93 - 1e-9 and high < 0.95:
            return "red"
        return "amber" if share < 0.95 - 1e-9 else "green"

    return _held(on(TODAY), on(BEFORE))


def _mood(rows: Planted, service: str) -> str:
    mine = [row for row in rows.answers if row["service"] == service]

    def recommended(last: date) -> str:
        scores = [row["nps"] for row in mine if _within(row["responded"], last, 180)]
        up, down, n = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores), len(scores)
        if n < 5:
            return "grey"
        above, below = (up + 0.75) / (n + 3), (down + 0.75) / (n + 3)
        half = 1.959963984540054 * math.sqrt((above + below - (above - below) ** 2) / (n + 3))
        if up >= down:
            return "green"
        return "red" if above - below + half < 0 else "amber"

    def satisfied(last: date) -> str:
        hits = [row["csat"] >= 4 for row in mine if _within(row["responded"], last, 90)]
        if len(hits) < 5:
            return "grey"
        share = sum(hits) / len(hits)
        return "red" if share < 0.6 - 1e-9 else "amber" if share < 0.75 - 1e-9 else "green"

    return _together(
        [_held(recommended(TODAY), recommended(BEFORE)), _held(satisfied(TODAY), satisfied(BEFORE))]
    )


DIMENSIONS = {"delivery": _delivery, "stability": _stability, "sla": _sla, "mood": _mood}


@pytest.fixture(scope="module", params=(61, 62, 63))
def asked(request: pytest.FixtureRequest) -> tuple[Planted, StudyAnswer, StudyAnswer]:
    """The rows, the wall by the rules as they come, and the wall where budgets need not be known."""
    rows = _planted(request.param)
    warehouse = warehouse_with(
        incidents=rows.incidents,
        ticket_slas=rows.clocks,
        milestones=rows.milestones,
        survey_responses=rows.answers,
    )
    usual = answered(warehouse, SERVICE_HEALTH, Scope())
    save_rules(warehouse, default_text().replace('"sla", "budget", "mood"', '"sla", "mood"'), "test")
    return rows, usual, answered(warehouse, SERVICE_HEALTH, Scope())


def test_every_dimension_of_every_service(asked: tuple[Planted, StudyAnswer, StudyAnswer]) -> None:
    rows, usual, _ = asked
    found = {(wall.part, cell.dimension): cell.colour for wall in usual.result.rows for cell in wall.cells}
    for name, judge in DIMENSIONS.items():
        assert {service: found[service, name] for service in SERVICES} == {
            service: judge(rows, service) for service in SERVICES
        }, name
    assert {found[service, "budget"] for service in SERVICES} == {"grey"}


def test_the_worst_colour_counts_and_grey_hides_green(
    asked: tuple[Planted, StudyAnswer, StudyAnswer],
) -> None:
    rows, usual, without_budget = asked
    worst = {}
    for service in SERVICES:
        worst[service] = max((judge(rows, service) for judge in DIMENSIONS.values()), key=COLOURS.index)
    assert {point.part: point.value for point in without_budget.points} == worst
    assert {point.part: point.value for point in usual.points} == {
        service: _worse(colour, "grey") for service, colour in worst.items()
    }
    assert (usual.value, usual.n) == (max(worst.values(), key=COLOURS.index), len(SERVICES))
    assert [COLOURS.index(str(point.value)) for point in usual.points] == sorted(
        (COLOURS.index(str(point.value)) for point in usual.points), reverse=True
    )


def test_the_rows_have_every_colour() -> None:
    """Else the tests above would say little."""
    seen = {
        (name, judge(rows, service))
        for rows in map(_planted, (61, 62, 63))
        for name, judge in DIMENSIONS.items()
        for service in SERVICES
    }
    assert {colour for _, colour in seen} == set(COLOURS)
    assert {name for name, colour in seen if colour == "red"} == set(DIMENSIONS)
