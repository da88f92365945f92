"""The rows behind a figure, as a list on a card of its own."""

import html
from collections.abc import Sequence

import streamlit as st

from metrics.metric import Metric
from ui.drawer import Request, request, rows_of
from ui.tables import heading, table
from ui.view import View, escaped


def records(
    view: View,
    metric: Metric,
    columns: Sequence[str],
    *,
    finding: str,
    newest_first: str = "",
    most: int = 200,
) -> None:
    """The rows behind a figure as a table on a card, with the columns that matter here."""
    found = rows_of(view, Request(metric, view.scope))
    shown = found[[name for name in columns if name in found]]
    if newest_first in shown.columns:
        shown = shown.sort_values(newest_first, ascending=False)
    with st.container(border=True, key=f"records-{metric.name}", height="stretch"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False
        ):
            st.html(f'<div class="bv-finding">{html.escape(finding)}</div>')
            if st.button(
                f"n = {len(found):,}",
                icon=":material/receipt_long:",
                type="tertiary",
                key=f"all-{metric.name}",
            ):
                request(Request(metric, view.scope))
        if shown.empty:
            st.markdown(
                f":gray[:material/help: Nothing to show: {escaped(view.value(metric).reason or 'none in this period')}]"
            )
            return
        table(shown.head(most).rename(columns=heading), alt=finding, height=340 if len(shown) > 8 else "auto")
