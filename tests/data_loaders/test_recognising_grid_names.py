"""Rows of a grid whose names are also words for totals, results or counts: kept, or left out and said."""

from __future__ import annotations

import time

import pytest

from tests.data_loaders.sheets import loaded

MONTHS = "Jan 2026,Feb 2026,Mar 2026,Apr 2026"
ANSWERS = {"currency": "EUR", "version": "budget"}


def grid(head: str, *rows: str) -> str:
    return "\n".join([f"{head},{MONTHS}", *rows])


def test_a_vendor_called_total_has_a_budget_like_the_others() -> None:
    text = grid(
        "Vendor,Category", "Shell,Fuel,310,95,120,87", "Total,Fuel,25,41,38,19", "Esso,Sum,12,61,83,9"
    )
    result, rows = loaded(text, answers=ANSWERS)
    assert len(rows) == 12
    assert rows["amount"].sum() == pytest.approx(900)
    assert any("“Total”" in warning for warning in result.warnings)


def test_totals_of_groups_in_the_second_label_are_left_out() -> None:
    text = grid(
        "Group,Line", "HW,A,310,95,120,87", "HW,B,25,41,38,19", "HW,Total,335,136,158,106",
        "SW,C,12,61,83,9", "SW,Total,12,61,83,9", "All,Total,347,197,241,115",
    )  # fmt: skip
    result, rows = loaded(text, answers=ANSWERS)
    assert len(rows) == 12
    assert result.skipped["total"] == 3


def test_totals_above_their_rows_are_left_out_without_a_complaint() -> None:
    text = grid(
        "Group,Line", "HW,Total,335,136,158,106", "HW,A,310,95,120,87", "HW,B,25,41,38,19",
        "SW,Total,23,91,90,11", "SW,C,12,61,83,9", "SW,D,11,30,7,2",
    )  # fmt: skip
    result, rows = loaded(text, answers=ANSWERS)
    assert rows["amount"].sum() == pytest.approx(335 + 136 + 158 + 106 + 23 + 91 + 90 + 11)
    assert not any("is not the sum" in warning for warning in result.warnings)


def test_a_total_by_its_only_label_that_adds_up_nothing_is_left_out_and_said() -> None:
    text = grid("Category", "Fuel,310,95,120,87", "Rent,25,41,38,19", "Gesamt,300,100,100,100")
    result, rows = loaded(text, answers=ANSWERS)
    assert len(rows) == 8
    assert any("“Gesamt”) is not the sum" in warning for warning in result.warnings)


def test_a_team_called_net_is_no_result_and_what_is_left_of_revenue_is() -> None:
    _, teams = loaded(grid("Cost center", "APP,310,95,120,87", "NET,25,41,38,19"), answers=ANSWERS)
    assert len(teams) == 8
    text = grid("Line", "Revenue,310,95,120,87", "Costs,25,41,38,19", "Net,285,54,82,68")
    result, rows = loaded(text, answers=ANSWERS)
    assert len(rows) == 8
    assert any("“Net”" in warning for warning in result.warnings)


def test_rows_taken_for_counts_are_named() -> None:
    text = grid("Category", "Salaries,310,95,120,87", "FTE,3,3,3,4")
    result, rows = loaded(text, answers=ANSWERS)
    assert len(rows) == 4
    assert any("“FTE”" in warning for warning in result.warnings)


def test_a_grid_of_thousands_of_rows_is_searched_for_totals_in_time_that_grows_with_it() -> None:
    def seconds(rows: int) -> float:
        text = grid("Line", *(f"Item {i},{i % 97}.5,{i % 89}.25,{i % 83},{i % 79}.75" for i in range(rows)))
        start = time.process_time()
        _, table = loaded(text, answers=ANSWERS)
        assert len(table) == 4 * rows
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 8 * max(seconds(2_000), 0.5)


def test_years_mostly_written_as_dots_are_years_all_the_same() -> None:
    text = (
        "Line,1960,1961,1962,1963,1964,1965\n"
        "Benefits,..........,..........,*,20,30,41\nInterest,..........,..........,..........,5,6,8\n"
        "Administration,..........,7,9,11,12,14\nTotal outgo,..........,7,9,36,48,63\n"
    )
    result, rows = loaded(text, answers={"currency": "USD", "version": "actual"})
    assert rows["amount"].sum() == pytest.approx(7 + 9 + 36 + 48 + 63)
    assert result.skipped["total"] == 1
    assert not any("word for a total" in warning for warning in result.warnings)
