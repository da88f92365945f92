"""What spreadsheets show beside the number in a cell counts: percent, and the currency behind an amount."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from warehouse import Warehouse, open_warehouse


def imported(
    path: Path, rows: list[list[object]], formats: dict[int, list[str]]
) -> tuple[TableResult, Warehouse]:
    """A workbook of these rows, its columns in these formats (one after the other, row by row), imported."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Data")
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                shown = formats.get(j, [""])[i % len(formats.get(j, [""]))]
                sheet.write(i, j, value, workbook.add_format({"num_format": shown}) if shown and i else None)
    warehouse = open_warehouse(":memory:")
    (result,) = load([path], warehouse, answers={}, timezone="UTC")
    return result, warehouse


def test_shares_shown_in_percent_are_fractions_whatever_their_heading(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Contract", "Service", "Measure", "Target %", "At risk %"]]
    rows += [["MSA", "Mail", "availability", 0.999, 0.05], ["MSA", "ERP", "availability", 0.995, 0.1]]
    result, warehouse = imported(tmp_path / "targets.xlsx", rows, {3: ["0.0%"], 4: ["0%"]})
    assert result.kind == "sla_targets"
    assert warehouse.records("SELECT target, at_risk_percent FROM sla_targets ORDER BY 1") == [
        (0.995, 0.1),
        (0.999, 0.05),
    ]


def test_a_plan_done_by_parts_of_one_is_not_done_by_parts_of_a_percent(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Project", "Task ID", "Task name", "Start", "Finish", "% complete"]]
    rows += [["P", str(i), f"T{i}", "2026-01-01", "2026-02-01", i / 10] for i in range(1, 10)]
    _, warehouse = imported(tmp_path / "plan.xlsx", rows, {})
    assert warehouse.records("SELECT max(percent_complete) FROM plan_items") == [(0.9,)]


def test_the_currency_of_a_format_is_that_of_the_amounts_unless_there_are_two(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Invoice no", "Supplier", "Invoice date", "Amount"]]
    rows += [[f"R{i}", "Dell", f"2026-01-{i:02d}", 100.5 * i] for i in range(1, 7)]
    euros, pounds = "#,##0.00 [$€-407]", "[$£-809]#,##0.00"
    result, warehouse = imported(tmp_path / "one.xlsx", rows, {3: [euros]})
    assert set(warehouse.records("SELECT currency FROM invoices")) == {("EUR",)}
    assert not any("No column, heading or sign" in warning for warning in result.warnings)
    result, warehouse = imported(tmp_path / "two.xlsx", rows, {3: [euros, pounds]})
    assert set(warehouse.records("SELECT currency FROM invoices")) == {(None,)}
    assert any("No column, heading or sign" in warning for warning in result.warnings)
    # A bare “$” is whatever money the reader's country has.
    _, warehouse = imported(tmp_path / "bare.xlsx", rows, {3: ["$#,##0.00"]})
    assert set(warehouse.records("SELECT currency FROM invoices")) == {(None,)}
