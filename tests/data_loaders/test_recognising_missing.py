"""What no heading says is asked with the columns that may hold it; what a person said holds next month."""

from __future__ import annotations

from pathlib import Path

from tests.data_loaders.sheets import columns_of, loaded
from warehouse import open_warehouse

COMPLAINTS = """Weg,Laufende Kennung,Created Date,Closed Date,Status
Phone,{0}1,2026-01-13 10:00:00,2026-01-14 10:00:00,Closed
Phone,{0}2,2026-01-15 10:00:00,,Open
Mail,{0}3,2026-01-16 10:00:00,,Open"""


def test_the_number_of_requests_is_asked_where_no_heading_says_it() -> None:
    asked, rows = loaded(COMPLAINTS.format("K"), answers={"kind": "requests"})
    question = asked.questions[0]
    assert (question.name, len(rows)) == ("column.number", 0)
    # The column whose cells tell the rows apart comes first, with its values.
    assert (question.options[0].value, question.options[0].effect) == ("Laufende Kennung", "K1, K2, K3")
    assert question.options[-1].value == "none"
    result, rows = loaded(
        COMPLAINTS.format("K"), answers={"kind": "requests", "column.number": "Laufende Kennung"}
    )
    assert (result.questions, result.rows_loaded) == ([], 3)
    assert sorted(columns_of(rows, "number", "state_category")) == [
        ("K1", "closed"), ("K2", "new"), ("K3", "new")
    ]  # fmt: skip


def test_rows_without_anything_their_kind_needs_are_refused_with_what_to_say() -> None:
    result, rows = loaded(
        "Kennung,Weg\nK1,Phone\nK2,Mail", answers={"kind": "requests", "column.number": "Kennung"}
    )
    assert "map.Weg=<column>" in str(result.error)
    assert "State" in str(result.error)
    assert len(rows) == 0


def test_what_a_person_said_of_a_heading_holds_for_the_next_export(tmp_path: Path) -> None:
    warehouse = open_warehouse(tmp_path / "a.duckdb")
    text = "Number,Opened,State,Wer,Fertig seit\nINC{0}1,2026-01-13,Closed,Net,2026-01-14\nINC{0}2,2026-01-15,Open,,"
    said = {"map.Wer": "assignment_group", "map.Fertig seit": "resolved"}
    loaded(text.format(1), answers=said, warehouse=warehouse, file="january.csv")
    result, rows = loaded(text.format(2), warehouse=warehouse, file="february.csv")
    assert (result.questions, result.error) == ([], None)
    assert ("INC21", "Net", "2026-01-14") in columns_of(rows, "number", "assignment_group", "resolved")


def test_a_number_sign_is_the_number_unless_it_counts_the_rows() -> None:
    rows = "{0},{1},Closed,2026-01-13,Text"
    head = "#,{0},Status,Created,Subject\n"
    numbered = head.format("Category") + "\n".join(rows.format(i * 7 + 3, "Net") for i in range(6))
    assert {n for (n,) in columns_of(loaded(numbered)[1], "number")} == {str(i * 7 + 3) for i in range(6)}
    counted = head.format("Ticket ID") + "\n".join(rows.format(i + 1, f"T{i}") for i in range(6))
    assert {n for (n,) in columns_of(loaded(counted)[1], "number")} == {f"T{i}" for i in range(6)}


def test_numbers_cut_by_a_spreadsheet_are_refused_and_do_not_become_one_ticket() -> None:
    rows = [f"{number},x,Open,2026-01-13" for number in ("1.23457E+11", "1.23457E+11", "123456789012", "1E5")]
    result, loaded_rows = loaded("\n".join(["Ticket ID,Subject,Status,Created", *rows]))
    assert (result.rows_loaded, result.rows_rejected) == (2, 2)
    assert set(loaded_rows["number"]) == {"123456789012", "1E5"}


def test_the_column_that_tells_rows_apart_is_their_number_and_not_the_item_asked_for() -> None:
    rows = [f"Laptop,SR-{i},Service Request,Closed,2026-01-{i + 10}" for i in range(12)]
    result, loaded_rows = loaded("\n".join(["Requested Item,Ticket Id,Type,Status,Created Time", *rows]))
    # Every row says that it is a request, so they are requests.
    assert (result.kind, len(loaded_rows)) == ("requests", 12)
    assert set(loaded_rows["number"]) == {f"SR-{i}" for i in range(12)}


def test_a_number_that_repeats_itself_is_said() -> None:
    rows = [f"INC{i % 3},Closed,2026-01-{i + 10}" for i in range(12)]
    result, _ = loaded("\n".join(["Number,State,Opened", *rows]))
    assert any("only 3 different values" in said for said in result.warnings)


def test_articles_of_a_knowledge_base_are_no_tickets() -> None:
    rows = [f"KB{i:07d},How to,VPN,2026-01-13" for i in range(5)]
    result, _ = loaded("\n".join(["Number,Short description,Category,Updated", *rows]))
    assert "knowledge articles" in str(result.error)


def test_any_log_of_events_is_no_log_of_problems() -> None:
    head = "case:concept:name,concept:name,lifecycle:transition,time:timestamp,org:resource"
    rows = [f"Application_{i},A_Create,complete,2026-01-13 10:0{i}:00,User_1" for i in range(5)]
    result, _ = loaded("\n".join([head, *rows]))
    # Other trades log their steps like this too: what the rows are is asked.
    assert (result.kind, result.certainty, result.rows_loaded) == ("stage_changes", "unsure", 0)
    assert [question.name for question in result.questions] == ["kind"]


def test_a_french_list_of_tickets_keeps_its_times_and_states() -> None:
    text = "N° de ticket,Statut,Date de création,Date de clôture,Groupe affecté\n"
    _, rows = loaded(text + "T1,Clôturé,26/08/2025 à 17:59,29/08/2025 à 18:00,Réseau")
    assert columns_of(rows, "number", "state_category", "opened", "closed", "assignment_group") == [
        ("T1", "closed", "2025-08-26", "2025-08-29", "Réseau")
    ]
