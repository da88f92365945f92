"""Payment registers of public bodies: every list of who was paid what is a list of postings, with all of its rows."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded

REGISTERS = [
    # Only the day it was cleared, and a supplier beside its number: no list of suppliers.
    (("Vendor ID,Vendor Name,Cost Element,Expenditure Account Code Description,Document No,Amount,Clearing Date\n"
     "1001,NORDWIND TRUST,544076,Grants,190001,7485.00,2024-04-03\n"
     "1001,NORDWIND TRUST,544076,Grants,190002,515.00,2024-04-17\n"
     "CPO,HARBOUR LLP,542420,Claims,190003,-100.50,2024-04-02\n"), 7899.5),
    (("Entity,Vendor Name,Expenditure Account ,Document Number,Clearing Date,Amount (£),Merchant Category\n"
     "NORTH BUSES LTD,HARBOUR LTD,Bus contracts,1005\\19001,04 Apr 2018,394.10,\n"
     "NORTH BUSES LTD,NORDWIND,Security,1031\\51093,25 Apr 2018,410.90,\n"
     "NORTH BUSES LTD,NORDWIND,Security,1031\\51093,25 Apr 2018,410.90,\n"), 1215.9),
    # The same payment twice is two payments; there is no number that tells them apart.
    (("Payment Date,Amount,Organisational Unit,Benificiary Name,Company Number,Charity Number\n"
     "2017-12-28,500.25,Children's Services,NORDWIND,,\n2017-12-28,500.25,Children's Services,NORDWIND,,\n"), 1000.5),
    (("Body Name,Service Area,Expenses Type,Invoice Payment Date,Transaction Number,Net Amount,Supplier Name\n"
     "Hill City Council,Legal,Fees,2012-05-02,19031,84.50,NORDWIND\n"
     "Hill City Council,Legal,Fees,2012-05-02,19031,74.20,NORDWIND\n"), 158.7),
    # One invoice over several accounts: by its number two of its three lines would be lost.
    (("Business Unit Description,Expense Code,Expense Code Description,GL Date,Document No.,Invoice No.,Invoiced Value,"
     "Supplier Name,Address Book No.\nCENTRE,1157,MAIN CONTRACT,2011-01-04,2911,27582,3794.00,P DALY,5057\n"
     "DEMOLITION,1147,DEMOLITION,2011-01-04,2911,27582,542.00,P DALY,5057\n"
     "WOOD,1183,EQUIPMENT,2011-01-04,2911,27582,1084.00,P DALY,5057\n"), 5420.0),
    (("Hill City Council invoices over £250 paid in January 2017,,,,,,,\n,,,,,,,\n"
     "Directorate,Group Description,Paid Date,Supplier Name,Internal Ref,Cap/Rev,Cost Centre,Total\n"
     "Adult,Revenue Expenditure,18-Jan-2017,14 EIGHTH ROW,71244,Revenue,1MM20,9954.00\n"
     "Adult,Revenue Income,24-Jan-2017,ABBEY FARM,71282,Revenue,1MG20,-1018.60\n"), 8935.4),
    (("Supplier Name,Category Family,Invoice GL Date,Spend\nHarbour Ltd,Track,2021-04-01,1216.12\n"
     "Nordwind,Track,2021-04-09,266.06\nRail Ltd,Civils,2021-04-27,341.25\nGrand Total,,,1823.43\n"
     ",,© Copyright Rail 2021,\n"), 1823.43),
]  # fmt: skip


@pytest.mark.parametrize(("text", "total"), REGISTERS)
def test_a_register_of_payments_is_a_list_of_postings(text: str, total: float) -> None:
    result, rows = loaded(text)
    assert (result.kind, result.rows_rejected, result.rows_superseded) == ("actuals", 0, 0)
    assert round(float(rows["amount"].sum()), 2) == total
    assert rows["posting_date"].notna().all()
    assert rows["vendor"].notna().all()


def test_the_day_of_posting_goes_before_the_day_of_clearing() -> None:
    _, rows = loaded(
        "Vendor Name,Document No,Clearing Date,Posting Date,Amount\n"
        "NORDWIND,19001,2024-04-30,2024-04-03,12.50\nHARBOUR,19002,2024-04-30,2024-04-04,13.50\n"
    )
    assert rows["posting_date"].astype(str).tolist() == ["2024-04-03", "2024-04-04"]
    assert rows["cleared"].astype(str).tolist() == ["2024-04-30", "2024-04-30"]


def test_a_month_is_a_period_and_no_day() -> None:
    for month in ("2010-09", "July 2010-September 2010"):
        result, rows = loaded(
            "Date,Directorate,Service,Supplier,Invoice Line Value (net of VAT),Account\n"
            f"{month},Corporate,Legal,NORDWIND,1142.00,POSTAGES\n{month},Corporate,Legal,HARBOUR,615.86,RENT\n"
        )
        assert (result.kind, result.cells_refused) == ("actuals", 0)
        assert rows["posting_period"].tolist() == [month, month]
        assert rows["account_name"].tolist() == ["POSTAGES", "RENT"]


def test_a_period_of_six_digits_says_its_year() -> None:
    result, rows = loaded(
        "Strgrpcc(T),Cipfsubj(T),Cipfsubs(T),TransNo,Sequence No,Period,Supplier ID(T),Amount,Updated\n"
        "Environment,Transport,Taxi Fares,148015,5,201504,CLICK TRAVEL LTD,118.98,2015-07-06\n"
        "Environment,Transport,Taxi Fares,148015,6,201504,CLICK TRAVEL LTD,0.79,2015-07-06\n"
    )
    assert (result.kind, list(result.questions)) == ("actuals", [])
    assert rows["posting_period"].tolist() == ["201504", "201504"]
    assert rows["vendor"].tolist() == ["CLICK TRAVEL LTD"] * 2


def test_the_first_of_two_classifications_is_taken_without_asking() -> None:
    _, rows = loaded(
        "Organisation Name,Directorate,Supplier Name,Supplier ID,Payment Date,Transaction Number,Seq No,Net Amount,"
        "Irrecoverable VAT,Procurement Classification,Class Code,Procurement Classification,Class Code\n"
        "Hill MDC,ADULTS,NORDWIND,Redacted,2015-05-06,2277,1,1220.00,Nil,Adult Services,CAT04,Furniture,SUB33\n"
        "Hill MDC,ADULTS,HARBOUR,Redacted,2015-06-08,2279,1,1820.00,Nil,Property,CAT01,Roofing,SUB19\n"
    )
    assert rows["account_name"].tolist() == ["Adult Services", "Property"]
    assert rows["amount"].tolist() == [1220.0, 1820.0]


def test_payments_without_a_known_day_are_no_list_of_suppliers() -> None:
    result, rows = loaded(
        "Vendor ID,Vendor Name,Document No,Amount,Settled On\n1,NORDWIND,19001,100.00,2024-04-03\n"
        "1,NORDWIND,19002,50.00,2024-04-17\n2,HARBOUR,19003,25.00,2024-04-18\n"
    )
    assert (result.kind, result.rows_loaded, len(rows)) == ("actuals", 0, 0)
    assert [question.name for question in result.questions] == ["kind"]


def test_amounts_without_tax_and_approved_suppliers_are_known_in_any_ledger() -> None:
    result, rows = loaded(
        "Approved Supplier (Beneficiary) Name,Document Number,Amount Excluding VAT,Transaction Date\n"
        "NORDWIND,51001,1200.00,2019-05-02\nHARBOUR,51002,300.00,2019-05-23\n"
    )
    assert (result.kind, rows["amount"].sum(), rows["vendor"].tolist()) == (
        "actuals",
        1500.0,
        ["NORDWIND", "HARBOUR"],
    )
