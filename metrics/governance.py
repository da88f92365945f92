"""Are decisions taken, escalations settled, promises kept and meetings held? (GOV, DEL-06, DEL-08, MOOD-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

import pandas as pd

from contracts.contract import UNKNOWN
from metrics.answer import Answer
from metrics.declared import UnknownMetricError, metric_named
from metrics.metric import Metric
from metrics.query import value
from metrics.query_frame import frame, last_day
from metrics.query_tables import as_date
from metrics.scope import Scope
from warehouse import Warehouse

decision = partial(Metric, table="decisions")
escalation = partial(Metric, table="escalations", when="raised")
STATUS_UNKNOWN = ("status = 'unknown' AND delivered IS NULL", "in a status nobody has mapped yet")
TOO_EARLY = ("verdict = 'unknown'", "too early to judge, or in words nobody has mapped yet")
DIRECTION_UNKNOWN = ("direction = 'unknown'", "in a direction nobody has mapped yet")
dependency = partial(
    Metric, table="dependencies", when="need_by", where="coalesce(status, 'open') <> 'cancelled'",
    leaves_out=(STATUS_UNKNOWN,),
)  # fmt: skip

DECISION_LATENCY = decision(
    name="decision_latency", id="GOV-01", title="Days to a decision, median (24×7)",
    asks="How long do decisions take?",
    formula="Median of the days from raised to decided over the decisions taken in the period.",
    sql="median(decided - raised)", kind="median", unit="days", when="decided", clock="24x7",
    leaves_out=(("decided < raised", "decided before it was raised"),), needs=("decided",), good="down",
)  # fmt: skip
DECISIONS_OVERDUE = decision(
    name="decisions_overdue", id="GOV-01-OVERDUE", title="Decisions overdue",
    asks="Which decisions are late?",
    formula="Decisions needed before the as-of and not taken.",
    sql="count(*)", kind="count", unit="count", where="decided IS NULL AND due < CAST(as_of AS DATE)", good="down",
)  # fmt: skip
DECISIONS_REVIEWED = decision(
    name="decisions_reviewed", id="GOV-02", title="Decisions looked at again in time",
    asks="Do we learn from our decisions?",
    formula="Of the decisions whose review day has come, the share reviewed by that day.",
    sql="avg(CAST(reviewed IS NOT NULL AND reviewed <= review AS INTEGER))", kind="proportion", unit="percent",
    when="review", where="decided IS NOT NULL AND review < CAST(as_of AS DATE)", needs=("review",), good="up",
)  # fmt: skip
DECISIONS_GOOD = decision(
    name="decisions_good", id="GOV-02-GOOD", title="Reviewed decisions that turned out well",
    asks="Were our decisions right?",
    formula="Good / (good + bad) among reviewed decisions; those that are too early to judge are left out.",
    sql="avg(CAST(verdict = 'good' AS INTEGER))", kind="proportion", unit="percent", when="reviewed",
    where="verdict IS NOT NULL", leaves_out=(TOO_EARLY,), good="up",
)  # fmt: skip
ESCALATIONS = escalation(
    name="escalations", id="GOV-03", title="Escalations by clients",
    asks="How often do clients escalate?",
    formula="Number of escalations raised by clients in the period.",
    sql="count(*)", kind="count", unit="count", good="down",
    where="coalesce(direction, 'from client') IN ('from client', 'unknown')", leaves_out=(DIRECTION_UNKNOWN,),
)  # fmt: skip
ESCALATION_ANSWERED = escalation(
    name="escalation_time_to_answer", id="GOV-03-ACK", title="Hours to answer an escalation, median (24×7)",
    asks="How fast do we answer an escalation?",
    formula="Median of the hours from raised to acknowledged.",
    sql="median((epoch(acknowledged) - epoch(raised)) / 3600)", kind="median", unit="hours", clock="24x7",
    leaves_out=(("acknowledged IS NULL", "not answered yet"),
                ("acknowledged < raised", "answered before it was raised")),
    needs=("acknowledged",), good="down",
)  # fmt: skip
ESCALATION_SETTLED = escalation(
    name="escalation_time_to_settle", id="GOV-03-RESOLVE", title="Days to settle an escalation, median (24×7)",
    asks="How long until an escalation is settled?",
    formula="Median of the days from raised to resolved.",
    sql="median((epoch(resolved) - epoch(raised)) / 86400)", kind="median", unit="days", clock="24x7",
    leaves_out=(("resolved IS NULL", "not settled yet"), ("resolved < raised", "settled before it was raised")),
    needs=("resolved",), good="down",
)  # fmt: skip
DEPENDENCIES_IN_TIME = dependency(
    name="dependencies_in_time", id="DEL-06", title="Dependencies promised in time",
    asks="Will we get what we need in time?",
    formula="Of the dependencies, the share whose promised (or actual) day is not after the day it is needed; without"
    " a promise it is at risk.",
    sql="avg(CAST(coalesce(coalesce(delivered, committed) <= need_by, false) AS INTEGER))",
    kind="proportion", unit="percent", needs=("committed|delivered|status",), good="up",
)  # fmt: skip
DEPENDENCY_GAP = dependency(
    name="dependency_gap", id="DEL-06-GAP", title="Days between need and promise, median",
    asks="By how much do promises miss the need?",
    formula="Median of promised (or actual) day minus needed day; positive is late.",
    sql="median(coalesce(delivered, committed) - need_by)", kind="median", unit="days",
    leaves_out=(STATUS_UNKNOWN, ("coalesce(delivered, committed) IS NULL", "nobody has promised a day")),
    needs=("committed|delivered",), good="down",
)  # fmt: skip
PROMISES_BROKEN = dependency(
    name="dependency_promises_broken", id="DEL-06-BROKEN", title="Broken promises between teams",
    asks="Do providers keep their dates?",
    formula="Of the promised days that have passed, the share not delivered by then.",
    sql="avg(CAST(delivered IS NULL OR delivered > committed AS INTEGER))", kind="proportion", unit="percent",
    where="coalesce(status, 'open') <> 'cancelled' AND committed < CAST(as_of AS DATE)",
    needs=("committed",), good="down",
)  # fmt: skip
MEETINGS_HELD = Metric(
    name="meetings_held", id="DEL-08", title="Meetings held",
    asks="Do the meetings we agreed take place?",
    formula="Of the meetings planned in the period and not called off in agreement, the share that was held.",
    table="meetings", sql="avg(CAST(held IS NOT NULL AS INTEGER))", kind="proportion", unit="percent", when="planned",
    where="NOT coalesce(cancelled, false) AND planned <= as_of",
    needs=("held|cancelled|minutes|attended",), good="up",
)  # fmt: skip
ACTIONS_IN_TIME = Metric(
    name="meeting_actions_in_time", id="DEL-08-ACTIONS", title="Meeting actions done in time",
    asks="Are actions from meetings done?",
    formula="Actions done in time divided by actions due, over the meetings of the period.",
    table="meetings", sql="CAST(sum(actions_on_time) AS DOUBLE) / nullif(sum(actions), 0)", kind="ratio",
    unit="percent", when="planned", where="actions IS NOT NULL AND actions_on_time IS NOT NULL",
    leaves_out=(("actions_on_time > actions", "more actions done than were due"),), needs=("actions",), good="up",
)  # fmt: skip


# -- escalations per client -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class EscalationRate:
    """How often one client escalates, per 30 days of the period looked at, and in the last 30 days."""

    client: str
    n: int
    per_30_days: float
    last_30_days: int
    open: int


def escalation_rates(w: Warehouse, scope: Scope) -> tuple[EscalationRate, ...]:
    """Escalations per client and 30 days, the most in the last 30 days first (GOV-03)."""
    raised = frame(w, "escalations", scope, when="raised")
    incoming = raised.rows[
        raised.rows["direction"].fillna("from client").eq("from client") & raised.rows["client"].notna()
    ]
    today = last_day(w, scope, raised.as_of)
    if incoming.empty or today is None:
        return ()
    days = pd.to_datetime(incoming["raised_day"])
    begun = scope.start or days.min().date()
    until = min(today + timedelta(days=1), scope.end or date.max)
    length = max((until - begun).days, 1)
    recent = days > pd.Timestamp(today - timedelta(days=30))
    found = [
        EscalationRate(
            str(client), len(rows), 30 * len(rows) / max(length, 30), int(recent[rows.index].sum()),
            int((rows["resolved"].isna() & ~rows["status_category"].isin(["closed", "cancelled"])).sum()),
        )
        for client, rows in incoming.groupby("client")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda rate: (-rate.last_30_days, -rate.n)))


# -- expectations -----------------------------------------------------------------------------------------

Standing = Literal["met", "at risk", "missed", "open", "not measurable"]


@dataclass(frozen=True)
class Expectation:
    """One expectation beside what is measured: the standing worked out, and the one the manager wrote down."""

    text: str
    client: str | None
    metric: str | None
    expected: float | None
    direction: str
    due: date | None
    answer: Answer | None
    standing: Standing
    said: str | None
    reason: str | None
    reference: tuple[int, str, int]


def expectations(w: Warehouse, scope: Scope) -> tuple[Expectation, ...]:
    """Expectations with their metric's value against what is expected (MOOD-17).

    Met or not while the day lies ahead (then "at risk" instead of "missed"); without a metric the manager's
    own word stands.
    """
    listed = frame(w, "expectations", scope)
    today = last_day(w, scope, listed.as_of)
    return tuple(_expectation(w, scope, row, today) for row in listed.rows.to_dict("records"))


def _expectation(w: Warehouse, scope: Scope, row: dict[Any, Any], today: date | None) -> Expectation:
    said = None if pd.isna(row["status"]) else str(row["status"])
    due = as_date(row["due"])
    expected = None if pd.isna(row["expected_value"]) else float(row["expected_value"])
    answer, reason = None, None
    direction = str(row["direction"]) if not pd.isna(row["direction"]) else "up"
    standing: Standing = said if said in ("met", "at risk", "missed", "open") else "open"  # type: ignore[assignment]
    if not pd.isna(row["metric"]):
        try:
            metric = metric_named(str(row["metric"]))
        except UnknownMetricError as problem:
            reason = str(problem)
        else:
            narrowed = dict(scope.by_dimension)
            narrowed |= {
                name: (str(row[name]),) for name in ("client", "service", "project") if not pd.isna(row[name])
            }
            answer = value(w, metric, scope.but(filters=tuple(narrowed.items())))
            if pd.isna(row["direction"]) and metric.good != "none":
                direction = metric.good
            standing, reason = _stands(answer, metric, expected, direction, due, today)
            if direction == UNKNOWN:
                standing, reason = (
                    "not measurable",
                    "whether more or less is better is in words nobody has mapped yet",
                )
    return Expectation(
        str(row["expectation"]), None if pd.isna(row["client"]) else str(row["client"]),
        None if pd.isna(row["metric"]) else str(row["metric"]), expected, direction, due, answer, standing, said,
        reason, (int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),
    )  # fmt: skip


def _stands(
    answer: Answer,
    metric: Metric,
    expected: float | None,
    direction: str,
    due: date | None,
    today: date | None,
) -> tuple[Standing, str | None]:
    if answer.value is None or expected is None:
        return "not measurable", answer.reason or "no value is expected"
    # People write 95 for 95 %; a share is kept as 0.95.
    aim = expected / 100 if metric.unit == "percent" and abs(expected) > 1 else expected
    if answer.value >= aim if direction == "up" else answer.value <= aim:
        return "met", None
    return ("at risk", None) if due is not None and today is not None and today <= due else ("missed", None)
