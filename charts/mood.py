"""How clients feel: the score of every wave with its interval, answers by group, accounts beside respondents."""

from collections.abc import Sequence

import numpy as np

from charts.colours import GRID, MUTED, REST, SERIES, STATUS
from charts.figure import Figure, bar, scatter
from charts.layout import TEXT, Part, layout, part_axis, value_axis
from charts.numbers import digits


def scores(
    parts: Sequence[Part], *, low: float, high: float, zero: float = 0.0, unit: str = "points"
) -> Figure:
    """One dot a part with its 95 % interval on a scale that is fixed, so that a small difference looks small.

    Dots whose whole interval lies below `zero` are red; n stands beside the name.
    """
    shown = [part for part in parts if part.value is not None]
    values = np.array([part.value for part in shown], dtype=float)
    lows = np.array(
        [value if part.low is None else part.low for part, value in zip(shown, values, strict=True)]
    )
    highs = np.array(
        [value if part.high is None else part.high for part, value in zip(shown, values, strict=True)]
    )
    names = np.array([f"{part.part}  (n={part.n})" for part in shown], dtype=object)
    factor = 100 if unit == "percent" else 1
    colours = np.array([STATUS["bad"] if top < zero else SERIES[0] for top in highs], dtype=object)
    dots = scatter(
        x=values * factor,
        y=names,
        mode="markers+text",
        text=np.array([digits(value * factor, 0) + (" %" if factor == 100 else "") for value in values], dtype=object),
        textposition="top center",
        textfont={"size": TEXT},
        cliponaxis=False,
        customdata=np.array([part.part for part in shown], dtype=object),
        marker={"size": 11, "color": colours},
        error_x={
            "type": "data", "symmetric": False, "array": (highs - values) * factor,
            "arrayminus": (values - lows) * factor, "color": MUTED, "thickness": 1.6, "width": 5,
        },
        hovertemplate="%{x:.1f}<extra>%{y}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    line = {
        "type": "line", "x0": zero * factor, "x1": zero * factor, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"width": 1.5, "color": GRID},
    }  # fmt: skip
    axis = value_axis(unit if factor == 1 else "points", range=[low, high])
    return Figure(
        [dots],
        layout(xaxis=axis, yaxis=part_axis(), height=max(150, 44 * len(shown) + 60), right=24, shapes=[line]),
    )


def pairs(
    rows: Sequence[tuple[str, float, float, int]], *, names: tuple[str, str], height: int = 260
) -> Figure:
    """Two bars a row, counted and rated: how often a theme is spoken of, coloured where its mean rating is low."""
    labels = np.array([f"{name}" for name, _, _, _ in rows], dtype=object)
    counts = np.array([count for _, count, _, _ in rows], dtype=float)
    ratings = [rating for _, _, rating, _ in rows]
    colours = np.array(
        [STATUS["bad"] if not np.isnan(r) and round(r, 2) < 0.6 else REST for r in ratings], dtype=object
    )
    texts = np.array(
        [
            f"{digits(count, 0)}"
            + ("" if np.isnan(rating) else f"  · {names[1]} {digits(rating * 10, 1)} of 10")
            for count, rating in zip(counts, ratings, strict=True)
        ],
        dtype=object,
    )
    bars = bar(
        x=counts, y=labels, orientation="h", marker={"color": colours, "line": {"width": 0}}, text=texts,
        textposition="outside", cliponaxis=False, textfont={"size": TEXT}, customdata=labels,
        hovertemplate=f"%{{x:,}} {names[0]}<extra>%{{y}}</extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    top = float(counts.max(initial=1.0))
    axis = value_axis("count", showticklabels=False, showgrid=False, range=[0, top * 1.5])
    return Figure(
        [bars], layout(xaxis=axis, yaxis=part_axis(), height=max(height, 34 * len(rows) + 40), right=12)
    )
