"""Lists of tickets without a type column: the columns only changes or problems have say what they are."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded

CHANGES = (
    "Ticket#,Title,Type,Planned start,Planned end,Risk,Status,Request time,Close time\n"
    "4411,Patch firewall,Normal,2026-01-15 22:00,2026-01-16 02:00,High,Closed,2026-01-02 09:12,2026-01-17 08:00\n"
    "4412,Upgrade db,Standard,2026-01-20 21:00,2026-01-20 23:00,Low,Closed,2026-01-05 10:00,2026-01-21 09:00\n"
    "4415,Replace switch,Emergency,2026-01-22 01:00,2026-01-22 02:00,Low,Open,2026-01-21 23:00,\n"
)
PROBLEMS = (
    "Ticket ID,Subject,Root cause,Workaround,Known error,Status,Created,Resolved\n"
    "881,VPN drops,Firmware,Reconnect,Yes,Closed,2026-01-02 09:12,2026-01-17 08:00\n"
    "882,Slow mail,Disk,None yet,No,Open,2026-01-05 10:00,\n"
)


@pytest.mark.parametrize(("text", "kind"), [(CHANGES, "changes"), (PROBLEMS, "problems")])
def test_a_list_with_the_columns_of_changes_or_problems_is_none_of_incidents(text: str, kind: str) -> None:
    result, rows = loaded(text)
    assert (result.kind, result.rows_loaded) == (kind, len(rows))
    assert rows["number"].tolist() == [line.split(",")[0] for line in text.splitlines()[1:]]
    assert rows["opened"].notna().all()


def test_two_such_columns_are_asked_about() -> None:
    text = "\n".join(",".join(line.split(",")[:3] + line.split(",")[4:]) for line in PROBLEMS.splitlines())
    result, _ = loaded(text)
    (question,) = result.questions
    assert (question.name, [option.value for option in question.options][:2]) == (
        "kind",
        ["problems", "incidents"],
    )


@pytest.mark.parametrize("kind", ["incidents", "problems"])
def test_what_the_reader_says_of_such_a_list_holds(kind: str) -> None:
    result, rows = loaded(PROBLEMS, answers={"kind": kind})
    assert (result.kind, rows["number"].tolist()) == (kind, ["881", "882"])


def test_incidents_with_a_root_cause_or_a_risk_stay_incidents() -> None:
    for heading, cells in (("Root cause", ("Firmware", "Disk")), ("Risk", ("High", "Low"))):
        result, _ = loaded(
            f"Ticket ID,Subject,{heading},Status,Created,Resolved\n"
            f"881,VPN drops,{cells[0]},Closed,2026-01-02 09:12,2026-01-17 08:00\n"
            f"882,Slow mail,{cells[1]},Open,2026-01-05 10:00,\n"
        )
        assert (result.kind, result.questions) == ("incidents", [])


def test_incidents_with_their_cause_and_a_workaround_are_not_asked_about() -> None:
    result, _ = loaded(
        "Ticket ID,Subject,Priority,Urgency,Category,Caller,Channel,Root cause,Workaround,Status,Created,Resolved\n"
        "881,VPN drops,2 - High,2,Network,Ann,Phone,Firmware,Reconnect,Closed,2026-01-02 09:12,2026-01-17 08:00\n"
        "882,Slow mail,3 - Low,3,Mail,Bo,Mail,Disk,None yet,Open,2026-01-05 10:00,\n"
    )
    assert (result.kind, result.questions) == ("incidents", [])


def test_columns_that_most_rows_leave_empty_say_nothing() -> None:
    result, _ = loaded(
        CHANGES
        + "".join(
            f"{n},No mail,,,,,Closed,2026-02-0{n % 9 + 1} 10:00,2026-02-11 09:00\n" for n in range(20, 40)
        )
    )
    assert (result.kind, result.questions) == ("incidents", [])


def test_incidents_that_say_so_in_their_number_stay_incidents() -> None:
    result, _ = loaded(PROBLEMS.replace("Ticket ID", "Incident ID"))
    assert result.kind == "incidents"


def test_a_type_of_change_and_its_planned_times_settle_it() -> None:
    result, rows = loaded(
        "Ticket#,Status,Title,Requested start time and date for work,Requested end time and date for work,"
        "Classification,Request time\n"
        "1001,Closed,Patch,2026-09-29 02:00:00,2026-09-29 04:00:00,Standard,2026-09-27 09:00\n"
        "1002,Closed,Rule,2026-09-30 02:00:00,2026-09-30 05:00:00,Emergency,2026-09-28 10:00\n"
    )
    assert (result.kind, result.questions, rows["type"].tolist()) == (
        "changes",
        [],
        ["standard", "emergency"],
    )


def test_a_type_without_planned_times_settles_nothing() -> None:
    result, _ = loaded(
        "Ticket#,Status,Title,Type,Request time\n"
        "1001,Closed,Patch,Normal,2026-09-27 09:00\n1002,Closed,Rule,Urgent,2026-09-28 10:00\n"
    )
    assert (result.kind, result.questions) == ("incidents", [])
