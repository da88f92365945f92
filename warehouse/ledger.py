"""The import ledger: commit the typed rows of a file, undo an import, and everything that was refused.

One file is one transaction. It is called imported only after a checkpoint, so what was acknowledged survives
a crash at any moment.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb

from contracts.contract import Contract
from warehouse import corrections, journal, remembered
from warehouse.build import REPORTING_TIMEZONE, depends_on, rebuild
from warehouse.tables import base_columns, contract_of, quoted
from warehouse.warehouse import Warehouse

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Staged:
    """The typed rows of one table of one file, ready to be committed.

    `relation` names a temporary table on the writing cursor with the columns `sheet, row_no, row_key,
    newer_by, source, extra` and the base columns of the contract; the ledger gives it its import_id. `fills`
    names those of `row_key, newer_by, extra` and the base columns that hold anything of their own (see
    `tables.said_by`); None says that any of them may. `unfolds`: one row of the sheet may become several records.
    `corrects` is the import whose refused rows these are, corrected.
    """

    contract: type[Contract]
    relation: str
    entry: Mapping[str, Any]
    rows_read: int
    rows_skipped: int
    rejects: Sequence[Mapping[str, Any]] = ()
    skipped: Sequence[Mapping[str, Any]] = ()
    replaces: bool = False
    fills: Collection[str] | None = None
    unfolds: bool = True
    corrects: int | None = None


@dataclass
class Committed:
    """What the commit of one table changed, in rows of the sheet (new, changed, unchanged: in records)."""

    import_id: int
    rows_loaded: int = 0
    rows_superseded: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    kinds: set[str] = field(default_factory=set)


#: What is said of an import when the same file comes a second time.
_SAID_AGAIN = (
    "import_id", "imported_at", "sha256", "sheet", "kind", "tool", "rows_read", "rows_loaded", "rows_superseded",
    "rows_rejected", "rows_skipped", "new", "changed", "unchanged",
)  # fmt: skip


def import_of(warehouse: Warehouse, sha256: str) -> list[dict[str, Any]]:
    """The tables of the last import of a file with these bytes that stands whole, oldest first.

    None where one of its tables was undone and has not come again since: then the file is not all there. An import of
    the same bytes as another kind that was undone takes nothing from the one before it.
    """
    found = warehouse.records(
        f"SELECT {', '.join(_SAID_AGAIN)} FROM meta.imports WHERE sha256 = ? AND undone_at IS NULL ORDER BY import_id",
        [sha256],
    )
    standing = {int(row[0]): dict(zip(_SAID_AGAIN, row, strict=True)) for row in found}
    for ids in reversed(_imported_together(warehouse, sha256)) if standing else ():
        if set(ids) <= standing.keys():
            return [standing[import_id] for import_id in sorted(ids)]
    return []


def _imported_together(warehouse: Warehouse, sha256: str) -> list[list[int]]:
    """The numbers of the tables that each import of these bytes made, the first import first."""
    lines = warehouse.records(
        "SELECT line FROM meta.journal WHERE contains(line, ?) ORDER BY place", [sha256]
    )
    actions = [json.loads(line) for (line,) in lines]
    return [
        action["import_ids"]
        for action in actions
        if action["action"] == "import" and action.get("sha256") == sha256 and action.get("import_ids")
    ]


def commit(cursor: duckdb.DuckDBPyConnection, staged: Staged, imported_at: datetime) -> Committed:
    """Put the rows of one table into its kind, inside the caller's transaction (`warehouse.writing()`).

    Raises ValueError when the books do not balance: rows read must equal rows loaded, superseded, rejected
    and skipped.
    """
    kind = quoted(staged.contract.kind)
    import_id = int(
        cursor.execute("SELECT coalesce(max(import_id), 0) + 1 FROM meta.imports").fetchall()[0][0]
    )
    done = Committed(import_id, kinds={staged.contract.kind})
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW arriving AS SELECT {import_id}::BIGINT AS import_id, * "
        f"FROM {staged.relation}"
    )
    _enter(cursor, staged, import_id, imported_at)
    first = not cursor.execute(f"SELECT 1 FROM store.{kind} LIMIT 1").fetchall()
    if not first:
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE standing_before AS SELECT s.* FROM "
            f"store.{kind} s WHERE s.superseded_by IS NULL AND (s.source, s.row_key) IN "
            "(SELECT (source, row_key) FROM arriving)"
        )
        if staged.corrects is None:  # corrections are some rows of a file: what else it holds is not gone
            done.vanished = int(
                cursor.execute(
                    f"SELECT count(*) FROM store.{kind} WHERE superseded_by IS NULL AND source IN "
                    "(SELECT DISTINCT source FROM arriving) AND (source, row_key) NOT IN "
                    "(SELECT (source, row_key) FROM arriving)"
                ).fetchall()[0][0]
            )
    rebuild(cursor, staged.contract, staged="arriving", fills=staged.fills)
    _count(cursor, staged, done, first)
    rejected = len({entry["row_no"] for entry in staged.rejects if entry["whole_row"]})
    if staged.rows_read != done.rows_loaded + done.rows_superseded + rejected + staged.rows_skipped:
        raise ValueError(
            f"{staged.entry.get('file')}: the books do not balance: {staged.rows_read} rows read, "
            f"{done.rows_loaded} loaded, {done.rows_superseded} superseded, {rejected} rejected, "
            f"{staged.rows_skipped} skipped. Nothing was imported."
        )
    cursor.execute(
        "UPDATE meta.imports SET rows_loaded = ?, rows_superseded = ?, rows_rejected = ?, new = ?, changed = ?,"
        " unchanged = ?, vanished = ? WHERE import_id = ?",
        [
            done.rows_loaded,
            done.rows_superseded,
            rejected,
            done.new,
            done.changed,
            done.unchanged,
            done.vanished,
            import_id,
        ],
    )
    _build_dependents(cursor, done)
    return done


def _build_dependents(cursor: duckdb.DuckDBPyConnection, done: Committed) -> None:
    for kind in list(done.kinds):
        for dependent in depends_on(kind):
            rebuild(cursor, contract_of(dependent))
            done.kinds.add(dependent)


def _enter(cursor: duckdb.DuckDBPyConnection, staged: Staged, import_id: int, imported_at: datetime) -> None:
    entry = {
        **staged.entry,
        "import_id": import_id,
        "kind": staged.contract.kind,
        "imported_at": imported_at,
        "rows_read": staged.rows_read,
        "rows_skipped": staged.rows_skipped,
        "replaces": staged.replaces,
    }
    names = list(entry)
    cursor.execute(
        f"INSERT INTO meta.imports ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})",
        [json.dumps(value) if isinstance(value, dict | list) else value for value in entry.values()],
    )
    if staged.rejects:
        _append(cursor, "meta.rejects", import_id, staged.rejects)
    if staged.skipped:
        _append(cursor, "meta.skipped", import_id, staged.skipped)
    if staged.corrects is not None:
        rows = cursor.execute(f"SELECT DISTINCT row_no FROM {staged.relation}").fetchall()
        corrections.note(cursor, import_id, staged.corrects, [int(row) for (row,) in rows])


def add_findings(
    cursor: duckdb.DuckDBPyConnection,
    import_id: int,
    rejects: Sequence[Mapping[str, Any]],
    warnings: Sequence[str],
) -> None:
    """Add cells found wanting in the rows of an import just committed, and put its warnings in place of the old."""
    _append(cursor, "meta.rejects", import_id, rejects)
    cursor.execute(
        "UPDATE meta.imports SET warnings = ? WHERE import_id = ?", [json.dumps(list(warnings)), import_id]
    )


def keep_headings(
    cursor: duckdb.DuckDBPyConnection, import_id: int, rows: Sequence[tuple[int, Mapping[int, str]]]
) -> None:
    """Keep the rows above the data, as texts by the numbers of their cells: refused rows are read under them again."""
    entries = [[import_id, row, json.dumps(cells, ensure_ascii=False)] for row, cells in rows]
    cursor.executemany("INSERT INTO meta.headings VALUES (?, ?, ?)", entries)


def _append(
    cursor: duckdb.DuckDBPyConnection, table: str, import_id: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    import pandas as pd

    frame = pd.DataFrame([{"import_id": import_id, **row} for row in rows])
    cursor.register("appended", frame)
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM appended")
    cursor.unregister("appended")


def _count(cursor: duckdb.DuckDBPyConnection, staged: Staged, done: Committed, first: bool) -> None:
    kind = quoted(staged.contract.kind)
    mine = f"store.{kind} WHERE import_id = {done.import_id}"
    # Where a row is one record at most, counting distinct rows would only cost time, and hide a record too many.
    rows = "count(DISTINCT row_no)" if staged.unfolds else "count(*)"
    counts = cursor.execute(f"SELECT {rows}, count(*), count(superseded_by) FROM {mine}").fetchall()
    touched, records, superseded = map(int, counts[0])
    records -= superseded
    done.rows_loaded = touched
    if superseded:
        standing = f"SELECT {rows} FROM {mine} AND superseded_by IS NULL"
        done.rows_loaded = int(cursor.execute(standing).fetchall()[0][0])
    done.rows_superseded = touched - done.rows_loaded
    if first:
        done.new = records
        return
    differs = " OR ".join(
        f"a.{quoted(name)} IS DISTINCT FROM b.{quoted(name)}"
        for name in [*base_columns(staged.contract), "extra"]
    )
    done.new, done.changed, done.unchanged = (
        int(number)
        for number in cursor.execute(
            "SELECT count(*) FILTER (WHERE b.row_key IS NULL),"
            f" count(*) FILTER (WHERE b.row_key IS NOT NULL AND ({differs})),"
            f" count(*) FILTER (WHERE b.row_key IS NOT NULL AND NOT ({differs}))"
            f" FROM store.{kind} a LEFT JOIN standing_before b ON b.source = a.source AND b.row_key = a.row_key"
            f" WHERE a.import_id = {done.import_id} AND a.superseded_by IS NULL"
        ).fetchall()[0]
    )
    cursor.execute("DROP TABLE standing_before")


def undo(warehouse: Warehouse, import_id: int) -> None:
    """Take one import back: exactly the rows that stood before it stand again, and what it taught is forgotten.

    Raises ValueError when there is no such import or it was undone before.
    """
    found = warehouse.records("SELECT kind, undone_at FROM meta.imports WHERE import_id = ?", [import_id])
    if not found:
        raise ValueError(f"There is no import {import_id}.")
    if found[0][1] is not None:
        raise ValueError(f"Import {import_id} has already been undone.")
    with warehouse.writing() as cursor:
        cursor.execute(
            "UPDATE meta.imports SET undone_at = ? WHERE import_id = ?",
            [datetime.now(UTC).replace(tzinfo=None), import_id],
        )
        done = Committed(import_id, kinds={str(found[0][0])})
        rebuild(cursor, contract_of(str(found[0][0])), without_import=import_id)
        remembered.forget(cursor, import_id)
        _unsettle_reporting_timezone(cursor)
        _build_dependents(cursor, done)
        journal.note(cursor, "undo", import_id=import_id)


_ENTRY = (
    "import_id", "file", "sha256", "member", "sheet", "kind", "source", "answers", "mapping", "imported_at",
    "undone_at",
)  # fmt: skip


def entries(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Every import there was, oldest first: what file and sheet it came from, and how it was read."""
    found = warehouse.records(f"SELECT {', '.join(_ENTRY)} FROM meta.imports ORDER BY import_id")
    return [dict(zip(_ENTRY, row, strict=True)) for row in found]


def rejects(warehouse: Warehouse, import_id: int | None = None) -> pd.DataFrame:
    """The refused cells and rows of one import, or of all that stand, without those corrected since; in sheet order."""
    later = (
        "SELECT 1 FROM meta.corrections c JOIN meta.imports k ON k.import_id = c.import_id AND k.undone_at IS NULL"
        " WHERE c.row_no = r.row_no AND c.import_id > r.import_id AND (c.corrects = r.import_id OR c.corrects ="
        " (SELECT any_value(o.corrects) FROM meta.corrections o WHERE o.import_id = r.import_id))"
    )
    standing = f"i.undone_at IS NULL AND NOT EXISTS ({later})"
    condition = "r.import_id = $import_id" if import_id is not None else standing
    return warehouse.query(
        "SELECT r.* FROM meta.rejects r JOIN meta.imports i ON i.import_id = r.import_id"
        f" WHERE {condition} ORDER BY r.import_id, r.row_no, r.column_name",
        {"import_id": import_id} if import_id is not None else None,
    )


def settle_reporting_timezone(cursor: duckdb.DuckDBPyConnection, timezone: str) -> None:
    """Report in the zone of the first import, unless somebody has said otherwise before or says so later."""
    cursor.execute(
        "INSERT INTO meta.settings SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM meta.settings WHERE name = ?)",
        [REPORTING_TIMEZONE, json.dumps(timezone), REPORTING_TIMEZONE],
    )


def _unsettle_reporting_timezone(cursor: duckdb.DuckDBPyConnection) -> None:
    """Where no import stands any more, the zone of the first one is no choice of anybody's."""
    cursor.execute(
        "DELETE FROM meta.settings WHERE name = $1"
        " AND NOT EXISTS (SELECT 1 FROM meta.imports WHERE undone_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM meta.journal WHERE contains(line, $2))",
        [REPORTING_TIMEZONE, f'"action": "setting", "name": "{REPORTING_TIMEZONE}"'],
    )


def note_original(cursor: duckdb.DuckDBPyConnection, sha256: str, file: str, size: int, kept: str) -> None:
    """Note that a file was imported and how its original is kept (`plain`, `encrypted`, `none`)."""
    cursor.execute("DELETE FROM meta.originals WHERE sha256 = ?", [sha256])
    cursor.execute(
        "INSERT INTO meta.originals VALUES (?, ?, ?, ?, ?)",
        [sha256, file, size, kept, datetime.now(UTC).replace(tzinfo=None)],
    )


def has_rejects(warehouse: Warehouse, import_id: int) -> bool:
    """Whether any cell of an import was refused, with its whole row or without."""
    return bool(warehouse.records("SELECT 1 FROM meta.rejects WHERE import_id = ? LIMIT 1", [import_id]))


#: The headings before those of the file in a workbook of rejects: why, and which row of which import it is.
REASON, ROW_IN_FILE, OF_IMPORT = "Reason", "Row in file", "Import"


def rejects_to_correct(warehouse: Warehouse, import_id: int) -> pd.DataFrame:
    """The rows with something refused, as they were written, one row each, with the reasons in a column of its own.

    Corrected in the file's own columns they load back: “Row in file” and “Import” say whose place each row takes.
    """
    import pandas as pd

    found = rejects(warehouse, import_id)
    mark = mark_of(warehouse, import_id)
    headings: dict[int, str] = {}
    rows: list[tuple[list[str | int | None], dict[int, str | None]]] = []
    for row_no, group in found.groupby("row_no", sort=True):
        reasons = [
            f"{column}: {reason}"
            for column, reason in zip(group["column_name"], group["reason"], strict=True)
        ]
        written = written_cells(next((cells for cells in group["cells"] if isinstance(cells, str)), None))
        headings |= {cell: heading for cell, heading, _ in written}
        rows.append(
            ([" · ".join(reasons), int(str(row_no)), mark], {cell: text for cell, _, text in written})
        )
    places = sorted(headings)
    lines = [[*lead, *(cells.get(place) for place in places)] for lead, cells in rows]
    return pd.DataFrame(
        lines, columns=[REASON, ROW_IN_FILE, OF_IMPORT, *(headings[place] for place in places)]
    )


def written_cells(text: str | None) -> list[tuple[int, str, str | None]]:
    """The cells of a refused row as they were written: (number of the cell, its heading, its text)."""
    if text is None:
        return []
    found = json.loads(text)
    if isinstance(found, dict):  # as earlier versions kept them, by their headings
        return [(place, heading, value) for place, (heading, value) in enumerate(found.items())]
    return [(int(cell), str(heading), value) for cell, heading, value in found]


def mark_of(warehouse: Warehouse, import_id: int) -> str:
    """What names an import in its workbook of rejects: number, kind and bytes; of a correction, those it corrects."""
    ((number, kind, sha256),) = warehouse.records(
        "SELECT i.import_id, i.kind, i.sha256 FROM meta.imports i WHERE i.import_id = coalesce("
        "(SELECT any_value(corrects) FROM meta.corrections WHERE import_id = ?), ?)",
        [import_id, import_id],
    )
    return f"{number} {kind} {str(sha256)[:12]}"
