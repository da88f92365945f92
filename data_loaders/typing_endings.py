"""How items ended, where a board says it in several columns: cancelled beats done, and an end needs a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from contracts.contract import normalised
from data_loaders.recognition import Assignment
from data_loaders.typing_cells import Decision, counted, one_of

#: The answer that lets the change into the last category stand for the end of items that are done without one.
DONE_DATE, STATUS_CHANGED = "done_date", "status_changed"
_RESULT, _WHEN = "state_category", "status_changed"


def settle_endings(
    cursor: duckdb.DuckDBPyConnection,
    raw: str,
    decided: Sequence[Decision],
    assignments: Sequence[Assignment],
    answers: Mapping[str, str],
) -> tuple[tuple[Decision, ...], list[str]]:
    """The decisions with cancelled items taken out of the done ones, and what a reader must know about ends.

    A board's category knows no "cancelled": an item nobody wanted any more is done for it. Where the state or
    the resolution says so (`overruled_by` of the assignment), the item counts as cancelled.
    """
    by_name = {decision.column: decision for decision in decided}
    given = {assignment.column.name: assignment for assignment in assignments}
    if _RESULT not in by_name:
        return tuple(decided), []
    warnings: list[str] = []
    state = given[_RESULT]
    before = by_name[_RESULT].sql
    if state.overruled_by:
        spoken = given["state"].cells if "state" in given else ()
        after = _overruled(cursor, raw, before, state, spoken)
        by_name[_RESULT] = replace(by_name[_RESULT], sql=after)
        changed = _count(cursor, raw, f"({after}) = 'cancelled' AND ({before}) IS DISTINCT FROM 'cancelled'")
        if changed:
            warnings.append(
                f"{counted(changed, 'item is', 'items are')} over by the category of the state and cancelled by"
                " state or resolution: counted as cancelled, not as done."
            )
    if "done" in by_name:
        warnings += _without_date(cursor, raw, by_name, given, answers)
    return tuple(by_name[decision.column] for decision in decided), warnings


def _overruled(
    cursor: duckdb.DuckDBPyConnection, raw: str, before: str, state: Assignment, spoken: tuple[int, ...]
) -> str:
    """SQL of the state after the columns that overrule it; `spoken` are those of the state as the tool writes it."""
    cancelled = {normalised(word) for word in ("cancelled", *state.column.choices["cancelled"])}
    branches = []
    for cell in state.overruled_by:
        found = cursor.execute(f"SELECT DISTINCT c{cell} FROM {raw} WHERE c{cell} IS NOT NULL").fetchall()
        texts = [str(text) for (text,) in found if normalised(str(text)) in cancelled]
        if texts:
            # An item taken up again may still carry the resolution of its first end.
            over = "" if cell in spoken else f" AND ({before}) IN ('done', 'closed', 'resolved', 'unknown')"
            branches.append(f"WHEN {one_of(f'c{cell}', texts)}{over} THEN 'cancelled'")
    return f"CASE {' '.join(branches)} ELSE ({before}) END" if branches else before


def _without_date(
    cursor: duckdb.DuckDBPyConnection,
    raw: str,
    by_name: dict[str, Decision],
    given: Mapping[str, Assignment],
    answers: Mapping[str, str],
) -> list[str]:
    undated = f"({by_name[_RESULT].sql}) = 'done' AND ({by_name['done'].sql}) IS NULL"
    count = _count(cursor, raw, undated)
    if not count:
        return []
    sentence = f"{counted(count, 'item is', 'items are')} done and have no date in “{given['done'].header}”"
    if _WHEN not in by_name:
        return [f"{sentence}: they are in no week's throughput and no lead time."]
    other = f"“{given[_WHEN].header}”"
    if answers.get(DONE_DATE) != STATUS_CHANGED:
        offer = f"To take the date of {other} for them, answer {DONE_DATE}={STATUS_CHANGED}."
        return [f"{sentence}: they are in no week's throughput and no lead time. {offer}"]
    done = by_name["done"]
    filled = (
        f"coalesce(({done.sql}), CASE WHEN ({by_name[_RESULT].sql}) = 'done' THEN ({by_name[_WHEN].sql}) END)"
    )
    # A cell that was filled and refused stays refused: only an empty one is filled from elsewhere.
    by_name["done"] = replace(done, sql=f"CASE WHEN {done.present} THEN ({done.sql}) ELSE {filled} END")
    return [f"{sentence}: they take that of {other}, as you said."]


def _count(cursor: duckdb.DuckDBPyConnection, raw: str, condition: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {raw} WHERE {condition}").fetchall()[0][0])
