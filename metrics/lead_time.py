"""How long orders take from the day they are placed to their first receipt."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

#: A percentile of fewer orders is the story of one of them.
FEWEST_ORDERS = 10


class LeadTime(NamedTuple):
    """The days within which 85 % of the received orders came, of `n`; None with a reason where they are too few."""

    days: int | None
    n: int
    reason: str | None = None


def lead_time(orders: pd.DataFrame) -> LeadTime:
    """The observed 85th percentile over rows of order_matches; orders that never came say nothing here."""
    ordered, received = pd.to_datetime(orders["document_date"]), pd.to_datetime(orders["first_received"])
    taken = (received - ordered).dt.days
    known = taken[taken >= 0]
    if len(known) < FEWEST_ORDERS:
        return LeadTime(
            None, len(known), f"needs at least {FEWEST_ORDERS} orders with a first receipt, has {len(known)}"
        )
    return LeadTime(int(known.quantile(0.85, interpolation="higher")), len(known))
