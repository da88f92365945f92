"""What one column of dates holds: found by parsing all of it and looking at what is left over.

The notations come from a few hundred distinct texts; the whole column is then parsed with them, and what is left
over is looked at in turn, so that nothing is decided by the first rows alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args

from contracts.contract import ColumnType
from data_loaders.typing_cells import Cells, counted
from data_loaders.typing_date_notations import (
    OPEN_ENDED_DATE,
    PLACEHOLDER_DATE,
    ZERO_DATE,
    Notation,
    Order,
    Preparation,
    are_years_first,
    is_open_ended,
    is_placeholder,
    is_zero_date,
    read,
    weekday_numbers,
    year_first,
)
from data_loaders.typing_date_sequence import by_sequence

_ROUNDS = 5
_LEFT_ROWS = 50_000
#: Dates that all fit both orders are few: of more rows than this the first tell.
_IN_ORDER = 2_000
#: A few cells that fit only the other order are slips of the pen; more of them are two sources in one column.
_SLIPS = 0.005
#: The first and the last year a date of this type can mean. A moment at the beginning of 1970 is what programs make of
#: nothing: never counted as a year of its own.
YEARS = {ColumnType.TIMESTAMP: (1971, 2100), ColumnType.DAY: (1900, 2100)}


@dataclass
class DateColumn:
    """What is known so far of one column of dates.

    `order` stays None while day and month are both possible everywhere (`undecided`) or contradict (`torn`).
    Where they are equal in every cell (`either`), any order will do and shows nothing of other columns.
    """

    cells: Cells
    notations: list[Notation] = field(default_factory=list)
    preparation: Preparation = field(default_factory=Preparation)
    zero_dates: bool = False
    open_ended: bool = False
    placeholders: bool = False
    order: Order | None = None
    undecided: bool = False
    either: bool = False
    torn: tuple[int, int] | None = None
    example: str = ""
    guarded: bool = False
    all_fit: bool = False
    years: tuple[int, int] = (1970, 1970)
    years_first: bool = False
    why: str = ""

    @property
    def name(self) -> str:
        """The contract column."""
        return self.cells.column.name

    @property
    def day(self) -> bool:
        """Whether it holds calendar days rather than instants."""
        return self.cells.column.type is ColumnType.DAY

    def text(self, notation: Notation) -> str:
        """SQL: the text a notation is parsed from; days lose the distance from UTC, the day is that written down."""
        text = self.preparation.sql(self.cells.text) if notation.prepared else self.cells.text
        if self.day and notation.zone == "offset":
            text = rf"regexp_replace({text}, '\s?[+-]\d\d(?::?\d\d)?(\s+\d{{4}})?\s*$', '\1')"
        return text

    def parsed(self, notations: Iterable[Notation]) -> str:
        """SQL: the naive timestamp in the first of the notations that fits, or NULL."""
        attempts = []
        for notation in notations:
            if self.day and notation.next_day:
                # The end of a day belongs to that day.
                attempts.append(replace(notation, next_day=False).sql(self.text(notation)))
            elif self.day and notation.zone == "offset":
                without = notation.format.replace(" %z", "").replace("%z", "")
                plain = Notation(without, notation.order, "local", notation.prepared)
                attempts.append(plain.sql(self.text(notation)))
            else:
                attempts.append(self._until_its_end(notation, notation.sql(self.text(notation))))
        if not attempts:
            return "CAST(NULL AS TIMESTAMP)"
        return attempts[0] if len(attempts) == 1 else f"coalesce({', '.join(attempts)})"

    def _until_its_end(self, notation: Notation, moment: str) -> str:
        """SQL: of a deadline written as a day, the last second of that day."""
        if self.day or not self.cells.column.until or notation.timed:
            return moment
        return f"({moment} + INTERVAL 86399 SECOND)"

    def chosen(self, zone: str | None = None) -> list[Notation]:
        """The notations in use under the order decided (day-first while it is open), two-digit years first."""
        order = self.order or "day-first"
        used = [
            notation
            for notation in self.notations
            if notation.order in (None, order)
            and (notation.prepared or replace(notation, prepared=True) not in self.notations)
        ]
        if zone:
            used = [notation for notation in used if (notation.zone == "local") is (zone == "local")]
        return sorted(used, key=lambda notation: "%y" not in notation.format)

    def within_years(self, moment: str) -> str:
        """SQL: the moment, or NULL where the column holds years no export means, or words the database takes."""
        if not self.guarded:
            return moment
        low, high = YEARS[self.cells.column.type]
        return (
            f"CASE WHEN {moment} >= TIMESTAMP '{low}-01-01' AND {moment} < TIMESTAMP '{high + 1}-01-01' "
            f"AND regexp_matches({self.cells.text}, '[0-9]') THEN {moment} END"
        )

    @property
    def present(self) -> str:
        """SQL: whether the cell holds a date or something that should be one."""
        present = self.cells.present
        if self.zero_dates:
            present += f" AND NOT regexp_full_match({self.cells.text}, '{ZERO_DATE}')"
        if self.open_ended:
            present += f" AND NOT regexp_full_match({self.cells.text}, '{OPEN_ENDED_DATE}')"
        if self.placeholders:
            present += f" AND NOT {self.placeholder}"
        return f"({present})"

    @property
    def placeholder(self) -> str:
        """SQL: whether the cell holds the day a program writes where there is no date."""
        return f"coalesce(regexp_full_match({self.cells.text}, '{PLACEHOLDER_DATE}'), false)"

    @property
    def local(self) -> str:
        """SQL: the moment as written, whatever its zone."""
        chosen = self.chosen()
        moment = self.parsed(chosen)
        if self.all_fit and chosen and all(notation.is_cast for notation in chosen):
            # Every text was seen to be of these notations: a cast reads them in half the time, except some with
            # odd spaces around them, which are left to what was tried on them before.
            return f"coalesce(try_cast({self.cells.text} AS TIMESTAMP), {moment})"
        return self.within_years(moment)


def survey(cells: Cells) -> DateColumn:
    """Find the notations of a column by parsing all of it and looking at what is left, until nothing new appears."""
    column = DateColumn(cells)
    seen = cells.first_texts | cells.spread()
    column.years_first = are_years_first(seen)
    for _ in range(_ROUNDS):
        if not _learn(column, seen):
            break
        _settle_from(column, seen)
        seen = _left_over(column)
        if not seen:
            break
    _drop_counted(column)
    _settle_order(column)
    return column


def _learn(column: DateColumn, texts: Mapping[str, int]) -> bool:
    """Add what these texts show; whether anything was new."""
    before = _learnt(column)
    for text in texts:
        if is_zero_date(text):
            column.zero_dates = True
        elif is_open_ended(text):
            column.open_ended = column.guarded = True
        elif not column.day and is_placeholder(text):
            column.placeholders = column.guarded = True
        else:
            notations, preparation = read(text)
            if column.years_first:
                notations = year_first(notations)
            column.preparation |= preparation
            column.notations += [notation for notation in notations if notation not in column.notations]
            if any(notation.order for notation in notations) and not column.example:
                column.example = text
    return before != _learnt(column)


def _learnt(column: DateColumn) -> tuple[object, ...]:
    special = (column.zero_dates, column.open_ended, column.placeholders, column.guarded)
    return (len(column.notations), column.preparation, *special)


def _settle_from(column: DateColumn, texts: Iterable[str]) -> None:
    """Take an order for the time being if these texts allow only one: then one parse of the column is enough."""
    if column.order or not any(notation.order for notation in column.notations):
        return
    fits = dict.fromkeys(get_args(Order), True)
    for text in texts:
        for notation in read(text)[0]:
            if notation.order and not _fits(text, notation.order):
                fits[notation.order] = False
    possible = [order for order, fit in fits.items() if fit]
    column.order = possible[0] if len(possible) == 1 else None


def _fits(text: str, order: Order) -> bool:
    digits = [int(part) for part in "".join(c if c.isdigit() else " " for c in text).split()[:2]]
    if is_zero_date(text) or len(digits) < 2:
        return True
    day, month = digits if order == "day-first" else digits[::-1]
    return day <= 31 and month <= 12


def _left_over(column: DateColumn) -> dict[str, int]:
    """Distinct texts of the column that none of the notations parses, or only into an impossible year."""
    low, high = YEARS[column.cells.column.type]
    moment = column.parsed(column.notations if column.order is None else column.chosen())
    unread, first, last, words = column.cells.aggregates(
        f"count(*) FILTER (WHERE moment IS NULL AND {column.cells.text} IS NOT NULL)",
        "year(min(moment))",
        "year(max(moment))",
        # Whatever the format, the database takes the words "epoch" and "infinity" for this moment.
        "bool_or(moment = TIMESTAMP '1900-01-01')",
        given={"moment": moment},
    )
    if isinstance(first, int) and isinstance(last, int):
        column.guarded |= bool(words) or first < low or last > high
        column.years = (max(first, low), max(min(last, high), low))
    column.all_fit = not unread and not column.guarded
    if column.all_fit:
        return {}
    return column.cells.glimpse(f"({column.within_years(moment)}) IS NULL AND {column.present}", _LEFT_ROWS)


def _drop_counted(column: DateColumn) -> None:
    """Keep bare numbers as dates only where every cell of the column is one, and of one sort."""
    counted_ones = [notation for notation in column.notations if notation.counted]
    if not counted_ones:
        return
    for notation in counted_ones:
        fitting = column.within_years(column.parsed([notation]))
        column.all_fit = False
        numbers = column.cells.count(all=column.present, fit=f"({fitting}) IS NOT NULL")
        if numbers["all"] and numbers["fit"] == numbers["all"]:
            column.notations = [notation]
            return
    column.notations = [notation for notation in column.notations if not notation.counted]


def _settle_order(column: DateColumn) -> None:
    """Decide by the whole column whether the day or the month comes first."""
    by_order = {order: [n for n in column.notations if n.order == order] for order in get_args(Order)}
    if not by_order["day-first"]:
        column.order = None
        return
    if column.order:
        # The first rows allow only this order. If all others do too, that settles it.
        if column.all_fit:
            column.why = "every date fits"
            return
        other = next(order for order in get_args(Order) if order != column.order)
        stray = column.parsed(by_order[other])
        if not column.cells.count(n=f"{column.parsed(column.chosen())} IS NULL AND {stray} IS NOT NULL")["n"]:
            column.why = "every date fits"
            return
    # The order must be open while both are counted.
    column.order = None
    day, month = (column.within_years(column.parsed(by_order[order])) for order in get_args(Order))
    found = column.cells.count(
        {"by_day": day, "by_month": month},
        either="by_day IS NOT NULL OR by_month IS NOT NULL",
        only_day="by_day IS NOT NULL AND by_month IS NULL",
        only_month="by_month IS NOT NULL AND by_day IS NULL",
        differ="by_day <> by_month",
    )
    only_day, only_month = found["only_day"], found["only_month"]
    if only_day and only_month:
        column.torn = (only_day, only_month)
        few, many = sorted((only_day, only_month))
        if few <= max(1, _SLIPS * found["either"]) and many >= 20 * few:
            column.order = "day-first" if only_day > only_month else "month-first"
            column.why = f"{counted(many, 'cell fits', 'cells fit')} only so"
    elif only_day or only_month:
        column.order = "day-first" if only_day else "month-first"
        column.why = f"{counted(only_day or only_month, 'cell fits', 'cells fit')} only so"
    elif found["differ"] and (told := _told_elsewhere(column, day, month, by_order["day-first"])):
        column.order, column.why = told
    elif found["differ"]:
        column.undecided = True
        column.example = next(iter(column.cells.glimpse(f"{day} <> {month}", 1)), column.example)
    else:
        column.order, column.either = "day-first", True
        column.why = "day and month are equal in every cell"


def _told_elsewhere(
    column: DateColumn, day: str, month: str, notations: Iterable[Notation]
) -> tuple[Order, str] | None:
    """The order that the dates alone leave open and something beside them tells, and what that is."""
    if told := _by_weekday(column):
        return told, "the days of the week beside them fit only so"
    if told := _by_months(column, day, month):
        return told, "they name months, and so all begin one"
    if _have_points(notations):
        return "day-first", "dates with points are written so"
    if told := by_sequence(column.cells.in_order(_IN_ORDER)):
        return told, "the rows are in order of time only so"
    return None


def _have_points(notations: Iterable[Notation]) -> bool:
    """Whether all dates are written with points, as no country does that puts the month first."""
    return {notation.separator for notation in notations} == {"."}


def _by_months(column: DateColumn, day: str, month: str) -> Order | None:
    """The order in which all dates of a column of months are one day of several months; None in any other column."""
    if column.name != "month":
        return None
    days_first, days_second = column.cells.aggregates(
        f"count(DISTINCT day({day}))", f"count(DISTINCT day({month}))"
    )
    if days_first == 1 and days_second != 1:
        return "day-first"
    return "month-first" if days_second == 1 and days_first != 1 else None


def _by_weekday(column: DateColumn) -> Order | None:
    """The order in which the dates fall on the days of the week written beside them; None where nothing tells."""
    fitting: Counter[Order] = Counter()
    for text in column.cells.first_texts:
        word, _, rest = text.strip().partition(" ")
        weekdays = weekday_numbers().get(word.casefold().rstrip(".,"))
        parts = [int(part) for part in re.findall(r"\d+", rest)[:3]]
        if weekdays is None or len(parts) < 3:
            continue
        year = parts[2] if parts[2] > 99 else 2000 + parts[2]
        for order in get_args(Order):
            day, month = parts[:2] if order == "day-first" else parts[1::-1]
            exists = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
            if exists and date(year, month, day).weekday() in weekdays:
                fitting[order] += 1
    if not fitting:
        return None
    likelier = max(fitting, key=lambda order: fitting[order])
    return likelier if 3 * fitting[likelier] > 2 * fitting.total() else None
