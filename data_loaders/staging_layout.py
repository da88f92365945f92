"""Which rows of a sheet are data: the relation `raw`, with everything else counted by why it is none."""

from collections import Counter
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from data_loaders.recognition import Continued, Recognition
from data_loaders.staged import LARGE, StagedTable, Table
from data_loaders.typing_cells import EMPTY_VALUES, EMPTY_WORDS, counted, says_nothing
from data_loaders.typing_number_columns import STAR
from warehouse.tables import literal

#: Among so many of its first cells it shows whether a column repeats itself.
_LOOKED_AT = 16_384


def lay_out(
    cursor: duckdb.DuckDBPyConnection, table: Table, staged: StagedTable
) -> Sequence[Mapping[str, int]]:
    """Make the relation `raw` of the data rows and count the rest; returns the native counts per raw column.

    Where the sheet has rows of other kinds too, all of them are in `raw_of_all_kinds`.
    """
    recognition, sheet = table.recognition, table.sheet
    cursor.register("sheet_rows", _by_distinct_text(sheet.rows))
    below = sheet.rows_total - (recognition.first_data_row - 1)
    blank = below - _rows_from(cursor, recognition.first_data_row)
    staged.rows_read = below
    staged.skipped_counts["blank row"] += blank
    not_data = [skipped for skipped in recognition.skip if skipped.row >= recognition.first_data_row]
    staged.skipped_counts.update(skipped.why for skipped in not_data)
    staged.skipped += [{"row_no": s.row, "why": s.why, "text": s.text} for s in not_data]
    listed = ", ".join(str(skipped.row) for skipped in not_data)
    if len(not_data) > 100:
        cursor.register("not_data", pa.table({"row_no": pa.array([s.row for s in not_data], pa.int64())}))
        listed = "SELECT row_no FROM not_data"
    conditions = [f"row_no >= {recognition.first_data_row}"]
    if not_data:
        conditions.append(f"row_no NOT IN ({listed})")
    if recognition.rows is not None:
        conditions.append(_row_filter(recognition))
        other = cursor.execute(
            f"SELECT count(*) FROM sheet_rows WHERE {' AND '.join(conditions[:-1])} AND NOT ({conditions[-1]})"
        ).fetchall()[0][0]
        staged.skipped_counts["row of another kind"] += other
    constants = "".join(f", {literal(text)} AS c{number}" for number, text in recognition.constants)
    if recognition.rows is not None:
        everything = " AND ".join(conditions[:-1])
        cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW raw_of_all_kinds AS SELECT *{constants} FROM sheet_rows WHERE {everything}"
        )
    data = f"SELECT *{constants} FROM sheet_rows WHERE {' AND '.join(conditions)}"
    native = list(sheet.native)
    for number, _ in recognition.constants:
        _put(native, number, {"text": sheet.rows.num_rows})
    if recognition.continued is not None:
        data = _filled_down(recognition.continued, data, sheet.rows.column_names)
    for cell, texts in recognition.spread:
        data = _spread_down(cursor, cell, texts, data)
    if recognition.sections is not None:
        number, titles = recognition.sections
        from_rows = {"from_row": [row for row, _ in titles], "title": [title or None for _, title in titles]}
        cursor.register("sections", pa.table(from_rows))
        data = (
            f"SELECT data.*, sections.title AS c{number} FROM ({data}) AS data"
            " ASOF LEFT JOIN sections ON data.row_no >= sections.from_row"
        )
        _put(native, number, {"text": sheet.rows.num_rows})
    if recognition.continued is not None or recognition.sections is not None or recognition.spread:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE completed_rows AS {data} ORDER BY row_no")
        data = "SELECT * FROM completed_rows"
    if recognition.reshape is None:
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {data}")
    else:
        _unpivot(cursor, table, data, native, staged)
    staged.rows_skipped = sum(staged.skipped_counts.values())
    return native


def _filled_down(continued: Continued, data: str, names: Sequence[str]) -> str:
    """SQL of the rows in which blank cells of an entry hold what its first row says."""
    filled = []
    for cell in continued.cells:
        first = f"first_value(c{cell}) OVER entries"
        filled.append(f"coalesce(c{cell}, {first}) AS c{cell}")
        if f"n{cell}" in names:
            typed = f"first_value(n{cell}) OVER entries"
            filled.append(f"CASE WHEN c{cell} IS NULL THEN {typed} ELSE n{cell} END AS n{cell}")
    numbered = f"SELECT *, count(c{continued.head}) OVER (ORDER BY row_no) AS entry FROM ({data}) AS data"
    return (
        f"SELECT * EXCLUDE (entry) REPLACE ({', '.join(filled)}) FROM ({numbered}) AS numbered"
        " WINDOW entries AS (PARTITION BY entry ORDER BY row_no)"
    )


def _spread_down(
    cursor: duckdb.DuckDBPyConnection, cell: int, texts: Sequence[tuple[int, str]], data: str
) -> str:
    """SQL of the rows in which the blank cells of a column hold the text that begins above them."""
    from_rows = {"from_row": [row for row, _ in texts], "text": [text or None for _, text in texts]}
    cursor.register(f"spread_{cell}", pa.table(from_rows))
    return (
        f"SELECT data.* REPLACE (coalesce(data.c{cell}::VARCHAR, spread_{cell}.text) AS c{cell}) FROM ({data}) AS data"
        f" ASOF LEFT JOIN spread_{cell} ON data.row_no >= spread_{cell}.from_row"
    )


def _by_distinct_text(rows: pa.Table) -> pa.Table:
    """A large table with the columns that repeat themselves as dictionaries: DuckDB then types each text once."""
    if rows.num_rows < LARGE:
        return rows
    cells = {}
    for name in rows.column_names:
        column = rows.column(name)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            first = column.chunk(0).slice(0, _LOOKED_AT)
            if 4 * len(first.unique()) < len(first):
                column = column.dictionary_encode()
        cells[name] = column
    return pa.table(cells)


def _rows_from(cursor: duckdb.DuckDBPyConnection, first: int) -> int:
    return int(
        cursor.execute(f"SELECT count(*) FROM sheet_rows WHERE row_no >= {int(first)}").fetchall()[0][0]
    )


def _put(native: list[dict[str, int]], number: int, counts: dict[str, int]) -> None:
    native += [{} for _ in range(number + 1 - len(native))]
    native[number] = counts


def _row_filter(recognition: Recognition) -> str:
    rows = recognition.rows
    assert rows is not None
    cell = f"coalesce(c{rows.cell}, '')"
    tests = [f"starts_with(upper(trim({cell})), {literal(start.upper())})" for start in rows.starts]
    if rows.texts:
        tests.append(f"{cell} IN ({', '.join(map(literal, rows.texts))})")
    return f"({'NOT ' if rows.others else ''}({' OR '.join(tests)}))"


#: The raw column of the grid in which a long row's cell stands.
GRID_CELL = "grid_cell"


def _unpivot(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    data: str,
    native: list[dict[str, int]],
    staged: StagedTable,
) -> None:
    """Make one long row of every filled cell of a grid; rows without any are skipped and counted."""
    reshape = table.recognition.reshape
    assert reshape is not None
    names = table.sheet.rows.column_names
    mixed = (
        any(f"n{part.cell}" in names for part in reshape.parts)
        or len(
            {
                tuple(sorted(kind for kind, count in native[part.cell].items() if count))
                for part in reshape.parts
            }
        )
        > 1
    )
    parts = []
    for part in reshape.parts:
        fields = [f"c{reshape.value} := c{part.cell}", f"{GRID_CELL} := {part.cell}"]
        fields += [
            f"c{number} := {literal(text) if text is not None else 'NULL'}::VARCHAR"
            for number, text in zip(reshape.constants, part.constants, strict=True)
        ]
        if mixed:
            only_text = {kind for kind, count in native[part.cell].items() if count} <= {"text"}
            typed = f"n{part.cell}" if f"n{part.cell}" in names else ("false" if only_text else "true")
            fields.append(f"n{reshape.value} := {typed}")
        parts.append(f"struct_pack({', '.join(fields)})")
    # The cells across stand in each long row once: with all of them again, a wide grid would grow by its square.
    read = {
        cell
        for a in table.recognition.assignments
        for cell in (*a.cells, *a.overruled_by, *(a.negative or ())[:1])
    } | {cell for cell, _ in table.recognition.unmapped}
    across = {
        name for part in reshape.parts if part.cell not in read for name in (f"c{part.cell}", f"n{part.cell}")
    }
    kept = f"* EXCLUDE ({', '.join(sorted(across & set(names)))})" if across else "*"
    down = ", ".join(
        f"last_value(c{cell} IGNORE NULLS) OVER (ORDER BY row_no) AS c{cell}" for cell in reshape.filled_down
    )
    filled = f"SELECT * REPLACE ({down}) FROM ({data})" if down else data
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE grid AS {filled}")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE long_rows AS SELECT * EXCLUDE (part), part.* FROM"
        f" (SELECT {kept}, unnest([{', '.join(parts)}]) AS part FROM grid)"
        f" WHERE NOT {says_nothing(f'part.c{reshape.value}', EMPTY_WORDS + EMPTY_VALUES)}"
    )
    value = f"c{reshape.value}"
    starred = cursor.execute(
        f"SELECT count(*) FROM long_rows WHERE regexp_full_match({value}, '{STAR}')"
    ).fetchall()[0][0]
    if starred:
        staged.warnings.append(
            f"{counted(starred, 'cell says', 'cells say')} “*”, less than half a unit; kept empty."
        )
    where = f" WHERE NOT regexp_full_match({value}, '{STAR}')" if starred else ""
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT * FROM long_rows{where}")
    empty = cursor.execute(
        "SELECT row_no FROM grid WHERE row_no NOT IN (SELECT row_no FROM raw) ORDER BY row_no"
    ).fetchall()
    cursor.execute("DROP TABLE grid")
    staged.skipped += [{"row_no": row, "why": "no amounts in this row", "text": ""} for (row,) in empty]
    if empty:
        staged.skipped_counts["no amounts in this row"] += len(empty)
    counts: Counter[str] = Counter()
    for part in reshape.parts:
        counts.update(native[part.cell])
    _put(native, reshape.value, dict(counts))
    for number in reshape.constants:
        _put(native, number, {"text": sum(counts.values())})
