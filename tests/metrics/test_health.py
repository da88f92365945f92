"""Health: the worst decides, grey is never green, colours get better slowly, overrides expire and are judged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from metrics.budget_sources import BudgetSources
from metrics.commerce import mood_gate
from metrics.disagreements import judged_overrides, optimism, radar
from metrics.early_warning import chains, lagged
from metrics.health import portfolio_wall
from metrics.health_context import colour_written, contract_targets
from metrics.health_overrides import OverrideError, override, overrides_in_force, withdraw
from metrics.health_rules import SEVERITY, RulesError, default_text, parse, reset_rules, rules, save_rules
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with

END = date(2026, 6, 28)


def promises(client, kept, missed, end=END, back=0):
    """SLA clocks of one client in the window of 30 days that ends `back` days before the end."""
    found = []
    for n in range(kept + missed):
        due = datetime(end.year, end.month, end.day) - timedelta(days=back, hours=n)
        found.append(
            {"ticket": f"{client}{back}-{n}", "sla_name": "x", "sla_type": "SLA", "target": "resolution",
             "client": client,
             "started": due - timedelta(hours=4), "ended": due - timedelta(hours=1), "breach": due,
             "breached": n >= kept,
             "stage_category": "completed"}
        )  # fmt: skip
    return found


def answers(client, score, n=8, at=datetime(2026, 6, 20)):
    return [
        {"response": f"{client}{n}", "survey": "Q2", "client": client, "responded": at, "nps": score}
        for n in range(n)
    ]


def tickets(client, weekly, state="closed"):
    """Urgent incidents of one client, so many in each week up to the end."""
    found = []
    for week, count in enumerate(reversed(weekly)):
        monday = datetime(2026, 6, 22) - timedelta(weeks=week)
        found += [
            {"number": f"{client}{week}-{n}", "client": client, "opened": monday + timedelta(hours=n), "priority": 1,
             "resolved": monday + timedelta(hours=n + 1), "state_category": state}
            for n in range(count)
        ]  # fmt: skip
    return found


def cell(w, part, dimension, scope=None):
    wall = portfolio_wall(w, scope or Scope(end=END + timedelta(days=1)))
    return next(row for row in wall.rows if row.part == part).cell(dimension)


@pytest.mark.parametrize(
    ("kept", "missed", "colour"),
    [(20, 0, "green"), (94, 6, "amber"), (17, 2, "amber"), (60, 40, "red"), (3, 1, "grey")],
)
def test_sla_is_red_only_beyond_noise(kept, missed, colour):
    """17 of 19 is below the target less two points, and still within what chance does."""
    found = cell(warehouse_with(ticket_slas=promises("A", kept, missed)), "A", "sla")
    assert found.computed == colour
    assert found.n == kept + missed
    assert found.metric == "sla_attainment"
    assert ("client", ("A",)) in found.scope.filters


def test_a_colour_gets_better_only_after_two_windows():
    good = promises("A", 40, 0)
    bad = promises("A", 20, 20, back=31)
    better = cell(warehouse_with(ticket_slas=good + bad), "A", "sla")
    assert better.computed == "red"
    assert "2 windows in a row must be better" in better.sentence
    assert (
        cell(warehouse_with(ticket_slas=good + promises("A", 40, 0, back=31)), "A", "sla").computed == "green"
    )
    worse = warehouse_with(ticket_slas=promises("A", 20, 20) + promises("A", 40, 0, back=31))
    assert cell(worse, "A", "sla").computed == "red"  # it gets worse at once


def test_stale_data_are_grey_however_good():
    old = answers("A", 10, at=datetime(2026, 1, 10))
    w = warehouse_with(survey_responses=old, ticket_slas=promises("A", 20, 0))
    found = cell(w, "A", "mood")
    assert found.computed == "grey"
    assert found.sentence.startswith("Stale")


def test_green_needs_every_mandatory_dimension():
    w = warehouse_with(ticket_slas=promises("A", 20, 0), survey_responses=answers("A", 10))
    row = portfolio_wall(w, Scope(end=END + timedelta(days=1))).rows[0]
    assert (row.cell("sla").colour, row.cell("mood").colour, row.colour) == ("green", "green", "grey")
    save_rules(w, default_text().replace(
        'mandatory = ["delivery", "stability", "sla", "budget", "mood"]', 'mandatory = ["sla", "mood"]'),
        "me")  # fmt: skip
    assert portfolio_wall(w, Scope(end=END + timedelta(days=1))).rows[0].colour == "green"


def test_red_shows_although_others_are_grey():
    w = warehouse_with(survey_responses=answers("A", 0, n=20))
    row = portfolio_wall(w, Scope()).rows[0]
    assert (row.cell("mood").colour, row.colour) == ("red", "red")
    assert row.sentence.startswith("Mood: Net promoter score: −100.0\xa0points")


def test_stability_is_a_signal_not_a_number():
    steady = tickets("A", [3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 4, 4])
    jump = tickets("B", [3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 4, 15])
    after = {"number": "Z", "client": "Z", "opened": datetime(2026, 6, 29, 9), "priority": 4}
    w = warehouse_with(incidents=[*steady, *jump, after])
    assert cell(w, "A", "stability").computed == "green"
    assert cell(w, "B", "stability").computed == "red"
    assert cell(warehouse_with(incidents=tickets("A", [3, 2, 4])), "A", "stability").computed == "grey"


def test_unmapped_states_block_green():
    unknown = [
        {
            "number": "X",
            "client": "A",
            "opened": datetime(2026, 6, 1),
            "priority": 4,
            "state_category": "unknown",
        }
    ]
    w = warehouse_with(incidents=tickets("A", [3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 4, 4]) + unknown)
    found = cell(w, "A", "stability")
    assert found.computed == "grey"
    assert "nobody has mapped" in found.sentence


@pytest.mark.parametrize(("spent", "colour"), [(10.0, "green"), (11.5, "amber"), (13.0, "red"), (4.0, "red")])
def test_budget_is_red_when_overspent_and_when_unspent(spent, colour):
    plan = [
        {"fiscal_year": 2026, "period": n, "version": "budget", "client": "A", "amount": 10.0}
        for n in range(1, 13)
    ]
    posted = [
        {"document": str(m), "posting_date": date(2026, m, 27), "client": "A", "amount": spent}
        for m in range(1, 7)
    ]
    found = cell(warehouse_with(budget=plan, actuals=posted), "A", "budget")
    assert found.computed == colour
    assert len(found.references) == 18


def milestone(client, baseline, forecast, contractual=False, **more):
    return {"project": "P", "name": f"M {client}", "client": client, "baseline": baseline, "forecast": forecast,
            "contractual": contractual, "report_date": date(2026, 6, 26), **more}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "colour"),
    [
        (milestone("A", date(2026, 8, 1), date(2026, 8, 1)), "green"),
        (milestone("A", date(2026, 8, 1), date(2026, 8, 11)), "amber"),
        (milestone("A", date(2026, 6, 1), date(2026, 7, 1)), "amber"),
        (milestone("A", date(2026, 6, 1), date(2026, 7, 1), contractual=True), "red"),
    ],
)
def test_milestones(given, colour):
    assert cell(warehouse_with(milestones=[given]), "A", "delivery").computed == colour


def test_a_new_baseline_does_not_turn_a_slip_green():
    first = milestone("A", date(2026, 7, 10), date(2026, 7, 10), report_date=date(2026, 5, 1))
    moved = milestone("A", date(2026, 8, 10), date(2026, 8, 10), status="green")
    found = cell(
        warehouse_with(milestones=[{**first, "name": "Go"}, {**moved, "name": "Go"}]), "A", "delivery"
    )
    assert found.computed == "red"
    assert found.reported == "green"
    assert found.disagrees


def spend(first_months, credit_of_june):
    """A budget of 10 a month, postings of each month over, and one in the running month that makes it better."""
    plan = [
        {"fiscal_year": 2026, "period": n, "version": "budget", "client": "A", "amount": 10.0}
        for n in range(1, 13)
    ]
    posted = [
        {"document": str(n), "posting_date": date(2026, n, 20), "client": "A", "amount": amount}
        for n, amount in enumerate(first_months, start=1)
    ]
    late = {"document": "C", "posting_date": date(2026, 6, 27), "client": "A", "amount": credit_of_june}
    return warehouse_with(budget=plan, actuals=[*posted, late])


def test_a_budget_gets_better_only_after_two_months():
    """Overspent in May; a credit note in June puts it right, and the wall does not believe it yet."""
    w = spend([10, 10, 10, 10, 40, 10], -30.0)
    then = cell(w, "A", "budget", Scope(end=date(2026, 5, 30)))
    assert then.computed == "red"
    found = cell(w, "A", "budget")
    assert found.computed == "red"
    assert "FY2026 lands at EUR\xa0120, 0\xa0% over the budget" in found.sentence
    assert found.sentence.endswith("It was red on 29 May 2026: 2 windows in a row must be better.")
    assert cell(spend([10, 10, 10, 10, 10, 10], 0.0), "A", "budget").computed == "green"


def test_what_was_ordered_and_received_later_is_not_known_a_month_ago():
    """An order of June with its receipt: on 29 May neither was there, so nothing was held or owed."""
    w = spend([10, 10, 10, 10, 10, 10], 0.0)
    add_rows(w, "purchase_orders", [
        {"purchase_order": "1", "item": "1", "document_date": date(2026, 5, 4), "client": "A", "quantity": 4,
         "net_price": 5.0},
        {"purchase_order": "2", "item": "1", "document_date": date(2026, 6, 4), "client": "A", "quantity": 4,
         "net_price": 5.0}])  # fmt: skip
    add_rows(w, "goods_receipts", [
        {"document": "G1", "purchase_order": "1", "purchase_order_item": "1", "posting_date": date(2026, 5, 12),
         "movement": "101", "quantity": 1},
        {"document": "G2", "purchase_order": "1", "purchase_order_item": "1", "posting_date": date(2026, 6, 12),
         "movement": "101", "quantity": 3}])  # fmt: skip
    add_rows(w, "invoices", [
        {"invoice": "I1", "vendor": "V", "purchase_order": "1", "purchase_order_item": "1", "quantity": 4,
         "invoice_date": date(2026, 6, 14), "posted": date(2026, 6, 15), "net_amount": 20.0}])  # fmt: skip
    now = BudgetSources(w, Scope()).orders.rows.set_index("purchase_order")
    then = BudgetSources(w, Scope()).on(date(2026, 5, 29)).orders.rows.set_index("purchase_order")
    assert list(then.index) == ["1"]
    assert then.loc["1", ["accrued_reported", "committed_reported"]].tolist() == [5.0, 15.0]
    assert now.loc["1", ["accrued_reported", "committed_reported"]].tolist() == [0.0, 0.0]
    assert now.loc["2", "committed_reported"] == 20.0


def test_an_order_list_alone_says_nothing_of_last_month():
    w = spend([10, 10, 10, 10, 10, 10], 0.0)
    add_rows(w, "purchase_orders", [
        {"purchase_order": "1", "item": "1", "document_date": date(2026, 5, 4), "client": "A", "quantity": 4,
         "net_price": 15.0, "open_to_deliver": 60.0, "open_to_invoice": 60.0}])  # fmt: skip
    found = cell(w, "A", "budget")
    assert "How it stood on 29 May 2026 is not known: the order list says only how orders stand today." in (
        found.sentence
    )


def test_a_milestone_put_right_this_month_was_still_late_last_month():
    late = milestone("A", date(2026, 7, 10), date(2026, 8, 30), report_date=date(2026, 5, 20))
    caught_up = milestone("A", date(2026, 7, 10), date(2026, 7, 10))
    found = cell(warehouse_with(milestones=[late, caught_up]), "A", "delivery")
    assert found.computed == "red"
    assert "is expected on 10 Jul 2026, as agreed" in found.sentence
    assert "It was red on 29 May 2026" in found.sentence


def test_a_first_report_says_that_nothing_older_is_known():
    found = cell(
        warehouse_with(milestones=[milestone("A", date(2026, 8, 1), date(2026, 8, 1))]), "A", "delivery"
    )
    assert found.computed == "green"
    assert (
        "How it stood on 29 May 2026 is not known: no report on its milestones is that old." in found.sentence
    )


def risk(score, reviewed):
    return {"identifier": "R1", "summary": "No night shift", "client": "A", "raised": date(2026, 3, 1),
            "probability": score, "impact": 4, "last_review": reviewed, "status_category": "open"}  # fmt: skip


def test_a_risk_scored_lower_this_month_keeps_its_colour_where_the_older_score_is_known():
    both = warehouse_with(risks=[risk(5, date(2026, 5, 20))])
    add_rows(both, "risks", [risk(1, date(2026, 6, 20))])
    found = cell(both, "A", "risk")
    assert (found.computed, found.value) == ("red", 4.0)
    assert "It was red on 29 May 2026" in found.sentence
    only_new = cell(warehouse_with(risks=[risk(1, date(2026, 6, 20))]), "A", "risk")
    assert only_new.computed == "green"
    assert "is not known: 1 of its 1 risks have been reviewed since" in only_new.sentence


def test_a_past_day_is_judged_by_what_was_known_on_it():
    w = warehouse_with(milestones=[
        milestone("A", date(2026, 7, 10), date(2026, 8, 30), report_date=date(2026, 4, 20)),
        milestone("A", date(2026, 7, 10), date(2026, 7, 10), report_date=date(2026, 5, 20)),
        milestone("A", date(2026, 7, 10), date(2026, 7, 10))])  # fmt: skip
    assert cell(w, "A", "delivery").computed == "green"
    assert cell(w, "A", "delivery", Scope(end=date(2026, 5, 1))).computed == "amber"


def test_an_outage_is_red_although_incidents_are_few():
    """One incident of priority 1 of 10 hours in 30 days: 98.6 % where 99.5 % are wanted."""
    outage = {"number": "X", "client": "A", "service": "Payments", "opened": datetime(2026, 6, 10, 8), "priority": 1,
              "resolved": datetime(2026, 6, 10, 18), "state_category": "closed"}  # fmt: skip
    calm = [{**one, "service": "Payments", "priority": 2} for one in tickets("A", [1] * 12)]
    promised = {
        "contract": "C",
        "party": "SLA",
        "client": "A",
        "clause": "1",
        "measure": "availability",
        "target": 98,
    }
    calm.append({**calm[0], "number": "last", "opened": datetime(2026, 6, 28, 23), "resolved": None})
    found = cell(warehouse_with(incidents=[*calm, outage]), "A", "stability")
    assert found.computed == "red"
    assert "Payments was available 98.6\xa0% of 30 days: 1 outage, 10.0\xa0h in all" in found.sentence
    contract = warehouse_with(incidents=[*calm, outage], sla_targets=[promised])
    assert cell(contract, "A", "stability").computed == "green"


@pytest.mark.parametrize(("written", "share"), [(80, 0.8), (0.8, 0.8), (100, 1), (1, 1)])
def test_a_target_is_a_share_however_it_is_written(written, share):
    clause = {
        "contract": "C",
        "party": "SLA",
        "client": "A",
        "clause": "1",
        "measure": "resolution",
        "target": written,
    }
    w = warehouse_with(sla_targets=[{**clause, "target_time": 3600}])
    assert contract_targets(w, Scope(), "client") == {("A", False): share}


def test_targets_of_a_client_and_of_its_contract():
    clause = {"contract": "C", "party": "SLA", "client": "A", "clause": "1", "measure": "resolution", "target": 80,
              "target_time": 3600}  # fmt: skip
    w = warehouse_with(ticket_slas=promises("A", 88, 12), sla_targets=[clause])
    assert cell(w, "A", "sla").computed == "green"
    save_rules(
        w, default_text().replace("target = 0.95\n", 'target = 0.95\ntargets = { "A" = 0.99 }\n'), "me"
    )
    assert cell(w, "A", "sla").computed == "red"


# -- overrides ----------------------------------------------------------------------------------------------


def put(w, today=END, days=30, **more):
    chosen = {"by": "client", "part": "A", "dimension": "mood", "colour": "amber",
    "reason": "The client has forgiven us",
              "author": "K. Holm", **more}  # fmt: skip
    return override(w, today=today, expires=today + timedelta(days=days), computed="red", **chosen)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": "because"}, {"author": " "}, {"colour": "grey"}, {"colour": "blue"}, {"days": 36}, {"days": -1},
     {"dimension": "weather"}],
)  # fmt: skip
def test_an_override_needs_reason_author_and_an_end(wrong):
    w = warehouse_with()
    with pytest.raises(OverrideError):
        put(w, **wrong)
    assert not overrides_in_force(w, END)


def test_both_colours_are_shown_until_it_expires():
    w = warehouse_with(survey_responses=answers("A", 0, n=20))
    put(w)
    found = cell(w, "A", "mood")
    assert (found.colour, found.computed) == ("amber", "red")
    assert (
        found.override.says
        == "computed red · reported amber until 28 Jul 2026 by K. Holm: The client has forgiven us"
    )
    assert found.disagrees
    later = cell(w, "A", "mood", Scope(end=END + timedelta(days=40)))
    assert (later.colour, later.override) == ("red", None)
    withdraw(w, "client", "A", "mood", "K. Holm")
    assert cell(w, "A", "mood").colour == "red"


def test_an_override_is_judged_after_its_time():
    w = warehouse_with(survey_responses=answers("A", 0, n=20, at=datetime(2026, 6, 10)))
    put(w, today=END - timedelta(days=20), days=10, colour="green")
    outcomes = judged_overrides(w, Scope(), today=END)
    assert [outcome.turned_out for outcome in outcomes] == ["red"]
    assert optimism(outcomes) == (1, 1)


# -- rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mandatory = [", "not valid TOML"),
        (
            '[[rule]]\ndimension = "sla"\nmeasure = "sla_atainment"\nred_below = 0.9',
            "nearest is sla_attainment",
        ),
        (
            '[[rule]]\ndimension = "weather"\nmeasure = "sla_attainment"\nred_below = 0.9',
            "rule → 1 → dimension",
        ),
        ('[[rule]]\ndimension = "sla"\nmeasure = "sla_attainment"', "give at least one"),
        (
            '[[rule]]\ndimension = "sla"\nmeasure = "sla_attainment"\nred_below = 0.9\namber_below = 0.8',
            "must not be above",
        ),
        ('[[rule]]\ndimension = "sla"\nmeasure = "sla_attainment"\nred_bellow = 0.9', "red_bellow"),
    ],
)
def test_wrong_rules_are_refused_in_a_sentence_and_change_nothing(text, says):
    w = warehouse_with()
    with pytest.raises(RulesError, match=says):
        save_rules(w, text, "me")
    assert rules(w) == parse(default_text())


def test_rules_are_kept_and_can_be_put_back():
    w = warehouse_with()
    save_rules(w, default_text().replace("amber_above = 9.5", "amber_above = 5.5"), "me")
    assert next(rule for rule in rules(w).rule if rule.measure == "worst_risk").amber_above == 5.5
    assert reset_rules(w, "me") == rules(w) == parse(default_text())


def test_colours_as_people_write_them():
    assert [colour_written(word) for word in ("Green", "YELLOW", "rot", "on track", "done", None)] == [
        "green", "amber", "red", "green", None, None,
    ]  # fmt: skip
    assert SEVERITY["grey"] > SEVERITY["green"]


# -- disagreements ------------------------------------------------------------------------------------------


def test_green_by_contract_and_unhappy_is_a_watermelon():
    w = warehouse_with(
        ticket_slas=promises("A", 40, 0) + promises("B", 40, 0),
        survey_responses=answers("A", 2, n=20) + answers("B", 10, n=20),
        portfolio=[{"entry": "client", "name": name, "status": "green"} for name in "AB"],
    )
    found = radar(w, Scope(end=END + timedelta(days=1)))
    assert [d.part for d in found.found if d.kind == "watermelon"] == ["A"]
    reported = {d.part: d for d in found.found if d.kind == "reported"}
    assert reported["A"].weight == 3
    assert any("cannot be compared" in reason for reason in found.not_compared)


def test_two_escalations_make_a_watermelon_without_any_survey():
    raised = [
        {"identifier": f"E{n}", "summary": "x", "client": "A", "raised": datetime(2026, 6, 10 + n)}
        for n in range(2)
    ]
    w = warehouse_with(ticket_slas=promises("A", 40, 0), escalations=raised)
    found = radar(w, Scope(end=END + timedelta(days=1)))
    assert [d.kind for d in found.found] == ["watermelon"]


def test_a_suppliers_flag_against_its_own_times():
    clocks = [{**row, "sla_type": "UC", "sla_name": "Nordwind P1"} for row in promises("A", 10, 0)]
    for row in clocks[:3]:
        row["ended"] = row["breach"] + timedelta(hours=2)
    found = [
        d for d in radar(warehouse_with(ticket_slas=clocks), Scope()).found if d.kind == "supplier's report"
    ]
    assert len(found) == 1
    assert "3 of 10 clocks are reported as kept and ended too late" in found[0].sentence
    assert len(found[0].references) == 3


def test_an_upsell_waits_while_the_client_is_unhappy():
    offers = [{"identifier": f"O{c}", "name": "More", "client": c, "kind_of_sale": "upsell", "outcome": "open",
    "amount": 10.0}
              for c in "AB"]  # fmt: skip
    w = warehouse_with(survey_responses=answers("A", 0, n=20) + answers("B", 10, n=20), opportunities=offers)
    gate = mood_gate(w, Scope())
    assert [(offer.client, offer.hold) for offer in gate] == [("A", True), ("B", False)]


# -- the chain ----------------------------------------------------------------------------------------------


def test_a_chain_is_shown_only_where_the_data_carry_it():
    import numpy as np

    rng = np.random.default_rng(3)
    bad = rng.gamma(2.0, 50.0, 80)
    mood = np.full(80, np.nan)
    mood[3:] = -bad[:-3] + rng.normal(0, 10, 77)
    by_lag = {lag.lag: lag for lag in lagged(bad, mood)}
    assert by_lag[3].association < -0.8
    assert by_lag[3].interval.high < 0
    assert all(
        lag.association is None or lag.interval.high > 0 for number, lag in by_lag.items() if number != 3
    )
    few = lagged(bad[:18], mood[:18])
    assert all(lag.association is None and "too little data" in lag.reason for lag in few)


def test_the_chain_reaches_cost():
    """What a bad week costs is posted two weeks later; weeks before the first posting are not taken for free ones."""
    import numpy as np

    rng = np.random.default_rng(5)
    hours = rng.integers(1, 60, 40)
    begin = datetime(2025, 9, 1)
    weeks = [begin + timedelta(weeks=week) for week in range(40)]
    incidents = [
        {"number": f"I{n}", "client": "A", "opened": monday, "resolved": monday + timedelta(hours=int(lasted)),
         "priority": 1, "state_category": "closed"}
        for n, (monday, lasted) in enumerate(zip(weeks, hours, strict=True))
    ]  # fmt: skip
    posted = [
        {"document": f"D{n}", "client": "A", "posting_date": (monday + timedelta(weeks=2, days=1)).date(),
         "amount": 100.0 * int(lasted) + float(rng.integers(0, 50)), "currency": "EUR"}
        for n, (monday, lasted) in enumerate(zip(weeks[:-2], hours, strict=False))
    ]  # fmt: skip
    (chain,) = chains(warehouse_with(incidents=incidents, actuals=posted), Scope())
    assert chain.cost[:2] == (None, None)
    assert chain.cost[2] == posted[0]["amount"]
    assert chain.strongest is None
    assert chain.strongest_cost.lag == 2
    assert chain.strongest_cost.association > 0.9


def test_nothing_loaded_has_a_reason():
    assert portfolio_wall(warehouse_with(), Scope()).reason == "no data have been loaded"
