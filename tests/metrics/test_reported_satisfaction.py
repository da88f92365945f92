"""Satisfaction that others have summed up: weighed by answers where they are counted, never an average of averages."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.query import rows, value
from metrics.reported_satisfaction import (
    REPORTED,
    REPORTED_CES,
    REPORTED_CSAT,
    REPORTED_NPS,
    reported_satisfaction,
)
from metrics.scope import Scope
from metrics.study import answered, answered_by
from metrics.study_receipts import study_receipt
from tests.rows import warehouse_with


def summary(client, share, answers=None, month=date(2026, 1, 1), **more):
    return {"month": month, "client": client, "csat_percent": share, "responses": answers, **more}


def test_one_client_with_many_answers_weighs_more_than_one_with_few():
    """The mean of 90 % and 50 % is 70 %, but 32 of 40 answers were satisfied."""
    w = warehouse_with(satisfaction_summaries=[summary("A", 0.9, 30), summary("B", 0.5, 10)])
    assert value(w, REPORTED_CSAT, Scope()).value == pytest.approx(0.8)
    answer = answered(w, REPORTED, Scope())
    assert (answer.value, answer.n) == (pytest.approx(0.8), 40)
    assert (answer.low, answer.high) == (pytest.approx(0.6524, abs=1e-4), pytest.approx(0.8950, abs=1e-4))


def test_what_gives_no_number_of_answers_is_shown_and_not_averaged():
    w = warehouse_with(
        satisfaction_summaries=[summary("A", 0.9, 30), summary("B", 0.5), summary("C", 0.1, 0)]
    )
    answer = answered(w, REPORTED, Scope())
    assert (answer.value, answer.n) == (pytest.approx(0.9), 30)
    assert [(line.part, line.value, line.n) for line in answer.points] == [
        ("A", 0.9, 30),
        ("B", 0.5, 0),
        ("C", 0.1, 0),
    ]
    assert any("2 figures not weighed" in note and "not averaged" in note for note in answer.notes)
    assert sorted(rows(w, REPORTED_CSAT, Scope())["client"]) == ["A"]


def test_a_list_without_any_number_of_answers_has_a_reason_and_no_value():
    w = warehouse_with(satisfaction_summaries=[summary("A", 0.9), summary("B", 0.5)])
    answer = answered(w, REPORTED, Scope())
    assert (answer.value, answer.n) == (None, 0)
    assert answer.reason is not None
    assert "averages are not averaged" in answer.reason
    assert value(w, REPORTED_CSAT, Scope()).value is None
    assert len(answer.points) == 2


def test_a_client_and_its_services_are_not_counted_twice():
    w = warehouse_with(
        satisfaction_summaries=[
            summary("A", 0.75, 40), summary("A", 0.5, 20, service="Mail"), summary("A", 1.0, 20, service="ERP"),
            summary("A", 0.6, 10, month=date(2026, 2, 1)),
        ]
    )  # fmt: skip
    found = reported_satisfaction(w, Scope())[0]
    assert (found.answers, found.weighed, found.alone) == (50, 3, 1)
    assert found.value == pytest.approx((0.5 * 20 + 1.0 * 20 + 0.6 * 10) / 50)


def test_scores_are_kept_apart_from_shares_and_impossible_ones_left_out():
    w = warehouse_with(
        satisfaction_summaries=[
            summary("A", 0.9, 10, nps_score=40, ces_score=5.5), summary("B", 1.4, 10, nps_score=-20, ces_score=4.5),
            summary("C", None, 20, nps_score=180),
        ]
    )  # fmt: skip
    assert [one.measure for one in reported_satisfaction(w, Scope())] == [
        REPORTED_CSAT,
        REPORTED_NPS,
        REPORTED_CES,
    ]
    assert value(w, REPORTED_CSAT, Scope()).excluded == (("not a share from 0 to 100 %", 1),)
    assert value(w, REPORTED_NPS, Scope()).value == pytest.approx(10)
    assert value(w, REPORTED_NPS, Scope()).excluded == (("not a score from −100 to 100", 1),)
    assert value(w, REPORTED_CES, Scope()).value == pytest.approx(5.0)


def test_period_and_client_narrow_it_and_the_receipt_names_every_row_shown():
    w = warehouse_with(
        satisfaction_summaries=[
            summary("A", 0.9, 30), summary("A", 0.5, 10, month=date(2026, 2, 1)), summary("B", 0.1),
        ]
    )  # fmt: skip
    january = Scope.of(start="2026-01-01", end="2026-02-01")
    answer = answered(w, REPORTED, january)
    assert (answer.value, len(answer.points)) == (pytest.approx(0.9), 2)
    assert study_receipt(w, REPORTED, january, answer).imports[0].n == 2
    lines = {line.part: line for line in answered_by(w, REPORTED, Scope(), "client").points}
    assert (lines["A"].value, lines["A"].n) == (pytest.approx(0.8), 40)
    assert lines["B"].value is None
    assert "not averaged" in str(lines["B"].reason)
