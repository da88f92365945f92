"""The title of a chart of the board: what it shows, in one sentence without a verdict that noise could explain."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.answer import Answer, Point
from metrics.metric import Metric
from metrics.wording import counted, said


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
    return f"{len(missed)} of {counted(len(known), by)} {verb} {aim} beyond noise"
