"""What we told clients we would do: next steps that fall due in the period or later, and how each stands."""

from dataclasses import replace
from datetime import date

import pandas as pd

from metrics.query_frame import frame, references
from metrics.scope import Scope
from metrics.wording import counted
from ui.evidence import Evidence, listing
from ui.view import View, ask
from warehouse import Warehouse

BROKEN, OPEN, KEPT, LATE = "▼ Broken", "○ Open", "● Kept", "▲ Kept late"
#: In the order a reader wants them.
STANDINGS = {BROKEN: "red", LATE: "orange", OPEN: "gray", KEPT: "green"}


def next_steps(view: View, *, every_client: bool) -> None:
    """The next steps with their standing, the broken ones first; with `every_client` each names its client."""
    today = view.as_of.date() if view.as_of else None
    if today is None or view.scope.end is None or view.scope.end > today:
        # Of a period that still runs, what is due later too.
        view = replace(view, scope=view.scope.but(end=None))
    rows: pd.DataFrame = ask(view, _due)
    standing = [standing_of(r["next_step_due"], r["next_step_done"], today) for r in rows.to_dict("records")]
    order = {name: place for place, name in enumerate(STANDINGS)}
    ranked = sorted(range(len(rows)), key=lambda place: order[standing[place]])
    rows = rows.assign(standing=standing).iloc[ranked]
    headings = {
        "client": "Client", "standing": "Standing", "next_step": "Next step", "next_step_due": "Due",
        "next_step_done": "Done", "held": "Said on",
    }  # fmt: skip
    if not every_client:
        del headings["client"]
    listing(
        "next-steps",
        finding=finding(standing),
        data=rows[list(headings)].rename(columns=headings),
        asked=lambda place: Evidence(
            "One talk", str(rows["next_step"].iloc[place]), references(rows.iloc[[place]])
        ),
        statuses={"Standing": STANDINGS},
        empty="no talk of this period names a next step",
        height=340 if every_client else 260,
    )


def finding(standing: list[str]) -> str:
    """How many promises that fell due were kept in time, as Promises kept (MOOD-15) counts them.

    >>> finding([BROKEN, KEPT, OPEN])
    '1 of 2 promises due not kept in time, 1 promise not due yet'
    """
    due = [one for one in standing if one != OPEN]
    missed = sum(one != KEPT for one in due)
    waiting = len(standing) - len(due)
    said = f"{missed} of {counted(len(due), 'promise')} due not kept in time"
    if not due:
        said = "No promise fell due"
    elif not missed:
        said = f"{counted(len(due), 'promise')} due, {'all' if len(due) > 1 else 'it was'} kept in time"
    return f"{said}, {counted(waiting, 'promise')} not due yet" if waiting else said


def standing_of(due: object, done: object, today: date | None) -> str:
    """Whether a promise is kept, kept late, open, or broken because its day has passed."""
    due_day = None if due is None or pd.isna(due) else pd.Timestamp(due).date()  # type: ignore[arg-type, call-overload]
    done_day = None if done is None or pd.isna(done) else pd.Timestamp(done).date()  # type: ignore[arg-type, call-overload]
    if done_day is not None:
        return LATE if due_day is not None and done_day > due_day else KEPT
    return BROKEN if due_day is not None and today is not None and due_day < today else OPEN


def _due(w: Warehouse, scope: Scope) -> pd.DataFrame:
    rows = frame(w, "interactions", scope, when="next_step_due").rows
    return rows[rows["next_step"].notna() | rows["next_step_due"].notna()].sort_values(
        "next_step_due", ascending=False, na_position="first"
    )
