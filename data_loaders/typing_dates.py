"""Text to timestamps and days: which of day and month comes first, which zone, and the SQL of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import Decision, Typed, counted, examples
from data_loaders.typing_date_columns import YEARS, DateColumn, survey
from data_loaders.typing_date_notations import Order
from data_loaders.typing_zones import never_shown, shown_twice, to_utc

__all__ = ["DateColumn", "decide_dates", "has_local_times", "settle_orders", "survey"]

_ORDER_WORDS: Mapping[str, Order] = {
    "day-first": "day-first", "dmy": "day-first", "d/m/y": "day-first", "dd/mm/yyyy": "day-first", "day": "day-first",
    "month-first": "month-first", "mdy": "month-first", "m/d/y": "month-first", "mm/dd/yyyy": "month-first",
    "month": "month-first",
}  # fmt: skip


def settle_orders(columns: Sequence[DateColumn], answers: Mapping[str, str]) -> list[Question]:
    """Settle what one column alone could not: by an answer, by the other date columns of the table, or by asking."""
    questions: dict[str, Question] = {}
    for column in columns:
        answer = _ORDER_WORDS.get(answers.get(f"date_order.{column.name}", "").strip().lower())
        if answer and any(notation.order for notation in column.notations):
            column.order, column.undecided, column.why = answer, False, "you said so"
    decided = [column for column in columns if column.order and not (column.undecided or column.either)]
    general = _ORDER_WORDS.get(answers.get("date_order", "").strip().lower())
    for column in columns:
        if column.order or not (column.undecided or column.torn):
            continue
        shapes = {notation.separator for notation in column.notations if notation.order}
        orders = {
            other.order: other
            for other in decided
            if shapes & {notation.separator for notation in other.notations if notation.order}
        }
        if general:
            column.order, column.why = general, "you said so"
        elif column.undecided and len(orders) == 1:
            column.order, other = next(iter(orders.items()))
            column.why = f"as in {other.cells.heading}"
        else:
            question = _order_question(column)
            if question.name not in questions:
                questions[question.name] = question
    return list(questions.values())


def _order_question(column: DateColumn) -> Question:
    heading = column.cells.heading
    if column.torn:
        only_day, only_month = column.torn
        return Question(
            f"date_order.{column.name}",
            f"{heading} holds dates in two orders: {counted(only_day, 'cell fits', 'cells fit')} only day-first, "
            f"{counted(only_month, 'cell fits', 'cells fit')} only month-first. Which order is meant? Cells that do "
            "not fit it are refused.",
            (
                Option(
                    "day-first",
                    "The day comes first",
                    f"{counted(only_month, 'cell is', 'cells are')} refused",
                ),
                Option(
                    "month-first",
                    "The month comes first",
                    f"{counted(only_day, 'cell is', 'cells are')} refused",
                ),
            ),
        )
    text = column.example.strip()
    return Question(
        "date_order",
        f"Which comes first in dates such as “{text}” in {heading}, the day or the month? All dates fit both.",
        (
            Option("day-first", "The day comes first", _effect(column, "day-first")),
            Option("month-first", "The month comes first", _effect(column, "month-first")),
        ),
    )


def _effect(column: DateColumn, order: Order) -> str:
    parsed = column.parsed([notation for notation in column.notations if notation.order == order])
    example = column.example.replace("'", "''")
    moment = column.cells.aggregates(f"any_value({parsed}) FILTER ({column.cells.text} = '{example}')")[0]
    if not isinstance(moment, datetime):
        return ""
    return f"“{column.example.strip()}” becomes {moment.day} {moment:%B %Y}"


def decide_dates(column: DateColumn, zone: ZoneInfo | None) -> Typed:
    """The decision for a column whose order is settled; local times are taken to be in `zone` (UTC if not known)."""
    warnings = _mangled_by_excel(column) + _slips(column) + _left_empty(column)
    if column.day:
        sql, note = f"CAST({column.local} AS DATE)", ""
    else:
        sql, note, more = _instants(column, zone)
        warnings += more
    # Where every text was parsed under the order decided, nothing can be refused.
    refused = 0 if column.all_fit and not column.torn else column.cells.refused(column.local, column.present)
    low, high = YEARS[column.cells.column.type]
    words = _notation_words(column)
    decision = Decision(
        column=column.name,
        sql=sql,
        how=_how(column, words) + note,
        present=column.present,
        refused=refused,
        refusal=f"“{{value}}” is not a real date between {low} and {high}{f' written as {words}' if words else ''}; "
        "correct it or leave the cell empty.",
    )
    return Typed(decision, warnings=warnings)


def _instants(column: DateColumn, zone: ZoneInfo | None) -> tuple[str, str, list[str]]:
    """SQL of the instants in UTC, what to add to `how`, and warnings about clock changes."""
    local, told = column.chosen("local"), column.chosen("told")
    moment = column.within_years(column.parsed(local))
    if not local:
        return column.within_years(column.parsed(told)), "", []
    note, warnings = "", []
    in_utc = moment
    if zone:
        in_utc = to_utc(moment, zone, *column.years)
        twice, never = (doubt("moment", zone, *column.years) for doubt in (shown_twice, never_shown))
        if (twice, never) != ("false", "false"):
            found = column.cells.count({"moment": moment}, twice=twice, never=never)
            warnings = _clock_warnings(column, zone, found)
        note = f" Times are in {zone.key}."
    if told:
        in_utc = f"coalesce({column.within_years(column.parsed(told))}, {in_utc})"
    return in_utc, note, warnings


def _clock_warnings(column: DateColumn, zone: ZoneInfo, found: Mapping[str, int]) -> list[str]:
    warnings = []
    if found["twice"]:
        warnings.append(
            f"{column.cells.heading}: {counted(found['twice'], 'time occurs', 'times occur')} twice in "
            f"{zone.key} because the clock was put back; the first of the two was taken."
        )
    if found["never"]:
        warnings.append(
            f"{column.cells.heading}: {counted(found['never'], 'time does', 'times do')} not exist in "
            f"{zone.key} because the clock was put forward; moved forward with the clock."
        )
    return warnings


def has_local_times(column: DateColumn) -> bool:
    """Whether a time zone must be known to place these times."""
    return not column.day and bool(column.chosen("local"))


def _mangled_by_excel(column: DateColumn) -> list[str]:
    dates = column.cells.kinds.get("date", 0)
    ordered = [notation for notation in column.chosen() if notation.order]
    if not dates or not ordered:
        return []
    both = column.parsed([n for n in column.notations if n.order])
    found = column.cells.count(
        texts=f"NOT ({column.cells.typed}) AND {both} IS NOT NULL",
        small=f"{column.cells.typed} AND day({column.local}) <= 12",
        natives=f"{column.cells.typed} AND {column.local} IS NOT NULL",
    )
    if not found["texts"]:
        return []
    swapped = found["small"] == found["natives"]
    ending = (
        "No day among the real dates is above 12, so a spreadsheet program has probably exchanged day and month "
        "in them. "
        if swapped
        else "A spreadsheet program may have exchanged day and month in the real ones. "
    )
    warning = (
        f"{column.cells.heading} mixes {counted(found['natives'], 'real date')} with "
        f"{counted(found['texts'], 'date')} kept as text. {ending}Nothing was changed; export the file again "
        "without opening it in a spreadsheet program."
    )
    return [warning]


def _slips(column: DateColumn) -> list[str]:
    if not column.torn or not column.order:
        return []
    only_day, only_month = column.torn
    other = only_month if column.order == "day-first" else only_day
    fits = counted(other, "cell fits", "cells fit")
    return [
        f"{column.cells.heading} is read {column.order}; {fits} only the other order and cannot be taken."
    ]


def _left_empty(column: DateColumn) -> list[str]:
    """How many cells hold the first day a program's calendar knows, which it writes where there is no date."""
    if not column.placeholders:
        return []
    found = column.cells.glimpse(column.placeholder, sys.maxsize)
    if not found:
        return []
    cells = counted(sum(found.values()), "cell says", "cells say")
    what = f"{cells} {examples(found, 3)}, which programs write where there is no date"
    return [f"{column.cells.heading}: {what}; kept empty."]


def _notation_words(column: DateColumn) -> str:
    return " or ".join(dict.fromkeys(notation.words for notation in column.chosen()))


def _how(column: DateColumn, words: str) -> str:
    if not words:
        return "No cell could be read as a date." if column.cells.kinds else "Empty."
    sentence = f"Read as {words}."
    used = column.chosen()
    if len(used) > 1:
        # Each cell counts for the notation it is read by, the first that fits; a parse that fails is slow.
        tried = "".join(f" WHEN {column.parsed([one])} IS NOT NULL THEN {i}" for i, one in enumerate(used))
        found = column.cells.count(
            {"used": f"CASE{tried} END"}, **{f"n{i}": f"used = {i}" for i in range(len(used))}
        )
        parts = [f"{notation.words} in {counted(found[f'n{i}'], 'cell')}" for i, notation in enumerate(used)]
        sentence = f"Read as {'; '.join(parts)}."
    if any(notation.order for notation in used):
        first = {"day-first": "The day comes first", "month-first": "The month comes first"}
        sentence += f" {first.get(column.order or '', 'Day or month first must be told')}"
        sentence += f" ({column.why})." if column.why else "."
    if any("%y" in notation.format for notation in used):
        sentence += " Years 69–99 are 19xx, 00–68 are 20xx."
    if column.zero_dates:
        sentence += " Dates of zeros are empty."
    if column.open_ended:
        sentence += " 9999-12-31 means no end and is kept empty."
    return sentence
