"""What became of every row of a file that was loaded, and the refused ones to correct."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from charts.numbers import digits
from contracts import all_contracts
from data_loaders.outcome import TableResult
from data_loaders.rejects_workbook import file_name, rejects_workbook
from ui import upload
from ui.drawer import XLSX
from ui.import_sentences import once_loaded
from ui.states import READ_FIRST
from ui.view import View, escaped, page_at
from warehouse import Warehouse, ledger

#: So many warnings of a file are shown at once.
_WARNINGS = 6


def kind_title(kind: str | None) -> str:
    """A kind as people call it."""
    return all_contracts()[kind].title if kind in all_contracts() else "not recognised"


def loaded(view: View, results: Sequence[TableResult]) -> None:
    """Every table of the files with where its rows went, and the way to the pages that show them."""
    st.header("What became of every row", anchor=False)
    for position, result in enumerate(results):
        with st.container(border=True, key=f"card-loaded-{position}"):
            sheet = f", sheet {escaped(result.sheet)}" if result.sheet else ""
            st.markdown(f"**{escaped(result.file)}**{sheet} · {kind_title(result.kind)}")
            if result.error:
                st.error(escaped(once_loaded(result.error)), icon=":material/error:")
                continue
            st.markdown(equation(result))
            warn(result.warnings, f"loaded-{position}")
            if result.import_id is not None:
                rejects_download(view.warehouse, result.import_id, f"new-{position}")
    with st.container(horizontal=True):
        kinds = dict.fromkeys(
            result.kind for result in results if not result.error and result.kind in READ_FIRST
        )
        for path in dict.fromkeys(READ_FIRST[str(kind)] for kind in kinds):
            page = page_at(path)
            st.page_link(page, label=f"Open {page.title}", icon=":material/arrow_forward:")
        if st.button("Load more files", key="load-more"):
            upload.start_over()
            st.rerun()


def equation(result: TableResult | Mapping[str, Any]) -> str:
    """Every row of the sheet accounted for: read = loaded + superseded + rejected + skipped."""
    row = result if isinstance(result, Mapping) else vars(result)
    parts = [
        f"**{digits(int(row['rows_read']), 0)} rows read** = {digits(int(row['rows_loaded']), 0)} loaded",
        f"{digits(int(row['rows_superseded']), 0)} superseded by a newer row",
        f"{digits(int(row['rows_rejected']), 0)} rejected",
        f"{digits(int(row['rows_skipped']), 0)} skipped",
    ]
    changes = [f"{digits(int(row[name]), 0)} {name}" for name in ("new", "changed", "unchanged")]
    if row["vanished"]:
        changes.append(f"{digits(int(row['vanished']), 0)} known before and not in this file")
    if row["cells_refused"]:
        cells = f"{digits(int(row['cells_refused']), 0)} {'cell' if row['cells_refused'] == 1 else 'cells'}"
        changes.append(f"{cells} refused, with the reason in what can be downloaded")
    return f"{' + '.join(parts)}  \n{', '.join(changes)}"


def warn(warnings: Sequence[str], key: str) -> None:
    """What else is to know of a file; all of it, the first ones at once."""
    for warning in warnings[:_WARNINGS]:
        st.markdown(f":orange[:material/warning:] {escaped(warning)}")
    rest = warnings[_WARNINGS:]
    if rest:
        with st.expander(f"{digits(len(rest), 0)} more to know", key=f"warnings-{key}"):
            st.markdown("\n".join(f"- {escaped(warning)}" for warning in rest))


def rejects_download(warehouse: Warehouse, import_id: int, key: str) -> None:
    """The rows with something refused as a workbook to correct and load again; nothing where there are none."""
    if not ledger.has_rejects(warehouse, import_id):
        return
    st.download_button(
        "Download what was refused",
        data=lambda: rejects_workbook(warehouse, import_id),
        file_name=file_name(import_id),
        mime=XLSX,
        icon=":material/download:",
        help="Correct the cells in the workbook and drop it here: each row then takes the place of the refused one.",
        on_click="ignore",
        key=f"rejects-{key}",
    )
