"""Lists of orders, receipts, invoices and what belongs to clients, under headings nobody listed."""

from __future__ import annotations

import pytest

from data_loaders.recognising_document_words import document_column
from tests.data_loaders.sheets import loaded, mapping, recognised


@pytest.mark.parametrize(
    ("heading", "kind", "column"),
    [
        ("nº da fatura", "invoices", "invoice"),
        ("data scadenza", "invoices", "due"),
        ("payée le", "invoices", "paid"),
        ("fecha del pedido", "purchase_orders", "document_date"),
        ("faturado", "purchase_orders", "invoiced"),
        ("wareneingang nr", "goods_receipts", "document"),
        ("eingangsdatum", "goods_receipts", "posting_date"),
    ],
)
def test_headings_of_documents_are_read_by_their_words(heading: str, kind: str, column: str) -> None:
    assert [found[0] for found in document_column(tuple(heading.split()), kind)] == [column]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("invoice approver", "invoices"), ("due diligence", "invoices"), ("received by", "purchase_orders"),
     ("goods category", "goods_receipts"), ("order status", "purchase_orders")],
)  # fmt: skip
def test_headings_with_other_words_are_none_of_them(heading: str, kind: str) -> None:
    assert document_column(tuple(heading.split()), kind) == ()


def test_receipts_with_their_own_number_are_no_orders() -> None:
    result, rows = loaded(
        "Goods receipt no.,PO number,PO line,Received on,Quantity,Value,Currency,Vendor\n"
        "GR-1,PO-1,1,2026-01-20,3,30.50,EUR,Nordwind\nGR-2,PO-1,1,2026-02-20,2,20.25,EUR,Nordwind\n"
    )
    assert (result.kind, result.rows_loaded, rows["amount"].sum()) == ("goods_receipts", 2, 50.75)
    assert set(rows["purchase_order"]) == {"PO-1"}


def test_orders_with_the_day_of_their_receipt_stay_orders() -> None:
    result, rows = loaded(
        "PO number,PO line,Received on,Quantity,Value,Currency,Vendor\n"
        "PO-1,1,2026-01-20,3,30.50,EUR,Nordwind\nPO-2,1,2026-02-20,2,20.25,EUR,Nordwind\n"
    )
    assert (result.kind, len(rows)) == ("purchase_orders", 2)


def test_services_listed_under_their_clients_all_stand() -> None:
    result, rows = loaded(
        "Client,Service,Owner,Annual value,Currency\nFjord,Mail,A,100,EUR\nFjord,Network,B,200,EUR\n"
        "Lago,Mail,A,300,EUR\nLago,Network,B,400,EUR\n",
        file="portfolio.csv",
    )
    assert (result.kind, result.rows_loaded, result.rows_superseded) == ("portfolio", 4, 0)
    assert (rows["value"].sum(), set(rows["entry"]), set(rows["client"])) == (
        1000,
        {"service"},
        {"Fjord", "Lago"},
    )


def test_clients_with_one_row_each_are_clients() -> None:
    _, rows = loaded(
        "Client,Service,Owner,Annual value,Currency\nFjord,Mail,A,100,EUR\nLago,Mail,B,200,EUR\n",
        file="portfolio.csv",
    )
    assert (set(rows["entry"]), set(rows["name"])) == ({"client"}, {"Fjord", "Lago"})


def test_a_type_column_says_what_each_entry_of_the_master_is() -> None:
    _, rows = loaded(
        "Typ,Code,Name,Kunde,Kritikalität,Wert,Währung\nProjekt,P1,Umzug,Fjord,2,100,EUR\n"
        "Lieferant,L1,Nordwind,,1,200,EUR\nService,S1,Mail,Fjord,1,300,EUR\n"
    )
    assert list(rows.sort_values("value")["entry"]) == ["project", "vendor", "service"]


def test_short_words_above_two_columns_of_codes_name_a_pair() -> None:
    result, rows = loaded("Da,A,Data,Cambio\nUSD,EUR,2026-01-31,0.91\nGBP,EUR,2026-01-31,1.15\n")
    assert (result.kind, list(rows["to_currency"])) == ("exchange_rates", ["EUR", "EUR"])


def test_short_words_above_anything_else_name_none() -> None:
    [found] = recognised("Da,A,Data,Cambio\nRoma,Bari,2026-01-31,2\nBari,Roma,2026-02-28,1\n")
    assert found.kind != "exchange_rates" or found.questions


def test_the_first_days_of_months_settle_the_order_of_a_column_of_months() -> None:
    text = "Version,Mois,Centre de coûts,Montant\n" + "".join(
        f"Budget,01/{month:02d}/2026,CC1,{month}.5\n" for month in (3, 1, 2, 7, 5)
    )
    result, rows = loaded(text)
    assert (result.questions, sorted(day.month for day in rows["month"])) == ([], [1, 2, 3, 5, 7])


def test_first_days_of_months_under_another_heading_are_asked() -> None:
    result, _ = loaded(
        "Invoice number,Vendor,Invoice date,Amount\n1,A,01/03/2026,5\n2,A,01/02/2026,6\n3,B,01/05/2026,7\n"
    )
    assert [question.name for question in result.questions] == ["date_order"]


def test_months_as_dates_with_points_are_no_numbers() -> None:
    result, rows = loaded(
        "Geschäftsjahr;Monat;Version;Kostenstelle;Betrag\n2026;01.01.2026;Plan;C;1\n2026;01.02.2026;Plan;C;2\n",
        delimiter=";",
    )
    assert (result.cells_refused, sorted(day.month for day in rows["month"])) == (0, [1, 2])


def test_the_day_of_a_report_above_a_survey_heads_no_column() -> None:
    result, rows = loaded(
        "Data,31.03.2026,,Filtro,Attivo\n,,,,\nInformazioni cronologiche,Indirizzo email,Con quale probabilità ci "
        "consiglierebbe?,È stato facile?,Commenti\n18/02/2026 08:26,a@x.example,9,5,ok\n"
        "14/03/2026 02:11,b@x.example,10,6,\n"
    )
    assert (result.kind, len(rows)) == ("survey_responses", 2)


@pytest.mark.parametrize(
    "headings",
    ["Riepilogo,Chiave ticket,ID ticket,Tipo ticket,Stato,Priorità,Creato,Campo personalizzato\n(Story Points)",
     "Resumo,Chave do item,ID do item,Tipo de item,Status,Prioridade,Criado,Campo personalizado (Story Points)",
     "Résumé,Clé de ticket,ID de ticket,Type de ticket,État,Priorité,Création,Champs personnalisés (Story Points)"],
)  # fmt: skip
def test_jira_in_other_languages_keeps_the_key_and_the_size(headings: str) -> None:
    [found] = recognised(
        headings.replace("\n", " ") + "\nx,BRG-1,10400,Bug,Terminé,Alta,2026-01-20 10:00,5\n"
    )
    names = mapping(found)
    assert found.kind == "work_items"
    assert names["item"] == headings.split(",")[1]
    assert "size" in names


def test_supplier_lines_in_french_have_the_sign_of_costs() -> None:
    result, rows = loaded(
        "Fournisseur;Numéro de pièce;Date comptable;Échéance nette;Montant en devise interne;Devise interne\n"
        "100200;1900000001;20.01.2026;19.02.2026;-100,50;EUR\n100201;1900000002;21.01.2026;20.02.2026;-10,25;EUR\n",
        delimiter=";",
    )
    assert (result.questions, rows["amount_local"].sum()) == ([], 110.75)


def test_the_client_named_above_a_calendar_is_no_kind_of_its_rows() -> None:
    [found] = recognised(
        "Calendar,,,,,\nClient,Fjord Energy,,,,\n,,,,,\nType,Name,Start,End,Service,Client\n"
        "Release,R1,2026-01-15 20:00,2026-01-16 02:00,Mail,Fjord\nWave,W1,2026-02-15 20:00,2026-02-16 02:00,Mail,Lago\n"
    )
    assert (found.kind, found.questions) == ("calendars", ())


def test_a_title_that_is_a_list_of_clients_says_so() -> None:
    _, rows = loaded("Clients,,\n,,\nName,Owner,Annual value\nFjord,A,100\nLago,B,200\n")
    assert set(rows["entry"]) == {"client"}


def test_the_first_date_agreed_is_not_the_one_expected() -> None:
    [found] = recognised(
        "Projet,Jalon,Date initiale,Date prévue,Date réelle\nP1,M1,2026-01-20,2026-02-20,\nP1,M2,2026-03-20,\n"
    )
    names = mapping(found)
    assert (names["baseline"], names["forecast"], names["actual"]) == (
        "Date initiale",
        "Date prévue",
        "Date réelle",
    )


def test_a_lone_planned_date_is_the_baseline_still() -> None:
    [found] = recognised(
        "Projet,Jalon,Date prévue,Date réelle\nP1,M1,2026-01-20,2026-02-20\nP1,M2,2026-03-20,\n"
    )
    assert mapping(found)["baseline"] == "Date prévue"


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Betrag Netto,Betrag Brutto,MwSt-Betrag", {"net_amount": 100, "amount": 119, "tax_amount": 19}),
        ("Invoice value,Discount value,Unit value", {"amount": 100}),
        ("Rechnungssumme,Geldeingang,Offen", {"amount": 100}),
    ],
)
def test_amounts_of_invoices_are_told_by_their_words(headings: str, columns: dict[str, float]) -> None:
    _, rows = loaded(
        f"Rechnungsnummer,Rechnungsdatum,Lieferant,{headings}\nR-1,2026-01-15,Nordwind,100,119,19\n"
    )
    assert {name: rows[name].sum() for name in columns} == columns


def test_the_value_of_an_order_is_not_that_of_its_receipt() -> None:
    _, rows = loaded(
        "po_id,supplier_name,order_date,po_total_eur,received_value_eur\nPO-1,Nordwind,2026-01-08,240,60\n"
    )
    assert rows[["net_value", "received", "currency"]].to_numpy().tolist() == [[240, 60, "EUR"]]
