"""The risk matrix: probability against impact, the cell of every open risk, and the way it moved."""

from collections.abc import Sequence

import numpy as np

from charts.colours import MUTED, STATUS, Status
from charts.figure import Figure, scatter
from charts.layout import TEXT, layout

#: How faint a cell is painted by the band its score lies in.
_BANDS: tuple[tuple[int, Status], ...] = ((16, "bad"), (10, "warn"), (5, "none"), (0, "good"))


def matrix(risks: Sequence[tuple[str, int, int, int | None]], *, height: int = 380) -> Figure:
    """Every risk in its cell (name, probability 1 to 5, impact 1 to 5, change of its score since the import before).

    ▲ is worse than before, ▼ better; what lies in one cell is written below one another, four at most.
    """
    shapes = []
    for probability in range(1, 6):
        for impact in range(1, 6):
            status = next(status for least, status in _BANDS if probability * impact >= least)
            shapes.append(
                {
                    "type": "rect", "x0": impact - 0.5, "x1": impact + 0.5, "y0": probability - 0.5,
                    "y1": probability + 0.5, "fillcolor": STATUS[status], "opacity": 0.16, "layer": "below",
                    "line": {"width": 1, "color": "rgba(122, 138, 160, 0.5)"},
                }
            )  # fmt: skip
    cells: dict[tuple[int, int], list[str]] = {}
    for name, probability, impact, moved in risks:
        arrow = "" if not moved else " ▲" if moved > 0 else " ▼"
        cells.setdefault((impact, probability), []).append(f"{name}{arrow}")
    places = list(cells)
    texts = [
        "<br>".join(names[:4] + ([f"+{len(names) - 4}"] if len(names) > 4 else []))
        for names in cells.values()
    ]
    points = scatter(
        x=np.array([place[0] for place in places], dtype=float),
        y=np.array([place[1] for place in places], dtype=float),
        mode="markers+text",
        text=np.array(texts, dtype=object),
        textfont={"size": TEXT},
        marker={"size": 46, "opacity": 0, "symbol": "square"},
        customdata=np.array([f"{x}|{y}" for x, y in places], dtype=object),
        hovertemplate="probability %{y}, impact %{x}<br>%{text}<extra></extra>",
    )
    axis = {
        "range": [0.5, 5.5], "tickvals": [1, 2, 3, 4, 5], "fixedrange": True, "showgrid": False, "zeroline": False,
        "tickfont": {"size": TEXT, "color": MUTED},
    }  # fmt: skip
    words = {"font": {"size": TEXT, "color": MUTED}}
    return Figure(
        [points],
        layout(
            xaxis=axis | {"title": {"text": "Impact →", **words}},
            yaxis=axis | {"title": {"text": "Probability →", **words}},
            height=height,
            right=8,
            shapes=shapes,
        ),
    )
