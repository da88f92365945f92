"""The rows of a table or view that a scope is about, for answers that are not one number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd

from contracts import all_contracts, in_words
from metrics.query_tables import Engine, Table, as_date, as_instant, table
from metrics.query_text import STEP, counted_elsewhere, where
from metrics.scope import NOT_SET, Scope, day_of

#: Named views of up to so many rows are read once: planning views made of views takes longer than reading them.
MOST_KEPT = 20_000

_Whole = dict[tuple[str, tuple[str, ...]], pd.DataFrame | None]
_KEPT: WeakKeyDictionary[Engine, tuple[str, _Whole]] = WeakKeyDictionary()
_LOCK = Lock()


class Frame(NamedTuple):
    """Rows with all their columns, the instant they are about, and the filters that say nothing of them."""

    rows: pd.DataFrame
    as_of: datetime | None
    notes: tuple[str, ...]


def frame(
    engine: Engine,
    name: str,
    scope: Scope,
    *,
    when: str | None = None,
    all_time: bool = False,
    columns: Sequence[str] = (),
    every_child: bool = False,
    only: str = "",
) -> Frame:
    """The rows of `name` in a scope, in the order of their sheets, with all or the given columns.

    `when` places a row in the scope's period; rows without it are kept (they are placed nowhere, and the
    caller says so). What happened after an explicit as-of is left out. `all_time` ignores the start, not the
    as-of. A filter on a dimension the table does not have leaves all rows and is said in `notes`. Children that
    are counted at their parent are no rows of their own unless `every_child` is looked at. `only` is a condition
    in SQL that narrows the rows further.
    """
    facts = table(engine, name, scope.grants)
    conditions, params, notes = _filters(facts, scope)
    conditions += [f"({only})"] if only else []
    if not every_child:
        for condition in counted_elsewhere(facts, scope):
            conditions.append(f"NOT coalesce({condition}, FALSE)")
            if scope.as_of is not None:
                params["known_before"] = scope.as_of
    limits = {} if when is None else _limits(facts, scope, all_time)
    listed = ["import_id", "sheet", "row_no", *columns] if columns else ["*"]
    day = facts.day(when) if when is not None else ""
    whole = None if only or len(conditions) > len(_applied(facts, scope)) else _whole(engine, facts)
    if whole is not None:
        every_row: pd.DataFrame | None = whole
        found = _passing(whole, facts, scope, day, limits)
        found = found[listed] if columns else found
    else:
        conditions += [
            f'("{day}" IS NULL OR "{day}" {comparison} CAST(${parameter} AS DATE))'
            for parameter, (comparison, _) in limits.items()
        ]
        params |= {parameter: limit for parameter, (_, limit) in limits.items()}
        named = ", ".join(one if one == "*" else f'"{one}"' for one in listed)
        sql = f'SELECT {named} FROM "{name}"{where(conditions)} ORDER BY import_id, sheet, row_no'
        found = engine.query(sql, params or None, scope.grants)
        every_row = found if not conditions and day in found else None
    if len(found):
        facts.is_empty = False
    return Frame(found, _as_of(engine, facts, scope, when, every_row), notes)


def _whole(engine: Engine, facts: Table) -> pd.DataFrame | None:
    """Every row of a named view that is small, read once for a content of the database; None for other tables."""
    if facts.contract is not None or not {"import_id", "sheet", "row_no"} <= facts.types.keys():
        return None
    with _LOCK:
        content_id = engine.content_id
        kept = _KEPT.get(engine)
        if kept is None or kept[0] != content_id:
            kept = _KEPT[engine] = (content_id, {})
    key = (facts.name, facts.grants)
    if key not in kept[1]:
        sql = f'SELECT * FROM "{facts.name}" ORDER BY import_id, sheet, row_no LIMIT {MOST_KEPT + 1}'
        found = engine.query(sql, None, facts.grants)
        kept[1][key] = found if len(found) <= MOST_KEPT else None
    return kept[1][key]


def _passing(
    whole: pd.DataFrame, facts: Table, scope: Scope, day: str, limits: dict[str, tuple[str, date]]
) -> pd.DataFrame:
    """The rows that pass the filters of a scope and lie within its limits; those without a day are kept."""
    passing = pd.Series(True, index=whole.index)
    for column, values in _applied(facts, scope):
        named = whole[column]
        text = named if facts.types[column] == "VARCHAR" else named.astype("string")
        passing &= text.isin([value for value in values if value != NOT_SET]) | (
            named.isna() if NOT_SET in values else False
        )
    for comparison, limit in limits.values():
        days, edge = whole[day], pd.Timestamp(limit)
        within = {">=": days.ge, "<": days.lt, "<=": days.le}[comparison](edge)
        passing &= days.isna() | within
    return whole.copy(deep=False) if passing.all() else whole[passing].reset_index(drop=True)


def newest(engine: Engine, name: str, scope: Scope) -> datetime | None:
    """The scope's own as-of, else the newest moment a table tells of; None where it is empty."""
    return scope.as_of or _newest(table(engine, name, scope.grants))


def newest_told(engine: Engine, scope: Scope) -> datetime | None:
    """The scope's own as-of, else the newest moment that any kind of rows tells of; None where none does."""
    if scope.as_of is not None:
        return scope.as_of
    known = [table(engine, kind, scope.grants) for kind in all_contracts()]
    moments = [_newest(one) for one in known if one.event_columns and not one.is_empty]
    return max((moment for moment in moments if moment is not None), default=None)


def newest_per_part(engine: Engine, name: str, scope: Scope, by: str) -> dict[str, datetime]:
    """The newest event of every part, so that the silence of one shows although others speak."""
    facts = table(engine, name, scope.grants)
    column = facts.column(by)
    if column is None or not facts.event_columns or facts.newest is None:
        return {}
    conditions, params, _ = _filters(facts, scope)
    known = ", ".join(
        f'max(CAST("{event}" AS TIMESTAMP)) FILTER (WHERE "{event}" <= CAST($newest AS TIMESTAMP))'
        for event in facts.event_columns
    )
    found = engine.query(
        f'SELECT "{column}" AS part, greatest({known}) AS newest FROM "{name}"{where(conditions)} GROUP BY "{column}"',
        {**params, "newest": facts.newest},
        scope.grants,
    ).dropna()
    return {
        str(part): moment.to_pydatetime() for part, moment in zip(found["part"], found["newest"], strict=True)
    }


def count_per_part(engine: Engine, name: str, scope: Scope, by: str, condition: str) -> dict[str, int]:
    """How many rows of every part meet a condition."""
    facts = table(engine, name, scope.grants)
    column = facts.column(by)
    if column is None:
        return {}
    conditions, params, _ = _filters(facts, scope)
    found = engine.query(
        f'SELECT "{column}" AS part, count(*) AS n FROM "{name}"{where([*conditions, condition])} GROUP BY "{column}"',
        params or None,
        scope.grants,
    ).dropna()
    return {str(part): int(n) for part, n in zip(found["part"], found["n"], strict=True)}


def _filters(facts: Table, scope: Scope) -> tuple[list[str], dict[str, Any], tuple[str, ...]]:
    """The conditions of a scope's filters, their values, and what does not apply."""
    conditions: list[str] = []
    params: dict[str, Any] = {}
    for position, (column, values) in enumerate(_applied(facts, scope)):
        either = []
        for number, value in enumerate(values):
            if value == NOT_SET:
                either.append(f'"{column}" IS NULL')
            else:
                either.append(f'CAST("{column}" AS VARCHAR) = $filter_{position}_{number}')
                params[f"filter_{position}_{number}"] = value
        conditions.append(f"({' OR '.join(either)})")
    notes = tuple(
        f"The filter {dimension} does not apply to {in_words(facts.name)}: it is not given there."
        for dimension, _ in scope.filters
        if facts.column(dimension) is None
    )
    return conditions, params, notes


def _applied(facts: Table, scope: Scope) -> list[tuple[str, tuple[str, ...]]]:
    """The filters of a scope that a table can be asked: column and values."""
    return [
        (column, values)
        for dimension, values in scope.filters
        if (column := facts.column(dimension)) is not None
    ]


def _limits(facts: Table, scope: Scope, all_time: bool) -> dict[str, tuple[str, date]]:
    """How the day of a row must compare, by the name of the parameter."""
    limits = {
        "start_day": (">=", None if all_time else scope.start),
        "end_day": ("<", scope.end),
        "as_of_day": ("<=", day_of(scope.as_of, facts.timezone) if scope.as_of is not None else None),
    }
    return {name: (comparison, limit) for name, (comparison, limit) in limits.items() if limit is not None}


def _as_of(
    engine: Engine, facts: Table, scope: Scope, when: str | None, every_row: pd.DataFrame | None
) -> datetime | None:
    """The scope's own as-of; else the newest `when` there is; else the newest moment the table tells of.

    `every_row` is the whole table where it has just been read: then nothing is asked again.
    """
    if scope.as_of is not None or when is None or facts.is_empty:
        return scope.as_of or _newest(facts)
    if every_row is not None and facts.day(when) in every_row:
        last = every_row[facts.day(when)].max()
    else:
        sql = f'SELECT max("{facts.day(when)}") AS newest FROM "{facts.name}"'
        last = engine.query(sql, None, scope.grants)["newest"].iloc[0]
    end = as_instant(as_date(last), "DATE", facts.timezone)
    return end - STEP if end is not None else _newest(facts)


def _newest(facts: Table) -> datetime | None:
    """The newest moment of a table; where it knows days only, the last moment of the day."""
    if facts.is_empty or facts.newest is None:
        return None
    days_only = facts.event_columns and all(facts.types[event] == "DATE" for event in facts.event_columns)
    return facts.newest - STEP if days_only else facts.newest


def last_day(engine: Engine, scope: Scope, as_of: datetime | None) -> date | None:
    """The day, in the reporting time zone, that ages are counted to: of the scope's as-of, else of the given one.

    A scope's as-of is the moment before which things are known: midnight means the day that has just ended.
    """
    moment = scope.as_of - STEP if scope.as_of is not None else as_of
    return day_of(moment, str(engine.setting("reporting_timezone", "UTC"))) if moment is not None else None


def references(rows: pd.DataFrame) -> tuple[tuple[int, str, int], ...]:
    """Where rows came from: import, sheet and row number of each, without repetition, in order."""
    if rows.empty:
        return ()
    # Plain tuples: this is asked for every part of an answer, and data frames take a millisecond a step.
    places = zip(*(rows[name].tolist() for name in ("import_id", "sheet", "row_no")), strict=True)
    return tuple(
        sorted(
            {
                (int(import_id), str(sheet), int(row_no))
                for import_id, sheet, row_no in places
                if not (pd.isna(import_id) or pd.isna(row_no))
            }
        )
    )
