"""The sentences of the board report: one per figure, written by the rule that fired, each with its n.

A change within noise is never called a change.
"""

from __future__ import annotations

from typing import Literal

from metrics.answer import Answer
from metrics.comparison import Comparison, Standing
from metrics.metric import Metric
from metrics.wording import said, said_interval

Rule = Literal["missed", "worse", "doubtful", "better", "met", "level", "unmeasured"]

#: Which sentence makes the headline of a topic: the gravest rule that fired.
ORDER: tuple[Rule, ...] = ("missed", "worse", "doubtful", "better", "met", "level", "unmeasured")


def rule_of(metric: Metric, answer: Answer, standing: Standing, moved: Comparison | None) -> Rule:
    """Which rule a figure fires: the target first, then a change beyond noise."""
    if answer.value is None:
        return "unmeasured"
    if standing == "bad":
        return "missed"
    earlier = moved.before.value if moved is not None and moved.change.beyond_noise else None
    if earlier is not None and earlier != answer.value:
        up = answer.value > earlier
        if metric.good != "none":
            return "better" if up == (metric.good == "up") else "worse"
    return "doubtful" if standing == "warn" else "met" if standing == "good" else "level"


def sentence(metric: Metric, answer: Answer, rule: Rule, moved: Comparison | None, currency: str) -> str:
    """What a figure says, in one sentence with its n and its 95 % interval where it has one."""
    if answer.value is None:
        return f"{metric.title}: {answer.reason or 'not measured'}."
    value, target = said(answer.value, metric.unit, currency), said(metric.target, metric.unit, currency)
    sure = f" ({_interval(metric, answer, currency)}n = {answer.n:,})"
    if rule == "missed":
        return f"{metric.title}: {value} misses the target of {target}{sure}."
    if rule in {"worse", "better"} and moved is not None and moved.before.value is not None:
        way = "up" if answer.value > moved.before.value else "down"
        before = said(moved.before.value, metric.unit, currency)
        return f"{metric.title}: {way} from {before} to {value}, beyond noise{sure}."
    if rule == "doubtful":
        return f"{metric.title}: {value} is short of the target of {target}, which noise could explain{sure}."
    if rule == "met":
        return f"{metric.title}: {value} meets the target of {target}{sure}."
    compared = moved is not None and moved.before.value is not None and not moved.change.beyond_noise
    told = compared and moved is not None and not moved.change.rule.startswith("too little")
    return f"{metric.title}: {value}{', no change beyond noise' if told else ''}{sure}."


def _interval(metric: Metric, answer: Answer, currency: str) -> str:
    between = said_interval(answer.low, answer.high, metric.unit, currency)
    return f"{between}, " if between else ""
