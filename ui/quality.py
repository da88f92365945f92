"""How far the data can be trusted: what was refused, what figures had to leave out, and why."""

import pandas as pd
import streamlit as st

from charts.numbers import digits, written
from metrics.declared import all_metrics
from metrics.query_tables import table as known_table
from metrics.workbook import as_workbook
from ui.drawer import XLSX, Request, show
from ui.tables import prepared, table
from ui.view import View, say
from warehouse import ledger

#: A figure that leaves out more than this share of its rows is named.
NOTABLE = 0.05


def overview(view: View) -> None:
    """One sentence, then what each figure left out and which cells were not taken as they stand."""
    figures = _left_out(view)
    refused = ledger.rejects(view.warehouse)
    notable = figures[figures["Left out %"] > NOTABLE] if len(figures) else figures
    imports = view.warehouse.imports()
    read = int(imports.loc[imports["undone_at"].isna(), "rows_read"].sum()) if len(imports) else 0
    lost = int(imports.loc[imports["undone_at"].isna(), "rows_rejected"].sum()) if len(imports) else 0
    share = f" ({written(lost / read, 'percent')})" if lost else ""
    say(
        f"{digits(lost, 0)} of {digits(read, 0)} rows read were rejected{share}; "
        f"{len(notable)} of {len(figures)} figures leave out more than 5 % of their rows."
    )
    st.header("What figures had to leave out", anchor=False)
    _figures(view, figures)
    st.header("What could not be read as it stood", anchor=False)
    _refused(refused)


@st.cache_data(max_entries=20, show_spinner=False)
def _worked_out(key: tuple[str, str], _view: View) -> pd.DataFrame:  # noqa: ARG001 - content and scope
    rows = []
    for metric in all_metrics().values():
        known = known_table(_view.warehouse, metric.table, _view.scope.grants)
        if not known.types or known.is_empty:
            continue
        answer = _view.value(metric)
        left = sum(count for _, count in answer.excluded)
        rows.append(
            {
                "Figure": metric.title,
                "Id": metric.id,
                "Measured": answer.n,
                "Left out": left,
                "Left out %": left / (left + answer.n) if left + answer.n else 0.0,
                "Why": "; ".join(f"{digits(count, 0)} {reason}" for reason, count in answer.excluded)
                or answer.reason
                or "",
                "name": metric.name,
            }
        )
    columns = ["Figure", "Id", "Measured", "Left out", "Left out %", "Why", "name"]
    return pd.DataFrame(rows, columns=columns).sort_values(["Left out %", "Id"], ascending=[False, True])


def _left_out(view: View) -> pd.DataFrame:
    return _worked_out((view.content_id, view.scope.model_dump_json()), view)


def _figures(view: View, figures: pd.DataFrame) -> None:
    shown, config = prepared(figures.drop(columns="name"))
    chosen = st.dataframe(
        shown,
        hide_index=True,
        column_config=config,
        on_select="rerun",
        selection_mode="single-row",
        key="quality-figures",
        height=420,
        alt="Figures by the share of rows they leave out",
    )
    if chosen.selection.rows and chosen.selection.rows[0] < len(figures):
        metric = all_metrics()[str(figures.iloc[chosen.selection.rows[0]]["name"])]
        if st.button(
            f"Open the rows of “{metric.title}”", icon=":material/receipt_long:", key="quality-open"
        ):
            show(Request(metric, view.scope), view)


def _refused(refused: pd.DataFrame) -> None:
    if refused.empty:
        st.caption("Every cell and every row was taken as it stands.")
        return
    by = [name for name in ("file", "sheet", "column_name", "reason") if name in refused]
    counted = refused.groupby(by, dropna=False).size().rename("Cells").reset_index()
    counted = counted.sort_values("Cells", ascending=False).rename(
        columns=lambda name: str(name).removesuffix("_name").capitalize()
    )
    table(counted.head(500), alt="Cells not taken as they stand, by file, column and reason")
    st.download_button(
        "Download all of these cells",
        data=lambda: as_workbook({"Refused": refused}),
        file_name="refused_cells.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="quality-download",
    )
