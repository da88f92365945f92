"""What a workbook says about a sheet besides its cells: merged areas, hidden rows and columns, number formats."""

from __future__ import annotations

from collections.abc import Iterable

from .number_formats import NumberFormat
from .sheet_writer import NUMBER, SheetWriter

_MERGED_LISTED = 10_000
_HIDDEN_LISTED = 100_000


class SheetNotes:
    """Gathers the notes while a sheet is read; `write` puts them into its details and issues."""

    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self._merged: list[tuple[int, int, int, int]] = []
        self._merged_count = 0
        self._percent: set[int] = set()
        self._currency: dict[int, set[str]] = {}

    def merged(self, areas: Iterable[tuple[int, int, int, int]]) -> None:
        """Note merged areas: first row, first column, last row, last column; rows from 1, columns from 0."""
        for area in areas:
            self._merged_count += 1
            if len(self._merged) < _MERGED_LISTED:
                self._merged.append(area)

    def number(self, column: int, kind: int, form: NumberFormat) -> None:
        """Note that a number is shown as percent or currency."""
        if kind != NUMBER:
            return
        if form.percent:
            self._percent.add(column)
        elif form.currency:
            self._currency.setdefault(column, set()).add(form.code)

    def write(self, writer: SheetWriter) -> None:
        """Say it all."""
        details, issues = writer.details, writer.issues
        if self._merged:
            details["merged"] = self._merged
            text = f"The sheet has {self._merged_count:,} merged areas; each value stands in its first cell."
            issues.add("merged-cells", text, count=self._merged_count)
        for name, hidden in (("rows", self.hidden_rows), ("columns", sorted(self.hidden_columns))):
            if hidden:
                details[f"hidden_{name}"] = hidden[:_HIDDEN_LISTED]
                text = f"{len(hidden):,} {name} are hidden; they were read."
                issues.add(f"hidden-{name}", text, count=len(hidden))
        if self._percent:
            details["percent_columns"] = sorted(self._percent)
        if self._currency:
            details["currency_formats"] = {
                str(i): sorted(codes) for i, codes in sorted(self._currency.items())
            }
