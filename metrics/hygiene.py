"""Hygiene: which records need a hand before anybody can trust a figure, and what every figure had to leave out."""

from dataclasses import dataclass

import pandas as pd

from metrics.answer import Answer
from metrics.declared import all_metrics
from metrics.incident_trends import BACKLOG, STALE
from metrics.metric import Metric
from metrics.query import rows, value
from metrics.query_tables import Engine
from metrics.scope import Scope

FINDINGS = Metric(
    name="record_findings",
    id="HYG-01",
    title="Things wrong with incident records",
    asks="Can we trust our records?",
    formula="Number of things wrong with the records of incidents opened in the period: nobody holds it, passed on, "
    "dates that contradict each other, a priority against the rule, business time that cannot be.",
    table="incident_findings",
    every_child=True,
    loaded=("incidents",),
    sql="count(*)",
    kind="count",
    unit="count",
    when="opened",
    good="down",
)

STALE_WORDS = "open and not touched for five working days"

#: A share of open tickets updated in the same minute above which that update says nothing (somebody edited them all).
MASS_EDIT = 0.3


def hygiene_queue(engine: Engine, scope: Scope, limit: int = 1000) -> pd.DataFrame:
    """The incidents somebody should look at, one row per incident and finding, the oldest first.

    Columns of `rows()` and `finding`; at most `limit` rows of each of the two sources.
    """
    found = [rows(engine, FINDINGS, scope, limit=limit)]
    stale = rows(engine, STALE, scope, limit=limit)
    if len(stale):
        found.append(
            stale[stale["measured_value"] == 1].drop(columns="measured_value").assign(finding=STALE_WORDS)
        )
    filled = [one for one in found if len(one)]
    if not filled:
        return found[0].assign(finding=None)
    return pd.concat(filled, ignore_index=True).sort_values("opened", ignore_index=True, kind="stable")


@dataclass(frozen=True)
class MassEdit:
    """Whether one minute holds so many updates of open tickets that "last updated" says nothing (INC-07)."""

    share: float | None
    minute: pd.Timestamp | None
    n: int

    @property
    def suspicious(self) -> bool:
        """Whether staleness cannot be read from the update times."""
        return self.share is not None and self.n >= 10 and self.share > MASS_EDIT


def mass_edit(engine: Engine, scope: Scope) -> MassEdit:
    """The minute in which most of the open incidents were last updated, and the share it holds."""
    still_open = rows(engine, BACKLOG, scope)
    if still_open.empty or still_open["updated"].isna().all():
        return MassEdit(None, None, len(still_open))
    minutes = still_open["updated"].dt.floor("min").value_counts()
    return MassEdit(float(minutes.iloc[0]) / len(still_open), minutes.index[0], len(still_open))


@dataclass(frozen=True)
class LeftOut:
    """What one metric could measure, and what it had to leave out and why."""

    metric: Metric
    answer: Answer

    @property
    def rows(self) -> int:
        """How many rows were left out."""
        return sum(count for _, count in self.answer.excluded)

    @property
    def share(self) -> float | None:
        """The share of the rows asked about that could not be measured; None where there was none."""
        asked = self.answer.n + self.rows
        return self.rows / asked if asked else None


def left_out(engine: Engine, scope: Scope, tables: tuple[str, ...] | None = None) -> tuple[LeftOut, ...]:
    """Every metric (of some tables) with what it had to leave out, the largest share first."""
    found = [
        LeftOut(metric, value(engine, metric, scope))
        for metric in all_metrics().values()
        if tables is None or metric.table in tables
    ]
    return tuple(sorted(found, key=lambda one: (-(one.share or 0), one.metric.id)))
