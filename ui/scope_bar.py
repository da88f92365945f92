"""The period, grain, comparison and filters: drawn once for all pages, kept in the address of the page."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import streamlit as st

from charts.numbers import written_grain, written_period
from metrics.comparison import With
from metrics.fiscal import FiscalCalendar, fiscal_calendar
from metrics.query_values import values_of
from metrics.scope import GRAINS, Grain, Scope, period_named, period_of
from ui.address import from_address, into_address
from ui.facts import Facts
from ui.kept import kept
from ui.view import COMPARED, escaped
from warehouse import Warehouse

#: The periods to choose from by their code in the address; a period such as 2026-Q1 or FY2026-Q2 is understood too.
PERIODS: dict[str, str] = {
    "last-6-months": "Last 6 months",
    "last-12-months": "Last 12 months",
    "last-3-months": "Last 3 months",
    "this-month": "This month",
    "last-month": "Last month",
    "this-quarter": "This quarter",
    "last-quarter": "Last quarter",
    "this-year": "This year",
    "this-fiscal-quarter": "This fiscal quarter",
    "last-fiscal-quarter": "Last fiscal quarter",
    "this-fiscal-year": "This fiscal year",
    "last-fiscal-year": "Last fiscal year",
    "all": "All data",
    "custom": "From … to …",
}

FILTERS: dict[str, str] = {
    "client": "Client",
    "service": "Service",
    "team": "Team",
    "vendor": "Vendor",
    "priority": "Priority",
}

USUAL_PERIOD = "last-6-months"
USUAL_COMPARISON: With = "previous"
GRAIN_CHOICES: tuple[str, ...] = ("auto", *GRAINS)


def _months_back(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def offered(codes: Sequence[str], fiscal: FiscalCalendar, chosen: str) -> list[str]:
    """The codes to choose from: fiscal ones only where the fiscal year is another than the calendar's, or chosen."""
    return [code for code in codes if code == chosen or "fiscal" not in code or not fiscal.is_calendar_year]


def period_days(name: str, last: date, fiscal: FiscalCalendar) -> tuple[date | None, date | None]:
    """The days [start, end) of a named period, seen from the last day the data tell of.

    "Last 6 months" are the running month, drawn as unfinished, and the five before it.
    """
    month = last.replace(day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    tomorrow = last + timedelta(days=1)

    def running(grain: Grain) -> date:
        return period_of(last, grain, fiscal).start

    def before(grain: Grain) -> tuple[date, date]:
        end = running(grain)
        return period_of(end - timedelta(days=1), grain, fiscal).start, end

    spans: dict[str, Callable[[], tuple[date | None, date | None]]] = {
        "last-12-months": lambda: (_months_back(month, 11), tomorrow),
        "last-6-months": lambda: (_months_back(month, 5), tomorrow),
        "last-3-months": lambda: (_months_back(month, 2), tomorrow),
        "this-month": lambda: (month, tomorrow),
        "last-month": lambda: (_months_back(month, 1), month),
        "this-quarter": lambda: (quarter, tomorrow),
        "last-quarter": lambda: (_months_back(quarter, 3), quarter),
        "this-year": lambda: (month.replace(month=1), tomorrow),
        "this-fiscal-quarter": lambda: (running("fiscal-quarter"), tomorrow),
        "last-fiscal-quarter": lambda: before("fiscal-quarter"),
        "this-fiscal-year": lambda: (running("fiscal-year"), tomorrow),
        "last-fiscal-year": lambda: before("fiscal-year"),
    }
    if name in spans:
        return spans[name]()
    return (period_named(name, fiscal)[1:]) if is_named(name) else (None, None)


def is_named(code: str) -> bool:
    """Whether a code names a period: 2026, 2026-Q1, 2026-03, 2026-W09, 2026-03-02, FY2026 or FY2026-Q2."""
    if re.fullmatch(r"\d{4}(-(Q[1-4]|W\d\d|\d\d(-\d\d)?))?|FY\d{4}(-Q[1-4])?", code) is None:
        return False
    try:
        period_named(code, FiscalCalendar())
    except ValueError:
        return False
    return True


def period_name(code: str) -> str:
    """A period as people call it.

    >>> period_name("this-year"), period_name("2026-Q1"), period_name("2026-03"), period_name("FY2026-Q2")
    ('This year', 'Q1 2026', 'Mar 2026', 'FY26 Q2')
    """
    if code in PERIODS:
        return PERIODS[code]
    if len(code) == 4:
        return code
    if code.startswith("FY"):
        return written_period(date.min, "fiscal-quarter", label=code)
    month_or_day: Grain = "month" if code.count("-") == 1 else "day"
    grain: Grain = "quarter" if "Q" in code else "week" if "W" in code else month_or_day
    return written_period(period_named(code).start, grain)


def grain_name(code: str) -> str:
    """A grain as people call it.

    >>> grain_name("auto"), grain_name("week"), grain_name("fiscal-year")
    ('Auto grain', 'By week', 'By fiscal year')
    """
    return "Auto grain" if code == GRAIN_CHOICES[0] else f"By {written_grain(code)}"


def fitting_grain(
    start: date | None, end: date | None, first: date | None, last: date, fiscal: FiscalCalendar
) -> Grain:
    """The grain that gives about a dozen periods over the days that hold data.

    Quarters are those in which the portfolio reports: fiscal ones where its year is another than the calendar's.
    """
    begin = max(filter(None, (start, first)), default=last)
    days = ((end or last) - begin).days
    quarter: Grain = "quarter" if fiscal.is_calendar_year else "fiscal-quarter"
    return "day" if days <= 31 else "week" if days <= 230 else "month" if days <= 1200 else quarter


def scope_bar(
    content_id: str,
    warehouse: Warehouse,
    known: Facts,
    grants: tuple[str, ...],
    beside: Callable[[], None] = lambda: None,
) -> tuple[Scope, With]:
    """Draw the controls, and what else stands `beside` them; give the scope and what figures are compared with.

    The address of the page holds what each control shows, so that a link reads as the page does.
    """
    first, last = known.first, known.as_of.date() if known.as_of else date.min
    fiscal = fiscal_calendar(warehouse)
    with st.container(horizontal=True, vertical_alignment="center", key="scope", gap="small"):
        from_address("period", USUAL_PERIOD, lambda code: code in PERIODS or is_named(code))
        chosen_period = st.session_state["period"]
        codes = offered(list(dict.fromkeys([*PERIODS, chosen_period])), fiscal, chosen_period)
        name = st.selectbox(
            "Period", codes, format_func=period_name, key="period", label_visibility="collapsed",
            width=190 if fiscal.is_calendar_year else 210,
            required=True, icon=":material/calendar_month:",
        )  # fmt: skip
        into_address("period", name, USUAL_PERIOD)
        start, end = period_days(name, last, fiscal)
        if name == "custom":
            start, end = _chosen_days(first or last, last)
        from_address("grain", GRAIN_CHOICES[0], GRAIN_CHOICES.__contains__)
        grain = st.selectbox(
            "Grain", offered(GRAIN_CHOICES, fiscal, st.session_state["grain"]), format_func=grain_name, key="grain",
            label_visibility="collapsed", width=145 if fiscal.is_calendar_year else 185, required=True,
            icon=":material/timeline:",
            help="How long one period of a trend is; auto follows the length of the period.",
        )  # fmt: skip
        into_address("grain", grain, GRAIN_CHOICES[0])
        from_address("compare", USUAL_COMPARISON, COMPARED.__contains__)
        compare: With = st.selectbox(
            "Compare with", list(COMPARED), format_func=lambda code: f"vs {COMPARED[code]}", key="compare",
            label_visibility="collapsed", width=235, required=True, icon=":material/compare_arrows:",
        )  # fmt: skip
        into_address("compare", compare, USUAL_COMPARISON)
        chosen = _filters(content_id, warehouse, known.kinds, grants)
        beside()
    _chips(chosen)
    fitting = fitting_grain(start, end, first, last, fiscal)
    scope = Scope(
        start=start,
        end=end if start is None or end is None or end > start else start + timedelta(days=1),
        grain=grain if grain in GRAINS else fitting,
        filters=tuple((dimension, values) for dimension, values in chosen.items() if values),
        grants=grants,
    )
    return scope, compare


def address_of_scope() -> dict[str, tuple[str, ...]]:
    """What the address says of the page just drawn, as the controls show it."""
    shown = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    state = st.session_state
    for dimension in FILTERS:
        shown[dimension] = tuple(state.get(dimension, ()))
    usual = {"period": USUAL_PERIOD, "compare": USUAL_COMPARISON, "grain": GRAIN_CHOICES[0]}
    for name, unwritten in usual.items():
        value = state.get(name)
        shown[name] = (value,) if value and value != unwritten else ()
    days = state.get("days") if state.get("period") == "custom" else None
    shown["days"] = tuple(str(day) for day in days) if isinstance(days, tuple) else ()
    return {name: values for name, values in shown.items() if values}


def _chosen_days(first: date, last: date) -> tuple[date, date]:
    value = st.date_input(
        "From and to", value=(_months_back(last.replace(day=1), 3), last), min_value=min(first, last),
        max_value=last, key="days", bind="query-params", format="DD/MM/YYYY", label_visibility="collapsed",
        width=230,
    )  # fmt: skip
    days = value if isinstance(value, tuple) else (value,)
    begin = days[0] if days else first
    finish = days[1] if len(days) > 1 else last
    return begin, max(begin, finish) + timedelta(days=1)


def _filters(
    content_id: str, warehouse: Warehouse, kinds: tuple[str, ...], grants: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """The filters that have something to choose from, in a popover; their values by dimension."""
    chosen: dict[str, tuple[str, ...]] = {}
    with st.popover("Filters", icon=":material/filter_list:", key="filters"):
        for dimension, label in FILTERS.items():
            values = _values(content_id, warehouse, dimension, kinds, grants)
            if not values:
                continue
            # A saved view may name a client that no row names any more.
            wanted = st.session_state.get(dimension, [])
            if any(one not in values for one in wanted):
                st.session_state[dimension] = [one for one in wanted if one in values]
            picked = st.multiselect(label, values, key=dimension, bind="query-params", placeholder="All")
            chosen[dimension] = tuple(value for value in picked if value in values)
        if not chosen:
            st.caption("What is loaded names no client, service, team, vendor or priority.")
    return chosen


@kept(most=200)
def _values(
    content_id: str,  # noqa: ARG001 - another content has other values
    _warehouse: Warehouse,
    dimension: str,
    kinds: tuple[str, ...],
    grants: tuple[str, ...],
) -> list[str]:
    return values_of(_warehouse, dimension, kinds, grants)


def _chips(chosen: dict[str, tuple[str, ...]]) -> None:
    """One removable chip for every filter that is on."""
    active = [(dimension, value) for dimension, values in chosen.items() for value in values]
    if not active:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for dimension, value in active:
            st.button(
                f"{FILTERS[dimension]}: {escaped(value)}", icon=":material/close:", icon_position="right",
                key=f"chip-{dimension}-{value}", on_click=remove_filter, args=(dimension, value),
                help="Remove this filter",
            )  # fmt: skip
        if len(active) > 1:
            st.button("Clear all", type="tertiary", key="chip-clear", on_click=clear_filters)


def add_filter(dimension: str, value: str) -> None:
    """Put one more value into a filter; for use in a callback."""
    chosen = list(st.session_state.get(dimension, []))
    st.session_state[dimension] = [*chosen, *([] if value in chosen else [value])]


def remove_filter(dimension: str, value: str) -> None:
    """Take one value out of a filter; for use in a callback."""
    st.session_state[dimension] = [v for v in st.session_state.get(dimension, []) if v != value]


def clear_filters() -> None:
    """Take all filters off; for use in a callback."""
    for dimension in FILTERS:
        if dimension in st.session_state:
            st.session_state[dimension] = []


def scope_words(scope: Scope) -> str:
    """The scope as people read it: the period, and the filters that are on."""
    words = "all data"
    if scope.start and scope.end:
        words = written_period(scope.start, None, end=scope.end)
    filters = "; ".join(f"{FILTERS.get(name, name)}: {', '.join(values)}" for name, values in scope.filters)
    return f"{words} · {filters}" if filters else words
