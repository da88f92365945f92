"""The title of a chart of the board: what it shows, in one sentence without a verdict that noise could explain."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.answer import Answer, Point
from metrics.board_parts import Chart, Figure
from metrics.metric import Metric
from metrics.scope import NOT_SET
from metrics.wording import counted, listed, said

#: Parts that a sentence names.
MOST_NAMED = 2


def trend_finding(metric: Metric, trend: Answer, currency: str) -> str:
    """How often a figure missed its target over the months drawn; without a target, where it stands in its range."""
    known = [(point, point.value) for point in trend.whole_points if point.value is not None]
    if not known:
        return f"{metric.title}: no month is complete"
    newest = said(known[-1][1], metric.unit, currency)
    months = counted(len(known), "month")
    if metric.target is not None and metric.good != "none":
        short = sum(
            value < metric.target if metric.good == "up" else value > metric.target for _, value in known
        )
        way = "under" if metric.good == "up" else "over"
        target = said(metric.target, metric.unit, currency)
        return f"{metric.title}: {way} the target of {target} in {short} of {months}, now {newest}"
    if len(known) == 1:
        return f"{metric.title}: {newest}, the only month measured"
    low, high = (edge(value for _, value in known) for edge in (min, max))
    between = f"{said(low, metric.unit, currency)} and {said(high, metric.unit, currency)}"
    return f"{metric.title}: {newest}, in {months} between {between}"


def flow_finding(spent: Answer, planned: Answer, currency: str) -> str:
    """In how many months more was spent than planned, and how the newest stands."""
    budgets = {point.period: point.value for point in planned.points}
    pairs = [
        (point.value, budget)
        for point in spent.whole_points
        if point.value is not None and (budget := budgets.get(point.period)) is not None
    ]
    if not pairs:
        return f"{spent.title}: no month has a budget to compare with"
    over = sum(value > budget for value, budget in pairs)
    value, budget = pairs[-1]
    newest = f"the newest cost {said(value, 'money', currency)} of {said(budget, 'money', currency)}"
    return f"Over budget in {over} of {counted(len(pairs), 'month')}; {newest}"


def parts_finding(
    metric: Metric, known: Sequence[Point], missed: Sequence[Point], by: str, currency: str
) -> str:
    """Which parts miss the target, or are worse than the whole, beyond noise; both the worst first."""
    aim = (
        f"the target of {said(metric.target, metric.unit, currency)}"
        if metric.target is not None
        else "the whole"
    )
    if not missed:
        worst = (
            f"{known[0].part} comes last with {said(known[0].value, metric.unit, currency)}" if known else ""
        )
        verdict = "misses" if metric.target is not None else "is worse than"
        return f"{metric.title}: no {by} {verdict} {aim} beyond noise{'; ' + worst if worst else ''}"
    verb = ("misses" if len(missed) == 1 else "miss") if metric.target is not None else (
        "is worse than" if len(missed) == 1 else "are worse than"
    )  # fmt: skip
    many = f"{len(missed)} of {counted(len(known), by)}"
    if len(missed) > MOST_NAMED:
        worst = f"{missed[0].part} most ({said(missed[0].value, metric.unit, currency)})"
        return f"{metric.title}: {many} {verb} {aim} beyond noise, {worst}"
    named = listed([str(point.part) for point in missed])
    return f"{metric.title}: {named} {verb} {aim} beyond noise ({many})"


def worst_parts(chart: Chart | None, told: Figure | None) -> str:
    """Who is worst, as a sentence after the one of the figure told; nothing where nobody stands out beyond noise."""
    missed = [point for point in (chart.missed if chart else ()) if point.part != NOT_SET]
    if chart is None or not missed:
        return ""
    metric = chart.metric
    named = [f"{p.part} ({said(p.value, metric.unit, chart.currency)})" for p in missed[:MOST_NAMED]]
    rest = [f"{len(missed) - MOST_NAMED} more"] if len(missed) > MOST_NAMED else []
    about = "Worst" if told is not None and told.metric.name == metric.name else f"{metric.title}, worst"
    return f" {about}: {listed([*named, *rest])}."
