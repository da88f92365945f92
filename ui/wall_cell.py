"""What is behind a cell of the portfolio wall: the reason, what every rule says, and the rows, in the drawer."""

import html
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from charts.numbers import digits, written, written_day, written_interval
from metrics.declared import metric_named
from metrics.health import TITLES, Cell, Row
from metrics.health_context import By
from metrics.health_verdicts import Verdict
from ui import status
from ui.drawer import Request, request, rows_of
from ui.evidence import behind
from ui.scope_bar import add_filter
from ui.tables import heading, prepared, readable
from ui.view import PAGES, View, escaped, page_at


@dataclass(frozen=True)
class Behind:
    """One cell, to be opened in the drawer."""

    cell: Cell
    by: By

    def open(self, view: View) -> None:
        """Show the reason, what every rule says, and the rows."""
        title = f"{self.cell.part}: {TITLES[self.cell.dimension]}"
        st.dialog(escaped(title), width="large", position="right")(_explain)(self.cell, self.by, view)


@dataclass(frozen=True)
class Whole:
    """The overall colour of one row, to be opened in the drawer."""

    row: Row
    by: By

    def open(self, view: View) -> None:
        """Show the colour of every dimension with its reason."""
        st.dialog(escaped(self.row.part), width="large", position="right")(_explain_whole)(self.row)
        del view


def _explain_whole(row: Row) -> None:
    status.badge(row.colour)
    st.markdown(escaped(row.sentence))
    if row.override:
        st.markdown(f"**By hand:** {escaped(row.override.says)}")
    if row.reported:
        st.markdown(
            f"**Reported** {status.word(row.reported).lower()} · **computed** {status.word(row.computed).lower()}"
        )
    for cell in row.cells:
        with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
            status.badge(cell.colour)
            st.markdown(f"**{TITLES[cell.dimension]}** · {escaped(cell.sentence)}")


def _explain(cell: Cell, by: By, view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        status.badge(cell.colour)
        if cell.page in st.session_state[PAGES] and st.button(
            f"Open the page for {escaped(cell.part)}", icon=":material/open_in_new:", type="primary",
            key="explain-page", on_click=add_filter, args=(by, cell.part),
        ):  # fmt: skip
            st.switch_page(page_at(cell.page))
    st.markdown(f"**{escaped(cell.sentence)}**")
    if cell.override:
        st.markdown(
            f"**By hand:** {escaped(cell.override.says)} · computed {status.word(cell.computed).lower()}"
        )
    if cell.reported:
        st.markdown(
            f"**Reported** {status.word(cell.reported).lower()} · computed {status.word(cell.computed).lower()}"
        )
    st.html(f'<div class="bv-value">{html.escape(written(cell.value, cell.unit))}</div>')
    interval = written_interval(cell.low, cell.high, cell.unit, around=cell.value)
    st.caption(
        f"n = {digits(cell.n, 0)}" + (f" · 95 % interval {interval}" if interval else "")
        + (f" · data to {written_day(cell.as_of.date())}" if cell.as_of else "")
    )  # fmt: skip
    st.markdown("**What every rule says**")
    for verdict in cell.verdicts:
        with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
            status.badge(verdict.colour)
            st.markdown(f"{escaped(verdict.sentence)}  \n:gray[{escaped(rule_words(verdict))}]")
    _rows(cell, view)


def _rows(cell: Cell, view: View) -> None:
    """The rows behind the value: of the metric in its window, or those the answer names."""
    if cell.metric and not cell.references:
        asked = Request(metric_named(cell.metric), cell.scope)
        st.markdown(f"**The rows** of {escaped(asked.metric.title)}")
        found = readable(rows_of(view, asked, 200))
        shown, config = prepared(found.rename(columns=heading))
        st.dataframe(
            shown,
            hide_index=True,
            column_config=config,
            placeholder="—",
            height=320,
            alt="The rows behind the value",
        )
        with st.container(horizontal=True):
            if st.button(
                "Receipt and all rows",
                icon=":material/receipt_long:",
                key="explain-receipt",
                on_click=request,
                args=(asked,),
            ):
                st.rerun()
        return
    behind(view, cell.references, name=f"{cell.part} {cell.dimension}", key="cell-rows")


def rule_words(verdict: Verdict) -> str:
    """A rule as a sentence: where its colours begin, how far it looks back, how many cases it needs."""
    rule = verdict.rule
    unit = verdict.measured.unit if verdict.measured else ""

    def at(limit: float) -> str:
        return written(limit, unit) if unit in ("percent", "points", "count") else f"{limit:g}"

    parts = []
    for name, below, above in (
        ("amber", rule.amber_below, rule.amber_above),
        ("red", rule.red_below, rule.red_above),
    ):
        said = [_limit("below", below, at, has_target=rule.target is not None)] if below is not None else []
        if above is not None:
            said.append(_limit("above", above, at, has_target=rule.target is not None))
        if said:
            parts.append(f"{name} {' or '.join(said)}")
    parts.append(f"at least {rule.minimum_n} cases")
    parts.append(f"over {rule.window_days} days" if rule.window_days else "as it stands now")
    if rule.periods > 1:
        parts.append(f"better again only after {rule.periods} in a row")
    return f"Rule: {'; '.join(parts)}."


def _limit(side: str, limit: float, at: Callable[[float], str], *, has_target: bool) -> str:
    if not has_target:
        return f"{side} {at(limit)}"
    return f"{side} the target" + (f" by more than {at(abs(limit))}" if limit else "")
