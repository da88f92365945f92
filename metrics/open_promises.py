"""Promises that still run: which are about to break, and how many misses the month can bear (INC-17, INC-18)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
import pandas as pd

from contracts import in_words
from metrics.answer import Answer
from metrics.query import value, verdicts
from metrics.query_frame import frame, references
from metrics.query_places import Reference
from metrics.query_tables import table
from metrics.running_clocks import (
    BROKEN,
    SHARE_UNKNOWN,
    band_of,
    named_clause,
    running_clocks,
    running_promises,
)
from metrics.scope import Scope, day_of, period_of, start_of_day
from metrics.slas import (
    OWN_TARGET,
    OWN_TARGET_RESPONSE,
    SLA_RESOLUTION,
    SLA_RESOLUTION_CLOCKS,
    SLA_RESPONSE,
    SLA_RESPONSE_CLOCKS,
)
from warehouse import Warehouse

#: Bands of the share of the promise that is used, as ServiceNow draws them.
RISK_BANDS = (
    BROKEN, "over 95 %", "86 to 95 %", "76 to 85 %", "50 to 75 %", "below 50 %", SHARE_UNKNOWN,
)  # fmt: skip


@dataclass(frozen=True)
class Risks:
    """The open clocks at an instant, the most urgent first (INC-17).

    `clocks` has a row per clock: ticket, sla_name, breach, clock (in words: 24×7, or working time in a calendar),
    used (share of the time promised, on that clock, without pauses), band, hours_left (24×7) and where the row came
    from. `left_out` are open clocks without a time of breach; `as_exported` those whose share is the tool's own.
    """

    as_of: datetime | None
    clocks: pd.DataFrame
    left_out: int
    reason: str | None = None
    as_exported: int = 0

    @property
    def bands(self) -> dict[str, int]:
        """How many open clocks lie in each band."""
        counts = self.clocks["band"].value_counts()
        return {band: int(counts.get(band, 0)) for band in RISK_BANDS}


def breach_risk(engine: Warehouse, scope: Scope) -> Risks:
    """Which promises are about to break: recomputed to the as-of, because an exported percentage is stale.

    The clocks of the tool; where none are loaded, the times that contracts promise for incidents.
    """
    everything = scope.but(start=None, end=None)
    by_contract = _by_contract(engine, scope)
    found, as_of, notes = (running_promises if by_contract else running_clocks)(engine, everything)
    if notes or found is None or as_of is None:
        return Risks(as_of, _no_clocks(), 0, " ".join(notes) or _nothing_promised(engine, scope, by_contract))
    known = found[found["breach"].notna() & (found["breach"] > found["started"])].copy()
    known["hours_left"] = (known["breach"] - np.datetime64(as_of, "us")).dt.total_seconds() / 3600
    known["band"] = [
        band_of(bool(broken), float(used))
        for broken, used in zip(known["broken"], known["used"], strict=True)
    ]
    return Risks(
        as_of,
        known.sort_values("breach", ignore_index=True, kind="stable"),
        len(found) - len(known),
        as_exported=int(known["as_exported"].sum()),
    )


def _by_contract(engine: Warehouse, scope: Scope) -> bool:
    """Whether only contracts tell what was promised: no clock of the tool is loaded."""
    told = [table(engine, name, scope.grants) for name in ("ticket_slas", "sla_targets")]
    return told[0].is_empty and not told[1].is_empty


def _nothing_promised(engine: Warehouse, scope: Scope, by_contract: bool) -> str:
    lacking = "incidents" if by_contract else "ticket_slas"
    if table(engine, lacking, scope.grants).is_empty:
        return f"no {in_words(lacking)} have been loaded"
    return "no contract promises a time for these incidents" if by_contract else "no ticket SLAs carry a date"


def _no_clocks() -> pd.DataFrame:
    return pd.DataFrame(
        columns=["ticket", "sla_name", "sla_type", "target", "clock", "breach", "used", "band", "hours_left"]
    )


@dataclass(frozen=True)
class ClauseLeft:
    """How many more tickets may miss one clause (the tool's SLA definition) this month, by its own target."""

    clause: str
    left: int
    missed: int
    due: int
    target: float


@dataclass(frozen=True)
class MissesLeft:
    """How many more tickets may miss their promise this month before the target is missed (INC-18)."""

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
    engine: Warehouse,
    scope: Scope,
    what: Literal["resolution", "response"] = "resolution",
    target: float | None = None,
) -> MissesLeft:
    """The misses the month of the as-of can still bear: floor(n due · (1 − target)) − missed.

    n due is the tickets decided this month (INC-14 or INC-15; where no clock of the tool is loaded, INC-16) plus those
    with an open promise due before its end. Negative means the target can no longer be met. `clauses` says the same of
    every clause against the target the contract has for it, the scarcest first; a ticket under two clauses is in both.
    """
    by_contract = _by_contract(engine, scope)
    metric, clocks, own = {
        "resolution": (SLA_RESOLUTION, SLA_RESOLUTION_CLOCKS, OWN_TARGET),
        "response": (SLA_RESPONSE, SLA_RESPONSE_CLOCKS, OWN_TARGET_RESPONSE),
    }[what]
    if by_contract:
        metric = clocks = own
    wanted = target if target is not None else metric.target or 0.95
    whole = value(engine, metric, scope.but(start=None, end=None))
    if whole.as_of is None:
        return MissesLeft(None, 0, 0, 0, wanted, None, whole, whole.reason)
    zone = str(engine.setting("reporting_timezone", "UTC"))
    month = period_of(day_of(whole.as_of, zone), "month")
    this_month = scope.but(start=month.start, end=month.end, grain=None)
    so_far = value(engine, metric, this_month)
    missed = 0 if so_far.value is None else round((1 - so_far.value) * so_far.n)
    running = breach_risk(engine, scope).clocks
    due = running[
        (running["target"] == what) & (running["sla_type"].fillna("SLA") == "SLA") & (running["band"] != BROKEN)
        & (running["breach"] >= pd.Timestamp(whole.as_of))
        & (running["breach"] < pd.Timestamp(start_of_day(month.end, zone)))
    ]  # fmt: skip
    due_tickets = due if by_contract or due.empty else due[due["decides"].astype(bool)]
    n = so_far.n + len(due_tickets)
    if n == 0:
        none = whole.reason if whole.value is None and whole.n == 0 else None
        return MissesLeft(
            None, 0, 0, 0, wanted, whole.as_of, so_far, none or f"no SLA is due in {month.label}"
        )
    told = (
        ("number", "promise_contract", "promise_clause") if by_contract else ("ticket", "sla_name", "decides")
    )
    of_clauses = verdicts(engine, clocks, this_month, told)
    decided = (
        of_clauses if by_contract or of_clauses.empty else of_clauses[of_clauses["decides"].astype(bool)]
    )
    return MissesLeft(
        _bearable(n, wanted) - missed,
        missed,
        so_far.n,
        len(due_tickets),
        wanted,
        whole.as_of,
        so_far,
        references=(*references(decided), *references(due_tickets)),
        clauses=_clauses_left(
            _by_clause(of_clauses, by_contract),
            due.assign(clause=due["sla_name"]),
            _targets(engine, scope, what, target),
            wanted,
        ),
    )


def _bearable(n: int, target: float) -> int:
    # A billionth more keeps 20 · (1 − 0.95) at 1: in binary it is 0.9999999999.
    return math.floor(n * (1 - target) + 1e-9)


def _targets(engine: Warehouse, scope: Scope, what: str, target: float | None) -> dict[str, float]:
    """The share each clause must reach by its name in the contract; "" for what holds where all clauses agree.

    Nothing where one target was asked for: then it holds for all of them.
    """
    listed = frame(
        engine,
        "sla_targets",
        scope.but(start=None, end=None, filters=()),
        columns=("measure", "party", "target", "contract", "clause"),
    ).rows
    if target is not None or listed.empty:
        return {}
    ours = listed[
        (listed["measure"] == what) & listed["party"].fillna("SLA").eq("SLA") & listed["target"].notna()
    ]
    shares = {
        str(name).casefold(): _fraction(share)
        for column in ("contract", "clause")
        for name, share in ours[[column, "target"]].dropna().itertuples(index=False, name=None)
    }
    both = ours[["contract", "clause", "target"]].dropna()
    shares |= {
        f"{contract} · {clause}".casefold(): _fraction(share)
        for contract, clause, share in both.itertuples(index=False, name=None)
    }
    agreed = ours["target"].unique()
    return shares | ({"": _fraction(agreed[0])} if len(agreed) == 1 else {})


def _fraction(share: float) -> float:
    """A target as a fraction: a sheet may hold 95, or 0.95 under a heading that says percent."""
    return float(share) if share <= 1 else float(share) / 100


def _by_clause(decided: pd.DataFrame, by_contract: bool) -> pd.DataFrame:
    """The verdict of every ticket under every clause: one broken run of a clock breaks the promise."""
    if decided.empty:
        return pd.DataFrame(columns=["clause", "ticket", "measured_value"])
    if by_contract:
        named = decided.assign(clause=named_clause(decided), ticket=decided["number"])
    else:
        named = decided.assign(clause=decided["sla_name"])
    return named.groupby(["clause", "ticket"])["measured_value"].min().reset_index()


def _clauses_left(
    decided: pd.DataFrame, due: pd.DataFrame, targets: Mapping[str, float], otherwise: float
) -> tuple[ClauseLeft, ...]:
    found = []
    for name in sorted(set(decided["clause"].dropna()) | set(due["clause"].dropna())):
        over = decided[decided["clause"] == name]
        missed = int((over["measured_value"] == 0).sum())
        n = len(set(over["ticket"]) | set(due.loc[due["clause"] == name, "ticket"]))
        aim = targets.get(str(name).casefold(), targets.get("", otherwise))
        found.append(ClauseLeft(str(name), _bearable(n, aim) - missed, missed, n, aim))
    return tuple(sorted(found, key=lambda one: (one.left, one.clause)))
