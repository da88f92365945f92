"""Parts beside one another: bars that start at zero, largest first, only the exception in colour."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from charts.colours import LINE, MUTED, REST, SERIES, STATUS, Status
from charts.figure import Figure, bar
from charts.layout import TEXT, UNCHANGED_WHEN_CHOSEN, Part, layout, part_axis, time_axis, value_axis
from charts.numbers import written
from charts.trend import scale

_BAR = 30


def ranking(
    parts: Sequence[Part],
    *,
    unit: str,
    status: Callable[[Part], Status] | None = None,
    top: int = 10,
    colour_first: bool = False,
    target: float | None = None,
) -> Figure:
    """Horizontal bars for the largest parts; `status` says which of them are exceptions.

    The bar's label is the value, with n where it is below 30. A part without a value shows its reason. The
    target is a line across all bars.
    """
    shown = list(parts)[:top]
    factor, _ = scale(shown, unit)
    values = np.array([0.0 if p.value is None else p.value * factor for p in shown], dtype=float)
    names = np.array([_name(p.part) for p in shown], dtype=object)
    colours = np.array(
        [_colour(p, i, status, colour_first=colour_first) for i, p in enumerate(shown)], dtype=object
    )
    texts = np.array([_label(p, unit) for p in shown], dtype=object)
    bars = bar(
        x=values,
        y=names,
        orientation="h",
        text=texts if target is None else None,
        textposition="outside",
        cliponaxis=False,
        marker={"color": colours, "line": {"width": 0}},
        textfont={"size": TEXT},
        customdata=np.array(["" if p.part is None else str(p.part) for p in shown], dtype=object),
        hovertext=np.array([f"<b>{_label(p, unit)}</b> · n = {p.n:,}" for p in shown], dtype=object),
        hovertemplate="%{hovertext}<extra>%{y}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    limit = float(values.max()) * 1.02 if len(values) and values.max() > 0 else 1.0
    lowest = min(0.0, float(values.min()) * 1.25) if len(values) else 0.0
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    if target is not None:
        limit = max(limit, target * factor * 1.02)
        shapes, labels = _aim(target * factor, f"Target {written(target, unit)}")
        # In a column of their own: at the ends of the bars the target's line would run through them.
        labels += [_beside(name, text) for name, text in zip(names, texts, strict=True)]
    axis = value_axis(unit, showticklabels=False, range=[lowest, limit], showgrid=False)
    return Figure(
        [bars],
        layout(
            xaxis=axis,
            yaxis=part_axis(),
            height=max(84, _BAR * len(shown) + 34),
            right=96,
            shapes=shapes,
            annotations=labels,
        ),
    )


def _aim(at: float, text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dashed line down all bars, and what it stands for above it."""
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"dash": "dash", "width": 1.5, "color": LINE},
    }
    label = {
        "text": text,
        "x": at,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": TEXT, "color": MUTED},
    }
    return [line], [label]


def _beside(name: str, text: str) -> dict[str, Any]:
    """A label to the right of the bar of that name."""
    return {
        "text": text,
        "xref": "paper",
        "x": 1,
        "xanchor": "left",
        "xshift": 6,
        "y": name,
        "showarrow": False,
        "font": {"size": TEXT},
    }


def _name(part: str | None, width: int = 30) -> str:
    text = "not stated" if part in (None, "") else str(part)
    return text if len(text) <= width else text[: width - 1] + "…"


def _label(part: Part, unit: str) -> str:
    if part.value is None:
        return part.reason or "no value"
    text = written(part.value, unit)
    return f"{text}  (n={part.n})" if unit != "count" and part.n < 30 else text


def _colour(part: Part, position: int, status: Callable[[Part], Status] | None, *, colour_first: bool) -> str:
    if status is not None:
        found = status(part)
        return STATUS[found] if found in {"bad", "warn"} else REST
    return SERIES[0] if colour_first and position == 0 else REST


def bands(parts: Sequence[Part], *, worst: int = 1, height: int = 240) -> Figure:
    """Counts by ordered bands, such as the age of what is open; the last `worst` bands are the exception."""
    shown = list(parts)
    counts = np.array([p.value or 0 for p in shown], dtype=float)
    colours = np.array(
        [STATUS["warn"] if i >= len(shown) - worst and counts[i] else REST for i in range(len(shown))],
        dtype=object,
    )
    bars = bar(
        x=np.array([_in_two_lines(str(p.part)) for p in shown], dtype=object),
        y=counts,
        marker={"color": colours, "line": {"width": 0}},
        text=np.array([written(v, "count") for v in counts], dtype=object),
        textposition="outside",
        cliponaxis=False,
        textfont={"size": TEXT},
        hovertemplate="%{y:,} open<extra>%{customdata}</extra>",
        customdata=np.array([p.part for p in shown], dtype=object),
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    xaxis = {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "tickfont": {"size": TEXT},
        "tickangle": 0,
    }
    yaxis = value_axis(
        "count", showticklabels=False, showgrid=False, range=[0, float(counts.max(initial=1)) * 1.15]
    )
    return Figure([bars], layout(xaxis=xaxis, yaxis=yaxis, height=height, right=8))


def _in_two_lines(label: str) -> str:
    """A label of several words on two lines, so that six of them have room on a phone.

    >>> _in_two_lines("50 to 75 %"), _in_two_lines("over 90 d"), _in_two_lines("0–1 d")
    ('50 to<br>75 %', 'over<br>90 d', '0–1 d')
    """
    words = label.split(" ")
    if len(words) < 3:
        return label
    return f"{' '.join(words[:-2])}<br>{' '.join(words[-2:])}"


def by_week(days: np.ndarray, counts: np.ndarray, *, name: str, height: int = 280) -> Figure:
    """One count a week, quiet weeks included."""
    columns = bar(
        x=days,
        y=counts,
        marker={"color": SERIES[0], "line": {"width": 0}},
        hovertemplate=f"{name}: %{{y:,}}<extra>week of %{{x|%d %b %Y}}</extra>",
        **UNCHANGED_WHEN_CHOSEN,
    )
    axis = value_axis("count", rangemode="tozero")
    return Figure([columns], layout(xaxis=time_axis(days), yaxis=axis, height=height, right=12))


def stacked(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    height: int = 280,
    unit: str = "count",
) -> Figure:
    """Parts of a whole by category, at most five of them, each named in the legend in stacking order."""
    traces: list[Any] = [
        bar(
            x=np.array(names, dtype=object),
            y=np.array(values, dtype=float),
            name=label,
            marker={"color": SERIES[i % len(SERIES)], "line": {"width": 0}},
            hovertemplate=f"{label}: %{{y:,}}<extra>%{{x}}</extra>",
        )
        for i, (label, values) in enumerate(series)
    ]
    xaxis = {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "tickfont": {"size": TEXT},
        "tickangle": 0,
    }
    return Figure(
        traces,
        layout(
            xaxis=xaxis,
            yaxis=value_axis(unit, rangemode="tozero"),
            height=height,
            right=8,
            barmode="stack",
            showlegend=True,
            legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        ),
    )
