"""Exports of the same tickets whose numbers are written otherwise are said to count twice."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded
from warehouse import open_warehouse


def export(*numbers: str) -> str:
    rows = [f"{number},2026-03-0{i} 10:00:00,Closed,2,Network" for i, number in enumerate(numbers, 1)]
    return "\n".join(["Ticket ID,Opened,State,Priority,Assignment group", *rows])


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (("000101", "000102", "000103"), ("101", "102", "103"), True),
        (("TCK-101", "TCK-102"), ("tck101", "tck102"), True),
        (("#101", "#102"), ("101", "102"), True),
        (("A-101", "A-102"), ("A-103", "A-104"), False),
        (("A-101", "A-102"), ("B-101", "B-102"), False),
        (("A-101", "A-102"), ("A-101", "a-102"), False),
    ],
)
def test_numbers_that_differ_in_writing_only_are_said(
    first: tuple[str, ...], second: tuple[str, ...], said: bool
) -> None:
    book = open_warehouse(":memory:")
    loaded(export(*first), warehouse=book, file="one.csv")
    result, _ = loaded(export(*second), warehouse=book, file="two.csv")
    assert result.rows_loaded == len(second)
    assert any("count twice" in warning for warning in result.warnings) is said
