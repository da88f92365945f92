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
