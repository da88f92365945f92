"""Answers with a row for each question: every question that asks for a score is read on its own scale."""

from __future__ import annotations

from pathlib import Path

from data_loaders.loading import load
from tests.rows import warehouse_with

ANSWERS = """respondent_id,submitted_at,question,answer
101,2026-03-21 10:00,How likely are you to recommend us?,9
101,2026-03-21 10:00,How satisfied are you with our service?,4
101,2026-03-21 10:00,Any other comments?,Great team
102,2026-03-22 11:00,How likely are you to recommend us?,3
102,2026-03-22 11:00,How satisfied are you with our service?,2
102,2026-03-22 11:00,Any other comments?,Too slow
"""


def test_each_question_is_read_on_its_own_scale_and_the_others_are_said(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    book = warehouse_with()
    results = load([path], book, timezone="UTC")
    assert [(r.kind, r.rows_read, r.rows_loaded, r.rows_skipped) for r in results] == [
        ("survey_responses", 6, 2, 4),
        ("survey_responses", 6, 2, 4),
    ]
    assert any("Any other comments?" in warning and "2 answers" in warning for warning in results[0].warnings)
    found = book.records("SELECT response, nps, csat FROM survey_responses ORDER BY response, nps")
    assert [tuple(row) for row in found] == [
        ("101", 9, None), ("101", None, 4), ("102", 3, None), ("102", None, 2)
    ]  # fmt: skip


def test_questions_that_ask_for_no_score_are_left_to_the_other_readers(tmp_path: Path) -> None:
    path = tmp_path / "poll.csv"
    path.write_text(
        "respondent,question,answer\n1,Which colour?,red\n2,Which colour?,blue\n", encoding="utf-8"
    )
    (result,) = load([path], warehouse_with(), timezone="UTC")
    assert result.error is not None
