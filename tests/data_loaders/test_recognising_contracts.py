"""Lists of contracts: none of a client's contracts takes the place of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.loading import load
from tests.data_loaders.sheets import loaded
from tests.rows import warehouse_with


def rows_of(path: Path, text: str) -> tuple[str | None, list[tuple[object, ...]]]:
    path.write_text(text, encoding="utf-8")
    book = warehouse_with()
    result = load([path], book, timezone="UTC")[0]
    assert result.error is None
    assert not result.questions
    found = book.records("SELECT entry, name, client, vendor, code FROM portfolio ORDER BY name")
    return result.kind, [tuple(row) for row in found]


def test_two_contracts_of_one_client_are_two_rows(tmp_path: Path) -> None:
    kind, rows = rows_of(
        tmp_path / "list.csv",
        "Client,Contract No,Start Date,End Date,Contract Value,Notice Period\n"
        "Fjord Energy,C-1001,2024-01-01,2026-12-31,250000,3 months\n"
        "Globex,C-1002,2025-04-01,2027-03-31,1200000,90 days\n"
        "Fjord Energy,C-1003,2025-07-01,2026-06-30,80000,30 days\n",
    )
    assert kind == "portfolio"
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("contract", "C-1001", "Fjord Energy"),
        ("contract", "C-1002", "Globex"),
        ("contract", "C-1003", "Fjord Energy"),
    ]


def test_a_register_of_contracts_is_named_by_its_titles(tmp_path: Path) -> None:
    _, rows = rows_of(
        tmp_path / "register.csv",
        "Contract ID,Contract Title,Supplier,Start Date,End Date,Contract Owner\n"
        "C1,Facilities,Acme Ltd,2024-04-01,2027-03-31,Ann Lee\n"
        "C2,Cloud hosting,Globex,2025-05-13,2026-05-12,Bob Roy\n"
        "C3,Licences,Acme Ltd,2025-06-01,2026-05-31,Bob Roy\n",
    )
    assert rows == [
        ("contract", "Cloud hosting", None, "Globex", "C2"),
        ("contract", "Facilities", None, "Acme Ltd", "C1"),
        ("contract", "Licences", None, "Acme Ltd", "C3"),
    ]


def test_a_register_without_the_word_in_its_number_is_told_by_its_other_headings(tmp_path: Path) -> None:
    _, rows = rows_of(
        tmp_path / "register.csv",
        "Reference Number,Title,Supplier Name,Start Date,End Date,Contract Value\n"
        "DN100,Grounds,Green Ltd,2024-04-01,2027-03-31,450000\nDN102,Phones,Green Ltd,2025-06-01,2026-05-31,45000\n",
    )
    assert rows == [
        ("contract", "Grounds", None, "Green Ltd", "DN100"),
        ("contract", "Phones", None, "Green Ltd", "DN102"),
    ]


@pytest.mark.parametrize(
    ("head", "entry"),
    [
        ("Client name,Account manager,Contract start,Contract end", "client"),
        ("Vendor ID,Vendor name,Contract start,Contract end", "vendor"),
    ],
)
def test_a_list_of_clients_or_vendors_stays_one(tmp_path: Path, head: str, entry: str) -> None:
    body = "\nAlpha,Ann Lee,2024-01-01,2026-12-31\nBeta,Bob Roy,2024-02-01,2026-12-31\n"
    _, rows = rows_of(tmp_path / "list.csv", head + body)
    assert {row[0] for row in rows} == {entry}


def test_a_type_that_tells_prospects_from_customers_is_no_sort_of_entry() -> None:
    result, rows = loaded(
        "Account ID,Account Name,Account Owner,Website,Type\n"
        "001A,Acme Corporation,Ethan Shapiro,acme.com,Customer\n001B,Globex,Pat Lee,globex.com,Prospect\n"
    )
    assert (result.kind, result.rows_rejected) == ("portfolio", 0)
    assert rows["entry"].tolist() == ["client", "client"]


@pytest.mark.parametrize(
    ("heading", "column", "asks"),
    [
        ("Total Contract Value (EUR)", "total_value", False), ("TCV", "total_value", False),
        ("Annual Value", "value", False), ("Monthly Value", "monthly_value", False), ("Value", "value", True),
    ],
)  # fmt: skip
def test_values_of_contracts_are_what_their_heading_says(heading: str, column: str, asks: bool) -> None:
    result, rows = loaded(
        f"Contract ID,Vendor,Contract Title,{heading},Start date,End date\n"
        "C-1,Nordwind,Hosting,300000,2025-01-01,2027-12-31\nC-2,Globex,Network,120000,2026-01-01,2026-12-31\n",
        answers={"currency": "EUR"},
    )
    assert rows[column].sum() == 420000
    assert rows[["value", "total_value", "monthly_value"]].notna().to_numpy().sum() == 2
    assert asks == any("of the whole term" in warning for warning in result.warnings)
