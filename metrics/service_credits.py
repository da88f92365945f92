"""Which service credits are due, and did we get them? Contract clauses month by month against our own tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import pandas as pd

from metrics.query_frame import frame, last_day, newest, references
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.statistics import wilson
from warehouse import Warehouse

#: What a contract says when several clauses fail in one month: their credits add up, or the largest counts.
Rule = Literal["sum", "largest"]


@dataclass(frozen=True)
class ClauseMonth:
    """One clause of one contract in one month: what our tickets say, and the credit that follows.

    `share` is the share of cases kept. None with a `reason` where the clause cannot be judged from tickets,
    had no case, or fewer than its minimum volume. `failed` tickets are the evidence. `gross` is how many cases
    have no clock of their own in the tool: time on hold counts as the supplier's there.
    """

    vendor: str
    contract: str
    clause: str | None
    measure: str
    priority: int | None
    service: str | None
    month: date
    share: float | None
    low: float | None
    high: float | None
    n: int
    target: float | None
    floor: float | None
    credit: float
    at_risk: float
    currency: str | None
    failed: tuple[str, ...]
    excluded: tuple[tuple[str, int], ...]
    reason: str | None
    reference: tuple[int, str, int]
    gross: int = 0

    @property
    def note(self) -> str | None:
        """What must be known about how the cases were timed; None where every one had the supplier's own clock."""
        if not self.gross:
            return None
        return f"{self.gross} of {self.n} cases have no supplier clock in the tool: time on hold counts as time used."

    @property
    def defaulted(self) -> bool:
        """Whether the clause was missed: below its minimum where it has one, else below its target."""
        limit = self.floor if self.floor is not None else self.target
        return self.share is not None and limit is not None and self.share < limit


def service_credit(
    charge: float, at_risk: float, pool: float | None = None, allocation: float | None = None
) -> float:
    """The credit for one missed clause: pool · allocation · (at risk · charge); shares from 0 to 1 (VEN-02).

    A contract without pools weighs the amount at risk directly.

    >>> round(service_credit(100_000, 0.10, 0.50, 0.40))
    2000
    """
    return (1.0 if pool is None else pool) * (1.0 if allocation is None else allocation) * at_risk * charge


def clause_months(w: Warehouse, scope: Scope, months: int = 12) -> tuple[ClauseMonth, ...]:
    """Every supplier clause in each of the last complete months before the as-of, oldest month first (VEN-01)."""
    everything = scope.but(start=None, end=None, grain=None)
    clauses = frame(w, "sla_targets", everything)
    promises = frame(w, "vendor_promises", everything, every_child=True)
    ours = clauses.rows[clauses.rows["vendor"].notna() & clauses.rows["party"].fillna("UC").eq("UC")]
    today = last_day(w, scope, newest(w, "incidents", Scope(grants=scope.grants)))
    if ours.empty or today is None:
        return ()
    moment = scope.as_of or pd.Timestamp(today + timedelta(days=1)).to_pydatetime()
    found = [
        _clause_month(row, month, promises.rows, moment)
        for month in _months_before(today, months)
        for row in ours.to_dict("records")
        if _holds(row, month)
    ]
    return tuple(found)


def _months_before(today: date, months: int) -> list[date]:
    """The first days of the last complete months, oldest first; a month is complete when its last day is over."""
    end = (today + timedelta(days=1)).replace(day=1)
    firsts: list[date] = []
    while len(firsts) < months:
        end = (end - timedelta(days=1)).replace(day=1)
        firsts.append(end)
    return firsts[::-1]


def _holds(row: Mapping[Any, Any], month: date) -> bool:
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    begins, ends = as_date(row["valid_from"]), as_date(row["valid_until"])
    return (begins is None or begins <= last) and (ends is None or ends >= month)


def _clause_month(
    row: Mapping[Any, Any], month: date, promises: pd.DataFrame, moment: datetime
) -> ClauseMonth:
    measured = row["measure"] in ("response", "resolution") and not pd.isna(row["target_time"])
    share: float | None = None
    n, gross, reason = 0, 0, None
    failed: tuple[str, ...] = ()
    excluded: tuple[tuple[str, int], ...] = ()
    if measured:
        cases = _cases_of(row, month, promises)
        share, n, gross, failed, excluded = _judged(cases, moment)
        if n == 0:
            reason = "no case in the month"
        elif not pd.isna(row["minimum_volume"]) and n < int(row["minimum_volume"]):
            share, reason = None, f"{n} cases, below the minimum volume of {int(row['minimum_volume'])}"
    else:
        reason = f"{row['measure']} is not measured from tickets"
    target, floor, at_risk, pool, allocation = _shares(
        row[name] for name in ("target", "floor", "at_risk_percent", "pool_percent", "allocation_percent")
    )
    charge = _number(row["monthly_charge"])
    known = charge is not None and at_risk is not None
    low, high = wilson(round(share * n), n) if share is not None else (None, None)
    limit = floor if floor is not None else target
    missed = share is not None and limit is not None and share < limit
    credit = (
        service_credit(charge, at_risk, pool, allocation)
        if missed and charge is not None and at_risk is not None
        else 0.0
    )
    return ClauseMonth(
        vendor=str(row["vendor"]), contract=str(row["contract"]), clause=_text(row["clause"]),
        measure=str(row["measure"]),
        priority=None if pd.isna(row["priority"]) else int(row["priority"]), service=_text(row["service"]), month=month,
        share=share, low=low, high=high, n=n, target=target, floor=floor, credit=credit,
        at_risk=charge * at_risk if known and charge is not None and at_risk is not None else 0.0,
        currency=_text(row["currency"]), failed=failed, excluded=excluded, reason=reason,
        reference=(int(row["import_id"]), str(row["sheet"]), int(row["row_no"])), gross=gross,
    )  # fmt: skip


def _cases_of(row: Mapping[Any, Any], month: date, promises: pd.DataFrame) -> pd.DataFrame:
    """The incidents that fall under exactly this clause and were decided in a month."""
    chosen = (
        (promises["promise_import"] == row["import_id"])
        & (promises["promise_sheet"] == row["sheet"])
        & (promises["promise_row"] == row["row_no"])
        & (pd.to_datetime(promises["judged_month"]) == pd.Timestamp(month))
    )
    cases: pd.DataFrame = promises[chosen.to_numpy(dtype=bool)]
    return cases


def _judged(
    cases: pd.DataFrame, moment: datetime
) -> tuple[float | None, int, int, tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The share kept, n, how many of them are timed gross of holds, those that failed, and those left out and why."""
    cancelled = cases["state_category"].eq("cancelled").fillna(False).astype(bool)
    running = cases["promise_met"].isna()
    over = running & (cases["promise_bears_until"].fillna(cases["promise_due"]) < pd.Timestamp(moment))
    known = cases["promise_used"].notna()
    reasons = {
        "cancelled": int(cancelled.sum()),
        "not due yet": int((running & ~over & ~cancelled).sum()),
        "without working time, or met before it was opened": int((~running & ~known & ~cancelled).sum()),
    }
    counted = cases[(known | over) & ~cancelled]
    kept = counted["promise_used"].notna() & (counted["promise_used"] <= counted["promised_seconds"])
    failed = tuple(str(number) for number in counted.loc[~kept, "number"])
    share = float(kept.mean()) if len(counted) else None
    gross = int((~counted["holds_out"].astype(bool)).sum())
    return share, len(counted), gross, failed, tuple((why, n) for why, n in reasons.items() if n)


# -- due beside received ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CreditMonth:
    """Credits of one contract in one month: due by our tickets, claimed, and received; all positive money."""

    vendor: str
    contract: str
    month: date
    due: float
    cap: float
    claimed: float
    received: float
    currency: str | None
    clauses: tuple[ClauseMonth, ...]
    references: tuple[tuple[int, str, int], ...]

    @property
    def outstanding(self) -> float:
        """What is due and has not been received."""
        return max(self.due - self.received, 0.0)


def credits_due(
    w: Warehouse, scope: Scope, months: int = 12, rule: Rule | None = None
) -> tuple[CreditMonth, ...]:
    """Credits due, claimed and received per contract and month, capped at the amount at risk (VEN-02, VEN-03).

    Credits written as negative amounts, as credit notes are, count as what they are.
    """
    chosen: Rule = rule or w.setting("service_credit_rule", "sum")
    granted = frame(w, "credits", scope.but(start=None, end=None, grain=None)).rows
    by_contract: dict[tuple[str, str, date], list[ClauseMonth]] = {}
    for clause in clause_months(w, scope, months):
        by_contract.setdefault((clause.vendor, clause.contract, clause.month), []).append(clause)
    contracts_of: dict[str, set[str]] = {}
    for vendor, contract, _ in by_contract:
        contracts_of.setdefault(vendor, set()).add(contract)
    found = []
    for (vendor, contract, month), clauses in by_contract.items():
        due = _together([clause.credit for clause in clauses], chosen)
        cap = max((clause.at_risk for clause in clauses), default=0.0)
        only = contracts_of[vendor] == {contract}
        same = (granted["vendor"] == vendor) & (
            pd.to_datetime(granted["month"]).dt.to_period("M") == pd.Period(month, "M")
        )
        named = granted["contract"].eq(contract) | (granted["contract"].isna() & only)
        mine = granted[(same & named).fillna(False).astype(bool)]
        found.append(
            CreditMonth(
                vendor, contract, month, min(due, cap) if cap else due, cap,
                _sum(mine["claimed"]), _sum(mine["credited"]),
                next((clause.currency for clause in clauses if clause.currency), None), tuple(clauses),
                references(mine),
            )
        )  # fmt: skip
    return tuple(found)


def _together(every: Iterable[float], rule: Rule) -> float:
    amounts = list(every)
    return max(amounts, default=0.0) if rule == "largest" else sum(amounts)


def _sum(amounts: pd.Series) -> float:
    return float(amounts.abs().sum())


def _shares(written: Iterable[Any]) -> list[float | None]:
    """The percentages of one clause as shares, however they are written: 95 and 0.95 both mean 0.95.

    A 1 beside numbers below 1 is all of it, beside larger ones it is 1 %.

    >>> _shares([90, 85, 1]), _shares([0.90, 0.85, 1])
    ([0.9, 0.85, 0.01], [0.9, 0.85, 1.0])
    """
    known = [_number(value) for value in written]
    given = [abs(value) for value in known if value]
    as_shares = bool(given) and max(given) <= 1 and min(given) < 1
    return [
        None if value is None else value if as_shares or 0 < abs(value) < 1 else value / 100
        for value in known
    ]


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
