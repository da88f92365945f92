"""Journals and reports that say the head of an entry once and the account of a section in its title."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded

JOURNAL = """Harbour Bakery
Journal
,
Date,Transaction Type,Num,Name,Memo/Description,Account,Debit,Credit
01/15/2026,Bill,77,Nordwind,Laptops,Computers,1250.00,
,,,,Laptops,Accounts Payable,,1250.00
,,,,,,1250.00,1250.00
02/01/2026,Expense,,Fjord,Paper,Office,50.00,
,,,,Toner,Office,50.00,
,,,,Paper and toner,Bank,,100.00
,,,,,,100.00,100.00
02/21/2026,Bill,78,Nordwind,Screens,Computers,500.00,
,,,,Screens,Accounts Payable,,500.00
,,,,,,500.00,500.00
TOTAL,,,,,,1850.00,1850.00
"""
LEDGER = """,Date,Transaction Type,Num,Name,Memo,Split,Amount,Balance
6100 Software,,,,,,,,
Beginning Balance,,,,,,,,500.00
,01/31/2026,Bill,55,Nordwind,Licences,Payable,2000.00,2500.00
,02/28/2026,Bill,56,Nordwind,Licences,Payable,1500.00,4000.00
Total for 6100 Software,,,,,,,3500.00,
6200 Travel,,,,,,,,
,02/13/2026,Expense,57,Fjord,Train,Bank,80.00,80.00
,02/17/2026,Expense,58,Fjord,Train,Bank,-20.00,60.00
Total for 6200 Travel,,,,,,,60.00,
"""


def test_lines_of_a_posting_take_its_date_and_number_and_its_sum_is_no_line() -> None:
    result, rows = loaded(JOURNAL, answers={"currency": "USD"})
    assert len(rows) == 7
    assert result.skipped["total"] == 4
    assert rows["posting_date"].notna().all()
    assert rows["amount"].sum() == 0
    assert rows.query("amount > 0")["amount"].sum() == 1850
    # The expense has no number of its own: that of the bill before it is not its.
    numbers = rows.groupby(rows["posting_date"].astype(str))["document"].agg(set)
    assert [{n for n in found if isinstance(n, str)} for found in numbers] == [{"77"}, set(), {"78"}]
    assert any("3 rows" in w or "4 rows" in w for w in result.warnings if "go on with the entry" in w)


def test_the_second_of_two_equal_lines_is_no_total() -> None:
    _, rows = loaded(JOURNAL, answers={"currency": "USD"})
    assert sorted(rows.query("amount == 50")["text"]) == ["Paper", "Toner"]


def test_the_title_of_a_section_is_the_account_of_its_rows_and_a_balance_is_no_posting() -> None:
    result, rows = loaded(LEDGER, answers={"currency": "USD"})
    assert rows.groupby("account_name")["amount"].sum().to_dict() == {
        "6100 Software": 3500,
        "6200 Travel": 60,
    }
    assert result.skipped["balance carried forward"] == 1
    assert result.skipped["total"] == 2


def test_a_posting_without_a_date_stays_without_one() -> None:
    lines = "".join(f"2026-01-{i},50{i},Nordwind,{i}.50\n" for i in range(11, 25))
    _, rows = loaded("Posting date,Document number,Vendor,Net (EUR)\n" + lines + ",5099,Fjord,7.25\n")
    assert rows["posting_date"].isna().sum() == 1


@pytest.mark.parametrize("kind", ["order", "invoice"])
def test_lines_below_the_head_of_an_order_or_an_invoice(kind: str) -> None:
    headings = {"order": "PO number,PO date,Vendor,Line,Description,Amount (EUR)",
                "invoice": "Invoice number,Invoice date,Vendor,Line,Description,Amount (EUR)"}[kind]  # fmt: skip
    lines = "".join(
        f"{4500 + i},2026-01-{i},Nordwind,10,Support,100.50\n,,,20,Licence,20.25\n" for i in range(13, 20)
    )
    result, rows = loaded(f"{headings}\n{lines}")
    assert result.rows_rejected == 0
    assert len(rows) == 14
    number = "purchase_order" if kind == "order" else "invoice"
    assert rows.groupby(number).size().tolist() == [2] * 7
    assert rows["vendor"].eq("Nordwind").all()


def test_open_bills_by_supplier_take_the_supplier_from_the_title_of_their_section() -> None:
    result, rows = loaded(
        "Unpaid Bills\n,Date,Transaction Type,Num,Due Date,Past Due,Amount,Open Balance\n"
        "Nordwind IT,,,,,,,\n,03/13/2026,Bill,1001,03/15/2026,16,1200.50,1200.50\n"
        ",02/20/2026,Bill,1002,03/16/2026,25,300.00,100.00\nTotal for Nordwind IT,,,,,,1500.50,1300.50\n"
        "Fjord Energy,,,,,,,\n,01/20/2026,Bill,1003,02/13/2026,46,80.00,80.00\n"
        "Total for Fjord Energy,,,,,,80.00,80.00\nTOTAL,,,,,,1580.50,1380.50\n",
        answers={"currency": "USD"},
    )
    assert (result.kind, result.rows_rejected) == ("invoices", 0)
    assert rows.groupby("vendor")["amount"].sum().to_dict() == {"Fjord Energy": 80, "Nordwind IT": 1500.5}


def test_a_column_filled_in_titles_of_sections_only_is_that_of_the_rows_below() -> None:
    result, rows = loaded(
        "Orders by vendor\nVendor,PO number,PO date,Line,Description,Amount,Currency\nNordwind IT,,,,,,\n"
        ",4500001,2026-01-15,10,Laptop,2000.00,EUR\n,,,20,Dock,300.50,EUR\nTotal Nordwind IT,,,,,2300.50,EUR\n"
        "Fjord Energy,,,,,,\n,4500002,2026-01-20,10,Books,50.00,EUR\nTotal Fjord Energy,,,,,50.00,EUR\n"
    )
    assert result.rows_rejected == 0
    assert rows.groupby("vendor")["net_value"].sum().to_dict() == {"Fjord Energy": 50, "Nordwind IT": 2300.5}
    assert rows["purchase_order"].tolist() == ["4500001", "4500001", "4500002"]
