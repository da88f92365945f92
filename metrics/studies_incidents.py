"""Answers about incidents that are not one number: bands, limits, risks, causes (INC of the catalogue)."""

import math
from dataclasses import dataclass
from datetime import datetime

from metrics.answer import Answer
from metrics.health import Wall, portfolio_wall
from metrics.health_rules import SEVERITY
from metrics.improvement import Improvements, improvements
from metrics.incident_trends import AGEING_BANDS, BACKLOG, OPENED
from metrics.open_promises import RISK_BANDS, MissesLeft, Risks, breach_risk, misses_left
from metrics.query import trend, value
from metrics.running_clocks import SHARE_UNKNOWN
from metrics.scope import Scope
from metrics.service_reliability import (
    Rate,
    Reliability,
    Seasonality,
    incident_rate,
    reliability,
    seasonality,
)
from metrics.statistics import FEWEST_POINTS, XmR, xmr
from metrics.study import Figures, Part, Study
from metrics.wording import counted, said
from warehouse import Warehouse

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: How many of the heaviest causes the concentration is about.
TOP = 10
#: A failure is an urgent or major incident of a service.
FAILS = ("service", "priority|major")
#: Fewer failures say nothing of the time between them (INC-12).
FEWEST_FAILURES = 3


# -- incidents --------------------------------------------------------------------------------------------


def ageing(w: Warehouse, scope: Scope) -> tuple[Answer, ...]:
    """How many incidents are open for how long, band by band."""
    return tuple(value(w, band, scope) for band in AGEING_BANDS)


def _ageing(found: tuple[Answer, ...]) -> Figures:
    known = [band.value for band in found if band.value is not None]
    return Figures(
        sum(known) if known else None,
        sum(band.n for band in found),
        reason=found[0].reason,
        as_of=found[0].as_of,
        points=tuple(
            Part(band.value, band.n, part=band.title.removeprefix("Incidents open "), reason=band.reason)
            for band in found
        ),
        notes=found[0].notes,
    )


AGEING = Study(
    name="backlog_ageing_bands", id="INC-06", title="Open incidents by age",
    asks="How much of the backlog has been lying about for how long?",
    formula="Incidents open at the as-of, counted by age in days: 0 to 1, 2 to 5, 6 to 30, 31 to 90, over 90.",
    source="ServiceNow change and request bands", unit="count", answer=ageing, figures=_ageing,
    needs=("incidents",), measures=BACKLOG, by_part=True,
)  # fmt: skip


def _between_failures(found: tuple[Reliability, ...]) -> Figures:
    failures = sum(one.failures for one in found)
    up = sum(one.service_hours - one.down_hours for one in found)
    reason = f"needs {FEWEST_FAILURES} failures, there are {failures}"
    return Figures(
        up / failures if failures >= FEWEST_FAILURES else None, failures, reason=reason,
        points=tuple(
            Part(one.mtbf_hours, one.failures, part=one.service, reason=one.reason, says=_since_last(one))
            for one in found
        ),
    )  # fmt: skip


def _since_last(one: Reliability) -> str:
    if one.still_down:
        return "down at the as-of"
    if one.hours_since_last is None:
        return _without_failure(one)
    return f"{said(one.hours_since_last, 'hours')} since the last failure"


def _without_failure(one: Reliability) -> str:
    """How long a service was watched without failing: until it fails it will be longer, how much nobody knows."""
    if one.service_hours <= 0:
        return "no service hours in this scope"
    return f"no failure in {one.service_hours:,.0f} hours of service time ({one.clock})"


BETWEEN_FAILURES = Study(
    name="time_between_failures", id="INC-12", title="Mean time between failures of services",
    asks="How long does a service run before it fails?",
    formula="Service hours without failure over the number of failures (priority 1, 2 or major, overlapping ones"
    " merged), all services together and each; below three failures only the count and the time since the last, without"
    " any the service time watched.",
    source="ITIL", unit="hours", answer=reliability, figures=_between_failures, needs=("incidents",), columns=FAILS,
    by_part=True,
)  # fmt: skip


def outages(w: Warehouse, scope: Scope) -> tuple[Reliability, ...]:
    """Every service with the times in which a major incident took it away."""
    return reliability(w, scope, most_urgent=1)


def _availability(found: tuple[Reliability, ...]) -> Figures:
    hours = sum(one.service_hours for one in found)
    failures = sum(one.failures for one in found)
    failed = counted(failures, "failure") if failures else "No failure"
    watched = f"{hours:,.0f} hours of service time of {counted(len(found), 'service')}"
    return Figures(
        1 - sum(one.down_hours for one in found) / hours if hours > 0 else None,
        _whole_hours(hours),
        reason="no service is known in this scope" if not found else "no service hours in this scope",
        points=tuple(
            Part(
                one.availability, _whole_hours(one.service_hours), part=one.service,
                reason=None if one.availability is not None else "no service hours in this scope",
                says=_outages(one) if one.failures else _without_failure(one),
            )
            for one in found
        ),
        notes=(f"{failed} in {watched}; n counts these hours.",) if hours > 0 else (),
    )  # fmt: skip


def _whole_hours(hours: float) -> int:
    """The base of a share of time: what was watched and not how often it failed, which may be never."""
    return math.ceil(hours)


def _outages(one: Reliability) -> str:
    down, whole = one.down_hours * 60, one.service_hours * 60
    return f"{counted(one.failures, 'failure')}, {down:,.0f} of {whole:,.0f} minutes down ({one.clock})"


AVAILABILITY = Study(
    name="service_availability", id="INC-13", title="Availability of services",
    asks="For what share of its service hours is a service up?",
    formula="1 − time of major incidents (priority 1 or marked as major, parallel ones counted once, open ones until"
    " the as-of) within service hours over service hours, planned maintenance taken out of both; every one counts as a"
    " full outage, so it is a lower bound. Service hours are those of the calendar, without one all hours; n counts"
    " them, because without any failure the time watched is all that is known.",
    source="ITIL", unit="percent", answer=outages, figures=_availability, needs=("incidents",), columns=FAILS,
    by_part=True,
)  # fmt: skip


def _breach_risk(found: Risks) -> Figures:
    known = found.reason is None
    return Figures(
        float(len(found.clocks)) if known else None, len(found.clocks), reason=found.reason,
        points=tuple(Part(float(found.bands[band]), found.bands[band], part=band) for band in RISK_BANDS)
        if known
        else (),
        notes=risk_notes(found),
    )  # fmt: skip


def risk_notes(found: Risks) -> tuple[str, ...]:
    """What of the open clocks could not be worked out anew."""
    said = (
        (found.left_out, "left out: without a time of breach."),
        (
            found.as_exported,
            "with the share the tool exported: on hold it does not move, or the working hours are not loaded.",
        ),
        (
            found.bands[SHARE_UNKNOWN],
            "without a share: on hold the time of breach still moves, or the working hours are not loaded.",
        ),
    )
    return tuple(f"{counted(n, 'open clock')} {words}" for n, words in said if n)


BREACH_RISK = Study(
    name="open_promises_at_risk", id="INC-17",
    title="Open promises by the share of their time used, each on its own clock",
    asks="Which promises are about to break?",
    formula="Open SLA clocks at the as-of (where none are loaded, open incidents with a clause), counted by the share"
    " of their time that is used, without pauses and worked out anew, because an exported percentage is stale. The time"
    " is working time in the calendar that the clock's schedule or its clause names, 24×7 where that says so or nothing"
    " does; on hold, and where the calendar is not loaded, only the exported share is known.",
    source="ServiceNow breach bands", unit="count", answer=breach_risk, figures=_breach_risk,
    needs=("ticket_slas|sla_targets",), columns=("breach|target_time",), period=False, by_part=True,
)  # fmt: skip


def _misses_left(found: MissesLeft) -> Figures:
    left = None if found.left is None else float(found.left)
    due = found.decided + found.open_due
    return Figures(
        left, due, reason=found.reason,
        points=(
            *(
                Part(float(count), count, part=part)
                for part, count in (
                    ("missed", found.missed), ("decided", found.decided), ("open and due", found.open_due)
                )
            ),
            *(
                Part(float(one.left), one.due, part=one.clause,
                     says=f"{one.missed} of {one.due} missed, {said(one.target, 'percent')} must be kept")
                for one in found.clauses
            ),
        )
        if left is not None
        else (),
    )  # fmt: skip


MISSES_LEFT = Study(
    name="misses_left_this_month", id="INC-18", title="Misses the month can still bear",
    asks="How many more promises may break before the month misses its target?",
    formula="The tickets whose resolution promise is due in the month of the as-of (INC-14; where no clock of the tool"
    " is loaded, INC-16), decided or still open, × (1 − target), rounded down, minus those that missed it already; and"
    " the same for every clause against its own target in the contract.",
    unit="count", answer=misses_left, figures=_misses_left, needs=("ticket_slas|sla_targets",),
    period=False, by_part=True,
)  # fmt: skip


def rates(w: Warehouse, scope: Scope) -> tuple[Rate, ...]:
    """Incidents per hundred users and per hundred changes closed."""
    return incident_rate(w, scope, "users"), incident_rate(w, scope, "changes")


def _rates(found: tuple[Rate, ...]) -> Figures:
    per_users = found[0]
    return Figures(
        per_users.rate, per_users.incidents.n,
        reason=f"not measurable: {per_users.reason}",
        points=tuple(
            Part(one.rate, one.incidents.n, part=f"per 100 {one.per}", reason=one.reason) for one in found
        ),
    )  # fmt: skip


INCIDENT_RATE = Study(
    name="incident_rate", id="INC-27", title="Incidents per 100 users",
    asks="Do incidents grow faster than what causes them?",
    formula="Incidents opened in the period × 100 over the users (setting users_supported), and over"
    " the changes closed.",
    source="ServiceNow: incidents per user", unit="ratio", answer=rates, figures=_rates, needs=("incidents",),
    measures=OPENED, by_part=True,
)  # fmt: skip


def _concentration(found: Improvements) -> Figures:
    ranked = [cause for cause in found.causes if cause.is_set]
    unset = [cause for cause in found.causes if not cause.is_set]
    return Figures(
        sum(cause.share for cause in ranked[:TOP]) if found.n and found.reason is None else None,
        found.n, reason=found.reason,
        points=tuple(
            Part(cause.share, cause.n, part=" · ".join(cause.name), says=cause.movement)
            for cause in (*ranked, *unset)
        ),
    )  # fmt: skip


CONCENTRATION = Study(
    name="incident_concentration", id="INC-28", title=f"Share of incidents in the {TOP} heaviest causes",
    asks="How much would it help to remove a few causes?",
    formula=f"The share of all incidents of the scope that the {TOP} heaviest causes (service and category, by hours ×"
    " (1 + reopened share)) hold; causes nobody named are listed last and never ranked.",
    unit="percent", answer=improvements, figures=_concentration, needs=("incidents",),
    columns=("service|category",),
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Arrivals per complete period with the limits of an individuals chart; `chart` None has a `reason`."""

    arrivals: Answer
    chart: XmR | None
    as_of: datetime | None
    reason: str | None


def arrival_limits(w: Warehouse, scope: Scope) -> Limits:
    """The natural limits of incidents opened per period (week, unless the scope has a grain)."""
    arrivals = trend(w, OPENED, scope if scope.grain else scope.but(grain="week"))
    counts = [float(point.value or 0) for point in arrivals.whole_points]
    chart = xmr(counts, floor=0.0)
    reason = arrivals.reason or f"needs {FEWEST_POINTS} complete periods, there are {len(counts)}"
    return Limits(arrivals, chart, arrivals.as_of, None if chart else reason)


def _limits(found: Limits) -> Figures:
    points, chart = found.arrivals.whole_points, found.chart
    signals: dict[int, list[str]] = {}
    for signal in chart.signals if chart else ():
        signals.setdefault(signal.position, []).append(signal.rule)
    return Figures(
        chart.mean if chart else None, len(points), chart.lower if chart else None, chart.upper if chart else None,
        found.reason,
        points=tuple(
            Part(
                point.value, point.n, period=point.period, low=chart.lower if chart else None,
                high=chart.upper if chart else None, reason=point.reason,
                says="signal: " + "; ".join(signals[at]) if at in signals else None,
            )
            for at, point in enumerate(points)
        ),
        notes=("Limits are provisional below twelve periods.",) if chart and chart.provisional else (),
    )  # fmt: skip


LIMITS = Study(
    name="arrival_limits", id="INC-29", title="Natural limits of incidents opened (XmR)",
    asks="Is a busy week unusual, or just noise?",
    formula="Mean of the incidents opened per complete week ± 2.66 × mean moving range, not below 0; low and high"
    " are the limits, and a point that noise does not explain says by which rule.",
    source="Wheeler; 2.66 and 3.267 are the constants of individuals charts", unit="count", answer=arrival_limits,
    figures=_limits, needs=("incidents",), measures=OPENED, grain=True, by_part=True,
)  # fmt: skip


def _seasonality(found: Seasonality) -> Figures:
    if found.n == 0:
        return Figures(None, reason=found.reason)
    cells = [
        (f"{WEEKDAYS[int(str(day))]} {int(str(hour)):02d}:00", float(count))
        for day, hours in found.by_hour.iterrows()
        for hour, count in hours.items()
    ]
    return Figures(
        max(count for _, count in cells), found.n,
        points=tuple(Part(count, found.weeks, part=name) for name, count in cells),
        notes=(found.reason,) if found.reason else (),
    )  # fmt: skip


SEASONALITY = Study(
    name="incident_seasonality", id="INC-30", title="Incidents in the busiest hour of the week",
    asks="At which hours do incidents come in?",
    formula="Median over whole weeks of the incidents opened per weekday and hour of the reporting time zone; the"
    " headline is the busiest hour, and a month index needs 24 complete months.",
    unit="count", answer=seasonality, figures=_seasonality, needs=("incidents",), measures=OPENED, by_part=True,
)  # fmt: skip


def service_wall(w: Warehouse, scope: Scope) -> Wall:
    """The health of every service."""
    return portfolio_wall(w, scope, "service")


def _wall(found: Wall) -> Figures:
    worst = max(found.rows, key=lambda row: SEVERITY[row.colour], default=None)
    return Figures(
        worst.colour if worst else None, len(found.rows),
        reason=found.reason or "no service is known in this scope",
        points=tuple(Part(row.colour, part=row.part, says=row.sentence) for row in found.rows),
    )  # fmt: skip


SERVICE_HEALTH = Study(
    name="service_health", id="INC-35", title="Health of services, the worst colour",
    asks="Which service is unwell, and why?",
    formula="Per service the worst colour of the mandatory dimensions by the health rules; grey hides green.",
    source="Health rules of the portfolio wall", unit="colour", answer=service_wall, figures=_wall,
    needs=("incidents|portfolio|milestones|budget|survey_responses|risks",),
)  # fmt: skip
