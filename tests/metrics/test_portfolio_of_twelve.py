"""Twelve clients known under other names in five exports: the right names are joined, and the wall shows twelve."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from data_loaders.loading import load
from metrics.health import portfolio_wall
from metrics.scope import Scope
from warehouse import aliases, open_warehouse

#: The name of each client in the ticket tool, and what the board, the budget, the register and the survey call it.
CLIENTS = (
    ("Alder Insurance", "Alder Insurance", "Alder Insurance", "ALDER INSURANCE", "alder insurance"),
    ("Brook & Sons", "Brook & Sons", "Brook & Sons Ltd", "Brook & Sons", "Brook and Sons"),
    ("Cedar Foods", "Cedar Foods", "Cedar Foods GmbH", "CEDAR FOODS", "Cedar Foods"),
    ("Dune Airlines", "Dune Airlines", "Dune Airlines", "Dune Airlines Inc.", "dune airlines"),
    ("Elm Council", "Elm Council", "Elm Council", "1005 - Elm Council", "Elm Council"),
    ("Fjell Power", "Fjell Power", "Fjell Power AS", "FJELL POWER", "Fjell Power"),
    ("Glen Hospital", "Glen Hospital", "Glen Hospital", "Glen Hospital", "Glen Hospitall"),
    ("Heath Logistics", "Heath Logistics", "Heath Logistics B.V.", "Heath Logistics", "heath logistics"),
    ("Isle Ferries", "Isle Ferries", "Isle Ferries", "Isle Ferries S.A.", "Isle Ferries"),
    ("Juniper Bank", "Juniper Bank", "Juniper Bank plc", "Juniper Bank", "Juniper Bank (UK)"),
    ("Region North 1", "Region North 1", "Region North 1", "REGION NORTH 1", "Region North 1"),
    ("Region North 2", "Region North 2", "Region North 2", "Region North 2", "region north 2"),
)
NAMES = [names[0] for names in CLIENTS]
END = datetime(2026, 10, 30, 12)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def sheet(path: Path, rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def exports(folder: Path) -> list[Path]:
    tickets: list[list[object]] = [
        [
            "Number",
            "Short description",
            "Priority",
            "State",
            "Opened",
            "Resolved",
            "Closed",
            "Assignment group",
            "Company",
        ]
    ]
    issues: list[list[object]] = [
        ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Created", "Resolved",
         "Custom field (Client)"]
    ]  # fmt: skip
    budget: list[list[object]] = [["Client", "Version", *(f"2026-{month:02d}" for month in range(1, 13))]]
    invoices: list[list[object]] = [
        [
            "Invoice number",
            "Vendor",
            "Client",
            "Invoice date",
            "Due date",
            "Net amount",
            "Tax",
            "Gross amount",
            "Currency",
        ]
    ]
    answers: list[list[object]] = [["Respondent ID", "Client", "Survey", "NPS score", "Responded at"]]
    for place, (desk, board, plan, books, survey) in enumerate(CLIENTS):
        for n in range(30):
            opened = END - timedelta(days=3 * n + 1, hours=place)
            done = opened + timedelta(hours=5)
            tickets.append([f"INC{place:02d}{n:05d}", "Something failed", "3 - Moderate", "Closed", opened, done, done,
                            "Service Desk", desk])  # fmt: skip
        for n in range(6):
            made = END - timedelta(days=10 * n + 3)
            ended = made + timedelta(days=2)
            issues.append([f"Work {n}", f"PRJ-{100 * place + n}", 10_000 + 100 * place + n, "Story", "Done", "PRJ",
                           f"{made:%Y-%m-%d %H:%M}", f"{ended:%Y-%m-%d %H:%M}", board])  # fmt: skip
        budget.append([plan, "Budget", *[1000 + place] * 12])
        budget.append([plan, "Actual", *[1000 + place] * 10, None, None])
        invoices.append([f"RE-{place:04d}", "Nordwind", books, date(2026, 10, 5), date(2026, 11, 4), 100 + place, 20,
                         120 + place, "EUR"])  # fmt: skip
        for n in range(20):
            score = 3 if place == 6 and n < 15 else 9 if n % 4 else 8
            answers.append([f"{place}-{n}", survey, "2026-Q4", score, f"2026-10-{1 + n:02d} 09:00:00"])
    return [
        workbook(folder / "incident.xlsx", tickets), sheet(folder / "jira.csv", issues),
        workbook(folder / "budget_2026.xlsx", budget), workbook(folder / "invoice_register.xlsx", invoices),
        sheet(folder / "nps.csv", answers),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twelve")
    w = open_warehouse(folder / "twelve.duckdb")
    results = load(exports(folder), w, timezone="UTC", answers={"currency": "EUR"})
    assert [(r.error, r.questions) for r in results] == [(None, [])] * 5
    assert [r.kind for r in results] == ["incidents", "work_items", "budget", "invoices", "survey_responses"]
    assert all(r.rows_loaded for r in results)
    yield w
    w.close()


def test_the_right_names_are_proposed_and_none_wrong_and_the_wall_shows_twelve(portfolio):
    w = portfolio
    known = {name: names[0] for names in CLIENTS for name in names}
    assert set(aliases.names_in_use(w, "client")) == set(known)
    proposed = aliases.proposals(w, ["client"])
    wrong = [(one.written, one.name) for one in proposed if known[one.written] != known[one.name]]
    assert wrong == []
    pairs = {frozenset((one.written, one.name)) for one in proposed}
    others = sorted(set(known) - set(NAMES))
    assert [name for name in others if frozenset((name, known[name])) not in pairs] == []
    for name in others:
        aliases.decide(w, "client", name, known[name], same=True)
    assert aliases.proposals(w, ["client"]) == []
    began = process_time()
    wall = portfolio_wall(w, Scope())
    spent = process_time() - began
    assert sorted(row.part for row in wall.rows) == NAMES
    assert {row.part: row.cell("mood").colour for row in wall.rows}["Glen Hospital"] == "red"
    assert {row.cell("budget").colour for row in wall.rows} == {"green"}
    assert all(row.cell("budget").n and row.cell("mood").n for row in wall.rows)
    assert spent < 6.0, f"the wall took {spent:.1f} s of processor time"
