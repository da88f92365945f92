"""By which day what the pipeline needs must be ordered."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from metrics.wording import counted, said_day
from metrics.year_plan import YearPlan, year_plan
from ui.evidence import Evidence, listing
from ui.view import View, ask


def order_days(view: View) -> None:
    """The last day on which what the pipeline needs can be ordered and still be live in time."""
    found: YearPlan = ask(replace(view, scope=view.scope.but(start=None)), year_plan)
    late = sum(one.days_left < 0 for one in found.orders)
    data = pd.DataFrame(
        [
            {
                "Service": one.name, "Order by": one.order_by, "Days left": one.days_left, "Live by": one.live_by,
                "Needed by": one.needed_by, "Why": one.because,
            }
            for one in found.orders
        ]
    )  # fmt: skip
    first = found.orders[0] if found.orders else None
    passed = f"; for {counted(late, 'service')} that day has passed" if late else ""
    listing(
        "order-days",
        finding=f"Order by {said_day(first.order_by)} at the latest for {first.name}{passed}"
        if first
        else "Order days",
        unit=f"85 % of {found.n} received orders came within {found.lead_days} days" if first else "",
        data=data,
        asked=lambda place: Evidence(
            found.orders[place].name, found.orders[place].because, found.orders[place].references
        ),
        empty=found.reason or "no service of the portfolio's pipeline is still to start",
        height=220,
    )
