"""What was refused of an import as a workbook: the reason beside each row, and the refused cells marked."""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter

from warehouse import Warehouse, ledger
from warehouse.harmless_text import TEXT_STAYS_TEXT, harmless

_LONGEST_CELL = 32_767


def rejects_workbook(warehouse: Warehouse, import_id: int) -> bytes:
    """The rows with something refused as an xlsx; corrected in it they load back in the place of the refused ones.

    Every cell is the text that stood in the file, so that nothing but what a person changes is another value.
    """
    table = ledger.rejects_to_correct(warehouse, import_id)
    found = ledger.rejects(warehouse, import_id)
    refused = set(zip(found["row_no"], found["column_name"], strict=True))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as book:
        page = book.add_worksheet("Rejected")
        head = book.add_format({"bold": True, "bg_color": "#F5F7FA", "bottom": 1, "bottom_color": "#D5DBE3"})
        marked, wrapped = (
            book.add_format({"bg_color": "#FFF3C4"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        for place, name in enumerate(map(str, table.columns)):
            page.write_string(0, place, harmless(name), head)
            page.set_column(place, place, 60 if name == ledger.REASON else min(max(len(name) + 2, 12), 40))
        for line, row in enumerate(table.itertuples(index=False, name=None), start=1):
            for place, (name, value) in enumerate(zip(map(str, table.columns), row, strict=True)):
                cell_format = (
                    wrapped if name == ledger.REASON else marked if (row[1], name) in refused else None
                )
                if name == ledger.ROW_IN_FILE:
                    page.write_number(line, place, int(value))
                elif isinstance(value, str):
                    page.write_string(line, place, harmless(value)[:_LONGEST_CELL], cell_format)
                elif cell_format is not None:
                    page.write_blank(line, place, None, cell_format)
        page.freeze_panes(1, 2)
    return out.getvalue()


def file_name(import_id: int) -> str:
    """What the workbook of an import is called."""
    return f"rejected_import_{import_id}.xlsx"


def write_rejects(warehouse: Warehouse, import_id: int, folder: Path) -> Path | None:
    """Write what was refused of an import into a folder; None where nothing was."""
    if not ledger.has_rejects(warehouse, import_id):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / file_name(import_id)
    file.write_bytes(rejects_workbook(warehouse, import_id))
    return file
