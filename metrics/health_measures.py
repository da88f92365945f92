"""What the health rules look at, for every client or service at once, now and in the windows before.

Two kinds: metrics and worked-out measures over a window of days, and states (budget, milestones, risks) as they
stood on a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from metrics.availability import availability_of_parts
from metrics.declared import metric_named
from metrics.governance import ESCALATIONS
from metrics.health_rules import Rule
from metrics.health_states import budget_landings, milestone_slips, worst_risks
from metrics.incident_trends import URGENT
from metrics.measured import Measured, Parts, of_part
from metrics.query import breakdown, trend
from metrics.query_frame import newest, newest_per_part
from metrics.scope import NOT_SET, Scope
from metrics.statistics import beyond_noise
from metrics.wording import counted, said
from warehouse import Warehouse

#: Windows of more than a month overlap, and states are looked at month by month: a colour may get better monthly.
STEP_DAYS = 30


def days_of(rule: Rule, today: date) -> tuple[date, ...]:
    """The last day of each window a rule looks at, the newest first."""
    step = min(rule.window_days or STEP_DAYS, STEP_DAYS)
    return tuple(today - timedelta(days=back * step) for back in range(rule.periods))


def measure(w: Warehouse, rule: Rule, scope: Scope, by: str, today: date, *, now: bool) -> list[Parts]:
    """What a rule looks at per part, one answer a window, the newest first.

    `now` says that `today` is the newest day the data tell of; else the state of today is itself one of the past.
    """
    days = days_of(rule, today)
    state = _STATES.get(rule.measure)
    if state is not None:
        days_or_now: list[date | None] = [None if now and day == today else day for day in days]
        return state(w, scope.but(start=None, end=None, grain=None), by, today, days_or_now)
    look = _WINDOWS.get(rule.measure)
    windows = [_window(rule, scope, day) for day in days]
    if look is not None:
        return look(w, windows, by)
    return [_declared(w, rule.measure, window, by, fresh=back == 0) for back, window in enumerate(windows)]


def _window(rule: Rule, scope: Scope, last: date) -> Scope:
    if rule.window_days == 0:
        return scope.but(start=None, end=None, grain=None)
    end = last + timedelta(days=1)
    return scope.but(start=end - timedelta(days=rule.window_days), end=end, grain=None)


def _declared(w: Warehouse, name: str, scope: Scope, by: str, *, fresh: bool) -> Parts:
    """A metric per part; how old its data are is asked of the newest window only, which alone can be stale."""
    metric = metric_named(name)
    answer = breakdown(w, metric, scope, by)
    newest_of = newest_per_part(w, metric.table, scope, by) if fresh else {}
    return {
        str(point.part): Measured(
            point.value, point.n, f"{metric.title}: {said(point.value, metric.unit)}",
            of_part(scope, by, str(point.part)), point.low, point.high,
            newest_of.get(str(point.part), answer.as_of), point.reason, metric.name, metric.unit,
        )
        for point in answer.points
        if point.part != NOT_SET
    }  # fmt: skip


def _urgent_signals(w: Warehouse, windows: Sequence[Scope], by: str) -> list[Parts]:
    """1 where the urgent incidents of the last complete week of a window are more than noise explains, else 0."""
    return [_urgent_signal(w, window, by) for window in windows]


def _urgent_signal(w: Warehouse, scope: Scope, by: str) -> Parts:
    weekly = trend(w, URGENT, scope.but(grain="week"), by=by)
    series: dict[str, list[tuple[date, float]]] = {}
    for point in weekly.points:
        if (
            point.part not in (None, NOT_SET)
            and not point.partial
            and point.value is not None
            and point.start
        ):
            series.setdefault(str(point.part), []).append((point.start, point.value))
    found = {}
    for part, weeks in series.items():
        counts = [count for _, count in sorted(weeks)]
        narrowed = of_part(scope, by, part)
        if len(counts) <= 8:
            reason = f"{len(counts)} complete weeks are known; 9 are needed to tell a signal from noise"
            found[part] = Measured(None, len(counts), "", narrowed, as_of=weekly.as_of, reason=reason)
            continue
        change = beyond_noise(counts, floor=0.0)
        signal = change.beyond_noise and change.direction == "up"
        says = (
            f"{counted(round(counts[-1]), 'incident')} of priority 1 or 2 last week,"
            f" {sum(counts[:-1]) / (len(counts) - 1):.1f} a week before: {change.rule}"
        )
        found[part] = Measured(
            float(signal), len(counts), says, narrowed, as_of=weekly.as_of, metric=URGENT.name
        )
    return found


def _escalations(w: Warehouse, windows: Sequence[Scope], by: str) -> list[Parts]:
    """How often a client escalated in each window, by the same rows the metric counts.

    A client in the register who was quiet counts 0; one the register never names is not measured.
    """
    if by != "client":
        return [{} for _ in windows]
    whole = windows[0].but(start=None, end=None)
    as_of = newest(w, "escalations", whole)
    ever = [str(point.part) for point in breakdown(w, ESCALATIONS, whole, by).points if point.part != NOT_SET]
    found: list[Parts] = []
    for window in windows:
        counts = {str(point.part): point.n for point in breakdown(w, ESCALATIONS, window, by).points}
        days = (window.end - window.start).days if window.start and window.end else None
        found.append(
            {
                client: Measured(
                    float(counts.get(client, 0)), counts.get(client, 0),
                    counted(counts.get(client, 0), "escalation") + (f" in {days} days" if days else ""),
                    of_part(window, by, client), as_of=as_of, metric=ESCALATIONS.name,
                )
                for client in ever
            }
        )  # fmt: skip
    return found


_WINDOWS: Mapping[str, Callable[[Warehouse, Sequence[Scope], str], list[Parts]]] = {
    "urgent_incident_signal": _urgent_signals,
    "availability": availability_of_parts,
    "escalations_30_days": _escalations,
}
_STATES: Mapping[str, Callable[[Warehouse, Scope, str, date, Sequence[date | None]], list[Parts]]] = {
    "budget_landing": budget_landings,
    "milestone_slip": milestone_slips,
    "worst_risk": worst_risks,
}
