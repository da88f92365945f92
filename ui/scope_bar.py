"""The period, grain, comparison and filters: drawn once for all pages, kept in the address of the page."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from charts.numbers import written_period
from metrics.comparison import With
from metrics.query_values import values_of
from metrics.scope import GRAINS, Grain, Scope
from ui.facts import Facts
from ui.kept import kept
from ui.view import COMPARED, escaped
from warehouse import Warehouse

PERIODS: dict[str, str] = {
    "6-months": "Last 6 months",
    "12-months": "Last 12 months",
    "3-months": "Last 3 months",
    "this-month": "This month",
    "last-month": "Last month",
    "this-quarter": "This quarter",
    "last-quarter": "Last quarter",
    "this-year": "This year",
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

GRAIN_CHOICES: tuple[str, ...] = ("auto", *GRAINS)


def _months_back(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def period_days(name: str, last: date) -> tuple[date | None, date | None]:
    """The days [start, end) of a named period, seen from the last day the data tell of.

    "Last 6 months" are the running month, drawn as unfinished, and the five before it.
    """
    month = last.replace(day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    tomorrow = last + timedelta(days=1)
    spans: dict[str, Callable[[], tuple[date | None, date | None]]] = {
        "12-months": lambda: (_months_back(month, 11), tomorrow),
        "6-months": lambda: (_months_back(month, 5), tomorrow),
        "3-months": lambda: (_months_back(month, 2), tomorrow),
        "this-month": lambda: (month, tomorrow),
        "last-month": lambda: (_months_back(month, 1), month),
        "this-quarter": lambda: (quarter, tomorrow),
        "last-quarter": lambda: (_months_back(quarter, 3), quarter),
        "this-year": lambda: (month.replace(month=1), tomorrow),
    }
    return spans[name]() if name in spans else (None, None)


def fitting_grain(start: date | None, end: date | None, first: date | None, last: date) -> Grain:
    """The grain that gives about a dozen periods over the days that hold data."""
    begin = max(filter(None, (start, first)), default=last)
    days = ((end or last) - begin).days
    return "day" if days <= 31 else "week" if days <= 230 else "month" if days <= 1200 else "quarter"


def scope_bar(
    content_id: str, warehouse: Warehouse, known: Facts, grants: tuple[str, ...]
) -> tuple[Scope, With]:
    """Draw the controls; give the scope and what figures are compared with.

    The address of the page holds what each control shows, so that a link reads as the page does.
    """
    first, last = known.first, known.as_of.date() if known.as_of else date.min
    with st.container(horizontal=True, vertical_alignment="center", key="scope", gap="small"):
        name = st.selectbox(
            "Period", list(PERIODS), format_func=PERIODS.__getitem__, key="period", bind="query-params",
            label_visibility="collapsed", width=190, required=True, icon=":material/calendar_month:",
        )  # fmt: skip
        name = name if name in PERIODS else "6-months"
        start, end = period_days(name, last)
        if name == "custom":
            start, end = _chosen_days(first or last, last)
        grain = st.selectbox(
            "Grain", GRAIN_CHOICES, format_func=str, key="grain",
            bind="query-params", label_visibility="collapsed", width=130, required=True, icon=":material/timeline:",
            help="How long one period of a trend is; auto follows the length of the period.",
        )  # fmt: skip
        compare = st.selectbox(
            "Compare with", list(COMPARED), format_func=COMPARED.__getitem__, key="compare",
            bind="query-params", label_visibility="collapsed", width=230, required=True,
            icon=":material/compare_arrows:",
        )  # fmt: skip
        chosen = _filters(content_id, warehouse, known.kinds, grants)
    _chips(chosen)
    fitting = fitting_grain(start, end, first, last)
    scope = Scope(
        start=start,
        end=end if start is None or end is None or end > start else start + timedelta(days=1),
        grain=grain if grain in GRAINS else fitting,
        filters=tuple((dimension, values) for dimension, values in chosen.items() if values),
        grants=grants,
    )
    return scope, compare if compare in COMPARED else "previous"


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
