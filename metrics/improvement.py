"""Where an improvement pays: causes ranked by what they cost, those that are new or growing first to be seen (INC-28).

A cause is a combination of values, by default service and category. Its weight is count × hours × reopenings:
the hours its incidents took, more for those that came back. What is not set is shown last and never ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd

from metrics.incident_trends import OPENED
from metrics.query import rows
from metrics.query_frame import references
from metrics.query_tables import Engine, table
from metrics.scope import NOT_SET, Scope
from metrics.statistics import RateRatio, poisson_rate_ratio
from metrics.wording import said

Movement = Literal["new", "growing", "shrinking", "steady"]


@dataclass(frozen=True)
class Cause:
    """One cause of incidents: how many, how long, how often they came back, and whether it grows.

    `share` and `cumulative` are shares of all incidents in the scope, in rank order. `hours` is the sum of the
    hours to resolve, `weight` hours × (1 + reopened share). `rows` and `tickets` are the incidents.
    """

    name: tuple[str, ...]
    n: int
    share: float
    cumulative: float
    hours: float
    median_hours: float | None
    reopened: float | None
    weight: float
    movement: Movement
    ratio: RateRatio | None
    first_seen: date
    tickets: tuple[str, ...]
    rows: tuple[tuple[int, str, int], ...]

    @property
    def is_set(self) -> bool:
        """Whether it names a cause at all."""
        return NOT_SET not in self.name


@dataclass(frozen=True)
class Improvements:
    """All causes in a scope, the heaviest first."""

    by: tuple[str, ...]
    causes: tuple[Cause, ...]
    n: int
    as_of: datetime | None
    reason: str | None = None


def improvements(engine: Engine, scope: Scope, by: Sequence[str] = ("service", "category")) -> Improvements:
    """Which causes cost most, and which are new or grow beyond noise.

    Growth compares the newer half of the scope with the older half by the exact ratio of the two counts;
    "new" is a cause seen only in the newer half often enough that chance does not explain it.
    """
    known = table(engine, OPENED.table, scope.grants)
    columns = [known.column(dimension) for dimension in by]
    if None in columns:
        unknown = [dimension for dimension, column in zip(by, columns, strict=True) if column is None]
        return Improvements(tuple(by), (), 0, None, f"incidents have no {' or '.join(unknown)}")
    found = rows(engine, OPENED, scope)
    found = found[found["state_category"] != "cancelled"] if len(found) else found
    if found.empty:
        return Improvements(tuple(by), (), 0, known.newest, "no incidents in this scope")
    named = [str(column) for column in columns]
    found = found.assign(**{column: found[column].astype("string").fillna(NOT_SET) for column in named})
    begin, end = found["opened"].min(), found["opened"].max()
    middle = begin + (end - begin) / 2
    raw = [_cause(name, group, middle) for name, group in found.groupby(named, sort=False)]
    ranked = sorted(raw, key=lambda cause: (not cause.is_set, -cause.weight, -cause.n, cause.name))
    total, so_far, causes = len(found), 0, []
    for cause in ranked:
        so_far += cause.n
        causes.append(Cause(**{**cause.__dict__, "share": cause.n / total, "cumulative": so_far / total}))
    return Improvements(tuple(by), tuple(causes), total, scope.as_of or known.newest)


def _cause(name: object, group: pd.DataFrame, middle: pd.Timestamp) -> Cause:
    over = group[(group["resolved"] >= group["opened"]).fillna(False)]
    hours = (over["resolved"] - over["opened"]).dt.total_seconds() / 3600
    counted = group["reopens"].dropna()
    reopened = float((counted > 0).mean()) if len(counted) else None
    before = int((group["opened"] < middle).sum())
    ratio = poisson_rate_ratio(before, 1, len(group) - before, 1)
    return Cause(
        name=tuple(str(part) for part in name) if isinstance(name, tuple) else (str(name),),
        n=len(group),
        share=0.0,
        cumulative=0.0,
        hours=float(hours.sum()),
        median_hours=float(hours.median()) if len(hours) else None,
        reopened=reopened,
        weight=float(hours.sum()) * (1 + (reopened or 0.0)),
        movement=_movement(before, ratio),
        ratio=ratio,
        first_seen=group["opened"].min().date(),
        tickets=tuple(group["number"].astype(str)),
        rows=references(group),
    )


def _movement(before: int, ratio: RateRatio | None) -> Movement:
    if ratio is None:
        return "steady"
    if ratio.low > 1:
        return "growing" if before else "new"
    return "shrinking" if ratio.high is not None and ratio.high < 1 else "steady"


def problem_draft(cause: Cause, by: Sequence[str] = ("service", "category")) -> dict[str, object]:
    """A problem record to start from, in the columns of the problem template."""
    named = dict(zip(by, cause.name, strict=True))
    hours = f"{cause.hours:,.0f} hours to resolve in all"
    came_back = "" if cause.reopened is None else f", {said(cause.reopened, 'percent')} reopened"
    return {
        "short_text": f"{' / '.join(cause.name)}: {cause.n} incidents, {cause.movement}",
        "service": named.get("service"),
        "category": named.get("category"),
        "configuration_item": named.get("configuration_item"),
        "incidents": cause.n,
        "first_reported_by": cause.tickets[0],
        "cause_notes": (
            f"{cause.n} incidents since {cause.first_seen}, {hours}{came_back}. "
            f"Incidents: {', '.join(cause.tickets[:50])}{' …' if len(cause.tickets) > 50 else ''}"
        ),
    }


@dataclass(frozen=True)
class RepeatCost:
    """What the ten heaviest causes cost (PRB-07): hours, and money where the setting hourly_rate is given."""

    hours: float | None
    money: float | None
    causes: tuple[Cause, ...]
    n: int
    reason: str | None = None


def repeat_cost(
    engine: Engine, scope: Scope, by: Sequence[str] = ("service", "category"), top: int = 10
) -> RepeatCost:
    """The hours spent on incidents that repeat one of the heaviest causes: all but the first of each."""
    found = improvements(engine, scope, by)
    heaviest = tuple(cause for cause in found.causes if cause.is_set and cause.n > 1)[:top]
    if not heaviest:
        return RepeatCost(None, None, (), 0, found.reason or "no cause has occurred twice")
    repeats = [(cause, cause.n - 1) for cause in heaviest]
    hours = sum(cause.hours * more / cause.n for cause, more in repeats)
    rate = engine.setting("hourly_rate")
    n = sum(more for _, more in repeats)
    return RepeatCost(hours, None if rate is None else hours * float(rate), heaviest, n)
