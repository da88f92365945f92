"""Real finance files, recomputed in plain Python: SAP tables with orphans and the Czech ministry's invoices."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from data_loaders.loading import load
from metrics.orders import RETROSPECTIVE, WITHOUT_ORDER
from metrics.period_close import orphans
from metrics.query import value
from metrics.scope import Scope
from warehouse import open_warehouse

SAP_TABLES = ("EKKO", "EKPO", "MSEG", "MKPF", "BKPF", "BSEG")


def rows_of(file, delimiter=","):
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=delimiter))


def number(text):
    return float(text.replace(",", "").strip() or 0) if text else 0.0


def us_date(text):
    month, day, year = (int(part) for part in text.split("/"))
    return date(2000 + year, month, day)


def key(text):
    return text.strip().removesuffix(".0").lstrip("0")


@pytest.fixture(scope="module")
def sap(shared_data, tmp_path_factory):
    folder = shared_data / "05_finance" / "sap_gbi_technical_names"
    w = open_warehouse(tmp_path_factory.mktemp("sap") / "sap.duckdb")
    load([folder / f"{name}.csv" for name in SAP_TABLES], w, timezone="UTC")
    yield w, {name: rows_of(folder / f"{name}.csv") for name in SAP_TABLES}
    w.close()


def test_sap_receipts_per_order_line(sap):
    w, tables = sap
    expected = defaultdict(float)
    known = {(key(r["EBELN"]), key(r["EBELP"])) for r in tables["EKPO"]}
    for row in tables["MSEG"]:
        sign = {"101": 1, "122": -1, "161": -1}.get(row["BWART"].strip())
        if sign and row["EBELN"] and (key(row["EBELN"]), key(row["EBELP"])) in known:
            expected[key(row["EBELN"]), key(row["EBELP"])] += sign * abs(number(row["ERFMG"]))
    found = w.query(
        "SELECT unit_key, received_quantity FROM order_matches WHERE received_quantity IS NOT NULL"
    )
    actual = {
        tuple(k.split("/")): q for k, q in zip(found["unit_key"], found["received_quantity"], strict=True)
    }
    assert actual == pytest.approx(dict(expected))
    assert len(actual) > 400


def test_sap_orphans_are_reported_not_dropped(sap):
    w, tables = sap
    known = {(key(r["EBELN"]), key(r["EBELP"])) for r in tables["EKPO"]}
    stray = [
        r for r in tables["MSEG"]
        if r["EBELN"] and r["BWART"] in ("101", "122", "161") and (key(r["EBELN"]), key(r["EBELP"])) not in known
    ]  # fmt: skip
    reported = orphans(w, Scope())["Receipts without order"]
    assert len(reported) == len(stray) > 0
    assert set(reported["document"]) == {key(r["MBLNR"]) for r in stray}


def test_sap_invoices_come_from_postings_once_each(sap):
    """An invoice is posted to several accounts that all name the order line; its quantity is repeated on each."""
    w, tables = sap
    types = {(r["BUKRS"], key(r["BELNR"]), r["GJAHR"]): (r["BLART"], r["BUDAT"]) for r in tables["BKPF"]}
    value_of, quantity_of = defaultdict(float), {}
    for row in tables["BSEG"]:
        head = types.get((row["BUKRS"], key(row["BELNR"]), row["GJAHR"]))
        if not row["EBELN"] or not head or head[0] != "RE" or row["KOART"] not in ("S", "A"):
            continue
        document = (row["GJAHR"], key(row["BELNR"]), key(row["EBELN"]), key(row["EBELP"]))
        value_of[document] += number(row["WRBTR"]) * (1 if row["SHKZG"] == "S" else -1)
        quantity_of[document] = max(quantity_of.get(document, 0.0), number(row["MENGE"]))
    found = w.query(
        "SELECT sum(net) AS net, sum(quantity) AS quantity, count(*) AS n FROM posted_invoices"
    ).iloc[0]
    assert found["n"] == len(value_of)
    assert found["net"] == pytest.approx(sum(value_of.values()))
    assert found["quantity"] == pytest.approx(sum(quantity_of.values()))


def test_sap_orders_placed_after_their_invoice(sap):
    w, tables = sap
    ordered = {key(r["EBELN"]): r["BEDAT"] for r in tables["EKKO"] if r["EBELN"]}
    types = {(r["BUKRS"], key(r["BELNR"]), r["GJAHR"]): r for r in tables["BKPF"]}
    late = defaultdict(list)
    for row in tables["BSEG"]:
        head = types.get((row["BUKRS"], key(row["BELNR"]), row["GJAHR"]))
        if (
            row["EBELN"]
            and head
            and head["BLART"] == "RE"
            and row["KOART"] in ("S", "A")
            and ordered.get(key(row["EBELN"]))
        ):
            days = [us_date(text) for text in (ordered[key(row["EBELN"])], head["BLDAT"])]
            late[key(row["BELNR"])].append(days[0] > days[1])
    answer = value(w, RETROSPECTIVE, Scope())
    assert answer.value == pytest.approx(sum(any(flags) for flags in late.values()) / len(late), abs=0.01)


#: What a movement does to what was received.
MOVEMENTS = {"101": 1, "105": 1, "123": 1, "162": 1, "102": -1, "106": -1, "122": -1, "161": -1}


def test_sap_match_states_of_every_order_line(sap):
    """The three-way match of all order lines, worked out again from the tables: state by state, line by line."""
    w, tables = sap
    currency = {key(r["EBELN"]): r["WAERS"] for r in tables["EKKO"]}
    received, invoiced, documents = defaultdict(float), {}, {}
    for row in tables["MSEG"]:
        sign = MOVEMENTS.get(row["BWART"].strip(), 0)
        received[key(row["EBELN"]), key(row["EBELP"])] += sign * abs(
            number(row["ERFMG"]) or number(row["MENGE"])
        )
    heads = {(r["BUKRS"], key(r["BELNR"]), r["GJAHR"]): r for r in tables["BKPF"]}
    for row in tables["BSEG"]:
        head = heads.get((row["BUKRS"], key(row["BELNR"]), row["GJAHR"]))
        if (
            not row["EBELN"]
            or not head
            or head["BLART"] not in ("RE", "RN", "KR", "KG")
            or row["KOART"] not in ("S", "A")
        ):
            continue
        line = (key(row["EBELN"]), key(row["EBELP"]))
        document = documents.setdefault((row["BUKRS"], row["GJAHR"], key(row["BELNR"]), *line), [0.0, 0.0])
        document[0] += number(row["WRBTR"]) * (1 if row["SHKZG"] == "S" else -1)
        document[1] = max(document[1], number(row["MENGE"]))
        invoiced.setdefault(line, set()).add(head["WAERS"])

    def state(row):
        line = (key(row["EBELN"]), key(row["EBELP"]))
        mine = [
            (net, quantity)
            for (*_, order, item), (net, quantity) in documents.items()
            if (order, item) == line
        ]
        if row.get("LOEKZ", "").strip():
            return "order deleted" if mine else "deleted"
        if not mine:
            return "not invoiced" if received[line] > 0 else "open"
        if invoiced[line] != {currency[line[0]]}:
            return "currency differs"
        if received[line] <= 0:
            return "not received"
        quantity = sum(count * (net > 0) - count * (net < 0) for net, count in mine)
        if quantity > received[line] + 1e-9:
            return "quantity variance"
        expected = quantity * number(row["NETPR"]) / (number(row["PEINH"]) or 1)
        difference = abs(sum(net for net, _ in mine) - expected)
        return "price variance" if difference > max(0.02 * abs(expected), 50) else "matched"

    expected = {f"{key(r['EBELN'])}/{key(r['EBELP'])}": state(r) for r in tables["EKPO"]}
    found = w.query("SELECT unit_key, match_state FROM order_matches")
    assert dict(zip(found["unit_key"], found["match_state"], strict=True)) == expected
    assert len(set(expected.values())) >= 8, "the tables hold lines of every state"


def test_sap_money_is_never_added_over_currencies(sap):
    w, _ = sap
    lacking = w.query(
        "SELECT count(*) AS n FROM order_money WHERE currency <> reporting_currency AND rate IS NOT NULL"
    )
    assert (
        lacking["n"].iloc[0] == 0
    )  # no rates are imported: nothing foreign has an amount in the reporting currency


def test_czech_invoices(shared_data, tmp_path):
    file = shared_data / "05_finance" / "cz_ministry_invoices" / "spending-mfcr-data-2010.csv"
    lines = rows_of(file, ";")
    w = open_warehouse(tmp_path / "cz.duckdb")
    load([file], w, timezone="UTC")
    documents = w.query("SELECT count(*) AS n, sum(net) AS net FROM invoice_documents").iloc[0]
    assert documents["n"] == len({(r["Kod partnera"], r["Cislo faktury"]) for r in lines})
    assert documents["net"] == pytest.approx(
        sum(
            float(r["Castka bez DPH - radek"].replace(",", ".")) for r in lines if r["Castka bez DPH - radek"]
        )
    )
    currencies = w.query("SELECT DISTINCT amount_currency FROM invoice_lines")["amount_currency"].tolist()
    assert currencies == ["CZK"]  # the register keeps crowns, also for what was billed in euro
    credits_ = w.query("SELECT count(*) AS n FROM invoice_lines WHERE net < 0")["n"].iloc[0]
    assert credits_ == sum(float(r["Castka bez DPH - radek"] or 0) < 0 for r in lines)
    assert value(w, WITHOUT_ORDER, Scope()).value == 1.0
    w.close()


def test_a_cash_report_keeps_its_lines_and_none_of_what_sums_them_up(shared_data, tmp_path):
    folder = shared_data / "05_finance" / "philadelphia_city_budget" / "qcmr_cash"
    for name, lines, payroll in (("FY07_Q1-pg-1", 25, 1257.2), ("FY12_Q4-pg-1", 24, 1267.4)):
        w = open_warehouse(tmp_path / f"{name}.duckdb")
        result = load([folder / f"{name}.csv"], w, answers={"version": "actual"})[0]
        assert result.skipped["balance, not an amount of the period"] == 3
        found = w.query("SELECT line, sum(amount) AS amount FROM budget GROUP BY line")
        assert len(found) == lines
        assert not found["line"].str.contains("Disbursements", case=False).any()
        printed = found.loc[found["line"].str.endswith("Payroll"), "amount"].item()
        assert printed == pytest.approx(payroll)  # "101,8" and "73,7" are read, not left out
        w.close()


def test_a_rate_written_the_other_way_round_divides(tmp_path):
    file = tmp_path / "rates.csv"
    file.write_text(
        "From currency,To currency,Valid from,Exchange rate,Rate type\n"
        "SAR,USD,2026-01-01,/3.74340,average\n"
        "EUR,USD,2026-01-01,1.0900,average\n"
        'KRW,USD,2026-02-01,"/1,277.00000",average\n'
    )
    w = open_warehouse(tmp_path / "rates.duckdb")
    assert load([file], w)[0].rows_loaded == 3
    rates = w.query("SELECT from_currency, rate FROM exchange_rates").set_index("from_currency")["rate"]
    assert rates["SAR"] == pytest.approx(1 / 3.7434)
    assert rates["KRW"] == pytest.approx(1 / 1277)
    assert rates["EUR"] == pytest.approx(1.09)
    w.close()


def test_the_printed_totals_of_the_adopted_budgets(shared_data, tmp_path):
    folder = shared_data / "05_finance" / "philadelphia_city_budget" / "budget_in_brief"
    for name, actual, planned in (
        ("FY06", 3_248_174_136, 3_482_275_001),
        ("FY13", 3_785_293_330, 3_603_867_000),
    ):
        w = open_warehouse(tmp_path / f"{name}.duckdb")
        load([folder / f"{name}.xlsx"], w)  # the summary sheet and the pivot table beside the data stay out
        sums = w.query("SELECT version, sum(amount) AS amount FROM budget GROUP BY 1").set_index("version")[
            "amount"
        ]
        assert (sums["actual"], sums["budget"]) == (actual, planned)
        w.close()


@pytest.mark.parametrize(
    ("file", "rows", "net"),
    [("leeds_raw/2011-03.csv", 11_024, 78_447_368.22), ("leeds_raw/2012-09.csv", 8_829, 75_262_832.74),
     ("salford/2011-08.csv", 1_934, 18_937_629.33), ("cabinetoffice/2019-06.csv", 342, 48_558_342.20)],
)  # fmt: skip
def test_payment_registers_of_public_bodies(shared_data, tmp_path, file, rows, net):
    w = open_warehouse(tmp_path / "spend.duckdb")
    load([shared_data / "05_finance" / "uk_public_body_spend" / file], w)
    found = w.query(
        "SELECT count(*) AS n, sum(amount) AS net, count(posting_date) AS dated FROM actuals"
    ).iloc[0]
    assert (found["n"], found["dated"]) == (rows, rows)
    assert found["net"] == pytest.approx(net, abs=0.005)
    w.close()
