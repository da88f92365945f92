"""Earned value as answers of the catalogue (EVM-01 … EVM-07)."""

from collections.abc import Callable

from metrics.earned_value import EarnedValue, earned_value
from metrics.scope import Scope
from metrics.study import Figures, Part, Study, StudyUnit
from warehouse import Warehouse


def value_of_plan(w: Warehouse, scope: Scope) -> EarnedValue:
    """Earned value of the plan items of a scope."""
    return earned_value(w, scope)


def _earned(*wanted: tuple[str, Callable[[EarnedValue], float | None]]) -> Callable[[EarnedValue], Figures]:
    """The first of the figures is the headline, all of them are lines."""

    def figures(found: EarnedValue) -> Figures:
        if found.reason is not None:
            return Figures(None, found.n, reason=found.reason, notes=found.cautions)
        points = tuple(
            Part(
                (amount := read(found)), found.n, part=name,
                reason=None if amount is not None else "not measurable: cost or progress is not known",
            )
            for name, read in wanted
        )  # fmt: skip
        return Figures(points[0].value, found.n, reason=points[0].reason, points=points, notes=found.cautions)

    return figures


def _eac(found: EarnedValue) -> Figures:
    if found.reason is not None:
        return Figures(None, found.n, reason=found.reason)
    known = [amount for amount in found.eac.values() if amount is not None]
    points = tuple(
        Part(
            amount,
            found.n,
            part=name,
            reason=None if amount is not None else "not measurable: cost or index is not known",
        )
        for name, amount in found.eac.items()
    )
    first = points[0]
    return Figures(
        first.value, found.n, min(known, default=None), max(known, default=None), first.reason, points=points,
        notes=found.cautions,
    )  # fmt: skip


def _plan(name: str, identifier: str, title: str, asks: str, formula: str, figures: Callable[[EarnedValue], Figures],
          unit: StudyUnit = "money") -> Study:  # fmt: skip
    return Study(
        name=name, id=identifier, title=title, asks=asks, formula=formula, source="PMI", unit=unit,
        answer=value_of_plan, figures=figures, needs=("plan_items",), period=False, by_part=True,
    )  # fmt: skip


EARNED = _plan(
    "earned_value", "EVM-01", "Earned value", "How much of the work we paid for is done?",
    "Share complete × planned cost of the first baseline, summed over the plan items; beside it planned value"
    " and actual cost.",
    _earned(("earned value", lambda e: e.ev), ("planned value", lambda e: e.pv), ("actual cost", lambda e: e.ac)),
)  # fmt: skip
VARIANCES = _plan(
    "earned_value_variances", "EVM-02", "Cost variance and schedule variance", "Are we over cost or behind?",
    "Earned value − actual cost first, then earned value − planned value; negative is bad.",
    _earned(("cost variance", lambda e: e.cv), ("schedule variance", lambda e: e.sv)),
)  # fmt: skip
INDICES = _plan(
    "performance_indices", "EVM-03", "Cost and schedule performance", "What do we get for a unit of money and of time?",
    "Earned value ÷ actual cost first, then earned value ÷ planned value; each has no value on its own zero only.",
    _earned(("CPI", lambda e: e.cpi), ("SPI", lambda e: e.spi)), "ratio",
)  # fmt: skip
AT_COMPLETION = _plan(
    "estimate_at_completion", "EVM-04", "Estimate at completion", "What will the work cost in the end?",
    "Budget at completion ÷ CPI first, and the estimates under three other assumptions; low and high are their range.",
    _eac,
)  # fmt: skip
TO_COMPLETE = _plan(
    "estimate_to_complete", "EVM-05", "Estimate to complete and variance at completion", "What is still to be spent?",
    "Estimate at completion − actual cost first, then budget at completion − estimate at completion.",
    _earned(("estimate to complete", lambda e: e.etc), ("variance at completion", lambda e: e.vac)),
)  # fmt: skip
TO_COMPLETE_INDEX = _plan(
    "to_complete_performance", "EVM-06", "Performance the rest needs", "Can we still end on budget?",
    "(Budget at completion − earned value) ÷ (budget at completion − actual cost), then against the estimate at"
    " completion; none once the budget is spent, implausible above 1.10.",
    _earned(("to the budget", lambda e: e.tcpi_to_budget), ("to the estimate", lambda e: e.tcpi_to_forecast)), "ratio",
)  # fmt: skip
EARNED_SCHEDULE = _plan(
    "earned_schedule", "EVM-07", "Schedule performance in time, SPI(t)", "How far behind are we in time?",
    "Earned schedule ÷ actual time in months: the time at which the plan would have earned what is earned now.",
    _earned(
        ("SPI(t)", lambda e: e.spi_time), ("earned schedule", lambda e: e.earned_schedule),
        ("actual time", lambda e: e.actual_time),
    ), "ratio",
)  # fmt: skip
