"""The drawer and the lists of answers that are no metric: what is said, and exactly the rows that say it."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from contracts import all_contracts
from metrics.comparison import Standing
from metrics.query_places import Reference, rows_at
from metrics.workbook import as_csv, as_workbook
from ui.cards import fact_card
from ui.drawer import XLSX, Openable, Request, request
from ui.status import status_column
from ui.tables import heading, prepared, readable
from ui.view import View, escaped


@dataclass(frozen=True)
class Evidence:
    """What is asked about, the sentence about it, and where its rows lie."""

    title: str
    sentence: str
    references: tuple[Reference, ...]

    def open(self, view: View) -> None:
        """Open the drawer with these rows."""
        st.dialog(escaped(self.title), width="large", position="right")(_body)(self, view)


def _body(asked: Evidence, view: View) -> None:
    st.markdown(escaped(asked.sentence))
    behind(view, asked.references, name=asked.title)


def behind(view: View, references: Sequence[Reference], *, name: str, key: str = "evidence") -> None:
    """The rows at these places, a table for each kind, to download."""
    found = {
        kind: readable(rows) for kind, rows in rows_at(view.warehouse, references, view.scope.grants).items()
    }
    count = sum(len(rows) for rows in found.values())
    if not count:
        st.info("No rows lie behind this: nothing that was loaded speaks of it.")
        return
    st.caption(f"n = {count:,} rows")
    for kind, rows in found.items():
        title = all_contracts()[kind].title
        st.markdown(f"**{title}**")
        shown, config = prepared(rows.rename(columns=heading))
        st.dataframe(
            shown, hide_index=True, column_config=config, placeholder="—", key=f"{key}-{kind}", alt=title
        )
    downloads({all_contracts()[kind].title: rows for kind, rows in found.items()}, name=name, key=key)


def downloads(
    sheets: Mapping[str, pd.DataFrame],
    *,
    name: str,
    key: str,
    about: Sequence[tuple[str, str]] = (),
    label: str = "Excel",
    quiet: bool = False,
) -> None:
    """Download buttons: a workbook with a sheet for each table, and CSV where there is one table."""
    file = "".join(letter if letter.isalnum() else "_" for letter in name.lower()).strip("_")[:60] or "rows"
    kind: Literal["secondary", "tertiary"] = "tertiary" if quiet else "secondary"
    with st.container(horizontal=True, width="content"):
        st.download_button(
            label, type=kind, data=lambda: as_workbook(sheets, about=about), file_name=f"{file}.xlsx", mime=XLSX,
            icon=":material/download:", on_click="ignore", key=f"{key}-xlsx",
        )  # fmt: skip
        if len(sheets) == 1:
            only = next(iter(sheets.values()))
            st.download_button(
                "CSV", type=kind, data=lambda: as_csv(only), file_name=f"{file}.csv", mime="text/csv",
                icon=":material/download:", on_click="ignore", key=f"{key}-csv",
            )  # fmt: skip


def listing(
    key: str,
    *,
    finding: str,
    data: pd.DataFrame,
    asked: Callable[[int], Openable] | None = None,
    statuses: Mapping[str, Mapping[str, str]] | None = None,
    unit: str = "",
    empty: str = "nothing",
    notes: Sequence[str] = (),
    height: int = 320,
    most: int = 500,
) -> None:
    """A list on a card: its finding, the rows, and a download; a click on a row opens what lies behind it.

    `statuses` hold, by column, the words that stand in it with the colour of each.
    """
    with st.container(border=True, key=f"listing-{key}", height="stretch"):
        st.html(f'<div class="bv-finding">{html.escape(finding)} <span>{html.escape(unit)}</span></div>')
        for note in notes:
            st.caption(escaped(note))
        if data.empty:
            st.markdown(f":gray[:material/help: Nothing to show: {escaped(empty)}]")
            return
        marked = dict(statuses or {})
        filled = [name for name in data.columns if data[name].notna().any()]
        plain = data[filled].head(most).reset_index(drop=True)
        shown, config = prepared(plain)
        for name, words in marked.items():
            shown[name] = plain[name].map(lambda value: [value])
            config[name] = status_column(words)
        clicks = st.session_state.get(f"{key}-clicks", 0)
        name = f"{key}-list-{clicks}"
        st.dataframe(
            shown, hide_index=True, height="auto" if len(shown) <= height // 36 else height, column_config=config,
            placeholder="—", alt=finding, key=name, row_height=34,
            on_select=(lambda: _clicked(key, name, asked)) if asked else "ignore",
            selection_mode="single-cell",
        )  # fmt: skip
        said = "Click a row for the records behind it." if asked else ""
        if len(data) > most:
            said = f"The first {most:,} of {len(data):,}; a download has them all. {said}"
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(said or " ", width="stretch")
            downloads({finding[:31]: data}, name=key, key=f"{key}-download", quiet=True)


def _clicked(key: str, name: str, asked: Callable[[int], Openable]) -> None:
    # As with figures: a new name after each click, so that the same row can be opened again.
    cells = st.session_state[name].selection.cells
    if cells:
        st.session_state[f"{key}-clicks"] = st.session_state.get(f"{key}-clicks", 0) + 1
        request(asked(int(cells[0][0])))


def told(
    title: str,
    value: str,
    lines: Sequence[str] = (),
    *,
    key: str,
    n: int,
    evidence: Request | Openable | None = None,
    standing: Standing | None = None,
) -> None:
    """A card for an answer that is no metric, with the way to its rows."""
    with fact_card(title, value, lines, standing, key):
        st.button(
            f"n = {n:,}", icon=":material/receipt_long:", type="tertiary", key=f"rows-{key}", disabled=evidence is None,
            on_click=request, args=(evidence,), help="The rows this is made of",
        )  # fmt: skip
