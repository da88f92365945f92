"""Clocks that still run: how close open tickets are to breaking a promise, and what the month can still bear."""

from typing import Any

import pandas as pd

from charts import bars
from charts.numbers import digits, written
from metrics.answer import Point
from metrics.comparison import Standing
from metrics.open_promises import MissesLeft, Risks, breach_risk, misses_left
from metrics.query_frame import references
from metrics.running_clocks import SHARE_UNKNOWN
from metrics.studies_incidents import MISSES_LEFT, risk_notes
from ui.drawer import request
from ui.evidence import Evidence, listing, told
from ui.figure_card import figure
from ui.study_drawer import StudyRequest
from ui.view import View, ask

SHOWN = ["ticket", "sla_name", "target", "clock", "breach", "band", "hours_left"]
NAMES = {
    "ticket": "Ticket", "sla_name": "SLA", "target": "For", "clock": "Clock", "breach": "Breaks at (UTC)",
    "band": "Band", "hours_left": "Days left (24×7)",
}  # fmt: skip


def left_card(view: View) -> None:
    """How many more misses this month can bear before its target is out of reach."""
    found: MissesLeft = ask(view, misses_left)
    if found.left is None:
        told(
            "Misses left this month", "—", [found.reason or "not measurable"], standing="none", key="misses-left",
            n=0,
        )  # fmt: skip
        return
    standing: Standing = "good" if found.left > 2 else "warn" if found.left >= 0 else "bad"
    lines = [
        f"Target {written(found.target, 'percent')}; {found.missed:,} of {found.decided:,} missed so far",
        f"{digits(found.open_due, 0)} more are due before the month ends",
    ]
    value = digits(found.left, 0) if found.left >= 0 else "None"
    told(
        "Misses left this month", value, lines, standing=standing, key="misses-left",
        n=found.decided + found.open_due, evidence=StudyRequest(MISSES_LEFT, view.scope),
    )  # fmt: skip


def risk(view: View) -> None:
    """The open clocks by how much of their time is used, and the most urgent of them."""
    found: Risks = ask(view, breach_risk)
    points = [
        Point(part=band, value=count, n=count)
        for band, count in reversed(list(found.bands.items()))
        if count or band != SHARE_UNKNOWN
    ]
    total = sum(point.n for point in points)
    urgent = sum(point.n for point in points[-2:])

    def open_band(point: dict[str, Any]) -> None:
        band = str(point.get("customdata"))
        within = found.clocks[found.clocks["band"] == band]
        request(Evidence(f"Open clocks: {band}", f"{len(within):,} open clocks, {band}.", references(within)))

    figure(
        "breach-risk",
        finding=f"{digits(urgent, 0)} of {digits(total, 0)} open clocks are broken or nearly so"
        if total
        else "Open clocks",
        unit="by share of the time used, each on its own clock",
        draw=lambda: bars.bands(points, worst=2),
        data=lambda: pd.DataFrame([(p.part, p.n) for p in points], columns=["Time used", "Open clocks"]),
        on_click=open_band,
        empty=None if total else found.reason or "no clock is running",
        notes=risk_notes(found),
    )


def urgent_clocks(found: Risks, most: int = 200) -> pd.DataFrame:
    """The open clocks, the most urgent first, as a table people can read."""
    shown = found.clocks[[name for name in SHOWN if name in found.clocks]].head(most)
    return shown.assign(hours_left=shown["hours_left"] / 24).rename(columns=NAMES)


def clocks(view: View) -> None:
    """The list to work through today."""
    found: Risks = ask(view, breach_risk)
    if found.clocks.empty:
        return
    clocks = urgent_clocks(found, len(found.clocks))

    def open_clock(place: int) -> Evidence:
        clock = found.clocks.iloc[[place]]
        name = str(clock["ticket"].iloc[0])
        return Evidence(f"{name}: {clock['sla_name'].iloc[0]}", f"The clock on {name}.", references(clock))

    listing(
        "clocks", finding="The most urgent open clocks", data=clocks, asked=open_clock, height=340, most=100
    )
