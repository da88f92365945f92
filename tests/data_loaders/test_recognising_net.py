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


def test_the_total_of_an_invoice_on_each_of_its_lines_is_never_summed() -> None:
    _, rows = loaded(
        "Invoice number,Invoice date,Due date,Supplier,Line,Description,Line amount,Total amount\n"
        "I-1,2026-01-13,2026-02-12,Nordwind,1,Licence,1000.00,1500.00\n"
        "I-1,2026-01-13,2026-02-12,Nordwind,2,Support,500.00,1500.00\n"
        "I-2,2026-01-14,2026-02-13,Fjord,1,Books,50.00,50.00\n",
        answers={"currency": "EUR"},
    )
    assert rows["amount"].tolist() == [1000.0, 500.0, 50.0]
    assert rows["document_amount"].tolist() == [1500.0, 1500.0, 50.0]


def test_orders_numbered_by_a_reference_beside_the_day_of_the_order() -> None:
    result, rows = loaded(
        "Réf.;Fournisseur;Date de commande;Date de livraison;Montant HT;État\n"
        "CF-1;Nordwind;15/01/2026;31/01/2026;1000.50 €;Validée\nCF-2;Fjord;16/01/2026;28/02/2026;500.25 €;Reçue\n",
        delimiter=";",
    )
    assert result.kind == "purchase_orders"
    assert rows["purchase_order"].tolist() == ["CF-1", "CF-2"]
    assert rows["net_value"].sum() == 1500.75


def test_an_invoice_repeated_on_its_distributions_counts_their_amounts() -> None:
    _, rows = loaded(
        "Invoice Num,Supplier Name,Invoice Date,Invoice Amount,GL Date,Line Num,Dist Amount\n"
        "I-1,Nordwind,2026-01-15,100,2026-01-16,1,60\nI-1,Nordwind,2026-01-15,100,2026-01-16,2,40\n"
    )
    assert rows["amount"].sum() == 100
