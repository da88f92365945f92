"""The cumulative flow diagram: how many items had reached each stage by each day."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from charts.colours import SERIES
from charts.figure import Figure, scatter
from charts.layout import HEIGHT, KEY, UNSEEN, layout, time_axis, value_axis
from charts.numbers import digits

#: So many days are drawn at most; a longer stretch is drawn with fewer days.
MOST_DAYS = 250
#: From what has just been asked for to what is done: the further, the darker.
_FAINTEST, _DARKEST = 0.35, 0.9
#: So many letters of the key fit on one line of a phone.
_LINE = 46


def cumulative_flow(
    days: np.ndarray, stages: Sequence[tuple[str, np.ndarray]], *, height: int = HEIGHT
) -> Figure:
    """Bands between the curves of the stages, first to last; the height of a band is what lies in its stage.

    `stages` hold a name and, for each day, how many items have reached it. What had reached the last stage
    before the first day is left out: it would press the bands together.
    """
    every = max(1, -(-len(days) // MOST_DAYS))
    kept = np.arange(len(days) - 1, -1, -every)[::-1] if len(days) else np.array([], dtype=int)
    before = float(stages[-1][1][0]) if stages and len(stages[-1][1]) else 0.0
    risen = [(name, counts - before) for name, counts in stages]
    fills = [f"rgba(59, 130, 208, {shade:.2f})" for shade in np.linspace(_FAINTEST, _DARKEST, len(stages))]
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
            fillcolor=fill,
            line={"width": 1, "color": SERIES[0]},
            hovertemplate=f"{name}: %{{y:,}}<extra>%{{x|%d %b %Y}}</extra>",
        )
        for place, ((name, counts), fill) in enumerate(zip(reversed(risen), reversed(fills), strict=True))
    ]
    top = max((float(counts.max(initial=0)) for _, counts in risen), default=0.0) or 1.0
    key, lines = _key(risen, fills)
    return Figure(
        traces,
        layout(
            xaxis=time_axis(days[kept] if len(days) else None),
            yaxis=value_axis("count", range=[0.0, top * 1.06]),
            height=height,
            right=16,
            top=12 + 20 * lines,
            annotations=[key] if lines else [],
            hovermode="x unified",
        ),
    )


def _key(stages: Sequence[tuple[str, np.ndarray]], fills: Sequence[str]) -> tuple[dict[str, Any], int]:
    """What each band is and what lies in it on the last day, and how many lines this takes."""
    newest = [float(counts[-1]) for _, counts in stages if len(counts)]
    lying = [count - after for count, after in zip(newest, [*newest, 0.0][1:], strict=True)]
    written: list[str] = []
    room = 0
    for (name, _), held, fill in zip(stages, lying, fills, strict=False):
        words = f"{name} {digits(held, 0)}"
        if not written or room < len(words) + 4:
            written.append("")
            room = _LINE
        room -= len(words) + 4
        written[-1] += f'<span style="color:{fill}">■</span> {words}   '
    label = {
        "text": "<br>".join(line.strip() for line in written),
        **KEY,
        "align": "left",
    }
    return label, len(written)
