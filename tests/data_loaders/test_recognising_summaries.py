"""Satisfaction summed up by month for countries, segments or everybody; means are no shares."""

from __future__ import annotations

from tests.data_loaders.sheets import columns_of, loaded, recognised


def test_what_divides_the_months_is_kept() -> None:
    result, rows = loaded(
        "mes,pais,segmento,encuestados,nps,csat\n2026-01,Perú,Micro,120,32,3.4\n2026-01,México,Micro,90,-5,3.1\n"
        "2026-02,Perú,Micro,98,35,3.6"
    )
    assert (result.kind, result.rows_loaded) == ("satisfaction_summaries", 3)
    assert columns_of(rows, "survey", "responses")[0] == ("Perú Micro", 120)
    assert rows["csat_percent"].isna().all(), "a mean of 3.4 is no share of 3.4 percent"


def test_months_alone_are_of_everybody() -> None:
    result, rows = loaded("Month,Responses,NPS,CSAT %\n2026-01,120,32,88%\n2026-02,98,35,90%")
    assert (result.kind, list(rows["survey"])) == ("satisfaction_summaries", ["All answers", "All answers"])
    assert list(rows["csat_percent"]) == [0.88, 0.9]


def test_months_that_return_without_a_reason_are_not_summed_up() -> None:
    assert (
        recognised("Month,Responses,NPS\n2026-01,120,32\n2026-01,98,35")[0].kind != "satisfaction_summaries"
    )


def test_a_satisfaction_of_one_is_a_share() -> None:
    _, rows = loaded("Month,Client,Responses,CSAT\n2026-01,Fjord,120,0.88\n2026-02,Fjord,98,1")
    assert list(rows["csat_percent"]) == [0.88, 1.0]


def test_a_score_for_each_ticket_is_an_answer_and_a_ticket_with_a_score_is_a_ticket() -> None:
    result, rows = loaded("Ticket,CSAT\nINC0012345,5\nINC0012346,1")
    assert (result.kind, list(rows["csat"])) == ("survey_responses", [5, 1])
    tickets = recognised("Number,State,Opened,CSAT\nINC0012345,New,2026-01-01,5\nINC0012346,New,2026-01-02,1")
    assert tickets[0].kind == "incidents"


def test_the_number_of_an_answer_is_no_score() -> None:
    _, rows = loaded(
        "NPS_ID,Survey_Date,Rating,NPS_Category\n1,2026-01-01,6,Detractor\n2,2026-01-02,10,Promoter\n"
        "3,2026-01-03,0,Detractor",
        file="nps_data.csv",
    )
    assert list(rows["nps"]) == [6, 10, 0]


def test_a_rating_without_a_word_of_recommendation_is_a_satisfaction() -> None:
    _, rows = loaded("feedback_id,Rating,feedback_date\n1,5,2026-01-01\n2,1,2026-01-02", file="feedback.csv")
    assert list(rows["csat"]) == [5, 1]
