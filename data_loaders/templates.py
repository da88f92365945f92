"""The workbook to fill in when no tool exports a kind: headings with notes, drop-downs, an example row."""

import io

import xlsxwriter

from contracts import all_contracts
from contracts.contract import Column, ColumnType, Contract, columns
from warehouse.harmless_text import TEXT_STAYS_TEXT

#: A drop-down list written into a workbook may be this long.
_LONGEST_LIST = 255
_ROWS_WITH_DROPDOWN = 5000

_SHAPES: dict[ColumnType, str] = {
    ColumnType.TIMESTAMP: "Date and time, such as 2026-03-02 08:15:00.",
    ColumnType.DAY: "A day, such as 2026-03-02.",
    ColumnType.WHOLE: "A whole number.",
    ColumnType.NUMBER: "A number.",
    ColumnType.MONEY: "An amount in the currency of the row; credits negative.",
    ColumnType.CURRENCY: "A currency code, such as EUR.",
    ColumnType.DURATION: "A length of time.",
    ColumnType.FLAG: "yes or no.",
    ColumnType.LIST: "Several values, separated by semicolons.",
    ColumnType.PERSON: "A name; only a keyed hash of it is kept.",
}


def template(kind: str) -> bytes:
    """The template of one kind of rows as an xlsx; it loads back without a question.

    Columns that are worked out from another are not asked for. Raises KeyError for a kind nobody declared.
    """
    contract = all_contracts()[kind]
    asked = [column for column in columns(contract).values() if column.reads is None]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as book:
        sheet = book.add_worksheet(contract.title[:31])
        needed = book.add_format({"bold": True, "bg_color": "#D3E4F6", "bottom": 1})
        optional = book.add_format({"bold": True, "bg_color": "#F5F7FA", "bottom": 1})
        for place, column in enumerate(asked):
            sheet.write_string(0, place, column.label, needed if column.required else optional)
            sheet.write_comment(0, place, note(column), {"x_scale": 2, "y_scale": 1.5})
            sheet.set_column(place, place, max(12, len(column.label) + 2, len(column.example or "") + 2))
            if column.example:
                sheet.write_string(1, place, column.example)
            _offer_choices(sheet, place, contract, column)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def note(column: Column) -> str:
    """What a column means and how to write it, for the heading's note."""
    said = [column.meaning, _SHAPES.get(column.type, ""), f"In {column.unit}." if column.unit else ""]
    said.append("Needed in every row." if column.required else "")
    return " ".join(sentence for sentence in said if sentence)


def _offer_choices(
    sheet: xlsxwriter.worksheet.Worksheet, place: int, contract: type[Contract], column: Column
) -> None:
    """A drop-down where the words are known; other words are still allowed, because tools have their own."""
    words = _words(contract, column)
    if words and len(",".join(words)) <= _LONGEST_LIST:
        offered = {"validate": "list", "source": words, "error_type": "information"}
        sheet.data_validation(1, place, _ROWS_WITH_DROPDOWN, place, offered)


def _words(contract: type[Contract], column: Column) -> list[str]:
    if column.choices:
        return [written[0] if written else stored for stored, written in column.choices.items()]
    read_by = [other for other in columns(contract).values() if other.reads == column.name and other.choices]
    return (
        [written[0] if written else stored for stored, written in read_by[0].choices.items()]
        if read_by
        else []
    )
