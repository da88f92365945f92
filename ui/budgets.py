"""The budget of a year on one page: what is left of it, how fast it burns, and where it may end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from charts import money as charts
from charts.colours import Status
from charts.numbers import digits, money, written, written_day
from metrics.budget_burn import BudgetPosition, budget_position, budget_positions
from metrics.comparison import Standing
from metrics.fiscal import fiscal_calendar
from metrics.health_rules import rules
from metrics.query_frame import references
from ui import status
from ui.drawer import request
from ui.evidence import Evidence, listing, told
from ui.figure_card import Choice, figure
from ui.status import STANDINGS
from ui.view import View, ask, say

_BY = Choice("budget-by", "By", ("cost_center", "service", "category", "vendor", "project", "client"))


def budget(view: View) -> None:
    """Everything about the budget of a fiscal year; the period above does not apply, filters do."""
    whole = replace(view, scope=view.scope.but(start=None, end=None))
    found: BudgetPosition = ask(whole, budget_position)
    year = _fiscal_year(whole, found)
    if year != found.fiscal_year:
        found = ask(whole, budget_position, fiscal_year=year)
    if found.reason:
        say(f"No budget can be shown: {found.reason}.")
        return
    say(headline(found))
    for note in found.notes:
        st.caption(note)
    _cards(view, found)
    with st.grid(2, min_column_width=420, gap="small"):
        _waterfall(found)
        _burn(whole, found)
        _forecasts(view, found)
        _left_out(found)
    _parts(whole, found)


def _fiscal_year(view: View, newest: BudgetPosition) -> int | None:
    """The fiscal year the reader chose, the newest with costs until then, and what days it has."""
    if newest.fiscal_year is None:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="fiscal-year"):
        year = st.selectbox(
            "Fiscal year", newest.years, index=newest.years.index(newest.fiscal_year), key="fy", width=140,
            bind="query-params", format_func=lambda one: f"FY{one}",
        )  # fmt: skip
        chosen = int(year if year is not None else newest.fiscal_year)
        calendar = fiscal_calendar(view.warehouse)
        periods = calendar.periods(chosen)
        cut = "12 months" if calendar.pattern == "months" else "12 periods of 4, 4 and 5 weeks"
        last = periods[-1].end - timedelta(days=1)
        st.caption(f"{written_day(periods[0].start)} to {written_day(last)}, {cut} (Settings: fiscal year)")
    return chosen


def headline(found: BudgetPosition) -> str:
    """Where the year ends against its budget, and what is free."""
    judged = found.landing.judged
    free = (
        f"{money(found.free, found.currency)} of {money(found.budget, found.currency)} is free"
        if found.free is not None and found.free >= 0
        else f"{money(-(found.free or 0), found.currency)} more is spent and ordered than budgeted"
    )
    if judged is None or judged.amount is None:
        return f"FY{found.fiscal_year}: {free}; no forecast can be made yet."
    deviation = judged.deviation(found.budget) or 0.0
    way = "over" if deviation > 0 else "under"
    amount = money(judged.amount, found.currency)
    ending = (
        f"FY{found.fiscal_year} is heading for {amount}, {written(abs(deviation), 'percent')} {way} budget"
    )
    used_up = f", used up on {written_day(judged.exhausted)}" if judged.exhausted else ""
    return f"{ending}{used_up}. {free}."


def standing(view: View, found: BudgetPosition) -> Standing:
    """The status of a landing by the health rules' limits; none where nothing can be judged."""
    judged = found.landing.judged
    deviation = judged.deviation(found.budget) if judged else None
    rule = next(
        (rule for rule in rules(view.warehouse).of("budget") if rule.measure == "budget_landing"), None
    )
    if deviation is None or rule is None:
        return "none"
    for colour, below, above in (
        ("red", rule.red_below, rule.red_above),
        ("amber", rule.amber_below, rule.amber_above),
    ):
        if (below is not None and deviation < below) or (above is not None and deviation > above):
            return STANDINGS[colour]  # type: ignore[index]
    return "good"


def _behind(found: BudgetPosition, name: str, sentence: str) -> Evidence:
    rows = found.rows[name]
    if name == "orders":
        return Evidence(
            sentence, "The order lines that are not fully received or not fully invoiced.", references(rows)
        )
    return Evidence(sentence, f"FY{found.fiscal_year} in {found.currency}.", references(rows))


def _cards(view: View, found: BudgetPosition) -> None:
    code = found.currency
    through = (
        f"to {written_day(found.through.end - timedelta(days=1))}" if found.through else "(no period is over)"
    )
    open_orders = (found.course.accrued or 0.0) + (found.course.committed or 0.0)
    known = found.course.accrued is not None or found.course.committed is not None
    judged = found.landing.judged
    with st.grid(4, min_column_width=230, gap="small"):
        told(
            f"Budget FY{found.fiscal_year}", money(found.budget, code),
            [f"{money(found.course.budget_to_date, code)} planned {through}"],
            key="budget", n=len(found.rows["budget"]), evidence=_behind(found, "budget", "Budget"),
        )  # fmt: skip
        gap = (found.burned or 0.0) - (found.planned_burn or 0.0)
        told(
            "Spent", money(found.actual, code),
            [f"{written(found.burned, 'percent')} burned, {written(found.planned_burn, 'percent')} planned {through}",
             f"{digits(abs(gap) * 100, 1)} pts {'ahead of' if gap > 0 else 'behind'} the plan's own profile"],
            key="spent", n=len(found.rows["actual"]), evidence=_behind(found, "actual", "Postings"),
        )  # fmt: skip
        told(
            "Accrued and committed", money(open_orders, code) if known else "—",
            [f"{money(found.course.accrued or 0, code)} received, not invoiced",
             f"{money(found.course.committed or 0, code)} ordered, not received"]
            if known else ["not measurable: needs purchase orders"],
            key="ordered", n=_open_orders(found).shape[0], evidence=_orders_evidence(found) if known else None,
        )  # fmt: skip
        low, high = found.landing.low, found.landing.high
        told(
            "Lands at", money(judged.amount, code) if judged and judged.amount is not None else "—",
            [f"{judged.name}; all forecasts {money(low, code)} to {money(high, code)}"
             if judged and low is not None and high is not None else "no forecast can be made",
             f"used up on {written_day(judged.exhausted)}" if judged and judged.exhausted else "not used up this year"],
            key="landing", n=found.n, standing=standing(view, found),
            evidence=_behind(found, "actual", "Postings behind the landing"),
        )  # fmt: skip


def _open_orders(found: BudgetPosition) -> pd.DataFrame:
    orders = found.rows["orders"]
    if orders.empty:
        return orders
    return orders[(orders["accrued_reported"].fillna(0) > 0) | (orders["committed_reported"].fillna(0) > 0)]


def _orders_evidence(found: BudgetPosition) -> Evidence:
    return Evidence(
        "Accrued and committed",
        "Order lines that are received and not invoiced, or ordered and not received.",
        references(_open_orders(found)),
    )


def _waterfall(found: BudgetPosition) -> None:
    steps = [
        ("Budget", found.budget), ("Actual", found.actual), ("Accrued", found.course.accrued or 0.0),
        ("Committed", found.course.committed or 0.0),
    ]  # fmt: skip
    free = found.free or 0.0

    def open_step(point: dict[str, Any]) -> None:
        name = str(point.get("customdata") or point.get("x"))
        opened = {"Budget": "budget", "Actual": "actual"}.get(name)
        request(_behind(found, opened, name) if opened else _orders_evidence(found))

    unknown = [
        word
        for word, amount in (("accrued", found.course.accrued), ("committed", found.course.committed))
        if amount is None
    ]
    figure(
        "budget-waterfall",
        finding=f"{money(abs(free), found.currency)} {'free' if free >= 0 else 'over'} after what is spent and ordered",
        unit=found.currency,
        draw=lambda: charts.waterfall(steps, currency=found.currency, left="Free" if free >= 0 else "Over"),
        data=lambda: pd.DataFrame([*steps, ("Free", free)], columns=["Step", f"Amount in {found.currency}"]),
        on_click=open_step,
        notes=(f"Not known without purchase orders: {' and '.join(unknown)}.",) if unknown else (),
    )  # fmt: skip


def _burn(view: View, found: BudgetPosition) -> None:
    periods = fiscal_calendar(view.warehouse).periods(found.fiscal_year or 0)
    ends = [period.end - pd.Timedelta(days=1) for period in periods]
    burned, planned = found.burned or 0.0, found.planned_burn or 0.0
    landing = found.landing
    figure(
        "budget-burn",
        finding=f"{written(burned, 'percent')} is spent where the plan expected {written(planned, 'percent')}",
        unit="added up over the year; shaded: where it may end",
        draw=lambda: charts.burn(
            ends, found.course.budget, found.course.actual, budget=found.budget, currency=found.currency,
            landing=(landing.low, landing.high) if landing.low is not None and landing.high is not None else None,
        ),
        data=lambda: pd.DataFrame(
            {
                "Period": [period.label for period in periods],
                "Planned": list(found.course.budget),
                "Spent": [*found.course.actual, *([None] * (len(periods) - len(found.course.actual)))],
            }
        ),
        notes=() if found.course.has_profile else ("The budget has no monthly profile: the plan is a straight line.",),
        empty=None if found.course.actual else "no period of the year is over",
    )  # fmt: skip


def _forecasts(view: View, found: BudgetPosition) -> None:
    judged = found.landing.judged
    how = standing(view, found)
    rows: list[tuple[str, float | None, Status]] = [
        (f.name, f.amount, how if judged and f.id == judged.id and how in ("warn", "bad") else "none")
        for f in found.forecasts
    ]
    low, high = found.landing.low, found.landing.high
    figure(
        "budget-forecasts",
        finding=f"The year may end between {money(low, found.currency)} and {money(high, found.currency)}"
        if low is not None and high is not None
        else "No forecast can be made",
        unit=f"judged by: {judged.name.lower()}" if judged else "",
        draw=lambda: charts.landings(rows, budget=found.budget, currency=found.currency),
        data=lambda: forecast_table(found),
        empty=None if low is not None else "no period of the year is over",
    )


def forecast_table(found: BudgetPosition) -> pd.DataFrame:
    """The forecasts with the assumption each makes."""
    return pd.DataFrame(
        [
            {
                "Forecast": f.name,
                "Ends at": money(f.amount, found.currency) if f.amount is not None else None,
                "Against budget %": f.deviation(found.budget),
                "Used up on": written_day(f.exhausted) if f.exhausted else None,
                "It assumes": f.assumes,
                "Remark": f.reason,
            }
            for f in found.forecasts
        ]
    )


def _left_out(found: BudgetPosition) -> None:
    """The assumptions in words, what nobody budgeted, and what no rate brings into the sum."""
    with st.container(border=True, key="card-assumptions", height="stretch"):
        st.html('<div class="bv-finding">What each forecast assumes</div>')
        for f in found.forecasts:
            amount = money(f.amount, found.currency) if f.amount is not None else "—"
            st.markdown(
                f"**{f.name}, {amount.replace('$', chr(92) + '$')}** · {f.assumes}"
                + (f" *{f.reason}*" if f.reason else "")
            )
    rows = [
        {"What": f"Not budgeted: {item.name}", "Amount": round(item.amount), "Currency": found.currency, "Rows": item.n}
        for item in found.unbudgeted
    ] + [
        {"What": f"No exchange rate{f' for {m.month:%b %Y}' if m.month else ''} ({m.table.replace('_', ' ')})",
         "Amount": round(m.amount), "Currency": m.currency, "Rows": m.rows}
        for m in found.missing_rates
    ]  # fmt: skip
    if rows:
        listing(
            "budget-left-out",
            finding=f"{len(found.unbudgeted)} unbudgeted, {len(found.missing_rates)} left out for lack of a rate",
            data=pd.DataFrame(rows),
            height=220,
        )


def _parts(view: View, whole: BudgetPosition) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        named = {
            name: name.replace("_", " ").replace("center", "centre").capitalize() for name in _BY.options
        }
        by = st.segmented_control(
            "By", _BY.options, default=_BY.options[0], required=True, key=_BY.key, label_visibility="collapsed",
            format_func=named.__getitem__,
        ) or _BY.options[0]  # fmt: skip
    found: tuple[BudgetPosition, ...] = ask(view, budget_positions, by=by, fiscal_year=whole.fiscal_year)
    listed = [p for p in found if p.budget or p.actual]
    data = pd.DataFrame([_part_row(view, p, named[by]) for p in listed])
    over = [
        p
        for p in listed
        if standing(view, p) == "bad" and p.landing.judged and (p.landing.judged.deviation(p.budget) or 0) > 0
    ]
    listing(
        "budget-parts",
        finding=f"{len(over)} of {len(listed)} {'lands over its' if len(over) == 1 else 'land over their'} budget by"
        " more than the rules allow",
        unit=f"in {whole.currency}",
        data=data,
        asked=lambda place: Evidence(
            f"{listed[place].part}: postings", headline(listed[place]) if listed[place].budget else "Not budgeted.",
            references(listed[place].rows["actual"]) or references(listed[place].rows["budget"]),
        ),
        statuses={"Status": status.COLOURS},
        empty="no budget line names one",
    )  # fmt: skip


_COLOUR_OF = {standing: colour for colour, standing in STANDINGS.items()}


def _part_row(view: View, p: BudgetPosition, title: str) -> dict[str, Any]:
    judged = p.landing.judged
    return {
        title: p.part,
        "Status": status.signed(_COLOUR_OF[standing(view, p)]),
        "Budget": round(p.budget),
        "Spent": round(p.actual),
        "Accrued": round(p.course.accrued or 0.0),
        "Committed": round(p.course.committed or 0.0),
        "Free": round(p.free) if p.free is not None else None,
        "Burned %": p.burned,
        "Planned %": p.planned_burn,
        "Lands at": round(judged.amount) if judged and judged.amount is not None else None,
        "Against budget %": judged.deviation(p.budget) if judged else None,
        "Remark": p.reason,
    }
