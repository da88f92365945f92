"""A value over time: the line, its target, what happened, and how much of its movement is noise."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from charts.colours import ACCENT, LINE, MUTED, REST, SERIES, SHADE, STATUS
from charts.figure import Figure, bar, scatter
from charts.layout import HEIGHT, KEY, TEXT, Dated, across, layout, margin_labels, time_axis, value_axis
from charts.numbers import spoken_duration, written, written_period

_DURATIONS = {"minutes", "hours", "days"}


@dataclass(frozen=True)
class Event:
    """Something that happened or was planned: a freeze, a wave, a release, a migration.

    With an `end` it is a shaded span, without one a marked day.
    """

    title: str
    start: date | datetime
    end: date | datetime | None = None
    kind: str = ""


@dataclass(frozen=True)
class Limits:
    """The range of expected variation (XmR) and the positions of the points which leave it."""

    low: float
    centre: float
    high: float
    signals: tuple[int, ...] = ()


def scale(points: Sequence[Any], unit: str) -> tuple[float, str]:
    """What to multiply values of `unit` by, and the unit people would then read on the axis."""
    if unit not in _DURATIONS:
        return 1.0, ""
    largest = max((abs(p.value) for p in points if p.value is not None), default=0.0)
    if not largest:
        return 1.0, {"minutes": "min", "hours": "h", "days": "d"}[unit]
    amount, spoken = spoken_duration(largest, unit)
    return amount / largest, spoken


def _values(points: Sequence[Dated], factor: float) -> np.ndarray:
    return np.array([np.nan if p.value is None else p.value * factor for p in points], dtype=float)


def _times(points: Sequence[Dated]) -> np.ndarray:
    return np.array([np.datetime64(p.start) for p in points], dtype="datetime64[D]")


def _hover(points: Sequence[Dated], unit: str) -> np.ndarray:
    return np.array(
        [
            (f"{_fiscal(p)}: " if _fiscal(p) else "")
            + (
                f"<b>{written(p.value, unit)}</b> · n = {p.n:,}" + (" · not complete" if p.partial else "")
                if p.value is not None
                else p.reason or "no value"
            )
            for p in points
        ],
        dtype=object,
    )


def _fiscal(point: Dated) -> str:
    """The name of a fiscal period, which its first day alone does not tell; nothing for others."""
    label = str(getattr(point, "period", None) or "")
    if not label.startswith("FY") or point.start is None:
        return ""
    return written_period(point.start, "fiscal-quarter", label=label)


def _fiscal_ticks(points: Sequence[Dated]) -> dict[str, Any]:
    """Fiscal periods stand on the axis by their names, at most six of them; others by the calendar."""
    named = [(str(p.start), _fiscal(p)) for p in points if _fiscal(p)]
    if not named:
        return {}
    shown = named[:: math.ceil(len(named) / 6)]
    # The quarter over its year, as the calendar's axis has the month over its year.
    texts = ["<br>".join(reversed(name.split())) for _, name in shown]
    return {"tickmode": "array", "tickvals": [start for start, _ in shown], "ticktext": texts}


def events_between(events: Sequence[Event], first: Any, last: Any) -> list[Event]:
    """The events that touch the stretch from `first` to `last`, in order; they are numbered from 1 in a figure."""
    ordered = sorted(events, key=lambda e: np.datetime64(e.start, "s"))
    return [event for event in ordered if _ends(event) >= first and np.datetime64(event.start, "D") <= last]


def _ends(event: Event) -> Any:
    return np.datetime64(event.end or event.start, "D")


def event_marks(
    events: Sequence[Event], first: Any, last: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The shapes and numbers of what happened between two instants; spans behind the data, days as lines.

    A number fits everywhere, on a phone too; `event_words` says what each stands for.
    """
    shapes: list[dict[str, Any]] = []
    # Where a number stands, and the first and the last event it stands for.
    numbers: list[tuple[Any, int, int]] = []
    for number, event in enumerate(events_between(events, first, last), start=1):
        left, right = max(np.datetime64(event.start, "D"), first), min(_ends(event), last)
        line = {"width": 0} if right > left else {"width": 1.5, "color": LINE, "dash": "dot"}
        shapes.append(
            {
                "type": "rect" if right > left else "line",
                "xref": "x",
                "yref": "paper",
                "x0": str(left),
                "x1": str(right),
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "fillcolor": SHADE,
                "line": line,
            }
        )
        middle = left + (right - left) // 2
        # An eighth of the width is what "5–8" takes on a phone.
        if numbers and middle - numbers[-1][0] < (last - first) / 8:
            numbers[-1] = (numbers[-1][0], numbers[-1][1], number)
        else:
            numbers.append((middle, number, number))
    return shapes, [_number(place, one, other) for place, one, other in numbers]


def _number(place: Any, one: int, other: int) -> dict[str, Any]:
    return {
        "text": str(one) if one == other else f"{one}–{other}",
        "x": str(place),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": TEXT, "color": MUTED},
    }


def event_words(events: Sequence[Event], points: Sequence[Dated]) -> tuple[str, ...]:
    """What each number over a figure stands for; nothing where nothing happened."""
    if not points:
        return ()
    times = _times(points)
    found = events_between(events, times[0], times[-1])
    return tuple(f"{number} {event.title}" for number, event in enumerate(found, start=1))


def trend(
    points: Sequence[Dated],
    *,
    unit: str,
    target: float | None = None,
    events: Sequence[Event] = (),
    limits: Limits | None = None,
    height: int = HEIGHT,
    from_zero: bool = False,
) -> Figure:
    """One line over time with its target, events, and limits of expected variation.

    A period that is not over, or in which the data only begin, is drawn hollow and dotted; a period without a value
    is a gap. At most 500 points are drawn: a page never needs more, so the caller chooses a coarser grain.
    """
    points = list(points)[-500:]
    factor, spoken = scale(points, unit)
    x, y = _times(points), _values(points, factor)
    whole = np.array([not p.partial for p in points], dtype=bool)
    traces: list[Any] = [
        scatter(
            x=x,
            y=np.where(whole, y, np.nan),
            mode="lines+markers" if len(points) <= 40 else "lines",
            line={"color": SERIES[0], "width": 2.5},
            marker={"size": 7, "color": _marker_colours(points, limits)},
            cliponaxis=False,
            customdata=_hover(points, unit),
            hovertemplate="%{customdata}<extra>%{x|%d %b %Y}</extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    ]
    if not whole.all():
        shown = ~whole
        shown[:-1] |= ~whole[1:]
        traces.append(
            scatter(
                x=x,
                y=np.where(shown, y, np.nan),
                mode="lines+markers",
                line={"color": SERIES[0], "width": 2, "dash": "dot"},
                marker={"size": 8, "symbol": "circle-open", "color": SERIES[0]},
                cliponaxis=False,
                customdata=_hover(points, unit),
                hovertemplate="%{customdata}<extra>%{x|%d %b %Y}</extra>",
            )
        )
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    if len(points):
        shapes, labels = event_marks(events, x[0], x[-1])
    extent = _range(y, target, factor, limits, unit, from_zero=from_zero)
    margin: list[tuple[float, str, dict[str, Any]]] = []
    if target is not None:
        shapes.append(across(target * factor, "dash"))
        margin.append((target * factor, f"Target {written(target, unit)}", {}))
    if limits is not None:
        shapes += [across(edge * factor, "dot", LINE, 1) for edge in (limits.low, limits.high)]
        margin.append((limits.high * factor, "usual range", {"size": TEXT - 1, "color": LINE}))
    newest = [i for i, p in enumerate(points) if not p.partial and not np.isnan(y[i])][-1:]
    for i in newest:
        bold = {"size": TEXT + 2, "color": SERIES[0]}
        margin.append((float(y[i]), f"<b>{written(points[i].value, unit)}</b>", bold))
    labels += margin_labels(margin, extent, height)
    axis = value_axis(unit, spoken, range=extent)
    return Figure(
        traces,
        layout(
            xaxis=time_axis(_times(points), **_fiscal_ticks(points)),
            yaxis=axis,
            height=height,
            shapes=shapes,
            annotations=labels,
        ),
    )


def _marker_colours(points: Sequence[Dated], limits: Limits | None) -> Any:
    if limits is None or not limits.signals:
        return SERIES[0]
    return np.array(
        [STATUS["warn"] if i in limits.signals else SERIES[0] for i in range(len(points))], dtype=object
    )


def _range(
    y: np.ndarray, target: float | None, factor: float, limits: Limits | None, unit: str, *, from_zero: bool
) -> list[float] | None:
    """The honest extent of the value axis: target and limits inside, small movements not blown up."""
    seen = y[~np.isnan(y)]
    if not len(seen):
        return None
    edges = [float(seen.min()), float(seen.max())]
    if target is not None:
        edges.append(target * factor)
    if limits is not None:
        edges += [limits.low * factor, limits.high * factor]
    low, high = min(edges), max(edges)
    if from_zero:
        return [0.0, high * 1.12 or 1.0]
    room = max(high - low, 0.04 * abs(high), 1e-9)
    middle = (high + low) / 2
    low, high = min(low, middle - room / 2) - 0.12 * room, max(high, middle + room / 2) + 0.15 * room
    if unit == "percent":
        high = min(high, 1.03)  # there is no more than all; a little room keeps the line off the edge
    return [max(low, 0.0) if min(edges) >= 0 else low, high]


def flows(
    came: Sequence[Dated],
    went: Sequence[Dated],
    *,
    names: tuple[str, str],
    events: Sequence[Event] = (),
    height: int = HEIGHT,
) -> Figure:
    """Two counts per period side by side, such as opened and resolved; an unfinished period is hatched."""
    came, went = list(came)[-500:], list(went)[-500:]
    traces = [
        _bars(points, name, colour)
        for points, name, colour in ((came, names[0], REST), (went, names[1], SERIES[0]))
    ]
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    if came:
        times = _times(came)
        shapes, labels = event_marks(events, times[0], times[-1])
    labels.append(_key(names))
    return Figure(
        traces,
        layout(
            xaxis=time_axis(_times(came), **_fiscal_ticks(came)),
            yaxis=value_axis("count", rangemode="tozero", **_whole_steps([*came, *went])),
            height=height,
            right=12,
            shapes=shapes,
            annotations=labels,
            top=44,
            barmode="group",
        ),
    )


def _whole_steps(points: Sequence[Dated]) -> dict[str, Any]:
    """Ticks at whole numbers where counts are small: there is no half ticket."""
    return {"dtick": 1} if max((p.value or 0 for p in points), default=0) <= 4 else {}


def _key(names: tuple[str, str]) -> dict[str, Any]:
    """What the two colours mean, in words that carry them; a legend would show an unfinished bar's hatching."""
    return {
        "text": f'<span style="color:{LINE}">■</span> {names[0]}   '
        f'<span style="color:{SERIES[0]}">■</span> {names[1]}',
        **KEY,
        "yshift": 20,
    }


def _bars(points: Sequence[Dated], name: str, colour: str) -> Any:
    partial = np.array([p.partial for p in points], dtype=bool)
    return bar(
        x=_times(points),
        y=_values(points, 1.0),
        name=name,
        customdata=_hover(points, "count"),
        marker={
            "color": colour,
            "line": {"width": 0},
            "pattern": {"shape": np.where(partial, "/", "").astype(object), "size": 6, "solidity": 0.35},
        },
        hovertemplate=f"{name}: %{{customdata}}<extra>%{{x|%d %b %Y}}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def area(
    points: Sequence[Dated], *, unit: str = "count", events: Sequence[Event] = (), height: int = HEIGHT
) -> Figure:
    """A stock over time, such as the backlog, on an axis that starts at zero."""
    figure = trend(points, unit=unit, events=events, height=height, from_zero=True)
    figure.data[0].update(fill="tozeroy", fillcolor=SHADE)
    return figure


def sparkline(
    points: Sequence[Dated], *, target: float | None = None, width: int = 320, height: int = 44
) -> str | None:
    """A small trend as an SVG picture, with the target as a dashed line; None when it would only show noise.

    The picture is drawn in one colour that reads on both pages. A movement below 2 % of the value is not
    drawn, because stretched to the full height it would look like a story.
    """
    values = [p.value for p in points if p.value is not None and not p.partial]
    if len(values) < 3:
        return None
    edges = values if target is None else [*values, target]
    low, high = min(edges), max(edges)
    if high == low or high - low < 0.02 * max(abs(high), abs(low)):
        return None

    def place(value: float) -> float:
        return round(height - 5 - (value - low) / (high - low) * (height - 10), 1)

    step = (width - 12) / (len(values) - 1)
    path = " ".join(f"{round(4 + i * step, 1)},{place(v)}" for i, v in enumerate(values))
    aim = (
        ""
        if target is None
        else f'<line x1="0" x2="{width}" y1="{place(target)}" y2="{place(target)}" stroke="#7A8AA0" '
        'stroke-width="1.2" stroke-dasharray="4 3"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none" '
        f'width="{width}" height="{height}">{aim}<polyline points="{path}" fill="none" stroke="{ACCENT}" '
        f'stroke-width="2" stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>'
    )
