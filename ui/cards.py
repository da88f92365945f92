"""Cards: a figure with its status, target, direction, spread and small trend, and the way to its rows."""

import base64
import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from charts.findings import change_words, target_words
from charts.numbers import written, written_interval
from charts.trend import sparkline
from metrics.answer import Answer
from metrics.comparison import Comparison, Standing, against_target, too_few
from metrics.metric import Metric
from ui.drawer import Request, show
from ui.view import View

MOST_IN_A_ROW = 4

BADGES: dict[Standing | str, tuple[str, str, str]] = {
    "good": ("On track", ":material/check_circle:", "green"),
    "warn": ("At risk", ":material/warning:", "orange"),
    "bad": ("Off track", ":material/error:", "red"),
    "none": ("No data", ":material/help:", "gray"),
}

UNIT_WORDS = {
    "percent": "%",
    "hours": "hours",
    "days": "days",
    "minutes": "minutes",
    "money": "",
    "count": "",
    "per_week": "a week",
    "points": "points",
    "score": "score",
    "ratio": "",
    "items": "items",
}


def kpis(view: View, *figures: Metric | Callable[[], None]) -> None:
    """A row of cards, at most four side by side; on a narrow screen they stack in the same order.

    A function draws a card of its own, for an answer that is not one metric.
    """
    columns = min(MOST_IN_A_ROW, len(figures))
    with st.grid(columns, min_column_width=230, gap="small"):
        for figure in figures:
            if isinstance(figure, Metric):
                card(view, figure)
            else:
                figure()


def card(view: View, metric: Metric) -> None:
    """One figure; its button opens the receipt and the rows behind it."""
    metric = view.aimed(metric)
    answer = view.value(metric)
    comparison = view.comparison(metric, answer)
    trend = view.trend(metric) if metric.when or metric.at_a_point_in_time else None
    aim = metric.target if metric.good != "none" else None
    with st.container(border=True, key=f"card-{metric.name}", height="stretch"):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            gap="small",
            wrap=False,
        ):
            st.html(title_of(metric.title))
            badge(metric, answer)
        st.html(
            _body(view, metric, answer, comparison, sparkline(trend.points, target=aim) if trend else None)
        )
        if st.button(
            f"n = {answer.n:,}", icon=":material/receipt_long:", type="tertiary", key=f"receipt-{metric.name}",
            help="What this figure is made of: its receipt and its rows",
        ):  # fmt: skip
            show(Request(metric, view.scope))


def title_of(title: str) -> str:
    """The title of a card as HTML; what stands in brackets at its end is said quietly.

    >>> title_of("Cycle time, median (days)")
    '<div class="bv-title">Cycle time, median <span>(days)</span></div>'
    """
    name, bracket, more = title.partition(" (")
    if not bracket or not more.endswith(")"):
        return f'<div class="bv-title">{html.escape(title)}</div>'
    return f'<div class="bv-title">{html.escape(name)} <span>({html.escape(more)}</span></div>'


def badge(metric: Metric, answer: Answer) -> None:
    """The status against the target as icon, word and colour; no badge where there is no target."""
    if answer.value is None:
        standing: Standing = "none"
    elif metric.target is None or metric.good == "none":
        return
    else:
        standing = against_target(metric, answer)
    word, icon, colour = BADGES[standing]
    st.badge(word, icon=icon, color=colour)  # type: ignore[arg-type]


def _body(
    view: View, metric: Metric, answer: Answer, comparison: Comparison | None, spark: str | None
) -> str:
    lines = [
        line
        for line in (
            target_words(metric, answer) or ("no target set" if view.compare == "target" else ""),
            _spread(metric, answer),
            change_words(metric, answer, comparison, view.compared_word),
            answer.caution or "",
            *answer.notes,
        )
        if line
    ]
    few = too_few(metric, answer)
    value = "—" if few else written(answer.value, metric.unit)
    if answer.value is None:
        lines = [answer.reason or "no value", *answer.notes]
    elif few:
        lines = [f"n = {answer.n}: too few to show by itself; the receipt has the figure"]
    quiet = " bv-quiet" if answer.value is None or few else ""
    picture = '<div class="bv-spark-none"></div>'
    if spark is not None and not quiet:
        data = base64.b64encode(spark.encode()).decode()
        alt = html.escape(f"{metric.title}, small trend: {written(answer.value, metric.unit)}")
        picture = f'<img class="bv-spark" alt="{alt}" src="data:image/svg+xml;base64,{data}">'
    said = "".join(f'<div class="bv-line">{html.escape(line)}</div>' for line in lines)
    return f'<div class="bv-value{quiet}">{html.escape(value)}</div>{said}{picture}'


def _spread(metric: Metric, answer: Answer) -> str:
    interval = written_interval(answer.low, answer.high, metric.unit, around=answer.value)
    return f"95 % interval {interval}" if interval else ""


@contextmanager
def fact_card(
    title: str, value: str, lines: Sequence[str], standing: Standing | None, key: str
) -> Iterator[None]:
    """The card of an answer that is not one metric; what is drawn inside stands below its lines."""
    with st.container(border=True, key=f"card-{key}", height="stretch"):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            gap="small",
            wrap=False,
        ):
            st.html(title_of(title))
            if standing is not None:
                word, icon, colour = BADGES[standing]
                st.badge(word, icon=icon, color=colour)  # type: ignore[arg-type]
        said = "".join(f'<div class="bv-line">{html.escape(line)}</div>' for line in lines if line)
        st.html(f'<div class="bv-value">{html.escape(value)}</div>{said}')
        yield
