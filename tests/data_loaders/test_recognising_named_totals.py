"""Rows that are only called a total are loaded; rows that are one are not."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded

HEAD = "Posting date,Document number,Account,Vendor,Text,Amount,Currency"
POSTINGS = [
    f"2026-01-{day:02d},50000{day:03d},600100,{vendor},Fuel,{amount},EUR"
    for day, vendor, amount in [(5, "Shell", 100.5), (6, "Total", 80.25), (7, "Esso", 60), (8, "Total", 10)]
]


def test_a_supplier_called_total_is_paid_like_the_others() -> None:
    result, rows = loaded("\n".join([HEAD, *POSTINGS]))
    assert len(rows) == 4
    assert rows["amount"].sum() == pytest.approx(250.75)
    assert any("2 rows (the first is row 3) are called totals" in warning for warning in result.warnings)


def test_a_dated_total_that_adds_up_its_rows_is_left_out() -> None:
    total = "2026-01-31,50000999,600100,Total,January,250.75,EUR"
    result, rows = loaded("\n".join([HEAD, *[line.replace("Total", "BP") for line in POSTINGS], total]))
    assert len(rows) == 4
    assert rows["amount"].sum() == pytest.approx(250.75)
    assert result.skipped["total"] == 1


@pytest.mark.parametrize("title", ["Total", "Sum", "**"])
def test_a_ticket_may_be_called_anything(title: str) -> None:
    tickets = [f"INC{i:04d},Printer {i},2026-03-0{i} 10:00:00,Closed,Acme" for i in range(1, 8)]
    tickets[3] = tickets[3].replace("Printer 4", title)
    tickets.append(f"INC0100,{title},,,")
    result, rows = loaded("\n".join(["Number,Short description,Opened,State,Company", *tickets]))
    assert len(rows) == 8
    assert result.rows_skipped == 0


def test_a_total_below_tickets_is_none_of_them() -> None:
    tickets = [f"INC{i:04d},Printer {i},2026-03-0{i} 10:00:00,Closed,Acme" for i in range(1, 8)]
    result, rows = loaded(
        "\n".join(["Number,Short description,Opened,State,Company", *tickets, "Total,7,,,"])
    )
    assert len(rows) == 7
    assert result.skipped["total"] == 1


def test_a_subtotal_that_repeats_the_number_of_its_order_is_left_out() -> None:
    lines = [
        f"4500001,{item},2026-02-0{item},Nordwind,Thing {item},{100 * item}.00,EUR" for item in range(1, 5)
    ]
    head = "Purchase order,Item,Document date,Vendor,Short text,Net value,Currency"
    result, rows = loaded("\n".join([head, *lines, "4500001,,,,Total,1000.00,EUR"]))
    assert len(rows) == 4
    assert result.skipped["total"] == 1
