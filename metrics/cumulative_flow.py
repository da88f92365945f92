"""Cumulative flow: how many items reached each stage by each day, and what had to be repaired (FLW-12)."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from metrics.query_frame import frame
from metrics.query_tables import Engine
from metrics.scope import Scope


@dataclass(frozen=True)
class CumulativeFlow:
    """Items that have reached each stage, day by day.

    `reached` has a row per day (reporting time zone) and a column per stage in the order of the board; along a
    row numbers never grow, down a column they never fall. `repaired` counts items of which a stage was missing
    or entered after a later one: they are taken to have passed it when they reached the later one. `undated`
    counts items that are over without a date of their end: nobody can say when they left, so they are left out.
    """

    reached: pd.DataFrame
    n: int
    repaired: int
    as_of: datetime | None
    reason: str | None = None
    undated: int = 0


NEVER = pd.Timestamp("2262-01-01")

#: The stages of a board that exports only dates of items.
DATES = {"created": "Asked for", "started": "Started", "done": "Done"}


def cumulative_flow(engine: Engine, scope: Scope) -> CumulativeFlow:
    """From the history of stages where there is one, else from the dates each item carries."""
    whole = scope.but(start=None, end=None)
    undated = 0
    history, as_of, notes = frame(engine, "stage_changes", whole)
    if len(history) and not notes:
        order = history.groupby("stage")["position"].min().sort_values(kind="stable", na_position="last")
        entered = history.pivot_table(index="item", columns="stage", values="entered_day", aggfunc="min")
        entered = entered[list(order.index)]
    else:
        # Epics are made of items: their own dates would count the same work twice.
        items, as_of, notes = frame(engine, "work_items", whole, only="is_counted")
        if notes:
            return CumulativeFlow(pd.DataFrame(), 0, 0, as_of, " ".join(notes))
        items = items[items["state_category"] != "cancelled"] if len(items) else items
        if items.empty:
            return CumulativeFlow(pd.DataFrame(), 0, 0, as_of, "no work items have been loaded")
        over = (items["state_category"] == "done") & items["done"].isna()
        undated, items = int(over.sum()), items[~over]
        known = {name: words for name, words in DATES.items() if items[f"{name}_day"].notna().any()}
        entered = items[[f"{name}_day" for name in known]].set_axis(list(known.values()), axis=1)
    entered = entered.apply(pd.to_datetime)
    # An item is past a stage at the latest when it reaches a later one; NEVER is later than any day.
    latest_first = entered.fillna(NEVER).to_numpy()[:, ::-1]
    passed = pd.DataFrame(
        np.minimum.accumulate(latest_first, axis=1)[:, ::-1], entered.index, entered.columns
    )
    passed = passed.mask(passed == NEVER)
    repaired = int(((passed != entered) & passed.notna()).any(axis=1).sum())
    days = pd.date_range(passed.min().min(), passed.max().max(), freq="D")
    reached = pd.DataFrame(
        {stage: passed[stage].value_counts().reindex(days, fill_value=0).cumsum() for stage in passed.columns}
    )
    if scope.start is not None or scope.end is not None:
        first = pd.Timestamp(scope.start) if scope.start is not None else days[0]
        last = pd.Timestamp(scope.end) - pd.Timedelta(days=1) if scope.end is not None else days[-1]
        reached = reached.loc[first:last]
    return CumulativeFlow(reached, len(passed), repaired, as_of, undated=undated)
