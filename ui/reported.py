"""Satisfaction as other tools report it: each figure by client and month, weighed only where answers are counted."""

import pandas as pd
import streamlit as st

from charts.numbers import digits, written, written_interval
from metrics.reported_satisfaction import REPORTED, Reported, Summary, reported_satisfaction
from metrics.scope import NOT_SET
from ui.evidence import Evidence, listing, told
from ui.facts import is_empty
from ui.study_drawer import StudyRequest
from ui.view import View, ask

#: More months than these do not fit beside each other; the newest are shown.
MONTHS = 12


def satisfaction(view: View) -> None:
    """A card and a table for each measure that is reported; nothing where no such list was loaded."""
    if is_empty(view.content_id, view.warehouse, "satisfaction_summaries", view.scope.grants):
        return
    found: tuple[Reported, ...] = ask(view, reported_satisfaction)
    for one in found:
        left, right = st.columns([1, 3])
        with left:
            _card(view, one)
        with right:
            _by_month(one)


def _card(view: View, one: Reported) -> None:
    measure = one.measure
    between = written_interval(one.low, one.high, measure.unit)
    told(
        measure.title, written(one.value, measure.unit),
        [one.reason or "", f"95 % interval {between}" if between else "",
         f"{digits(one.weighed, 0)} figures weighed by their answers" if one.weighed else "",
         *one.notes],
        key=measure.name, n=one.answers, evidence=StudyRequest(REPORTED, view.scope),
        standing="none" if one.value is None else None,
    )  # fmt: skip


def _by_month(one: Reported) -> None:
    months = sorted({summary.month for summary in one.summaries if summary.month})[-MONTHS:]
    names = sorted({summary.whose or NOT_SET for summary in one.summaries})
    cells: dict[tuple[str, object], list[Summary]] = {}
    for summary in one.summaries:
        cells.setdefault((summary.whose or NOT_SET, summary.month), []).append(summary)
    heading = "Client" if all(summary.whose == summary.client for summary in one.summaries) else "Whose"
    data = pd.DataFrame(
        [
            {
                heading: name,
                **{f"{month:%b %Y}": _written(one, cells.get((name, month), [])) for month in months},
            }
            for name in names
        ]
    )  # fmt: skip
    places = [tuple(s.reference for s in one.summaries if (s.whose or NOT_SET) == name) for name in names]
    listing(
        f"reported-{one.measure.name}",
        finding=f"{digits(len(one.summaries), 0)} figures as reported",
        unit="in brackets the number of answers, where the source gives it",
        data=data,
        asked=lambda place: Evidence(
            names[place], f"{len(places[place])} figures as their source reports them.", places[place]
        ),
        height=300,
    )


def _written(one: Reported, cell: list[Summary]) -> str | None:
    """The figure of a cell with its answers; two tools may report the same month."""
    said = [
        written(summary.value, one.measure.unit)
        + (f" ({digits(summary.answers, 0)})" if summary.answers is not None else "")
        for summary in cell
    ]
    return " / ".join(said) or None
