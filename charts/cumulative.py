"""The cumulative flow diagram: how many items had reached each stage by each day."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from charts.colours import SERIES
from charts.figure import Figure, scatter
from charts.layout import HEIGHT, UNSEEN, layout, margin_labels, time_axis, value_axis
from charts.numbers import digits

#: So many days are drawn at most; a longer stretch is drawn with fewer days.
MOST_DAYS = 250
#: From what has just been asked for to what is done: the further, the darker.
_FAINTEST, _DARKEST = 0.16, 0.8


def cumulative_flow(
    days: np.ndarray, stages: Sequence[tuple[str, np.ndarray]], *, height: int = HEIGHT
) -> Figure:
    """Bands between the curves of the stages, first to last; the height of a band is what lies in its stage.

    `stages` hold a name and, for each day, how many items have reached it.
    """
    every = max(1, -(-len(days) // MOST_DAYS))
    kept = np.arange(len(days) - 1, -1, -every)[::-1] if len(days) else np.array([], dtype=int)
    shades = np.linspace(_FAINTEST, _DARKEST, len(stages))
    # The last stage lies lowest, so it is drawn first and each band is filled down to the curve below it.
    traces = [
        scatter(
            x=days[kept],
            y=counts[kept],
            name=name,
            mode="lines+markers",
            marker=UNSEEN,
            selected={"marker": UNSEEN},
            unselected={"marker": UNSEEN},
            fill="tozeroy" if place == 0 else "tonexty",
            fillcolor=f"rgba(59, 130, 208, {shade:.2f})",
            line={"width": 1, "color": SERIES[0]},
            hovertemplate=f"{name}: %{{y:,}}<extra>%{{x|%d %b %Y}}</extra>",
        )
        for place, ((name, counts), shade) in enumerate(zip(reversed(stages), reversed(shades), strict=True))
    ]
    top = max((float(counts.max(initial=0)) for _, counts in stages), default=0.0) or 1.0
    extent = (0.0, top * 1.06)
    labels: list[tuple[float, str, dict[str, Any]]] = [
        (float(counts[-1]), f"{name} {digits(float(counts[-1]), 0)}", {})
        for name, counts in stages
        if len(counts)
    ]
    return Figure(
        traces,
        layout(
            xaxis=time_axis(days[kept] if len(days) else None),
            yaxis=value_axis("count", range=list(extent)),
            height=height,
            right=150,
            annotations=margin_labels(labels, extent, height),
            hovermode="x unified",
        ),
    )
