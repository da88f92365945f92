"""Freeze a board, compare with an earlier one cause by cause, and follow what the board was promised."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from metrics.board import freeze
from metrics.board_changes import COLUMNS, change_row, in_order, moved_words, promises_grid
from metrics.board_frozen import FrozenBoard, frozen_boards, verify
from metrics.board_parts import Grid
from metrics.board_promises import Promise, PromiseError, Record, State, promise, record, settle
from metrics.board_since import Change, Since, since
from metrics.health import TITLES
from metrics.health_rules import DIMENSIONS
from metrics.scope import Scope
from metrics.wording import said
from ui.board import board_of, grid_html
from ui.board_meeting import month_and_clients
from ui.view import View, escaped, say

_FOUND: tuple[State, ...] = ("kept", "broken")


def frozen(view: View) -> None:
    """The page: freeze now, what changed since the chosen board, what was promised."""
    st.html(Path(__file__).with_name("board_screen.css"))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        scope = month_and_clients(view)
        with st.popover("Freeze this board", icon=":material/ac_unit:"):
            _freeze(view, scope)
    kept = frozen_boards(view.warehouse)
    if not kept:
        say("No board is frozen yet.")
        st.markdown(
            "Freezing keeps every figure of the month with its interval, colour, sentence, threshold and definition,"
            " and the numbers of the rows behind it. The next board then says what changed and why."
        )
    else:
        _compare(view, scope, kept)
    _promises(view, scope)


def _freeze(view: View, scope: Scope) -> None:
    with st.form("freeze-board", border=False):
        author = st.text_input("Who freezes it")
        if st.form_submit_button("Freeze", type="primary"):
            bar = st.progress(0.0, "Asking every figure")

            def told(share: float, what: str) -> None:
                bar.progress(share, what)

            try:
                board = freeze(view.warehouse, scope, author, shown=board_of(view, scope), progress=told)
            except ValueError as problem:
                bar.empty()
                st.error(str(problem))
                return
            st.toast(f"Frozen: {board.words}", icon=":material/ac_unit:")
            st.rerun()


def _compare(view: View, scope: Scope, kept: tuple[FrozenBoard, ...]) -> None:
    earlier = next((place for place, board in enumerate(kept) if board.month < f"{scope.start:%Y-%m}"), 0)
    chosen = st.selectbox(
        "Compare with", range(len(kept)), index=earlier, format_func=lambda place: kept[place].words,
        width=520,
    )  # fmt: skip
    board = kept[chosen]
    shown = board_of(view, scope)
    known = shown.since
    found = known if known is not None and known.board.key == board.key else _since(view, board, scope)
    currency = next((figure.currency for figure in shown.figures if figure.currency), "EUR")
    say(moved_words(found))
    rows = tuple(
        (
            *change_row(change, currency),
            _rows(change),
        )
        for change in in_order(found.changes)
    )
    columns = (*COLUMNS, "Rows of the frozen period")
    st.html(grid_html(Grid("Each change and its four causes, which add up to it", columns, rows)))
    if found.rules_changed:
        st.caption("The rules of the portfolio's colours are others than when that board was frozen.")
    if found.colours:
        colours = tuple(
            (c.part, _dimension(c.dimension), c.before, c.after, c.sentence) for c in found.colours
        )
        grid = Grid(
            "Colours that changed", ("Client", "Dimension", "Then", "Now", "Why"), colours, ("Then", "Now")
        )
        st.html(grid_html(grid))
    with st.container(horizontal=True):
        if st.button("Verify this board", icon=":material/fact_check:"):
            again = verify(view.warehouse, board)
            wrong = [replayed for replayed in again if not replayed.same]
            if wrong:
                st.error("\n".join(f"{escaped(each.title)}: {each.verdict}" for each in wrong))
            else:
                st.success(
                    f"All {len(again)} figures come out the same from exactly the rows they were made of."
                )
        st.download_button(
            "Download this board", data=board.model_dump_json(indent=1), file_name=f"frozen_board_{board.month}.json",
            mime="application/json", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _rows(change: Change) -> str:
    """Which rows of the frozen period count now and did not then; why a change is not split where it is not."""
    if change.reason is not None:
        return change.reason
    if change.appeared == change.gone:
        return f"{change.appeared:,} from newer files" if change.appeared else "the same"
    return f"{change.appeared:,} new, {change.gone:,} gone"


def _dimension(name: str) -> str:
    return next((title for dimension, title in TITLES.items() if dimension == name), name.capitalize())


def _since(view: View, board: FrozenBoard, scope: Scope) -> Since:
    return _cached((view.content_id, board.key, scope.model_dump_json()), view, board, scope)


@st.cache_resource(max_entries=12, show_spinner="Asking every figure again …")
def _cached(key: tuple[str, str, str], _view: View, _board: FrozenBoard, _scope: Scope) -> Since:  # noqa: ARG001
    return since(_view.warehouse, _board, _scope, board_of(_view, _scope).wall)


# -- promises -----------------------------------------------------------------------------------------------


def _promises(view: View, scope: Scope) -> None:
    told = _record((view.content_id, scope.model_dump_json()), view, scope)
    st.header("What we told the board", anchor=False)
    if told.rate is not None:
        low, high = told.interval
        st.markdown(
            f"**{told.kept} of {told.judged}** promises that can be judged were kept: {said(told.rate, 'percent')}"
            f" (95 % interval {said(low, 'percent')} to {said(high, 'percent')})."
        )
    if told.outcomes:
        st.html(grid_html(replace(promises_grid(told), title="")))
    else:
        st.markdown(
            "Nothing is recorded yet: freezing a board records its forecast dates and the year's landing."
        )
    with st.container(horizontal=True):
        with st.popover("Add a promise", icon=":material/add:"):
            _add(view, scope, told)
        open_ones = [o.promise for o in told.outcomes if o.state in {"open", "cannot tell"}]
        if open_ones:
            with st.popover("Settle a promise", icon=":material/check:"):
                _settle(view, open_ones)


@st.cache_resource(max_entries=12, show_spinner=False)
def _record(key: tuple[str, str], _view: View, _scope: Scope) -> Record:  # noqa: ARG001 - what it is kept under
    return record(_view.warehouse, _scope)


def _add(view: View, scope: Scope, told: Record) -> None:
    newest = view.as_of.date() if view.as_of else date.today()  # noqa: DTZ011 - a day chosen by a person
    made = max([newest, *(o.promise.made for o in told.outcomes)])
    parts = [row.part for row in board_of(view, scope).wall]
    with st.form("promise", border=False):
        about = st.selectbox("About", ["In words", *parts])
        dimension = st.selectbox("Green in (for a client)", ["overall", *DIMENSIONS])
        words = st.text_input("What was promised", placeholder="Green next month")
        due = st.date_input("By", value=made + timedelta(days=30), format="DD/MM/YYYY")
        author = st.text_input("Who says so")
        if not st.form_submit_button("Keep"):
            return
    by_colour = about != "In words"
    try:
        promise(
            view.warehouse,
            Promise(
                kind="colour" if by_colour else "words", subject=about if by_colour else words,
                said=words or f"{about}: {dimension} green", made=made, due=due, author=author,
                dimension=dimension if by_colour else "", colour="green" if by_colour else None,
            ),
        )  # fmt: skip
    except PromiseError as problem:
        st.error(str(problem))
        return
    st.rerun()


def _settle(view: View, open_ones: list[Promise]) -> None:
    with st.form("settle", border=False):
        chosen = st.selectbox("Promise", open_ones, format_func=lambda made: made.said)
        found = st.segmented_control("It was", _FOUND)
        author = st.text_input("Who says so")
        if not st.form_submit_button("Settle"):
            return
    if chosen is None or found is None:
        st.error("Choose the promise and whether it was kept or broken.")
        return
    try:
        settle(view.warehouse, chosen, found, author)
    except PromiseError as problem:
        st.error(str(problem))
        return
    st.rerun()
