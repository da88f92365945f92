"""Money answers that are not one number: positions, forecasts, invoices in doubt (BUD and P2P of the catalogue)."""

from collections.abc import Callable

import pandas as pd

from metrics.budget_burn import BudgetPosition, budget_position
from metrics.budget_unspent import Unspent, unspent_at_risk
from metrics.invoice_duplicates import Duplicate, duplicate_suspects
from metrics.period_close import Unconfirmed, unconfirmed_receipts
from metrics.scope import Scope
from metrics.study import Figures, Part, Study, StudyUnit, Value
from warehouse import Warehouse

# -- budget -------------------------------------------------------------------------------------------------


def position(w: Warehouse, scope: Scope) -> BudgetPosition:
    """Where the budget of the newest fiscal year stands."""
    return budget_position(w, scope)


def _figures(found: BudgetPosition, headline: Value, reason: str | None, points: tuple[Part, ...] = (),
             low: float | None = None, high: float | None = None) -> Figures:  # fmt: skip
    said = [f"FY{found.fiscal_year}, in {found.currency}."] if found.fiscal_year is not None else []
    said += [
        f"{one.rows} rows in {one.currency} have no exchange rate and are left out."
        for one in found.missing_rates
    ]
    # That budget lines are loaded is known by now: without a year, none of them is in this scope.
    lacking = found.reason if found.fiscal_year is not None else "no budget line with a year in this scope"
    return Figures(
        headline, found.n, low, high, lacking or reason, points=points, notes=(*said, *found.notes)
    )


def _forecast_points(found: BudgetPosition) -> tuple[Part, ...]:
    return tuple(
        Part(one.amount, found.n, part=one.name, reason=one.reason, says=one.assumes)
        for one in found.forecasts
    )


def _free(found: BudgetPosition) -> Figures:
    parts = (
        ("budget", found.budget), ("actual", found.actual), ("accrued", found.course.accrued),
        ("committed", found.course.committed),
    )  # fmt: skip
    points = tuple(
        Part(amount, found.n, part=name, reason=None if amount is not None else "no orders are imported")
        for name, amount in parts
    )
    return _figures(found, found.free, "no budget in this scope", points if found.free is not None else ())


def _burn(found: BudgetPosition) -> Figures:
    points = (Part(found.planned_burn, found.n, part="planned by now", reason="no budget in this scope"),)
    return _figures(found, found.burned, "no budget in this scope", points if found.budget else ())


def _landing(found: BudgetPosition) -> Figures:
    judged = found.landing.judged
    return _figures(
        found, judged.amount if judged else None, "no forecast can be made", _forecast_points(found),
        found.landing.low, found.landing.high,
    )  # fmt: skip


def _exhaustion(found: BudgetPosition) -> Figures:
    judged = found.landing.judged
    points = tuple(
        Part(one.exhausted, found.n, part=one.name, reason=one.reason or "not within the fiscal year")
        for one in found.forecasts
    )
    reason = "after the end of the fiscal year" if judged else "no forecast can be made"
    return _figures(found, judged.exhausted if judged else None, reason, points)


def _forecast(identifier: str) -> Callable[[BudgetPosition], Figures]:
    def figures(found: BudgetPosition) -> Figures:
        own = [one for one in found.forecasts if one.id.startswith(identifier)]
        points = tuple(
            Part(one.amount, found.n, part=one.name, reason=one.reason, says=one.assumes) for one in own
        )
        if not own:
            return _figures(found, None, "no forecast can be made")
        return _figures(found, own[0].amount, own[0].reason, points)

    return figures


def _budget(name: str, identifier: str, title: str, asks: str, formula: str,
            figures: Callable[[BudgetPosition], Figures], unit: StudyUnit = "money") -> Study:  # fmt: skip
    return Study(
        name=name, id=identifier, title=title, asks=asks, formula=formula, unit=unit, answer=position, figures=figures,
        needs=("budget",), period=False, by_part=True,
    )  # fmt: skip


FREE = _budget(
    "free_budget", "BUD-04", "Free budget of the fiscal year", "How much can we still spend?",
    "Budget of the newest fiscal year − actual − accrued (received, not invoiced) − committed (ordered, not received).",
    _free,
)  # fmt: skip
BURN = _budget(
    "budget_burn", "BUD-05", "Share of the budget spent, beside the share planned by now", "Do we spend as planned?",
    "Actuals of the periods that are over, over the year's budget; beside it the share that the budget's own profile"
    " puts in these periods.", _burn, "percent",
)  # fmt: skip
RUN_RATE = _budget(
    "forecast_run_rate", "BUD-06", "Year-end forecast by run rate (F1)",
    "Where does the year end if we go on like this?",
    "Actual to date ÷ periods over × periods of the year; a second line from the last three periods.",
    _forecast("BUD-06"),
)  # fmt: skip
REMAINING = _budget(
    "forecast_remaining_budget", "BUD-07", "Year-end forecast, actual plus remaining budget (F2)",
    "Where does the year end if the rest goes as budgeted?",
    "Actual to date + budget of the periods to come.", _forecast("BUD-07"),
)  # fmt: skip
PROFILE = _budget(
    "forecast_profile", "BUD-08", "Year-end forecast scaled to the profile (F3)",
    "Where does the year end if we stay over or under by the same share?",
    "Actual to date ÷ budget to date × budget of the year; not without a budget per period.", _forecast("BUD-08"),
)  # fmt: skip
COMMITMENTS = _budget(
    "forecast_commitments", "BUD-09", "Year-end forecast from commitments (F4)",
    "Where does the year end with what is ordered?",
    "Actual + accrued + committed in the fiscal year + planned and not ordered.", _forecast("BUD-09"),
)  # fmt: skip
LANDING = _budget(
    "budget_landing", "BUD-10", "Where the year lands", "Between which amounts will the year end?",
    "The forecast from commitments (actual plus remaining budget where it cannot be made); low and high are the"
    " lowest and the highest of all forecasts.", _landing,
)  # fmt: skip
EXHAUSTION = _budget(
    "budget_exhaustion", "BUD-11", "Day on which the budget is used up", "When do we run out of money?",
    "The first day on which the forecast judged by reaches the year's budget; each forecast is a line.",
    _exhaustion, "date",
)  # fmt: skip


def _unspent_in_scope(w: Warehouse, scope: Scope) -> Unspent:
    return unspent_at_risk(w, scope, budget_position(w, scope))


def _unspent(found: Unspent) -> Figures:
    said = (
        f"An order placed after {found.order_by} arrives after the year's end ({found.lead_days} days, P85)."
    )
    return Figures(
        found.at_risk, found.n, reason=found.reason, notes=(said,) if found.order_by is not None else ()
    )


UNSPENT = Study(
    name="unspent_at_risk", id="BUD-12", title="Free budget that can no longer be ordered in time",
    asks="Which money will we lose because it is too late to order?",
    formula="The free budget minus what can still be ordered, at the pace of the last 90 days, early enough to arrive"
    " within the fiscal year by the P85 lead time (order to first receipt, at least 10 orders).",
    unit="money", answer=_unspent_in_scope, figures=_unspent, needs=("budget", "purchase_orders"), period=False,
    by_part=True,
)  # fmt: skip


# -- purchase to pay ----------------------------------------------------------------------------------------


def _unconfirmed(found: Unconfirmed) -> Figures:
    points = tuple(
        Part(
            None if pd.isna(row["days"]) else float(row["days"]), 1, part=f"{row['vendor']} · {row['invoice']}",
            reason="no date" if pd.isna(row["days"]) else None,
        )
        for row in found.rows.to_dict("records")
    )  # fmt: skip
    reason = found.reason or "no invoice line waits for a receipt"
    return Figures(found.median_days, found.n, reason=reason, points=points)


UNCONFIRMED = Study(
    name="unconfirmed_receipts", id="P2P-04", title="Age of invoices whose receipt nobody confirmed, median",
    asks="How long do invoices wait for somebody to confirm the delivery?",
    formula="Median of the days from the invoice to the as-of over invoice lines of known orders against which nothing"
    " was received; every line is listed.",
    unit="days", answer=unconfirmed_receipts, figures=_unconfirmed, needs=("invoices",),
)  # fmt: skip


def _duplicates(found: tuple[Duplicate, ...]) -> Figures:
    return Figures(
        float(len(found)), len(found),
        points=tuple(
            Part(one.amount, 2, part=f"{one.vendor} · {one.first} / {one.second}", says=one.why) for one in found
        ),
    )  # fmt: skip


DUPLICATES = Study(
    name="duplicate_invoices", id="P2P-06", title="Pairs of invoices that may be one",
    asks="Are we about to pay twice?",
    formula="Pairs of invoices of one supplier over one amount with like numbers, or within a week of each other; every"
    " pair is listed with its amount. A bill that comes back every month under numbers of its own is no duplicate.",
    unit="count", answer=duplicate_suspects, figures=_duplicates, needs=("invoices",),
)  # fmt: skip
