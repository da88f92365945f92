"""How values are spread: a distribution with its median, and a scatter of single items over time."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from charts.colours import LINE, MUTED, REST, SERIES, STATUS
from charts.figure import Figure, bar
from charts.figure import scatter as scattered
from charts.layout import HEIGHT, TEXT, UNSEEN, layout, time_axis, value_axis
from charts.numbers import written

_STEPS = np.array([0.25, 0.5, 1, 2, 4, 8, 24, 48, 96, 168, 336, 720, 2160, 4320, 8760])
_NAMES = (
    "≤ 15 min",
    "≤ 30 min",
    "≤ 1 h",
    "≤ 2 h",
    "≤ 4 h",
    "≤ 8 h",
    "≤ 1 d",
    "≤ 2 d",
    "≤ 4 d",
    "≤ 7 d",
    "≤ 14 d",
    "≤ 30 d",
    "≤ 90 d",
    "≤ 180 d",
    "≤ 365 d",
    "> 365 d",
)


def duration_steps(hours: np.ndarray) -> list[tuple[str, int, float, float]]:
    """How many durations fall into each step people speak of (15 minutes … a year): name, count, low, high.

    Steps are closed above: exactly one hour counts as "≤ 1 h". Leading and trailing empty steps are left out.
    """
    seen = hours[~np.isnan(hours) & (hours >= 0)]
    places = np.searchsorted(_STEPS, seen, side="left")
    counts = np.bincount(places, minlength=len(_NAMES))
    edges = [0.0, *_STEPS.tolist(), float("inf")]
    rows = [(_NAMES[i], int(c), edges[i], edges[i + 1]) for i, c in enumerate(counts)]
    filled = np.flatnonzero(counts)
    return rows[filled[0] : filled[-1] + 1] if len(filled) else []


def distribution(
    steps: Sequence[tuple[str, int, float, float]],
    *,
    median: float | None,
    p85: float | None,
    height: int = HEIGHT,
) -> Figure:
    """Counts by step of duration with the median and the 85th percentile marked, both in hours."""
    counts = np.array([s[1] for s in steps], dtype=float)
    names = np.array([s[0] for s in steps], dtype=object)
    bars = bar(
        x=names,
        y=counts,
        marker={"color": REST, "line": {"width": 0}},
        customdata=names,
        hovertemplate="%{y:,} tickets<extra>%{x}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for i, (value, word) in enumerate(((median, "Median"), (p85, "85 % within"))):
        if value is None or not len(steps):
            continue
        place = _place(value, steps)
        shapes.append(
            {
                "type": "line",
                "x0": place,
                "x1": place,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": SERIES[0], "width": 2, "dash": "solid" if i == 0 else "dash"},
            }
        )
        labels.append(
            {
                "text": f"{word} <b>{written(value, 'hours')}</b>",
                "x": place,
                "y": 1.0,
                "yref": "paper",
                "yanchor": "bottom",
                # Each on a line of its own, and towards the middle: they never meet, nor leave the figure.
                "yshift": 18 if i == 0 else 0,
                "xanchor": "left" if place < len(steps) / 2 else "right",
                "showarrow": False,
                "font": {"size": TEXT, "color": SERIES[0]},
            }
        )
    xaxis = {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "tickangle": 0,
        "nticks": 6,
        "tickfont": {"size": TEXT, "color": MUTED},
    }
    return Figure(
        [bars],
        layout(
            xaxis=xaxis,
            yaxis=value_axis("count"),
            height=height,
            right=12,
            top=44,
            shapes=shapes,
            annotations=labels,
            bargap=0.08,
        ),
    )


def _place(hours: float, steps: Sequence[tuple[str, int, float, float]]) -> float:
    """Where a duration stands on an axis of steps, as a position between categories."""
    for i, (_, _, low, high) in enumerate(steps):
        if hours <= high:
            share = 0.5 if np.isinf(high) else (hours - low) / (high - low)
            return round(i - 0.5 + share, 3)
    return len(steps) - 0.5


def scatter(
    days: np.ndarray,
    values: np.ndarray,
    names: np.ndarray,
    *,
    unit: str,
    lines: Sequence[tuple[str, float]] = (),
    height: int = HEIGHT,
    late: np.ndarray | None = None,
) -> Figure:
    """Single items by the day they were done and how long they took, with labelled percentile lines.

    At most 500 items are drawn, the newest; the lines are worked out from all of them by the caller.
    """
    order = np.argsort(days)[-500:]
    colours = SERIES[0] if late is None else np.where(late[order], STATUS["bad"], SERIES[0]).astype(object)
    dots = scattered(
        x=days[order],
        y=values[order],
        mode="markers",
        customdata=names[order],
        marker={"size": 7, "color": colours, "opacity": 0.65},
        hovertemplate="%{customdata}: %{y:.1f}<extra>%{x|%d %b %Y}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.65}},
    )
    shapes = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": value,
            "y1": value,
            "line": {"dash": "dash", "width": 1.5, "color": LINE},
        }
        for _, value in lines
    ]
    labels = [
        {
            "text": text,
            "xref": "paper",
            "x": 1,
            "y": value,
            "xanchor": "left",
            "showarrow": False,
            "xshift": 4,
            "font": {"size": TEXT, "color": MUTED},
        }
        for text, value in lines
    ]
    return Figure(
        [dots],
        layout(
            xaxis=time_axis(days),
            yaxis=value_axis("number", unit, rangemode="tozero"),
            height=height,
            right=110,
            shapes=shapes,
            annotations=labels,
        ),
    )


def chances(
    days: np.ndarray, shares: np.ndarray, *, marks: Sequence[tuple[str, object]], height: int = HEIGHT
) -> Figure:
    """The chance of being done by each day, rising from 0 to 1, with named days marked."""
    line = scattered(
        x=days,
        y=shares,
        mode="lines+markers",
        marker=UNSEEN,
        selected={"marker": UNSEEN},
        unselected={"marker": UNSEEN},
        line={"color": SERIES[0], "width": 2.5},
        fill="tozeroy",
        fillcolor="rgba(122, 138, 160, 0.14)",
        hovertemplate="%{y:.0%} by %{x|%d %b %Y}<extra></extra>",
    )
    shapes = [
        {
            "type": "line",
            "x0": str(day),
            "x1": str(day),
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"dash": "dash", "width": 1.5, "color": LINE},
        }
        for _, day in marks
    ]
    labels = [
        {
            "text": text,
            "x": str(day),
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            # The first leans back and the others on, so that near days do not write on one another.
            "xanchor": "right" if place == 0 else "left",
            "showarrow": False,
            "font": {"size": TEXT, "color": MUTED},
        }
        for place, (text, day) in enumerate(marks)
    ]
    return Figure(
        [line],
        layout(
            xaxis=time_axis(days),
            yaxis=value_axis("percent", range=[0, 1.02]),
            height=height,
            right=20,
            hovermode="x",
            shapes=shapes,
            annotations=labels,
        ),
    )
