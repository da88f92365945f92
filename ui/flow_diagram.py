"""The cumulative flow diagram on a card: where work lies, and since when it piles up."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from charts.cumulative import cumulative_flow as drawn
from charts.numbers import digits
from metrics.cumulative_flow import CumulativeFlow, cumulative_flow
from metrics.metric import Metric
from ui.drawer import Request, request
from ui.figure_card import Choice, figure
from ui.figures import stock
from ui.view import View, ask

BANDS = "Cumulative flow"


def flow_diagram(view: View, level: Metric) -> None:
    """The diagram, or the level of work in progress over time; a day opens the work that was open at its end."""
    choice = Choice("flow-diagram-shows", "Show", (BANDS, level.title))
    if choice.chosen == level.title:
        stock(view, level, choice=choice)
        return
    found: CumulativeFlow = ask(view, cumulative_flow)
    reached = found.reached

    def open_day(point: dict[str, Any]) -> None:
        day = date.fromisoformat(str(point["x"])[:10])
        request(Request(level, view.scope.but(start=None, end=day + timedelta(days=1), grain=None)))

    figure(
        "flow-diagram",
        finding=_finding(reached),
        unit="what was done before the period is left out",
        draw=lambda: drawn(
            reached.index.to_numpy(dtype="datetime64[D]"),
            [(str(name), reached[name].to_numpy(dtype=float)) for name in reached.columns],
        ),
        data=lambda: reached.rename_axis("Day").reset_index(),
        on_click=open_day,
        asked=Request(level, view.scope),
        notes=_notes(found),
        choice=choice,
        empty=None if len(reached) else found.reason or "no stage was reached in this period",
    )


def _finding(reached: pd.DataFrame) -> str:
    """Where most of the work that has begun and not ended lies on the last day."""
    if reached.empty or len(reached.columns) < 2:
        return "Cumulative flow"
    last = reached.iloc[-1]
    held = (last - last.shift(-1)).iloc[:-1]
    total = int(held.sum())
    if not total:
        return "Nothing is open: every item has reached the last stage"
    fullest = str(held.idxmax())
    return f"{digits(int(held[fullest]), 0)} of {digits(total, 0)} open items stand at “{fullest}”"


def _notes(found: CumulativeFlow) -> tuple[str, ...]:
    notes = []
    if found.undated:
        notes.append(
            f"{digits(found.undated, 0)} items that are over without a date of their end are left out."
        )
    if found.repaired:
        some = f"{digits(found.repaired, 0)} of {digits(found.n, 0)} items left out a stage or went back"
        notes.append(f"{some}: each counts as past a stage once it reached a later one.")
    return tuple(notes)
