"""The drawer of an answer that is no metric: what it says, the rows behind it, and its receipt."""

from dataclasses import dataclass

import streamlit as st

from charts.numbers import digits, written, written_day, written_interval
from metrics.scope import Scope
from metrics.study import Study, StudyAnswer, answered
from metrics.study_receipts import replayed, study_places, study_receipt
from ui.drawer import slip_of
from ui.evidence import behind
from ui.scope_bar import scope_words
from ui.view import View, escaped


@dataclass(frozen=True)
class StudyRequest:
    """Which study is asked about, and in which scope."""

    study: Study
    scope: Scope

    def open(self, view: View) -> None:
        """Open the drawer with the answer."""
        st.dialog(escaped(self.study.title), width="large", position="right")(_body)(self, view)


def _body(asked: StudyRequest, view: View) -> None:
    study, scope = asked.study, asked.scope
    answer = answered(view.warehouse, study, scope)
    st.caption(escaped(f"{study.asks} · {scope_words(scope)}"))
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    left.html(f'<div class="bv-value">{_headline(answer)}</div>')
    number = answer.value if isinstance(answer.value, float) else None
    interval = written_interval(answer.low, answer.high, answer.unit, around=number)
    right.markdown(
        f"n = {digits(answer.n, 0)}"
        + (f" · 95 % interval {interval}" if interval else "")
        + (f" · {escaped(answer.reason)}" if answer.reason else "")
    )
    chosen = st.segmented_control(
        "Show", ["Rows", "Receipt"], default="Rows", required=True, label_visibility="collapsed", key="study-part"
    )  # fmt: skip
    if chosen == "Receipt":
        _receipt(asked, answer, view)
    else:
        behind(view, study_places(view.warehouse, study, scope, answer), name=study.title, key="study-rows")


def _headline(answer: StudyAnswer) -> str:
    if isinstance(answer.value, float | int):
        return written(float(answer.value), answer.unit)
    return str(answer.value if answer.value is not None else "—")


def _receipt(asked: StudyRequest, answer: StudyAnswer, view: View) -> None:
    study = asked.study
    slip = study_receipt(view.warehouse, study, asked.scope, answer)

    def check() -> tuple[bool, str]:
        _, same, verdict = replayed(view.warehouse, study, slip)
        return same, verdict

    lines = {
        "How it is made": study.formula,
        "Definition": f"{study.id}, version {study.version}" + (f", {study.source}" if study.source else ""),
        "Scope": scope_words(asked.scope),
        "Data to": written_day(slip.as_of.date()) if slip.as_of else "—",
        "Rows measured": digits(slip.n, 0),
        "Notes": " ".join(slip.notes) or "none",
    }
    slip_of(lines, slip, check)
