"""What the presenter can say when asked where a figure comes from."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.board_parts import Figure, gravest, short_of
from metrics.comparison import too_few
from metrics.health import Row
from metrics.wording import said, said_day, said_interval


def receipts_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """The receipt of every figure in one line."""
    return tuple(
        f"{figure.sentence} {figure.metric.formula} [{figure.metric.id}, definition {figure.metric.version}"
        f"{f', data to {said_day(figure.answer.as_of)}' if figure.answer.as_of else ''}"
        f"{_left_out(figure)}]"
        for figure in figures
    )


def _left_out(figure: Figure) -> str:
    listed = "; ".join(f"{rows:,} {reason}" for reason, rows in figure.answer.excluded)
    return f", left out: {listed}" if listed else ""


def colours_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Why each row of the wall that is not green has its colour."""
    return tuple(f"{row.part}: {row.sentence}" for row in rows if row.colour != "green")


def value_words(figure: Figure) -> str:
    """The value as it stands on a card; a dash where there is none, or too few rows for one."""
    few = too_few(figure.metric, figure.answer)
    return said(None if few else figure.answer.value, figure.metric.unit, figure.currency)


def below(figure: Figure) -> tuple[str, ...]:
    """What stands under a value: target, interval, the month before, how far the data go; or why there is none."""
    answer, metric, currency = figure.answer, figure.metric, figure.currency
    if answer.value is None:
        return (answer.reason or "not measured",)
    if too_few(metric, answer):
        return ("too few to show by itself; the receipt has the figure",)
    told = [figure.beside] if figure.beside else []
    if metric.target is not None and metric.good != "none":
        sign = "≥" if metric.good == "up" else "≤"
        told.append(f"target {sign} {said(metric.target, metric.unit, currency)}")
    told.append(said_interval(answer.low, answer.high, metric.unit, currency))
    if figure.before is not None:
        told.append(f"{said(figure.before, metric.unit, currency)} the month before")
    if answer.as_of is not None and short_of(figure):
        told.append(f"data to {said_day(answer.as_of, year=False)}")
    return tuple(part for part in told if part)


def gravest_sentence(figures: tuple[Figure, ...]) -> str:
    """The sentence of the figure whose rule counts most; where nothing is measured, why."""
    worst = gravest(figures)
    if worst is None or worst.rule != "unmeasured":
        return worst.sentence if worst is not None else "Nothing is measured."
    return f"Nothing can be shown: {', '.join(reasons(figures))}."


def reasons(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Why figures have no value, each reason once."""
    return tuple(dict.fromkeys(f.answer.reason or "not measured" for f in figures if f.answer.value is None))
