"""What stands at the foot of a ledger: its sum, the tax on it and what they make."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded

HEAD = "Posting date,Document number,Account,Vendor,Text,Amount"
POSTINGS = [f"2026-01-0{day},50000{day},600100,Shell,Fuel {day},{day}00.50" for day in range(1, 6)]


@pytest.mark.parametrize(
    "foot",
    [
        [",,,,Net,1502.50", ",,,,VAT 20%,300.50", ",,,,Gross,1803.00"],
        [",,,,VAT 20%,300.50", ",,,,Gross,1803.00"],
        ["Total,,,,,1502.50", ",,,,of which abroad,100.50"],
    ],
)
def test_tax_beside_the_sums_below_a_ledger_is_no_posting(foot: list[str]) -> None:
    result, rows = loaded("\n".join([HEAD, *POSTINGS, *foot]))
    assert len(rows) == 5
    assert result.rows_skipped == len(foot)


def test_rows_with_little_in_them_between_postings_stay() -> None:
    text = [HEAD, *POSTINGS[:3], "Total,,,,,601.50", ",,,Esso,correction,5.25", *POSTINGS[3:]]
    result, rows = loaded("\n".join(text))
    assert rows["amount"].sum() == pytest.approx(1507.75)
    assert result.skipped["total"] == 1


def test_accruals_without_a_date_below_the_postings_stay() -> None:
    text = [HEAD, *POSTINGS, ",,600100,Esso,Accrual,30.25"]
    _, rows = loaded("\n".join(text))
    assert rows["amount"].sum() == pytest.approx(1532.75)


def test_a_posting_without_a_date_that_equals_the_sum_stays_where_it_has_its_own_number() -> None:
    result, rows = loaded("\n".join([HEAD, *POSTINGS, ",509999,,,,1502.50"]))
    assert rows["amount"].sum() == pytest.approx(3005)
    assert any("holds more than a sum does" in warning for warning in result.warnings)


@pytest.mark.parametrize("foot", [",,,,,1502.50", ",,600100,,,1502.50", ",,,,Net,1502.50", ",,,,5,1502.50"])
def test_a_sum_without_a_name_is_no_posting(foot: str) -> None:
    result, rows = loaded("\n".join([HEAD, *POSTINGS, foot]))
    assert rows["amount"].sum() == pytest.approx(1502.5)
    assert result.skipped["total"] == 1


def test_words_under_the_amounts_between_the_rows_and_their_sum_are_a_note() -> None:
    result, rows = loaded("\n".join([HEAD, *POSTINGS, ",,,,Checked by,Ann", ",,,,Net,1502.50"]))
    assert len(rows) == 5
    assert result.skipped["note below the table"] == 1
    _, rows = loaded("\n".join([HEAD, *POSTINGS, ",509999,,Esso,Accrual,pending"]))
    assert len(rows) == 6
