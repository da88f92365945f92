"""Numbers and dates in the digits of other scripts, and dates with the signs for year, month and day, as plain ones."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.reading import Sheet

#: How many filled cells of a column are looked at.
_LOOKED_AT = 50
#: So many rows may stand above the values: titles and headings.
_ABOVE = 12
#: A date as Japanese, Chinese and Korean write it, with or without the time.
_SIGNED = r"^\s*(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]"
_SIGNED_DATE = re.compile(_SIGNED)
#: The first year of the eras in which Japan counts now, less one.
_ERAS = {"令和": 2018, "平成": 1988}
_ERA = re.compile(r"^\s*(令和|平成)\s*(元|\d{1,2})\s*年")


def with_plain_digits(sheet: Sheet) -> Sheet:
    """The sheet with the cells of such columns written in the digits 0 to 9; columns of words stay as they are."""
    table = sheet.rows
    for place, name in enumerate(table.column_names):
        if name == "row_no" or not pa.types.is_string(table.column(name).type):
            continue
        seen = _seen(table.column(name))
        if not any(not text.isascii() for text in seen):
            continue
        if _are_foreign(seen):
            plain = [_plain(text) for text in table.column(name).to_pylist()]
            table = table.set_column(place, name, pa.array(plain, pa.string()))
        elif all(_SIGNED_DATE.match(_without_era(text)) for text in seen):
            texts = [None if text is None else _without_era(text) for text in table.column(name).to_pylist()]
            dates = pc.replace_substring_regex(pa.array(texts, pa.string()), _SIGNED, r"\1-\2-\3")
            table = table.set_column(place, name, dates)
    return sheet if table is sheet.rows else replace(sheet, rows=table)


def _seen(column: pa.ChunkedArray) -> list[str]:
    """The first filled cells below the heading and what stands above it."""
    texts = [text for text in column.slice(0, 4 * _LOOKED_AT).to_pylist() if text and text.strip()]
    first = next(
        (i for i, text in enumerate(texts[:_ABOVE]) if i and any(map(str.isdecimal, text))), len(texts)
    )
    return texts[first : first + _LOOKED_AT]


def _are_foreign(texts: list[str]) -> bool:
    """Whether the texts are numbers or dates, some in digits of another script, and hold no words."""
    others = 0
    for text in texts:
        if any(char.isalpha() for char in text):
            return False
        others += any(char.isdecimal() and not char.isascii() for char in text)
    return others > 0


def _plain(text: str | None) -> str | None:
    if text is None or text.isascii() or any(char.isalpha() for char in text):
        return text
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else _MARKS.get(char, char) for char in text
    )


#: Marks that stand between such digits: of decimals, of thousands, of dates.
_MARKS = {"٫": ".", "٬": ",", "／": "/", "．": ".", "－": "-", "：": ":", "，": ","}


def _without_era(text: str) -> str:
    """A date with the year of our calendar for that of an era.

    >>> _without_era("令和8年3月5日")
    '2026年3月5日'
    """
    found = _ERA.match(text)
    if found is None:
        return text
    year = _ERAS[found[1]] + (1 if found[2] == "元" else int(found[2]))
    return f"{year}年{text[found.end() :]}"
