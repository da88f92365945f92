"""Scores of surveys are taken for what they hold; a wrong scale is refused, a doubtful one asked about."""

from __future__ import annotations

import pytest

from data_loaders.recognising import recognise
from data_loaders.recognising_scale_words import spoken_as
from data_loaders.recognition import Recognition
from tests.data_loaders.sheets import loaded, mapping, recognised, sheet_of


def survey(heading: str, values: list[str], **more: str) -> Recognition:
    rows = "\n".join(f"R{i},2026-01-{i % 28 + 1:02d} 10:00,{value}" for i, value in enumerate(values))
    return recognised(f"Response ID,End Date,{heading}\n{rows}", **more)[0]  # type: ignore[arg-type]


def test_a_bare_score_from_0_to_10_is_a_recommendation() -> None:
    found = survey("score", [str(i % 11) for i in range(50)])
    assert (found.kind, found.certainty) == ("survey_responses", "sure")
    assert mapping(found)["nps"] == "score"


def test_a_recommendation_on_another_scale_is_refused() -> None:
    for values in (["1", "2", "3", "4", "5"] * 6, ["7.5", "8", "9"] * 10, ["0", "50", "100"] * 10):
        found = survey("NPS", values)
        assert found.refusal is not None
        assert "scale.NPS=csat" in found.refusal
    asked = recognised(
        "Response ID,End Date,NPS\nR1,2026-01-02,4\nR2,2026-01-03,5", answers={"scale.NPS": "csat-5"}
    )[0]
    assert asked.refusal is None
    assert mapping(asked)["csat"] == "NPS"


def test_satisfaction_takes_its_scale_from_words_or_values() -> None:
    assert "7" in dict(survey("How satisfied are you? (1-7)", ["3", "4", "5"]).constants).values()
    assert "5" in dict(survey("CSAT", ["3", "4", "5"]).constants).values()
    assert "10" in dict(survey("Zufriedenheit", ["3", "8", "10"]).constants).values()


def test_a_score_that_may_be_many_things_is_asked_about() -> None:
    found = survey("Score", ["3", "6", "7", "2"] * 10)
    assert [question.name for question in found.questions] == ["scale.Score"]
    answered = recognised(
        "Response ID,End Date,Score\nR1,2026-01-02,6\nR2,2026-01-03,7", answers={"scale.Score": "ces-7"}
    )[0]
    assert not answered.questions
    assert mapping(answered)["ces"] == "Score"


def test_previews_and_spam_are_not_answers() -> None:
    (found,) = recognised(
        "StartDate,EndDate,Status,ResponseId,Q1_NPS,Q2\n"
        "Start Date,End Date,Response Type,Response ID,How likely are you to recommend us?,Why?\n"
        '{"ImportId":"startDate"},{"ImportId":"endDate"},{"ImportId":"status"},{"ImportId":"_recordId"},'
        '{"ImportId":"QID1"},{"ImportId":"QID2"}\n'
        "2026-01-02 10:00,2026-01-02 10:05,IP Address,R_1,9,ok\n"
        "2026-01-02 10:00,2026-01-02 10:05,Survey Preview,R_2,1,test\n"
        "2026-01-02 10:00,2026-01-02 10:05,IP Address,R_3,0,bad"
    )
    assert (found.tool, found.header_rows, found.first_data_row) == ("qualtrics", (1, 2, 3), 4)
    assert mapping(found)["nps"] == "Q1_NPS"
    assert [s.row for s in found.skip] == [5]


def test_two_heading_rows_are_joined() -> None:
    (found,) = recognised(
        "Respondent ID,Collector ID,End Date,How likely are you to recommend us?,Which do you use?,\n"
        ",,,Response,Mail,Phone\n1,9,01/02/2026,9,Mail,\n2,9,01/13/2026,0,,Phone"
    )
    assert (found.tool, found.header_rows) == ("surveymonkey", (1, 2))
    assert mapping(found)["nps"] == "How likely are you to recommend us?"
    assert {"Which do you use? – Mail", "Which do you use? – Phone"} <= {name for _, name in found.unmapped}


@pytest.mark.parametrize("least", ["0 - Not at all likely", "Not at all likely - 0", "Not at all likely (0)"])
def test_the_ends_of_a_scale_count_although_they_are_said_in_words_too(least: str) -> None:
    most = least.replace("Not at all", "Extremely").replace("0", "10")
    text = "Respondent ID,Collector ID,End Date,How likely is it that you would recommend us?\n"
    day = "7,2026-03-13"
    result, rows = loaded(text + f"1,{day},{least}\n2,{day},5\n3,{day},{most}")
    assert (result.kind, result.cells_refused) == ("survey_responses", 0)
    assert sorted(rows["nps"]) == [0, 5, 10]


def scale_of(
    values: list[str], heading: str = "How satisfied are you?", score: str = "csat"
) -> tuple[list[str], str]:
    found = survey(heading, values)
    words = next(a.words for a in found.assignments if a.column.name == score)
    constants = {a.column.name: dict(found.constants)[a.cells[0]] for a in found.assignments
                 if a.column.name == f"{score}_max"}  # fmt: skip
    return [words[spoken_as(value)] for value in values], constants[f"{score}_max"]


def test_words_of_seven_degrees_are_seven_steps_and_not_five() -> None:
    happy = [
        "Extremely Unhappy",
        "Very Unhappy",
        "Unhappy",
        "Neutral",
        "Happy",
        "Very Happy",
        "Extremely Happy",
    ]
    assert scale_of(happy) == (["1", "2", "3", "4", "5", "6", "7"], "7")
    assert scale_of(["Poor", "Fair", "Good", "Very good", "Excellent"]) == (["1", "2", "3", "4", "5"], "5")
    assert scale_of(["Satisfait", "satisfaite", "Neutre"]) == (["4", "4", "3"], "5")


def test_stars_and_faces_are_scores() -> None:
    assert scale_of(["★☆☆☆☆", "★★★★☆"]) == (["1", "4"], "5")
    assert scale_of(["😡", "😐", "😀"]) == (["1", "3", "5"], "5")
    _, rows = loaded("Response ID,End Date,How satisfied are you?\nR1,2026-01-02,😀\nR2,2026-01-03,🙁")
    assert sorted(rows["csat"]) == [2.0, 5.0]


def test_effort_in_words_of_agreement_is_a_score() -> None:
    degrees = [
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Neither agree nor disagree",
        "Strongly agree",
    ]
    steps, highest = scale_of(degrees, "The company made it easy for me to handle my issue", "ces")
    assert (steps, highest) == (["1", "2", "3", "4", "7"], "7")


def test_answers_that_say_their_highest_are_believed() -> None:
    found = survey("Satisfaction", ["1 out of 7", "3 out of 7", "4 out of 7"])
    assert "7" in dict(found.constants).values()


def test_a_survey_without_a_known_score_says_which_question_may_be_one() -> None:
    found = recognised(
        "ID,Start time,Completion time,Email,Name,Would you ask us again?\n"
        "1,2026-01-02 10:00,2026-01-02 10:05,anonymous,,9\n2,2026-01-02 10:00,2026-01-02 10:05,anonymous,,3"
    )[0]
    assert any("scale.Would you ask us again?=nps" in warning for warning in found.warnings)


def test_a_survey_id_of_every_row_numbers_the_answers() -> None:
    each = survey("NPS", ["9", "0", "10"]).assignments
    assert next(a.header for a in each if a.column.name == "response") == "Response ID"
    rows = "\n".join(f"{88000 + i},2026-03-{i + 1:02d},{i}" for i in range(11))
    assert mapping(recognised(f"Survey ID,Response Date,NPS\n{rows}")[0])["response"] == "Survey ID"
    rows = "\n".join(f"7,R{i},2026-03-{i + 1:02d},{i}" for i in range(11))
    assert mapping(recognised(f"Survey ID,Response ID,Response Date,NPS\n{rows}")[0])["survey"] == "Survey ID"


@pytest.mark.parametrize("heading", ["nps_score", "survey_q6_nps", "eNPS", "NPS.Score", "npsScore"])
def test_words_joined_in_a_heading_are_words_all_the_same(heading: str) -> None:
    found = survey(heading, [str(i % 11) for i in range(44)])
    assert (found.kind, found.certainty) == ("survey_responses", "sure")
    assert mapping(found)["nps"] == heading


def test_a_scale_whose_best_answer_is_one_is_turned_around() -> None:
    question = "Wie zufrieden sind Sie? (1 = sehr zufrieden; 5 = sehr unzufrieden)"
    result, rows = loaded(
        "Response ID,End Date," + question + "\nR1,2026-01-02,1\nR2,2026-01-03,4\nR3,2026-01-04,5"
    )
    assert dict(zip(rows["response"], rows["csat"], strict=True)) == {"R1": 5, "R2": 2, "R3": 1}
    assert set(rows["csat_max"]) == {5}
    assert any("turned around" in warning for warning in result.warnings)


def test_marks_of_a_school_count_from_the_best() -> None:
    _, rows = loaded("Response ID,End Date,Schulnote\nR1,2026-01-02,1\nR2,2026-01-03,6")
    assert list(rows.sort_values("response")["csat"]) == [6, 1]


def test_options_in_a_column_each_are_one_answer() -> None:
    question = "How satisfied are you with us?"
    table = [
        [
            "Respondent ID",
            "Collector ID",
            "End Date",
            question,
            None,
            None,
            "How likely are you to recommend us?",
        ],
        [None, None, None, "Dissatisfied", "Neutral", "Very satisfied", None],
        ["1", "7", "2026-01-02", "Dissatisfied", None, None, "3"],
        ["2", "7", "2026-01-03", None, None, "Very satisfied", "10"],
        ["3", "7", "2026-01-04", None, "Neutral", None, "8"],
    ]
    (found,) = recognise(sheet_of(table), file="survey.csv", known={}, answers={})
    assert found.first_data_row == 3
    satisfaction = next(a for a in found.assignments if a.column.name == "csat")
    assert satisfaction.cells == (3, 4, 5)
    assert satisfaction.words == {"dissatisfied": "2", "neutral": "3", "very satisfied": "5"}


def test_an_answer_without_its_id_is_no_row_of_options() -> None:
    text = "Response ID,End Date,How satisfied are you?,Comment\n,2026-01-02,Satisfied,ok\nR2,2026-01-03,Neutral,no"
    (found,) = recognised(text)
    assert found.first_data_row == 2


@pytest.mark.parametrize("label", ["Average", "Mittelwert", "Moyenne:", "Total"])
def test_means_below_the_answers_are_no_answer(label: str) -> None:
    result, rows = loaded(
        "Response ID,End Date,NPS,CSAT\nR1,2026-01-02,9,4\nR2,2026-01-03,0,5\nR3,2026-01-04,8,5\n"
        f"{label},,5.67,4.67"
    )
    assert result.error is None
    assert (result.rows_loaded, result.rows_skipped) == (3, 1)
    assert sorted(rows["nps"]) == [0, 8, 9]


def test_further_scores_of_an_answer_are_named() -> None:
    found = recognised(
        "Response ID,End Date,Satisfaction with speed,Satisfaction with quality\nR1,2026-01-02,3,5\nR2,2026-01-03,4,1"
    )[0]
    assert any("Satisfaction with quality" in warning for warning in found.warnings)


def test_comments_are_no_scale_though_they_praise() -> None:
    found = survey("Satisfaction comment", ["good work", "bad day", "easy"] * 3)
    assert not {"csat", "csat_label"} & mapping(found).keys()


@pytest.mark.parametrize(
    ("worst", "best"),
    [("Pas du tout satisfait", "Très satisfait"), ("Überhaupt nicht zufrieden", "Sehr zufrieden"),
     ("Muy malo", "Excelente"), ("Péssimo", "Ótimo"), ("Per niente soddisfatto", "Molto soddisfatto")],
)  # fmt: skip
def test_scales_in_words_of_other_languages(worst: str, best: str) -> None:
    values, maximum = scale_of([worst, best], "Satisfaction")
    assert (values, maximum) == (["1", "5"], "5")


def test_of_several_questions_the_one_about_the_whole_is_the_score() -> None:
    _, rows = loaded(
        "Timestamp,Please rate us [Quality],Please rate us [Speed],Overall satisfaction (1-5),Anything else?\n"
        "3/2/2026 10:00:00,4,5,3,no\n3/23/2026 10:00:00,2,1,2,Faster"
    )
    assert sorted(zip(rows["csat"], rows["comment"], strict=True)) == [(2, "Faster"), (3, "no")]
    speed, quality = "How satisfied are you with our speed?", "How satisfied are you with our quality?"
    _, first = loaded(f"Timestamp,{speed},{quality}\n3/2/2026 10:00:00,4,5\n3/23/2026 10:00:00,2,1")
    assert sorted(first["csat"]) == [2, 4]
