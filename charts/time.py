"""Plans on a calendar: spans and milestones as rows, and how busy each hour of the week is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from charts.colours import LINE, MUTED, REST, SERIES, STATUS, Status
from charts.figure import Figure, bar, heatmap, scatter
from charts.layout import TEXT, UNCHANGED_WHEN_CHOSEN, layout, part_axis, time_axis
from charts.numbers import MINUS, SPACE, written_day

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HEAT = [[0.0, "rgba(59, 130, 208, 0.04)"], [1.0, "rgba(59, 130, 208, 0.95)"]]


@dataclass(frozen=True)
class Span:
    """One bar of a calendar: what, from when, until when (the same day: a milestone), and how it stands."""

    name: str
    start: date
    end: date
    status: Status = "none"
    note: str = ""


def calendar(spans: Sequence[Span], *, today: date | None = None, height: int | None = None) -> Figure:
    """Rows of spans on one time line, with the day of the data marked; at most 40 rows."""
    shown = list(spans)[:40]
    names = np.array([s.name for s in shown], dtype=object)
    starts = np.array([str(s.start) for s in shown], dtype=object)
    # A bar on a date axis starts at `base` and its length is in milliseconds; a day is the least to see.
    lengths = np.array([max((s.end - s.start).days, 1) * 86_400_000 for s in shown], dtype=float)
    colours = np.array([SERIES[0] if s.status == "none" else STATUS[s.status] for s in shown], dtype=object)
    bars = bar(
        y=names,
        base=starts,
        x=lengths,
        orientation="h",
        marker={"color": colours, "line": {"width": 0}},
        customdata=np.array([s.name for s in shown], dtype=object),
        hovertext=np.array(
            [f"{s.start:%d %b %Y} – {s.end:%d %b %Y}<br>{s.note}" for s in shown], dtype=object
        ),
        hovertemplate="%{hovertext}<extra>%{y}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    if today is not None:
        line, label = _up_to(today)
        shapes.append(line)
        labels.append(label)
    return Figure(
        [bars],
        layout(
            xaxis=time_axis(),
            yaxis=part_axis(),
            height=height or max(140, 30 * len(shown) + 60),
            right=16,
            shapes=shapes,
            annotations=labels,
        ),
    )


def slips(rows: Sequence[tuple[str, date, date, Status]], *, today: date | None = None) -> Figure:
    """Where each milestone was promised (hollow) and where it stands now (filled), joined by its slip in days.

    A name may have two lines, parted by `<br>`: a long one would leave no room for the dates on a phone.
    """
    shown = list(rows)[:40]
    names = np.array([r[0] for r in shown], dtype=object)
    gaps: list[dict[str, Any]] = [
        {
            "type": "line",
            "x0": str(first),
            "x1": str(now),
            "y0": name,
            "y1": name,
            "line": {"width": 3, "color": REST},
            "layer": "below",
        }
        for name, first, now, _ in shown
    ]
    marks = [
        scatter(
            x=np.array([str(r[1]) for r in shown], dtype=object),
            y=names,
            mode="markers",
            name="original promise",
            marker={"size": 11, "symbol": "diamond-open", "color": MUTED},
            hovertemplate="promised %{x|%d %b %Y}<extra>%{y}</extra>",
            customdata=names,
            **UNCHANGED_WHEN_CHOSEN,
        ),
        scatter(
            x=np.array([str(r[2]) for r in shown], dtype=object),
            y=names,
            mode="markers+text",
            name="now",
            text=np.array([_slip(now - first) for _, first, now, _ in shown], dtype=object),
            textposition="middle right",
            textfont={"size": TEXT},
            cliponaxis=False,
            marker={
                "size": 11,
                "symbol": "diamond",
                "color": np.array([STATUS[r[3]] for r in shown], dtype=object),
            },
            hovertemplate="now %{x|%d %b %Y}<extra>%{y}</extra>",
            customdata=names,
            **UNCHANGED_WHEN_CHOSEN,
        ),
    ]
    labels: list[dict[str, Any]] = []
    if today is not None:
        line, label = _up_to(today)
        gaps.append(line)
        labels.append(label)
    return Figure(
        marks,
        layout(
            xaxis=time_axis(nticks=5),
            yaxis=part_axis(),
            height=max(160, (42 if any("<br>" in name for name in names) else 30) * len(shown) + 60),
            right=64,
            shapes=gaps,
            annotations=labels,
        ),
    )


def _slip(late: timedelta) -> str:
    """How many days later, or earlier, than promised; nothing on the day itself."""
    if not late.days:
        return ""
    return f"  {'+' if late.days > 0 else MINUS}{abs(late.days)}{SPACE}d"


def _up_to(today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The day up to which the data go: a line, and the words above it."""
    line = {
        "type": "line",
        "x0": str(today),
        "x1": str(today),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"width": 1.5, "color": LINE, "dash": "dash"},
    }
    label = {
        "text": f"data to {written_day(today)}",
        "x": str(today),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": TEXT, "color": MUTED},
    }
    return line, label


def week(counts: np.ndarray, *, height: int = 260) -> Figure:
    """How many arrive in each hour of each weekday: a 7 × 24 grid, Monday first."""
    grid = heatmap(
        z=counts,
        x=np.arange(24),
        y=np.array(WEEKDAYS, dtype=object),
        colorscale=_HEAT,
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{z:,} arrivals<extra>%{y} %{x}:00</extra>",
    )
    xaxis = {
        "fixedrange": True,
        "showgrid": False,
        "tickvals": [0, 6, 12, 18, 23],
        "ticksuffix": ":00",
        "tickfont": {"size": TEXT, "color": MUTED},
        "zeroline": False,
    }
    return Figure([grid], layout(xaxis=xaxis, yaxis=part_axis(), height=height, right=8))
