"""Earned value of a plan on one page: what is planned, earned and spent, and what that says about the end."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import money as charts
from charts.numbers import digits, money, written_day
from metrics.comparison import Standing
from metrics.earned_value import Baseline, EarnedValue, baselines
from metrics.earned_value import earned_value as work_out
from metrics.query_values import values_of
from metrics.wording import listed
from ui.evidence import Evidence, downloads, told
from ui.figure_card import figure
from ui.tables import table
from ui.view import View, ask, escaped, say

_RULES = {"percent": "As reported", "50/50": "Half at the start", "0/100": "Nothing before the end"}


def earned_value(view: View) -> None:
    """Everything about one plan, or all of them together."""
    projects = values_of(view.warehouse, "project", ("plan_items",), view.scope.grants)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        project = st.selectbox("Plan", ["All plans", *projects], key="ev-plan", width=280)
        rule = st.segmented_control(
            "How work is earned", list(_RULES), default="percent", required=True, key="ev-rule",
            format_func=_RULES.__getitem__,
        ) or "percent"  # fmt: skip
    whole = view.scope.but(start=None, end=None)
    if project != "All plans":
        whole = whole.but(filters=tuple({**whole.by_dimension, "project": (project,)}.items()))
    narrowed = replace(view, scope=whole)
    found: EarnedValue = ask(narrowed, work_out, rule=rule)
    if found.reason:
        say(f"Earned value cannot be given: {found.reason}.")
        return
    say(headline(found))
    for caution in found.cautions:
        st.markdown(f":orange[:material/warning:] {escaped(caution)}")
    _cards(found)
    with st.grid(2, min_column_width=420, gap="small"):
        _ends(found)
        _versions(narrowed)


def headline(found: EarnedValue) -> str:
    """Whether the work costs more than it is worth, and whether it is late."""
    said = []
    if found.cpi is not None:
        word = "costs more than it is worth" if found.cpi < 1 else "is worth what it costs"
        said.append(f"The work {word} (CPI {digits(found.cpi, 2)})")
    if found.spi is not None:
        how_much = "less is done than planned" if found.spi < 1 else "as much is done as planned"
        said.append(f"{how_much} (SPI {digits(found.spi, 2)})")
    eac = next((amount for amount in found.eac.values() if amount is not None), None)
    if eac is not None and found.bac:
        over = "over" if eac > found.bac else "under"
        said.append(
            f"it ends {money(abs(eac - found.bac), found.currency)} {over} its budget if it goes on like this"
        )
    return (
        "; ".join(said) + "." if said else "Neither cost nor planned value is known: no index can be given."
    )


def _money(value: float | None, currency: str) -> str:
    return "—" if value is None else money(value, currency)


def _ratio(value: float | None) -> str:
    return "—" if value is None else digits(value, 2)


def _standing(index: float | None) -> Standing:
    """An index of 1 is on plan; a tenth below it is off track."""
    return "none" if index is None else "good" if index >= 1 else "warn" if index >= 0.9 else "bad"


def _cards(found: EarnedValue) -> None:
    code = found.currency
    behind = Evidence("Plan items", f"{found.n} plan items with a cost.", found.references)

    def card(title: str, value: str, lines: list[str], key: str, standing: Standing | None = None) -> None:
        told(title, value, lines, key=key, n=found.n, evidence=behind, standing=standing)

    with st.grid(4, min_column_width=230, gap="small"):
        card(
            "Planned, earned, spent", _money(found.ev, code),
            [f"planned {_money(found.pv, code)}, spent {_money(found.ac, code)}",
             f"of {_money(found.bac, code)} in all"],
            "ev",
        )  # fmt: skip
        card(
            "Cost performance (CPI)", _ratio(found.cpi),
            [f"earned minus spent {_money(found.cv, code)}", "" if found.cpi is not None else
             "not measurable: needs cost"],
            "cpi", _standing(found.cpi),
        )  # fmt: skip
        card(
            "Schedule performance (SPI)", _ratio(found.spi),
            [f"earned minus planned {_money(found.sv, code)}", f"in time (SPI(t)) {_ratio(found.spi_time)}"],
            "spi", _standing(found.spi),
        )  # fmt: skip
        card(
            "Needed from here on (TCPI)", _ratio(found.tcpi_to_budget),
            [f"to end on budget; {_ratio(found.tcpi_to_forecast)} to end on the forecast",
             f"left to spend {_money(found.etc, code)}"], "tcpi",
        )  # fmt: skip


def _ends(found: EarnedValue) -> None:
    code = found.currency
    rows = [
        (name.split(" (")[0].capitalize(), amount, "none")
        for name, amount in found.eac.items()
        if amount is not None
    ]
    known = [amount for _, amount, _ in rows]
    lacking = [name.split(" (")[0] for name, amount in found.eac.items() if amount is None]
    figure(
        "eac",
        finding=f"It may end between {money(min(known), code)} and {money(max(known), code)}"
        if known
        else "No end can be estimated",
        unit="estimate at completion by assumption"
        + (f"; not known: {listed(lacking)}" if lacking and known else ""),
        draw=lambda: charts.landings(rows, budget=found.bac or 0.0, currency=code),  # type: ignore[arg-type]
        data=lambda: pd.DataFrame(list(found.eac.items()), columns=["It assumes", "Ends at"]),
        empty=None if known and found.bac else "no cost or progress is known",
    )


def _versions(view: View) -> None:
    found: tuple[Baseline, ...] = ask(view, baselines)
    rows = pd.DataFrame(
        [
            {"Imported": f"{written_day(b.imported_at.date())}", "Planned cost": round(b.bac),
             "Planned end": written_day(b.finish) if b.finish else None, "Import": b.import_id}
            for b in found
        ]
    )  # fmt: skip
    with st.container(border=True, key="card-baselines", height="stretch"):
        st.html(
            '<div class="bv-finding">Versions of the plan <span>measured against the first of each item</span></div>'
        )
        table(rows, alt="Versions of the plan")
        downloads({"Versions": rows}, name="plan_versions", key="versions", quiet=True)
