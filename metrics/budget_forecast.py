"""Where will the year end? Four forecasts side by side, each with the assumption it makes, in words.

One forecast hides its assumption; four show how far the answer depends on it (BUD-06 to BUD-11).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.fiscal import FiscalPeriod


@dataclass(frozen=True)
class Forecast:
    """One way to see the year's end: the amount, or the reason there is none; and when the budget is used up.

    `exhausted` is the first day on which the forecast reaches the budget; None means not within the year.
    """

    id: str
    name: str
    assumes: str
    amount: float | None
    reason: str | None = None
    exhausted: date | None = None

    def deviation(self, budget: float) -> float | None:
        """How far above (positive) or below the budget it ends, as a share; None without either."""
        return None if self.amount is None or budget == 0 else self.amount / budget - 1


@dataclass(frozen=True)
class Course:
    """What is known of a year: budget and actuals by period, and what is ordered or received on top.

    `budget` has the twelve periods; `actual` those that are over; `running` is posted in the period that is
    not. `accrued` is received and not invoiced, `committed` ordered and not received, `planned` wanted and
    not ordered yet; None means not known.
    """

    budget: tuple[float, ...]
    actual: tuple[float, ...]
    running: float = 0.0
    accrued: float | None = None
    committed: float | None = None
    planned: float | None = None
    has_profile: bool = True

    @property
    def spent(self) -> float:
        """Actuals of the periods that are over."""
        return sum(self.actual)

    @property
    def budget_to_date(self) -> float:
        """Budget of the periods that are over."""
        return sum(self.budget[: len(self.actual)])

    @property
    def budget_left(self) -> float:
        """Budget of the periods still to come."""
        return sum(self.budget[len(self.actual) :])


def forecasts(course: Course) -> tuple[Forecast, ...]:
    """F1 (and over three months), F2, F3 and F4; one that cannot be made says why.

    >>> year = Course(budget=(10,) * 11 + (30,), actual=(8, 9, 12, 11, 10, 12))
    >>> [round(forecast.amount, 2) for forecast in forecasts(year)[:4]]
    [124.0, 128.0, 142, 144.67]
    """
    over, spent = len(course.actual), course.spent
    left = len(course.budget) - over
    if over == 0:
        nothing = "no period of the year is over yet"
        return tuple(Forecast(*words, None, nothing) for words in _WORDS)
    recent = course.actual[-3:]
    expected = course.budget_to_date
    known = course.accrued is not None or course.committed is not None
    amounts: tuple[tuple[float | None, str | None], ...] = (
        (spent / over * len(course.budget), None),
        (spent + sum(recent) / len(recent) * left, None)
        if over >= 3
        else (None, "fewer than three periods are over"),
        (spent + course.budget_left, None),
        (spent / expected * sum(course.budget), None)
        if expected > 0 and course.has_profile
        else (
            None,
            "the budget has no monthly profile"
            if expected > 0
            else "nothing was budgeted for the periods so far",
        ),
        (
            spent
            + course.running
            + (course.accrued or 0.0)
            + (course.committed or 0.0)
            + (course.planned or 0.0),
            None,
        )
        if known
        else (None, "no orders are imported, so what is committed is not known"),
    )
    return tuple(
        Forecast(*words, amount, reason) for words, (amount, reason) in zip(_WORDS, amounts, strict=True)
    )


_WORDS: tuple[tuple[str, str, str], ...] = (
    ("BUD-06", "Run rate", "Every month to come costs as much as the months so far did on average."),
    (
        "BUD-06-3",
        "Run rate of three months",
        "Every month to come costs as much as the last three did on average.",
    ),
    (
        "BUD-07",
        "Actual plus remaining budget",
        "What is left of the year costs exactly what was budgeted for it.",
    ),
    (
        "BUD-08",
        "Scaled to the profile",
        "We stay over or under the budget by the same share as so far, month by month.",
    ),
    (
        "BUD-09",
        "From commitments",
        "Everything received and ordered is paid, what is planned is ordered, and nothing else comes.",
    ),
)


def with_exhaustion(
    made: Sequence[Forecast], course: Course, periods: Sequence[FiscalPeriod]
) -> tuple[Forecast, ...]:
    """The forecasts with the day on which each uses the budget up.

    What a forecast still expects is spread over the periods to come like the budget of those periods, or
    evenly where none is budgeted and for the run rates, and evenly over the days of a period.
    """
    return tuple(
        Forecast(f.id, f.name, f.assumes, f.amount, f.reason, _exhausted(f, course, periods)) for f in made
    )


def _exhausted(forecast: Forecast, course: Course, periods: Sequence[FiscalPeriod]) -> date | None:
    budget = sum(course.budget)
    if forecast.amount is None or budget <= 0:
        return None
    to_come = course.budget[len(course.actual) :]
    rest = forecast.amount - course.spent
    evenly = forecast.id.startswith("BUD-06") or sum(to_come) <= 0 or min(to_come, default=0.0) < 0
    spread = [rest / len(to_come)] * len(to_come) if evenly and to_come else []
    if not evenly:
        spread = [rest * share / sum(to_come) for share in to_come]
    total = 0.0
    for period, amount in zip(periods, [*course.actual, *spread], strict=False):
        if amount > 0 and total + amount >= budget - 1e-9:
            days = (period.end - period.start).days
            used = max(0.0, (budget - total) / amount)
            return period.start + timedelta(days=min(days - 1, int(used * days)))
        total += amount
    return None


@dataclass(frozen=True)
class Landing:
    """The range in which the year may end: from the lowest to the highest forecast, and the one to judge by."""

    low: float | None
    high: float | None
    judged: Forecast | None


def landing(made: Sequence[Forecast], manual: float | None = None) -> Landing:
    """The landing range of the forecasts and the manager's own; F4 is judged, or F2 where F4 cannot be made."""
    amounts = [f.amount for f in made if f.amount is not None] + ([manual] if manual is not None else [])
    by_id = {f.id: f for f in made if f.amount is not None}
    judged = by_id.get("BUD-09") or by_id.get("BUD-07")
    return Landing(min(amounts, default=None), max(amounts, default=None), judged)
