"""Headings of surveys and reviews are read by their words, and what people wrote is found."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded, mapping, recognised

SCORES = ["9", "8", "10", "0", "7", "9", "6", "3", "10", "8"]


@pytest.mark.parametrize(
    "heading",
    ["What is the main thing we should do better?", "Möchten Sie noch etwas mitteilen?", "Observaciones",
     "Verbatim: reason for score", "conversation_rating_remark", "Vos suggestions", "open_feedback"],
)  # fmt: skip
def test_what_people_wrote_is_found(heading: str) -> None:
    rows = "\n".join(f"R{i},2026-03-0{i % 9 + 1},{s},It was fine number {i}" for i, s in enumerate(SCORES))
    (found,) = recognised(f"Response ID,Submitted,NPS,{heading}\n{rows}")
    assert mapping(found)["comment"] == heading


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Review Submit Date and Time", "responded"), ("Ticket satisfaction - Date", "responded"),
     ("Date Received", "responded"), ("Associated Company", "client"), ("Organization name", "client"),
     ("Firma", "client"), ("Survey response language", "language")],
)  # fmt: skip
def test_headings_are_read_by_their_words(heading: str, column: str) -> None:
    value = {"responded": "2026-03-0{}", "client": "Client {}", "language": "en"}[column]
    rows = "\n".join(f"R{i},{s},{value.format(i % 3 + 1)}" for i, s in enumerate(SCORES))
    (found,) = recognised(f"Response ID,NPS,{heading}\n{rows}")
    assert mapping(found)[column] == heading


def test_an_id_that_stands_in_several_answers_is_that_of_a_person() -> None:
    rows = "\n".join(f"{1000 + i // 3},2026-03-0{i % 9 + 1},{s},c{i}" for i, s in enumerate(SCORES))
    result, stored = loaded(f"ID,Survey date,NPS,Comment\n{rows}")
    assert (result.rows_loaded, len(stored)) == (10, 10)


def test_reviews_of_an_app_store_are_ratings_of_five() -> None:
    head = "Package Name,Reviewer Language,Device,Review Submit Date and Time,Star Rating,Review Text,Review Link"
    rows = "\n".join(
        f"com.example.app,en,X,2026-03-0{i}T10:00:00Z,{i % 5 + 1},Works most of the time,https://r/{i}"
        for i in range(1, 8)
    )
    result, stored = loaded(f"{head}\n{rows}")
    assert (result.kind, result.rows_loaded) == ("survey_responses", 7)
    assert set(stored["csat_max"]) == {5}
    assert set(stored["comment"]) == {"Works most of the time"}


def test_good_and_bad_ratings_of_tickets_are_no_incidents() -> None:
    head = "id,assignee_id,group_id,requester_id,ticket_id,score,updated_at,created_at,comment,reason"
    scores = ["good", "bad", "offered", "good"]
    rows = "\n".join(
        f'{i},7,4,9,10{i},{s},2026-03-02T10:00:00Z,2026-03-01T10:00:00Z,,""' for i, s in enumerate(scores)
    )
    result, stored = loaded(f"{head}\n{rows}")
    assert (result.kind, result.rows_loaded, result.rows_skipped) == ("survey_responses", 3, 1)
    assert sorted(stored["ticket"]) == ["100", "101", "103"]


def test_survey_instances_of_servicenow_are_no_incidents() -> None:
    rows = "\n".join(
        f"AINST00{i},Ann,Complete,2026-03-0{i} 10:00:00,INC00{i},100,{i % 5 + 1}" for i in range(1, 8)
    )
    head = "Number,Assigned to,State,Taken on,Trigger ID,Percent answered,How satisfied were you?"
    result, stored = loaded(f"{head}\n{rows}")
    assert result.kind == "survey_responses"
    assert set(stored["ticket"]) == {f"INC00{i}" for i in range(1, 8)}


def test_each_question_of_an_assessment_is_an_answer_of_its_own() -> None:
    rows = "\n".join(
        f"AINST1{i},{metric},{i % 5 + 1},2026-03-0{i + 1} 10:00:00"
        for i in range(6)
        for metric in ("Speed", "Friendliness")
    )
    result, stored = loaded(f"instance.number,metric.name,actual_value,sys_created_on\n{rows}")
    assert (result.kind, len(stored)) == ("survey_responses", 12)


def test_codes_before_the_questions_of_limesurvey_are_no_part_of_them() -> None:
    head = "id. Response ID,submitdate. Date submitted,lastpage. Last page,G1Q1. How satisfied are you?,G1Q2. Comments"
    rows = "1,2026-03-02 10:00:00,3,4,Fine with me\n2,1980-01-01 00:00:00,3,5,Quick"
    _, stored = loaded(f"{head}\n{rows}")
    assert list(stored.sort_values("response")["csat"]) == [4, 5]
    assert stored["responded"].isna().sum() == 1


def test_people_asked_by_a_survey_tool_are_invitations() -> None:
    head = "Response Id,Last Name,Email,Status,Email Sent Date,Survey Link,Link Expiration"
    rows = "\n".join(
        f",Lee,u{i}@example.com,Email Sent,2026-03-0{i} 10:00:00,https://s,,"[:-1] for i in range(1, 6)
    )
    result, _ = loaded(f"{head}\n{rows}")
    assert (result.kind, result.rows_loaded) == ("survey_invitations", 5)


def test_a_second_line_of_headings_with_an_option_in_each_column_is_no_answer() -> None:
    result, _ = loaded(
        "RespondentID,How much do you like it?,,,Age,,\n,A lot,Some,Not at all,18-29,30-44,$0 - $24999\n"
        "11,,Some,,,30-44,\n12,A lot,,,18-29,,\n13,,,Not at all,,30-44,\n"
        "14,A lot,,,,30-44,$0 - $24999\n15,,Some,,18-29,,\n"
    )
    assert (result.kind, result.rows_read, result.rows_loaded, result.rows_rejected) == (
        "survey_responses",
        5,
        5,
        0,
    )


def test_a_first_row_below_columns_without_a_heading_stays_a_row() -> None:
    result, _ = loaded(
        "RespondentID,Comment,,\n11,Fine,Some,Open\n12,Good,Some,\n13,Slow,,Open\n14,Late,Some,Open\n"
    )
    assert (result.rows_read, result.rows_loaded) == (4, 4)
