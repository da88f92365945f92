"""Collects the cells of one sheet and writes them as Arrow files, a batch at a time, so memory stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from .tables import NATIVE_KINDS, Limits, ReadingError

TEXT, NUMBER, DATE, TIME, DURATION, BOOLEAN = range(6)
BATCH_CELLS = 500_000
BATCH_ROWS = 50_000
#: As many rows as DuckDB writes at once: smaller pieces it would first put together, copying every row once more.
PIECE_ROWS = 122_880
PIECE_BYTES = 96 * 1024 * 1024


@dataclass
class _Column:
    positions: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    kinds: bytearray = field(default_factory=bytearray)


class IssueList:
    """Issues of one sheet or file: the first thousand of each code in full, the rest as one count."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._listed: list[dict[str, Any]] = []
        self._seen: Counter[str] = Counter()
        self._texts: dict[str, str] = {}

    def add(
        self,
        code: str,
        text: str,
        row: int | None = None,
        column: int | None = None,
        value: str | None = None,
        count: int = 1,
    ) -> None:
        """Note one oddity, or `count` of them at once."""
        self._seen[code] += 1
        if self._seen[code] <= self._limit:
            if value is not None and len(value) > 300:
                value = value[:300] + "…"
            self._listed.append(
                {"code": code, "text": text, "row": row, "column": column, "value": value, "count": count}
            )
        self._texts.setdefault(code, text)

    def report(self) -> list[dict[str, Any]]:
        """All issues, ready for JSON."""
        rest = [
            {
                "code": code,
                "text": f"And {n - self._limit:,} more of the same kind, such as: {self._texts[code]}",
                "row": None,
                "column": None,
                "value": None,
                "count": n - self._limit,
            }
            for code, n in self._seen.items()
            if n > self._limit
        ]
        return self._listed + rest


class SheetWriter:
    """Receives rows in file order, drops and counts empty ones, and writes the rest below `folder`."""

    def __init__(
        self,
        folder: Path,
        number: int,
        name: str,
        shape: str,
        limits: Limits,
        *,
        member: str = "",
        hidden: bool = False,
    ) -> None:
        self.name, self.shape, self.member, self.hidden = name, shape, member, hidden
        self.limits = limits
        self.issues = IssueList(limits.listed_issues)
        self.details: dict[str, Any] = {}
        self.last_row = 0
        self.rows_written = 0
        self._folder, self._number = folder, number
        self._highest = 0
        self._out_of_order = False
        self._cells = 0
        self._far = 0
        self._row_numbers: list[int] = []
        self._columns: dict[int, _Column] = {}
        self._pending = 0
        self._counts: dict[int, list[int]] = {}
        self._text_columns: set[int] = set()
        self._native_columns: set[int] = set()
        self._schema: pa.Schema | None = None
        self._file: pa.RecordBatchFileWriter | None = None
        self._parts: list[str] = []
        self._pieces: list[pa.RecordBatch] = []
        self._waiting_rows = self._waiting_bytes = 0

    def row(self, row_no: int, cells: Iterable[tuple[int, str, int]]) -> None:
        """Add a row of (column, text, kind); empty texts are empty cells, a row without cells is blank."""
        position = len(self._row_numbers)
        columns, limit = self._columns, self.limits.columns
        added = 0
        for index, text, kind in cells:
            if not text:
                continue
            if index >= limit:
                self.far_cell(row_no, index, text)
                continue
            column = columns.get(index)
            if column is None:
                column = columns[index] = _Column()
            column.positions.append(position)
            column.texts.append(text)
            column.kinds.append(kind)
            added += 1
        self.note_row(row_no)
        if added:
            self._note_filled(row_no, row_no, added, 1)
            self._row_numbers.append(row_no)
            self._pending += added
            if self._pending >= BATCH_CELLS or len(self._row_numbers) >= BATCH_ROWS:
                self.flush()

    def note_row(self, row_no: int) -> None:
        """Remember that the file has a row of this number, filled or not."""
        self.last_row = max(self.last_row, row_no)

    def far_cell(self, row_no: int, column: int, text: str) -> None:
        """List a cell right of the widest table we take; a few are strays, many are a table we must refuse."""
        self._far += 1
        if self._far > self.limits.far_cells:
            raise ReadingError(
                "too-large",
                f"Sheet “{self.name}” is wider than {self.limits.columns:,} columns; "
                "please split it or delete the columns that are not needed.",
            )
        self.issues.add(
            "far-cell",
            f"A cell far to the right (beyond {self.limits.columns:,} columns) was left out.",
            row_no,
            column,
            text,
        )

    def batch(
        self,
        row_numbers: np.ndarray,
        columns: dict[int, pa.Array],
        kinds: dict[int, np.ndarray | None],
        counts: dict[int, list[int]],
    ) -> None:
        """Add many rows at once, none of them blank.

        `columns` are string arrays with null for empty; `kinds` says for each column where it is natively typed
        (boolean array), or None where all is text; `counts` are cells per kind in the order of NATIVE_KINDS.
        """
        if not len(row_numbers):
            return
        self.flush()
        first, last = int(row_numbers[0]), int(row_numbers[-1])
        self.note_row(last)
        self._note_filled(first, last, sum(map(sum, counts.values())), len(row_numbers))
        for index, count in counts.items():
            self._count(index, count)
        self._write(
            pa.array(row_numbers, pa.int64()),
            columns,
            {i: pa.array(native) for i, native in kinds.items() if native is not None},
        )

    def flush(self) -> None:
        """Write the rows collected so far."""
        if not self._row_numbers:
            return
        n = len(self._row_numbers)
        columns: dict[int, pa.Array] = {}
        native: dict[int, pa.Array] = {}
        for index, column in self._columns.items():
            kinds = np.frombuffer(bytes(column.kinds), np.uint8)
            self._count(index, np.bincount(kinds, minlength=len(NATIVE_KINDS)).tolist())
            texts = pa.array(column.texts, pa.string())
            positions = np.array(column.positions)
            if len(texts) == n:
                columns[index] = texts
            else:
                take = np.full(n, -1, np.int64)
                take[positions] = np.arange(len(texts))
                columns[index] = texts.take(pa.array(take, mask=take < 0))
            if kinds.any():
                flags = np.zeros(n, bool)
                flags[positions] = kinds != TEXT
                native[index] = pa.array(flags)
        numbers = pa.array(self._row_numbers, pa.int64())
        self._row_numbers, self._columns, self._pending = [], {}, 0
        self._write(numbers, columns, native)

    def close(self) -> dict[str, Any]:
        """Finish the files and give this sheet's part of the report."""
        self.flush()
        self._close_file()
        width = max(self._text_columns, default=-1) + 1
        nothing = [0] * len(NATIVE_KINDS)
        blank_inside = self._highest - self.rows_written
        return {
            "name": self.name,
            "member": self.member,
            "hidden": self.hidden,
            "shape": self.shape,
            "parts": self._parts,
            "width": width,
            "native": [
                {kind: n for kind, n in zip(NATIVE_KINDS, self._counts.get(i, nothing), strict=True) if n}
                for i in range(width)
            ],
            "rows_total": self._highest,
            "rows_blank": max(blank_inside, 0) + self.last_row - self._highest,
            "out_of_order": self._out_of_order,
            "issues": self.issues.report(),
            "details": self.details,
        }

    def _note_filled(self, first: int, last: int, cells: int, rows: int) -> None:
        if first <= self._highest:
            self._out_of_order = True
        self._highest = max(self._highest, last)
        self.rows_written += rows
        self._cells += cells
        if self.rows_written > self.limits.rows or self._cells > self.limits.cells:
            raise ReadingError(
                "too-large",
                f"Sheet “{self.name}” has more than {self.limits.rows:,} rows or "
                f"{self.limits.cells:,} cells; please split it.",
            )

    def _count(self, index: int, counts: Sequence[int]) -> None:
        total = self._counts.setdefault(index, [0] * len(NATIVE_KINDS))
        for kind, n in enumerate(counts):
            total[kind] += n

    def _write(self, numbers: pa.Array, columns: dict[int, pa.Array], native: dict[int, pa.Array]) -> None:
        # A schema only grows: a new file starts when a column shows its first cell. So a stray cell far to the
        # right costs one column, and an ordinary sheet is one file.
        grown = not (columns.keys() <= self._text_columns and native.keys() <= self._native_columns)
        self._text_columns |= columns.keys()
        self._native_columns |= native.keys()
        n = len(numbers)
        if grown or self._file is None:
            self._close_file()
            self._schema = pa.schema(
                [("row_no", pa.int64())]
                + [(f"c{i}", pa.string()) for i in sorted(self._text_columns)]
                + [(f"n{i}", pa.bool_()) for i in sorted(self._native_columns)]
            )
            part = f"s{self._number}-{len(self._parts)}.arrow"
            self._parts.append(part)
            self._file = pa.ipc.new_file(str(self._folder / part), self._schema)
        empty, text = pa.nulls(n, pa.string()), pa.array(np.zeros(n, bool))
        arrays = [numbers]
        arrays += [columns.get(i, empty) for i in sorted(self._text_columns)]
        arrays += [native.get(i, text) for i in sorted(self._native_columns)]
        batch = pa.record_batch(arrays, schema=self._schema)
        self._pieces.append(batch)
        self._waiting_rows += n
        self._waiting_bytes += batch.nbytes
        if self._waiting_rows >= PIECE_ROWS or self._waiting_bytes >= PIECE_BYTES:
            self._write_pieces(PIECE_ROWS if self._waiting_bytes < PIECE_BYTES else 1)

    def _write_pieces(self, least: int) -> None:
        """Write the batches collected so far as pieces of `least` to PIECE_ROWS rows; what is shorter waits."""
        if not self._pieces or self._file is None:
            return
        rows = pa.concat_batches(self._pieces)
        self._pieces = []
        while rows.num_rows >= least:
            self._file.write_batch(rows.slice(0, PIECE_ROWS))
            rows = rows.slice(PIECE_ROWS)
        if rows.num_rows:
            self._pieces = [rows]
        self._waiting_rows, self._waiting_bytes = rows.num_rows, rows.nbytes

    def _close_file(self) -> None:
        self._write_pieces(1)
        if self._file is not None:
            self._file.close()
            self._file = None
