"""What one rule says of one client or service: the colour, and the sentence that gives the reason.

A colour gets worse at once and better only after several windows in a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.declared import metric_named
from metrics.health_measures import days_of
from metrics.health_rules import SEVERITY, Colour, Rule
from metrics.health_states import MISSED
from metrics.measured import Measured
from metrics.wording import counted, said, said_day, said_interval


@dataclass(frozen=True)
class Verdict:
    """What one rule says of one part: the colour, the sentence, and what was measured."""

    rule: Rule
    colour: Colour
    sentence: str
    measured: Measured | None


#: The worked-out measures as people call them.
NAMES: Mapping[str, str] = {
    "budget_landing": "where the budget lands",
    "milestone_slip": "milestones",
    "urgent_incident_signal": "incidents of priority 1 or 2",
    "availability": "availability",
    "worst_risk": "risks",
    "escalations_30_days": "escalations",
}


def verdict(
    rule: Rule, windows: Sequence[Measured | None], part: str, contract_target: float | None, today: date
) -> Verdict:
    """The colour of the newest window, or the worst of the last ones where it has become better since.

    Where an earlier state is not known, the sentence says so: a colour is never held, or let go, on a guess.
    """
    newest = windows[0]
    colour, sentence = _judged(rule, newest, part, contract_target, today)
    if colour in ("red", "grey"):
        return Verdict(rule, colour, sentence, newest)
    for day, earlier in zip(days_of(rule, today)[1:], windows[1:], strict=True):
        before, _ = _judged(rule, earlier, part, contract_target, today, fresh=True)
        if before != "grey" and SEVERITY[before] > SEVERITY[colour]:
            sentence += (
                f" It was {before} on {said_day(day)}: {rule.periods} windows in a row must be better."
            )
            colour = before
            break
        if earlier is not None and earlier.reason and not rule.window_days:
            sentence += f" How it stood on {said_day(day)} is not known: {earlier.reason}."
            break
    return Verdict(rule, colour, sentence, newest)


def _judged(
    rule: Rule,
    found: Measured | None,
    part: str,
    contract_target: float | None,
    today: date,
    *,
    fresh: bool = False,
) -> tuple[Colour, str]:
    if found is None:
        return "grey", f"Nothing is known of {_named(rule)}."
    if found.value is None:
        return "grey", f"{_capital(_named(rule))}: {found.reason or 'not measured'}."
    if found.n < rule.minimum_n:
        return "grey", f"{_capital(found.says)}, from {found.n} only: {rule.minimum_n} are needed."
    age = (today - found.as_of.date()).days if found.as_of else None
    if not fresh and age is not None and age > 1.5 * rule.cadence_days:
        old = counted(age, "day")
        how_often = counted(rule.cadence_days, "day")
        return (
            "grey",
            f"Stale: the newest data on {_named(rule)} are {old} old; they are expected every {how_often}.",
        )
    base = (rule.target_for(part, contract_target) or 0.0) if rule.target is not None else 0.0
    aim = f", target {said(base, found.unit)}" if rule.target is not None else ""
    says = _capital(f"{found.says}{_sureness(found)}{aim}")
    value = found.value
    beyond = _beyond(value, rule.red_below, rule.red_above, base)
    if beyond and _proven(rule, found, base):
        return "red", f"{says}{_limit(rule, found, 'red')}." if value < MISSED else f"{_capital(found.says)}."
    if beyond or _beyond(value, rule.amber_below, rule.amber_above, base):
        doubt = ", which noise could explain" if beyond else ""
        return "amber", f"{says}{doubt or _limit(rule, found, 'amber')}."
    return "green", f"{says}."


def _named(rule: Rule) -> str:
    """What a rule looks at, as a metric's title or in words."""
    return NAMES.get(rule.measure) or _lower(metric_named(rule.measure).title)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _limit(rule: Rule, found: Measured, colour: Literal["red", "amber"]) -> str:
    """Where the colour begins, for a rule without a target whose sentence would not tell why it fired."""
    below, above = (
        (rule.red_below, rule.red_above) if colour == "red" else (rule.amber_below, rule.amber_above)
    )
    value = found.value or 0.0
    crossed = below if below is not None and value < below else above
    if rule.target is not None or crossed is None:
        return ""
    if rule.measure == "budget_landing":
        return f"; {colour} from {said(abs(crossed), 'percent')} {'over' if crossed > 0 else 'under'}"
    if found.metric is None or found.unit == "count":
        return ""
    return f"; {colour} {'below' if crossed == below else 'above'} {said(crossed, found.unit)}"


def _beyond(value: float, below: float | None, above: float | None, base: float) -> bool:
    # A billionth is rounding: 0.95 − 0.02 is 0.9299999999 in binary.
    return (below is not None and value < base + below - 1e-9) or (
        above is not None and value > base + above + 1e-9
    )


def _proven(rule: Rule, found: Measured, base: float) -> bool:
    if rule.proof_below is not None and (found.high is None or found.high >= base + rule.proof_below):
        return False
    return not (rule.proof_above is not None and (found.low is None or found.low <= base + rule.proof_above))


def _sureness(found: Measured) -> str:
    between = said_interval(found.low, found.high, found.unit)
    if between:
        return f" ({between}, n = {found.n:,})"
    return f" (n = {found.n:,})" if found.metric else ""
