"""Invoices whose headings do not say which amount is with tax, or what numbers them."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded, mapping, recognised


@pytest.mark.parametrize("headings", ["Amount,Tax,Total", "Total,Tax,Amount"])
def test_the_amount_that_the_other_and_the_tax_make_is_with_tax(headings: str) -> None:
    first, _, last = headings.split(",")
    lines = "".join(f"I-{i},Nordwind,2026-03-{i},{i * 100},{i * 19},{i * 119}\n" for i in range(13, 19))
    _, rows = loaded(f"Invoice number,Supplier,Invoice date,{headings}\n{lines}", answers={"currency": "EUR"})
    assert rows["amount"].tolist() == [i * 119 for i in range(13, 19)]
    assert rows["net_amount"].tolist() == [i * 100 for i in range(13, 19)]
    assert (first, last) != (last, first)


def test_amounts_that_do_not_add_up_stay_where_their_headings_put_them() -> None:
    lines = "".join(f"I-{i},Nordwind,2026-03-{i},{i * 100},{i * 19},{i * 50}\n" for i in range(13, 19))
    (found,) = recognised(f"Invoice number,Supplier,Invoice date,Amount,Tax,Total\n{lines}")
    assert mapping(found)["amount"] == "Amount"
    assert "net_amount" not in mapping(found)


def test_a_list_with_days_of_payment_is_numbered_by_whatever_numbers_it() -> None:
    text = (
        "Numéro,Date émission,Date échéance,Client,Total HT,Total TVA,Total TTC,Statut\n"
        "F-1,15/01/2026,14/02/2026,Fjord,1000.00 €,200.00 €,1200.00 €,Payée\n"
        "F-2,16/01/2026,15/02/2026,Nordwind,2500.50 €,500.10 €,3000.60 €,En attente\n"
    )
    result, rows = loaded(text)
    assert result.kind == "invoices"
    assert rows["invoice"].tolist() == ["F-1", "F-2"]
    assert rows["amount"].sum() == 4200.6


def test_a_numbered_list_without_anything_owed_is_not_taken_for_invoices() -> None:
    (found,) = recognised("Number,Supplier,Amount\nA-1,Nordwind,100\nA-2,Fjord,200\n")
    assert found.kind != "invoices" or found.certainty != "sure"
