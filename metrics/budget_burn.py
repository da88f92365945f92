"""Are we spending the budget as planned, and where will the year end? (BUD-01 … BUD-12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from metrics.budget_forecast import Course, Forecast, Landing, forecasts, landing, with_exhaustion
from metrics.budget_left_out import MissingRate, Unbudgeted, missing_rates, unbudgeted
from metrics.budget_sources import BudgetSources, by_period
from metrics.fiscal import FiscalPeriod
from metrics.metric import Metric
from metrics.query_tables import table
from metrics.scope import NOT_SET, Scope
from warehouse import Warehouse

#: Such lines have no amount in `cost_postings`: whether they are costs, and on which side, nobody can say.
ACCOUNT_UNKNOWN = ("account_type = 'unknown'", "of an account type nobody has mapped yet")
SIDE_UNKNOWN = ("debit_credit = 'unknown'", "neither debit nor credit")
NO_RATE = ("reported IS NULL AND amount IS NOT NULL", "no exchange rate for its currency and month")

BUDGET = Metric(
    name="budget", id="BUD-01-BUDGET", title="Budget",
    asks="How much may we spend?",
    formula="Sum of the budget lines of the period in the reporting currency.",
    table="budget_money", sql="sum(reported)", kind="sum", unit="money", when="span_start",
    where="coalesce(version, 'budget') = 'budget'", leaves_out=(NO_RATE,),
)  # fmt: skip
ACTUAL = Metric(
    name="actual_cost", id="BUD-01", title="Actual cost",
    asks="How much did we spend?",
    formula="Sum of the postings of the period in the reporting currency; reversals and credits are negative.",
    table="cost_postings", sql="sum(reported)", kind="sum", unit="money", when="posted_day",
    leaves_out=(ACCOUNT_UNKNOWN, SIDE_UNKNOWN, ("reported IS NULL AND signed_amount IS NOT NULL", NO_RATE[1])),
)  # fmt: skip
ACCRUED = Metric(
    name="accrued_cost", id="BUD-02", title="Accrued: received, not invoiced",
    asks="How much did we receive that nobody has invoiced yet?",
    formula="Per order line the value received minus the value invoiced, never below zero, summed.",
    source="GR/IR clearing; from an order list alone: still to be invoiced minus still to be delivered",
    table="order_money", sql="sum(accrued_reported)", kind="sum", unit="money", where="received_from IS NOT NULL",
    leaves_out=(("rate IS NULL", NO_RATE[1]),),
)  # fmt: skip
COMMITTED = Metric(
    name="committed_cost", id="BUD-03", title="Committed: ordered, not received",
    asks="How much have we ordered that has not come yet?",
    formula="Per order line that is not deleted or complete the value ordered minus the value received or booked as"
    " invoiced, whichever is more, summed: an invoice booked before the goods came is among the costs. Where the order"
    " list gives no value, it is quantity × price.",
    table="order_money", sql="sum(committed_reported)", kind="sum", unit="money", where="NOT is_deleted",
    leaves_out=(("rate IS NULL", NO_RATE[1]), ("order_value IS NULL", "the order has no value")),
)  # fmt: skip


@dataclass(frozen=True)
class BudgetPosition:
    """Where one budget stands in a fiscal year; money in `currency`.

    `actual` is everything posted in the year, `course` cuts it at the last period that is over (`through`).
    None with a `reason` where it cannot be said. `rows` are the rows behind each figure by name. `years` are the
    fiscal years that have a budget or costs, the newest first.
    """

    part: str | None
    fiscal_year: int | None
    currency: str
    as_of: datetime | None
    through: FiscalPeriod | None = None
    course: Course = field(default_factory=lambda: Course((), ()))
    forecasts: tuple[Forecast, ...] = ()
    landing: Landing = field(default_factory=lambda: Landing(None, None, None))
    n: int = 0
    reason: str | None = None
    unbudgeted: tuple[Unbudgeted, ...] = ()
    missing_rates: tuple[MissingRate, ...] = ()
    notes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    rows: Mapping[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    @property
    def budget(self) -> float:
        """The budget of the year."""
        return sum(self.course.budget)

    @property
    def actual(self) -> float:
        """Everything posted in the year, the running period too."""
        return self.course.spent + self.course.running

    @property
    def variance(self) -> float:
        """Budget to date minus actual of the same periods: negative is overspent."""
        return self.course.budget_to_date - self.course.spent

    @property
    def variance_share(self) -> float | None:
        """The variance as a share of the budget to date; None where nothing was budgeted."""
        return self.variance / self.course.budget_to_date if self.course.budget_to_date else None

    @property
    def free(self) -> float | None:
        """Budget − actual − accrued − committed; None without a budget."""
        if not self.course.budget:
            return None
        return self.budget - self.actual - (self.course.accrued or 0.0) - (self.course.committed or 0.0)

    @property
    def burned(self) -> float | None:
        """The share of the year's budget spent in the periods that are over."""
        return self.course.spent / self.budget if self.budget else None

    @property
    def planned_burn(self) -> float | None:
        """The share of the year's budget that its own profile puts in these periods."""
        return self.course.budget_to_date / self.budget if self.budget else None


def budget_position(w: Warehouse, scope: Scope, fiscal_year: int | None = None) -> BudgetPosition:
    """Where the budget of a scope stands: budget, actual, accrued, committed, free, and the four forecasts."""
    return budget_positions(w, scope, None, fiscal_year)[0]


def budget_positions(
    w: Warehouse, scope: Scope, by: str | None, fiscal_year: int | None = None
) -> tuple[BudgetPosition, ...]:
    """One position per part of a dimension, the largest budget first; the one whole where `by` is None.

    The scope's start and end do not apply: a budget is about a fiscal year, up to the as-of.
    """
    return positions_of(w, scope, BudgetSources(w, scope), by, fiscal_year)


def positions_of(
    w: Warehouse,
    scope: Scope,
    sources: BudgetSources,
    by: str | None,
    fiscal_year: int | None = None,
    *,
    named_only: bool = False,
) -> tuple[BudgetPosition, ...]:
    """The positions that rows already read amount to, so that two states of them are read once.

    `named_only` leaves out the position of what names no part.
    """
    year = fiscal_year if fiscal_year is not None else sources.newest_year
    if year is None:
        reason = (
            "no budget lines have been loaded" if sources.budget.rows.empty else "no budget line names a year"
        )
        return (
            BudgetPosition(None, None, sources.currency, sources.as_of, reason=reason, notes=sources.notes),
        )
    budget, actual = sources.of_year(sources.planned, year), sources.of_year(sources.spent, year)
    orders = sources.orders.rows
    through = sources.closed(actual, year)
    if by is None:
        return (_position(sources, None, year, through, budget, actual, orders),)
    named = {
        name: _parts(w, scope, view, rows, by)
        for name, view, rows in (
            ("budget", "budget_money", budget),
            ("actual", sources.spent_in, actual),
            ("orders", "order_money", orders),
        )
    }
    found = sorted({part for parts in named.values() if parts is not None for part in parts})
    found = [part for part in found if part != NOT_SET or not named_only]
    positions = [
        _position(
            sources,
            part,
            year,
            through,
            *(
                rows[parts == part] if parts is not None else rows.iloc[0:0]
                for rows, parts in (
                    (budget, named["budget"]),
                    (actual, named["actual"]),
                    (orders, named["orders"]),
                )
            ),
        )
        for part in found
    ]
    return tuple(sorted(positions, key=lambda position: -position.budget))


def _parts(w: Warehouse, scope: Scope, view: str, rows: pd.DataFrame, by: str) -> pd.Series | None:
    """The part each row belongs to; None where the view does not know the dimension."""
    column = table(w, view, scope.grants).column(by)
    return rows[column].astype(object).where(rows[column].notna(), NOT_SET).astype(str) if column else None


def _position(
    sources: BudgetSources,
    part: str | None,
    year: int,
    through: FiscalPeriod | None,
    budget: pd.DataFrame,
    actual: pd.DataFrame,
    orders: pd.DataFrame,
) -> BudgetPosition:
    """The position of one part from its rows."""
    periods = sources.calendar.periods(year)
    over = through.number if through else 0
    profile = by_period(budget)
    spent = by_period(actual)
    course = Course(
        budget=profile if len(budget) else (),
        actual=spent[:over],
        running=sum(spent[over:]),
        accrued=_of_orders(sources, orders, "accrued_reported"),
        committed=_committed(sources, orders, periods[-1].end),
        planned=float(sources.planned_not_ordered) if sources.planned_not_ordered and part is None else None,
        has_profile=bool((budget["last"] - budget["first"] < 11).any()) if len(budget) else False,
    )
    made = with_exhaustion(forecasts(course), course, periods) if len(budget) else ()
    reason = None if len(budget) else f"no budget line for FY{year}"
    notes = list(sources.notes)
    if len(budget) and not course.has_profile:
        notes.append("The budget is given for the year only: its profile is a straight line.")
    return BudgetPosition(
        part=part, fiscal_year=year, currency=sources.currency, as_of=sources.as_of, through=through, course=course,
        forecasts=made, landing=landing(made), n=len(budget) + len(actual), reason=reason,
        unbudgeted=unbudgeted(budget, actual), missing_rates=missing_rates(budget, actual, orders),
        notes=tuple(notes), years=sources.years, rows={"budget": budget, "actual": actual, "orders": orders},
    )  # fmt: skip


def _of_orders(sources: BudgetSources, orders: pd.DataFrame, column: str) -> float | None:
    if orders.empty or (column == "accrued_reported" and not orders["received_from"].notna().any()):
        return None
    if column == "accrued_reported" and sources.in_ledger:
        return 0.0  # the ledger posts receipts: what is accrued is in the actuals already
    return float(orders[column].fillna(0).sum())


def _committed(sources: BudgetSources, orders: pd.DataFrame, year_end: date) -> float | None:
    """What is ordered and due within the year; lines without a delivery date count as due."""
    if orders.empty:
        return None
    due = pd.to_datetime(orders["delivery_date"])
    return (
        _of_orders(sources, orders[due.isna() | (due < pd.Timestamp(year_end))], "committed_reported") or 0.0
    )
