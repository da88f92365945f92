"""The risk register on one page: the matrix, what risks may cost, and which nobody has looked at."""

from typing import Any

import pandas as pd
import streamlit as st

from charts import matrix as charts
from charts.numbers import digits, written
from metrics.risks import Calibration, Risk, RiskRegister, calibration
from metrics.risks import register as read
from ui.drawer import request
from ui.evidence import Evidence, listing, told
from ui.figure_card import figure
from ui.invoices import by_currency
from ui.view import View, ask, say

_BANDS = {
    "severe": "▼ Severe",
    "high": "▲ High",
    "moderate": "○ Moderate",
    "low": "● Low",
    None: "○ Not scored",
}
_COLOURS = {
    "▼ Severe": "red",
    "▲ High": "orange",
    "○ Moderate": "gray",
    "● Low": "green",
    "○ Not scored": "violet",
}


def answer(view: View) -> None:
    """How many open risks are severe, what they may cost, and how many nobody has looked at."""
    found: RiskRegister = ask(view, read)
    if not found.n:
        say(f"No open risk: {found.reason or 'every risk is closed'}.")
        return
    severe = [risk for risk in found.risks if risk.band == "severe"]
    stale = sum(risk.stale for risk in found.risks)
    first = f", first {severe[0].summary}" if severe else ""
    say(
        f"{len(severe)} of {found.n} open risks are severe{first}. Expected cost "
        f"{by_currency([(amount, code) for code, amount in found.exposure.items()])}; "
        f"{stale} not looked at for 30 days, {found.unscored} not scored."
    )


def exposure(view: View) -> None:
    """A card with the expected cost of threats, and of opportunities apart."""
    found: RiskRegister = ask(view, read)
    lines = (
        [f"opportunities {by_currency([(a, c) for c, a in found.upside.items()])}"] if found.upside else []
    )
    lines.append(f"{found.without_cost} of {found.n} without a cost or a probability")
    value = by_currency([(a, c) for c, a in found.exposure.items()]) if found.exposure else "—"
    told(
        "Expected cost of open risks", value, lines, key="exposure", n=found.n,
        evidence=Evidence("Open risks", f"{found.n} open risks.", tuple(r.reference for r in found.risks)),
    )  # fmt: skip


def matrix(view: View) -> None:
    """Probability against impact; a click opens the risks of a cell."""
    found: RiskRegister = ask(view, read)
    scored = [r for r in found.risks if r.probability is not None and r.impact is not None]
    worse = sum((r.moved or 0) > 0 for r in scored)

    def open_cell(point: dict[str, Any]) -> None:
        impact, probability = map(int, str(point.get("customdata")).split("|"))
        mine = [r for r in scored if (r.impact, r.probability) == (impact, probability)]
        request(
            Evidence(
                f"Probability {probability}, impact {impact}", "; ".join(r.summary for r in mine) + ".",
                tuple(r.reference for r in mine),
            )
        )  # fmt: skip

    figure(
        "risk-matrix",
        finding=f"{sum(r.band == 'severe' for r in scored)} severe, {sum(r.band == 'high' for r in scored)} high"
        + (f"; {worse} became worse" if worse else ""),
        unit="▲ worse, ▼ better than in the import before",
        draw=lambda: charts.matrix(
            [(r.identifier, r.probability or 1, r.impact or 1, r.moved) for r in scored]
        ),
        data=lambda: risk_table(found.risks),
        on_click=open_cell,
        empty=None if scored else "no open risk is scored",
    )


def risk_table(risks: tuple[Risk, ...]) -> pd.DataFrame:
    """The open risks, unscored ones on top and then the gravest."""
    table = pd.DataFrame(
        [
            {
                "Risk": r.summary, "Band": _BANDS[r.band], "Score": r.score, "Moved": r.moved, "Client": r.client,
                "Service": r.service, "Expected cost": r.expected_cost, "Currency": r.currency,
                "Days since review": r.days_since_review, "Mitigation": "overdue" if r.mitigation_overdue else None,
                "Kind": r.type.capitalize(), "Id": r.identifier,
            }
            for r in risks
        ]
    )  # fmt: skip
    whole = ("Score", "Moved", "Days since review")
    return table.astype(dict.fromkeys(whole, "Int64")) if len(table) else table


def listed(view: View) -> None:
    """Every open risk."""
    found: RiskRegister = ask(view, read)
    overdue = sum(r.mitigation_overdue for r in found.risks)
    listing(
        "risks",
        finding=f"{found.n} open risks and opportunities"
        + (f", {overdue} mitigations overdue" if overdue else ""),
        unit="unscored first, then the gravest",
        data=risk_table(found.risks),
        asked=lambda place: Evidence(
            found.risks[place].identifier, found.risks[place].summary, (found.risks[place].reference,)
        ),
        statuses={"Band": _COLOURS},
        empty=found.reason or "every risk is closed",
        notes=found.notes,
        height=380,
    )


def calibrated(view: View) -> None:
    """Whether what was said of risks came true, where enough are closed."""
    found: tuple[Calibration, ...] = ask(view, calibration)
    with st.container(border=True, key="card-calibration", height="stretch"):
        st.html(
            '<div class="bv-finding">Were we right about our risks? <span>said against happened</span></div>'
        )
        if not found:
            st.markdown(":gray[:material/help: Not shown: at least 20 closed risks are needed]")
        for c in found:
            st.markdown(
                f"Class {c.probability}: said {written(c.said, 'percent')}, "
                f"came true {written(c.came_true, 'percent')} "
                f"(95 % interval {written(c.low, 'percent')} to {written(c.high, 'percent')}, n = {digits(c.n, 0)})"
            )
