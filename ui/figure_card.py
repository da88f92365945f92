"""The card of a figure: its finding in words, the picture, a click that opens rows, and the same as a table."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from charts.figure import Figure, enlarged
from charts.layout import CONFIG
from ui.drawer import Request, request
from ui.tables import table
from ui.view import escaped

AS_TABLE, AS_CHART, ROWS = "Show as table", "Show as figure", "Receipt and rows"


@dataclass(frozen=True)
class Choice:
    """What the reader can choose between on one card; the first is what it shows at first."""

    key: str
    label: str
    options: tuple[str, ...]

    @property
    def chosen(self) -> str:
        """The option in force, known before the control is drawn."""
        value = st.session_state.get(self.key, self.options[0])
        return value if value in self.options else self.options[0]

    def draw(self) -> None:
        """Draw the control."""
        st.segmented_control(
            self.label,
            self.options,
            default=self.options[0],
            required=True,
            key=self.key,
            label_visibility="collapsed",
            format_func=lambda option: option[:1].upper() + option[1:],
        )


def figure(
    key: str,
    *,
    finding: str,
    unit: str,
    draw: Callable[[], Any],
    data: Callable[[], pd.DataFrame],
    on_click: Callable[[dict[str, Any]], None] | None = None,
    asked: Request | None = None,
    notes: Sequence[str] = (),
    choice: Choice | None = None,
    empty: str | None = None,
    grows: bool = True,
    below: Sequence[str] = (),
) -> None:
    """One card with a figure, or its numbers as a table; `on_click` is told which point was chosen.

    `empty` is why there is nothing to draw: a figure without values would be a blank card. `below` says what
    each number over the figure stands for. A figure that `grows` is as high as the card beside it leaves it room.
    """
    table_key = f"{key}-as-table"
    with st.container(border=True, key=f"figure-{key}", height="stretch"):
        as_table = bool(st.session_state.get(table_key))
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False
        ):
            st.html(f'<div class="bv-finding">{html.escape(finding)} <span>{html.escape(unit)}</span></div>')
            options = [AS_CHART if as_table else AS_TABLE, *([ROWS] if asked else [])]
            st.menu_button(
                "More", options, key=f"{key}-menu", type="tertiary", icon=":material/more_horiz:",
                on_click=_chosen, args=(key, table_key, asked),
            )  # fmt: skip
        if choice is not None:
            choice.draw()
        for note in notes:
            st.caption(escaped(note))
        if empty is not None:
            st.markdown(f":gray[:material/help: Nothing to show: {escaped(empty)}]")
        elif as_table:
            table(data(), alt=finding)
        else:
            _plot(key, draw(), finding, on_click, grows=grows)
            if below:
                st.html(
                    f'<div class="bv-events">{"".join(f"<span>{html.escape(one)}</span>" for one in below)}</div>'
                )


def _chosen(key: str, table_key: str, asked: Request | None) -> None:
    if st.session_state[f"{key}-menu"] == ROWS:
        request(asked)
    else:
        st.session_state[table_key] = not st.session_state.get(table_key)


def _plot(
    key: str, drawn: Any, finding: str, on_click: Callable[[dict[str, Any]], None] | None, *, grows: bool
) -> None:
    # A chosen point stays chosen in the browser, so that a second click on it would say nothing: after each
    # click the figure gets a new name, and with it a clean slate.
    times = st.session_state.get(f"{key}-clicks", 0)
    name = f"{key}-plot-{times}"
    if st.query_params.get("board") == "1" and isinstance(drawn, Figure):
        drawn = enlarged(drawn)
    st.plotly_chart(
        drawn,
        key=name,
        height="stretch" if grows else "content",
        config=dict(CONFIG),
        alt=finding,
        on_select=(lambda: _clicked(key, name, on_click)) if on_click else "ignore",
        selection_mode="points",
    )


def _clicked(key: str, name: str, on_click: Callable[[dict[str, Any]], None]) -> None:
    points = st.session_state[name].selection.points
    if points:
        st.session_state[f"{key}-clicks"] = st.session_state.get(f"{key}-clicks", 0) + 1
        on_click(points[0])
