"""What metrics ask of a database, and what is known of a table before a question about it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary, proxy

import pandas as pd

from contracts import all_contracts
from contracts.contract import Contract, columns
from metrics.fiscal import fiscal_calendar
from metrics.scope import start_of_day
from warehouse.declared_settings import CHILDREN
from warehouse.parents import COUNTED_AT_PARENT_SINCE

#: Columns that tell when a row came to be, the first that a kind has.
BEGINNINGS = ("opened", "created", "started", "raised", "report_date", "entered", "sent", "held", "happened")


class Engine(Protocol):
    """A database with the tables and views of the contracts; `warehouse.Warehouse` is one."""

    def query(
        self, sql: str, params: Mapping[str, Any] | None = None, grants: Sequence[str] = ("*",)
    ) -> pd.DataFrame:
        """The answer to one SELECT, seen with the grants of a viewer."""

    @property
    def content_id(self) -> str:
        """Changes with everything that can change a figure."""

    def imports(self) -> pd.DataFrame:
        """The import ledger."""

    def setting(self, name: str, default: Any = None) -> Any:
        """A setting by name."""


class Block(NamedTuple):
    """The rows of one import that a viewer sees: how many, and between which rows of the sheet they lie."""

    import_id: int
    is_one_sheet: bool
    first_row: int
    last_row: int
    row_count: int


class Table:
    """What is known of one table or view for one viewer: columns, dimensions, the span of its data.

    Facts are asked for when first needed and kept until the content of the database changes.
    """

    def __init__(self, engine: Engine, name: str, grants: tuple[str, ...], content: _Content) -> None:
        self.name = name
        self._content = content
        self.grants = grants
        # Weak: what is known of the tables is kept as long as the engine lives, and must not keep it alive.
        self._engine: Engine = proxy(engine)
        self.timezone = str(engine.setting("reporting_timezone", "UTC"))
        self.fiscal = fiscal_calendar(engine)
        self._filled: dict[str, bool] = {}
        self._silent: dict[str, tuple[int, ...]] = {}
        self._first: dict[str, date | None] = {}

    def _ask(self, sql: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
        return self._engine.query(sql, params, self.grants)

    @property
    def types(self) -> dict[str, str]:
        """The columns in order with their types; empty where there is no such table."""
        return self._content.types.get(self.name, {})

    @cached_property
    def store(self) -> str | None:
        """The table that keeps every row ever imported of this kind; None for a view of its own."""
        found = self._ask(
            "SELECT 1 AS found FROM information_schema.tables "
            "WHERE table_schema = 'store' AND table_name = $name",
            {"name": self.name},
        )
        return None if found.empty else f'store."{self.name}"'

    @property
    def contract(self) -> type[Contract] | None:
        """The contract of the kind this table is named after; None for a view of its own."""
        return all_contracts().get(self.name)

    @cached_property
    def dimensions(self) -> dict[str, str]:
        """The dimensions that apply to this table, each with its column."""
        contracts = [self.contract] if self.contract else list(all_contracts().values())
        return {
            column.dimension: name
            for contract in contracts
            for name, column in columns(contract).items()
            if column.dimension and name in self.types
        }

    def label(self, name: str) -> str:
        """A column as people call it."""
        contracts = [self.contract] if self.contract else list(all_contracts().values())
        for contract in contracts:
            found = columns(contract).get(name)
            if found is not None:
                return found.label
        return name.replace("_", " ").capitalize()

    def column(self, dimension: str) -> str | None:
        """The column of a dimension, or the column of that name; None where neither is here."""
        found = self.dimensions.get(dimension, dimension)
        return found if found in self.types else None

    @cached_property
    def event_columns(self) -> tuple[str, ...]:
        """Timestamps and days that say what has happened, without those that say what is planned."""
        contracts = [self.contract] if self.contract else list(all_contracts().values())
        happened = {name for contract in contracts for name in contract.happened} | {"happened"}
        return tuple(
            name for name, kind in self.types.items() if name in happened and kind in ("TIMESTAMP", "DATE")
        )

    @cached_property
    def beginning(self) -> str | None:
        """The event with which a row comes to be known; None where rows carry none."""
        occurred = self.contract.occurred if self.contract else None
        return next((name for name in (occurred, *BEGINNINGS) if name in self.event_columns), None)

    def day(self, name: str) -> str:
        """The column with the day, in the reporting time zone, of a timestamp column."""
        return f"{name}_day" if f"{name}_day" in self.types else name

    @cached_property
    def is_empty(self) -> bool:
        """Whether this viewer sees no row at all."""
        return self._ask(f'SELECT 1 AS found FROM "{self.name}" LIMIT 1').empty

    def is_filled(self, name: str) -> bool:
        """Whether any row has a value in a column."""
        if name not in self._filled:
            self._filled[name] = (
                name in self.types
                and not self._ask(
                    f'SELECT 1 AS found FROM "{self.name}" WHERE "{name}" IS NOT NULL LIMIT 1'
                ).empty
            )
        return self._filled[name]

    def first_day(self, name: str) -> date | None:
        """The first day that a column tells of."""
        if name not in self._first:
            found = self._ask(f'SELECT min("{self.day(name)}") AS first_day FROM "{self.name}"')
            self._first[name] = as_date(found["first_day"].iloc[0])
        return self._first[name]

    @cached_property
    def first_event(self) -> date | None:
        """The first day of which any event tells; None where there are no events."""
        days = (self.first_day(name) for name in self.event_columns)
        return min((day for day in days if day is not None), default=None)

    def imports_without(self, name: str) -> tuple[int, ...]:
        """The imports whose rows all leave a column empty."""
        if name not in self._silent:
            found = self._ask(
                f'SELECT import_id FROM "{self.name}" GROUP BY import_id HAVING count("{name}") = 0'
            )
            self._silent[name] = tuple(int(number) for number in found["import_id"])
        return self._silent[name]

    @cached_property
    def imported_blocks(self) -> list[Block]:
        """The rows of every import in the order of imports."""
        found = self._ask(
            "SELECT import_id, count(DISTINCT coalesce(sheet, '')) = 1 AS is_one_sheet, min(row_no) AS first_row, "
            f'max(row_no) AS last_row, count(*) AS row_count FROM "{self.name}" GROUP BY import_id ORDER BY import_id'
        )
        return [Block(*values) for values in found.itertuples(index=False)]

    @cached_property
    def row_count(self) -> int:
        """How many rows this viewer sees."""
        return int(self._ask(f'SELECT count(*) AS row_count FROM "{self.name}"')["row_count"].iloc[0])

    @cached_property
    def counts_children(self) -> bool:
        """Whether children are counted by themselves, as the setting has it."""
        return str(self._engine.setting(CHILDREN, "at parent")) == "each"

    @cached_property
    def has_children(self) -> bool:
        """Whether any row is a child of another, so that it may have to be counted there."""
        return (
            COUNTED_AT_PARENT_SINCE in self.types
            and not self._ask(
                f"SELECT 1 AS found FROM incidents WHERE {COUNTED_AT_PARENT_SINCE} IS NOT NULL LIMIT 1"
            ).empty
        )

    @cached_property
    def newest(self) -> datetime | None:
        """The newest moment the data tell of, in UTC (G1); later than the newest import is a typing error."""
        if not self.event_columns:
            return self._content.imported
        sought = ", ".join(
            f'max("{name}") FILTER (WHERE "{name}" <= CAST($imported AS TIMESTAMP)) AS "{name}"'
            for name in self.event_columns
        )
        found = self._ask(
            f'SELECT {sought} FROM "{self.name}"',
            {"imported": self._content.imported or datetime(9999, 1, 1)},
        )
        moments = [
            as_instant(found[name].iloc[0], self.types[name], self.timezone) for name in self.event_columns
        ]
        known = [moment for moment in moments if moment is not None]
        return max(known) if known else self._content.imported


def as_date(value: Any) -> date | None:
    """A day as DuckDB or pandas hand it over, as a plain date."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def as_instant(value: Any, kind: str, timezone: str) -> datetime | None:
    """A stored timestamp as it is; for a stored day its end, because the day is known as a whole."""
    if value is None or pd.isna(value):
        return None
    if kind == "DATE":
        return start_of_day(pd.Timestamp(value).date() + timedelta(days=1), timezone)
    return pd.Timestamp(value).to_pydatetime()


class _Content:
    """What is known of all tables of one content of a database, each asked for once."""

    def __init__(self, engine: Engine) -> None:
        self.id = engine.content_id
        self.tables: dict[tuple[str, tuple[str, ...]], Table] = {}
        self._engine: Engine = proxy(engine)

    @cached_property
    def types(self) -> dict[str, dict[str, str]]:
        """The columns of every table and view in order with their types."""
        found = self._engine.query(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'main' ORDER BY table_name, ordinal_position"
        )
        types: dict[str, dict[str, str]] = {}
        for name, column, kind in found.itertuples(index=False):
            types.setdefault(str(name), {})[str(column)] = str(kind)
        return types

    @cached_property
    def imported(self) -> datetime | None:
        """When the newest import was made."""
        found = self._engine.imports()
        newest = found["imported_at"].max() if len(found) else None
        return None if newest is None or pd.isna(newest) else pd.Timestamp(newest).to_pydatetime()


_CONTENTS: WeakKeyDictionary[Engine, _Content] = WeakKeyDictionary()


def table(engine: Engine, name: str, grants: tuple[str, ...] = ("*",)) -> Table:
    """What is known of a table, kept per engine as long as its content stays the same."""
    known = _CONTENTS.get(engine)
    if known is None or known.id != engine.content_id:
        known = _CONTENTS[engine] = _Content(engine)
    if (name, grants) not in known.tables:
        known.tables[name, grants] = Table(engine, name, grants, known)
    return known.tables[name, grants]
