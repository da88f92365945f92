"""Promises: which were kept, which are about to break, how many misses a month can still bear (INC-14 … INC-18)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal

import pandas as pd

from contracts import in_words
from metrics.answer import Answer
from metrics.metric import Metric
from metrics.query import rows, value
from metrics.query_frame import frame, references
from metrics.query_places import Reference
from metrics.query_tables import Engine
from metrics.scope import Scope, day_of, period_of, start_of_day

# fmt: off
#: 1 kept, 0 missed, NULL not due yet. What the tool says counts first; a clock that still runs past its breach
#: time has missed, because that time already moves with every pause.
KEPT = (
    "CASE WHEN ended IS NOT NULL OR stage_category = 'completed' "
    "THEN CASE WHEN coalesce(breached, ended > breach) THEN 0 WHEN NOT coalesce(breached, ended > breach) THEN 1 END "
    "WHEN coalesce(breached, FALSE) AND coalesce(breach <= as_of, TRUE) THEN 0 "
    "WHEN breach < as_of THEN 0 END"
)
SLA_CANCELLED = ("stage_category = 'cancelled'", "cancelled")
PAUSED = (
    "stage_category = 'paused' AND ended IS NULL AND NOT coalesce(breached, FALSE)",
    "on hold, so its breach time still moves",
)
NOT_DUE = (
    (
        "ended IS NULL AND coalesce(stage_category, '') <> 'completed' AND NOT coalesce(breached, FALSE) "
        "AND (breach IS NULL OR breach >= as_of)"
    ),
    "not due yet",
)

NOT_JUDGED = (
    "(ended IS NOT NULL OR stage_category = 'completed') AND coalesce(breached, ended > breach) IS NULL",
    "over without the tool's verdict or a time of breach",
)

clause = partial(
    Metric, table="ticket_slas", kind="proportion", unit="percent", when="breach", else_when=("ended", "started"),
    sql=f"avg({KEPT})", leaves_out=(SLA_CANCELLED, PAUSED, NOT_DUE, NOT_JUDGED),
    needs=("breached|breach",), good="up",
)
OUR_PROMISE = "coalesce(sla_type, 'SLA') = 'SLA'"

SLA_RESOLUTION = clause(
    name="sla_resolution", id="INC-14", title="Resolution SLAs kept",
    asks="Are we keeping our promise on resolution time?",
    formula="Of the resolution clocks of our SLAs due in the period, the share kept; open past breach is missed.",
    source="ServiceNow: resolved in time, stage not cancelled",
    where=f"{OUR_PROMISE} AND target = 'resolution'", needs=("target", "breached|breach"), target=0.95,
)
SLA_RESPONSE = clause(
    name="sla_response", id="INC-15", title="Response SLAs kept",
    asks="Are we keeping our promise on response time?",
    formula="Of the response clocks of our SLAs due in the period, the share kept; open past breach is missed.",
    source="ServiceNow",
    where=f"{OUR_PROMISE} AND target = 'response'", needs=("target", "breached|breach"), target=0.95,
)
SLA_ANY = clause(
    name="sla_attainment", id="INC-14-ANY", title="SLAs kept, response and resolution together",
    asks="Are we keeping what we promised?",
    formula="Of all clocks of our SLAs due in the period, whatever they measure, the share kept.",
    where=OUR_PROMISE, target=0.95,
)
OLA_ANY = clause(
    name="ola_attainment", id="INC-14-OLA", title="Agreements between our own teams kept",
    asks="Do our own teams keep what they agreed?",
    formula="Of the OLA clocks due in the period, the share kept.",
    where="sla_type = 'OLA'", needs=("sla_type", "breached|breach"),
)
UC_ANY = clause(
    name="uc_attainment", id="INC-14-UC", title="Supplier agreements kept",
    asks="Do our suppliers keep what they promised?",
    formula="Of the clocks of underpinning contracts due in the period, the share kept.",
    where="sla_type = 'UC'", needs=("sla_type", "breached|breach"),
)
SLA_TICKETS = clause(
    name="sla_resolution_tickets", id="INC-14-TICKETS", title="Tickets whose resolution SLA was kept",
    asks="For how many tickets did we keep our promise?",
    formula="As INC-14 with every ticket counted once: a broken clock decides over those that were kept.",
    source="ServiceNow: count distinct",
    table="deciding_slas", loaded=("ticket_slas",),
    where=f"{OUR_PROMISE} AND target = 'resolution'", needs=("target", "breached|breach"), target=0.95,
)
SLA_MISSED = clause(
    name="sla_missed", id="INC-14-MISSED", title="SLAs missed",
    asks="How many promises did we break?",
    formula="Number of clocks of our SLAs due in the period that were missed, response and resolution.",
    sql=f"sum(1 - ({KEPT}))", kind="sum", unit="count", where=OUR_PROMISE, good="down",
)
OWN_TARGET = Metric(
    name="own_target_resolution", id="INC-16", title="Resolved within the contract's time (hold time not removed)",
    asks="Would the contract say we resolved it in time?",
    formula="Of the incidents with a clause whose time was up in the period, the share resolved in it, gross of hold.",
    table="incident_promises", every_child=True, loaded=("incidents", "sla_targets"), kind="proportion", unit="percent",
    sql="avg(CASE WHEN resolved IS NOT NULL THEN CAST(promise_used <= promised_seconds AS INTEGER) "
        "WHEN promised_until < as_of THEN 0 END)",
    when="promised_until", else_when=("resolved",),
    leaves_out=(
        ("state_category = 'cancelled'", "cancelled"),
        ("resolved < opened", "resolved before it was opened"),
        ("resolved IS NULL AND closed IS NOT NULL", "closed without a date of resolution"),
        ("resolved IS NULL AND promised_until >= as_of", "not due yet"),
        ("resolved IS NULL AND promised_until IS NULL", "open, and only working time tells whether it is due"),
        ("promise_clock = 'working time' AND promise_used IS NULL", "without working time"),
    ),
    good="up", target=0.95,
)
# fmt: on

#: Bands of the share of the promise that is used, as ServiceNow draws them.
RISK_BANDS = ("breached", "over 95 %", "86 to 95 %", "76 to 85 %", "50 to 75 %", "below 50 %")


@dataclass(frozen=True)
class Risks:
    """The open clocks at an instant, the most urgent first (INC-17).

    `clocks` has a row per clock: ticket, sla_name, breach, used (share of the time from start to breach, 24×7),
    band, hours_left and where the row came from. `left_out` are open clocks without a breach time.
    """

    as_of: datetime | None
    clocks: pd.DataFrame
    left_out: int
    reason: str | None = None

    @property
    def bands(self) -> dict[str, int]:
        """How many open clocks lie in each band."""
        counts = self.clocks["band"].value_counts()
        return {band: int(counts.get(band, 0)) for band in RISK_BANDS}


def breach_risk(engine: Engine, scope: Scope) -> Risks:
    """Which promises are about to break: recomputed to the as-of, because an exported percentage is stale."""
    found, as_of, notes = frame(engine, "ticket_slas", scope.but(start=None, end=None))
    if notes:
        return Risks(as_of, _no_clocks(), 0, " ".join(notes))
    if found.empty or as_of is None:
        return Risks(
            as_of,
            _no_clocks(),
            0,
            f"no {in_words('ticket_slas')} have been loaded" if found.empty else "no dates",
        )
    moment = pd.Timestamp(as_of)
    over = found["ended"].notna() & (found["ended"] < moment)
    running = found[
        ~over & ~found["stage_category"].isin(["completed", "cancelled"]) & (found["started"] <= moment)
    ]
    known = running[running["breach"].notna() & (running["breach"] > running["started"])].copy()
    total = (known["breach"] - known["started"]).dt.total_seconds()
    known["used"] = (moment - known["started"]).dt.total_seconds() / total
    known["hours_left"] = (known["breach"] - moment).dt.total_seconds() / 3600
    broken = (known["breached"].fillna(False).astype(bool)) | (known["breach"] < moment)
    known["band"] = [_band(bool(b), float(u)) for b, u in zip(broken, known["used"], strict=True)]
    return Risks(as_of, known.sort_values("breach", ignore_index=True), len(running) - len(known))


def _band(broken: bool, used: float) -> str:
    limits = ((0.95, "over 95 %"), (0.85, "86 to 95 %"), (0.75, "76 to 85 %"), (0.5, "50 to 75 %"))
    if broken:
        return "breached"
    return next((band for limit, band in limits if used > limit), "below 50 %")


def _no_clocks() -> pd.DataFrame:
    return pd.DataFrame(
        columns=["ticket", "sla_name", "sla_type", "target", "breach", "used", "band", "hours_left"]
    )


@dataclass(frozen=True)
class ClauseLeft:
    """How many more promises of one clause (the tool's SLA definition) may break this month, by its own target."""

    clause: str
    left: int
    missed: int
    due: int
    target: float


@dataclass(frozen=True)
class MissesLeft:
    """How many more promises may break this month before the target is missed (INC-18)."""

    left: int | None
    missed: int
    decided: int
    open_due: int
    target: float
    as_of: datetime | None
    attainment: Answer
    reason: str | None = None
    references: tuple[Reference, ...] = field(default=(), repr=False)
    clauses: tuple[ClauseLeft, ...] = ()


def misses_left(
    engine: Engine,
    scope: Scope,
    what: Literal["resolution", "response"] = "resolution",
    target: float | None = None,
) -> MissesLeft:
    """The misses the month of the as-of can still bear: floor(n due · (1 − target)) − missed.

    n due is what has been decided this month plus the open clocks due before its end. Negative means the
    target can no longer be met. `clauses` says the same of every clause against the target the contract has for
    it, the scarcest first.
    """
    metric = SLA_RESOLUTION if what == "resolution" else SLA_RESPONSE
    wanted = target if target is not None else metric.target or 0.95
    whole = value(engine, metric, scope.but(start=None, end=None))
    if whole.as_of is None:
        return MissesLeft(None, 0, 0, 0, wanted, None, whole, whole.reason)
    zone = str(engine.setting("reporting_timezone", "UTC"))
    month = period_of(day_of(whole.as_of, zone), "month")
    so_far = value(engine, metric, scope.but(start=month.start, end=month.end))
    missed = 0 if so_far.value is None else round((1 - so_far.value) * so_far.n)
    running = breach_risk(engine, scope).clocks
    end = pd.Timestamp(start_of_day(month.end, zone))
    due = running[
        (running["target"] == what) & (running["sla_type"].fillna("SLA") == "SLA")
        & (running["band"] != "breached") & (running["breach"] < end)
    ]  # fmt: skip
    n = so_far.n + len(due)
    if n == 0:
        none = whole.reason if whole.value is None and whole.n == 0 else None
        return MissesLeft(
            None, 0, 0, 0, wanted, whole.as_of, so_far, none or f"no SLA is due in {month.label}"
        )
    left = _bearable(n, wanted) - missed
    decided = rows(engine, metric, scope.but(start=month.start, end=month.end, grain=None))
    behind = (*references(decided), *references(due))
    clauses = _clauses_left(decided, due, _targets(engine, scope, what, target), wanted)
    return MissesLeft(
        left, missed, so_far.n, len(due), wanted, whole.as_of, so_far, references=behind, clauses=clauses
    )


def _bearable(n: int, target: float) -> int:
    # A billionth more keeps 20 · (1 − 0.95) at 1: in binary it is 0.9999999999.
    return math.floor(n * (1 - target) + 1e-9)


def _targets(engine: Engine, scope: Scope, what: str, target: float | None) -> dict[str, float]:
    """The share each clause must reach by its name in the contract; "" for what holds where all clauses agree.

    Nothing where one target was asked for: then it holds for all of them.
    """
    listed = frame(engine, "sla_targets", scope.but(start=None, end=None, filters=())).rows
    if target is not None or listed.empty:
        return {}
    ours = listed[
        (listed["measure"] == what) & listed["party"].fillna("SLA").eq("SLA") & listed["target"].notna()
    ]
    shares = {
        str(name).casefold(): float(share) / 100
        for column in ("contract", "clause")
        for name, share in ours[[column, "target"]].dropna().itertuples(index=False, name=None)
    }
    agreed = ours["target"].unique()
    return shares | ({"": float(agreed[0]) / 100} if len(agreed) == 1 else {})


def _clauses_left(
    decided: pd.DataFrame, due: pd.DataFrame, targets: Mapping[str, float], otherwise: float
) -> tuple[ClauseLeft, ...]:
    found = []
    for name in sorted(set(decided["sla_name"].dropna()) | set(due["sla_name"].dropna())):
        over = decided[decided["sla_name"] == name]
        missed = int((over["measured_value"] == 0).sum())
        n = len(over) + int((due["sla_name"] == name).sum())
        aim = targets.get(str(name).casefold(), targets.get("", otherwise))
        found.append(ClauseLeft(str(name), _bearable(n, aim) - missed, missed, n, aim))
    return tuple(sorted(found, key=lambda one: (one.left, one.clause)))
