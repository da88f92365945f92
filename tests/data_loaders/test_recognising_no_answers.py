"""“Don't know” and its like are no answers: counted and left empty, neither refused nor taken for a step."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from tests.rows import warehouse_with

NUMBERS = ("9", "10", "3", "0", "6")


def scored(
    path: Path, heading: str, answers: tuple[str, ...], column: str
) -> tuple[TableResult, list[object]]:
    rows = "".join(f'R{i},2026-03-{i + 13},"{answer}"\n' for i, answer in enumerate(answers))
    path.write_text(f'Response ID,End Date,"{heading}"\n{rows}', encoding="utf-8")
    book = warehouse_with()
    result = load([path], book, timezone="UTC")[0]
    found = book.records(f"SELECT {column} FROM survey_responses ORDER BY response")
    return result, [value for (value,) in found]


@pytest.mark.parametrize(
    "none", ["Don't know", "Keine Angabe", "Prefer not to say", "NS/NC", "99 - Refused", "-99"]
)
def test_what_is_no_answer_is_left_empty_and_said(tmp_path: Path, none: str) -> None:
    result, scores = scored(
        tmp_path / "a.csv", "How likely are you to recommend us?", (*NUMBERS, none), "nps"
    )
    assert scores == [9, 10, 3, 0, 6, None]
    assert (result.rows_loaded, result.cells_refused) == (6, 0)
    assert any("1 answer is none" in warning and none in warning for warning in result.warnings)


def test_a_scale_in_words_is_read_beside_them(tmp_path: Path) -> None:
    words = ("Very satisfied", "Don't know", "Dissatisfied", "Neutral")
    _, scores = scored(tmp_path / "a.csv", "How satisfied are you with us?", words, "csat")
    assert scores == [5, None, 2, 3]


def test_words_nobody_knows_are_still_refused(tmp_path: Path) -> None:
    result, scores = scored(
        tmp_path / "a.csv", "How likely are you to recommend us?", (*NUMBERS, "blue"), "nps"
    )
    assert scores[-1] is None
    assert result.cells_refused == 1


def test_a_scale_up_to_a_hundred_keeps_its_99(tmp_path: Path) -> None:
    question = "How satisfied are you (0-100)?"
    _, scores = scored(tmp_path / "a.csv", question, ("1", "5", "8", "9", "99"), "csat")
    assert scores == [1, 5, 8, 9, 99]
