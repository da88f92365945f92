"""Suppliers: promises clause by clause, credits due beside received, and a chain that can hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from metrics.incident_trends import TIME_TO_RESOLVE
from metrics.query import rows, value
from metrics.scope import Scope
from metrics.service_credits import clause_months, credits_due, service_credit
from metrics.vendor_dossier import negotiation_dossier
from metrics.vendors import VENDOR_RESOLUTION, VENDOR_RESPONSE, chain_consistency, scorecards, scored
from tests.rows import warehouse_with

CLAUSE = {
    "contract": "Managed services", "party": "UC", "vendor": "Nordwind", "clause": "4.2", "measure": "resolution",
    "priority": 1, "target_time": 4 * 3600, "clock": "24x7", "target": 95, "floor": 90, "at_risk_percent": 10,
    "pool_percent": 50, "allocation_percent": 40, "monthly_charge": 100_000, "currency": "EUR",
}  # fmt: skip


def incidents(month, kept, missed, priority=1, **more):
    return [
        {"number": f"INC{month}{priority}{n:02d}", "opened": (at := datetime(2026, month, 2) + timedelta(hours=8 * n)),
         "resolved": at + timedelta(hours=2 if n < kept else 9), "vendor": "Nordwind", "priority": priority,
         "state_category": "closed", **more}
        for n in range(kept + missed)
    ]  # fmt: skip


def test_golden_service_credit():
    assert service_credit(100_000, 0.10, 0.50, 0.40) == pytest.approx(2000)
    assert service_credit(100_000, 0.10) == pytest.approx(10_000)


def three_months(**kinds):
    rows = incidents(1, 10, 0) + incidents(2, 7, 3) + incidents(3, 9, 1) + incidents(4, 1, 0, priority=4)
    return warehouse_with(incidents=rows, sla_targets=[CLAUSE, *kinds.pop("clauses", [])], **kinds)


def test_a_credit_is_due_below_the_minimum_not_below_the_target():
    found = {month.month: month for month in clause_months(three_months(), Scope(), 3)}
    assert [month.share for month in found.values()] == [1.0, 0.7, 0.9]
    assert [month.defaulted for month in found.values()] == [False, True, False]
    february = found[date(2026, 2, 1)]
    assert february.credit == pytest.approx(2000)
    assert february.failed == ("INC2107", "INC2108", "INC2109")
    assert february.low < 0.7 < february.high


def test_an_open_ticket_past_its_time_has_failed_and_a_cancelled_one_does_not_count():
    rows = incidents(2, 3, 0) + incidents(4, 1, 0)
    rows[0] |= {"resolved": None, "state_category": "in_progress"}
    rows[1] |= {"state_category": "cancelled"}
    month = clause_months(warehouse_with(incidents=rows, sla_targets=[CLAUSE]), Scope(), 2)[0]
    assert (month.share, month.n, month.failed) == (0.5, 2, ("INC2100",))
    assert month.excluded == (("cancelled", 1),)


def test_below_the_minimum_volume_a_clause_does_not_count():
    w = warehouse_with(
        incidents=incidents(2, 0, 3) + incidents(4, 1, 0), sla_targets=[{**CLAUSE, "minimum_volume": 5}]
    )
    month = clause_months(w, Scope(), 2)[0]
    assert (month.share, month.credit) == (None, 0.0)
    assert month.reason == "3 cases, below the minimum volume of 5"


def test_what_tickets_cannot_show_is_said():
    month = clause_months(
        three_months(clauses=[{**CLAUSE, "clause": "7", "measure": "availability"}]), Scope(), 1
    )[1]
    assert month.reason == "availability is not measured from tickets"


def test_credits_written_as_negative_amounts_count_as_received():
    w = three_months(credits=[
        {"vendor": "Nordwind", "month": date(2026, 2, 1), "credited": -1500, "claimed": 2000, "credit_note": "CN1"},
        {"vendor": "Nordwind", "month": date(2026, 2, 1), "credited": 100, "credit_note": "CN2", "clause": "4.2"},
        {"vendor": "Other", "month": date(2026, 2, 1), "credited": 900, "credit_note": "CN3"},
    ])  # fmt: skip
    february = next(month for month in credits_due(w, Scope(), 3) if month.month == date(2026, 2, 1))
    assert february.due == pytest.approx(2000)
    assert (february.claimed, february.received) == (2000.0, 1600.0)
    assert february.outstanding == pytest.approx(400)


def test_credits_of_a_month_stop_at_the_amount_at_risk_or_at_the_largest():
    clauses = [
        {**CLAUSE, "clause": str(n), "service": f"S{n}", "pool_percent": 100, "allocation_percent": 60}
        for n in range(2)
    ]
    rows = incidents(2, 0, 5, service="S0") + incidents(4, 1, 0)
    rows += [{**row, "number": row["number"] + "b", "service": "S1"} for row in incidents(2, 0, 5)]
    w = warehouse_with(incidents=rows, sla_targets=clauses)
    assert credits_due(w, Scope(), 2)[0].due == pytest.approx(10_000)  # 2 · 6,000, capped
    assert credits_due(w, Scope(), 2, rule="largest")[0].due == pytest.approx(6_000)


def test_the_most_specific_clause_holds_for_a_ticket():
    general = {**CLAUSE, "clause": "4.1", "priority": None, "target_time": 24 * 3600}
    answer = value(three_months(clauses=[general]), VENDOR_RESOLUTION, Scope())
    assert answer.n == 31
    months = clause_months(three_months(clauses=[general]), Scope(), 3)
    assert sum(month.n for month in months if month.clause == "4.2") == 30
    assert sum(month.n for month in months if month.clause == "4.1") == 0


def test_a_scorecard_weighs_out_what_is_not_measured_and_says_how_much():
    card = scorecards(three_months(), Scope())[0]
    share = 26 / 30
    assert card.lines[0].value == pytest.approx(share)
    assert card.score == pytest.approx(100 * (share - 0.80) / 0.15)
    assert card.coverage == pytest.approx(0.30)
    assert all(line.reason for line in card.lines if line.score is None)


def test_a_setting_that_names_no_metric_gets_a_sentence_and_the_others_are_scored():
    w = three_months()
    known = {"metric": "vendor_resolution", "weight": 30, "floor": 0.80, "target": 0.95}
    wrong = [{**known, "metric": "no_such_thing"}, {"metric": "vendor_response", "weight": 10}]
    card = scorecards(w, Scope(), [known, *wrong])[0]
    assert card.lines[0].reason is None
    assert card.score == pytest.approx(100 * (26 / 30 - 0.80) / 0.15)
    assert card.lines[1].reason == "the setting vendor_scorecard names 'no_such_thing', which is no metric"
    assert "needs weight, floor and target as numbers for vendor_response" in card.lines[2].reason
    assert card.coverage == pytest.approx(30 / 70)


def test_scores_run_straight_from_floor_to_target_in_both_directions():
    assert (scored(0.7, 0.8, 1.0), scored(0.9, 0.8, 1.0), scored(1.2, 0.8, 1.0)) == (0.0, 50.0, 100.0)
    assert (scored(0.15, 0.15, 0.03), scored(0.09, 0.15, 0.03)) == (0.0, 50.0)


def test_a_promise_nobody_behind_can_keep_shows():
    promise = {"contract": "Client", "party": "SLA", "client": "Fjord", "clause": "1", "measure": "resolution",
               "priority": 1, "target_time": 5 * 3600, "clock": "24x7"}  # fmt: skip
    own = {
        "contract": "Ops",
        "party": "OLA",
        "clause": "1",
        "measure": "resolution",
        "target_time": 2 * 3600,
        "clock": "24x7",
    }
    links = chain_consistency(warehouse_with(sla_targets=[CLAUSE, promise, own]), Scope())
    assert (links[0].own, links[0].supplied, links[0].margin) == (2.0, 4.0, -1.0)
    other_clock = chain_consistency(
        warehouse_with(sla_targets=[promise, {**own, "clock": "working time"}]), Scope()
    )
    assert other_clock[0].margin is None
    assert other_clock[0].reason == "the agreements run on different clocks"


def test_the_dossier_carries_its_evidence():
    pack = negotiation_dossier(three_months(), Scope(), "Nordwind")
    assert set(pack["Evidence tickets"]["number"]) == {"INC2107", "INC2108", "INC2109", "INC3109"}
    assert pack["Evidence tickets"]["row_no"].notna().all()
    assert len(pack["Clauses by month"]) == 12
    tried = pack["What-if targets"].iloc[0]
    assert (tried["cases"], tried["kept at 50%"], tried["kept at 100%"]) == (
        30,
        pytest.approx(26 / 30),
        pytest.approx(26 / 30),
    )
    assert pack["Service credits"]["outstanding"].sum() == pytest.approx(2000)


def test_time_on_hold_is_not_the_suppliers_where_the_tool_ran_a_clock_on_it():
    rows = incidents(2, 0, 4) + incidents(4, 1, 0)
    clocks = [
        {"ticket": row["number"], "sla_name": "Nordwind P1", "sla_type": "UC", "target": "resolution",
         "stage_category": "completed", "started": row["opened"], "ended": row["resolved"],
         "elapsed": (3 + n) * 3600, "breach": row["opened"] + timedelta(hours=10), "breached": n > 1}
        for n, row in enumerate(rows[:3])
    ]  # fmt: skip
    # Our own promise to the client is another clock.
    ours = [{**clock, "sla_name": "P1", "sla_type": "SLA", "elapsed": 60} for clock in clocks]
    w = warehouse_with(incidents=rows, ticket_slas=clocks + ours, sla_targets=[CLAUSE])
    month = clause_months(w, Scope(), 2)[0]
    assert (month.share, month.n) == (0.5, 4)  # 3 and 4 hours kept, 5 hours and the 9 gross of hold not
    assert month.failed == ("INC2102", "INC2103")
    assert month.note == "1 of 4 cases have no supplier clock in the tool: time on hold counts as time used."


def test_an_open_case_in_working_time_without_a_clock_is_not_called_not_due():
    """Two months past eight working hours: when it was due nobody can tell, so it is neither kept nor “not due”."""
    clause = dict(
        contract="N", clause="1", vendor="Nordwind", measure="resolution", target_time=8 * 3600, clock="working time",
        party="UC",
    )  # fmt: skip
    first: dict[str, object] = dict(
        number="1", vendor="Nordwind", opened="2026-01-05 08:00", state_category="in_progress"
    )
    cases = [
        first,
        dict(number="2", vendor="Nordwind", opened="2026-03-05 08:00", resolved="2026-03-05 09:00",
             business_duration=3600, state_category="resolved"),
    ]  # fmt: skip
    answer = value(warehouse_with(sla_targets=[clause], incidents=cases), VENDOR_RESOLUTION, Scope())
    assert (answer.value, answer.n) == (1, 1)
    assert answer.excluded == (
        ("open under a clause in working time, and neither a calendar nor a clock of the tool tells it", 1),
    )
    march = Scope.of(start="2026-03-01", end="2026-04-01")
    later = {**first, "number": "3", "opened": "2026-03-05 10:00"}
    warehouse = warehouse_with(sla_targets=[clause], incidents=[*cases, later])
    assert value(warehouse, VENDOR_RESOLUTION, march).excluded == answer.excluded


OFFICE = dict(
    entry="working_hours",
    calendar="Office",
    weekdays=["Mon-Fri"],
    opens="08:00",
    closes="17:00",
    timezone="UTC",
)


def test_an_open_case_past_its_working_time_is_missed_without_a_clock_of_the_tool():
    """Opened on Thursday 16:00: eight working hours are used up on Friday 15:00, half an hour the same day."""
    clause = dict(
        contract="N", clause="1", vendor="Nordwind", measure="resolution", target_time=8 * 3600, clock="working time",
        party="UC",
    )  # fmt: skip
    answered = dict(clause, clause="2", measure="response", target_time=1800)
    cases = [
        dict(number="1", vendor="Nordwind", opened="2026-01-05 08:00", state_category="in_progress"),
        dict(number="2", vendor="Nordwind", opened="2026-03-05 08:00", first_response="2026-03-05 08:30",
             resolved="2026-03-06 09:00", state_category="resolved"),
        dict(number="3", vendor="Nordwind", opened="2026-03-05 16:00", state_category="in_progress"),
        dict(number="4", vendor="Other", opened="2026-03-05 16:00", state_category="in_progress"),
    ]  # fmt: skip
    for newest, kept, not_due in (
        ("2026-03-06 15:00:00", {"1": 0, "2": 0}, 1),
        ("2026-03-06 15:00:01", {"1": 0, "2": 0, "3": 0}, 0),
    ):
        known = [*cases, dict(number="9", opened="2026-01-01 00:00", updated=newest)]
        warehouse = warehouse_with(calendars=[OFFICE], sla_targets=[clause, answered], incidents=known)
        answer = value(warehouse, VENDOR_RESOLUTION, Scope())
        # The as-of is that of the data, whenever the promises of open cases will be due.
        assert answer.as_of == datetime.fromisoformat(newest)
        found = rows(warehouse, VENDOR_RESOLUTION, Scope())
        assert dict(zip(found["number"], found["measured_value"].astype(int), strict=True)) == kept
        assert answer.excluded == ((("not due yet", 1),) if not_due else ())
        assert value(warehouse, VENDOR_RESPONSE, Scope()).value == pytest.approx(1 / 3)
        assert "supplier_promises" not in rows(warehouse, TIME_TO_RESOLVE, Scope())
    # Once that calendar is gone nothing is guessed.
    answer = value(warehouse_with(sla_targets=[clause], incidents=cases), VENDOR_RESOLUTION, Scope())
    assert (answer.value, dict(answer.excluded)["without working time"]) == (None, 1)


def test_a_promise_due_next_week_does_not_make_today_next_week():
    """The day an open promise falls due lies ahead; as an event it moved the as-of, and others were late early."""
    clause = dict(
        contract="N", clause="1", vendor="Nordwind", measure="resolution", target_time=100 * 3600, party="UC"
    )
    cases = [
        dict(number=str(n), vendor="Nordwind", opened=f"2026-03-0{n} 08:00", state_category="in_progress")
        for n in (1, 2)
    ]
    answer = value(warehouse_with(sla_targets=[clause], incidents=cases), VENDOR_RESOLUTION, Scope())
    assert (answer.value, answer.excluded) == (None, (("not due yet", 2),))
