"""What the number formats of a spreadsheet say: 0.4 shown as 40 % is a fraction, 120 shown as 120 € is in euros."""

from __future__ import annotations

import re
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import ColumnType, columns
from data_loaders.reading import Sheet
from data_loaders.recognition import Assignment, Recognition
from data_loaders.typing_currencies import code_of
from data_loaders.typing_numbers import FRACTION

#: The currency of a format; a bare “$” is left alone, because programs show there what the reader's country uses.
_CURRENCY = re.compile(
    r"\[\$([^\]$-]+)(?:-[0-9A-Fa-f]+)?\]|([€£₹₽₺₩₪₫฿₴₦])|\b(CHF|EUR|USD|GBP|DKK|SEK|NOK|PLN|CZK|JPY)\b"
)


def with_formats(recognition: Recognition, sheet: Sheet) -> Recognition:
    """The recognition with what the formats of its cells say of shares and of a currency nobody else states."""
    return _with_currency(_with_fractions(recognition, sheet), sheet)


def _with_fractions(recognition: Recognition, sheet: Sheet) -> Recognition:
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


def _with_currency(recognition: Recognition, sheet: Sheet) -> Recognition:
    formats = sheet.details.get("currency_formats", {})
    if (
        recognition.kind is None
        or not formats
        or any(a.column.name == "currency" for a in recognition.assignments)
    ):
        return recognition
    column = columns(all_contracts()[recognition.kind]).get("currency")
    reshape = recognition.reshape
    parts = {part.cell for part in reshape.parts} if reshape else set()
    cells = {c for a in recognition.assignments if a.column.type is ColumnType.MONEY for c in a.cells}
    if reshape is not None and reshape.value in cells:
        cells = (cells - {reshape.value}) | parts
    codes = {code for cell in cells for code in _codes(formats.get(cell, ()))}
    code = codes.pop() if len(codes) == 1 and cells <= formats.keys() else None
    if column is None or code is None:
        return recognition
    taken = [number for number, _ in recognition.constants] + [len(sheet.native)]
    taken += [reshape.value, *reshape.constants] if reshape else []
    number = max(taken) + 1
    told = f"the amounts are in {code}, as their cells are formatted"
    return replace(
        recognition,
        assignments=(*recognition.assignments, Assignment(column, (number,), column.label)),
        constants=(*recognition.constants, (number, code)),
        reasons=(*recognition.reasons, told),
        warnings=tuple(
            text for text in recognition.warnings if not text.startswith("No column, heading or sign")
        ),
    )


def _codes(formats: list[str]) -> set[str | None]:
    """The codes of the currencies these formats show; None among them where one shows another or none."""
    signs = [
        next(filter(None, found.groups())) if (found := _CURRENCY.search(one)) else "" for one in formats
    ]
    return {code_of(sign.strip()) for sign in signs}
