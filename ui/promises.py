"""Clocks that still run: how close open tickets are to breaking a promise, and what the month can still bear."""

import pandas as pd
import streamlit as st

from charts import bars
from charts.numbers import digits, written
from metrics.answer import Point
from metrics.comparison import Standing
from metrics.slas import MissesLeft, Risks, breach_risk, misses_left
from ui.cards import fact
from ui.figures import figure, table
from ui.view import View, ask

SHOWN = ["ticket", "sla_name", "target", "breach", "band", "hours_left"]
NAMES = {
    "ticket": "Ticket", "sla_name": "SLA", "target": "For", "breach": "Breaks at (UTC)", "band": "Band",
    "hours_left": "Days left",
}  # fmt: skip


def left_card(view: View) -> None:
    """How many more misses this month can bear before its target is out of reach."""
    found: MissesLeft = ask(view, misses_left)
    if found.left is None:
        fact(
            "Misses left this month",
            "—",
            [found.reason or "not measurable"],
            standing="none",
            key="misses-left",
        )
        return
    standing: Standing = "good" if found.left > 2 else "warn" if found.left >= 0 else "bad"
    lines = [
        f"Target {written(found.target, 'percent')}; {found.missed:,} of {found.decided:,} missed so far",
        f"{digits(found.open_due, 0)} more are due before the month ends",
    ]
    value = digits(found.left, 0) if found.left >= 0 else "none"
    fact("Misses left this month", value, lines, standing=standing, key="misses-left")


def risk(view: View) -> None:
    """The open clocks by how much of their time is used, and the most urgent of them."""
    found: Risks = ask(view, breach_risk)
    points = [Point(part=band, value=count, n=count) for band, count in reversed(list(found.bands.items()))]
    total = sum(point.n for point in points)
    urgent = sum(point.n for point in points[-2:])
    figure(
        "breach-risk",
        finding=f"{digits(urgent, 0)} of {digits(total, 0)} open clocks are broken or nearly so"
        if total
        else "Open clocks",
        unit="by share of the time used, 24×7",
        draw=lambda: bars.bands(points, worst=2),
        data=lambda: urgent_clocks(found),
        empty=None if total else found.reason or "no clock is running",
        notes=(f"{found.left_out:,} clocks without a breach time are left out.",) if found.left_out else (),
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
    with st.container(border=True, key="card-clocks"):
        st.html('<div class="bv-finding">The most urgent open clocks</div>')
        table(urgent_clocks(found, 100), alt="The most urgent open clocks", height=340)
