"""Every import there was: what became of its rows, its rejects, and the way to take it back."""

from typing import Any

import pandas as pd
import streamlit as st

from ui.import_outcome import equation, kind_title, rejects_download
from ui.tables import prepared
from ui.upload import RESULTS
from ui.view import View, escaped
from warehouse import ledger


def history(view: View) -> None:
    """Every import, newest first, with its rejects and the way to take it back."""
    imports = view.warehouse.imports()
    if imports.empty:
        st.caption("Nothing has been imported yet.")
        return
    shown = imports.sort_values("import_id", ascending=False)
    overview = pd.DataFrame(
        {
            "Import": shown["import_id"],
            "File": shown["file"],
            "Sheet": shown["sheet"],
            "Kind": shown["kind"].map(kind_title),
            "When (UTC)": shown["imported_at"],
            "Read": shown["rows_read"],
            "Loaded": shown["rows_loaded"],
            "Superseded": shown["rows_superseded"],
            "Rejected": shown["rows_rejected"],
            "Skipped": shown["rows_skipped"],
            "State": shown["undone_at"].map(lambda at: "in use" if pd.isna(at) else "taken back"),
        }
    )
    overview, config = prepared(overview)
    # The browser keeps the widths of the first rows it saw; these words change when an import is taken back.
    config |= {"Kind": st.column_config.Column(width=150), "State": st.column_config.Column(width=100)}
    chosen = st.dataframe(
        overview,
        hide_index=True,
        column_config=config,
        on_select="rerun",
        selection_mode="single-row",
        key="history",
        alt="All imports",
    )
    rows = chosen.selection.rows
    if not rows:
        st.caption("Choose a row to see what became of it, or to take the import back.")
        return
    _one_import(view, {str(name): value for name, value in shown.iloc[rows[0]].items()})


def _one_import(view: View, entry: dict[str, Any]) -> None:
    import_id = int(entry["import_id"])
    with st.container(border=True, key="card-import"):
        st.markdown(f"**Import {import_id}: {escaped(str(entry['file']))}**")
        st.markdown(equation(entry))
        with st.container(horizontal=True):
            rejects_download(view.warehouse, import_id, f"old-{import_id}")
            if pd.isna(entry["undone_at"]) and st.button(
                "Take this import back", icon=":material/undo:", key=f"undo-{import_id}"
            ):
                _confirm_undo(view, import_id, str(entry["file"]))


def _confirm_undo(view: View, import_id: int, file: str) -> None:
    @st.dialog("Take this import back?")
    def confirm() -> None:
        st.markdown(
            f"The rows of import {import_id} ({escaped(file)}) no longer count, and the rows they had replaced "
            "stand again. The file and the entry in the history stay."
        )
        if st.button("Take it back", type="primary", key="undo-confirmed"):
            ledger.undo(view.warehouse, import_id)
            st.session_state.pop(RESULTS, None)  # what was said of it there is no longer so
            st.toast(f"Import {import_id} was taken back.", icon=":material/undo:")
            st.rerun()

    confirm()
