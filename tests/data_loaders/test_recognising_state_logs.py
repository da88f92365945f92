"""Logs of states: the newest state of each ticket stands, with the moments the log tells."""

from __future__ import annotations

from tests.data_loaders.sheets import columns_of, loaded, recognised

CHANGES = """Ticket ID;Von Status;Nach Status;Geändert am;Geändert von
T1;;Neu;14.01.2026 08:00;Ann
T1;Neu;In Arbeit;14.01.2026 09:00;Bob
T1;In Arbeit;Geschlossen;15.01.2026 10:00;Bob
T2;;Neu;16.01.2026 08:00;Ann"""


def test_a_log_with_the_state_before_and_after_gives_tickets_with_their_moments() -> None:
    result, rows = loaded(CHANGES, delimiter=";")
    assert (result.kind, result.rows_read, result.rows_loaded + result.rows_superseded) == ("incidents", 4, 4)
    assert sorted(columns_of(rows, "number", "state_category", "opened", "closed")) == [
        ("T1", "closed", "2026-01-14", "2026-01-15"),
        ("T2", "new", "2026-01-16", None),
    ]


def test_a_state_at_a_moment_is_a_log_where_the_tickets_come_back() -> None:
    rows = [
        f"C{i // 3},{('New', 'In Progress', 'Closed')[i % 3]},2026-01-{i + 10} 08:00:00" for i in range(9)
    ]
    _, found = loaded("\n".join(["case_id,status,timestamp", *rows]))
    assert sorted(columns_of(found, "number", "state_category", "opened")) == [
        (f"C{n}", "closed", f"2026-01-{10 + 3 * n}") for n in range(3)
    ]


def test_changes_of_items_of_a_board_are_their_stages() -> None:
    (found,) = recognised(
        "Issue key,From status,To status,Changed at\nPAY-1,To Do,In Progress,2026-01-14 08:00\n"
        "PAY-1,In Progress,Done,2026-01-15 08:00"
    )
    assert (found.kind, found.certainty) == ("stage_changes", "sure")


def test_a_list_of_tickets_with_a_state_and_an_opening_is_no_log() -> None:
    rows = [f"INC{i % 3},Closed,2026-01-{i + 10}" for i in range(9)]
    (found,) = recognised("\n".join(["Number,State,Opened", *rows]))
    assert (found.kind, found.tool) == ("incidents", "servicenow")


def test_states_below_are_not_taken_for_the_headings() -> None:
    rows = [f"INC{i // 3:07d},New,Resolved,2026-01-{i + 10} 08:00,bob" for i in range(9)]
    (found,) = recognised("\n".join(["incident_number,old_state,new_state,changed_at,changed_by", *rows]))
    assert (found.kind, found.header_rows) == ("incidents", (1,))
