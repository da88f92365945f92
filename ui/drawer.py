"""The side drawer: the receipt of a figure and exactly the rows behind it, to download or to check again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd
import streamlit as st

from charts.numbers import digits, written, written_day, written_interval
from metrics import query, receipts
from metrics.metric import Metric
from metrics.query import narrowed
from metrics.scope import NOT_SET, Period, Scope
from metrics.study_receipts import StudyReceipt
from metrics.workbook import as_csv, as_workbook
from ui.scope_bar import FILTERS, add_filter, scope_words
from ui.tables import heading, prepared, readable
from ui.view import View, escaped

#: Rows shown in the drawer; a download has them all.
SHOWN = 1000
_ASKED = "drawer"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Request:
    """Which figure is asked about: a metric in a scope, or one of its periods or parts."""

    metric: Metric
    scope: Scope
    period: Period | None = None
    part: tuple[str, str] | None = None

    @property
    def narrow(self) -> Scope:
        """The scope of exactly this point."""
        return narrowed(self.scope, period=self.period, part=self.part)

    @property
    def words(self) -> str:
        """The point in words."""
        named = [
            self.period.label if self.period else "",
            f"{heading(self.part[0])}: {self.part[1]}" if self.part else "",
        ]
        return " · ".join(word for word in named if word)


class Openable(Protocol):
    """What opens a drawer of its own: an answer that is no metric."""

    def open(self, view: View) -> None:
        """Open the drawer."""


def request(asked: Request | Openable | None) -> None:
    """Open the drawer once this run is done; for use in a callback."""
    st.session_state[_ASKED] = asked


def open_if_asked(view: View) -> None:
    """Open the drawer a callback asked for; called at the end of every run."""
    asked = st.session_state.pop(_ASKED, None)
    if isinstance(asked, Request):
        show(asked, view)
    elif asked is not None:
        asked.open(view)


def show(asked: Request, view: View | None = None) -> None:
    """Open the drawer now."""
    seen: View = view or st.session_state["view"]
    st.dialog(asked.metric.title, width="large", position="right")(_body)(asked, seen)


def _body(asked: Request, view: View) -> None:
    metric, scope = asked.metric, asked.narrow
    answer = view.value(metric, scope)
    st.caption(f"{metric.asks} · {scope_words(scope)}")
    if asked.words:
        st.markdown(f"**{escaped(asked.words)}**")
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    interval = written_interval(answer.low, answer.high, metric.unit, around=answer.value)
    left.html(f'<div class="bv-value">{written(answer.value, metric.unit)}</div>')
    right.markdown(
        f"n = {digits(answer.n, 0)}"
        + (f" · 95 % interval {interval}" if interval else "")
        + (f" · {escaped(answer.reason)}" if answer.reason else "")
        + (f" · {escaped(answer.caution)}" if answer.caution else "")
    )
    _filter_button(asked)
    chosen = st.segmented_control(
        "Show",
        ["Rows", "Receipt"],
        default="Rows",
        required=True,
        label_visibility="collapsed",
        key="drawer-part",
    )
    if chosen == "Receipt":
        _receipt(asked, view)
    else:
        _rows(asked, view)


def _filter_button(asked: Request) -> None:
    if asked.part is None or asked.part[0] not in FILTERS or asked.part[1] == NOT_SET:
        return
    dimension, value = asked.part
    if st.button(
        f"Filter every page by {FILTERS[dimension].lower()} {escaped(value)}", icon=":material/filter_alt:",
        on_click=add_filter, args=(dimension, value), type="tertiary", key="drawer-filter",
    ):  # fmt: skip
        st.rerun()


def rows_of(view: View, asked: Request, limit: int | None = None) -> pd.DataFrame:
    """The records behind a figure with the columns that hold anything, where they come from at the end."""
    return readable(query.rows(view.warehouse, asked.metric, asked.narrow, limit=limit))


def _rows(asked: Request, view: View) -> None:
    found = rows_of(view, asked, SHOWN + 1)
    if found.empty:
        st.info("There are no rows behind this figure.")
        return
    shown = found.head(SHOWN)
    rows, config = prepared(shown.rename(columns=heading))
    st.dataframe(
        rows, hide_index=True, height=460, key="drawer-rows", column_config=config, placeholder="—",
        alt=f"The rows behind {asked.metric.title}",
    )  # fmt: skip
    if len(found) > SHOWN:
        st.caption(f"The first {SHOWN:,} rows; a download has them all.")
    name = f"{asked.metric.name}_{view.scope.start or 'all'}"
    with st.container(horizontal=True):
        st.download_button(
            "Excel", data=lambda: _workbook(asked, view), file_name=f"{name}.xlsx", mime=XLSX,
            icon=":material/download:", on_click="ignore", key="drawer-xlsx",
        )  # fmt: skip
        st.download_button(
            "CSV", data=lambda: as_csv(rows_of(view, asked)), file_name=f"{name}.csv", mime="text/csv",
            icon=":material/download:", on_click="ignore", key="drawer-csv",
        )  # fmt: skip


def _workbook(asked: Request, view: View) -> bytes:
    answer = view.value(asked.metric, asked.narrow)
    about = [
        ("Figure", asked.metric.title),
        ("Question", asked.metric.asks),
        ("How it is made", asked.metric.formula),
        ("Scope", scope_words(asked.narrow)),
        ("Value", written(answer.value, asked.metric.unit)),
        ("Rows", str(answer.n)),
        ("Data to", f"{answer.as_of:%Y-%m-%d %H:%M} UTC" if answer.as_of else "—"),
        ("Definition", f"{asked.metric.id} · {asked.metric.version}"),
    ]
    return as_workbook({"Rows": rows_of(view, asked)}, about=about)


def _receipt(asked: Request, view: View) -> None:
    metric = asked.metric
    slip = receipts.receipt(view.warehouse, metric, asked.narrow)
    lines = {
        "How it is made": metric.formula,
        "Definition": f"{metric.id}, version {metric.version}"
        + (f", {metric.source}" if metric.source else "")
        + (f", clock: {metric.clock}" if metric.clock else ""),
        "Scope": scope_words(asked.narrow),
        "Data to": written_day(slip.as_of.date()) if slip.as_of else "—",
        "Rows measured": digits(slip.n, 0),
        "Rows left out": "; ".join(f"{digits(count, 0)}: {reason}" for reason, count in slip.excluded)
        or "none",
    }
    slip_of(lines, slip, lambda: _checked(slip, metric, view))


def _checked(slip: receipts.Receipt, metric: Metric, view: View) -> tuple[bool, str]:
    again = receipts.replay(view.warehouse, slip, metric)
    if not again.same:
        return False, again.verdict
    value = written(again.value, metric.unit)
    return True, f"The same: {value} from {digits(again.n, 0)} rows, to the last digit."


def slip_of(
    lines: Mapping[str, str], slip: receipts.Receipt | StudyReceipt, check: Callable[[], tuple[bool, str]]
) -> None:
    """A receipt as people read it, its files, and the buttons that make the figure again or take the receipt away."""
    st.markdown("\n".join(f"- **{label}:** {escaped(text)}" for label, text in lines.items()))
    st.markdown("**Files**")
    for source in slip.imports:
        st.markdown(
            f"- {escaped(source.file)}, sheet {escaped(source.sheet)} · {digits(source.n, 0)} rows "
            f"({escaped(_short(source.rows))}) · `{source.sha256[:12]}…`"
        )
    with st.container(horizontal=True):
        asked_again = st.button("Verify", icon=":material/fact_check:", key="drawer-verify")
        st.download_button(
            "Download", data=json.dumps(slip.model_dump(mode="json"), indent=1), mime="application/json",
            file_name=f"receipt_{slip.metric}.json", icon=":material/download:",
            on_click="ignore", key="drawer-receipt",
        )  # fmt: skip
    if asked_again:
        same, verdict = check()
        (st.success if same else st.error)(verdict)


def _short(rows: str, most: int = 40) -> str:
    """Row numbers as far as a line has room for them; the downloaded receipt has them all."""
    return rows if len(rows) <= most else rows[:most].rsplit(",", 1)[0] + ", …"
