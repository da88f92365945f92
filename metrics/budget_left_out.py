"""What no total of a budget holds: cost that nobody budgeted, and amounts without an exchange rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from metrics.scope import NOT_SET


@dataclass(frozen=True)
class Unbudgeted:
    """Cost on something that no budget line names: no variance in percent can be given for it."""

    dimension: str
    name: str
    amount: float
    n: int


@dataclass(frozen=True)
class MissingRate:
    """Amounts left out of every total because no rate brings them to the reporting currency."""

    currency: str
    month: date | None
    table: str
    rows: int
    amount: float


#: In the order of how precisely they say what money is for.
_PURPOSES = ("cost_center", "service", "project", "category", "vendor")


def unbudgeted(budget: pd.DataFrame, actual: pd.DataFrame) -> tuple[Unbudgeted, ...]:
    """Cost under a name that no budget line has, in the first dimension both sides fill."""
    for name in _PURPOSES:
        other = "account_name" if name == "category" and "account_name" in actual else name
        if name in budget and other in actual and budget[name].notna().any() and actual[other].notna().any():
            stray = actual[~actual[other].isin(set(budget[name].dropna())) & actual["reported"].notna()]
            if stray.empty:
                return ()
            named = stray[other].astype(object).where(stray[other].notna(), NOT_SET)
            return tuple(
                Unbudgeted(name, str(part), float(rows["reported"].sum()), len(rows))
                for part, rows in stray.groupby(named.astype(str))
            )
    return ()


def missing_rates(
    budget: pd.DataFrame, actual: pd.DataFrame, orders: pd.DataFrame
) -> tuple[MissingRate, ...]:
    """What has an amount and no rate, by currency and month."""
    found: list[MissingRate] = []
    postings = ("amount", "currency", "span_start")  # where the budget sheet holds the actuals
    if "signed_amount" in actual:
        postings = ("signed_amount", "amount_currency", "posted_day")
    for rows, named, reported, (amount, currency, day) in (
        (budget, "budget", "reported", ("amount", "currency", "span_start")),
        (actual, "actuals", "reported", postings),
        (orders, "purchase_orders", "order_reported", ("order_value", "currency", "document_date")),
    ):
        stray = rows[rows[reported].isna() & rows[amount].notna()]
        if stray.empty:
            continue
        months = pd.to_datetime(stray[day]).dt.strftime("%Y-%m-01").fillna("")
        keys = (
            stray[currency].astype(object).where(stray[currency].notna(), "(several)").astype(str)
            + "|"
            + months
        )
        for key, group in stray.groupby(keys):
            code, month = str(key).split("|")
            first = date.fromisoformat(month) if month else None
            found.append(MissingRate(code, first, named, len(group), float(group[amount].sum())))
    return tuple(found)
