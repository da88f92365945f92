"""The DuckDB tables and views that follow from the contracts: nothing is typed here that a contract does not say.

`filled.<kind>` is the table: every row ever imported, in those columns only that ever held anything, because an
empty column costs as much to write as a full one. `store.<kind>` shows it with all columns of the contract; the
view `<kind>` shows the rows that stand, of the clients the viewer has been granted. Pages and metrics see views only.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import duckdb

from contracts import all_contracts
from contracts.contract import Column, ColumnType, Contract, columns
from warehouse.openings import LOGGED_FROM, may_be_logged

#: Where a row came from, which row took its place, and what decides that; first in every table.
PROVENANCE: Mapping[str, str] = {
    "import_id": "BIGINT",
    "sheet": "VARCHAR",
    "row_no": "BIGINT",
    "row_key": "VARCHAR",
    "newer_by": "TIMESTAMP",
    "superseded_by": "BIGINT",
    "source": "VARCHAR",
    "extra": "VARCHAR",
}

#: What every row has: these columns are in the table of a kind from the beginning.
ALWAYS_FILLED = ("import_id", "sheet", "row_no", "source")

#: What rows keep for the next build, and no page shows.
_NOT_SHOWN = ("superseded_by", "row_key", "newer_by", LOGGED_FROM)

#: Names under which one thing may be written differently in different exports; see `aliases.py`.
NAMED_DIMENSIONS = ("client", "service", "vendor", "team", "project")
#: SQL for the names people confirmed: each with the one at the end of its chain, however the names in between follow
#: each other. The chain is followed here and not stored, so that taking one decision back leaves the others as made.
SHOWN_NAMES = (
    "(WITH RECURSIVE chain AS (SELECT dimension, written, name, 1 AS steps FROM meta.aliases WHERE same"
    " UNION ALL SELECT c.dimension, c.written, a.name, c.steps + 1 FROM chain c JOIN meta.aliases a ON a.same"
    " AND a.dimension = c.dimension AND a.written = c.name AND a.name <> a.written WHERE c.steps < 50)"
    " SELECT dimension, written, arg_max(name, steps) AS name FROM chain GROUP BY dimension, written)"
)


def quoted(name: str) -> str:
    """An identifier as SQL text, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named_columns(contract: type[Contract]) -> dict[str, Column]:
    """The columns of a contract that hold the name or key of a client, service, vendor, team or project."""
    return {
        name: column
        for name, column in columns(contract).items()
        if column.dimension in NAMED_DIMENSIONS and column.type in (ColumnType.TEXT, ColumnType.IDENTIFIER)
    }


def written_name(name: str, row: str = "") -> str:
    """SQL for a name as the file wrote it: kept beside the name only where an alias has changed it."""
    return f"coalesce({row}{quoted(name + '_as_written')}, {row}{quoted(name)})"


def base_columns(contract: type[Contract]) -> dict[str, str]:
    """The stored columns that come from the file: name → DuckDB type.

    Beside a name that an alias has changed stands what was written, so that the alias can be taken back; beside an
    opening that follows from other rows stands where the log of its ticket begins.
    """
    stored = {name: column.type.duckdb for name, column in columns(contract).items()}
    if may_be_logged(contract):
        stored[LOGGED_FROM] = "TIMESTAMP"
    return stored | {f"{name}_as_written": "VARCHAR" for name in named_columns(contract)}


def key_of(contract: type[Contract], own: Mapping[str, str] | None = None) -> str:
    """SQL of what identifies a row across exports by the key columns of its kind; `own` gives SQL for some of them."""
    parts = [f"{(own or {}).get(name, quoted(name))}::VARCHAR" for name in contract.key]
    if len(parts) == 1:
        return parts[0]
    return "concat_ws('|', " + ", ".join(f"coalesce({part}, '')" for part in parts) + ")"


def day_columns(contract: type[Contract]) -> list[str]:
    """The timestamps of a contract for which the day in the reporting time zone is stored as `<name>_day`."""
    return [name for name, column in columns(contract).items() if column.type is ColumnType.TIMESTAMP]


def stored_columns(contract: type[Contract], derived: Mapping[str, str]) -> dict[str, str]:
    """Every column of `store.<kind>` with its DuckDB type; `derived` maps the names of derived columns to types."""
    return {
        **PROVENANCE,
        **base_columns(contract),
        **{f"{name}_day": "DATE" for name in day_columns(contract)},
        **derived,
    }


def create_filled(contract: type[Contract]) -> str:
    """The statement that makes the table of a kind of which nothing has been imported yet."""
    listed = ", ".join(f"{quoted(name)} {PROVENANCE[name]}" for name in ALWAYS_FILLED)
    return f"CREATE TABLE filled.{quoted(contract.kind)} ({listed})"


def create_views(
    contract: type[Contract], derived: Mapping[str, str], filled: Collection[str]
) -> tuple[str, str]:
    """The statements that make the two views of a kind over its table, which has the columns `filled`.

    `store.<kind>` has every column and row; `<kind>` the rows that stand, of clients the viewer may see. Without
    a grant on the cursor the condition is NULL, and so that view is empty: it fails closed.
    """
    said = {name: column for name, column in said_by(contract).items() if column in filled}
    every = {
        name: quoted(name) if name in filled else f"{quoted(said[name]) if name in said else 'NULL'}::{kind}"
        for name, kind in stored_columns(contract, derived).items()
    }
    may_see = "getvariable('all_clients')"
    if "client" in columns(contract):
        may_see = f"({may_see} OR list_contains(getvariable('clients'), {every['client']}))"
    stands = f"superseded_by IS NULL AND {may_see}" if "superseded_by" in filled else may_see
    shown = {name: sql for name, sql in every.items() if name not in _NOT_SHOWN}
    for name in named_columns(contract):
        if f"{name}_as_written" in filled:
            shown[f"{name}_as_written"] = written_name(name)
        else:
            shown[f"{name}_as_written"] = every[name]
    kind = quoted(contract.kind)
    return (
        f"CREATE OR REPLACE VIEW store.{kind} AS SELECT {_listed(every)} FROM filled.{kind}",
        f"CREATE OR REPLACE VIEW {kind} AS SELECT {_listed(shown)} FROM filled.{kind} WHERE {stands}",
    )


def _listed(columns_of: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {quoted(name)}" for name, sql in columns_of.items())


def said_by(contract: type[Contract]) -> dict[str, str]:
    """The columns of the provenance that usually say what another column says: those are not written twice."""
    said = {}
    if len(contract.key) == 1 and not contract.lines and contract.key[0] not in named_columns(contract):
        said["row_key"] = contract.key[0]
    if contract.newest_by in columns(contract):
        said["newer_by"] = str(contract.newest_by)
    return said


def filled_columns(cursor: duckdb.DuckDBPyConnection, contract: type[Contract]) -> list[str]:
    """The columns the table of a kind has."""
    return [str(row[0]) for row in cursor.execute(f"DESCRIBE filled.{quoted(contract.kind)}").fetchall()]


def named_views() -> Iterable[str]:
    """The statements of views.sql, in the order they are written."""
    text = Path(__file__).with_name("views.sql").read_text(encoding="utf-8")
    return [
        statement for statement in (part.strip() for part in text.split(";\n")) if _says_something(statement)
    ]


def _says_something(statement: str) -> bool:
    return any(line.strip() and not line.strip().startswith("--") for line in statement.splitlines())


def contract_of(kind: str) -> type[Contract]:
    """The contract of a kind; KeyError names the kinds there are."""
    known = all_contracts()
    if kind not in known:
        raise KeyError(f"no kind of data is called {kind!r}; there are {', '.join(sorted(known))}")
    return known[kind]
