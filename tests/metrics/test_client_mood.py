"""Client mood: scores with their uncertainty, who is heard, what is written, and what is refused."""

from __future__ import annotations

import csv
from datetime import date, datetime

import pytest

from metrics.client_mood import CES, CSAT, CSAT_MEAN, MOOD_LOG, NPS, PROMISES_KEPT, account_nps, nps_change
from metrics.client_voice import comments, coverage, drivers, response_rate, silent_clients
from metrics.comments import themes_of, tone
from metrics.query import value
from metrics.scope import Scope
from tests.rows import warehouse_with


def answers(scores, field="nps", client="A", survey="S", at=datetime(2026, 3, 2), people=None, **more):
    return [
        {"response": f"{survey}-{client}-{n}-{at:%m%d}", "survey": survey, "responded": at, "client": client,
         field: score,
         "respondent": f"{people}{n}" if people else None, **more}
        for n, score in enumerate(scores)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "score", "low", "high"),
    [
        ([9] * 9 + [7] * 6 + [0] * 5, 20.0, -15.40, 50.18),
        ([10] * 45 + [8] * 30 + [6] * 25, 20.0, 3.77, 35.06),
        ([9] * 3, 100.0, -6.58, 100.0),
        ([8] * 5, 0.0, -30.01, 30.01),
    ],
)
def test_golden_net_promoter_scores(scores, score, low, high):
    answer = value(warehouse_with(survey_responses=answers(scores)), NPS, Scope())
    assert answer.value == pytest.approx(score)
    assert (answer.low, answer.high) == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))
    assert answer.n == len(scores)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ([1, 1, 5, 9, 10] * 12, "another scale"),
        ([1, 2, 3, 4, 5] * 5, "another scale"),
        ([7.5, 8.25, 9, 10] * 5, "no whole numbers"),
        ([70, 85, 90] * 5, "no whole numbers"),
    ],
)
def test_a_wrong_scale_is_refused_with_a_sentence(scores, reason):
    answer = value(warehouse_with(survey_responses=answers(scores)), NPS, Scope())
    assert answer.value is None
    assert answer.excluded[0][1] == len(scores)
    assert reason in answer.excluded[0][0]


def test_one_typing_error_does_not_refuse_a_survey():
    answer = value(warehouse_with(survey_responses=answers([9] * 15 + [0] * 10 + [99])), NPS, Scope())
    assert answer.n == 25
    assert answer.excluded == (("the score is no whole number from 0 to 10", 1),)


def test_two_surveys_on_different_scales_do_not_spoil_each_other():
    rows = answers([9] * 20, survey="good") + answers([1, 2, 3, 4, 5] * 5, survey="stars")
    answer = value(warehouse_with(survey_responses=rows), NPS, Scope())
    assert (answer.value, answer.n) == (100.0, 20)


def test_the_last_answer_of_a_person_in_a_wave_counts():
    early = answers([0] * 6, people="p", at=datetime(2026, 1, 5))
    late = answers([10] * 6, people="p", at=datetime(2026, 3, 5))
    next_wave = answers([0] * 6, people="p", at=datetime(2026, 4, 5))
    answer = value(warehouse_with(survey_responses=early + late + next_wave), NPS, Scope())
    assert (answer.value, answer.n) == (0.0, 12)
    anonymous = answers([0] * 6) + answers([10] * 6, at=datetime(2026, 3, 5))
    assert value(warehouse_with(survey_responses=anonymous), NPS, Scope()).n == 12


def test_previews_and_unfinished_answers_are_left_out():
    rows = (
        answers([10] * 5)
        + answers([0] * 2, survey="S2", status="Survey Preview")
        + answers([0], survey="S3", finished=False)
    )
    answer = value(warehouse_with(survey_responses=rows), NPS, Scope())
    assert (answer.value, answer.n) == (100.0, 5)
    assert dict(answer.excluded) == {"a preview, test or spam": 2, "not answered to its end": 1}


@pytest.mark.parametrize(
    ("scores", "scale", "satisfied"),
    [
        ([5, 4, 3, 2, 1], 5, 0.4),
        ([7, 6, 5, 4], 7, 0.5),
        ([10, 9, 8, 7], 10, 0.5),
        ([61, 60, 20, 10], 100, 0.25),
    ],
)
def test_top_boxes(scores, scale, satisfied):
    w = warehouse_with(survey_responses=answers(scores, "csat", csat_max=scale))
    assert value(w, CSAT, Scope()).value == satisfied


def test_satisfaction_is_never_pooled_as_raw_scores():
    """4 of 5 and 4 of 10 are not the same 4; not applicable written as 0 is no score."""
    rows = answers([4, 0], "csat", csat_max=5) + answers([4], "csat", survey="T", csat_max=10)
    w = warehouse_with(survey_responses=rows)
    assert value(w, CSAT, Scope()).value == 0.5
    assert value(w, CSAT_MEAN, Scope()).value == pytest.approx((3 / 4 + 3 / 9) / 2)
    assert value(w, CSAT, Scope()).excluded == (("the score is not on the survey's scale", 1),)


def test_effort_can_be_turned_round():
    w = warehouse_with(survey_responses=answers([1, 2, 6], "ces", ces_max=7))
    assert value(w, CES, Scope()).value == pytest.approx(1 / 3)
    w.set_setting("ces_low_is_easy", True)
    assert value(w, CES, Scope()).value == pytest.approx(2 / 3)


def test_a_change_needs_more_than_a_difference():
    before, now = Scope.of(end="2026-04-01"), Scope.of(start="2026-04-01")
    small = answers([9] * 9 + [7] * 6 + [0] * 5) + answers(
        [9] * 7 + [7] * 6 + [0] * 7, at=datetime(2026, 5, 1)
    )
    change = nps_change(warehouse_with(survey_responses=small), before, now)
    assert change.difference == pytest.approx(-20.0)
    assert not change.change.beyond_noise
    large = answers([9] * 60 + [0] * 40) + answers([9] * 20 + [0] * 80, at=datetime(2026, 5, 1))
    change = nps_change(warehouse_with(survey_responses=large), before, now)
    assert (change.change.beyond_noise, change.change.direction) == (True, "down")
    width = change.interval.high - change.interval.low
    assert width == pytest.approx(
        2 * 196 * ((1.0 - 0.2**2 * 0.94) / 103 + (1.0 - 0.6**2 * 0.94) / 103) ** 0.5, rel=0.02
    )


def test_the_same_people_are_compared_pair_by_pair():
    """Everybody a little worse: noise between two crowds, a change among the same people."""
    people = [9] * 12 + [8] * 12
    later = [8] * 6 + [9] * 6 + [8] * 12
    rows = answers(people, people="p") + answers(later, people="p", at=datetime(2026, 5, 1))
    change = nps_change(
        warehouse_with(survey_responses=rows), Scope.of(end="2026-04-01"), Scope.of(start="2026-04-01")
    )
    assert change.paired == 24
    assert change.change.direction == "down"


def test_one_big_client_does_not_hide_the_small_ones():
    rows = (
        answers([9] * 90, client="Big") + answers([0] * 5, client="Small") + answers([0] * 5, client="Tiny")
    )
    found = account_nps(warehouse_with(survey_responses=rows), Scope())
    assert found.by_respondent == pytest.approx(80.0)
    assert found.by_account == pytest.approx(-100 / 3)
    assert found.n_accounts == 3


def test_without_invitations_the_response_rate_is_unknown_not_full():
    rate = response_rate(warehouse_with(survey_responses=answers([9] * 5)), Scope())
    assert rate.value is None
    assert rate.reason.startswith("unknown")


def test_response_rate_counts_people_and_delivered_invitations():
    invitations = [
        {
            "survey": "S",
            "recipient": f"p{n}",
            "sent": datetime(2026, 3, 1),
            "client": "A",
            "delivered": n != 9,
        }
        for n in range(10)
    ]
    w = warehouse_with(survey_responses=answers([9] * 3, people="p"), survey_invitations=invitations)
    rate = response_rate(w, Scope())
    assert (rate.count, rate.n) == (3, 9)
    assert rate.low < 1 / 3 < rate.high
    anonymous = warehouse_with(survey_responses=answers([9] * 12), survey_invitations=invitations)
    assert response_rate(anonymous, Scope()).reason == "not measurable: 12 answers to 9 invitations"


def test_coverage_and_silence():
    talks = [{"client": "B", "held": date(2026, 1, day), "topic": "t"} for day in (1, 8)]
    talks += [{"client": "C", "held": date(2026, month, 1), "topic": "t"} for month in (1, 4)]
    w = warehouse_with(
        survey_responses=answers([9], client="A", at=datetime(2026, 5, 20)), interactions=talks,
        portfolio=[{"entry": "client", "name": name, "value": worth, "start": started} for name, worth, started in (
            ("A", 300.0, date(2024, 1, 1)), ("B", 500.0, date(2024, 1, 1)), ("C", 100.0, date(2024, 1, 1)),
            ("New", 100.0, date(2026, 5, 1)), ("Mute", 0.0, date(2024, 1, 1)))],
    )  # fmt: skip
    heard = coverage(w, Scope())
    assert (heard.clients.count, heard.clients.n, heard.heard) == (1, 5, ("A",))
    assert heard.revenue == pytest.approx(0.3)
    silent = {client.client: client for client in silent_clients(w, Scope())}
    assert set(silent) == {"B", "Mute"}  # C is usually quiet for 90 days, New is new
    assert silent["B"].days == 132
    assert silent["Mute"].last_heard is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No problems at all", "positive"),
        ("no complaints", "positive"),
        ("not proper", "negative"),
        ("The critical bug was killed quickly", "positive"),
        ("Not bad, but too slow", "negative"),
        ("Still waiting for an answer", "negative"),
        ("Der Support ist viel zu langsam", "not scored"),
        ("die Leitung ist tot", "not scored"),
        ("", "not scored"),
    ],
)
def test_tone_of_service_desk_english_only(text, expected):
    assert tone(text).tone == expected


def test_a_declared_language_decides():
    assert tone("Super", "de").tone == "not scored"
    assert tone("Super", "en-GB").tone == "positive"


def test_themes_may_be_several_or_none():
    assert themes_of("Too slow and nobody told us; the invoice was wrong") == (
        "speed",
        "communication",
        "price",
    )
    assert themes_of("ok") == ()


def test_a_comment_never_changes_a_rating():
    w = warehouse_with(survey_responses=answers([10], comment="Terrible outage, still waiting for an answer"))
    found = comments(w, Scope())
    assert found.comments[0].rating == 1.0
    assert found.comments[0].reading.tone == "negative"
    assert found.comments[0].contradicts
    assert {theme.name: theme.mean_rating for theme in found.themes.themes}["quality"] == 1.0
    assert value(w, NPS, Scope()).value == 100.0


def test_drivers_need_thirty_answers():
    few = drivers(
        warehouse_with(survey_responses=answers(list(range(11)), csat=4, csat_max=5)), Scope(), ("csat",)
    )
    assert few[0].association is None
    assert "needs at least 30" in few[0].reason
    rows = [
        {**row, "csat": 1 + n % 5, "csat_max": 5}
        for n, row in enumerate(answers([n % 5 * 2 for n in range(40)]))
    ]
    found = drivers(warehouse_with(survey_responses=rows), Scope(), ("csat",))
    assert found[0].association == pytest.approx(1.0)
    [worded] = drivers(warehouse_with(survey_responses=rows), Scope(), ("survey",))
    assert (worded.n, worded.no_number) == (0, len(rows)), "an attribute in words is counted, not dropped"


def test_promises_open_past_their_day_are_broken():
    talks = [
        {"client": "A", "held": date(2026, 1, 1), "topic": "a", "mood": 2, "next_step_due": date(2026, 1, 9),
         "next_step_done": date(2026, 1, 9)},
        {"client": "A", "held": date(2026, 1, 2), "topic": "b", "mood": -1, "next_step_due": date(2026, 1, 9)},
        {"client": "A", "held": date(2026, 2, 1), "topic": "c", "mood": 9, "next_step_due": date(2026, 3, 1)},
    ]  # fmt: skip
    w = warehouse_with(interactions=talks)
    kept = value(w, PROMISES_KEPT, Scope())
    assert (kept.value, kept.n) == (0.5, 2)  # the third is not due yet
    mood = value(w, MOOD_LOG, Scope())
    assert (mood.value, mood.n) == (0.5, 2)
    assert mood.excluded == (("not on the scale of −2 to +2", 1),)


def test_the_real_survey_recomputed_in_plain_python(shared_data, tmp_path):
    """9,404 promoters, 3,661 passives, 7,203 detractors: +10.9."""
    from data_loaders.loading import load
    from warehouse import open_warehouse

    file = shared_data / "06_surveys" / "nps_product_survey" / "nps_survey.csv"
    with file.open(encoding="utf-8", newline="") as text:
        scores = [int(row["score"]) for row in csv.DictReader(text)]
    counts = (sum(s >= 9 for s in scores), sum(7 <= s <= 8 for s in scores), sum(s <= 6 for s in scores))
    assert counts == (9404, 3661, 7203)
    w = open_warehouse(tmp_path / "real.duckdb")
    load([file], w, timezone="UTC")
    answer = value(w, NPS, Scope())
    w.close()
    assert answer.n == len(scores)
    assert answer.value == pytest.approx(100 * (counts[0] - counts[2]) / len(scores))
    assert round(answer.value, 1) == 10.9


def test_ratings_of_a_help_desk_recomputed_in_plain_python(shared_data, tmp_path):
    """2,769 tickets rated from 1 to 5; only a 4 or a 5 is a satisfied caller."""
    from data_loaders.loading import load
    from metrics.declared import metric_named
    from warehouse import open_warehouse

    file = shared_data / "04_helpdesk" / "kaggle_customer_support" / "customer_support_tickets.csv"
    with file.open(encoding="utf-8-sig", newline="") as text:
        ratings = [float(row["Customer_Satisfaction_Rating"]) for row in csv.DictReader(text)]
    w = open_warehouse(tmp_path / "desk.duckdb")
    load([file], w, timezone="UTC")
    answer = value(w, metric_named("MOOD-04-TICKETS"), Scope())
    w.close()
    assert answer.n == len(ratings) == 2769
    assert answer.value == pytest.approx(sum(rating >= 4 for rating in ratings) / len(ratings))


def test_an_invitation_row_may_stand_for_a_whole_sending():
    sending = [{"survey": "S", "invited": 12, "sent": datetime(2026, 3, 1), "client": "A"}]
    rate = response_rate(
        warehouse_with(survey_responses=answers([9] * 3), survey_invitations=sending), Scope()
    )
    assert (rate.count, rate.n) == (3, 12)
