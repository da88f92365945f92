"""Shares that a spreadsheet keeps as fractions and shows in percent: 0.4 under “% complete”, shown as 40 %."""

from __future__ import annotations

from dataclasses import replace

from data_loaders.reading import Sheet
from data_loaders.recognition import Recognition
from data_loaders.typing_numbers import FRACTION


def with_fractions(recognition: Recognition, sheet: Sheet) -> Recognition:
    """The recognition with the columns of shares named whose cells are formatted as percent: they are fractions."""
    formatted = set(sheet.details.get("percent_columns", ()))
    if not formatted:
        return recognition
    reshape = recognition.reshape
    if reshape is not None and {part.cell for part in reshape.parts} <= formatted:
        formatted.add(reshape.value)
    assignments = tuple(
        replace(one, unit=FRACTION)
        if one.column.unit == "percent" and formatted.issuperset(one.cells)
        else one
        for one in recognition.assignments
    )
    return replace(recognition, assignments=assignments)
