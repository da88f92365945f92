"""Are we getting the work we are paying for? Planned, earned and actual, and what they say about the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

import pandas as pd

from metrics.query_frame import frame, last_day, references
from metrics.query_places import Reference
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.wording import said, said_amount
from warehouse import Warehouse

#: Below this share of work done, the indices swing too much to act on.
EARLY = 0.20
#: A to-complete index above this asks for a performance that projects do not reach.
IMPLAUSIBLE = 1.10


@dataclass(frozen=True)
class EarnedValue:
    """The earned-value figures of one plan at one date.

    Plans name no currency: `currency` is that of the budget, the postings and the orders. Every figure is None on
    its own zero, never because another one is: CPI without cost is None while SPI may be known. `cautions` are
    sentences. `reason` says why nothing is shown at all.
    """

    bac: float | None = None
    pv: float | None = None
    ev: float | None = None
    ac: float | None = None
    bottom_up_etc: float | None = None
    earned_schedule: float | None = None
    actual_time: float | None = None
    currency: str = "EUR"
    n: int = 0
    reason: str | None = None
    notes: tuple[str, ...] = field(default=())
    references: tuple[Reference, ...] = field(default=(), repr=False)

    @property
    def cv(self) -> float | None:
        """Cost variance EV − AC: negative means the work cost more than it is worth."""
        return _minus(self.ev, self.ac)

    @property
    def sv(self) -> float | None:
        """Schedule variance EV − PV in money; it returns to 0 at the end, so look at SPI(t) late in a plan."""
        return _minus(self.ev, self.pv)

    @property
    def cpi(self) -> float | None:
        """Cost performance EV / AC."""
        return _over(self.ev, self.ac)

    @property
    def spi(self) -> float | None:
        """Schedule performance EV / PV."""
        return _over(self.ev, self.pv)

    @property
    def spi_time(self) -> float | None:
        """Schedule performance in time: earned schedule / actual time, in periods."""
        return _over(self.earned_schedule, self.actual_time)

    @property
    def eac(self) -> dict[str, float | None]:
        """Estimate at completion under each assumption, which is the key."""
        remaining = _minus(self.bac, self.ev)
        cpi, spi = self.cpi, self.spi
        both = cpi * spi if cpi is not None and spi is not None else None
        return {
            "the rest costs as the work so far (BAC / CPI)": _over(self.bac, cpi),
            "the rest costs as planned (AC + BAC − EV)": _plus(self.ac, remaining),
            "the rest suffers from cost and delay (AC + (BAC − EV) / (CPI · SPI))": _plus(
                self.ac, _over(remaining, both)
            ),
            "the rest as estimated anew (AC + bottom-up ETC)": _plus(self.ac, self.bottom_up_etc),
        }

    @property
    def etc(self) -> float | None:
        """What is still to be spent if the rest costs as the work so far: EAC − AC."""
        return _minus(next(iter(self.eac.values())), self.ac)

    @property
    def vac(self) -> float | None:
        """Variance at completion BAC − EAC if the rest costs as the work so far."""
        return _minus(self.bac, next(iter(self.eac.values())))

    @property
    def tcpi_to_budget(self) -> float | None:
        """The performance the rest needs to end on budget: (BAC − EV) / (BAC − AC); None when it is spent."""
        return self._to_complete(self.bac)

    @property
    def tcpi_to_forecast(self) -> float | None:
        """The performance the rest needs to end on the forecast: (BAC − EV) / (EAC − AC)."""
        return self._to_complete(next(iter(self.eac.values())))

    def _to_complete(self, goal: float | None) -> float | None:
        left = _minus(goal, self.ac)
        return _over(_minus(self.bac, self.ev), left) if left is not None and left > 0 else None

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a reader must know before quoting these figures."""
        told: list[str] = []
        if self.bac is not None and self.ac is not None and self.ac >= self.bac:
            told.append("The budget is spent: no performance of the rest can end on it.")
        if self.bac and self.ev is not None and self.ev / self.bac < EARLY:
            told.append(
                f"Only {said(self.ev / self.bac, 'percent')} of the work is earned: indices this early are unstable."
            )
        tcpi = self.tcpi_to_budget
        if tcpi is not None and tcpi > IMPLAUSIBLE:
            told.append(
                f"Ending on budget needs a performance of {tcpi:.2f}; more than {IMPLAUSIBLE:.2f} is implausible."
            )
        return (*told, *self.notes)


def _minus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else float(a) - float(b)


def _plus(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else float(a) + float(b)


def _over(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None or b == 0 else float(a) / float(b)


def earned_schedule(planned: tuple[float, ...], ev: float) -> float | None:
    """The time, in periods, at which the plan would have earned what is earned now.

    `planned` is cumulative planned value at the end of each period. None without a plan.
    """
    if not planned or planned[-1] <= 0:
        return None
    before, full = 0.0, 0
    for value in planned:
        if ev < value:
            step = value - before
            return full + (ev - before) / step if step > 0 else float(full)
        before, full = value, full + 1
    return float(full)


# -- from a plan --------------------------------------------------------------------------------------------

#: How much of its planned cost an item that is not finished has earned: as reported, nothing, or half at its start.
Rule = Literal["percent", "0/100", "50/50"]


@dataclass(frozen=True)
class Baseline:
    """One version of a plan: when it was imported, and what the whole was planned to cost and to end on."""

    import_id: int
    imported_at: datetime
    bac: float
    finish: date | None


def earned_value(w: Warehouse, scope: Scope, rule: Rule = "percent") -> EarnedValue:
    """Earned value of the plan items of a scope against their first baseline (EVM-01 … EVM-07).

    Planned value spreads an item's planned cost evenly from its start to its finish in the first version of the
    plan that had it. Cost is the plan's own actual cost, else the postings on the project. Refused, never
    guessed, where no item says how far it is.
    """
    plan = frame(w, "plan_items", scope.but(start=None, end=None))
    items = plan.rows[plan.rows["planned_cost"].notna()] if len(plan.rows) else plan.rows
    if items.empty:
        reason = "no plan items have been loaded" if plan.rows.empty else "no plan item has a planned cost"
        return EarnedValue(reason=reason)
    if items[["percent_complete", "actual_start", "actual_finish"]].isna().all(axis=None):
        return EarnedValue(
            reason="no item says how far it is: without progress nothing is earned, and none is assumed"
        )
    today = as_date(items["report_date"].max()) or last_day(w, scope, plan.as_of)
    if today is None:
        return EarnedValue(reason="the plan has no status date")
    first = _first_versions(w, items)
    currency = str(w.query("SELECT currency FROM reporting_currency")["currency"].iloc[0])
    notes = list(plan.notes)
    drifted = float(items["planned_cost"].sum()) - float(first["planned_cost"].sum())
    if abs(drifted) >= 0.01:
        by = ("+" if drifted > 0 else "") + said_amount(drifted, currency)
        notes.append(f"The plan has been changed by {by} since its first version, which is measured against.")
    cost, known_cost = _cost(w, scope, items)
    if not known_cost:
        notes.append("No cost is known for these items.")
    undated = int((first["start"].isna() | first["finish"].isna()).sum())
    if undated:
        notes.append(f"{undated} items have no planned dates and are in no planned value.")
    months = _month_ends(first, today)
    planned = tuple(_planned(first, day) for day in months)
    earned = float((first["planned_cost"] * _earned_share(items, rule)).sum())
    over = sum(day <= today for day in months)
    return EarnedValue(
        bac=float(first["planned_cost"].sum()), pv=_planned(first, today), ev=earned, ac=cost if known_cost else None,
        earned_schedule=earned_schedule(planned, earned), actual_time=float(over) if over else None,
        currency=currency, n=len(items), notes=tuple(notes), references=references(items),
    )  # fmt: skip


def baselines(w: Warehouse, scope: Scope) -> tuple[Baseline, ...]:
    """Every version of the plan that was ever imported, oldest first: a new baseline never hides an old one."""
    items = frame(w, "plan_items", scope.but(start=None, end=None)).rows
    mine = set(zip(items["project"], items["item"], strict=True))
    versions = w.query(
        "SELECT p.import_id, i.imported_at, p.project, p.item, p.planned_cost, p.finish FROM store.plan_items AS p "
        "JOIN meta.imports AS i ON i.import_id = p.import_id WHERE i.undone_at IS NULL"
    )
    seen = versions[[pair in mine for pair in zip(versions["project"], versions["item"], strict=True)]]
    return tuple(
        Baseline(
            int(rows["import_id"].iloc[0]), rows["imported_at"].iloc[0].to_pydatetime(),
            float(rows["planned_cost"].sum()), as_date(rows["finish"].max()),
        )
        for _, rows in seen.groupby("import_id")
    )  # fmt: skip


def _first_versions(w: Warehouse, items: pd.DataFrame) -> pd.DataFrame:
    """Planned cost and dates of each item as first imported, in the order of `items`."""
    found = w.query(
        "SELECT project, item, arg_min(planned_cost, import_id) AS planned_cost, arg_min(start, import_id) AS start, "
        "arg_min(finish, import_id) AS finish FROM store.plan_items WHERE planned_cost IS NOT NULL "
        "GROUP BY project, item"
    )
    merged = items[["project", "item"]].merge(found, on=["project", "item"], how="left")
    merged.index = items.index
    return merged


def _earned_share(items: pd.DataFrame, rule: Rule) -> pd.Series:
    complete = items["percent_complete"].astype(float)
    if complete.max() > 2:  # written as 40, not as 0.4
        complete = complete / 100
    finished = items["actual_finish"].notna() | (complete >= 1)
    if rule == "0/100":
        return finished.astype(float)
    started = items["actual_start"].notna() | (complete > 0)
    if rule == "50/50":
        return finished.astype(float).where(finished, 0.5 * started.astype(float))
    percent = complete.fillna(0.0).clip(0.0, 1.0)
    return percent.where(~finished, 1.0)


def _planned(first: pd.DataFrame, day: date) -> float:
    """Planned value at the end of a day."""
    start, finish = pd.to_datetime(first["start"]), pd.to_datetime(first["finish"])
    length = (finish - start).dt.days + 1
    done = ((pd.Timestamp(day) - start).dt.days + 1).clip(lower=0)
    share = (done / length.where(length > 0)).clip(upper=1.0).fillna(0.0)
    return float((first["planned_cost"] * share).sum())


def _month_ends(first: pd.DataFrame, today: date) -> tuple[date, ...]:
    start = as_date(first["start"].min())
    finish = as_date(first["finish"].max())
    if start is None or finish is None:
        return ()
    ends = pd.date_range(start, max(finish, today) + timedelta(days=31), freq="ME")
    return tuple(end.date() for end in ends)


def _cost(w: Warehouse, scope: Scope, items: pd.DataFrame) -> tuple[float, bool]:
    if items["actual_cost"].notna().any():
        return float(items["actual_cost"].sum()), True
    postings = frame(w, "cost_postings", scope.but(start=None, end=None), when="posted_day").rows
    mine = postings[postings["project"].isin(set(items["project"]))]
    orders = frame(w, "order_money", scope.but(start=None, end=None)).rows
    accrued = orders.loc[orders["project"].isin(set(items["project"])), "accrued_reported"].sum()
    return float(mine["reported"].sum()) + float(accrued), len(mine) > 0
