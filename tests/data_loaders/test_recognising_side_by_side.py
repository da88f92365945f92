"""Tables of different kinds beside each other are told apart; one table with an empty column is not cut."""

from __future__ import annotations

from data_loaders.recognising import recognise
from tests.data_loaders.sheets import lines, sheet_of

TICKETS = ["Number,Opened,State,Company"] + [f"INC{i},2026-03-{i:02d},Closed,Acme" for i in range(1, 10)]
POSTINGS = ["Posting date,Document number,Vendor,Amount"] + [
    f"2026-02-{i:02d},50000{i},Shell,{i}00.50" for i in range(1, 6)
]


def kinds(rows: list[str]) -> list[str | None]:
    sheet = sheet_of(lines("\n".join(rows)))
    return [one.kind for one in recognise(sheet, file="export.xlsx", known={}, answers={})]


def test_a_ledger_beside_tickets_is_a_table_of_its_own() -> None:
    rows = [f"{ticket},,{POSTINGS[i] if i < len(POSTINGS) else ',,,'}" for i, ticket in enumerate(TICKETS)]
    assert sorted(map(str, kinds(rows))) == ["actuals", "incidents"]


def test_a_table_with_an_empty_column_between_is_one() -> None:
    rows = ["Number,Opened,State,,Company,Priority,Assignment group"]
    rows += [f"INC{i},2026-03-{i:02d},Closed,,Acme,2,{'Network' if i < 7 else ''}" for i in range(1, 10)]
    assert kinds(rows) == ["incidents"]
