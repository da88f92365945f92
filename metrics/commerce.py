"""What could we sell to clients who trust us, and should we offer it now? (COM-01 … COM-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

import pandas as pd

from metrics.metric import Metric
from metrics.query_frame import frame, last_day
from metrics.query_tables import as_date
from metrics.scope import Scope
from warehouse import Warehouse

if TYPE_CHECKING:
    from metrics.health_rules import Colour  # which reads all metrics, and so this module

opportunity = partial(Metric, table="opportunity_money")
decided = partial(
    opportunity, when="closed", where="outcome IN ('won', 'lost') AND closed IS NOT NULL", minimum_n=10
)
NO_RATE = ("reported IS NULL AND amount IS NOT NULL", "no exchange rate for its currency and month")

PIPELINE = opportunity(
    name="weighted_pipeline", id="COM-01", title="Pipeline, weighted",
    asks="What may we expect to sell?",
    formula="Sum of amount times probability over the open opportunities; those that should have been decided before"
    " the as-of are left out and listed.",
    sql="sum(reported * CASE WHEN probability > 1 THEN probability / 100 ELSE probability END)",
    kind="sum", unit="money", where="is_open",
    leaves_out=(
        ("expected_close < CAST(as_of AS DATE)", "should have been decided by now"),
        ("probability IS NULL", "without a probability"),
        ("amount IS NULL", "without an amount"), NO_RATE,
    ),
    good="up",
)  # fmt: skip
WIN_RATE = decided(
    name="win_rate", id="COM-02", title="Opportunities won",
    asks="How many of our offers do we win?",
    formula="Won / (won + lost) over the opportunities decided in the period, by number.",
    sql="avg(CAST(outcome = 'won' AS INTEGER))", kind="proportion", unit="percent", good="up",
)  # fmt: skip
WIN_RATE_VALUE = decided(
    name="win_rate_value", id="COM-02-VALUE", title="Value of opportunities won",
    asks="How much of the value we offer do we win?",
    formula="The amount won divided by the amount won and lost in the period.",
    sql="sum(CASE WHEN outcome = 'won' THEN reported ELSE 0 END) / nullif(sum(reported), 0)", kind="ratio",
    unit="percent", leaves_out=(("amount IS NULL", "without an amount"), NO_RATE), good="up",
)  # fmt: skip
SALES_CYCLE = decided(
    name="sales_cycle", id="COM-02-DAYS", title="Days from noted to decided, median",
    asks="How long until a client decides?",
    formula="Median of the days from created to closed over the opportunities decided in the period.",
    sql="median(closed - created)", kind="median", unit="days",
    leaves_out=(("created IS NULL", "without a start"), ("closed < created", "decided before it was noted")),
    good="down",
)  # fmt: skip
DELIVERY_SOURCED = opportunity(
    name="delivery_sourced", id="COM-03", title="Opportunities found by delivery",
    asks="How many opportunities come from our work with clients?",
    formula="Of the opportunities noted in the period, the share that names a talk it came from or delivery as source.",
    sql="avg(CAST(source_interaction IS NOT NULL OR coalesce(lower(came_from) LIKE '%deliver%', false) AS INTEGER))",
    kind="proportion", unit="percent", when="created", good="up",
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """One open upsell or cross-sell, and whether the client's mood speaks against making it now."""

    identifier: str
    name: str
    client: str | None
    amount: float | None
    currency: str | None
    expected: date | None
    overdue: bool
    mood: Colour
    hold: bool
    reason: str
    reference: tuple[int, str, int]

    @property
    def advice(self) -> Literal["wait", "ask first", "go on"]:
        """What to do with it now; nobody knows the mood of a client that is grey."""
        return "wait" if self.hold else "ask first" if self.mood == "grey" else "go on"


def mood_gate(w: Warehouse, scope: Scope) -> tuple[Offer, ...]:
    """Open upsells and cross-sells with the client's mood beside them, those to hold first (COM-04)."""
    from metrics.health import cells  # the wall needs no offers; offers need one colour of it

    open_offers = frame(w, "opportunity_money", scope.but(start=None, end=None))
    rows = open_offers.rows[
        open_offers.rows["is_open"].fillna(False).astype(bool)
        & open_offers.rows["kind_of_sale"].isin(["upsell", "cross-sell"])
    ]
    moods = {
        cell.part: cell for cell in cells(w, scope.but(start=None, end=None), "client", dimensions=("mood",))
    }
    today = last_day(w, scope, open_offers.as_of)
    found = []
    for row in rows.to_dict("records"):
        cell = moods.get(str(row["client"]))
        expected = as_date(row["expected_close"])
        colour: Colour = cell.colour if cell else "grey"
        found.append(
            Offer(
                str(row["identifier"]), str(row["name"]), None if pd.isna(row["client"]) else str(row["client"]),
                None if pd.isna(row["amount"]) else float(row["amount"]),
                None if pd.isna(row["currency"]) else str(row["currency"]), expected,
                bool(expected and today and expected < today), colour, colour == "red",
                cell.sentence if cell else "nothing is known of the client's mood",
                (int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda offer: (not offer.hold, -(offer.amount or 0.0))))
