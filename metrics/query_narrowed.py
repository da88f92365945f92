"""The rows that pass a filter, copied once for the many questions a page asks of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from metrics.metric import Metric
from metrics.query_tables import Table, table
from metrics.query_text import Question, used, where
from metrics.scope import Scope
from warehouse import Warehouse

#: So many questions go to the whole table: one figure alone is not worth a copy.
FEW = 1
#: A statement that reads more columns than this is asked of the whole table: copying them would cost more.
MOST_COLUMNS = 40

#: The columns that questions about a table have needed so far, so that the next copy has them from the start.
_NEEDED: dict[str, set[str]] = {}


class Narrowed:
    """A database seen through the filters of one scope, for one run of a page in one thread; to be closed.

    Every question of a page reads the same rows: those of one client, say. A scan of 200,000 rows for each of
    thirty questions takes six milliseconds; of a copy of the rows it is about, two and a half. The answers are
    the same because the questions are: they go on naming their filters, and one with others goes to the whole.
    """

    def __init__(self, database: Warehouse, scope: Scope) -> None:
        self.database = database
        self._scope = scope
        self._asked = 0
        self._cursor: duckdb.DuckDBPyConnection | None = None
        self._copied: dict[str, frozenset[str]] = {}

    def query(
        self, sql: str, params: Mapping[str, Any] | None = None, grants: Sequence[str] = ("*",)
    ) -> pd.DataFrame:
        """The answer to one SELECT: from the copy where it asks about one table through these very filters."""
        given = dict(params or {})
        sources = set(re.findall(r'FROM "([a-z_]+)" AS every_row', sql))
        if len(sources) == 1 and self._scope.filters and tuple(grants) == self._scope.grants:
            (name,) = sources
            cursor = self._copy_of(table(self.database, name, self._scope.grants), sql, given)
            if cursor is not None:
                whole, narrow = (f'FROM "{source}" AS every_row' for source in (name, f"narrow_{name}"))
                return cursor.execute(sql.replace(whole, narrow), given).df()
        return self.database.query(sql, params, grants)

    def _copy_of(self, known: Table, sql: str, given: Mapping[str, Any]) -> duckdb.DuckDBPyConnection | None:
        """The cursor that has the rows with every column the statement needs; None where they are not to be had."""
        conditions, params = _filters(known, self._scope)
        if conditions is None or any(condition not in sql for condition in conditions):
            return None
        if any(params.get(name) != value for name, value in given.items() if name.startswith("filter_")):
            return None
        needed = set(re.findall(r"[a-z_][a-z0-9_]*", sql)) & set(known.types)
        self._asked += 1
        if self._asked <= FEW or not needed or len(needed) > MOST_COLUMNS:
            return None
        if self._cursor is None:
            self._cursor = self.database.cursor(self._scope.grants)
        if not needed <= self._copied.get(known.name, frozenset()):
            columns = needed | _NEEDED.get(known.name, set())
            _NEEDED[known.name] = columns if len(columns) <= MOST_COLUMNS else needed
            listed = ", ".join(f'"{name}"' for name in known.types if name in _NEEDED[known.name])
            copy = (
                f'CREATE OR REPLACE TEMP TABLE "narrow_{known.name}" AS '
                f'SELECT {listed} FROM "{known.name}"{where(conditions)}'
            )
            self._cursor.execute(copy, used(copy, params))
            self._copied[known.name] = frozenset(_NEEDED[known.name])
        return self._cursor

    def close(self) -> None:
        """Drop the copies; what is asked afterwards is asked of the database."""
        if self._cursor is not None:
            self._cursor.close()
        self._cursor, self._copied, self._asked = None, {}, -1_000_000

    @property
    def content_id(self) -> str:
        """That of the database."""
        return self.database.content_id

    def imports(self) -> pd.DataFrame:
        """The import ledger of the database."""
        return self.database.imports()

    def setting(self, name: str, default: Any = None) -> Any:
        """A setting of the database."""
        return self.database.setting(name, default)


def _filters(known: Table, scope: Scope) -> tuple[list[str] | None, dict[str, Any]]:
    """The conditions of a scope's filters on a table as every question states them, and their values.

    None where one cannot be applied to stored rows: no such column, or one whose value depends on the as-of.
    """
    names = [known.column(dimension) for dimension, _ in scope.filters]
    if (
        not known.types
        or known.newest is None
        or any(name is None or name == "state_category" or name in known.event_columns for name in names)
    ):
        return None, {}
    anything = Metric(
        name="rows", id="ROWS-0", title="Rows", asks="How many rows are there?", formula="Number of rows.",
        table=known.name, sql="count(*)", kind="count", unit="count",
    )  # fmt: skip
    question = Question(anything, scope, known, known.newest)
    return question.population(), question.params
