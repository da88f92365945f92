"""Risks, decisions, escalations, dependencies, expectations, offers, gates and the days to order by."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from metrics.commerce import DELIVERY_SOURCED, PIPELINE, WIN_RATE
from metrics.declared import declared
from metrics.governance import (
    DECISION_LATENCY,
    DECISIONS_OVERDUE,
    DEPENDENCIES_IN_TIME,
    DEPENDENCY_GAP,
    ESCALATION_ANSWERED,
    MEETINGS_HELD,
    PROMISES_BROKEN,
    escalation_rates,
    expectations,
)
from metrics.pipeline import pipeline_load
from metrics.query import value
from metrics.readiness import gates, handover_debt, hypercare
from metrics.risks import MATERIALISED, MITIGATED_IN_TIME, STALE_RISKS, band, calibration, register
from metrics.scope import Scope
from metrics.study import answered
from metrics.year_plan import last_safe_order, year_plan
from tests.rows import add_rows, warehouse_with

TODAY = date(2026, 6, 30)


def risk(number, p=None, i=None, cost=None, **more):
    return {"identifier": f"R{number}", "summary": f"risk {number}", "type": "risk", "probability": p, "impact": i,
            "cost_impact": cost, "currency": "EUR" if cost else None, "raised": date(2026, 1, 1),
            "last_review": TODAY, "status_category": "open", **more}  # fmt: skip


def test_the_register_puts_unscored_risks_on_top_and_sums_what_they_may_cost():
    w = warehouse_with(risks=[
        risk(1, 5, 4, 100_000), risk(2, 2, 2, 50_000, currency="USD"), risk(3), risk(4, 1, 5, type="opportunity"),
        risk(5, 5, 5, 1, closed=date(2026, 5, 1)), risk(6, 3, 3, 10_000, type="issue"),
    ])  # fmt: skip
    found = register(w, Scope())
    assert [entry.identifier for entry in found.risks] == ["R3", "R1", "R4", "R2"]
    assert found.exposure == {"EUR": pytest.approx(85_000), "USD": pytest.approx(10_000)}
    assert (found.unscored, found.risks[1].score, found.risks[1].band) == (1, 20, "severe")
    assert [band(score) for score in (4, 5, 9, 10, 15, 16)] == [
        "low",
        "moderate",
        "moderate",
        "high",
        "high",
        "severe",
    ]


def test_a_risk_shows_how_it_moved_since_the_import_before():
    w = warehouse_with(risks=[risk(1, 2, 3, last_review=date(2026, 5, 1))])
    add_rows(w, "risks", [risk(1, 4, 3)])
    assert register(w, Scope()).risks[0].moved == 6


def test_stale_risks_and_late_mitigations():
    w = warehouse_with(risks=[
        risk(1, last_review=date(2026, 5, 31)), risk(2, last_review=date(2026, 6, 1)), risk(3),
        risk(4, mitigation_due=date(2026, 5, 1), mitigation_done=date(2026, 5, 1)),
        risk(5, mitigation_due=date(2026, 5, 1)), risk(6, mitigation_due=date(2026, 9, 1)),
    ])  # fmt: skip
    as_of = Scope(as_of=datetime(2026, 7, 1))
    assert value(w, STALE_RISKS, as_of).value == pytest.approx(1 / 6)
    kept = value(w, MITIGATED_IN_TIME, as_of)
    assert (kept.value, kept.n) == (0.5, 2)


def test_calibration_needs_twenty_closed_risks():
    rows = [risk(n, 4, 3, closed=date(2026, 6, 1), became="INC1" if n % 2 else None) for n in range(20)]
    assert calibration(warehouse_with(risks=rows[:19]), Scope()) == ()
    found = calibration(warehouse_with(risks=rows), Scope())
    assert [(c.said, c.came_true, c.n) for c in found] == [(0.60, 0.5, 20)]
    assert value(warehouse_with(risks=rows), MATERIALISED, Scope()).value == 0.5


def test_decisions():
    w = warehouse_with(decisions=[
        {"identifier": "D1", "summary": "a", "raised": date(2026, 1, 1), "decided": date(2026, 1, 11)},
        {"identifier": "D2", "summary": "b", "raised": date(2026, 1, 1), "decided": date(2026, 1, 5)},
        {"identifier": "D3", "summary": "c", "raised": date(2026, 1, 5), "decided": date(2026, 1, 1)},
        {"identifier": "D4", "summary": "d", "raised": date(2026, 1, 5), "due": date(2026, 1, 6)},
    ])  # fmt: skip
    latency = value(w, DECISION_LATENCY, Scope())
    assert (latency.value, latency.n) == (7.0, 2)
    assert latency.excluded == (("decided before it was raised", 1),)
    assert value(w, DECISIONS_OVERDUE, Scope()).value == 1


def test_escalations_per_client_and_thirty_days():
    at = datetime(2026, 6, 29, 9)
    rows = [
        {"identifier": f"E{n}", "summary": "x", "client": client, "direction": direction,
         "raised": at - timedelta(days=ago),
         "acknowledged": at - timedelta(days=ago) + timedelta(hours=hours) if hours else None}
        for n, (client, direction, ago, hours) in enumerate(
            [("A", "from client", 0, 2), ("A", None, 10, 4), ("A", "from client", 60, None), ("A", "to vendor", 1, 1),
             ("B", "from client", 89, 30)])
    ]  # fmt: skip
    rates = escalation_rates(warehouse_with(escalations=rows), Scope())
    assert [(rate.client, rate.n, rate.last_30_days) for rate in rates] == [("A", 3, 2), ("B", 1, 0)]
    assert rates[0].per_30_days == pytest.approx(1.0)
    answered = value(warehouse_with(escalations=rows), ESCALATION_ANSWERED, Scope.of(client="A"))
    assert answered.value == 2.0
    assert answered.excluded == (("not answered yet", 1),)


def test_a_dependency_without_a_promise_is_at_risk():
    base = {"provider": "P", "consumer": "C", "need_by": date(2026, 6, 1), "raised": date(2026, 1, 1)}
    w = warehouse_with(dependencies=[
        {**base, "identifier": "1", "summary": "a", "committed": date(2026, 5, 30), "delivered": date(2026, 5, 30)},
        {**base, "identifier": "2", "summary": "b", "committed": date(2026, 6, 11)},
        {**base, "identifier": "3", "summary": "c"},
        {**base, "identifier": "4", "summary": "d", "status": "cancelled"},
    ])  # fmt: skip
    scope = Scope(as_of=datetime(2026, 6, 30))
    assert value(w, DEPENDENCIES_IN_TIME, scope).value == pytest.approx(1 / 3)
    assert value(w, DEPENDENCY_GAP, scope).value == 4.0
    assert value(w, PROMISES_BROKEN, scope).value == 0.5


def test_meetings_called_off_in_agreement_do_not_count():
    at = datetime(2026, 6, 1, 10)
    rows = [{"series": "SDR", "planned": at, "held": at}, {"series": "SDR", "planned": at + timedelta(days=7)},
            {"series": "SDR", "planned": at + timedelta(days=9), "cancelled": True}]  # fmt: skip
    held = value(warehouse_with(meetings=rows), MEETINGS_HELD, Scope(as_of=datetime(2026, 6, 30)))
    assert (held.value, held.n) == (0.5, 2)


def test_expectations_are_read_in_the_unit_people_write():
    answers = [{"response": str(n), "survey": "S", "client": "A", "responded": datetime(2026, 6, 1),
    "csat": 5 if n < 8 else 2,
                "csat_max": 5} for n in range(10)]  # fmt: skip
    wanted = [
        {
            "client": "A",
            "expectation": "80 % satisfied",
            "metric": "MOOD-04",
            "expected_value": 80,
            "due": date(2026, 5, 1),
        },
        {
            "client": "A",
            "expectation": "90 % satisfied",
            "metric": "MOOD-04",
            "expected_value": 90,
            "due": date(2026, 5, 1),
        },
        {
            "client": "A",
            "expectation": "90 % by autumn",
            "metric": "MOOD-04",
            "expected_value": 90,
            "due": date(2027, 9, 1),
        },
        {"client": "A", "expectation": "Friendlier", "status": "at risk"},
        {"client": "A", "expectation": "Nonsense", "metric": "XYZ-99", "expected_value": 1, "status": "met"},
        {"client": "B", "expectation": "80 % satisfied", "metric": "MOOD-04", "expected_value": 80},
    ]
    w = warehouse_with(survey_responses=answers, expectations=wanted)
    found = expectations(w, Scope())
    assert [e.standing for e in found] == ["met", "missed", "at risk", "at risk", "met", "not measurable"]
    assert "No metric is called" in found[4].reason


def test_the_pipeline_leaves_out_what_should_have_been_decided():
    offers = [
        {"identifier": "1", "name": "a", "amount": 100.0, "probability": 40, "stage": "Proposal", "outcome": "open",
         "expected_close": date(2026, 12, 1), "created": date(2026, 6, 1), "came_from": "Delivery"},
        {"identifier": "2", "name": "b", "amount": 900.0, "probability": 90, "outcome": "open",
         "expected_close": date(2026, 2, 1), "created": date(2026, 1, 1)},
        {"identifier": "3", "name": "c", "amount": 50.0, "outcome": "open", "created": date(2026, 1, 1)},
        {"identifier": "4", "name": "d", "amount": 70.0, "outcome": "won", "created": date(2026, 1, 1),
         "closed": date(2026, 2, 1)},
    ]  # fmt: skip
    w = warehouse_with(opportunities=offers)
    pipeline = value(w, PIPELINE, Scope())
    assert (pipeline.value, pipeline.n) == (40.0, 1)
    assert dict(pipeline.excluded) == {"should have been decided by now": 1, "without a probability": 1}
    assert value(w, DELIVERY_SOURCED, Scope()).value == 0.25
    assert value(w, WIN_RATE, Scope()).reason == "needs at least 10 rows, has 1"


def criterion(name, status="done", evidence="wiki", **more):
    return {"project": "P", "gate": "Go-live", "criterion": name, "mandatory": True, "status": status,
            "evidence": evidence, "service": "S", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([criterion("a"), criterion("b", mandatory=False, status="open")], "go"),
        ([criterion("a"), criterion("b", "open", owner="K", due=date(2026, 7, 1))], "conditional"),
        ([criterion("a"), criterion("b", "open")], "no-go"),
        ([criterion("a", evidence=None, owner="K", due=date(2026, 7, 1))], "conditional"),
        ([criterion(n, "open", owner="K", due=date(2026, 7, 1)) for n in "abc"], "no-go"),
        ([criterion("a", "not_applicable", evidence=None), criterion("b")], "go"),
    ],
)
def test_gates(rows, verdict):
    found = gates(warehouse_with(readiness=rows), Scope())
    assert [gate.verdict for gate in found] == [verdict]


def test_done_without_evidence_is_not_done():
    gate = gates(warehouse_with(readiness=[criterion("Runbook", evidence=" "), criterion("b")]), Scope())[0]
    assert (gate.done, gate.n, gate.without_evidence) == (1, 2, ("Runbook",))


def test_hypercare_compares_with_three_earlier_launches_or_says_why_not():
    launches = {"A": date(2026, 1, 5), "B": date(2026, 2, 2), "C": date(2026, 3, 2), "D": date(2026, 5, 4)}
    per_week = {"A": [4, 2], "B": [6, 2], "C": [8, 2], "D": [3, 4]}
    rows = [
        {"number": "first", "opened": datetime(2026, 1, 1)},
        {"number": "last", "opened": datetime(2026, 5, 18)},
    ]
    for name, start in launches.items():
        for week, count in enumerate(per_week[name]):
            rows += [{"number": f"{name}{week}{n}", "service": name, "state_category": "closed",
                      "opened": datetime(start.year, start.month, start.day) + timedelta(days=7 * week, hours=n)}
                     for n in range(count)]  # fmt: skip
    w = warehouse_with(
        incidents=rows,
        portfolio=[{"entry": "service", "name": name, "start": start} for name, start in launches.items()],
    )
    curves = {curve.service: curve for curve in hypercare(w, Scope(), weeks=2)}
    assert curves["D"].weeks == (3, 4)
    assert curves["D"].ratios == (0.5, 2.0)
    assert curves["C"].reason == "2 earlier launches are known; 3 are needed to compare"


def test_handover_debt_burns_down():
    w = warehouse_with(
        readiness=[criterion("Runbook", "open", None), criterion("Monitoring", "open", None)],
        work_items=[{"item": "1", "project": "P", "service": "S", "type": "Bug", "created": datetime(2026, 1, 1),
                     "done": datetime(2026, 3, 1)},
                    {"item": "2", "project": "P", "service": "S", "type": "Story", "created": datetime(2026, 1, 1)}],
        problems=[{"number": "PRB1", "service": "S", "known_error": True, "opened": datetime(2026, 1, 1)}],
    )  # fmt: skip
    early, late = handover_debt(w, Scope(), (datetime(2026, 2, 1), datetime(2026, 4, 1)))
    assert (early.open_defects, early.known_errors, early.missing_documents) == (1, 1, 1)
    assert late.total == 2


def test_what_lands_in_the_next_quarters():
    coming = [{"entry": "pipeline", "name": "X", "start": date(2026, 8, 1), "value": 1200.0, "currency": "EUR",
               "expected_tickets": 30},
              {"entry": "pipeline", "name": "Y", "start": date(2026, 9, 1)},
              {"entry": "pipeline", "name": "Z", "start": date(2026, 10, 1)}]  # fmt: skip
    w = warehouse_with(portfolio=coming, incidents=[{"number": "1", "opened": datetime(2026, 6, 1)}])
    load = {quarter.quarter: quarter for quarter in pipeline_load(w, Scope())}
    assert list(load) == ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]
    assert load["2026-Q3"].services == ("X", "Y")
    assert (load["2026-Q3"].yearly_cost, load["2026-Q3"].tickets_a_month) == ({"EUR": 1200.0}, 30)
    assert load["2026-Q3"].without_estimate == ("Y",)
    # Nothing lands in the first quarter; what lands in October has no estimate, which is not none.
    assert (load["2026-Q2"].tickets_a_month, load["2026-Q4"].tickets_a_month) == (0, None)


def test_quarters_are_counted_from_what_the_data_tell_of_and_not_from_the_import():
    """Imported in November 2026; the newest thing anything tells of is a change of May. An as-of comes first."""
    coming = [{"entry": "pipeline", "name": "X", "start": date(2026, 7, 1)},
              {"entry": "pipeline", "name": "Z", "start": date(2025, 12, 31)}]  # fmt: skip
    w = warehouse_with(portfolio=coming, changes=[{"number": "1", "opened": datetime(2026, 5, 1)}])
    assert [one.quarter for one in pipeline_load(w, Scope())] == ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]
    assert pipeline_load(w, Scope())[1].services == ("X",)
    earlier = pipeline_load(w, Scope.of(as_of="2025-12-31 12:00"))
    assert (earlier[0].quarter, earlier[0].services, earlier[2].services) == ("2025-Q4", ("Z",), ())
    # Midnight of the new year is the end of the old one.
    assert pipeline_load(w, Scope.of(as_of="2026-01-01 00:00"))[0].quarter == "2025-Q4"
    told = answered(w, declared("pipeline_load"), Scope())
    assert told.as_of == datetime(2026, 5, 1)


def test_a_portfolio_without_a_pipeline_has_empty_quarters():
    w = warehouse_with(
        portfolio=[{"entry": "service", "name": "S"}],
        incidents=[{"number": "1", "opened": datetime(2026, 6, 1)}],
    )
    assert [one.services for one in pipeline_load(w, Scope())] == [(), (), (), ()]


@pytest.mark.parametrize(("pattern", "first"), [("months", date(2026, 7, 1)), ("4-4-5", date(2026, 6, 29))])
def test_quarters_are_fiscal_ones_where_the_fiscal_year_is_another(pattern, first):
    coming = [{"entry": "pipeline", "name": "X", "start": first},
              {"entry": "pipeline", "name": "Y", "start": first - timedelta(days=1)}]  # fmt: skip
    w = warehouse_with(portfolio=coming, incidents=[{"number": "1", "opened": datetime(2026, 6, 1)}])
    w.set_setting("fiscal_start_month", 4)
    w.set_setting("fiscal_pattern", pattern)
    load = [(one.quarter, one.services) for one in pipeline_load(w, Scope())]
    assert load == [("FY2027-Q1", ("Y",)), ("FY2027-Q2", ("X",)), ("FY2027-Q3", ()), ("FY2027-Q4", ())]


def test_the_last_safe_day_to_order_avoids_freezes():
    freezes = (
        ("Year end", date(2026, 12, 15), date(2027, 1, 5)),
        ("Wave", date(2026, 12, 10), date(2026, 12, 15)),
    )
    found = last_safe_order("Scanner", date(2026, 12, 20), 60, freezes, today=date(2026, 10, 1))
    assert (found.live_by, found.order_by, found.days_left) == (date(2026, 12, 9), date(2026, 10, 10), 9)
    assert "Year end and Wave" in found.because


def test_the_order_days_of_the_pipeline_follow_from_orders_that_came():
    """Twelve orders took 10 to 65 days: 85 % came within 60. A freeze of another client binds nobody else."""
    placed = date(2026, 1, 1)
    orders = [
        dict(purchase_order=str(n), item="10", document_date=placed, quantity=1, net_value=10, net_price=10)
        for n in range(14)
    ]
    receipts = [
        dict(purchase_order=str(n), purchase_order_item="10", movement="101", quantity=1, document=str(n),
             posting_date=placed + timedelta(days=10 + 5 * n))
        for n in range(12)
    ]  # fmt: skip
    coming = [
        dict(entry="pipeline", name="Scanner", client="Alba", start=date(2026, 12, 20)),
        dict(entry="pipeline", name="Portal", client="Fjord", start=date(2026, 12, 20)),
        dict(entry="pipeline", name="Soon", start=date(2026, 4, 1)),
        dict(entry="pipeline", name="Landed", start=date(2026, 2, 1)),
    ]
    freeze = dict(
        entry="freeze", name="Stocktaking", start="2026-12-15 00:00", end="2027-01-05 00:00", client="Alba"
    )
    w = warehouse_with(purchase_orders=orders, goods_receipts=receipts, portfolio=coming, calendars=[freeze])
    plan = year_plan(w, Scope())
    assert (plan.lead_days, plan.n) == (60, 12)
    assert [(one.name, one.order_by) for one in plan.orders] == [
        ("Soon", date(2026, 1, 31)), ("Scanner", date(2026, 10, 15)), ("Portal", date(2026, 10, 21)),
    ]  # fmt: skip
    assert plan.orders[0].days_left < 0
    answer = answered(w, declared("SIM-05"), Scope())
    assert (answer.value, answer.n) == (date(2026, 1, 31), 3)
    few = warehouse_with(purchase_orders=orders, goods_receipts=receipts[:9], portfolio=coming)
    assert year_plan(few, Scope()).reason == "needs at least 10 orders with a first receipt, has 9"
