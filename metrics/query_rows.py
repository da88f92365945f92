"""Exactly the records behind a figure, the first of them without reading the rest, and where every one of them lies."""

from __future__ import annotations

import math

import pandas as pd

from metrics.query_figures import ask
from metrics.query_tables import Engine, Table
from metrics.query_text import SOURCE, Question, where

#: A list is first looked for among so many rows for each it may have, in the order of the files; where it is not full,
#: among so many times as many as that makes likely, or as many more where there was none; beyond half of all, in all.
NEAR, WIDER, MUCH_WIDER = 20, 1.5, 50


def listed(engine: Engine, question: Question, reason: str | None, limit: int | None) -> pd.DataFrame:
    """The measured rows in the order of the files, or those left out for a reason; at most `limit`."""
    if limit is None:
        return ask(engine, question, _rows(question, reason))
    reach = NEAR * limit
    within = _within(question.table, reach)
    if question.metric.at_a_point_in_time:
        # Few of all tickets are open: where they stand is asked before wide rows are read.
        places = ask(engine, question, _first_places(question, reason, limit, within))
    else:
        places = ask(engine, question, _rows(question, reason, limit, within=within))
        if len(places) == limit or within == _ALL:
            return places
    while within != _ALL and len(places) < limit:
        reach = math.ceil(reach * (limit / len(places) * WIDER if len(places) else MUCH_WIDER))
        within = _within(question.table, reach)
        places = ask(engine, question, _first_places(question, reason, limit, within))
    if places.empty:
        return ask(engine, question, _rows(question, reason, 0))
    between = " AND ".join(
        f"{name} BETWEEN {places[name].min()} AND {places[name].max()}" for name in ("import_id", "row_no")
    )
    # By the row number alone: the other columns of a row are then read only where it is one of those sought.
    source = (
        f'(SELECT * FROM "{question.table.name}" WHERE row_no IN (SELECT unnest($row_numbers)) AND {between})'
    )
    named = {"row_numbers": places["row_no"].astype(int).tolist()}
    found = ask(engine, question, _rows(question, reason, None, source), named)
    sought = set(_places_of(places))
    return found[[place in sought for place in _places_of(found)]].head(limit).reset_index(drop=True)


def _places_of(found: pd.DataFrame) -> list[tuple[int, str, int]]:
    return list(zip(found["import_id"], found["sheet"].fillna(""), found["row_no"], strict=True))


_ALL = "TRUE"


def _within(table: Table, reach: int) -> str:
    """The condition that leaves about the first `reach` rows in the order of the files; all where it cannot be said.

    Rows are stored in that order, so that most of a large table is not even read.
    """
    before = 0
    for block in table.imported_blocks:
        if before + block.row_count <= reach:
            before += block.row_count
            continue
        if not block.is_one_sheet or 2 * reach >= table.row_count:
            return _ALL
        share = (reach - before) / block.row_count
        last = block.first_row + math.ceil(share * (block.last_row - block.first_row + 1))
        here = f"import_id = {block.import_id} AND row_no <= {last}"
        return f"(import_id < {block.import_id} OR ({here}))" if before else f"({here})"
    return _ALL


def _first_places(question: Question, reason: str | None, limit: int, within: str) -> str:
    """Where the first rows of a list stand, so that a list that is cut need not sort wide rows."""
    return (
        f"SELECT {', '.join(SOURCE)} FROM (SELECT {', '.join(SOURCE)}, {question.left_out()} AS left_out FROM "
        f"{question.asked(columns=question.mentioned(*SOURCE))}) AS placed WHERE left_out = "
        f"{_reason_number(question, reason)} AND {within} ORDER BY {', '.join(SOURCE)} LIMIT {int(limit)}"
    )


def _rows(
    question: Question,
    reason: str | None,
    limit: int | None = None,
    source: str | None = None,
    within: str = _ALL,
) -> str:
    """The measured rows (or those left out for a reason) with everything the table says of them."""
    types = question.table.types
    shown = [
        f'"{name}"'
        for name in types
        if not name.endswith("_as_written")
        and not (name.endswith("_day") and name[:-4] in types)
        and not types[name].startswith("STRUCT")
    ]
    measured = f", {question.metric.measured} AS measured_value" if question.metric.measured else ""
    conditions = [*question.conditions(), within]
    return (
        f"SELECT {', '.join(shown)}{', measured_value' if measured else ''} FROM (SELECT *, "
        f"{question.left_out()} AS left_out{measured} FROM {question.known_state(source)}"
        f"{where(conditions)}) AS listed WHERE left_out = "
        f"{_reason_number(question, reason)} ORDER BY {', '.join(SOURCE)}"
        f"{f' LIMIT {int(limit)}' if limit is not None else ''}"
    )


def _reason_number(question: Question, reason: str | None) -> int:
    return 0 if reason is None else [name for _, name in question.reasons()].index(reason) + 1


def places(question: Question) -> str:
    """The row numbers of the measured rows, a list for every import and sheet."""
    return (
        "SELECT import_id, coalesce(sheet, '') AS sheet, array_agg(row_no) AS row_numbers FROM "
        f"(SELECT import_id, sheet, row_no, {question.left_out()} AS left_out FROM "
        f"{question.asked(columns=question.mentioned(*SOURCE))}) AS named WHERE left_out = 0 "
        "GROUP BY import_id, coalesce(sheet, '') ORDER BY import_id, sheet"
    )
