"""Digits of other scripts and dates with signs are read; words with such digits stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.loading import load
from warehouse import open_warehouse


@pytest.mark.parametrize(
    ("date", "scores"),
    [
        (("०५/०३/२०२६", "३१/१२/२०२५"), ("९", "१०")),
        (("٠٥/٠٣/٢٠٢٦", "٣١/١٢/٢٠٢٥"), ("٩", "١٠")),
        (("2026年3月5日", "2025年12月31日"), ("9", "10")),
        (("令和8年3月5日", "令和7年12月31日"), ("9", "10")),
        (("46086,0", "46022,0"), ("9", "10")),
    ],
)
def test_dates_and_scores_in_other_signs(
    tmp_path: Path, date: tuple[str, str], scores: tuple[str, str]
) -> None:
    file = tmp_path / "survey.csv"
    rows = [f"{day};Fjord;{score};第５回 good" for day, score in zip(date, scores, strict=True)]
    file.write_text("\n".join(["Date;Client;NPS;Comment", *rows]), encoding="utf-8")
    warehouse = open_warehouse(":memory:")
    (result,) = load([file], warehouse, timezone="UTC")
    assert (result.rows_loaded, result.cells_refused) == (2, 0)
    found = warehouse.records("select responded, nps, comment from survey_responses order by nps")
    warehouse.close()
    assert [(f"{day:%Y-%m-%d}", score) for day, score, _ in found] == [("2026-03-05", 9), ("2025-12-31", 10)]
    assert {comment for _, _, comment in found} == {"第５回 good"}
