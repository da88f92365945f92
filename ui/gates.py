"""Readiness of what comes: gates with their verdict, the weeks after a launch, handover debt, and what lands next."""

from dataclasses import replace

import numpy as np
import pandas as pd

from charts import bars
from charts.numbers import digits
from metrics.fiscal import fiscal_calendar
from metrics.pipeline import QuarterLoad, pipeline_load
from metrics.readiness import (
    Gate,
    HandoverDebt,
    Hypercare,
    handover_debt,
    hypercare,
)
from metrics.readiness import gates as read_gates
from metrics.wording import counted
from ui.evidence import Evidence, listing
from ui.figure_card import figure
from ui.invoices import by_currency
from ui.scope_bar import period_name
from ui.view import View, ask, say

_VERDICTS = {"no-go": "▼ No-go", "conditional": "▲ Conditional", "go": "● Go"}
_COLOURS = {"▼ No-go": "red", "▲ Conditional": "orange", "● Go": "green"}


def _all(view: View) -> View:
    return replace(view, scope=view.scope.but(start=None))


def answer(view: View) -> None:
    """Which gates are not passed."""
    found: tuple[Gate, ...] = ask(view, read_gates)
    closed = [gate for gate in found if gate.verdict == "no-go"]
    if not found:
        say("No readiness checklist is loaded: no gate can be judged.")
    elif closed:
        first = closed[0]
        verb = "is" if len(closed) == 1 else "are"
        say(
            f"{len(closed)} of {counted(len(found), 'gate')} {verb} no-go; first {first.project}, {first.gate}:"
            f" {first.sentence}"
        )
    else:
        say(f"None of {len(found)} gates is a no-go.")


def gates(view: View) -> None:
    """Go, conditional or no-go for every project and gate; done counts only with evidence."""
    found: tuple[Gate, ...] = ask(view, read_gates)
    data = pd.DataFrame(
        [
            {
                "Project": g.project, "Gate": g.gate, "Verdict": _VERDICTS[g.verdict], "Done and proven %": g.share,
                "Done": g.done, "Criteria": g.n, "Why": g.sentence,
                "Mandatory and open": ", ".join(name for name, _ in g.open_mandatory) or None,
                "Said done without evidence": ", ".join(g.without_evidence) or None,
            }
            for g in found
        ]
    )  # fmt: skip
    bare = sum(len(g.without_evidence) for g in found)
    listing(
        "gates",
        finding=f"{sum(g.verdict == 'no-go' for g in found)} no-go, {sum(g.verdict == 'conditional' for g in found)}"
        f" conditional, {sum(g.verdict == 'go' for g in found)} go",
        unit=f"{counted(bare, 'criterion is', 'criteria are')} said to be done without evidence"
        if bare
        else "",
        data=data,
        asked=lambda place: Evidence(
            f"{found[place].project}: {found[place].gate}", found[place].sentence, found[place].references
        ),
        statuses={"Verdict": _COLOURS},
        empty="no readiness checklist is loaded",
        height=300,
    )


def after_launch(view: View) -> None:
    """Incidents in each week after the newest launch, beside earlier launches where there are enough."""
    found: tuple[Hypercare, ...] = ask(_all(view), hypercare)
    newest = found[0] if found else None
    weeks = newest.weeks if newest else ()
    ratios = [ratio for ratio in newest.ratios if ratio is not None] if newest else []
    against = f", {digits(ratios[-1], 1)} times the usual in the last week" if ratios else ""
    figure(
        "hypercare",
        finding=f"{newest.service}: {sum(weeks)} incidents in {len(weeks)} weeks since launch{against}"
        if newest
        else "After the launch",
        unit="incidents a week",
        draw=lambda: bars.stacked(
            [f"W{number}" for number in range(1, len(weeks) + 1)], [("Incidents", np.array(weeks, dtype=float))],  # type: ignore[list-item]
        ),
        data=lambda: pd.DataFrame(
            [(f.service, f.launched, number + 1, count) for f in found for number, count in enumerate(f.weeks)],
            columns=["Service", "Launched", "Week", "Incidents"],
        ),
        notes=(f"{newest.reason}.",) if newest and newest.reason else (),
        empty=None if weeks else "not measurable: needs a service in the portfolio that started after the first known "
        "incident",
    )  # fmt: skip


def debt(view: View) -> None:
    """What services were handed over with and still owe."""
    found: tuple[HandoverDebt, ...] = ask(_all(view), handover_debt)
    owing = sorted((d for d in found if d.total), key=lambda d: -d.total)
    data = pd.DataFrame(
        [
            {"Service": d.service, "Open defects": d.open_defects, "Known errors": d.known_errors,
             "Missing documents": d.missing_documents, "All": d.total}
            for d in owing
        ]
    )  # fmt: skip
    listing(
        "handover-debt",
        finding=f"{sum(d.total for d in owing)} things still owed by {len(owing)} of {len(found)} services handed over",
        data=data,
        asked=lambda place: Evidence(
            owing[place].service,
            "Open defects, known errors and documents that are missing.",
            owing[place].references,
        ),
        empty="no service in the readiness checklist owes anything",
        height=260,
    )


def pipeline(view: View) -> None:
    """What lands in the next quarters."""
    found: tuple[QuarterLoad, ...] = ask(_all(view), pipeline_load)
    count = sum(len(q.services) for q in found)
    fiscal = fiscal_calendar(view.warehouse)
    four = "four quarters" if fiscal.is_calendar_year else f"four fiscal quarters, year {fiscal.words}"
    data = pd.DataFrame(
        [
            {
                "Quarter": period_name(q.quarter), "Services": ", ".join(q.services) or None,
                "Yearly cost": by_currency([(a, c) for c, a in q.yearly_cost.items()]) if q.yearly_cost else None,
                "Tickets a month": q.tickets_a_month,
                "Without an estimate": ", ".join(q.without_estimate) or None,
            }
            for q in found
        ]
    )  # fmt: skip
    listing(
        "pipeline-load",
        finding=f"{counted(count, 'service')} {'lands' if count == 1 else 'land'} in the next {four}"
        if count
        else "What lands next",
        data=data if count else data.iloc[0:0],
        empty=f"no service of the portfolio's pipeline starts in the next {four}",
        height=220,
    )
