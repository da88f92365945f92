"""Lists whose first column names a client or vendor once for several rows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data_loaders.loading import load
from tests.data_loaders.sheets import loaded
from warehouse import open_warehouse

HEAD = "Company,Number,Opened,State"
GROUPED = [
    "Acme,INC1,2026-03-01,Closed", ",INC2,2026-03-02,Closed", ",INC3,2026-03-03,Closed",
    "Globex,INC4,2026-03-04,Closed", ",INC5,2026-03-05,Closed",
]  # fmt: skip


def test_a_name_above_each_group_holds_for_its_rows() -> None:
    result, rows = loaded("\n".join([HEAD, *GROUPED]))
    assert rows["client"].tolist() == ["Acme"] * 3 + ["Globex"] * 2
    assert any("stands once above each group" in warning for warning in result.warnings)


def test_blank_cells_stay_empty_where_the_reader_says_so() -> None:
    _, rows = loaded("\n".join([HEAD, *GROUPED]), answers={"fill.Company": "none"})
    assert rows["client"].notna().sum() == 2


@pytest.mark.parametrize(
    "rows",
    [
        [*GROUPED, "Acme,INC6,2026-03-06,Closed", ",INC7,2026-03-07,Closed"],
        [*GROUPED, "Initech,INC6,2026-03-06,Closed"],
        [",INC0,2026-02-28,Closed", *GROUPED],
    ],
)
def test_a_client_missing_here_and_there_is_not_filled_in(rows: list[str]) -> None:
    _, table = loaded("\n".join([HEAD, *rows]))
    assert table["client"].isna().sum() >= 3


def test_cells_merged_over_rows_have_their_text_and_merged_amounts_count_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Purchase order", "Item", "Document date", "Vendor", "Short text", "Net value", "Currency"])
    for i in range(6):
        sheet.append(
            [f"45000{i // 3}", str(i), f"2026-02-0{i + 1}", "Nordwind", f"Thing {i}", 100 + i, "EUR"]
        )
    for rows in ("A2:A4", "A5:A7", "D2:D3", "F2:F3"):
        sheet.merge_cells(rows)
    path = tmp_path / "orders.xlsx"
    book.save(path)
    warehouse = open_warehouse(":memory:")
    (result,) = load([path], warehouse, timezone="UTC")
    assert result.rows_loaded == 6
    rows = warehouse.records("SELECT purchase_order, vendor, net_value FROM purchase_orders ORDER BY row_no")
    assert [row[0] for row in rows] == ["450000"] * 3 + ["450001"] * 3
    assert all(row[1] == "Nordwind" for row in rows)
    assert [row[2] for row in rows] == [100, None, 102, 103, 104, 105]
