"""What all figures share: margins, axes, the words of the unit; built once, in the layout's constructor."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import numpy as np

from charts.colours import GRID, LINE, MUTED

#: How the browser shows a figure: no toolbar, and a finger on it scrolls the page.
CONFIG: Mapping[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}

#: The browser takes an empty template for none given, and would put in its own.
NO_TEMPLATE: Mapping[str, Any] = {"data": {"scatter": [{"type": "scatter"}]}}

#: Markers under a line, so that a click on it is one on a point: what is a line alone cannot be chosen.
UNSEEN: Mapping[str, Any] = {"opacity": 0, "size": 9}

#: A click opens rows; the figure itself stays as it is.
UNCHANGED_WHEN_CHOSEN: Mapping[str, Any] = {
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}

HEIGHT = 280
TEXT = 13

#: Where words stand that say, above the figure's left edge, what its colours mean.
KEY: Mapping[str, Any] = {
    "xref": "paper",
    "yref": "paper",
    "x": 0,
    "y": 1,
    "xanchor": "left",
    "yanchor": "bottom",
    "showarrow": False,
    "font": {"size": TEXT},
}


class Plotted(Protocol):
    """One point of an answer: a period or a part, its value (None with a reason), and how many rows."""

    @property
    def value(self) -> float | None: ...  # noqa: D102
    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102


class Dated(Plotted, Protocol):
    """A point that stands for a period, which may not be over yet."""

    @property
    def start(self) -> date | datetime | None: ...  # noqa: D102
    @property
    def partial(self) -> bool: ...  # noqa: D102


class Part(Plotted, Protocol):
    """A point that stands for one service, one team, one priority."""

    @property
    def part(self) -> str | None: ...  # noqa: D102


def value_axis(unit: str, spoken: str = "", **more: Any) -> dict[str, Any]:
    """The axis of values: a few horizontal lines, ticks with their unit."""
    axis: dict[str, Any] = {
        "nticks": 5,
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": TEXT, "color": MUTED},
    }
    if unit == "percent":
        axis["tickformat"] = ".0%"
    elif unit in {"count", "money"}:
        axis |= {"tickformat": "~s", "hoverformat": ",.0f"}
    elif spoken:
        axis["ticksuffix"] = f" {spoken}"
    return axis | more


def time_axis(days: np.ndarray | None = None, **more: Any) -> dict[str, Any]:
    """The axis of time: at most six upright labels; days are named where all lie within four months."""
    short = days is not None and len(days) and (days[-1] - days[0]) < np.timedelta64(124, "D")
    return {
        "type": "date",
        "tickformat": "%-d %b\n%Y" if short else "%b\n%Y",
        "nticks": 7,
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
        "showline": True,
        "linecolor": GRID,
        "tickfont": {"size": TEXT, "color": MUTED},
    } | more


def part_axis(**more: Any) -> dict[str, Any]:
    """The axis of names, first one on top."""
    return {
        "type": "category",
        "autorange": "reversed",
        "showgrid": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"size": TEXT},
        "showline": False,
        "ticks": "",
    } | more


def layout(
    *,
    xaxis: Mapping[str, Any],
    yaxis: Mapping[str, Any],
    height: int = HEIGHT,
    right: int = 104,
    top: int = 22,
    shapes: Sequence[Mapping[str, Any]] = (),
    annotations: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> dict[str, Any]:
    """A layout without title, legend or template: the card around the figure says what it shows."""
    return {
        "height": height,
        "margin": {"l": 8, "r": right, "t": top, "b": 8, "pad": 4},
        "showlegend": False,
        "xaxis": dict(xaxis),
        "yaxis": dict(yaxis),
        "shapes": list(shapes),
        "annotations": list(annotations),
        "font": {"size": TEXT},
        "hovermode": "closest",
        "bargap": 0.28,
        "dragmode": False,
        "hoverlabel": {"font": {"size": TEXT}},
        "clickmode": "event+select",
        "template": NO_TEMPLATE,
    } | more


def across(at: float, dash: str, colour: str = LINE, width: float = 1.5) -> dict[str, Any]:
    """A line across the whole figure at one value."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": at,
        "y1": at,
        "layer": "above" if dash == "dash" else "below",
        "line": {"dash": dash, "width": width, "color": colour},
    }


def margin_labels(
    named: Sequence[tuple[float, str, Mapping[str, Any]]], extent: Sequence[float] | None, height: int
) -> list[dict[str, Any]]:
    """Labels in the right margin, each at its value and none on another: (value, text, font)."""
    if not named or extent is None:
        return []
    pixels = max(height - 70, 60) / max(extent[1] - extent[0], 1e-12)
    placed: list[dict[str, Any]] = []
    lowest: float | None = None
    for value, text, font in sorted(named, key=lambda entry: entry[0]):
        wanted = value * pixels
        at = wanted if lowest is None else max(wanted, lowest + 17)
        lowest = at
        placed.append(
            {
                "text": text,
                "xref": "paper",
                "x": 1,
                "y": value,
                "xanchor": "left",
                "yanchor": "middle",
                "xshift": 6,
                "yshift": round(at - wanted),
                "showarrow": False,
                "font": {"size": TEXT, "color": MUTED} | dict(font),
            }
        )
    return placed
