"""Text to stored values, decided per whole column: dates, numbers, durations, words, people, lists.

Each column is looked at as a whole in the database, and what was decided comes out as one SQL expression, so that a
million clean cells cost no Python. What only the reader can know is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from contracts.contract import ColumnType
from data_loaders import typing_dates, typing_numbers
from data_loaders.outcome import Question
from data_loaders.recognition import Assignment
from data_loaders.typing_cells import Cells, Decision, Typed, condensed, counted
from data_loaders.typing_currencies import code_of, decide_currency
from data_loaders.typing_durations import decide_duration
from data_loaders.typing_endings import settle_endings
from data_loaders.typing_sides import decide_sides
from data_loaders.typing_text import decide_identifier, decide_list, decide_person, decide_text
from data_loaders.typing_words import decide_choice, decide_day_in_words, decide_flag, decide_step
from data_loaders.typing_zone_names import with_distances, zone_in_heading, zone_notes
from data_loaders.typing_zones import zone_named

__all__ = ["Decision", "Decisions", "date_orders", "decide"]

_DATES = (ColumnType.TIMESTAMP, ColumnType.DAY)
_NUMBERS = (ColumnType.WHOLE, ColumnType.NUMBER, ColumnType.MONEY)


@dataclass(frozen=True)
class Decisions:
    """What was decided for every assigned column, in the order of the assignments.

    `timezone` is the zone naive times were taken to be in, or None if it is not known or not needed. As long as
    there are `questions`, the SQL is provisional and serves a preview only.
    """

    columns: tuple[Decision, ...]
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]
    timezone: str | None


def decide(
    cursor: duckdb.DuckDBPyConnection,
    raw: str,
    assignments: Sequence[Assignment],
    native: Sequence[Mapping[str, int]],
    *,
    answers: Mapping[str, str],
    timezone: str | None,
    person_key: str | None,
    rows: str = "true",
) -> Decisions:
    """Decide by whole columns how the raw cells become stored values.

    `raw` is a relation with row_no, c0 … cN (text) and n{i} where a column mixes text with natively typed cells;
    `native` counts the native kinds of each raw column; `rows` is an SQL condition for its data rows. `answers` are
    by question name; `timezone` (IANA) is where naive times are at home; `person_key` keys the hashes of people, who
    are kept as text without one.
    """
    names = [f"typing_cells_{i}" for i in range(len(assignments))]
    table = condensed([Cells(cursor, raw, rows, one, tuple(native)) for one in assignments], names)
    decided = _decide(table, answers, timezone, person_key)
    for name in names:
        cursor.execute(f"DROP TABLE IF EXISTS temp.{name}")
    if decided.questions:
        return decided
    settled, warnings = settle_endings(cursor, raw, decided.columns, assignments, answers)
    return replace(decided, columns=settled, warnings=(*decided.warnings, *warnings))


def date_orders(
    cursor: duckdb.DuckDBPyConnection,
    raw: str,
    assignments: Sequence[Assignment],
    native: Sequence[Mapping[str, int]],
) -> dict[str, str]:
    """Which of day and month comes first in each column of dates, where the rows of `raw` settle it, as answers."""
    dates = [a for a in assignments if a.column.type in _DATES and not a.words]
    found = [typing_dates.survey(Cells(cursor, raw, "true", a, tuple(native))) for a in dates]
    typing_dates.settle_orders(found, {})
    return {
        f"date_order.{column.name}": column.order
        for column in found
        if column.order is not None and not column.undecided and not column.torn
    }


def _decide(
    table: Sequence[Cells], answers: Mapping[str, str], timezone: str | None, person_key: str | None
) -> Decisions:
    questions: list[Question] = []
    typed: dict[int, Typed] = {}
    noise = {i: cells.noise() for i, cells in enumerate(table)}
    # Patterns that match nothing here would only be searched for again and again.
    table = [
        cells if noise[i] else replace(cells, assignment=replace(cells.assignment, drop=()))
        for i, cells in enumerate(table)
    ]

    in_words = {i for i, cells in enumerate(table) if cells.column.type in _DATES and cells.assignment.words}
    typed |= {i: decide_day_in_words(table[i]) for i in in_words}
    asked = timezone or answers.get("timezone")
    zone = zone_named(asked) if asked else None
    named = {
        i: with_distances(cells, zone, answers)
        for i, cells in enumerate(table)
        if cells.column.type in _DATES and i not in in_words
    }
    zone_questions, zone_warnings = zone_notes(list(named.values()))
    questions += zone_questions
    dates = {i: typing_dates.survey(found.cells) for i, found in named.items()}
    questions += typing_dates.settle_orders(list(dates.values()), answers)
    said = {i: zone_in_heading(column.cells.assignment.header) for i, column in dates.items()}
    untold = {i: column for i, column in dates.items() if said[i] is None}
    if zone is None and any(typing_dates.has_local_times(column) for column in untold.values()):
        questions.append(_zone_question(untold, asked))
    typed |= {i: typing_dates.decide_dates(column, said[i] or zone) for i, column in dates.items()}

    numbers = {
        i: typing_numbers.survey(cells)
        for i, cells in enumerate(table)
        if cells.column.type in _NUMBERS and not cells.assignment.words
    }
    _settle_by_currency(table, list(numbers.values()))
    questions += typing_numbers.settle_marks(list(numbers.values()), answers)
    typed |= {i: typing_numbers.decide_numbers(column) for i, column in numbers.items()}
    typed |= {
        i: decide_step(cells)
        for i, cells in enumerate(table)
        if cells.column.type in _NUMBERS and cells.assignment.words
    }

    for i, cells in enumerate(table):
        if i not in typed:
            typed[i] = _decide_alone(cells, answers, person_key)
    in_order = [typed[i] for i in range(len(table))]
    return Decisions(
        columns=tuple(_with_noise(one.decision, noise[i]) for i, one in enumerate(in_order)),
        questions=tuple(questions + [question for one in in_order for question in one.questions]),
        warnings=(*zone_warnings, *(warning for one in in_order for warning in one.warnings)),
        timezone=zone.key if zone else None,
    )


def _settle_by_currency(table: Sequence[Cells], numbers: Sequence[typing_numbers.NumberColumn]) -> None:
    """Let the column of currencies say what “Cr” is behind amounts that do not show it themselves."""
    doubtful = [column for column in numbers if column.signs.sides.cr and column.signs.sides.crore is None]
    if doubtful:
        told = {
            code_of(text) or text.casefold()
            for cells in table
            if cells.column.type is ColumnType.CURRENCY
            for text in cells.values(cells.present, 50)
        }
        for column in doubtful:
            decide_sides(column.signs.sides, column.cells.column, told, grouped=False)


def _with_noise(decision: Decision, noise: int) -> Decision:
    if not noise:
        return decision
    how = f"{decision.how} {counted(noise, 'cell holds', 'cells hold')} nothing but noise of the tool, kept empty."
    return replace(decision, how=how)


def _decide_alone(cells: Cells, answers: Mapping[str, str], person_key: str | None) -> Typed:
    match cells.column.type:
        case ColumnType.DURATION:
            return decide_duration(cells, answers)
        case ColumnType.FLAG:
            return decide_flag(cells)
        case ColumnType.CHOICE | ColumnType.RANK:
            return decide_choice(cells)
        case ColumnType.CURRENCY:
            return decide_currency(cells, answers)
        case ColumnType.PERSON:
            return decide_person(cells, person_key)
        case ColumnType.LIST:
            return decide_list(cells)
        case ColumnType.IDENTIFIER:
            return decide_identifier(cells)
        case _:
            return decide_text(cells)


def _zone_question(dates: Mapping[int, typing_dates.DateColumn], asked: str | None) -> Question:
    headings = [column.cells.heading for column in dates.values() if typing_dates.has_local_times(column)]
    listed = ", ".join(headings[:3]) + (f" and {len(headings) - 3} more" if len(headings) > 3 else "")
    wrong = f"“{asked}” is not a time zone of the IANA list. " if asked else ""
    return Question(
        "timezone",
        f"{wrong}In which time zone are the times in {listed}? They carry none themselves. "
        "Give its IANA name, such as Europe/Berlin or America/New_York; it is remembered for this source.",
        suggested="UTC",
    )
