"""Plans: are milestones kept, how far do they slip, is the plan itself any good (DEL-01 … DEL-07)."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pandas as pd

from metrics.metric import Metric
from metrics.query_frame import frame, references
from metrics.query_tables import Engine
from metrics.scope import Scope, day_of
from metrics.wording import said

# fmt: off
#: The newest report of every milestone, beside the baseline of its first report: re-baselining never hides a slip.
milestone = partial(Metric, table="latest_milestones", loaded=("milestones",))

NO_BASELINE = ("original_baseline IS NULL", "without a baseline")
SLIP_DAYS = (
    "(epoch(CAST(coalesce(actual, forecast) AS TIMESTAMP)) - epoch(CAST(original_baseline AS TIMESTAMP))) / 86400"
)
MILESTONES_ON_TIME = milestone(
    name="milestones_on_time", id="DEL-01", title="Milestones reached by their first baseline",
    asks="Do we deliver when we first said we would?",
    formula="Of the milestones whose first baseline lies in the period and is past, the share reached by then; "
            "not reached is late.",
    sql="avg(CASE WHEN actual IS NULL THEN 0 ELSE CAST(actual <= original_baseline AS INTEGER) END)",
    kind="proportion", unit="percent", when="original_baseline",
    leaves_out=(("actual IS NULL AND original_baseline >= as_of_day", "not due yet"),),
    # Where nothing tells of progress the export lacks it; with a forecast or a status "not reached" is known.
    needs=("original_baseline", "actual|forecast|status|percent_complete"), good="up",
)
MILESTONE_SLIP = milestone(
    name="milestone_slip", id="DEL-02", title="Slip of milestones against the first baseline, median",
    asks="How far do our milestones move?",
    formula="Median of the days from the first baseline to the actual date, else to the newest forecast.",
    source="GAO-14-64: cumulative slip to the original baseline is always kept",
    sql=f"median({SLIP_DAYS})", kind="median", unit="days", when="original_baseline",
    leaves_out=(("actual IS NULL AND forecast IS NULL", "without a forecast"),), needs=("actual|forecast",),
    good="down",
)
LARGEST_SLIP = milestone(
    name="largest_milestone_slip", id="DEL-02-MAX", title="Largest slip of a milestone against its first baseline",
    asks="Which is our worst slip?",
    formula="The greatest number of days from a first baseline to the actual date, else to the newest forecast.",
    sql=f"max({SLIP_DAYS})", kind="ratio", unit="days", when="original_baseline",
    leaves_out=(("actual IS NULL AND forecast IS NULL", "without a forecast"),), needs=("actual|forecast",),
    good="down",
)
SLIP_SINCE_LAST_REPORT = milestone(
    name="slip_since_last_report", id="DEL-02-NEW", title="Slip of forecasts since the report before, median",
    asks="What has moved since we last looked?",
    formula="Median of the days between the forecast of the report before and the newest one, over open milestones.",
    sql="median((epoch(CAST(forecast AS TIMESTAMP)) - epoch(CAST(previous_forecast AS TIMESTAMP))) / 86400)",
    kind="median", unit="days", when="report_date", where="actual IS NULL",
    leaves_out=(("previous_forecast IS NULL", "reported for the first time"),), needs=("forecast", "previous_forecast"),
    good="down",
)
FIRST_TIME_ACCEPTANCE = milestone(
    name="first_time_acceptance", id="DEL-03", title="Deliveries accepted at the first attempt",
    asks="Is what we deliver right the first time?",
    formula="Of the milestones submitted in the period and decided, the share accepted at the first submission.",
    sql="avg(CAST(first_time_accepted AS INTEGER))", kind="proportion", unit="percent", when="submitted",
    needs=("submitted", "first_time_accepted"), good="up",
)

CAPACITY_LOAD = Metric(
    name="capacity_load", id="DEL-07", title="Capacity booked",
    asks="Have we promised more hours than we have?",
    formula="Hours booked over hours available in the months of the period; above 100 % is too much.",
    table="capacity",
    sql="sum(booked_hours) / nullif(sum(coalesce(available_hours, planned_hours - coalesce(absent_hours, 0))), 0)",
    kind="ratio", unit="percent", when="month",
    leaves_out=(
        ("booked_hours IS NULL", "without booked hours"),
        ("coalesce(available_hours, planned_hours) IS NULL", "without available hours"),
    ),
    needs=("booked_hours", "available_hours|planned_hours"),
)
# fmt: on


def milestone_reports(engine: Engine, scope: Scope) -> pd.DataFrame:
    """Every report of every milestone, oldest first, with the slip in days against its first baseline.

    Columns of the contract and `original_baseline`, `rebaselined` (this report moved the baseline),
    `slip_days` (forecast, or the actual date, minus the first baseline) and `moved_days` (since the report
    before). One row is one point of the milestone trend. Empty where a filter says nothing of milestones.
    """
    found, _, notes = frame(engine, "milestones", scope.but(start=None, end=None))
    if found.empty or notes:
        return found.head(0).assign(original_baseline=None, rebaselined=None, slip_days=None, moved_days=None)
    found = found.sort_values(["project", "name", "report_date", "import_id", "row_no"], ignore_index=True)
    whose = found.groupby(["project", "name"], dropna=False, sort=False)
    expected = pd.to_datetime(found["actual"].fillna(found["forecast"]))
    found["original_baseline"] = whose["baseline"].transform("first")
    previous = whose["baseline"].shift()
    found["rebaselined"] = previous.notna() & (found["baseline"] != previous)
    found["slip_days"] = (expected - pd.to_datetime(found["original_baseline"])).dt.days
    found["moved_days"] = (
        pd.to_datetime(found["forecast"]) - pd.to_datetime(whose["forecast"].shift())
    ).dt.days
    return found


@dataclass(frozen=True)
class PlanCheck:
    """One rule of a good plan: how many lines it applies to, how many keep it, and those that do not."""

    check: str
    passed: int
    n: int
    failing: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True)
class PlanQuality:
    """Passed checks over all checks (DEL-05); None with a reason where there is no plan."""

    score: float | None
    n: int
    checks: tuple[PlanCheck, ...]
    as_of: datetime | None
    reason: str | None = None


#: Work packages longer than this hide their progress.
LONGEST_TASK_DAYS = 20
#: The smallest share of the planned time that must be reserve.
SMALLEST_RESERVE = 0.05


def plan_quality(engine: Engine, scope: Scope) -> PlanQuality:
    """How well the plans of a scope are made, check by check, each with the lines that fail it."""
    found, as_of, notes = frame(engine, "plan_items", scope.but(start=None, end=None))
    if found.empty or as_of is None or notes:
        return PlanQuality(None, 0, (), as_of, " ".join(notes) or "no plan items have been loaded")
    today = pd.Timestamp(day_of(as_of, str(engine.setting("reporting_timezone", "UTC"))))
    start, finish = pd.to_datetime(found["start"]), pd.to_datetime(found["finish"])
    length = found["duration_days"].fillna((finish - start).dt.days + 1)
    is_task = ~found["milestone"].fillna(False).astype(bool)
    complete = found["percent_complete"].fillna(0).astype(float)
    all_of_it = 100 if complete.max() > 2 else 1  # written as 40 or as 0.4
    is_done = found["actual_finish"].notna() | (complete >= all_of_it)
    first = found.groupby("project")["row_no"].transform("min") == found["row_no"]
    rules = (
        ("has an owner", found["owner"].notna(), is_task),
        ("has a start and a finish", start.notna() & finish.notna(), is_task | True),
        ("starts before it finishes", start <= finish, start.notna() & finish.notna()),
        ("says how one sees that it is done", found["acceptance"].fillna("").str.strip() != "", is_task),
        (
            f"is no longer than {LONGEST_TASK_DAYS} days",
            length <= LONGEST_TASK_DAYS,
            is_task & length.notna(),
        ),
        ("names what must come before", found["predecessors"].fillna("").str.strip() != "", ~first),
        ("is not open past its finish", is_done | (finish >= today), finish.notna()),
    )
    checks = [_check(found, *rule) for rule in rules]
    checks.append(_reserve(found, length))
    passed, n = sum(check.passed for check in checks), sum(check.n for check in checks)
    return PlanQuality(passed / n if n else None, n, tuple(checks), as_of, None if n else "nothing to check")


def _check(found: pd.DataFrame, words: str, kept: pd.Series, applies: pd.Series) -> PlanCheck:
    failing = found[applies & ~kept]
    return PlanCheck(words, int((applies & kept).sum()), int(applies.sum()), references(failing))


def _reserve(found: pd.DataFrame, length: pd.Series) -> PlanCheck:
    """Every project keeps at least a twentieth of its planned time in reserve."""
    reserve = length.where(found["contingency"].fillna(False).astype(bool), 0.0)
    sums = (
        pd.DataFrame({"project": found["project"], "reserve": reserve, "length": length})
        .groupby("project")
        .sum()
    )
    short = sums.index[sums["reserve"] < SMALLEST_RESERVE * sums["length"]]
    failing = found[found["project"].isin(short)]
    return PlanCheck(
        f"keeps {said(SMALLEST_RESERVE, 'percent')} of its time in reserve",
        len(sums) - len(short),
        len(sums),
        references(failing),
    )
