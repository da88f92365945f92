"""“12.5 Cr” is ten million in a budget in rupees and a minus in a ledger; where nothing shows which, it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.actuals import Actuals
from contracts.contract import columns
from data_loaders.loading import load
from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_money import money_unit, split_unit, unit_in_title
from data_loaders.recognition import Assignment
from tests.data_loaders.sheets import loaded
from tests.data_loaders.typed import assignment, column, table
from warehouse import open_warehouse

CRORE, LAKH = 1e7, 1e5
SHOWN = {
    "lakhs beside it": (["12.5 Cr", "3 Lakh", "0.8 cr."], [12.5 * CRORE, 3 * LAKH, 0.8 * CRORE]),
    "rupees": (["₹12.5 Cr", "₹3 Cr"], [12.5 * CRORE, 3 * CRORE]),
    "digits in pairs": (["1.5 Cr", "80,00,000"], [1.5 * CRORE, 8_000_000]),
    "one letter": (["₹3 L", "₹2.5 Cr"], [3 * LAKH, 2.5 * CRORE]),
    "words in full": (["12.5 crores", "(3 lacs)", "Rs. 2 Crs"], [12.5 * CRORE, -3 * LAKH, 2 * CRORE]),
    "debits beside it": (["₹ 1,23,456.78 Cr", "5,00,000.00 Dr"], [-123_456.78, 500_000]),
    "euros": (["EUR 1,200.00 CR", "EUR 5.00"], [-1200, 5]),
}


@pytest.mark.parametrize("how", SHOWN)
def test_the_column_shows_what_cr_means(how: str) -> None:
    texts, values = SHOWN[how]
    typed = column(texts, "money")
    assert (typed.values["x"], typed.refused["x"], typed.questions) == (values, [], {})
    if any("cr" in text.casefold() for text in texts) and how != "words in full":
        assert "“Cr” is" in typed.decision().how


def test_where_nothing_shows_it_three_values_are_shown_and_asked() -> None:
    texts = ["12.5 Cr", "3 Cr", "0.8 Cr", "7"]
    question = column(texts, "money").questions["cr.x"]
    assert "“0.8 Cr”, “12.5 Cr”, “3 Cr”" in question.text
    assert [option.value for option in question.options] == ["crore", "credit"]
    assert column(texts, "money", answers={"cr.x": "crore"}).values["x"] == [125e6, 30e6, 8e6, 7]
    assert column(texts, "money", answers={"cr": "credit"}).values["x"] == [-12.5, -3, -0.8, 7]


def test_signs_that_contradict_each_other_are_asked() -> None:
    assert "cr.x" in column(["5 Dr", "3 Lakh", "2 Cr"], "money").questions


def test_a_ledger_has_credits_and_a_column_of_currencies_tells_rupees() -> None:
    texts = ["12.50 Cr", "3.00 Cr", "1.00"]
    amount = Assignment(columns(Actuals)["amount"], (0,), "Amount")
    assert table([texts], [amount]).values["amount"] == [-12.5, -3, 1]
    both = [assignment("money"), assignment("currency", 1, "y")]
    assert table([texts, ["INR"] * 3], both).values["x"] == [125e6, 30e6, 1]
    assert table([texts, ["EUR"] * 3], both).values["x"] == [-12.5, -3, 1]


def test_a_scale_in_the_heading_is_not_applied_to_cells_with_their_own() -> None:
    assert column(["12.5 Cr", "4"], "money", told="Cr INR").values["x"] == [125e6, 40e6]
    assert column(["12.5", "4"], "money", told="lakh").values["x"] == [12.5 * LAKH, 4 * LAKH]


def test_a_single_letter_is_no_scale_without_rupees() -> None:
    assert column(["3 L", "4"], "money").refused["x"] == ["3 L"]


def test_headings_and_titles_in_crore_and_lakh() -> None:
    assert split_unit("Amount (Cr)") == ("Amount (Cr)", None), "the side of a ledger"
    name, unit = split_unit("Contract value (₹ Cr)")
    assert (name, unit and (unit.currency, unit.scale)) == ("Contract value", ("INR", CRORE))
    assert [
        unit.scale if unit else None
        for unit in (
            unit_in_title("Budget 2026, ₹ in lakhs"),
            unit_in_title("All in crores"),
            money_unit("Cr"),
        )
    ] == [LAKH, CRORE, None]


def test_a_grid_in_crore_and_lakh_adds_up() -> None:
    months = ",".join(f"2026-{n:02d}" for n in range(1, 7))
    text = (
        f"Cost centre,{months},Total\n4711,₹1.5 Cr,₹20 Lakh,₹3 Cr,₹1 Cr,₹1 Cr,₹1 Cr,₹7.7 Cr\n"
        "4712,₹1 Cr,₹1 Cr,₹1 Cr,₹1 Cr,₹1 Cr,₹1 Cr,₹6 Cr\nTotal,₹2.5 Cr,₹1.2 Cr,₹4 Cr,₹2 Cr,₹2 Cr,₹2 Cr,₹13.7 Cr"
    )
    result, rows = loaded(text, file="Budget.csv")
    assert (result.questions, result.warnings, result.rows_loaded, result.rows_skipped) == ([], [], 2, 1)
    assert (rows["amount"].sum(), set(rows["currency"])) == (13.7e7, {"INR"})


@pytest.mark.parametrize(
    ("text", "crore", "value"),
    [
        ("2.5 Lakh", False, 250_000),
        ("12.5 Cr", True, 125e6),
        ("12.5 Cr", False, -12.5),
        ("₹1,23,456.78", False, 123_456.78),
    ],
)
def test_amounts_for_sums(text: str, crore: bool, value: float) -> None:
    assert amount_of(text, crore=crore) == value


def test_credit_notes_without_a_sign_are_negative_and_said_so() -> None:
    head = "Invoice number,Vendor,Invoice date,Document type,Amount,Currency"
    rows = [
        f"R{i},Dell,2026-01-{i + 1:02d},{'Credit memo' if i == 2 else 'Invoice'},{100 + i},EUR"
        for i in range(5)
    ]
    result, found = loaded("\n".join([head, *rows]))
    assert found["amount"].tolist() == [100.0, 101.0, -102.0, 103.0, 104.0]
    assert any("“Credit memo” are credits" in warning for warning in result.warnings)
    # Where they carry a sign already, it stays.
    _, found = loaded("\n".join([head, *rows]).replace(",102,", ",-102,"))
    assert found["amount"].tolist() == [100.0, 101.0, -102.0, 103.0, 104.0]


def test_sides_in_the_currency_of_the_document_and_of_the_company() -> None:
    head = "Journal Name,Account,Effective Date,Entered Debit,Entered Credit,Accounted Debit,Accounted Credit,Currency"
    _, found = loaded(f"{head}\nJ1,6100,2026-01-02,110,,100,,USD\nJ2,6100,2026-01-03,,55,,50,USD")
    assert found["amount"].tolist() == [110.0, -55.0]
    assert found["amount_local"].tolist() == [100.0, -50.0]


def test_a_total_named_in_the_column_of_days_is_no_posting() -> None:
    head = "Posting date,Document number,Account,Debit,Credit,Gross"
    rows = [f"{day:02d} Jan 2026,X{day},6100,{10 * day},,{10 * day}" for day in range(1, 6)]
    result, found = loaded("\n".join([head, *rows, "Total Software,,,150,,150", "Total,,,150,,150"]))
    assert (len(found), result.cells_refused, result.skipped["total"]) == (5, 0, 2)


def test_amounts_divided_by_commas_have_no_decimal_comma(tmp_path: Path) -> None:
    rows = [f'R{i},Dell,2026-01-0{i},"{i}2,345"' for i in range(1, 5)]
    invoices = tmp_path / "invoices.csv"
    invoices.write_text("\n".join(["Invoice number,Vendor,Invoice date,Amount", *rows]))
    warehouse = open_warehouse(":memory:")
    (result,) = load([invoices], warehouse, answers={}, timezone="UTC")
    assert result.questions == []
    assert warehouse.records("SELECT sum(amount) FROM invoices") == [(12345 + 22345 + 32345 + 42345,)]
    (tmp_path / "asked.csv").write_text(
        "\n".join(
            [
                "Invoice number;Vendor;Invoice date;Amount",
                *(f"R{i};Dell;2026-01-0{i};{i}2,345" for i in range(1, 5)),
            ]
        )
    )
    (result,) = load([tmp_path / "asked.csv"], open_warehouse(":memory:"), answers={}, timezone="UTC")
    assert [question.name for question in result.questions] == ["decimal.amount"]
