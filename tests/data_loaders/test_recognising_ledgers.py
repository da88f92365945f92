"""Postings whose headings nobody listed, tables of SAP with technical names, and costs of cloud providers."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded, recognised

DOLLARS = (
    "ID NUMBER,DEPARTMENT NAME,VENDOR NAME,TRANSACTION DATE,DOLLAR AMOUNT,EXPENDITURE TYPE\n"
    "1,POLICE,ACME INC,2026-01-15,1200.00,Supplies\n2,POLICE,ACME INC,2026-01-20,-200.00,Supplies\n"
    "3,FIRE,BOLT LLC,2026-01-25,500.00,Services\n"
)


def test_the_only_amount_and_the_only_day_of_a_register_are_taken() -> None:
    _, rows = loaded(DOLLARS)
    assert rows["amount"].sum() == 1500
    ending = DOLLARS.replace("TRANSACTION DATE", "Quarter Ending").replace("DOLLAR AMOUNT", "Amount")
    _, rows = loaded(ending, answers={"kind": "actuals"})
    assert rows["posting_date"].astype(str).tolist() == ["2026-01-15", "2026-01-20", "2026-01-25"]


def test_of_two_amounts_none_is_taken_and_without_a_supplier_it_is_asked() -> None:
    twice = DOLLARS.replace("DOLLAR AMOUNT", "Dollar amount").replace(
        "EXPENDITURE TYPE", "Spend amount local"
    )
    twice = twice.replace("Supplies", "5.00").replace("Services", "7.00")
    assert recognised(twice)[0].kind is None
    found = recognised(DOLLARS.replace("VENDOR NAME", "Account").replace("TRANSACTION DATE", "Stamp"))[0]
    assert (found.kind, found.certainty) == ("actuals", "unsure")


def test_a_day_of_payment_makes_postings_and_an_invoice_number_invoices() -> None:
    text = "VOUCHER NUMBER,AMOUNT,CHECK DATE,DEPARTMENT NAME,VENDOR NAME\nP1,1200.00,2026-01-15,LAW,ACME\n"
    assert (recognised(text)[0].kind, recognised(text)[0].certainty) == ("actuals", "sure")
    text = (
        "Invoice number,Amount,Payment date,Invoice date,Vendor name\nP1,1200.00,2026-01-15,2026-01-02,ACME\n"
    )
    assert recognised(text)[0].kind == "invoices"


def test_expenses_on_single_days_are_no_budget_and_months_are_one() -> None:
    headings = "Date,Category,Vendor,Description,Amount,Currency,Project\n"
    days = "".join(f"2026-01-{day},Travel,Air,Flight {day},100.00,CAD,Portal\n" for day in range(15, 20))
    found = recognised(headings + days)[0]
    assert (found.kind, found.certainty) == ("actuals", "sure")
    months = "".join(f"2026-0{month}-01,Travel,Air,Flights,100.00,CAD,Portal\n" for month in range(1, 6))
    text = headings.replace("Date", "Month") + months
    assert recognised(text, file="budget.csv")[0].kind == "budget"


def test_lines_of_supplier_accounts_cost_in_every_language_and_as_a_table() -> None:
    french = (
        "Société;Fournisseur;Nom 1;N° document;Date comptable;Montant en devise interne;Devise interne\n"
        "1000;200100;Soleil;5100001;16.01.2026;-1.200,00;EUR\n1000;200100;Soleil;5100002;16.01.2026;100,00;EUR\n"
    )
    _, rows = loaded(french, delimiter=";")
    assert rows["amount_local"].tolist() == [1200.0, -100.0]
    table = "BUKRS,LIFNR,BELNR,GJAHR,BUZEI,BUDAT,BLDAT,WAERS,SHKZG,DMBTR,WRBTR{more}\n"
    lines = "1000,100001,19001,2026,1,20260116,20260115,USD,H,1000.00,1080.00{k}\n"
    lines += "1000,100001,19002,2026,1,20260117,20260116,USD,S,100.00,108.00{k}\n"
    _, rows = loaded(table.format(more="") + lines.format(k=""))
    assert rows["amount_local"].tolist() == [1000.0, -100.0]
    # With lines of every account a credit lowers the cost.
    _, rows = loaded(table.format(more=",KOART") + lines.format(k=",S"))
    assert rows["amount_local"].tolist() == [-1000.0, 100.0]


def test_the_journal_and_the_lines_of_cost_accounting_keep_amount_and_currency_together() -> None:
    _, rows = loaded(
        "RLDNR,RBUKRS,GJAHR,BELNR,DOCLN,RWCUR,RHCUR,RACCT,POPER,BUDAT,WSL,HSL,DRCRK\n"
        "0L,1000,2026,100001,000001,USD,EUR,615000,001,20260115,1080.00,1000.00,S\n"
        "0L,1000,2026,100001,000002,USD,EUR,615001,001,20260115,-108.00,-100.00,H\n"
    )
    assert (rows["amount"].sum(), rows["amount_local"].sum()) == (972, 900)
    assert rows[["currency", "local_currency"]].to_numpy()[0].tolist() == ["USD", "EUR"]
    lines = "KOKRS,BELNR,BUZEI,GJAHR,PERIO,KSTAR,WTGBTR,TWAER,WOGBTR,OWAER,WKGBTR\n"
    lines += "1000,20001,001,2026,001,615000,1080.00,USD,1000.00,EUR,990.00\n"
    _, rows = loaded(lines)
    assert rows[["amount", "currency"]].to_numpy().tolist() == [[1000.0, "EUR"]]


@pytest.mark.parametrize(
    ("text", "total", "currency"),
    [
        (("identity/LineItemId,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageAccountId,lineItem/CurrencyCode,"
         "lineItem/UnblendedCost\na1,2026-01-01T00:00:00Z,AmazonEC2,111,USD,2.5\na2,2026-01-02T00:00:00Z,AmazonS3,111,USD,-1\n"),
         1.5, "USD"),
        (("Date,ResourceGroup,MeterCategory,Quantity,CostInBillingCurrency,BillingCurrencyCode\n"
         "2026-01-15,rg-app,Storage,24,12,EUR\n2026-01-16,rg-app,Storage,24,2,EUR\n"), 14, "EUR"),
        ("UsageDate,ServiceName,Cost,CostUSD,Currency\n2026-01-15,Storage,12.5,13.5,EUR\n2026-01-16,Storage,-1,-1.08,EUR\n",
         11.5, "EUR"),
        (("Project name,Project ID,Service description,SKU description,"
         "Usage start date,Cost (€),Discounts (€),Subtotal (€)\n"
         "portal,p-1,Compute,N1,2026-01-01,24.5,-2.5,22\napp,a-1,BigQuery,Analysis,2026-01-01,50,-50,0\n"), 22, "EUR"),
        (("BilledCost,BillingCurrency,ChargePeriodStart,ServiceName,SubAccountName,ProviderName\n"
         "12.5,USD,2026-01-15T00:00:00Z,Amazon EC2,Prod,AWS\n"
         "-1,USD,2026-01-15T00:00:00Z,Amazon S3,Prod,AWS\n"), 11.5, "USD"),
    ],
)  # fmt: skip
def test_costs_of_cloud_providers_are_postings(text: str, total: float, currency: str) -> None:
    _, rows = loaded(text)
    assert rows["amount"].sum() == total
    assert rows["currency"].unique().tolist() == [currency]
    assert rows["posting_date"].notna().all()


def test_costs_by_service_and_month_leave_out_their_totals() -> None:
    months = "".join(f"2026-0{month}-01,100,10,110\n" for month in range(1, 8))
    text = "Service,EC2-Instances($),S3($),Total costs($)\nService total,700,70,770\n" + months
    _, rows = loaded(text, answers={"version": "actual", "currency": "USD", "across": "service"})
    assert rows["amount"].sum() == 770
    assert sorted(rows["service"].unique()) == ["EC2-Instances", "S3"]


def test_costs_as_amazon_explores_them_are_spent_in_dollars_and_their_total_stands_above_them() -> None:
    text = (
        "Service,EC2-Instances($),S3($),Total costs($)\nService total,300,30,330\n2026-01-01,100,10,110\n"
        "2026-02-01,200,20,220\n"
    )
    result, rows = loaded(text)
    assert (result.questions, result.warnings) == ([], [])
    assert rows[["version", "currency"]].drop_duplicates().to_numpy().tolist() == [["actual", "USD"]]
    assert rows["amount"].sum() == 330


def test_a_first_row_called_a_total_that_is_none_is_said() -> None:
    months = "".join(f"2026-0{month}-01,100,10,110\n" for month in range(1, 8))
    text = "Service,EC2-Instances($),S3($),Total costs($)\nService total,600,70,670\n" + months
    result, rows = loaded(text)
    assert rows["amount"].sum() == 770
    assert any("is not the sum" in warning for warning in result.warnings)


def test_a_report_of_cost_centres_with_its_heading_below_the_selection_is_read() -> None:
    text = (
        "Cost Centers: Actual/Plan/Variance,,,,\nCost Center,4711,IT,,\nFiscal year,2026,,,\nFrom period,1,,,\n"
        "Cost elements,Act. costs,Plan costs,Var.(abs.),Var.(%)\n615000 Licences,1000,1200,-200,-16.7\n"
        "616000 Consulting,500,400,100,25\n* Debit,1500,1600,-100,-6.3\n"
    )
    _, rows = loaded(text)
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 1500, "budget": 1600}
    assert rows["fiscal_year"].unique().tolist() == [2026]


def test_a_series_of_the_bundesbank_stands_below_its_key() -> None:
    days = "".join(f"2026-01-{day};1,0300;\n" for day in range(10, 30))
    text = (
        ";BBEX3.D.USD.EUR.BB.AC.000;BBEX3.D.USD.EUR.BB.AC.000_FLAGS\n;Euro-Referenzkurs / 1 EUR = ... USD;\n"
        f"Einheit;USD;\nDimension;Eins;\n{days}"
    )
    _, rows = loaded(text, delimiter=";")
    assert len(rows) == 20
    assert rows[["from_currency", "to_currency"]].to_numpy()[0].tolist() == ["EUR", "USD"]


def test_lines_of_customers_are_no_costs_and_those_of_suppliers_stay_theirs() -> None:
    headings = (
        "Document Number,Document Type,Posting Date,Net due date,Amount in local currency,Local Currency\n"
    )
    line = "1800001,DR,2026-01-15,2026-02-14,1200.00,EUR\n"
    result, rows = loaded(f"Customer,Name 1,{headings}300100,Globex,{line}")
    assert rows[["account_type", "client"]].to_numpy().tolist() == [["customer", "Globex"]]
    assert any("no cost" in text for text in result.warnings)
    _, rows = loaded(f"Supplier,Name 1,{headings}300100,Nordwind,{line}")
    assert rows[["account_type", "vendor"]].to_numpy().tolist() == [["vendor", "Nordwind"]]


def test_of_two_costs_the_one_in_the_currency_of_the_row_counts() -> None:
    head, rows = (
        "UsageDate,ServiceName,ResourceGroupName,CostUSD,Cost,Currency",
        "2026-01-01,Storage,rg1,1.5,1.4,EUR",
    )
    _, found = loaded(f"{head}\n{rows}\n2026-01-02,Storage,rg1,10.5,9.5,EUR\n")
    assert (found["amount"].sum().round(2), set(found["currency"])) == (10.9, {"EUR"})


def test_suppliers_paid_on_single_days_are_postings_without_a_question() -> None:
    rows = "2026-01-12,Nordwind,Card,10,EUR\n2026-01-13,Globex,Card,20,EUR\n"
    result, found = loaded(f"Date,Vendor,Type,Amount,Currency\n{rows}")
    assert (result.kind, result.questions, found["amount"].sum()) == ("actuals", [], 30)
    tickets = "Ticket,Vendor,Date,Amount\nT1,Nordwind,2026-01-12,10\nT2,Globex,2026-01-13,20\n"
    assert loaded(tickets)[0].rows_loaded == 0
