"""Exports of accounting programs: their own headings, sides beside the amount, days without a year."""

from __future__ import annotations

from tests.data_loaders.sheets import loaded, recognised

DATEV = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basisumsatz;WKZ Basisumsatz;Konto;"
    "Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;Belegfeld 2;Skonto;Buchungstext\n"
)
BATCH = (
    "1.190,00;S;EUR;;;;4900;70001;;1512;RE-1;;;Support\n595,50;H;EUR;;;;4900;70001;;301;RE-2;;;Gutschrift\n"
)


def test_days_of_a_booking_batch_take_the_year_of_the_line_above() -> None:
    head = "EXTF;700;21;Buchungsstapel;12;20260201000000000;;RE;;;1;2;20250701;4;20251201;20260131;Winter;;1;0;0;EUR\n"
    result, rows = loaded(head + DATEV + BATCH, delimiter=";")
    assert result.tool == "datev"
    assert rows["posting_date"].astype(str).tolist() == ["2025-12-15", "2026-01-03"]
    assert rows["amount"].tolist() == [1190.0, -595.5]
    assert rows["currency"].tolist() == ["EUR", "EUR"]


def test_days_without_any_year_are_asked_and_answered() -> None:
    (found,) = recognised(DATEV + BATCH, delimiter=";")
    assert [question.name for question in found.questions] == ["year"]
    _, rows = loaded(DATEV + BATCH, delimiter=";", answers={"year": "2026"})
    assert rows["posting_date"].astype(str).tolist() == ["2026-12-15", "2026-01-03"]


def test_days_with_points_and_no_year_are_asked_in_any_ledger() -> None:
    text = "Buchungsdatum;Belegnummer;Konto;Betrag EUR\n15.07.;1;4900;10,50\n3.12.;2;4900;20,25\n"
    (found,) = recognised(text, delimiter=";")
    assert [question.name for question in found.questions] == ["year"]
    _, rows = loaded("Buchungen 2026;;;\n" + text, delimiter=";")
    assert rows["posting_date"].astype(str).tolist() == ["2026-07-15", "2026-12-03"]


def test_the_french_file_of_entries() -> None:
    text = (
        "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|"
        "EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n"
        "AC|Achats|A1|20260115|611000|Logiciels|||F-1|20260114|Licences|1234,56|0,00|||20260131||\n"
        "AC|Achats|A1|20260115|401000|Fournisseurs|F1|Nordwind|F-1|20260114|Licences|0,00|1234,56|||20260131||\n"
    )
    result, rows = loaded(text, delimiter="|", answers={"currency": "EUR"})
    assert result.tool == "french_fec"
    assert rows["amount"].tolist() == [1234.56, -1234.56]
    assert rows["account"].tolist() == ["611000", "401000"]
    assert rows["posting_date"].astype(str).unique().tolist() == ["2026-01-15"]


def test_account_transactions_are_postings_though_they_name_invoices() -> None:
    text = (
        "Date,Source,Contact,Description,Invoice Number,Reference,Debit,Credit,Gross,Net,GST,Account Code,Account,"
        "Account Type\n"
        "2026-03-14,Payable Invoice,Nordwind,Support,I-1,R1,100.00,0.00,115.00,100.00,15.00,610,Support,Expense\n"
        "2026-03-15,Spend Money,Fjord,Train,,R2,20.00,0.00,23.00,20.00,3.00,620,Travel,Expense\n"
        "2026-03-16,Payable Credit Note,Nordwind,Support,C-1,R3,0.00,10.00,-11.50,-10.00,-1.50,610,Support,Expense\n"
    )
    result, rows = loaded(text, answers={"currency": "NZD"})
    assert (result.kind, result.tool, result.rows_rejected) == ("actuals", "xero", 0)
    assert rows["amount"].tolist() == [100.0, 20.0, -10.0]


def test_postings_that_name_a_period_only_ask_for_its_year() -> None:
    text = "Period,Entity,Account,Account name,Debit,Credit,Currency\n12,DE,4900,Support,100.00,0.00,EUR\n"
    text += "12,DE,4910,Travel,0.00,40.00,EUR\n"
    (found,) = recognised(text)
    assert [question.name for question in found.questions] == ["year"]
    _, rows = loaded(text, file="trial_balance_2026.csv")
    assert rows[["fiscal_year", "period"]].drop_duplicates().values.tolist() == [[2026, 12]]


def test_sides_named_behind_the_amount_are_both_taken() -> None:
    text = (
        "Account,Type,Date,Document Number,Name,Amount (Debit),Amount (Credit)\n"
        "6100 Software,Bill,2026-01-15,B-1,Nordwind,1200.00,\n"
        "6100 Software,Bill Credit,2026-01-20,C-1,Nordwind,,100.00\n"
    )
    _, rows = loaded(text, answers={"currency": "USD"})
    assert rows["amount"].tolist() == [1200.0, -100.0]


def test_a_purchase_credit_of_sage_takes_money_off() -> None:
    text = (
        "Type,A/C,N/C,Date,Ref,Details,Net Amount,T/C,VAT\nPI,NORD,7500,15/01/2026,I-1,Software,1200.00,T1,240.00\n"
        "PC,NORD,7500,20/01/2026,C-1,Refund,100.00,T1,20.00\nPI,FJOR,7400,25/01/2026,I-2,Travel,80.00,T0,0.00\n"
    )
    result, rows = loaded(text, answers={"currency": "GBP"})
    assert result.tool == "sage"
    assert rows["amount"].sum() == 1180


def test_commitments_are_orders_and_no_costs() -> None:
    text = (
        "Cost Center;Cost Element;Cost element name;Ref. Document;Reference item;Document Date;Debit date;"
        "Val.in rep.cur.;Report currency;Vendor;Name\n"
        "4711;615000;Support;4500001234;10;15.01.2026;31.03.2026;12.500,00;EUR;100001;Nordwind\n"
        "4711;615000;Support;4500001235;10;16.01.2026;30.04.2026;1.500,50;EUR;100002;Fjord\n"
    )
    result, rows = loaded(text, delimiter=";")
    assert (result.kind, result.tool) == ("purchase_orders", "sap")
    assert rows["net_value"].sum() == 14000.5
    assert rows["delivery_date"].astype(str).tolist() == ["2026-03-31", "2026-04-30"]


def test_subtotals_of_debits_and_credits_in_french_and_german_are_no_postings() -> None:
    for word in ("Sous-total", "Zwischensumme"):
        result, rows = loaded(
            "Date;Compte;Libellé;Débit;Crédit\n18/03/2026;6100;a;;86,50\n07/02/2026;6101;b;80,25;\n"
            f"25/02/2026;6102;c;20,00;\n{word};;;100,25;86,50\n20/02/2026;6101;d;50,00;\n21/02/2026;6101;e;;10,00\n"
            f"{word};;;50,00;10,00\n",
            delimiter=";",
        )
        assert (result.rows_loaded, result.skipped["total"], result.cells_refused) == (5, 2, 0)
        assert round(float(rows["amount"].sum()), 2) == 53.75


def test_a_word_that_begins_like_a_subtotal_is_a_day_to_correct() -> None:
    result, _ = loaded(
        "Date;Compte;Libellé;Débit;Crédit\n18/03/2026;6100;a;;86,50\n07/02/2026;6101;b;80,25;\n"
        "Sous-traitance;6102;c;20,00;\n",
        delimiter=";",
    )
    assert (result.skipped.get("total", 0), result.cells_refused) == (0, 1)
