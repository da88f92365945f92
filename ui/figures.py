"""What pages draw of a metric: its trend, its parts, its spread, each on a card with its finding in words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from charts import bars, spread
from charts import time as times
from charts import trend as trends
from charts.findings import (
    apart,
    breakdown_finding,
    flow_finding,
    inside,
    limits_of,
    stock_finding,
    trend_finding,
)
from charts.numbers import digits, written
from charts.time import Span
from metrics.answer import Answer, Point
from metrics.comparison import against_target
from metrics.metric import Metric
from metrics.query_spread import measured_values
from metrics.query_tables import table
from metrics.scope import NOT_SET, Period, Scope
from metrics.statistics import Signal
from ui.drawer import Request, request
from ui.events import events_of
from ui.figure_card import Choice, figure
from ui.kept import kept
from ui.tables import points_table
from ui.view import View

#: What is left out of a figure is said where it is more than this share of what is in it.
FEW = 0.02
#: How many hours one of a unit of time is.
HOURS = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0}


def nothing(*answers: Answer) -> str | None:
    """Why answers have no point to draw, or None where there is one."""
    if any(p.value is not None and (p.n or p.value) for answer in answers for p in answer.points):
        return None
    return next((answer.reason for answer in answers if answer.reason), "no rows in this period")


def trend(view: View, metric: Metric, *, events: bool = True, height: int = 280) -> None:
    """A metric over time, with its target, events, and limits where there are twelve complete periods."""
    metric = view.aimed(metric)
    answer = view.trend(metric)
    grain = view.scope.grain
    limits = limits_of(metric, answer.points)
    whole = [i for i, p in enumerate(answer.points) if not p.partial and p.value is not None]
    shown = (
        None
        if limits is None
        else trends.Limits(
            limits.lower,
            limits.mean,
            limits.upper,
            tuple(whole[signal.position] for signal in limits.signals if _alarming(metric, signal)),
        )
    )
    marked = events_of(view) if events else ()
    figure(
        f"trend-{metric.name}",
        below=trends.event_words(marked, answer.points),
        finding=metric.title if nothing(answer) else trend_finding(metric, answer, grain),
        unit=f"per {view.grain_words}",
        draw=lambda: trends.trend(
            answer.points,
            unit=metric.unit,
            target=metric.target if metric.good != "none" else None,
            events=marked,
            limits=shown,
            height=height,
        ),
        data=lambda: points_table(answer, "Period", view.scope.grain),
        on_click=lambda point: _open_period(view, metric, answer.points, point),
        asked=Request(metric, view.scope),
        notes=answer.notes,
        empty=nothing(answer),
    )


def _alarming(metric: Metric, signal: Signal) -> bool:
    """Whether a point noise does not explain is one for the worse; what is neither good nor bad has to be far out."""
    if metric.good == "none":
        return signal.rule.startswith("outside")
    return signal.direction == ("down" if metric.good == "up" else "up")


def _open_period(view: View, metric: Metric, points: Sequence[Point], chosen: dict[str, Any]) -> None:
    day = str(chosen.get("x", ""))[:10]
    for p in points:
        if p.period is not None and p.start is not None and p.end is not None and str(p.start) == day:
            request(Request(metric, view.scope, period=Period(p.period, p.start, p.end)))
            return


def stock(view: View, metric: Metric, *, height: int = 280, choice: Choice | None = None) -> None:
    """A stock over time, such as the backlog, from zero."""
    answer = view.trend(metric)
    figure(
        f"stock-{metric.name}",
        below=trends.event_words(events_of(view), answer.points),
        finding=stock_finding(metric, answer, view.scope.grain),
        unit=f"at the end of each {view.grain_words}",
        draw=lambda: trends.area(answer.points, events=events_of(view), height=height),
        data=lambda: points_table(answer, "Period", view.scope.grain),
        on_click=lambda point: _open_period(view, metric, answer.points, point),
        asked=Request(metric, view.scope),
        notes=answer.notes,
        choice=choice,
        empty=nothing(answer),
    )


def flows(
    view: View,
    came: Metric,
    went: Metric,
    *,
    names: tuple[str, str],
    level: Metric | None = None,
    height: int = 280,
) -> None:
    """What came in and what went out, per period; with `level` the reader can turn to the stock they leave."""
    choice = None
    if level is not None:
        choice = Choice(f"flows-{came.name}-shows", "Show", (f"{names[0]} and {names[1]}", level.title))
        if choice.chosen == level.title:
            stock(view, level, height=height, choice=choice)
            return
    one, other = view.trend(came), view.trend(went)

    def open_bar(chosen: dict[str, Any]) -> None:
        metric, answer = (came, one) if chosen.get("curve_number", 0) == 0 else (went, other)
        _open_period(view, metric, answer.points, chosen)

    figure(
        f"flows-{came.name}",
        below=trends.event_words(events_of(view), one.points),
        finding=flow_finding(one, other, names),
        unit=f"per {view.grain_words}",
        draw=lambda: trends.flows(
            one.points,
            other.points,
            names=(names[0].capitalize(), names[1].capitalize()),
            events=events_of(view),
            height=height,
        ),
        data=lambda: (
            points_table(one, "Period", view.scope.grain)
            .loc[:, ["Period", one.title]]
            .merge(
                points_table(other, "Period", view.scope.grain).loc[:, ["Period", other.title]],
                on="Period",
                how="outer",
            )
        ),
        on_click=open_bar,
        asked=Request(came, view.scope),
        notes=(*one.notes, *_unplaced(other, names[1])),
        choice=choice,
        empty=nothing(one, other),
    )


def _unplaced(answer: Answer, word: str) -> tuple[str, ...]:
    """What is missing from the bars of an answer so that they do not add up to what came in."""
    missing = [
        f"{digits(count, 0)} {reason}" for reason, count in answer.excluded if count > FEW * (answer.n or 1)
    ]
    return (f"Not among the {word}: {'; '.join(missing)}.",) if missing else ()


def telling_first(view: View, rows: str, by: Sequence[str]) -> tuple[str, ...]:
    """Dimensions in their order, but last those no row names and those a filter leaves one value of."""
    known = table(view.warehouse, rows, view.scope.grants)
    alone = {name for name, values in view.scope.filters if len(values) == 1}

    def says_nothing(dimension: str) -> bool:
        column = known.column(dimension)
        return column is None or not known.is_filled(column) or dimension in alone

    return tuple(sorted(by, key=says_nothing))


def breakdown(view: View, metric: Metric, *, by: str | tuple[str, ...], top: int = 8) -> None:
    """A metric by service, team, priority …: the worst first, what stands out in colour.

    With several dimensions the reader chooses one of them on the card.
    """
    metric = view.aimed(metric)
    choice = None
    if isinstance(by, str):
        chosen = by
    else:
        options = telling_first(view, metric.table, by)
        choice = Choice(f"by-{metric.name}-{options[0]}", "By", options)
        chosen = choice.chosen
    answer = view.breakdown(metric, chosen)
    named = chosen.replace("_", " ")
    good = metric.good

    def status(part: Any) -> Any:
        if metric.target is not None and good != "none" and part.value is not None:
            standing = against_target(
                metric, answer.model_copy(update={"value": part.value, "low": part.low, "high": part.high})
            )
            return standing if standing in {"bad", "warn"} else "none"
        if metric.kind == "count" or not apart(part, answer) or part.value is None or answer.value is None:
            return "none"
        worse = part.value > answer.value if good == "down" else part.value < answer.value
        return "bad" if good != "none" and worse else "none"

    ordered = sorted(answer.points, key=lambda p: _worst_first(p, good))
    unsaid = all(p.part == NOT_SET or p.value is None for p in ordered)
    figure(
        f"parts-{metric.name}",
        finding=breakdown_finding(metric, answer, named),
        unit=(inside(metric.title) if metric.kind != "count" and not unsaid else f"by {named}")
        + (f", the first {top} of {len(ordered)}" if len(ordered) > top and not unsaid else ""),
        draw=lambda: bars.ranking(
            ordered,
            unit=metric.unit,
            status=status,
            top=top,
            colour_first=metric.kind == "count",
            target=metric.target if good != "none" else None,
        ),
        data=lambda: points_table(answer.model_copy(update={"points": tuple(ordered)}), named.capitalize()),
        on_click=lambda point: request(
            Request(metric, view.scope, part=(chosen, str(point.get("customdata") or point.get("y"))))
        ),
        asked=Request(metric, view.scope),
        notes=answer.notes,
        choice=choice,
        empty=f"no row says its {named}" if unsaid and answer.n else nothing(answer),
        grows=False,
    )


def _worst_first(point: Point, good: str) -> tuple[bool, bool, float]:
    size = point.value if point.value is not None else 0.0
    return (point.part == NOT_SET, point.value is None, size if good == "up" else -size)


def distribution(view: View, median: Metric, p85: Metric, *, height: int = 280) -> None:
    """How long things took: the spread with its median and 85th percentile."""
    middle, most = view.value(median), view.value(p85)
    factor = HOURS[median.unit]
    hours = _hours(view.content_id, view, median) * factor if middle.n else np.array([])
    steps = spread.duration_steps(hours)
    if middle.value is None:
        finding = median.title
    else:
        tail = f", 85 % within {written(most.value, p85.unit)}" if most.value is not None else ""
        finding = f"Half are done within {written(middle.value, median.unit)}{tail} (n = {middle.n:,})"
    figure(
        f"spread-{median.name}",
        finding=finding,
        unit="tickets by duration",
        draw=lambda: spread.distribution(
            steps,
            median=None if middle.value is None else middle.value * factor,
            p85=None if most.value is None else most.value * factor,
            height=height,
        ),
        data=lambda: pd.DataFrame(
            [(name, count) for name, count, _, _ in steps], columns=["Duration", "Tickets"]
        ),
        on_click=None,
        asked=Request(median, view.scope),
        notes=middle.notes,
        empty=None if steps else middle.reason or "no rows in this period",
    )


def _hours(content_id: str, view: View, metric: Metric) -> np.ndarray:
    return _measured(content_id, metric.version, view.scope, view, metric)


@kept(most=50)
def _measured(
    content_id: str,  # noqa: ARG001
    version: str,  # noqa: ARG001
    scope: Scope,  # noqa: ARG001
    _view: View,
    _metric: Metric,
) -> np.ndarray:
    return measured_values(_view.warehouse, _metric, _view.scope)


def ageing(view: View, bands: Sequence[Metric], labels: Sequence[str], *, words: str, worst: int = 1) -> None:
    """What is open, by how old it is; the last `worst` bands are the exception."""
    answers = [view.value(metric) for metric in bands]
    points = [
        Point(part=label, value=answer.value, n=answer.n, reason=answer.reason)
        for label, answer in zip(labels, answers, strict=True)
    ]
    total = sum(int(p.value or 0) for p in points)
    late = sum(int(p.value or 0) for p in points[-worst:])
    finding = (
        f"{digits(late, 0)} of {digits(total, 0)} {words} have waited {labels[-worst]}"
        if total
        else f"No {words}"
    )

    def open_band(point: dict[str, Any]) -> None:
        name = str(point.get("customdata") or point.get("x"))
        request(Request(dict(zip(labels, bands, strict=True))[name], view.scope))

    figure(
        f"ageing-{bands[0].name}",
        finding=finding,
        unit="by age",
        draw=lambda: bars.bands(points, worst=worst),
        data=lambda: pd.DataFrame([(p.part, p.n) for p in points], columns=["Age", "Open"]),
        on_click=open_band,
        notes=answers[0].notes,
        empty=None if total else answers[0].reason or f"no {words}",
    )


def calendar(
    view: View,
    key: str,
    spans: Sequence[Span],
    *,
    finding: str,
    unit: str = "",
    empty: str = "nothing is planned",
) -> None:
    """Spans of time as rows, with the day up to which the data go."""
    today = view.as_of.date() if view.as_of else None
    figure(
        key,
        finding=finding,
        unit=unit,
        draw=lambda: times.calendar(spans, today=today),
        data=lambda: pd.DataFrame(
            [(s.name, s.start, s.end, s.note) for s in spans], columns=["What", "From", "To", "Note"]
        ),
        empty=None if spans else empty,
    )
