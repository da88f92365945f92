"""Delivery answers that are not one number: forecasts, flow diagrams, plan checks (FLW and DEL)."""

from dataclasses import dataclass
from datetime import date, timedelta

from metrics.cumulative_flow import CumulativeFlow, cumulative_flow
from metrics.fiscal import fiscal_calendar
from metrics.flow import LEAD_WIP, THROUGHPUT
from metrics.forecast import (
    Expectation,
    HowManyForecast,
    WhenForecast,
    expectation,
    how_many,
    when,
    window,
)
from metrics.plans import PlanQuality, plan_quality
from metrics.query import value
from metrics.scope import Scope, day_of, period_of
from metrics.study import Figures, Part, Study
from warehouse import Warehouse

#: How far ahead the forecast looks where the scope does not end after the as-of.
DAYS_AHEAD = 28


# -- flow ---------------------------------------------------------------------------------------------------


def _expected(found: Expectation) -> Figures:
    span = found.window
    return Figures(
        found.days, found.n, reason=found.reason,
        points=(
            Part(found.attained, found.n, part="share within the expectation before", low=found.interval.low,
                 high=found.interval.high, reason=found.reason_before),
        ),
        notes=(f"From {found.n} items, {span[0]} to {span[1]}.",) if span and found.days is not None else (),
    )  # fmt: skip


def _attained(found: Expectation) -> Figures:
    span = found.window_before
    fixed = f"{found.days_before:g} days, fixed from {found.n_before} items" if found.days_before else ""
    return Figures(
        found.attained, found.n, found.interval.low, found.interval.high, found.reason_before,
        notes=(f"{fixed}, {span[0]} to {span[1]}.",) if fixed and span else (),
    )  # fmt: skip


EXPECTATION = Study(
    name="service_level_expectation", id="FLW-06", title="Service level expectation (days, weekends counted)",
    asks="What may somebody expect who asks for something now?",
    formula="The observed cycle time in days that 85 % of the items done in the last 90 days did not exceed (at least"
    " 20 items), and the share of these items within the expectation of the 90 days before.",
    source="Kanban Guide", unit="days", answer=expectation, figures=_expected,
    needs=("work_items",), columns=("started", "done"), measures=THROUGHPUT, period=False, by_part=True,
)  # fmt: skip
EXPECTATION_KEPT = Study(
    name="expectation_attained", id="FLW-07", title="Items done within the service level expectation",
    asks="Do we keep what we let people expect?",
    formula="Of the items done in the last 90 days, the share within the expectation fixed from the 90 days before (at"
    " least 20 items).",
    source="Kanban Guide", unit="percent", answer=expectation, figures=_attained,
    needs=("work_items",), columns=("started", "done"), measures=THROUGHPUT, period=False, by_part=True,
)  # fmt: skip


def when_done(w: Warehouse, scope: Scope) -> WhenForecast:
    """When everything asked for and not done will be done."""
    left = value(w, LEAD_WIP, scope.but(start=None, end=None, grain=None))
    return when(w, scope, int(left.value or 0))


def _when(found: WhenForecast) -> Figures:
    dates = found.dates or {}
    return Figures(
        dates.get(85), found.window.n, reason=found.reason, as_of=found.window.as_of,
        points=tuple(Part(day, found.trials, part=f"{chance} %") for chance, day in dates.items()),
        notes=(
            f"{found.items} items, {found.trials:,} draws from {len(found.window.weeks)} weeks, seed {found.seed}.",
        ),
    )  # fmt: skip


WHEN = Study(
    name="forecast_when", id="FLW-08", title="When all that is asked for will be done, with 85 % chance",
    asks="When will it be done?",
    formula="Past complete weeks (at most 26, quiet ones too) are drawn at random until the items that are open now"
    " are done; the days by which that happens with a chance of 50, 70, 85 and 95 %, in whole weeks from the as-of.",
    source="ActionableAgile; Monte Carlo over throughput", unit="date", answer=when_done, figures=_when,
    needs=("work_items",), measures=THROUGHPUT, period=False, by_part=True,
)  # fmt: skip


def how_many_done(w: Warehouse, scope: Scope) -> HowManyForecast:
    """How many items will be done by the scope's end; four weeks from the as-of where that is not later."""
    past = window(w, scope)
    today = day_of(past.as_of, str(w.setting("reporting_timezone", "UTC"))) if past.as_of else None
    soon = (today or scope.end or date.min) + timedelta(days=DAYS_AHEAD)
    later = scope.end is not None and today is not None and scope.end > today
    return how_many(w, scope, scope.end if later and scope.end else soon)


def _how_many(found: HowManyForecast) -> Figures:
    items = found.items or {}
    sure = items.get(85)
    return Figures(
        None if sure is None else float(sure), found.window.n, reason=found.reason, as_of=found.window.as_of,
        points=tuple(Part(float(count), found.trials, part=f"{chance} %") for chance, count in items.items()),
        notes=(
            (f"By {found.by}, drawn {found.trials:,} times from {len(found.window.weeks)} weeks, seed {found.seed}.",)
            if items
            else ()
        ),
    )  # fmt: skip


HOW_MANY = Study(
    name="forecast_how_many", id="FLW-09", title="Items that will be done at least, with 85 % chance",
    asks="How much will be done by then?",
    formula="Past complete weeks are drawn at random up to the end of the scope (four weeks from the as-of where it is"
    " not later); at least so many items with a chance of 50, 70, 85 and 95 %: the surer, the fewer.",
    source="ActionableAgile; Monte Carlo over throughput", unit="items", answer=how_many_done, figures=_how_many,
    needs=("work_items",), measures=THROUGHPUT, by_part=True,
)  # fmt: skip


@dataclass(frozen=True)
class FlowByPeriod:
    """The cumulative flow and how it stood on the last known day of each period, in the order of time."""

    flow: CumulativeFlow
    ends: tuple[tuple[str, dict[str, int]], ...]


def flow_by_period(w: Warehouse, scope: Scope) -> FlowByPeriod:
    """How many items have reached each stage by the end of each period (week, unless the scope has a grain)."""
    flow = cumulative_flow(w, scope)
    ends: dict[str, dict[str, int]] = {}
    fiscal = fiscal_calendar(w)
    for one, counts in zip(flow.reached.index, flow.reached.to_dict("records"), strict=True):
        ends[period_of(one.date(), scope.grain or "week", fiscal).label] = {
            str(stage): int(count) for stage, count in counts.items()
        }
    return FlowByPeriod(flow, tuple(ends.items()))


def _flow(found: FlowByPeriod) -> Figures:
    if not found.ends:
        return Figures(None, reason=found.flow.reason)
    newest = list(found.ends[-1][1].values())
    notes = [f"The dates of {found.flow.repaired} items were put in order."] if found.flow.repaired else []
    if found.flow.undated:
        notes.append(f"{found.flow.undated} items are over without a date of their end and left out.")
    return Figures(
        float(newest[0] - newest[-1]), found.flow.n, as_of=found.flow.as_of,
        points=tuple(
            Part(float(count), count, period=period, part=stage)
            for period, counts in found.ends
            for stage, count in counts.items()
        ),
        notes=tuple(notes),
    )  # fmt: skip


CUMULATIVE_FLOW = Study(
    name="cumulative_flow", id="FLW-12", title="Cumulative flow: items asked for and not done",
    asks="Where does work pile up?",
    formula="Items that have reached each stage by the end of each period: from the history of stages, else created,"
    " started and done of the items that were not cancelled; a stage that was skipped or entered too late counts as"
    " passed with the next one, and such items are counted. The headline is the first stage minus the last at the end.",
    unit="items", answer=flow_by_period, figures=_flow, needs=("work_items|stage_changes",),
    columns=("done|state_category|entered",), grain=True, by_part=True,
)  # fmt: skip


# -- plans --------------------------------------------------------------------------------------------------


def _plan_quality(found: PlanQuality) -> Figures:
    return Figures(
        found.score, found.n, reason=found.reason,
        points=tuple(
            Part(
                check.passed / check.n if check.n else None, check.n, part=check.check,
                reason=None if check.n else "no line it applies to",
            )
            for check in found.checks
        ),
    )  # fmt: skip


PLAN_QUALITY = Study(
    name="plan_quality", id="DEL-05", title="Quality of the plan",
    asks="Is the plan itself any good?",
    formula="Checks passed over checks made on the lines of the plan: owner, dates in order, due day, acceptance,"
    " length, predecessor, nothing open past due, reserve; each check is a line.",
    unit="percent", answer=plan_quality, figures=_plan_quality, needs=("plan_items",), period=False, by_part=True,
)  # fmt: skip
