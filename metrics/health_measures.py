"""What the health rules look at, for every client or service at once: a value, n, interval and as-of per part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from metrics.budget_burn import budget_positions
from metrics.declared import metric_named
from metrics.governance import escalation_rates
from metrics.health_rules import Rule
from metrics.incident_trends import URGENT
from metrics.query import breakdown, trend
from metrics.query_frame import frame, newest, newest_per_part, references
from metrics.query_tables import as_date, table
from metrics.risks import register
from metrics.scope import NOT_SET, Scope, start_of_day
from metrics.statistics import beyond_noise
from warehouse import Warehouse


@dataclass(frozen=True)
class Measured:
    """What was measured for one part; `says` is the finding in words, without the judgement.

    `value` is None with a `reason`. `scope` and `metric` (None where it is worked out) open the rows behind it.
    `references` are the rows of what is no metric.
    """

    value: float | None
    n: int
    says: str
    scope: Scope
    low: float | None = None
    high: float | None = None
    as_of: datetime | None = None
    reason: str | None = None
    metric: str | None = None
    unit: str = "count"
    references: tuple[tuple[int, str, int], ...] = ()


Parts = Mapping[str, Measured]


def measure(w: Warehouse, rule: Rule, scope: Scope, by: str, today: date, back: int = 0) -> Parts:
    """What a rule looks at per part, in its window before `today`, or `back` windows earlier."""
    window = _window(rule, scope, today, back)
    worked_out = _WORKED_OUT.get(rule.measure)
    return worked_out(w, window, by, today) if worked_out else _declared(w, rule.measure, window, by)


def _window(rule: Rule, scope: Scope, today: date, back: int) -> Scope:
    if rule.window_days == 0:
        return scope.but(start=None, end=None, grain=None)
    # Windows of more than a month overlap: a colour may get better month by month.
    end = today + timedelta(days=1 - back * min(rule.window_days, 30))
    return scope.but(start=end - timedelta(days=rule.window_days), end=end, grain=None)


def of_part(scope: Scope, by: str, part: str) -> Scope:
    """The scope of one part."""
    return scope.but(filters=tuple({**scope.by_dimension, by: (part,)}.items()))


def _declared(w: Warehouse, name: str, scope: Scope, by: str) -> Parts:
    metric = metric_named(name)
    answer = breakdown(w, metric, scope, by)
    newest = newest_per_part(w, metric.table, scope, by)
    return {
        str(point.part): Measured(
            point.value, point.n, f"{metric.title}: {spoken(point.value, metric.unit)}",
            of_part(scope, by, str(point.part)), point.low, point.high, newest.get(str(point.part), answer.as_of),
            point.reason, metric.name, metric.unit,
        )
        for point in answer.points
        if point.part != NOT_SET
    }  # fmt: skip


def _urgent_signal(w: Warehouse, scope: Scope, by: str, _today: date) -> Parts:
    """1 where the urgent incidents of the last complete week are more than noise explains, else 0."""
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
            f"{counts[-1]:.0f} incidents of priority 1 or 2 last week,"
            f" {sum(counts[:-1]) / (len(counts) - 1):.1f} a week before: {change.rule}"
        )
        found[part] = Measured(
            float(signal), len(counts), says, narrowed, as_of=weekly.as_of, metric=URGENT.name, unit="count"
        )
    return found


def _budget_landing(w: Warehouse, scope: Scope, by: str, _today: date) -> Parts:
    """How far the judged forecast ends above (positive) or below the budget, as a share."""
    found = {}
    for position in budget_positions(w, scope, by):
        if position.part in (None, NOT_SET):
            continue
        judged = position.landing.judged
        deviation = judged.deviation(position.budget) if judged else None
        narrowed = of_part(scope, by, str(position.part))
        places = tuple(place for rows in position.rows.values() for place in references(rows))
        says = ""
        if judged and judged.amount is not None and deviation is not None:
            way = "over" if deviation >= 0 else "under"
            says = (
                f"FY{position.fiscal_year} lands at {judged.amount:,.0f} {position.currency}, {abs(deviation):.1%}"
                f" {way} the budget of {position.budget:,.0f} ({judged.name.lower()})"
            )
        reason = position.reason or (None if deviation is not None else "no period of the year is over yet")
        if position.missing_rates:
            says += f"; {sum(rate.rows for rate in position.missing_rates)} rows have no exchange rate"
        found[str(position.part)] = Measured(
            deviation,
            position.n,
            says,
            narrowed,
            as_of=position.as_of,
            reason=reason,
            unit="percent",
            references=places,
        )
    return found


#: A contractual date missed counts as this slip: more than all the time left.
MISSED = 9.0


def _milestone_slip(w: Warehouse, scope: Scope, by: str, today: date) -> Parts:
    """The worst open milestone: its slip as a share of the time left to its first baseline."""
    plans = frame(w, "latest_milestones", scope)
    rows = plans.rows[plans.rows["actual"].isna()] if len(plans.rows) else plans.rows
    column = table(w, "latest_milestones", scope.grants).column(by)
    if column is None or rows.empty:
        return {}
    worst: dict[str, Measured] = {}
    for row in rows.to_dict("records"):
        part, baseline, forecast = row[column], as_date(row["original_baseline"]), as_date(row["forecast"])
        if part is None or pd.isna(part) or baseline is None:
            continue
        slip = ((forecast or baseline) - baseline).days
        missed = baseline < today
        left = (baseline - today).days
        contractual = bool(row["contractual"]) if not pd.isna(row["contractual"]) else False
        share = max(slip, 0) / max(left, 1) if not missed else (MISSED if contractual else 0.5)
        name = f"{row['project']}: {row['name']}"
        if missed:
            kind = "contractual " if contractual else ""
            says = f"{name} has missed its {kind}date of {baseline}" + (
                f", now expected on {forecast}" if forecast else ""
            )
        elif slip > 0:
            says = f"{name} slips by {slip} days, {share:.0%} of the {left} days left"
        else:
            says = f"{name} is expected on {forecast or baseline}, as agreed"
        place = ((int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),)
        count = worst[str(part)].n + 1 if str(part) in worst else 1
        if str(part) not in worst or share > (worst[str(part)].value or 0.0):
            newest = row["report_date"]
            as_of = start_of_day(as_date(newest) or today, "UTC") if not pd.isna(newest) else plans.as_of
            worst[str(part)] = Measured(
                min(share, MISSED) if contractual or not missed else 0.5, count, says, of_part(scope, by, str(part)),
                as_of=as_of, unit="percent", references=place,
            )  # fmt: skip
        else:
            kept = worst[str(part)]
            worst[str(part)] = Measured(**{**kept.__dict__, "n": count})
    return worst


def _worst_risk(w: Warehouse, scope: Scope, by: str, _today: date) -> Parts:
    """The highest score of an open risk of each part."""
    found: dict[str, Measured] = {}
    listed = register(w, scope)
    for risk in listed.risks:
        part = getattr(risk, by, None)
        if part is None or risk.type != "risk":
            continue
        before = found.get(part)
        n = (before.n if before else 0) + 1
        if risk.score is not None and (before is None or before.value is None or risk.score > before.value):
            says = f"the worst open risk scores {risk.score} of 25: {risk.summary}"
            found[part] = Measured(
                float(risk.score), n, says, of_part(scope, by, part), as_of=listed.as_of, unit="points",
                references=(risk.reference,),
            )  # fmt: skip
        elif before is not None:
            found[part] = Measured(**{**before.__dict__, "n": n})
        else:
            found[part] = Measured(
                None, n, "", of_part(scope, by, part), as_of=listed.as_of, reason="its risks are not scored",
                references=(risk.reference,),
            )  # fmt: skip
    return found


def _escalations(w: Warehouse, scope: Scope, by: str, _today: date) -> Parts:
    """How often a client escalated in the window; none where the register names the client nowhere."""
    if by != "client":
        return {}
    as_of = newest(w, "escalations", scope)
    counts = {rate.client: rate for rate in escalation_rates(w, scope)}
    known = {rate.client for rate in escalation_rates(w, scope.but(start=None, end=None))}
    return {
        client: Measured(
            float(counts[client].n if client in counts else 0), counts[client].n if client in counts else 0,
            f"{counts[client].n if client in counts else 0} escalations in 30 days", of_part(scope, by, client),
            as_of=as_of, metric="escalations",
        )
        for client in known
    }  # fmt: skip


_WORKED_OUT: Mapping[str, Callable[[Warehouse, Scope, str, date], Parts]] = {
    "urgent_incident_signal": _urgent_signal,
    "budget_landing": _budget_landing,
    "milestone_slip": _milestone_slip,
    "worst_risk": _worst_risk,
    "escalations_30_days": _escalations,
}


def spoken(value: float | None, unit: str) -> str:
    """A value in a sentence."""
    if value is None:
        return "no value"
    if unit == "percent":
        return f"{value:.1%}"
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:,.1f} {unit}"
