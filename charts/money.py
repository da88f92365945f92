"""Money: from the budget down to what is free, burn against the plan's own profile, forecasts side by side."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from charts.colours import MUTED, REST, SERIES, STATUS, Status
from charts.figure import Figure, bar, scatter
from charts.layout import TEXT, layout, margin_labels, part_axis, time_axis, value_axis
from charts.numbers import MISSING, money


def waterfall(steps: Sequence[tuple[str, float]], *, currency: str, left: str, height: int = 300) -> Figure:
    """From the first amount down by every further step to what is left over; amounts taken away are positive.

    What is left is red where it is below zero.
    """
    start, *taken = steps
    names, bases, sizes, colours, texts = (
        [start[0]],
        [0.0],
        [start[1]],
        [SERIES[0]],
        [money(start[1], currency)],
    )
    level = start[1]
    for name, amount in taken:
        names.append(name)
        bases.append(level - amount)
        sizes.append(amount)
        colours.append(REST)
        texts.append(money(-amount, currency))
        level -= amount
    names.append(left)
    bases.append(0.0)
    sizes.append(level)
    colours.append(STATUS["bad"] if level < 0 else STATUS["good"])
    texts.append(money(level, currency))
    tops = [base + max(size, 0.0) for base, size in zip(bases, sizes, strict=True)]
    bars = bar(
        x=np.array(names, dtype=object),
        y=np.array(sizes, dtype=float),
        base=np.array(bases, dtype=float),
        marker={"color": np.array(colours, dtype=object), "line": {"width": 0}},
        customdata=np.array(names, dtype=object),
        hovertext=np.array(texts, dtype=object),
        hovertemplate="%{hovertext}<extra>%{x}</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    labels = [
        {
            "text": text, "x": name, "y": max(top, 0.0), "yanchor": "bottom", "showarrow": False,
            "font": {"size": TEXT},
        }
        for name, text, top in zip(names, texts, tops, strict=True)
    ]  # fmt: skip
    low = min(0.0, level * 1.15)
    axis = value_axis(
        "money", showticklabels=False, showgrid=False, range=[low, max(tops) * 1.14], zeroline=True
    )
    xaxis = {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "tickangle": 0,
        "tickfont": {"size": TEXT},
    }
    return Figure([bars], layout(xaxis=xaxis, yaxis=axis, height=height, right=8, annotations=labels))


def burn(
    ends: Sequence[date],
    planned: Sequence[float],
    spent: Sequence[float],
    *,
    budget: float,
    landing: tuple[float, float] | None,
    currency: str,
    height: int = 300,
) -> Figure:
    """Money spent so far against the budget's own profile, both added up; the range where the year may end.

    `ends` are the last days of all periods of the year, `planned` one amount for each, `spent` for those over.
    """
    days = np.array([np.datetime64(day) for day in ends])
    profile, course = np.cumsum(planned), np.cumsum(spent)
    lines = [
        scatter(
            x=days, y=profile, mode="lines", line={"color": MUTED, "width": 2, "dash": "dash"},
            hovertemplate="Planned %{y:,.0f}<extra>%{x|%b %Y}</extra>",
        ),
        scatter(
            x=days[: len(course)], y=course, mode="lines+markers", line={"color": SERIES[0], "width": 2.5},
            marker={"size": 6, "color": SERIES[0]}, hovertemplate="Spent %{y:,.0f}<extra>%{x|%b %Y}</extra>",
        ),
    ]  # fmt: skip
    named: list[tuple[float, str, dict[str, str]]] = [
        (float(profile[-1]), f"Budget {money(budget, currency)}", {})
    ]
    top = max(budget, float(course[-1]) if len(course) else 0.0, landing[1] if landing else 0.0)
    if len(course):
        named.append(
            (float(course[-1]), f"<b>Spent {money(float(course[-1]), currency)}</b>", {"color": SERIES[0]})
        )
    if landing and len(course):
        lines.insert(
            0,
            scatter(
                x=np.array([days[len(course) - 1], days[-1], days[-1]]),
                y=np.array([course[-1], landing[0], landing[1]]),
                fill="toself", mode="lines", line={"width": 0}, fillcolor="rgba(31, 95, 168, 0.16)", hoverinfo="skip",
            ),
        )  # fmt: skip
    return Figure(
        lines,
        layout(
            xaxis=time_axis(days),
            yaxis=value_axis("money", range=[0, top * 1.06]),
            height=height,
            right=124,
            annotations=margin_labels(named, (0, top * 1.06), height),
        ),
    )


def landings(
    rows: Sequence[tuple[str, float | None, Status]], *, budget: float, currency: str, height: int = 250
) -> Figure:
    """Forecasts side by side as dots against the budget; a forecast that cannot be made has no dot."""
    names = np.array([name for name, _, _ in rows], dtype=object)
    values = np.array([np.nan if amount is None else amount for _, amount, _ in rows], dtype=float)
    colours = np.array(
        [SERIES[0] if status == "none" else STATUS[status] for _, _, status in rows], dtype=object
    )
    amounts = np.array([money(v, currency) if not np.isnan(v) else MISSING for v in values], dtype=object)
    # The amount stands below the name: beside its dot the budget's line would cross it, on a phone at least.
    named = [f"{name}<br><b>{amount}</b>" for name, amount in zip(names, amounts, strict=True)]
    dots = scatter(
        x=values,
        y=names,
        mode="markers",
        marker={"size": 14, "color": colours},
        customdata=amounts,
        cliponaxis=False,
        hovertemplate="%{customdata}<extra>%{y}</extra>",
    )
    known = [*values[~np.isnan(values)], budget]
    low, high = min(known), max(known)
    room = max((high - low) * 0.35, high * 0.02)
    shapes = [
        {"type": "line", "x0": budget, "x1": budget, "y0": 0, "y1": 1, "yref": "paper",
         "line": {"dash": "dash", "width": 1.5, "color": MUTED}}
    ]  # fmt: skip
    labels = [
        {"text": f"Budget {money(budget, currency)}", "x": budget, "y": 1, "yref": "paper", "yanchor": "bottom",
         "showarrow": False, "font": {"size": TEXT, "color": MUTED}}
    ]  # fmt: skip
    xaxis = value_axis("money", range=[low - room, high + room], nticks=4, tickangle=0)
    return Figure(
        [dots],
        layout(
            xaxis=xaxis,
            yaxis=part_axis() | {"tickvals": list(names), "ticktext": named},
            height=height,
            right=24,
            shapes=shapes,
            annotations=labels,
        ),
    )
