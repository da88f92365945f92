"""Durations of plans carry the word of their unit; they become working days, and what is none is refused."""

from __future__ import annotations

import pytest

from data_loaders.typing_working_days import names_unit, without_unit
from tests.data_loaders.sheets import loaded


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("12 days", "1 day", "2.5 days?", "0 days"), [12.0, 1.0, 2.5, 0.0]),
        (("2 wks", "4 hrs", "1 mon", "3 edays"), [10.0, 0.5, 20.0, 3.0]),
        (("12 Tage", "2,5 Tage", "3 Wochen", "8 Std."), [12.0, 2.5, 15.0, 1.0]),
        (("5d", "1.5d", "10 d", "7"), [5.0, 1.5, 10.0, 7.0]),
        (("12 jours", "1 jour", "3 jours?", "2 semaines"), [12.0, 1.0, 3.0, 10.0]),
    ],
)
def test_a_duration_in_words_is_working_days(cells: tuple[str, ...], days: list[float]) -> None:
    rows = [f"{i};Task {i};2026-03-0{i};2026-03-1{i};{cell}" for i, cell in enumerate(cells, start=1)]
    result, found = loaded(
        "\n".join(["ID;Task Name;Start;Finish;Duration", *rows]), delimiter=";", answers={"project": "Shop"}
    )
    assert (result.kind, result.cells_refused) == ("plan_items", 0)
    assert found["duration_days"].tolist() == days


@pytest.mark.parametrize(
    ("heading", "days"), [("Duration (h)", 2.0), ("Original Duration (h)", 2.0), ("Duration (Days)", 16.0)]
)
def test_the_unit_in_a_heading_says_what_the_numbers_are(heading: str, days: float) -> None:
    result, found = loaded(
        f"Task ID,Task Name,Start,Finish,{heading}\n1,Build,2026-03-02,2026-03-03,16\n",
        answers={"project": "Shop"},
    )
    assert (result.kind, found["duration_days"].tolist()) == ("plan_items", [days])


def test_a_duration_that_cannot_be_read_is_listed() -> None:
    rows = [f"{i},Task {i},2026-03-0{i},2026-03-1{i},{i} days" for i in range(1, 6)]
    result, found = loaded(
        "\n".join(["ID,Task Name,Start,Finish,Duration", *rows, "6,Last,2026-03-06,2026-03-16,some days"]),
        answers={"project": "Shop"},
    )
    assert (result.rows_loaded, result.cells_refused) == (6, 1)
    assert found["duration_days"].tolist()[:5] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_only_a_number_with_a_unit_is_such_a_duration() -> None:
    assert [names_unit(text) for text in ("3 days", "3", "3 of 4 days", "days")] == [
        True,
        False,
        False,
        False,
    ]
    assert without_unit("3 of 4 days") == "3 of 4 days"
