"""Columns of real exports, with the numbers the files are known to hold."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from data_loaders.typing import decide
from tests.data_loaders.typed import assignment, column, real_columns


def cells_of(path: Path, heading: str, delimiter: str = ",") -> list[str | None]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[heading] or None for row in csv.DictReader(file, delimiter=delimiter)]


def test_the_incident_log_is_read_day_first(shared_data):
    path = shared_data / "01_servicenow/uci_incident_event_log/incident_event_log_119998.csv"
    typed = real_columns(
        path,
        {
            "opened_at": "timestamp",
            "sys_created_at": "timestamp",
            "made_sla": "flag",
            "cmdb_ci": "identifier",
        },
    )
    assert not typed.decisions.questions
    assert typed.values["opened_at"][0] == datetime(2016, 2, 29, 1, 16)
    assert max(typed.values["opened_at"]) < datetime(2016, 5, 14)
    assert typed.values["sys_created_at"].count(None) == 42_354
    assert typed.values["cmdb_ci"].count(None) == 119_562
    assert None not in typed.values["made_sla"]
    assert not any(typed.refused.values())


def test_the_dashboard_tickets_are_read_month_first(shared_data):
    path = shared_data / "01_servicenow/snow_ticket_dashboard/incident.csv"
    typed = real_columns(path, {"opened_at": "timestamp", "short_description": "text"})
    assert typed.values["opened_at"][0] == datetime(2025, 3, 17, 6, 4)
    assert set(typed.values["short_description"]) == {None}


def test_spanish_jira_dates_and_remaining_times(shared_data):
    path = shared_data / "03_jira/jira_service_management_es/Jira.csv"
    created = column(cells_of(path, "Creada"), "timestamp", timezone="America/Bogota")
    assert datetime(2026, 7, 18, 14, 10) in created.values["x"]
    remaining = column(cells_of(path, "Campo personalizado (Time to done)"), "duration")
    assert 22 * 3_600 + 17 * 60 in remaining.values["x"]


def test_english_jira_dates(shared_data):
    created = column(cells_of(shared_data / "03_jira/jira_cloud_en_student/Jira.csv", "Created"), "timestamp")
    assert max(created.values["x"]) == datetime(2026, 2, 15, 16, 37)
    assert not created.refused["x"]


@pytest.mark.parametrize("year", [2010, 2011, 2012])
def test_comma_and_point_side_by_side_in_the_czech_invoices(shared_data, year):
    path = shared_data / f"05_finance/cz_ministry_invoices/spending-mfcr-data-{year}.csv"
    whole, line = (column(cells_of(path, name, ";"), "money") for name in ("Castka", "Castka - radek"))
    assert not whole.decisions.questions
    assert not whole.refused["x"]
    expected = [float(text.replace(",", ".")) for text in cells_of(path, "Castka", ";") if text]
    assert sum(number for number in whole.values["x"] if number is not None) == pytest.approx(sum(expected))
    assert sum(number for number in line.values["x"] if number is not None) == pytest.approx(
        sum(float(text) for text in cells_of(path, "Castka - radek", ";") if text)
    )


def test_sap_tables(shared_data):
    folder = shared_data / "05_finance/sap_gbi_technical_names"
    items = real_columns(
        folder / "EKPO_Pirates.csv",
        {
            "AEDAT": "day",
            "MENGE": "number",
            "NETPR": "money",
            "NETWR": "money",
            "AGDAT": "day",
            "INFNR": "identifier",
        },
    )
    assert not items.decisions.questions
    assert not any(items.refused.values())
    assert items.values["AEDAT"][0] == date(2017, 5, 3)
    assert set(items.values["AGDAT"]) == {None}
    assert (items.values["MENGE"][0], items.values["NETPR"][0], items.values["NETWR"][0]) == (
        60.0,
        25.0,
        1500.0,
    )
    assert items.values["INFNR"][0] == "5300000000"
    rates = column(cells_of(folder / "EKKO.csv", "WKURS"), "number")
    assert rates.values["x"][1] == pytest.approx(1 / 3.7434)
    assert not rates.refused["x"]


def test_the_parentheses_of_philadelphia(shared_data):
    folder = shared_data / "05_finance/philadelphia_city_budget"
    with (folder / "qcmr_cash/FY07_Q1-pg-1.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[2:]
    over = column([row[16] or None for row in rows], "money")
    assert over.values["x"][:4] == [2.0, -21.1, 0.0, -2.0]
    february = column([row[8] or None for row in rows], "money")
    assert february.values["x"][1] == 88.8
    assert "both comma and point" in february.decisions.warnings[0]
    with (folder / "qcmr_obligations/FY11_Q1-pg-1.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    scanned = column([row[4] or None for row in rows], "money")
    assert set(scanned.refused["x"]) == {"o"}, "the letter o is not read as nought"


def test_offsets_in_the_volvo_log(shared_data):
    path = shared_data / "02_itil_event_logs/bpi2013_volvo/problems_closed-cleaned.csv"
    typed = real_columns(path, {"Problem Change Date+Time": "timestamp"}, delimiter=";", timezone=None)
    assert typed.values["Problem Change Date+Time"][0] == datetime(2006, 1, 11, 14, 49, 42)
    assert not typed.decisions.questions


def test_dates_of_public_payments(shared_data):
    folder = shared_data / "05_finance/uk_public_body_spend/leeds_raw"
    for name in ("2010-12.csv", "2012-01.csv"):
        with (folder / name).open(encoding="cp1252", newline="") as file:
            rows = [row for row in csv.reader(file) if any(row)]
        heading = next(i for i, text in enumerate(rows[0]) if "date" in text.lower())
        typed = column([row[heading] or None for row in rows[1:] if len(row) > heading], "day")
        months = Counter(f"{day:%Y-%m}" for day in typed.values["x"] if day)
        assert months.most_common(1)[0][0] == name[:7], "most payments are of the month of the file"
        assert max(months) == name[:7]
        assert len(months) <= 3


def test_a_million_rows_are_typed_in_seconds(capsys):
    connection = duckdb.connect()
    moment = "TIMESTAMP '2020-01-01' + to_seconds(i * 97)"
    columns = [
        ("identifier", "'INC' || lpad(i::VARCHAR, 8, '0')"),
        ("timestamp", f"strftime({moment}, '%Y-%m-%d %H:%M:%S')"),
        ("timestamp", f"strftime({moment}, '%-d/%-m/%Y %H:%M')"),
        ("text", "'Cannot print invoice ' || i"),
        ("text", "'Group ' || (i % 200)"),
        ("whole", "(i % 7)::VARCHAR"),
        ("flag", "['true', 'false'][1 + i % 2]"),
        ("money", "format('{:.2f}', i * 1.37)"),
        ("money", "format('{:,.2f}', i * 1.37)"),
        ("duration", "(i % 100000)::VARCHAR"),
    ]
    listed = ", ".join(f"{sql} AS c{i}" for i, (_, sql) in enumerate(columns))
    connection.execute(f"CREATE TABLE raw AS SELECT i AS row_no, {listed} FROM range(1000000) numbers(i)")
    assignments = [
        assignment(kind, i, f"k{i}", told="s" if kind == "duration" else None)
        for i, (kind, _) in enumerate(columns)
    ]
    started = time.perf_counter()
    decisions = decide(
        connection,
        "raw",
        assignments,
        [{"text": 1_000_000}] * len(columns),
        answers={},
        timezone="Europe/Berlin",
        person_key=None,
    )
    decided = time.perf_counter()
    listed = ", ".join(f"{decision.sql} AS {decision.column}" for decision in decisions.columns)
    connection.execute(f"CREATE TABLE typed AS SELECT row_no, {listed} FROM raw")
    typed = time.perf_counter()
    took = f"decided in {decided - started:.2f} s, typed in {typed - decided:.2f} s"
    with capsys.disabled():
        sys.stdout.write(f"\n1,000,000 rows × {len(columns)}: {took}\n")
    counts = connection.execute(
        f"SELECT {', '.join(f'count({decision.column})' for decision in decisions.columns)} FROM typed"
    ).fetchall()[0]
    assert set(counts) == {1_000_000}
    assert not decisions.questions
    tables = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall()
    assert tables == [(0,)], "nothing is left behind"
    connection.close()
