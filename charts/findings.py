"""Sentences over figures, written by the rule that fired; a change within noise is never called a change."""

import re
from collections.abc import Sequence

from charts.layout import Part
from charts.numbers import digits, written, written_change, written_grain, written_period
from metrics.answer import Answer, Point
from metrics.comparison import Comparison, against_target
from metrics.metric import Metric
from metrics.scope import NOT_SET, Grain
from metrics.statistics import Change, XmR, beyond_noise, xmr

FEWEST_FOR_LIMITS = 12
#: Units of which there is no less than none.
NEVER_BELOW_ZERO = frozenset({"count", "items", "per_week", "percent", "hours", "days", "minutes"})


def limits_of(metric: Metric, points: Sequence[Point]) -> XmR | None:
    """The limits of expected variation over the complete periods, where there are at least twelve."""
    values = [p.value for p in points if not p.partial and p.value is not None]
    return _limits(metric, values) if len(values) >= FEWEST_FOR_LIMITS else None


def _limits(metric: Metric, values: Sequence[float]) -> XmR | None:
    found = xmr(values, floor=0.0 if metric.unit in NEVER_BELOW_ZERO else None)
    if found is not None and metric.unit == "percent":
        return found._replace(upper=min(found.upper, 1.0))  # there is no more than all
    return found


def newest(points: Sequence[Point]) -> Point | None:
    """The last complete period with a value."""
    return next((p for p in reversed(points) if not p.partial and p.value is not None), None)


def period_words(point: Point, grain: Grain | None) -> str:
    """The period of a point as people say it."""
    return "the period" if point.start is None else written_period(point.start, grain, label=point.period)


def trend_finding(metric: Metric, answer: Answer, grain: Grain | None) -> str:
    """What a trend shows: a signal, target missed, or that nothing moved beyond noise."""
    last = newest(answer.points)
    if last is None:
        return metric.title
    whole = [p for p in answer.points if not p.partial]
    change = beyond_noise([p.value for p in whole], floor=0.0 if metric.unit in {"count", "items"} else None)
    said = f"{written(last.value, metric.unit)} in {period_words(last, grain)}"
    if change.beyond_noise:
        return f"{metric.title}: {said}, {_unusual(metric, whole, change, grain)}"
    standing = against_target(metric, answer)
    if standing != "none":
        words = {"good": "meets", "warn": "is within noise of", "bad": "misses"}[standing]
        whole_period = written(answer.value, metric.unit)
        return f"{metric.title}: {whole_period} {words} the target of {written(metric.target, metric.unit)}"
    if change.rule.startswith("too little"):
        return f"{metric.title}: {said}; too few periods to tell a change from noise"
    return f"{metric.title}: no change beyond noise, {said}"


def _unusual(metric: Metric, whole: Sequence[Point], change: Change, grain: Grain | None) -> str:
    """What noise does not explain about the newest of these points, by the rule that fired."""
    side, period = ("above" if change.direction == "up" else "below"), written_grain(grain)
    in_a_row = re.match(r"(\d+) in a row", change.rule)
    if in_a_row is not None:
        return f"at least {in_a_row[1]} {period}s in a row {side} the average"
    if change.rule.startswith(("3 of 4", "4 on one side")):
        return f"unusually {'high' if change.direction == 'up' else 'low'} for several {period}s"
    # The newest point is judged by those before it.
    values = [p.value for p in whole if p.value is not None]
    limits = _limits(metric, values[:-1]) if len(values) >= FEWEST_FOR_LIMITS else None
    if limits is None:
        return f"{side} what it usually is"
    return f"{side} its usual range, {_edge(limits.lower, metric.unit)} to {_edge(limits.upper, metric.unit)}"


def _edge(value: float, unit: str) -> str:
    """An edge of a range; of what is counted there is no tenth."""
    return written(round(value) if unit in {"count", "items"} else value, unit)


def breakdown_finding(metric: Metric, answer: Answer, by: str) -> str:
    """Which part stands out: the largest share of a count, or a part whose interval leaves out the whole."""
    parts = [p for p in answer.points if p.value is not None]
    if all(p.part == NOT_SET for p in parts):
        return metric.title
    if metric.kind == "count":
        total = sum(p.value or 0 for p in parts)
        first = max(parts, key=lambda p: p.value or 0)
        if not total or first.value is None:
            return f"{metric.title} by {by}: none"
        share = written(first.value / total, "percent")
        return f"{part_name(first, by)} accounts for {share} of {digits(total, 0)}"
    if len(parts) == 1:
        return f"{part_name(parts[0], by)} is the only {by} here: {written(parts[0].value, metric.unit)}"
    if all(p.low is None for p in parts):  # Without intervals nothing can be said of noise.
        end = (min if metric.good == "up" else max)(parts, key=lambda p: p.value or 0)
        how = "lowest" if metric.good == "up" else "highest"
        return f"{part_name(end, by)} is {how} at {written(end.value, metric.unit)}"
    outside = [p for p in parts if apart(p, answer)]
    if not outside:
        return f"No {by} differs from the whole ({written(answer.value, metric.unit)}) beyond noise"
    worse = [p for p in outside if _is_worse(metric, p.value, answer.value)]
    named = worse or outside  # the exception in colour is the one that is named
    worst = max(named, key=lambda p: abs((p.value or 0) - (answer.value or 0)))
    count = len(named) - 1
    how = "apart" if metric.good == "none" else "worse" if worse else "better"
    others = f", and {count} {'others are' if count > 1 else 'other is'} also {how}" if count else ""
    return (
        f"{part_name(worst, by)} at {written(worst.value, metric.unit)} against "
        f"{written(answer.value, metric.unit)} overall{others}"
    )


def _is_worse(metric: Metric, one: float | None, other: float | None) -> bool:
    if one is None or other is None or metric.good == "none":
        return False
    return (one < other) == (metric.good == "up")


def apart(part: Part, whole: Answer) -> bool:
    """Whether a part's 95 % interval leaves out the value of the whole."""
    if whole.value is None or part.low is None or part.high is None:
        return False
    return not part.low <= whole.value <= part.high


def part_name(part: Part, by: str) -> str:
    """The name of a part as a sentence begins with it."""
    name = part.part or "(not set)"
    return f"Priority {name}" if by == "priority" and name.isdigit() else name


def change_words(metric: Metric, now: Answer, comparison: Comparison | None, word: str) -> str:
    """The direction of a figure against the period compared with; neutral unless beyond noise."""
    if comparison is None or now.value is None or comparison.before.value is None:
        if comparison is None or now.value is None:
            return ""
        return f"no {word}: {comparison.before.reason or 'no figure'}"
    if comparison.change.rule.startswith("too little"):
        return f"{word}: {written(comparison.before.value, metric.unit)}"
    if not comparison.change.beyond_noise:
        return f"→ no change beyond noise vs {word} ({written(comparison.before.value, metric.unit)})"
    arrow = "▲" if now.value > comparison.before.value else "▼"
    return f"{arrow} {written_change(comparison.before.value, now.value, metric.unit)} vs {word}"


def target_words(metric: Metric, answer: Answer) -> str:
    """The target and how far away it is, or nothing where there is none."""
    if metric.target is None or metric.good == "none":
        return ""
    aim = f"Target {'≥' if metric.good == 'up' else '≤'} {written(metric.target, metric.unit)}"
    if answer.value is None or against_target(metric, answer) == "good":
        return aim
    gap = written_change(metric.target, answer.value, metric.unit).lstrip("+−±")
    return f"{aim} · {gap} {'under' if answer.value < metric.target else 'over'}"


def flow_finding(came: Answer, went: Answer, names: tuple[str, str]) -> str:
    """Whether more came in than went out over the complete periods shown."""
    arrived = sum(p.value or 0 for p in came.points if not p.partial)
    left = sum(p.value or 0 for p in went.points if not p.partial)
    if not arrived and not left:
        return f"{names[0].capitalize()} and {names[1]}"
    gap = arrived - left
    both = f"{digits(arrived, 0)} {names[0]}, {digits(left, 0)} {names[1]}"
    if abs(gap) <= 0.02 * max(arrived, left):
        return f"Inflow and outflow are level: {both}"
    more = f"more {names[0]} than {names[1]}" if gap > 0 else f"more {names[1]} than {names[0]}"
    return f"{digits(abs(gap), 0)} {more}: {both}"


def stock_finding(metric: Metric, answer: Answer, grain: Grain | None) -> str:
    """Where a stock such as the backlog stands, and whether it grew or fell beyond noise since the first period."""
    whole = [p for p in answer.points if not p.partial and p.value is not None]
    if len(whole) < 2:
        return trend_finding(metric, answer, grain)
    first, last = whole[0], whole[-1]
    if first.value is None or last.value is None:
        return metric.title
    since, stands = period_words(first, grain), written(last.value, metric.unit)
    change = beyond_noise([p.value for p in whole], floor=0.0)
    way = {"up": last.value > first.value, "down": last.value < first.value}.get(
        change.direction or "", False
    )
    if change.beyond_noise and way:
        moved = "grew" if change.direction == "up" else "fell"
        return f"{metric.title} {moved} from {written(first.value, metric.unit)} to {stands} since {since}"
    few = change.rule.startswith("too little")
    verdict = "too few periods to tell a change from noise" if few else "no change beyond noise"
    return f"{metric.title}: {stands}, {written(first.value, metric.unit)} in {since}; {verdict}"


def summary(figures: Sequence[tuple[Metric, Answer, Comparison | None]], word: str) -> str:
    """The answer to a page's question in one sentence, from the rules that fired: misses first, then changes."""
    missed = [
        f"{inside(metric.title)} {written(answer.value, metric.unit)} "
        f"(target {'≥' if metric.good == 'up' else '≤'} {written(metric.target, metric.unit)})"
        for metric, answer, _ in figures
        if against_target(metric, answer) == "bad"
    ]
    moved = [m for m in figures if _moved(m[1], m[2])]
    changed = [
        f"{inside(metric.title)} {_way(answer, comparison)}"
        for metric, answer, comparison in sorted(moved, key=lambda m: not _worse(*m))
        if comparison is not None
    ]
    said = [f"Off track: {'; '.join(missed[:2])}."] if missed else []
    if changed:
        said.append(f"Against the {word}: {'; '.join(changed[: 2 if not missed else 1])}.")
    if said:
        return " ".join(said)
    measured = [(m, a) for m, a, _ in figures if a.value is not None]
    if not measured:
        why = (figures[0][1].reason or "there are no rows").removeprefix("not measurable: ")
        return f"Nothing here can be measured yet: {why}."
    first = "; ".join(f"{inside(m.title)} {written(a.value, m.unit)}" for m, a in measured[:2])
    compared = any(c is not None and c.before.value is not None for _, _, c in figures)
    return f"Nothing moved beyond noise: {first}." if compared else f"{first[:1].upper()}{first[1:]}."


def _moved(now: Answer, comparison: Comparison | None) -> bool:
    return (
        comparison is not None
        and comparison.change.beyond_noise
        and now.value is not None
        and comparison.before.value is not None
    )


def _way(now: Answer, comparison: Comparison) -> str:
    before = comparison.before.value or 0.0
    way = "up" if (now.value or 0.0) > before else "down"
    return f"{way} from {written(before, now.unit)} to {written(now.value, now.unit)}"


def _worse(metric: Metric, now: Answer, comparison: Comparison | None) -> bool:
    return comparison is not None and _is_worse(metric, now.value, comparison.before.value)


def inside(title: str) -> str:
    """A title inside a sentence; names in capitals stay."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
