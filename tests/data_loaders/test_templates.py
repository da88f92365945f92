"""The template of every kind loads back as it is, example row and all, and says in its headings what to fill in."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.loading import load
from data_loaders.templates import template
from warehouse import open_warehouse

KINDS = sorted(all_contracts())


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_loads_back_with_every_example(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(template(kind))
    warehouse = open_warehouse(tmp_path / "w.duckdb")
    (result,) = load([path], warehouse, timezone="UTC")
    assert (result.kind, result.certainty, result.tool, result.error) == (kind, "sure", None, None)
    assert result.questions == []
    assert (result.new, result.rows_rejected, result.cells_refused) == (1, 0, 0)
    for column in columns(all_contracts()[kind]).values():
        if column.example and column.reads is None:
            assert warehouse.query(f'SELECT count("{column.name}") FROM {kind}').iloc[0, 0] == 1, column.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_explains_each_heading(kind: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template(kind))).active
    assert sheet is not None
    for cell in sheet[1]:
        assert cell.comment is not None, cell.value
        assert cell.comment.text.strip().endswith(".")
