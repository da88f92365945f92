"""A score column whose rows say what it measures: each row is loaded with its measure, and nothing is asked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from data_loaders import loading
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading
from tests.data_loaders.sheets import lines, sheet_of
from warehouse import Warehouse, open_warehouse


def loaded(text: str, patch: pytest.MonkeyPatch, folder: Path) -> tuple[list[TableResult], Warehouse]:
    book = open_warehouse(":memory:")
    path = folder / "scores.csv"
    path.write_text(text, encoding="utf-8")
    sheet = sheet_of(lines(text), "scores")
    digest = hashlib.sha256(text.encode()).hexdigest()
    patch.setattr(loading, "read", lambda *_, **__: Reading("scores.csv", digest, len(text), "csv", (sheet,)))
    return loading.load([path], book, timezone="UTC"), book


def rows(kinds: list[tuple[str, int]], identifier: str = "{n}") -> str:
    return "ID,Date,Client,Score,Type\n" + "\n".join(
        f"R{identifier.format(n=n)},2026-05-{1 + n % 28:02d},Acme,{score},{kind}"
        for n, (kind, score) in enumerate(kinds)
    )


def test_rows_that_all_say_nps_are_recommendations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    results, book = loaded(rows([("NPS", n % 10) for n in range(1, 20)]), monkeypatch, tmp_path)
    assert [(r.kind, r.questions, r.rows_loaded, r.rows_skipped) for r in results] == [
        ("survey_responses", [], 19, 0)
    ]
    assert book.records("SELECT count(nps), count(csat), sum(nps) FROM survey_responses") == [(19, 0, 90)]


def test_each_row_keeps_its_own_measure_and_scale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kinds = [
        ("NPS", 10),
        ("CSAT", 4),
        ("CES", 7),
        ("NPS", 3),
        ("csat", 5),
        ("CES", 2),
        ("Net Promoter Score", 0),
    ]
    results, book = loaded(rows(kinds), monkeypatch, tmp_path)
    assert all(not r.questions and r.rows_read == r.rows_loaded + r.rows_skipped for r in results)
    assert sum(r.rows_loaded for r in results) == len(kinds)
    found = book.records(
        "SELECT response, nps, csat, csat_max, ces, ces_max FROM survey_responses ORDER BY response"
    )
    assert found == [
        ("R0", 10, None, None, None, None), ("R1", None, 4, 5, None, None), ("R2", None, None, None, 7, 7),
        ("R3", 3, None, None, None, None), ("R4", None, 5, 5, None, None), ("R5", None, None, None, 2, 7),
        ("R6", 0, None, None, None, None),
    ]  # fmt: skip


def test_a_response_with_a_row_for_each_measure_keeps_them_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = rows([(kind, score) for score in (9, 2) for kind in ("NPS",)] + [("CSAT", 4), ("CSAT", 1)])
    text = text.replace("R2,", "R0,").replace("R3,", "R1,")
    _, book = loaded(text, monkeypatch, tmp_path)
    assert book.records("SELECT count(*), sum(nps), sum(csat) FROM survey_responses") == [(4, 11, 5)]


@pytest.mark.parametrize("kind", ["Internal", ""])
def test_a_row_that_does_not_say_its_measure_leaves_the_question(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kinds = [("NPS", 3 + n % 7) for n in range(12)] + [(kind, 8)]
    results, book = loaded(rows(kinds), monkeypatch, tmp_path)
    assert results[0].questions
    assert book.records("SELECT count(*) FROM store.survey_responses") == [(0,)]


def test_a_date_a_client_and_a_score_are_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "Date,Client,Score,Type\n" + "\n".join(f"2026-05-{1 + n:02d},Acme,{n % 11},NPS" for n in range(22))
    results, book = loaded(text, monkeypatch, tmp_path)
    assert [(r.questions, r.rows_loaded) for r in results] == [([], 22)]
    assert book.records("SELECT sum(nps) FROM survey_responses") == [(110,)]
