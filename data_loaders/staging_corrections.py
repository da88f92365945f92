"""Of a sheet that was read again with its corrected rows only these are taken; of one with rejects its head is kept."""

from __future__ import annotations

import re
from collections import Counter

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.correcting import Correction
from data_loaders.reading import Sheet
from data_loaders.recognition import Recognition
from data_loaders.staged import StagedTable, Table
from warehouse.tables import quoted

#: More titles and headings has no sheet that anybody made.
_MOST_ROWS_KEPT = 500
#: The key of a row that has none of its own: what it holds, and which copy it is.
_BY_CONTENT = re.compile(r"[0-9a-f]{32}#\d+")


def headings_above(sheet: Sheet, recognition: Recognition) -> list[tuple[int, dict[int, str]]]:
    """The rows above the data, titles and headings, as texts by the numbers of their cells; titles of sections too."""
    names = [name for name in sheet.rows.column_names if name[0] == "c"]
    titles = pa.array(
        [s.row for s in recognition.skip] if recognition.sections is not None else [], pa.int64()
    )
    numbers = sheet.rows.column("row_no")
    wanted = pc.or_(pc.less(numbers, recognition.first_data_row), pc.is_in(numbers, value_set=titles))
    rows = sheet.rows.filter(wanted).slice(0, _MOST_ROWS_KEPT).select(["row_no", *names])
    return [
        (int(row["row_no"]), {int(name[1:]): row[name] for name in names if row[name]})
        for row in rows.to_pylist()
    ]


def take_only(
    cursor: duckdb.DuckDBPyConnection, staged: StagedTable, table: Table, correction: Correction
) -> None:
    """Leave of the staged rows, rejects and counts those of the corrected rows."""
    rows = correction.rows
    staged.rejects = [reject for reject in staged.rejects if reject["row_no"] in rows]
    staged.rows_rejected = len({reject["row_no"] for reject in staged.rejects if reject["whole_row"]})
    staged.cells_refused = len([reject for reject in staged.rejects if reject["code"] != "missing"])
    staged.skipped = [skipped for skipped in staged.skipped if skipped["row_no"] in rows]
    staged.skipped_counts = Counter(str(skipped["why"]) for skipped in staged.skipped)
    staged.rows_read = correction.rows_read
    if correction.rows_read > len(rows):
        staged.skipped_counts["blank row"] += correction.rows_read - len(rows)
    staged.rows_skipped = sum(staged.skipped_counts.values())
    if staged.questions:
        return
    cursor.register("corrected", pa.table({"row_no": pa.array(sorted(rows), pa.int64())}))
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE corrected_staged AS SELECT * FROM staged"
        " WHERE row_no IN (SELECT row_no FROM corrected)"
    )
    _number_again(cursor, table, correction)
    staged.relation = "staged_corrected"
    cursor.execute("CREATE OR REPLACE TEMP VIEW staged_corrected AS SELECT * FROM corrected_staged")


def _number_again(cursor: duckdb.DuckDBPyConnection, table: Table, correction: Correction) -> None:
    """Give rows that are told apart by counting copies numbers that no row beside them has.

    In the sheet as corrected a row may be the first of its content, while the row below it was loaded as the first.
    """
    contract = table.contract
    if contract.key and not contract.lines:
        return
    taken = {
        str(key)
        for (key,) in cursor.execute(
            f"SELECT row_key FROM store.{quoted(contract.kind)} WHERE row_no NOT IN (SELECT row_no FROM corrected)"
            " AND (import_id = $1 OR import_id IN (SELECT import_id FROM meta.corrections WHERE corrects = $1))",
            [correction.import_id],
        ).fetchall()
    }
    staged = cursor.execute("SELECT rowid, row_key FROM corrected_staged ORDER BY row_no, rowid").fetchall()
    for place, key in staged:
        free = _free(str(key), taken)
        taken.add(free)
        if free != key:
            cursor.execute("UPDATE corrected_staged SET row_key = ? WHERE rowid = ?", [free, place])


def _free(key: str, taken: set[str]) -> str:
    """The key itself, or else that of the first copy that is not taken."""
    if key not in taken:
        return key
    plain = re.sub(r"#\d+$", "", key)
    # A row told by its content is counted from its first copy on, a line with a key from its second.
    first = f"{plain}#1" if _BY_CONTENT.fullmatch(key) else plain
    copies = (first, *(f"{plain}#{copy}" for copy in range(2, len(taken) + 3)))
    return next(copy for copy in copies if copy not in taken)
