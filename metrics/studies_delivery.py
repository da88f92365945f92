"""Delivery answers that are not one number: forecasts, flow diagrams, plan checks (FLW and DEL)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

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
from metrics.query_frame import frame, last_day
from metrics.scope import Scope, day_of, period_of
from metrics.study import Figures, Part, Study
from warehouse import Warehouse

#: How far ahead the forecast looks where the scope does not end after the as-of.
DAYS_AHEAD = 28


# -- flow ---------------------------------------------------------------------------------------------------


def _based_on(found: Expectation) -> tuple[str, ...]:
    return (
        (f"Fixed from {found.based_on} items, {found.window[0]} to {found.window[1]}.",)
        if found.window
        else ()
    )


def _expected(found: Expectation) -> Figures:
    reason = found.reason
    return Figures(
        found.days, found.based_on, reason=reason,
        points=(
            Part(found.attained, found.n, part="share within", low=found.interval.low, high=found.interval.high,
                 reason=reason),
        ),
        notes=_based_on(found),
    )  # fmt: skip


def _attained(found: Expectation) -> Figures:
    return Figures(
        found.attained, found.n, found.interval.low, found.interval.high, found.reason, notes=_based_on(found)
    )


EXPECTATION = Study(
    name="service_level_expectation", id="FLW-06", title="Service level expectation (days, weekends counted)",
    asks="What may somebody expect who asks for something now?",
    formula="The cycle time in days that 85 % of the items done in the 90 days before the last 90 did not exceed (at"
    " least 20 items), and the share of the newer items within it.",
    source="Kanban Guide", unit="days", answer=expectation, figures=_expected,
    needs=("work_items",), measures=THROUGHPUT, period=False, by_part=True,
)  # fmt: skip
EXPECTATION_KEPT = Study(
    name="expectation_attained", id="FLW-07", title="Items done within the service level expectation",
    asks="Do we keep what we let people expect?",
    formula="Of the items done in the last 90 days, the share within the expectation fixed from the 90 days before.",
    source="Kanban Guide", unit="percent", answer=expectation, figures=_attained,
    needs=("work_items",), measures=THROUGHPUT, period=False, by_part=True,
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
    " are done; the days by which that happens with a chance of 50, 70, 85 and 95 %.",
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
class CumulativeFlow:
    """Items created, started and done up to the end of each period, cancelled ones left out.

    `stages` has one row per period. An item done without a date of its start counts as started on the day it
    was done, one started before it was created as created when it started: so no stage ever overtakes the one
    before it. `repaired` is how many items needed that.
    """

    stages: pd.DataFrame
    n: int
    repaired: int
    as_of: datetime | None
    reason: str | None = None


def cumulative_flow(w: Warehouse, scope: Scope) -> CumulativeFlow:
    """How many items have entered each stage by the end of each period (week, unless the scope has a grain)."""
    items, as_of, _ = frame(w, "work_items", scope.but(start=None, end=None))
    items = items[items["state_category"].ne("cancelled").fillna(True).astype(bool)]
    today = last_day(w, scope, as_of)
    if items.empty or today is None:
        return CumulativeFlow(pd.DataFrame(), 0, 0, as_of, "no item that was not cancelled carries a date")
    told = pd.DataFrame(
        {stage: pd.to_datetime(items[f"{stage}_day"]) for stage in ("created", "started", "done")}
    )
    mended = told.assign(started=told[["started", "done"]].min(axis=1))
    mended["created"] = mended[["created", "started"]].min(axis=1)
    changed = ((mended != told) & ~(mended.isna() & told.isna())).any(axis=1)
    mended = mended[mended["created"].notna()]
    begin = scope.start or mended["created"].min().date()
    last = min(today, scope.end - timedelta(days=1)) if scope.end else today
    lines, day = [], begin
    while day <= last:
        period = period_of(day, scope.grain or "week")
        until = pd.Timestamp(period.end)
        counts = {stage: int((mended[stage] < until).sum()) for stage in ("created", "started", "done")}
        lines.append({"period": period.label, **counts, "partial": period.end > today + timedelta(days=1)})
        day = period.end
    return CumulativeFlow(pd.DataFrame(lines), len(mended), int(changed.sum()), as_of)


def _flow(found: CumulativeFlow) -> Figures:
    if found.reason is not None or found.stages.empty:
        return Figures(None, reason=found.reason)
    newest = found.stages.iloc[-1]
    return Figures(
        float(newest["created"] - newest["done"]), found.n,
        points=tuple(
            Part(float(row[stage]), int(row[stage]), period=str(row["period"]), part=stage)
            for row in found.stages.to_dict("records")
            for stage in ("created", "started", "done")
        ),
        notes=(f"The dates of {found.repaired} items were put in order.",) if found.repaired else (),
    )  # fmt: skip


CUMULATIVE_FLOW = Study(
    name="cumulative_flow", id="FLW-12", title="Cumulative flow: items asked for and not done",
    asks="Where does work pile up?",
    formula="Items created, started and done up to the end of each period, cancelled ones left out; dates out of order"
    " are mended and counted. The headline is created minus done at the end.",
    unit="items", answer=cumulative_flow, figures=_flow, needs=("work_items",), grain=True, by_part=True,
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
