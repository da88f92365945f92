"""Answers about new services and their launch that are not one number (SIM of the catalogue)."""

from metrics.pipeline import QuarterLoad, pipeline_load
from metrics.readiness import (
    Gate,
    HandoverDebt,
    Hypercare,
    gates,
    handover_debt,
    hypercare,
)
from metrics.study import Figures, Part, Study
from metrics.wording import said_day
from metrics.year_plan import YearPlan, year_plan


def _gates(found: tuple[Gate, ...]) -> Figures:
    n = sum(gate.n for gate in found)
    return Figures(
        sum(gate.done for gate in found) / n if n else None, n, reason="no applicable criterion in this scope",
        points=tuple(
            Part(
                gate.share, gate.n, part=f"{gate.project} · {gate.gate}", says=f"{gate.verdict}: {gate.sentence}",
                reason=None if gate.n else "no applicable criterion",
            )
            for gate in found
        ),
    )  # fmt: skip


READINESS = Study(
    name="readiness", id="SIM-01", title="Readiness of new services",
    asks="Is the new service ready to be handed over?",
    formula="Criteria done with evidence over applicable criteria; each gate says go (all mandatory done), conditional"
    " (few open, each with owner and day) or no-go.",
    source="Service acceptance gates", unit="percent", answer=gates, figures=_gates,
    needs=("readiness",), period=False,
)  # fmt: skip


def _hypercare(found: tuple[Hypercare, ...]) -> Figures:
    newest = found[0] if found else None
    ratios = [ratio for ratio in newest.ratios if ratio is not None] if newest else []
    return Figures(
        ratios[-1] if ratios else None, len(newest.weeks) if newest else 0,
        reason=(newest.reason or "no earlier launch tells what is usual")
        if newest
        else "no launch of a service while incidents were recorded",
        points=tuple(
            Part(float(count), count, period=f"week {week + 1}", part=one.service)
            for one in found
            for week, count in enumerate(one.weeks)
        ),
    )  # fmt: skip


HYPERCARE = Study(
    name="hypercare", id="SIM-02", title="Incidents after the newest launch against earlier launches",
    asks="Does the new service settle down?",
    formula="Incidents in the newest week since the launch over the median of that week at earlier launches (three"
    " or more); the weekly counts of every launch are the lines.",
    unit="ratio", answer=hypercare, figures=_hypercare, needs=("portfolio", "incidents"),
    period=False,
)  # fmt: skip


def _debt(found: tuple[HandoverDebt, ...]) -> Figures:
    return Figures(
        float(sum(debt.total for debt in found)), len(found),
        points=tuple(
            Part(
                float(debt.total), debt.total, part=debt.service,
                says=f"{debt.open_defects} defects, {debt.known_errors} known errors,"
                f" {debt.missing_documents} documents missing",
            )
            for debt in found
        ),
    )  # fmt: skip


HANDOVER_DEBT = Study(
    name="handover_debt", id="SIM-03", title="Debt at the handover of services",
    asks="What did we take over unfinished?",
    formula="Open defects, known errors and missing documents of every service in the readiness checklist.",
    unit="count", answer=handover_debt, figures=_debt, needs=("readiness",), period=False,
)  # fmt: skip


_NO_ESTIMATE = "nothing that lands has an estimate of its tickets"


def _load(found: tuple[QuarterLoad, ...]) -> Figures:
    known = [one.tickets_a_month for one in found if one.tickets_a_month is not None]
    lacking = [name for one in found for name in one.without_estimate]
    return Figures(
        float(sum(known)) if known else None, sum(len(one.services) for one in found),
        reason=_NO_ESTIMATE if found else "nothing says which quarter it is",
        notes=(f"Without an estimate of cost or tickets: {', '.join(lacking)}.",) if lacking else (),
        as_of=found[0].as_of if found else None,
        points=tuple(
            Part(
                None if one.tickets_a_month is None else float(one.tickets_a_month), len(one.services),
                period=one.quarter, reason=_NO_ESTIMATE if one.tickets_a_month is None else None,
                says=", ".join(f"{amount:,.0f} {code} a year" for code, amount in one.yearly_cost.items()) or None,
            )
            for one in found
        ),
    )  # fmt: skip


PIPELINE = Study(
    name="pipeline_load", id="SIM-04", title="Tickets a month of services landing in the next four quarters",
    asks="What is coming towards us?",
    formula="Expected tickets a month of the services in the pipeline that start in the quarter of the as-of or the"
    " next three, each quarter with their yearly cost per currency; fiscal quarters where the fiscal year is another"
    " than the calendar's.",
    unit="count", answer=pipeline_load, figures=_load, needs=("portfolio",), period=False,
)  # fmt: skip


def _year_plan(found: YearPlan) -> Figures:
    return Figures(
        found.orders[0].order_by if found.orders else None, len(found.orders), reason=found.reason,
        points=tuple(
            Part(
                one.order_by, found.n, part=one.name,
                says=f"{one.days_left} days left; live by {said_day(one.live_by)} (needed {said_day(one.needed_by)}):"
                f" {one.because}",
            )
            for one in found.orders
        ),
        notes=(f"85 % of {found.n} received orders came within {found.lead_days} days.",) if found.orders else (),
    )  # fmt: skip


LAST_SAFE_ORDER = Study(
    name="last_safe_order", id="SIM-05", title="Next last safe day to order for what is to come",
    asks="When must we order at the latest?",
    formula="For every service in the pipeline still to start: the day it must be live (its start, or the day before a"
    " freeze it falls into) minus the days within which 85 % of the received orders came (at least 10); the soonest of"
    " these days. Orders that never came are not in the lead time, so it is rather too short.",
    unit="date", answer=year_plan, figures=_year_plan, needs=("portfolio", "purchase_orders"), period=False,
)  # fmt: skip
