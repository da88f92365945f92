"""Documents take their only day and their only amount under any heading that can mean it."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded


@pytest.mark.parametrize(
    ("text", "kind", "column", "total"),
    [
        ("GRN_NUMBER,PO_NUMBER,RECEIVED_QTY,DATE\nG1,P1,1,2026-03-01\nG2,P2,4,2026-03-02", "goods_receipts",
         "quantity", 5),
        (("Record,Supplier,Invoice Number,Invoice Date,Due Date,PO Reference,Total Due,Currency\n"
         "R1,Nordwind,N-1,2026-07-10,2026-08-09,P1,10.5,EUR\nR2,Globex,G-2,2026-07-11,2026-08-10,P2,20,EUR"),
         "invoices", "amount", 30.5),
        ("from_currency,to_currency,rate,last_updated\nUSD,EUR,0.5,2026-01-15\nGBP,EUR,1.5,2026-01-15",
         "exchange_rates", "rate", 2),
        ("business_date,from_currency,to_currency,rate\n20260115,USD,EUR,0.5\n20260115,GBP,EUR,1.5",
         "exchange_rates", "rate", 2),
    ],
)  # fmt: skip
def test_the_only_column_that_can_be_it_is_taken(text: str, kind: str, column: str, total: float) -> None:
    result, rows = loaded(text)
    assert (result.kind, result.questions, result.rows_rejected) == (kind, [], 0)
    assert rows[column].sum() == total


def test_of_two_days_or_amounts_none_is_taken() -> None:
    result, _ = loaded("GRN_NUMBER,PO_NUMBER,RECEIVED_QTY,DATE,CHECKED\nG1,P1,1,2026-03-01,2026-03-02")
    assert result.rows_loaded == 0
    result, _ = loaded("Invoice Number,Invoice Date,Supplier,Total A,Total B\nN-1,2026-07-10,Nordwind,10,20")
    assert result.rows_loaded == 0


def test_what_was_accrued_is_no_value_of_an_order() -> None:
    result, rows = loaded(
        "PO Number,PO Line,Vendor,GRN Date,Received Amount,Invoiced Amount,Accrual Amount,Currency\n"
        "4500001,10,Acme,2026-03-20,5000,0,5000,EUR\n4500002,10,Bolt,2026-03-25,1000,400,600,EUR\n"
    )
    assert result.kind == "goods_receipts"
    assert rows["amount"].sum() == 6000


def test_a_contract_that_was_awarded_is_no_posting() -> None:
    result, rows = loaded(
        "contract_id,vendor_name,dept,amount,award_date,description\n"
        "CTR-001,Nordwind,IT,5000,2024-01-15,Network\nCTR-002,Globex,HR,12000,2024-02-20,Phones\n"
    )
    assert result.kind == "portfolio"
    assert rows["total_value"].sum() == 17000


def test_months_of_a_list_called_a_budget_are_no_postings() -> None:
    table = "entity,category,month,amount\nNorth,Payroll,2026-01,10\nNorth,Rent,2026-01,20\n"
    assert loaded(table, file="koa_budget.csv")[0].kind == "budget"
    assert loaded(table, file="koa.csv")[0].kind == "actuals"
    days = "entity,category,posting date,document no,amount\nNorth,Payroll,2026-01-12,7,10\n"
    assert loaded(days, file="koa_budget.csv")[0].kind == "actuals"


def test_headings_joined_by_underscores_are_words() -> None:
    result, rows = loaded("period,cost_center,budget_amount\n2026-01,4100,7000\n2026-01,4200,5\n")
    assert result.kind == "budget"
    assert rows["amount"].sum() == 7005


def test_expenses_of_projects_are_no_list_of_projects() -> None:
    table = (
        "Project Code,Project Name,Status,Start Date,End Date,Expense Name,Expense Amount,Expense Date\n"
        "P1,Alpha,open,2026-01-01,2026-12-31,Taxi,20.5,2026-02-13\n"
        "P1,Alpha,open,2026-01-01,2026-12-31,Hotel,100,2026-02-14\n"
    )
    asked, _ = loaded(table)
    assert (asked.kind, asked.rows_superseded) == ("actuals", 0)
    _, rows = loaded(table, answers={"kind": "actuals"})
    assert rows["amount"].sum() == 120.5


def test_projects_of_one_name_and_their_yearly_amounts_stay_a_portfolio() -> None:
    result, rows = loaded(
        "Client,Service,Owner,Annual amount\nA,Mail,Ann,100\nA,Web,Bob,200\nB,Mail,Ann,50\n"
    )
    assert (result.kind, rows["value"].sum()) == ("portfolio", 350)


def test_lines_of_orders_need_no_supplier_and_months_may_end_on_the_only_day() -> None:
    lines = "po_id,line_id,item_id,ordered_qty,unit_price\nPO1,1,I1,3,2\nPO1,2,I2,4,2\n"
    result, rows = loaded(lines)
    assert (result.kind, rows["quantity"].sum(), rows["item"].tolist()) == ("purchase_orders", 7, ["1", "2"])
    result, rows = loaded("Month End,Supplier,Paid Amount\n2026-01-31,Nordwind,10\n2026-02-28,Globex,20\n")
    assert (result.kind, rows["amount"].sum()) == ("actuals", 30)
