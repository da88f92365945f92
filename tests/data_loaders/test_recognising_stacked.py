"""Several tables on one sheet are told apart: below each other after a blank row, beside each other after a column."""

from __future__ import annotations

from tests.data_loaders.sheets import loaded, mapping, recognised

INCIDENTS = (
    "Number,Opened,State,Priority\nINC1,2026-01-13,Closed,2 - High\nINC2,2026-01-14,New,3 - Moderate\n"
)
CHANGES = "Number,Type,Planned start date,Planned end date\nCHG1,Normal,2026-02-01,2026-02-02"


def test_a_second_table_below_a_blank_row_keeps_its_own_headings() -> None:
    incidents, changes = recognised(f"Incidents,,,\n{INCIDENTS},,,\nChanges,,,\n{CHANGES}")
    assert (incidents.kind, changes.kind) == ("incidents", "changes")
    assert mapping(changes)["planned_start"] == "Planned start date"
    # Each row is counted with its own table, and with the other as what it is.
    assert {s.row for s in incidents.skip} == {6, 7, 8}
    assert changes.first_data_row == 8
    assert changes.skip == ()


def test_the_same_headings_after_a_blank_row_go_on_with_the_same_table() -> None:
    (only,) = recognised(f"{INCIDENTS},,,\n{INCIDENTS.replace('INC', 'INC4')}")
    assert [s.why for s in only.skip] == ["headings repeated in the body"]


def test_a_list_that_nobody_knows_below_a_table_is_said_to_be_left_out() -> None:
    (only,) = recognised(f"{INCIDENTS},,,\nRoom,Floor,Owner,Size\nR1,2,Ann,10")
    assert only.kind == "incidents"
    assert any("row 5" in said for said in only.left_out) or {s.row for s in only.skip} >= {5, 6}


def test_two_tables_beside_each_other_may_share_a_heading() -> None:
    left, right = INCIDENTS.strip().splitlines(), [*CHANGES.splitlines(), "CHG2,Normal,2026-02-01,2026-02-02"]
    incidents, changes = recognised("\n".join(f"{a},,{b}" for a, b in zip(left, right, strict=True)))
    assert (incidents.kind, changes.kind) == ("incidents", "changes")
    assert incidents.questions == changes.questions == ()


def test_a_day_and_the_time_in_the_column_beside_it_are_one_moment() -> None:
    head = "Ticket,Date opened,Time opened,Status,Date closed"
    text = f"{head}\nT1,13/01/2026,17:59,Open,\nT2,14/01/2026,08:05,Closed,15/01/2026"
    result, rows = loaded(text)
    assert (result.kind, result.cells_refused) == ("incidents", 0)
    assert [moment.strftime("%d %H:%M") for moment in rows["opened"]] == ["13 17:59", "14 08:05"]
    assert rows["closed"].notna().tolist() == [False, True]
