"""Build the successor of a kind's table from its rows, then swap names: readers see all of it or none.

Large deletes and inserts in place let readers of DuckDB 1.5 and 2.0 see half of a commit; swaps never did.
What a build works out: which row of a key stands, names after the aliases, the day of every timestamp in the
reporting time zone, and the derived columns.
"""

from collections.abc import Collection, Iterable, Mapping

import duckdb

from contracts.contract import Contract
from warehouse import (
    corrections,
    deciding,
    histories,
    parents,
    promises,
    supplier_promises,
    untouched,
    working_time,
)
from warehouse.derived import DERIVED, FILLED_IN, derived_types
from warehouse.openings import with_openings
from warehouse.tables import (
    PROVENANCE,
    SHOWN_NAMES,
    base_columns,
    create_views,
    day_columns,
    filled_columns,
    literal,
    named_columns,
    quoted,
    written_name,
)

REPORTING_TIMEZONE = "reporting_timezone"

#: What fills in the columns that do not follow from their own row, in order, and which columns these are.
_FILLED_IN_BY = (
    (parents.with_parents, (parents.COUNTED_AT_PARENT_SINCE,)),
    (deciding.with_deciding, (deciding.DECIDES,)),
    (histories.with_histories, (histories.FIRST_PRIORITY, histories.SECONDS_WITH_VENDOR)),
    (untouched.with_untouched, (untouched.STALE_AFTER,)),
    (working_time.with_working_time, (working_time.WORKING_SECONDS,)),
    (promises.with_promises, tuple(promises.COLUMNS)),
    (supplier_promises.with_supplier_promises, (supplier_promises.SUPPLIER_PROMISES,)),
)


def rebuild(
    cursor: duckdb.DuckDBPyConnection,
    contract: type[Contract],
    *,
    staged: str | None = None,
    fills: Collection[str] | None = None,
    without_import: int | None = None,
) -> None:
    """Put the successor of `filled.<kind>` in its place, inside the caller's transaction.

    `staged` names a temporary table of new rows (provenance and base columns), of which only the columns in
    `fills` hold anything (None: any of them may); `without_import` leaves out the rows of an import that is
    being undone.
    """
    table = f"filled.{quoted(contract.kind)}"
    successor = f"filled.{quoted(contract.kind + '__next')}"
    held = set(filled_columns(cursor, contract))
    holds = set(held)
    if staged is not None:
        holds |= {"row_key", "newer_by", "extra", *base_columns(contract)} if fills is None else set(fills)
    kept = [name for name in PROVENANCE if name != "superseded_by"] + list(base_columns(contract))
    listed = ", ".join(quoted(name) for name in kept)
    where = f" WHERE import_id <> {int(without_import)}" if without_import is not None else ""
    types = {**PROVENANCE, **base_columns(contract)}
    typed = ", ".join(f"{quoted(name)}::{types[name]} AS {quoted(name)}" for name in kept)
    sources = [f"SELECT {typed} FROM {staged}"] if staged is not None else []
    # Rows of two sources are kept in their order by one thread alone: a first import has one source.
    if not sources or cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall():
        sources.insert(0, f"SELECT {listed} FROM store.{quoted(contract.kind)}{where}")
    every = with_openings(cursor, " UNION ALL ".join(sources), holds)
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW every_row AS {every}")
    losers = _find_losers(cursor, contract)
    rows, filled = _successor(cursor, contract, losers, holds)
    chosen = ", ".join(quoted(name) for name in filled)
    cursor.execute(f"CREATE TABLE {successor} AS SELECT {chosen} FROM ({rows}) AS every_column")
    cursor.execute("DROP VIEW every_row")
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(f"ALTER TABLE {successor} RENAME TO {quoted(contract.kind)}")
    if set(filled) != held:
        for statement in create_views(contract, derived_types(contract.kind), filled):
            cursor.execute(statement)


def _find_losers(cursor: duckdb.DuckDBPyConnection, contract: type[Contract]) -> bool:
    """Fill the temporary table `losers` with the rows another row took the place of; False when there are none.

    The newer `newer_by` wins whichever file came later, then the later import, then the lower row.
    Where a file was imported to replace everything from its source, older rows of that source lose to it, and a row
    that was corrected loses to its correction, whatever either says of itself.
    """
    cursor.execute("DROP TABLE IF EXISTS losers")
    replacing = cursor.execute(
        "SELECT source, max(import_id) FROM meta.imports WHERE kind = ? AND replaces AND undone_at IS NULL"
        " GROUP BY source",
        [contract.kind],
    ).fetchall()
    corrected = corrections.find_corrected(cursor, contract.kind)
    neighbours = "FROM every_row SELECT row_key, lag(row_key) OVER () AS before"
    # Each question costs a few times as much as the one before, and almost always one of the first settles it.
    several = all(
        cursor.execute(question).fetchall()[0][0]
        for question in (
            # Exports are mostly sorted by their key: no key of a list that always rises stands in it twice.
            f"SELECT count(*) FILTER (row_key > before) < count(*) - 1 FROM ({neighbours})",
            "SELECT count(*) <> count(DISTINCT hash(row_key)) FROM every_row",
            "SELECT count(*) <> count(DISTINCT (source, row_key)) FROM every_row",
        )
    )
    if not several and not replacing and not corrected:
        return False
    # What was replaced takes no place any more, however new it says it is: the file given in its stead stands.
    replaced = [f"(r.source = {literal(source)} AND r.import_id < {int(i)})" for source, i in replacing]
    stands = f"NOT ({' OR '.join(replaced)})" if replaced else "true"
    if corrected:
        stands += (
            " AND NOT EXISTS (FROM corrected_rows c WHERE c.import_id = r.import_id AND c.row_no = r.row_no)"
        )
    cursor.execute(
        "CREATE TEMP TABLE losers AS WITH keys AS ("
        f"  SELECT source, row_key FROM every_row r WHERE {stands} GROUP BY source, row_key HAVING count(*) > 1),"
        " ranked AS ("
        "  SELECT r.source, r.row_key, r.import_id, r.sheet, r.row_no,"
        "   first_value(r.import_id) OVER w AS winner, row_number() OVER w AS place"
        f"  FROM every_row r JOIN keys k ON k.source = r.source AND k.row_key = r.row_key WHERE {stands}"
        "  WINDOW w AS (PARTITION BY r.source, r.row_key"
        "   ORDER BY r.newer_by DESC NULLS LAST, r.import_id DESC, r.row_no DESC, r.sheet DESC))"
        " SELECT source, row_key, import_id, sheet, row_no, winner FROM ranked WHERE place > 1"
    )
    if corrected:
        cursor.execute(
            "INSERT INTO losers SELECT r.source, r.row_key, r.import_id, r.sheet, r.row_no, c.winner FROM every_row r"
            " JOIN corrected_rows c ON c.import_id = r.import_id AND c.row_no = r.row_no"
        )
    for source, import_id in replacing:
        cursor.execute(
            "INSERT INTO losers SELECT source, row_key, import_id, sheet, row_no, ? FROM every_row r"
            " WHERE source = ? AND import_id < ? AND NOT EXISTS (SELECT 1 FROM losers l WHERE"
            " l.source = r.source AND l.row_key = r.row_key AND l.import_id = r.import_id"
            " AND l.sheet = r.sheet AND l.row_no = r.row_no)",
            [import_id, source, import_id],
        )
    return True


def _successor(
    cursor: duckdb.DuckDBPyConnection, contract: type[Contract], losers: bool, holds: Collection[str]
) -> tuple[str, list[str]]:
    """The SELECT of every column of the successor, and those of its columns that may hold anything."""
    named = named_columns(contract)
    empty = {name for name in ("row_key", "newer_by", "extra", *base_columns(contract)) if name not in holds}
    values: dict[str, str] = {name: f"r.{quoted(name)}" for name in PROVENANCE}
    values["superseded_by"] = "l.winner" if losers else "NULL::BIGINT"
    joins = ""
    if not losers:
        empty.add("superseded_by")
    else:
        joins += (
            " LEFT JOIN losers l ON l.source = r.source AND l.row_key = r.row_key AND l.import_id = r.import_id"
            " AND l.sheet = r.sheet AND l.row_no = r.row_no"
        )
    for name in base_columns(contract):
        values[name] = f"r.{quoted(name)}"
    aliased = {
        dimension
        for (dimension,) in cursor.execute(
            "SELECT DISTINCT dimension FROM meta.aliases WHERE same"
        ).fetchall()
    }
    for name, column in named.items():
        written = written_name(name, "r.")
        values[name] = written
        values[f"{name}_as_written"] = "NULL::VARCHAR"
        empty.add(f"{name}_as_written")
        if column.dimension in aliased and name in holds:
            empty.discard(f"{name}_as_written")
            alias = quoted(f"alias_{name}")
            joins += (
                f" LEFT JOIN {SHOWN_NAMES} {alias} ON {alias}.dimension = {literal(str(column.dimension))}"
                f" AND {alias}.written = {written}"
            )
            values[name] = f"coalesce({alias}.name, {written})"
            values[f"{name}_as_written"] = f"CASE WHEN {alias}.name IS NOT NULL THEN {written} END"
    zone = _reporting_timezone(cursor)
    for name in day_columns(contract):
        values[f"{name}_day"] = local_day(f"r.{quoted(name)}", zone)
        if name not in holds:
            empty.add(f"{name}_day")
    derived = DERIVED.get(contract.kind, {})
    filled_in = {name: f"NULL::{one.type}" for name, one in derived.items() if one.sql == FILLED_IN}
    values |= filled_in
    empty |= set(filled_in)
    selected = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in values.items())
    rows = f"SELECT {selected} FROM every_row r{joins}"
    for fill, names in _FILLED_IN_BY:
        widened = (
            fill(cursor, contract.kind, rows) if losers or fill is not histories.with_histories else rows
        )
        if widened != rows:
            empty -= set(names)
        rows = widened
    followed = {name: f"({one.sql})::{one.type}" for name, one in derived.items() if one.sql != FILLED_IN}
    added = "".join(f", {sql} AS {quoted(name)}" for name, sql in followed.items())
    return f"SELECT r.*{added} FROM ({rows}) AS r", [n for n in (*values, *followed) if n not in empty]


def local_day(instant: str, zone: str) -> str:
    """SQL for the calendar day of a UTC timestamp in a time zone."""
    if zone == "UTC":
        return f"CAST({instant} AS DATE)"
    return f"CAST(({instant} AT TIME ZONE 'UTC') AT TIME ZONE {literal(zone)} AS DATE)"


def _reporting_timezone(cursor: duckdb.DuckDBPyConnection) -> str:
    found = cursor.execute("SELECT value FROM meta.settings WHERE name = ?", [REPORTING_TIMEZONE]).fetchall()
    return str(found[0][0]).strip('"') if found else "UTC"


def depends_on(kind: str) -> tuple[str, ...]:
    """The kinds whose derived columns follow from the rows of `kind` and are built again after it."""
    return _DEPENDENTS.get(kind, ())


#: Working time follows from calendars, what was promised for an incident from the clauses of contracts.
_DEPENDENTS: Mapping[str, tuple[str, ...]] = {"calendars": working_time.KINDS, "sla_targets": ("incidents",)}


def in_order(kinds: Iterable[str]) -> list[str]:
    """Kinds in an order in which they can be built again: those before others that follow from them."""
    return sorted(kinds, key=lambda kind: not depends_on(kind))
