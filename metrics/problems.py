"""Problems: the causes behind incidents, how long they stay, and whether fixing them helped (PRB-01 … PRB-07)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pandas as pd

from metrics.metric import Metric
from metrics.query_frame import frame, references
from metrics.query_tables import Engine
from metrics.scope import Scope
from metrics.statistics import RateRatio, poisson_rate_ratio
from metrics.wording import counted

# fmt: off
problem = partial(Metric, table="problems")

NO_END = (
    "state_category IN ('resolved', 'closed', 'cancelled') AND resolved IS NULL AND closed IS NULL",
    "over without a date of its end",
)
CANCELLED = ("state_category = 'cancelled'", "cancelled")
AGE_IN_DAYS = "(epoch(as_of) - epoch(opened)) / 86400"
waiting = partial(
    problem, open_from="opened", open_until=("resolved", "closed"), leaves_out=(NO_END,),
    needs=("resolved|closed|state_category",), good="down",
)

OPEN_PROBLEMS = waiting(
    name="open_problems", id="PRB-01", title="Problems open",
    asks="How many causes are not removed yet?",
    formula="Problems opened before the moment and neither resolved nor closed before it.",
    source="ServiceNow", sql="count(*)", kind="count", unit="count",
)
PROBLEMS_OPENED = problem(
    name="problems_opened", id="PRB-01-OPENED", title="Problems opened",
    asks="How many causes do we start to look into?",
    formula="Number of problems opened in the period.",
    sql="count(*)", kind="count", unit="count", when="opened",
)
AGE_OF_PROBLEMS = waiting(
    name="age_of_open_problems", id="PRB-01-AGE", title="Age of open problems, median (24×7)",
    asks="How long do causes stay?",
    formula="Median of the days from opened to the as-of over the problems open then.",
    sql=f"median({AGE_IN_DAYS})", kind="median", unit="days", clock="24x7",
)
AGE_OF_PROBLEMS_P85 = waiting(
    name="age_of_open_problems_p85", id="PRB-01-AGE-P85", title="Age of open problems, 85th percentile (24×7)",
    asks="How long do the stubborn causes stay?",
    formula="The age in days that 85 % of the open problems do not exceed.",
    sql=f"quantile_cont({AGE_IN_DAYS}, 0.85)", kind="percentile", unit="days", clock="24x7",
)
TIME_TO_REMOVE = problem(
    name="time_to_resolve_problems", id="PRB-01-TTR", title="Time to resolve a problem, median (24×7)",
    asks="How long does it take to remove a cause?",
    formula="Median of the days from opened to resolved (else closed) over the problems that ended in the period.",
    sql="median((epoch(coalesce(resolved, closed)) - epoch(opened)) / 86400)", kind="median", unit="days",
    when="resolved", else_when=("closed",),
    leaves_out=(CANCELLED, ("coalesce(resolved, closed) < opened", "over before it was opened")),
    needs=("resolved|closed",), good="down", clock="24x7",
)
LINKED = Metric(
    name="incidents_with_problem", id="PRB-02", title="Resolved incidents linked to a problem",
    asks="How many incidents do we trace to a cause?",
    formula="Of the incidents resolved in the period, the share that names a problem.",
    source="ServiceNow Benchmarks", table="incidents",
    sql="avg(CASE WHEN problem IS NULL THEN 0 ELSE 1 END)", kind="proportion", unit="percent", when="resolved",
    leaves_out=(CANCELLED,), needs=("resolved", "problem"), good="up",
)
KNOWN_ERRORS = waiting(
    name="known_errors", id="PRB-03", title="Open problems that are known errors",
    asks="For how many open problems do we know the cause?",
    formula="Of the open problems, the share marked as known error.",
    source="ServiceNow", sql="avg(CAST(known_error AS INTEGER))", kind="proportion", unit="percent",
    needs=("known_error",), good="up",
)
NO_WORKAROUND = waiting(
    name="known_errors_without_workaround", id="PRB-03-NO-WORKAROUND", title="Known errors without a workaround",
    asks="With how many known errors can nobody live?",
    formula="Number of open known errors whose workaround is empty.",
    sql="count(*)", kind="count", unit="count", where="known_error AND coalesce(trim(workaround), '') = ''",
    needs=("known_error",),
)
CAUSE_IN_TIME = problem(
    name="root_cause_in_time", id="PRB-05", title="Root causes found by the date due",
    asks="Do we find causes as quickly as we said?",
    formula="Of the problems whose due date lies in the period and is past, the share whose root cause was found by "
            "then; not found is a miss.",
    sql="avg(CASE WHEN root_cause_found IS NULL THEN 0 ELSE CAST(root_cause_found <= due AS INTEGER) END)",
    kind="proportion", unit="percent", when="due",
    leaves_out=(CANCELLED, ("due >= as_of AND root_cause_found IS NULL", "not due yet")),
    needs=("due", "root_cause_found"), good="up",
)
PROACTIVE = Metric(
    name="proactive_problems", id="PRB-06", title="Problems found before an incident",
    asks="How many causes do we find before they hurt?",
    formula="Of the problems opened in the period, the share with no incident opened before it and linked to it; "
            "problems older than the incidents we have are left out.",
    table="problems_with_incidents", loaded=("problems",),
    sql="avg(CASE WHEN incidents_before = 0 THEN 1 ELSE 0 END)", kind="proportion",
    unit="percent", when="opened",
    leaves_out=(CANCELLED, ("incidents_before IS NULL", "opened before the incidents we have, so nobody can say")),
    needs=("incidents_before",), good="up",
)
# fmt: on

#: Fewer days on either side of a fix tell nothing; more than this tell of another time.
FEWEST_DAYS, MOST_DAYS = 28, 180


@dataclass(frozen=True)
class Recurrence:
    """Whether incidents of one problem became rarer after its fix (PRB-04).

    `ratio` is the rate after over the rate before with its exact 95 % interval; None with a `reason`.
    `rows` are the incidents counted.
    """

    problem: str
    fixed: datetime
    before: int
    after: int
    days: int
    ratio: RateRatio | None
    as_of: datetime
    reason: str | None
    rows: tuple[tuple[int, str, int], ...]

    @property
    def verdict(self) -> str:
        """One sentence that claims no more than the interval allows."""
        if self.ratio is None:
            return self.reason or "no incident before or after"
        if self.ratio.high is not None and self.ratio.high < 1:
            return f"Rarer: {self.before} incidents in {self.days} days before the fix, {self.after} in as many after."
        if self.ratio.low > 1:
            return f"More frequent: {self.before} incidents in {self.days} days before the fix, {self.after} after."
        return f"No change beyond noise: {self.before} before the fix, {self.after} in the {self.days} days after."


def recurrence(engine: Engine, scope: Scope) -> tuple[Recurrence, ...]:
    """For every fixed problem: incidents linked to it in equally long windows before and after the fix.

    A window is as long as the shorter of the times since the fix and from the first incident of all to the fix, at
    most 180 days: days of which nothing is known would make the time before look quiet.
    Incidents are those that name the problem (where several tools have the number, those of its own); without any,
    those of the same configuration item and category.
    Empty where a filter says nothing of problems.
    """
    problems, _, notes = frame(engine, "problems", scope.but(start=None, end=None))
    needed = ("source", "problem", "configuration_item", "category", "opened")
    incidents, as_of, _ = frame(
        engine, "incidents", scope.but(start=None, end=None, filters=()), columns=needed
    )
    if problems.empty or incidents.empty or as_of is None or notes:
        return ()
    problems = problems.assign(fixed=problems["fixed"].fillna(problems["resolved"]))
    found, begun = [], pd.Timestamp(incidents["opened"].min())
    fixed = problems[problems["fixed"].notna() & (problems["fixed"] < as_of)]
    asked = fixed[["source", "number", "fixed", "configuration_item", "category"]]
    every = frame(engine, "problems", Scope(grants=scope.grants), columns=("number",)).rows["number"]
    in_several_tools = set(every[every.duplicated()])
    for source, number, when, item, category in asked.itertuples(index=False, name=None):
        linked = incidents[incidents["problem"] == number]
        if number in in_several_tools:
            linked = linked[linked["source"] == source]
        if linked.empty and isinstance(item, str) and isinstance(category, str):
            linked = incidents[
                (incidents["configuration_item"] == item) & (incidents["category"] == category)
            ]
        found.append(_recurrence(str(number), pd.Timestamp(when), linked, begun, pd.Timestamp(as_of)))
    return tuple(sorted(found, key=lambda one: (one.ratio is None, one.problem)))


def _recurrence(
    number: str, fixed: pd.Timestamp, linked: pd.DataFrame, begun: pd.Timestamp, as_of: pd.Timestamp
) -> Recurrence:
    since, known = (as_of - fixed).days, (fixed - begun).days
    days = max(min(since, known, MOST_DAYS), 0)
    window = timedelta(days=days)
    before = linked[(linked["opened"] >= fixed - window) & (linked["opened"] < fixed)]
    after = linked[(linked["opened"] >= fixed) & (linked["opened"] < fixed + window)]
    reason = None
    if since < FEWEST_DAYS:
        reason = f"only {counted(since, 'day')} since the fix; needs {FEWEST_DAYS}"
    elif days < FEWEST_DAYS:
        reason = f"the incidents begin {counted(days, 'day')} before the fix; needs {FEWEST_DAYS}"
    elif before.empty and after.empty:
        reason = "no incident is linked to it"
    ratio = None if reason else poisson_rate_ratio(len(before), days, len(after), days)
    return Recurrence(
        number,
        fixed.to_pydatetime(),
        len(before),
        len(after),
        days,
        ratio,
        as_of.to_pydatetime(),
        reason,
        references(pd.concat([before, after])),
    )
