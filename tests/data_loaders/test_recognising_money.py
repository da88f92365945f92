"""Currencies and scales said by headings, titles, signs and readers: none is guessed, none is left out in silence."""

from __future__ import annotations

import pytest

from data_loaders.recognising_money import split_unit, unit_in_title
from tests.data_loaders.sheets import columns_of, loaded
from warehouse import open_warehouse

HEADINGS = [
    ("Amount (RM)", "Amount", "MYR"), ("Value in kEUR", "Value", "kEUR"), ("Net (USD)", "Net", "USD"),
    ("Betrag EUR", "Betrag", "EUR"), ("Amount in TEUR", "Amount", "kEUR"), ("Kosten (T€)", "Kosten", "kEUR"),
    ("Budget (£000)", "Budget", "kGBP"), ("Amount €'000", "Amount", "kEUR"), ("Kwota PLN", "Kwota", "PLN"),
    ("Value (in thousands)", "Value", "k"), ("Value (DKK m)", "Value", "MDKK"), ("USD Amount", "Amount", "USD"),
    ("Kosten in Tsd. EUR", "Kosten", "kEUR"), ("Valor (R$)", "Valor", "BRL"), ("Amount (MYR)", "Amount", "MYR"),
    ("Total (SSP)", "Total", "SSP"),
    ("Contract Value (kEUR p.a.)", "Contract Value", "kEUR"), ("Fee (EUR/year)", "Fee", "EUR"),
    ("2026-01 (kEUR)", "2026-01", "kEUR"), ("Betrag (1.000 EUR)", "Betrag", "kEUR"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "bare", "unit"), HEADINGS)
def test_the_unit_of_a_heading(heading: str, bare: str, unit: str) -> None:
    rest, found = split_unit(heading)
    assert (rest, found and found.text) == (bare, unit)


@pytest.mark.parametrize(
    "heading",
    [
        "Order date",
        "Total (6%)",
        "Amount in local currency",
        "Amt.in Loc.Cur.",
        "Tax in",
        "Try again",
        "Fee (net)",
        "Fee (p.a.)",
    ],
)
def test_headings_without_a_unit_stay_as_they_are(heading: str) -> None:
    assert split_unit(heading) == (heading, None)


def test_titles_state_units_too() -> None:
    stated = unit_in_title("Orders 2026 – all amounts in thousands of euros")
    assert stated is not None
    assert (stated.currency, stated.scale) == ("EUR", 1000)
    assert unit_in_title("Invoices in March") is None
    for title in ("IT budget, US$ thousands", "IT budget USD thousand"):
        unit = unit_in_title(title)
        assert unit is not None
        assert (unit.currency, unit.scale) == ("USD", 1000.0)


@pytest.mark.parametrize(
    ("text", "kind", "amount", "expected"),
    [
        ("Invoice no,Supplier,Invoice date,Amount (RM)\nI-1,Nordwind,2026-03-05,1200.50", "invoices", "amount",
         (1200.5, "MYR")),
        ("PO number,Line,Vendor,Order date,Value in kEUR\n45,10,Nordwind,2026-03-05,12.5", "purchase_orders",
         "net_value", (12500.0, "EUR")),
        ("Posting date,Document number,Account,Cost center,Net (USD)\n2026-03-05,5,615000,4711,100", "actuals",
         "amount", (100.0, "USD")),
        ("Purchase order,Movement type,Posting date,Material document,Amount in TEUR\n45,101,2026-03-05,50,12.5",
         "goods_receipts", "amount", (12500.0, "EUR")),
        ("Orders – in thousands of euros,,,\nPO number,Vendor,PO date,Amount\n1,Nordwind,2026-03-05,120.5",
         "purchase_orders", "net_value", (120500.0, "EUR")),
    ],
)  # fmt: skip
def test_a_currency_named_once_holds_for_every_row(
    text: str, kind: str, amount: str, expected: tuple[float, str]
) -> None:
    result, rows = loaded(text)
    assert (result.kind, result.questions) == (kind, [])
    assert columns_of(rows, amount, "currency") == [expected]


@pytest.mark.parametrize("cells", [("Amount ($)", "1200.50"), ("Amount", "$1200.50")])
def test_a_sign_of_several_countries_is_asked_once_for_a_source(cells: tuple[str, str]) -> None:
    text = f"Invoice no,Supplier,Invoice date,{cells[0]}\nI-1,Nordwind,2026-03-05,{cells[1]}"
    asked, _ = loaded(text)
    assert [question.name for question in asked.questions] == ["currency.currency"]
    assert {"USD", "CAD", "AUD"} <= {option.value for option in asked.questions[0].options}
    book = open_warehouse(":memory:")
    _, rows = loaded(text, answers={"currency": "CAD"}, warehouse=book)
    assert columns_of(rows, "currency") == [("CAD",)]
    again, rows = loaded(text.replace("I-1", "I-2"), file="april.csv", warehouse=book)
    assert again.questions == []
    assert columns_of(rows, "currency") == [("CAD",), ("CAD",)]


def test_amounts_with_signs_of_their_own_keep_them() -> None:
    text = "Invoice no;Supplier;Invoice date;Amount\n1;A;2026-03-05;€100\n2;B;2026-03-05;£200\n3;C;2026-03-05;300"
    result, rows = loaded(text, delimiter=";")
    assert columns_of(rows, "amount", "currency") == [(100.0, "EUR"), (200.0, "GBP"), (300.0, None)]
    assert any("without a sign" in warning for warning in result.warnings)


def test_a_list_that_says_no_currency_says_so_and_takes_an_answer() -> None:
    text = "PO number,Vendor,PO date,Amount\n1,Nordwind,2026-03-05,120"
    result, rows = loaded(text)
    assert columns_of(rows, "currency") == [(None,)]
    assert any("answer currency=EUR" in warning for warning in result.warnings)
    _, rows = loaded(text, answers={"currency": "EUR"})
    assert columns_of(rows, "currency") == [("EUR",)]


@pytest.mark.parametrize(
    "headings",
    ["Invoice no;Vendor;Date;Text;Amount", "Rechnung;Lieferant;Datum;Text;Betrag",
     "Facture;Fournisseur;Date;Libellé;Montant", "Factura;Proveedor;Fecha;Concepto;Importe",
     "Rechnungsnr.;Kreditor;Rechnungsdatum;Text;Betrag EUR", "Nr fattura;Fornitore;Data;Descrizione;Importo"],
)  # fmt: skip
def test_a_short_list_numbered_by_invoices_is_one_of_invoices(headings: str) -> None:
    text = f"{headings}\n4711;Nordwind;25.03.2026;Support;1.200,50-\n4712;Sund;09.03.2026;Licence;300,00"
    result, rows = loaded(text, delimiter=";")
    assert (result.kind, result.questions) == ("invoices", [])
    assert columns_of(rows, "invoice", "vendor", "invoice_date", "amount") == [
        ("4711", "Nordwind", "2026-03-25", -1200.5), ("4712", "Sund", "2026-03-09", 300.0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "headings", ["Document;Account;Posting date;Text;Amount", "Belegnummer;Konto;Buchungsdatum;Text;Betrag"]
)
def test_a_short_list_of_a_ledger_is_one_of_postings(headings: str) -> None:
    text = f"{headings}\n4711;615000;25.03.2026;Support;1.200,50-\n4712;615000;09.03.2026;Licence;300,00"
    result, rows = loaded(text, delimiter=";")
    assert (result.kind, result.questions) == ("actuals", [])
    assert columns_of(rows, "document", "posting_date", "amount") == [
        ("4711", "2026-03-25", -1200.5), ("4712", "2026-03-09", 300.0)
    ]  # fmt: skip


SIDES = "Posting date,Document,Account,Debit,Credit"
MARKED = "Posting date,Document,Account,Amount,D/C"
LEDGERS = [
    (SIDES, "100.50,", ",40.25", "7.00,0.00"),
    (SIDES, "100.50,0.00", "0.00,-40.25", "7.00,-"),
    ("Buchungsdatum,Belegnummer,Konto,Soll,Haben", "100.50,", ",40.25", "7.00,"),
    (MARKED, "100.50,D", "40.25,C", "7.00,D"),
    (MARKED, "100.50,D", "-40.25,C", "7.00,D"),
    ("Posting date,Document,Account,Amount", "100.50 DR", "40.25 CR", "7.00 DR"),
]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_credits_are_negative_wherever_their_side_stands(ledger):
    head, *amounts = ledger
    lines = [f"2026-03-{i:02},{i},6150,{amount}" for i, amount in enumerate(amounts, start=1)]
    result, rows = loaded("\n".join([head, *lines]))
    assert (result.kind, result.questions, result.cells_refused) == ("actuals", [], 0)
    assert columns_of(rows, "amount") == [(100.5,), (-40.25,), (7.0,)]


def test_a_row_with_both_sides_is_no_amount():
    text = (
        "Posting date,Document,Account,Debit,Credit\n2026-03-01,1,6150,100.50,3.00\n2026-03-02,2,6150,5.25,"
    )
    result, rows = loaded(text)
    assert result.cells_refused == 1
    assert columns_of(rows, "amount") == [(None,), (5.25,)]


def test_what_mostly_negative_amounts_mean_is_asked_and_turned_when_they_are_costs() -> None:
    rows = "".join(f"R{i},Nordwind,2026-01-1{i},{'50' if i == 7 else -100 - i}\n" for i in range(1, 8))
    text = f"Invoice number,Vendor,Invoice date,Amount\n{rows}"
    asked, _ = loaded(text)
    assert [question.name for question in asked.questions] == ["sign"]
    assert "-101" in asked.questions[0].text
    _, costs = loaded(text, answers={"sign": "cost"})
    assert costs["amount"].tolist() == [101, 102, 103, 104, 105, 106, -50]
    _, refunds = loaded(text, answers={"sign": "credit"})
    assert refunds["amount"].sum() == -571


def test_the_history_of_an_order_gives_its_receipts_only() -> None:
    head = "EBELN|EBELP|VGABE|BEWTP|GJAHR|BELNR|BUZEI|BWART|BUDAT|MENGE|DMBTR|SHKZG|WAERS"
    rows = ["45001|10|1|E|2026|5001|1|101|20260301|10|500.00|S|EUR",
            "45001|10|2|Q|2026|5105|1||20260305|10|500.00|S|EUR",
            "45001|10|1|E|2026|5002|1|102|20260307|4|200.00|H|EUR"]  # fmt: skip
    result, loaded_rows = loaded("\n".join([head, *rows]), delimiter="|")
    assert (result.kind, result.rows_loaded, result.rows_skipped) == ("goods_receipts", 2, 1)
    assert loaded_rows["quantity"].tolist() == [10, -4]


def test_a_ledger_grouped_by_account_loads_without_its_section_titles_and_totals() -> None:
    text = (
        ",Date,Type,Num,Name,Account,Amount\nAdvertising\n,2026-01-03,Bill,1,Nordwind,600,100.00\n"
        ",2026-01-10,Bill,2,Nordwind,600,50.00\nTotal for Advertising,,,,,,150.00\nTravel\n"
        ",2026-01-04,Bill,3,Nordwind,700,20.00\n,2026-01-05,Bill,4,Nordwind,700,30.00\nTotal for Travel,,,,,,50.00"
    )
    result, rows = loaded(text, answers={"kind": "actuals"})
    assert (result.rows_loaded, result.rows_skipped) == (4, 4)
    assert rows["amount"].sum() == 200
    assert rows["posting_date"].notna().all()


def test_a_title_may_end_in_its_currency() -> None:
    found = [
        unit_in_title(text)
        for text in ("Budget 2026 EUR", "Plan FY26, INR", "Budget EUR 2026", "Seats 2026 CAD")
    ]
    assert [unit.currency if unit else None for unit in found] == ["EUR", "INR", None, None]


def test_an_amount_takes_the_currency_it_is_in_and_not_that_of_its_document() -> None:
    head = (
        "Cost Element,Posting Date,Document Number,Value TranCurr,Transaction Currency,Val/COArea Crcy,"
        "CO area currency"
    )
    _, rows = loaded(f"{head}\n476000,2026-03-02,9001,110.00,USD,100.00,EUR")
    assert columns_of(rows, "amount", "currency") == [(100, "EUR")]


def test_a_journal_that_names_suppliers_beside_cost_centres_keeps_its_signs() -> None:
    """Only lines of supplier accounts are turned round: there an invoice is a credit."""
    text = (
        "Company Code,Journal Entry,Ledger Fiscal Year,Posting Item,Posting Date,G/L Account,Cost Center,Supplier,"
        "Supplier Name,Amount in Company Code Currency,Company Code Currency,Journal Entry Type\n"
        "1000,700000,2026,1,2026-01-31,654000,4711,100200,Nordwind IT,50.00,EUR,SA\n"
        "1000,700001,2026,1,2026-02-28,654001,4712,100200,Nordwind IT,-13.10,EUR,SA"
    )
    _, rows = loaded(text)
    assert columns_of(rows, "document", "amount_local") == [("700000", 50.0), ("700001", -13.1)]


def test_rand_before_amounts_with_cents_is_a_currency_and_a_room_is_none() -> None:
    headings = "Invoice number;Supplier;Service;Invoice date;Due date;Amount\n"
    lines = "".join(f"S-{i};Nordwind;R10{i};2026-03-{i};2026-04-{i};R {i} 000,50\n" for i in range(13, 19))
    _, rows = loaded(headings + lines, delimiter=";")
    assert rows["amount"].tolist() == [i * 1000 + 0.5 for i in range(13, 19)]
    assert rows["currency"].unique().tolist() == ["ZAR"]
    assert rows["service"].tolist()[0] == "R1013"


def test_rand_before_whole_amounts_is_a_currency_too() -> None:
    headings = "Invoice number;Supplier;Service;Invoice date;Due date;Amount\n"
    for amount in ("R 12500", "R12500", "R1 012 500"):
        lines = "".join(
            f"S-{i};Nordwind;R10{i % 10};2026-03-{i};2026-04-{i};{amount}\n" for i in range(13, 19)
        )
        _, rows = loaded(headings + lines, delimiter=";")
        assert rows["amount"].isin([12500.0, 1012500.0]).tolist() == [True] * 6
        assert rows["currency"].unique().tolist() == ["ZAR"]


@pytest.mark.parametrize(
    "title",
    [
        "Budget IT 2026 in migliaia di EUR",
        "Orçamento TI 2026 em milhares de EUR",
        "Presupuesto 2026 en miles de EUR",
    ],
)
def test_thousands_in_titles_of_other_languages(title: str) -> None:
    found = unit_in_title(title)
    assert found is not None
    assert (found.currency, found.scale) == ("EUR", 1000)
