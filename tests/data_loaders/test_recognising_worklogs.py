"""Hours booked on work items are refused with a sentence; lists of items and informal ticket logs are not."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded


@pytest.mark.parametrize(
    "headings",
    [
        "id,author_id,comment,time_spent_minutes,logged_date,started_date,issue_id",
        "Issue Key,Username,Work Description,Hours,Work date,Period,Issue summary",
        "Project,User,Issue,Comment,Hours,Date,Activity",
    ],
)
def test_bookings_are_refused_with_what_to_export_instead(headings: str) -> None:
    names = headings.split(",")
    cells = {"hours": "2", "date": "2026-01-05", "minutes": "60"}
    rows = "".join(
        ",".join(next((v for k, v in cells.items() if k in name.lower()), f"PAY-{n}") for name in names)
        + "\n"
        for n in range(1, 5)
    )
    result, _ = loaded(headings + "\n" + rows)
    assert (result.kind, result.rows_loaded, result.questions) == (None, 0, [])
    assert "hours booked on work items" in (result.error or "")


def test_items_with_the_time_spent_on_them_are_work_items() -> None:
    result, rows = loaded(
        "Issue Key,Issue Type,Status,Author,Created,Resolved,Time Spent\n"
        "PAY-1,Story,Done,Ann,2026-01-02,2026-01-05,1d 2h\nPAY-2,Bug,To Do,Bob,2026-01-03,,\n"
    )
    assert (result.kind, rows["time_spent"].tolist()[0]) == ("work_items", 36_000)


def test_a_log_of_calls_with_date_user_issue_and_hours_is_no_list_of_bookings() -> None:
    result, _ = loaded(
        "Ticket,Date,User,Issue,Hours,Status,Priority\n"
        "17,2026-01-02,Ann,Mail down,2,Closed,High\n18,2026-01-03,Bob,VPN,1,Open,Low\n"
    )
    assert "hours booked" not in (result.error or "")


def test_bookings_are_recognised_in_other_languages_and_by_their_times() -> None:
    for text in (
        "Datum;Benutzer;Ticket-Nr;Kunde;Minuten\n14.01.2026;Max;100;A;30\n14.01.2026;Max;100;A;45",
        "Chamado;Data;Inicio;Fim;Duracao_min\nINC1;14/01/2026;08:00;08:45;45\nINC1;15/01/2026;08:00;08:45;45",
    ):
        result, _ = loaded(text, delimiter=";")
        assert (result.rows_loaded, "hours booked" in (result.error or "")) == (0, True)


def test_tickets_with_a_state_and_a_duration_are_no_bookings() -> None:
    result, _ = loaded(
        "Chamado,Data,Inicio,Fim,Duracao,Status\n1,14/01/2026,08:00,08:45,45,Fechado\n2,15/01/2026,08:00,09:00,60,Aberto"
    )
    assert "hours booked" not in (result.error or "")
