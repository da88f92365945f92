"""Draws one screen of the board: its headline, figures, charts, lists and tables."""

import html
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from charts import bars
from charts import trend as trends
from charts.figure import Figure as Drawn
from charts.figure import enlarged
from charts.layout import CONFIG
from metrics.board import Board, NoBoardError
from metrics.board import board as whole_board
from metrics.board_notes import below, value_words
from metrics.board_parts import Chart, Figure, Grid, Line, Screen
from metrics.comparison import Standing
from metrics.scope import Scope
from ui.cards import BADGES
from ui.drawer import Request, request
from ui.events import events_of
from ui.status import SIGNS
from ui.view import View, escaped
from warehouse import Warehouse

_COLOURS = frozenset(SIGNS)
_NUMBER = ' class="bv-number bv-short"'
#: A count, a share or an amount, with its sign, its currency and how it moved.
_FIGURE = re.compile(r"[−+±]?([A-Z]{3}\s)?[\d.,]+[kM]?(\s?(%|pts|points|h|d|min))?(\s*[→↑↓](\s\d+)?)?\s*")
_NO_FIGURE = frozenset({"—", "", "not stated"})


def board_of(view: View, scope: Scope) -> Board:
    """The whole board of a month; worked out once for all its screens, again when the data change.

    A month of which there is nothing is a sentence, and the page ends there.
    """
    try:
        return _board((view.content_id, scope.model_dump_json()), view.warehouse, scope)
    except NoBoardError as problem:
        st.info(str(problem), icon=":material/event_busy:")
        st.stop()


@st.cache_resource(max_entries=12, show_spinner="Asking every figure of the board …")
def _board(key: tuple[str, str], _warehouse: Warehouse, _scope: Scope) -> Board:  # noqa: ARG001 - its name in the cache
    return whole_board(_warehouse, _scope)


def draw(
    screen: Screen, sub: str, view: View, *, large: bool, narrow: bool = False, page: int = 0, stale: str = ""
) -> None:
    """One screen, as large as a board room needs it or as an ordinary page.

    `narrow` is for a phone, where figures keep the size of an ordinary page. `page` is which rows of a long table
    the room sees; an ordinary page shows them all. `stale` says how old the figures are where they are too old to
    be shown without saying so.
    """
    st.html(Path(__file__).with_name("board_screen.css"))
    if large:
        st.html(Path(__file__).with_name("board_room.css"))
    length = len(screen.headline)
    long = " bv-longest" if length > 230 else " bv-long" if length > 130 else ""
    st.html(
        f'<div class="bv-headline{long}" role="heading" aria-level="1">{html.escape(screen.headline)}</div>'
        + (f'<div class="bv-stale">▲ {html.escape(stale)}</div>' if stale else "")
        + f'<div class="bv-sub">{html.escape(f"{screen.title} · {screen.asks} · {sub}")}</div>'
    )
    if screen.figures:
        with st.grid(len(screen.figures), min_column_width=210, gap="small"):
            for figure in screen.figures:
                _card(screen, figure)
    blocks = bool(screen.charts) + bool(screen.lists) + len(screen.grids)
    if screen.charts:
        # What a 1080 pixel high screen leaves for figures below the headline and the cards.
        height = (
            (460 if blocks == 1 else 260 if screen.grids else 290) - (30 if stale else 0) if large else 300
        )
        with st.grid(len(screen.charts), min_column_width=420, gap="small"):
            for chart in screen.charts:
                _chart(screen, chart, view, 240 if narrow else height, large=large and not narrow)
    if screen.lists:
        with st.grid(len(screen.lists), min_column_width=260, gap="small"):
            for name, lines in screen.lists:
                _list(screen, name, lines)
    for grid in screen.grids:
        shown = grid.page(page) if large else grid
        crowded = len(shown.rows) > 12 or blocks > 1
        alone = blocks == 1 and not screen.figures and len(shown.rows) <= 6
        _grid(shown, "tight" if crowded else "plain" if not large else "huge" if alone else "roomy")


def _card(screen: Screen, figure: Figure) -> None:
    metric, answer = figure.metric, figure.answer
    standing: Standing | None = "none" if answer.value is None else figure.standing
    with st.container(border=True, key=f"board-card-{screen.topic}-{metric.name}", height="stretch"):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            gap="small",
            wrap=False,
        ):
            st.markdown(f"**{escaped(metric.title)}**", width="stretch")
            if answer.value is None or standing != "none":
                word, icon, hue = BADGES[standing or "none"]
                st.badge(word, icon=icon, color=hue)  # type: ignore[arg-type]
        st.html(
            f'<div class="bv-value">{html.escape(value_words(figure))}</div>'
            f'<div class="bv-line">{html.escape(" · ".join(below(figure)))}</div>'
        )
        st.button(
            f"n = {answer.n:,}", icon=":material/receipt_long:", type="tertiary", help="Receipt and rows",
            key=f"board-receipt-{screen.topic}-{metric.name}", on_click=request, args=(Request(metric, figure.scope),),
        )  # fmt: skip


def _chart(screen: Screen, chart: Chart, view: View, height: int, *, large: bool) -> None:
    key = f"board-{screen.topic}-{chart.metric.name}-{chart.by or 'trend'}"
    with st.container(border=True, key=f"figure-{key}", height="stretch"):
        st.html(f'<div class="bv-finding">{html.escape(chart.finding)}</div>')
        events = events_of(view) if chart.by is None and chart.beside is None else ()
        named = " · ".join(trends.event_words(events, chart.answer.points))
        figure = drawn(chart, height - (50 if named and large else 0), events)
        if large:
            figure = enlarged(figure)
        st.plotly_chart(figure, key=key, config={**CONFIG, "staticPlot": large}, alt=chart.finding)
        if named:
            st.html(f'<div class="bv-line">{html.escape(named)}</div>')


def drawn(chart: Chart, height: int, events: Sequence[trends.Event] = ()) -> Drawn:
    """The figure of a chart; over time with what happened or is planned."""
    metric, points = chart.metric, chart.answer.points
    if chart.by is not None:

        def status(part: Any) -> Any:
            return "bad" if chart.misses(part.low, part.high) else "none"

        figure = bars.ranking(chart.worst_first(8), unit=metric.unit, status=status, top=8)
        figure.layout["height"] = max(height, 84)
        return figure
    if chart.beside is not None:
        return trends.flows(
            chart.beside.points, points, names=(chart.beside.title, chart.answer.title), height=height
        )
    return trends.trend(points, unit=metric.unit, target=metric.target, events=events, height=height)


def _list(screen: Screen, name: str, lines: Sequence[Line]) -> None:
    with st.container(border=True, key=f"board-list-{screen.topic}-{name}", height="stretch"):
        st.subheader(name, anchor=False)
        told = "".join(
            f'<li class="bv-{line.colour or "none"}">{html.escape(_line(line))}</li>' for line in lines
        )
        st.html(f'<ul class="bv-list">{told}</ul>')


def _line(line: Line) -> str:
    sign = f"{SIGNS[line.colour]} " if line.colour else ""
    return f"{sign}{line.part + ': ' if line.part else ''}{line.text}"


def _grid(grid: Grid, shape: str) -> None:
    if not grid.rows:
        st.markdown(f":gray[:material/help: {escaped(grid.title)}: nothing to show]")
        return
    st.html(grid_html(grid, shape))


def grid_html(grid: Grid, shape: str = "tight") -> str:
    """A table of the board, tight, plain or roomy; a colour is a sign, a word and a tint."""
    numbers = {
        name for place, name in enumerate(grid.columns) if _numbers(str(row[place]) for row in grid.rows)
    }
    head = "".join(
        f'<th scope="col"{_NUMBER if name in numbers else ""}>{html.escape(name)}</th>'
        for name in grid.columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            _cell(grid, name, str(cell), number=name in numbers)
            for name, cell in zip(grid.columns, row, strict=True)
        )
        + "</tr>"
        for row in grid.rows
    )
    return (
        f'<div class="bv-finding">{html.escape(grid.title)}</div>'
        f'<div class="bv-grid"><table class="bv-{shape}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _numbers(cells: Iterable[str]) -> bool:
    """Whether a column holds figures, which stand below one another by their last digit."""
    told = [cell for cell in cells if cell not in _NO_FIGURE]
    return bool(told) and all(_FIGURE.fullmatch(cell) for cell in told)


def _cell(grid: Grid, column: str, text: str, *, number: bool) -> str:
    named = f' data-column="{html.escape(column)}"'
    if column in grid.colours and text in _COLOURS:
        name = "no data" if text == "grey" else text
        return f'<td class="bv-{text} bv-short"{named}>{SIGNS[text]} {name}</td>'
    if number:
        return f"<td{_NUMBER}{named}>{html.escape(text)}</td>"
    short = ' class="bv-short"' if len(text) <= 24 else ""
    return f"<td{short}{named}>{html.escape(text)}</td>"
