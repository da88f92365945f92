"""The rows a budget position is made of, each placed in its fiscal year and periods."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta

import pandas as pd

from metrics.fiscal import FiscalCalendar, FiscalPeriod, fiscal_calendar
from metrics.order_history import orders_on, valued_by_price
from metrics.query_frame import frame, last_day
from metrics.scope import Scope
from metrics.wording import counted
from warehouse import Warehouse

#: A period whose newest posting lies this close to its end counts as over.
CLOSED_WITHIN = timedelta(days=5)


class BudgetSources:
    """The rows of budget, actuals and orders in a scope, placed in fiscal periods.

    `only_now` says why they are not fully known as of a day in the past; None where they are.
    """

    def __init__(self, w: Warehouse, scope: Scope) -> None:
        self._warehouse, self._grants = w, scope.grants
        self.only_now: str | None = None
        self.calendar: FiscalCalendar = fiscal_calendar(w)
        self.in_ledger = bool(w.setting("actuals_include_receipts", False))
        self.planned_not_ordered = w.setting("planned_not_ordered")
        year = scope.but(start=None, end=None)
        self.postings = frame(w, "cost_postings", year, when="posted_day")
        # How new the budget lines are is asked only where no posting tells the day.
        known = (
            year.but(as_of=self.postings.as_of)
            if self.postings.as_of and not self.postings.rows.empty
            else year
        )
        self.budget = frame(w, "budget_money", known)
        self.orders = frame(w, "order_money", year, when="document_date")
        self.currency = str(w.query("SELECT currency FROM reporting_currency")["currency"].iloc[0])
        version = self.budget.rows["version"].fillna("budget")
        self.planned = self._placed(self.budget.rows[version == "budget"], "span_start")
        grid = self.budget.rows[version == "actual"]
        self.spent_in = "budget_money" if self.postings.rows.empty else "cost_postings"
        self.spent = (
            self._placed(grid, "span_start")
            if self.postings.rows.empty
            else self._placed(self.postings.rows, "posted_day")
        )
        self.as_of = self.postings.as_of or self.budget.as_of
        self.as_of_day = last_day(w, scope, self.as_of)
        self.notes = self._notes(grid)
        self.newest_year = self._newest_year()
        if scope.as_of is not None and self.as_of_day is not None:
            self.cut(self.as_of_day)

    def on(self, day: date) -> BudgetSources:
        """The same rows as they were known at the end of a day in the past."""
        then = copy(self)
        then.cut(day)
        return then

    def cut(self, day: date) -> None:
        """Leave out what happened after a day; the budget itself stays as it is."""
        self.as_of_day = day
        if self.spent_in == "cost_postings":
            posted = pd.to_datetime(self.spent["posted_day"])
            self.spent = self.spent[posted.isna() | (posted <= pd.Timestamp(day))]
            told = posted[posted <= pd.Timestamp(day)].max()
            self.as_of = told.to_pydatetime() if pd.notna(told) else self.as_of
        else:
            over = pd.to_datetime(self.spent["span_end"]) <= pd.Timestamp(day + timedelta(days=1))
            if (~over & (self.spent["last"] - self.spent["first"] > 0)).any():
                self.only_now = "the budget sheet says only what the whole year has cost so far"
            self.spent = self.spent[over]
        stood, reason = orders_on(self._warehouse, self.orders.rows, day, self._grants)
        self.orders = self.orders._replace(rows=stood)
        self.only_now = self.only_now or reason
        if self.only_now:
            self.notes += (f"Not all is known as it was then: {self.only_now}.",)
        self.newest_year = self._newest_year()

    def _notes(self, grid: pd.DataFrame) -> tuple[str, ...]:
        said = list(dict.fromkeys((*self.budget.notes, *self.postings.notes, *self.orders.notes)))
        if len(grid) and not self.postings.rows.empty:
            said.append(
                "The budget sheet holds actuals too; the postings of the ledger are used and those are not added."
            )
        silent = sum(
            int(rows[column].isna().sum()) for rows, column in ((self.planned, "currency"), (self.spent, "currency"))
            if column in rows
        )  # fmt: skip
        if silent:
            named = counted(silent, "row names", "rows name")
            said.append(f"{named} no currency and {'is' if silent == 1 else 'are'} taken as {self.currency}.")
        said += [note for note in (valued_by_price(self.orders.rows),) if note]
        given = sum(int(rows["client_by_portfolio"].sum()) for rows in (self.budget.rows, self.postings.rows))
        if given:
            said.append(
                f"{counted(given, 'row names', 'rows name')} no client and"
                f" {'is' if given == 1 else 'are'} counted for the client of the project or service in the portfolio."
            )
        unplaced = sum(int(rows["year_of"].isna().sum()) for rows in (self.planned, self.spent))
        if unplaced:
            named = counted(unplaced, "row names", "rows name")
            said.append(
                f"{named} no year or date and {'is' if unplaced == 1 else 'are'} in no figure of a year."
            )
        return tuple(said)

    def _placed(self, rows: pd.DataFrame, day: str) -> pd.DataFrame:
        """The rows with the fiscal year (`year_of`) and the periods they cover (`first`, `last`, 1 to 12)."""
        years: list[int | None] = []
        spans: list[tuple[int, int]] = []
        cache: dict[date, FiscalPeriod] = {}
        for values in rows[["fiscal_year", "period", day]].itertuples(index=False):
            stated_year, stated_period, when = (None if pd.isna(value) else value for value in values)
            period = None
            if when is not None:
                when = pd.Timestamp(when).date()
                period = cache.get(when) or self.calendar.period_of(
                    _middle(when) if day == "span_start" else when
                )
                cache[when] = period
            years.append(int(stated_year) if stated_year is not None else period.year if period else None)
            number = (
                min(int(stated_period), 12) if stated_period is not None else period.number if period else 0
            )
            spans.append((number, number))
        placed = rows.assign(
            year_of=pd.array(years, dtype="Int64"),
            first=[first for first, _ in spans],
            last=[last for _, last in spans],
        )
        if "quarter" in rows.columns and len(rows):
            by_quarter = rows["quarter"].notna() & rows["period"].isna() & rows["month"].isna()
            whole = rows["quarter"].isna() & rows["period"].isna() & rows["month"].isna()
            quarters = rows["quarter"].fillna(1).astype(int)
            placed.loc[by_quarter, "first"] = (quarters * 3 - 2)[by_quarter]
            placed.loc[by_quarter, "last"] = (quarters * 3)[by_quarter]
            placed.loc[whole, "first"] = 1
            placed.loc[whole, "last"] = 12
        return placed

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years that have a budget or costs, the newest first."""
        every = pd.concat([self.planned["year_of"], self.spent["year_of"]]).dropna()
        return tuple(sorted({int(year) for year in every}, reverse=True))

    def _newest_year(self) -> int | None:
        spent = self.spent.loc[self.spent["reported"].fillna(0) != 0, "year_of"].dropna()
        planned = self.planned["year_of"].dropna()
        chosen = spent if len(spent) else planned
        return int(chosen.max()) if len(chosen) else None

    @staticmethod
    def of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
        """The rows of one fiscal year."""
        return rows[(rows["year_of"] == year).fillna(False).astype(bool)]

    def closed(self, actual: pd.DataFrame, year: int) -> FiscalPeriod | None:
        """The last period of the year that is over; actuals that only name a period count as complete."""
        filled = actual[actual["reported"].fillna(0) != 0]
        if filled.empty:
            return None
        period = self.calendar.period(year, int(filled["first"].max()))
        newest = self.as_of_day
        dated = self.spent_in == "cost_postings" and filled["posted_day"].notna().any()
        if dated and newest is not None and newest < period.end - CLOSED_WITHIN:
            return self.calendar.period(year, period.number - 1) if period.number > 1 else None
        return period


def _middle(first_of_month: date) -> date:
    """A day that lies in the fiscal period a calendar month stands for, also where periods are weeks."""
    return first_of_month.replace(day=15)


def by_period(rows: pd.DataFrame) -> tuple[float, ...]:
    """The amounts per period 1 to 12; a row that covers several is spread over them evenly."""
    totals = [0.0] * 12
    known = rows[rows["reported"].notna() & (rows["first"] > 0)]
    single = known["first"] == known["last"]
    sums = known[single].groupby("first")["reported"].sum()
    for number, amount in zip(sums.index.astype(int), sums.astype(float), strict=True):
        totals[number - 1] += amount
    for amount, first, last in known[~single][["reported", "first", "last"]].itertuples(index=False):
        for number in range(int(first), int(last) + 1):
            totals[number - 1] += float(amount) / (int(last) - int(first) + 1)
    return tuple(totals)
