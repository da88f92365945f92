"""Budget: what is spent, promised and free, and four ways the year may end."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from metrics.budget_burn import ACTUAL, BUDGET, budget_position, budget_positions
from metrics.budget_forecast import Course, forecasts, landing
from metrics.budget_unspent import unspent_at_risk
from metrics.fiscal import FiscalCalendar
from metrics.query import value
from metrics.scope import Scope
from tests.rows import warehouse_with

PLAN = [10.0] * 11 + [30.0]
SPENT = [8.0, 9.0, 12.0, 11.0, 10.0, 12.0]


def plan(amounts=PLAN, **more):
    return [
        {
            "fiscal_year": 2026,
            "period": number,
            "version": "budget",
            "amount": amount,
            "currency": "EUR",
            **more,
        }
        for number, amount in enumerate(amounts, start=1)
    ]


def postings(amounts=SPENT, **more):
    return [
        {"document": f"D{m}", "posting_date": date(2026, m, 28), "amount": amount, "currency": "EUR", **more}
        for m, amount in enumerate(amounts, start=1)
    ]


def by_id(position):
    return {forecast.id: forecast for forecast in position.forecasts}


def test_golden_forecasts():
    found = {f.id: f.amount for f in forecasts(Course(tuple(PLAN), tuple(SPENT)))}
    assert found["BUD-06"] == pytest.approx(124.0)
    assert found["BUD-06-3"] == pytest.approx(128.0)
    assert found["BUD-07"] == pytest.approx(142.0)
    assert found["BUD-08"] == pytest.approx(144.6667, abs=1e-4)
    assert found["BUD-09"] is None


def test_the_same_forecasts_from_imported_rows_and_sums_tie_to_them():
    w = warehouse_with(budget=plan(service="Pay"), actuals=postings(service="Pay"))
    position = budget_position(w, Scope())
    assert position.through.number == 6
    assert (position.budget, position.actual, position.variance) == (140.0, 62.0, -2.0)
    assert by_id(position)["BUD-08"].amount == pytest.approx(144.6667, abs=1e-4)
    assert position.rows["budget"]["amount"].sum() == position.budget
    assert position.rows["actual"]["signed_amount"].sum() == position.actual
    assert value(w, BUDGET, Scope()).value == 140.0
    assert value(w, ACTUAL, Scope()).value == 62.0


def test_burn_is_read_against_the_budgets_own_profile_not_straight_time():
    position = budget_position(warehouse_with(budget=plan(), actuals=postings()), Scope())
    assert position.burned == pytest.approx(62 / 140)
    assert position.planned_burn == pytest.approx(60 / 140)


def test_a_running_month_is_not_taken_for_a_whole_one():
    rows = [
        *postings(),
        {"document": "D7", "posting_date": date(2026, 7, 3), "amount": 1.0, "currency": "EUR"},
    ]
    position = budget_position(warehouse_with(budget=plan(), actuals=rows), Scope())
    assert position.through.number == 6
    assert position.actual == 63.0
    assert by_id(position)["BUD-06"].amount == pytest.approx(124.0)


def test_commitments_accruals_and_free():
    orders = [
        {"purchase_order": "P1", "item": "1", "quantity": 10, "net_price": 2, "net_value": 20, "currency": "EUR",
         "document_date": date(2026, 3, 1), "delivery_date": date(2026, 9, 1)},
        {"purchase_order": "P2", "item": "1", "quantity": 1, "net_price": 7, "net_value": 7, "currency": "EUR",
         "document_date": date(2026, 3, 1), "deleted": "L"},
        {"purchase_order": "P3", "item": "1", "quantity": 1, "net_price": 9, "net_value": 9, "currency": "EUR",
         "document_date": date(2026, 3, 1), "delivery_date": date(2027, 2, 1)},
    ]  # fmt: skip
    receipts = [{"document": "G", "purchase_order": "P1", "purchase_order_item": "1", "movement": "101", "quantity": 4,
                 "posting_date": date(2026, 5, 1)}]  # fmt: skip
    bills = [{"invoice": "I", "vendor": "V", "purchase_order": "P1", "purchase_order_item": "1", "quantity": 1,
              "net_amount": 2, "currency": "EUR", "invoice_date": date(2026, 5, 2)}]  # fmt: skip
    w = warehouse_with(
        budget=plan(), actuals=postings(), purchase_orders=orders, goods_receipts=receipts, invoices=bills
    )
    position = budget_position(w, Scope())
    assert position.course.accrued == pytest.approx(6.0)  # 8 received, 2 invoiced
    assert position.course.committed == pytest.approx(
        12.0
    )  # the deleted line and next year's delivery are out
    assert position.free == pytest.approx(140 - 62 - 6 - 12)
    f4 = by_id(position)["BUD-09"]
    assert f4.amount == pytest.approx(80.0)
    assert position.landing.judged == f4


def test_a_ledger_that_posts_receipts_is_not_counted_twice():
    w = warehouse_with(
        budget=plan(), actuals=postings(),
        purchase_orders=[{"purchase_order": "P", "item": "1", "net_value": 10, "currency": "EUR", "open_to_deliver": 0,
                          "open_to_invoice": 10, "document_date": date(2026, 1, 1)}],
    )  # fmt: skip
    assert budget_position(w, Scope()).course.accrued == pytest.approx(10.0)
    w.set_setting("actuals_include_receipts", True)
    assert budget_position(w, Scope()).course.accrued == 0.0


def test_the_order_list_alone_gives_accrual_as_still_to_invoice_minus_still_to_deliver():
    orders = [
        {"purchase_order": "P", "item": str(n), "net_value": 100, "currency": "EUR", "open_to_deliver": deliver,
         "open_to_invoice": invoice, "document_date": date(2026, 1, 1)}
        for n, (deliver, invoice) in enumerate([(40, 70), (100, 100), (0, 0), (60, 20)])
    ]  # fmt: skip
    w = warehouse_with(purchase_orders=orders)
    found = w.query("SELECT item, accrued_value, committed_value FROM order_matches ORDER BY item")
    assert found["accrued_value"].tolist() == [30, 0, 0, 0]  # invoiced before received is no negative accrual
    assert found["committed_value"].tolist() == [40, 100, 0, 20]  # what is invoiced is among the costs


def test_an_invoice_booked_before_the_goods_came_is_not_committed_a_second_time():
    orders = [
        {"purchase_order": f"P{n}", "item": "1", "quantity": 1, "net_value": 100, "currency": "EUR",
         "document_date": date(2026, 1, 1), "open_to_deliver": 100, "open_to_invoice": 0}
        for n in range(3)
    ]  # fmt: skip
    bills = [
        {"invoice": f"I{n}", "vendor": "V", "purchase_order": f"P{n}", "purchase_order_item": "1", "quantity": 1,
         "net_amount": 100, "currency": currency, "invoice_date": date(2026, 5, 2), "posted": posted}
        for n, (currency, posted) in enumerate([("EUR", date(2026, 5, 3)), ("EUR", None), ("USD", date(2026, 5, 3))])
    ]  # fmt: skip
    w = warehouse_with(purchase_orders=orders, invoices=bills)
    found = w.query("SELECT purchase_order, committed_value FROM order_matches ORDER BY 1")["committed_value"]
    assert found.tolist() == [0, 100, 100]  # booked; received by mail only; in another currency


def test_a_missing_rate_is_left_out_and_listed_never_one_to_one():
    rows = [*postings(), {"document": "X", "posting_date": date(2026, 2, 3), "amount": 1000.0, "currency": "USD"},
            {"document": "Y", "posting_date": date(2026, 3, 3), "amount": 100.0, "currency": "USD"}]  # fmt: skip
    rates = [{"from_currency": "USD", "to_currency": "EUR", "valid_from": date(2026, 3, 1), "rate": 0.9}]
    w = warehouse_with(budget=plan(), actuals=rows, exchange_rates=rates)
    position = budget_position(w, Scope())
    assert position.actual == pytest.approx(62.0 + 90.0)
    assert [(m.currency, m.month, m.rows, m.amount) for m in position.missing_rates] == [
        ("USD", date(2026, 2, 1), 1, 1000.0)
    ]
    answer = value(w, ACTUAL, Scope())
    assert answer.value == pytest.approx(152.0)
    assert answer.excluded == (("no exchange rate for its currency and month", 1),)


@pytest.mark.parametrize(
    ("rates", "euros"),
    [
        ([("EUR", "USD", 1.25, 1, "average")], 80.0),  # only the reverse is quoted
        ([("USD", "EUR", 90.0, 100, "average")], 90.0),  # quoted for 100 units
        ([("CHF", "EUR", 1.0, 1, "average"), ("CHF", "USD", 1.25, 1, "average")], 80.0),  # through a third
        (
            [("USD", "EUR", 0.7, 1, "budget"), ("USD", "EUR", 0.9, 1, "average")],
            90.0,
        ),  # never the budget's rate
        ([("USD", "EUR", 0.7, 1, "closing")], None),  # one closing rate is no average
    ],
)
def test_ways_to_a_rate(rates, euros):
    w = warehouse_with(
        budget=plan(), actuals=[{"posting_date": date(2026, 1, 9), "amount": 100.0, "currency": "USD"}],
        exchange_rates=[
            {"from_currency": a, "to_currency": b, "valid_from": date(2026, 1, 1), "rate": rate, "units": units,
             "rate_type": kind}
            for a, b, rate, units, kind in rates
        ],
    )  # fmt: skip
    assert value(w, ACTUAL, Scope()).value == (None if euros is None else pytest.approx(euros))


def test_reversals_and_credits_keep_their_sign():
    rows = [
        {"posting_date": date(2026, 1, 9), "amount": 100.0, "currency": "EUR", "debit_credit": "debit"},
        {"posting_date": date(2026, 1, 9), "amount": 30.0, "currency": "EUR", "debit_credit": "credit"},
        {"posting_date": date(2026, 1, 9), "amount": -5.0, "currency": "EUR"},
    ]
    assert value(warehouse_with(actuals=rows), ACTUAL, Scope()).value == 65.0


def test_balance_sheet_lines_of_whole_documents_are_no_cost():
    line = {"posting_date": date(2026, 1, 9), "amount": 100.0, "currency": "EUR"}
    rows = [
        {**line, "account_type": "general_ledger", "debit_credit": "debit", "cost_center": "4711"},
        {**line, "account_type": "general_ledger", "debit_credit": "debit"},
        {**line, "account_type": "vendor", "debit_credit": "credit"},
    ]
    assert value(warehouse_with(actuals=rows), ACTUAL, Scope()).value == 100.0


def test_actuals_of_the_grid_are_not_added_to_those_of_the_ledger():
    grid = [{**row, "version": "actual", "amount": 99.0} for row in plan()]
    position = budget_position(warehouse_with(budget=[*plan(), *grid], actuals=postings()), Scope())
    assert position.actual == 62.0
    assert any("not added" in note for note in position.notes)
    alone = budget_position(warehouse_with(budget=[*plan(), *grid[:6]]), Scope())
    assert alone.actual == 6 * 99.0


def test_cost_nobody_budgeted_has_no_percentage():
    w = warehouse_with(
        budget=plan(service="Pay"), actuals=[*postings(service="Pay"), *postings([5.0], service="New")]
    )
    parts = {position.part: position for position in budget_positions(w, Scope(), "service")}
    assert parts["Pay"].variance_share == pytest.approx(-2 / 60)
    assert parts["New"].variance_share is None
    assert parts["New"].reason == "no budget line for FY2026"
    assert [(u.name, u.amount) for u in budget_position(w, Scope()).unbudgeted] == [("New", 5.0)]


def test_a_year_without_profile_is_a_straight_line_and_says_so():
    w = warehouse_with(
        budget=[{"fiscal_year": 2026, "version": "budget", "amount": 120.0}], actuals=postings()
    )
    position = budget_position(w, Scope())
    assert position.course.budget_to_date == pytest.approx(60.0)
    assert by_id(position)["BUD-08"].amount is None
    assert any("straight line" in note for note in position.notes)


def test_a_fiscal_year_from_july():
    w = warehouse_with(
        budget=[{"fiscal_year": 2026, "month": date(2025 + (m < 7), m, 1), "version": "budget", "amount": float(m)}
                for m in range(1, 13)],
        actuals=[{"posting_date": date(2025, 7, 31), "amount": 6.5}, {"posting_date": date(2025, 8, 31),
        "amount": 8.5}],
    )  # fmt: skip
    w.set_setting("fiscal_start_month", 7)
    position = budget_position(w, Scope())
    assert position.fiscal_year == 2026
    assert position.course.budget[:2] == (7.0, 8.0)
    assert position.course.actual == (6.5, 8.5)


def test_four_four_five_weeks_leave_no_day_out():
    calendar = FiscalCalendar(start_month=1, pattern="4-4-5")
    for year in range(2020, 2032):
        periods = calendar.periods(year)
        assert [p.start.weekday() for p in periods] == [0] * 12
        assert all(one.end == other.start for one, other in pairwise(periods))
        assert periods[-1].end == calendar.periods(year + 1)[0].start
        assert [(p.end - p.start).days // 7 for p in periods][:3] == [4, 4, 5]
    assert calendar.period_of(date(2026, 1, 1)).number == 1


def test_exhaustion_is_a_day_or_after_the_year():
    position = budget_position(
        warehouse_with(budget=plan([10.0] * 12), actuals=postings([20.0] * 3)), Scope()
    )
    run_rate = by_id(position)["BUD-06"]
    assert run_rate.amount == 240.0
    assert run_rate.exhausted == date(2026, 6, 30)
    assert by_id(position)["BUD-07"].exhausted == date(2026, 9, 30)
    spared = budget_position(warehouse_with(budget=plan([10.0] * 12), actuals=postings([5.0] * 3)), Scope())
    assert by_id(spared)["BUD-06"].exhausted is None


def test_the_landing_range_holds_the_managers_own_number():
    made = forecasts(Course(tuple(PLAN), tuple(SPENT), accrued=1.0, committed=2.0))
    found = landing(made, manual=150.0)
    assert (found.low, found.high, found.judged.id) == (65.0, 150.0, "BUD-09")


def test_nothing_loaded_has_a_reason():
    position = budget_position(warehouse_with(), Scope())
    assert position.reason == "no budget lines have been loaded"
    assert position.free is None


def test_free_money_that_orders_can_no_longer_reach_in_time_is_at_risk():
    orders = [
        {"purchase_order": f"P{n}", "item": "1", "quantity": 1, "net_price": 9, "net_value": 9, "currency": "EUR",
         "document_date": date(2026, 5, 1), "delivery_date": date(2026, 6, 1)}
        for n in range(10)
    ]  # fmt: skip
    receipts = [
        {"document": f"G{n}", "purchase_order": f"P{n}", "purchase_order_item": "1", "movement": "101", "quantity": 1,
         "posting_date": date(2026, 5, 31)}
        for n in range(10)
    ]  # fmt: skip
    w = warehouse_with(
        budget=plan([100.0] * 12),
        actuals=postings([50.0] * 6),
        purchase_orders=orders,
        goods_receipts=receipts,
    )
    found = unspent_at_risk(w, Scope(), budget_position(w, Scope()))
    assert (found.lead_days, found.order_by, found.pace) == (30, date(2026, 12, 1), 1.0)
    free = 1200 - 300 - 90
    assert found.at_risk == pytest.approx(free - (date(2026, 12, 1) - date(2026, 6, 28)).days)
    few = warehouse_with(budget=plan(), actuals=postings())
    assert unspent_at_risk(few, Scope(), budget_position(few, Scope())).at_risk is None


def test_money_that_names_no_client_belongs_to_the_client_of_its_project():
    """Plan, postings and orders of a project of Fjord; a project of two clients belongs to neither."""
    entries = [
        {"entry": "project", "name": "Exit", "client": "Fjord"},
        {"entry": "service", "name": "Payments", "client": "Meridian"},
        {"entry": "service", "name": "Network"},
    ]
    w = warehouse_with(
        portfolio=entries,
        budget=[
            *plan(project="Exit"), *plan(service="Payments", project="Exit", client="Kestrel"),
            *plan(service="Payments"), *plan(service="Network"),
        ],
        actuals=[*postings(project="Exit"), {**postings([1.0], service="Payments")[0], "document": "P"}],
        purchase_orders=[{"purchase_order": "1", "item": "1", "document_date": date(2026, 3, 1), "project": "Exit",
                          "net_value": 7.0, "quantity": 1, "currency": "EUR"}],
        invoices=[{"invoice": "I", "vendor": "V", "invoice_date": date(2026, 3, 2), "net_amount": 3.0,
                   "project": "Exit", "currency": "EUR"}],
    )  # fmt: skip
    found = {position.part: position for position in budget_positions(w, Scope(), "client")}
    assert {part: position.budget for part, position in found.items()} == {
        "Fjord": 140.0, "Kestrel": 140.0, "Meridian": 140.0, "(not set)": 140.0,
    }  # fmt: skip
    assert (found["Fjord"].course.spent, found["Fjord"].course.committed) == (62.0, 7.0)
    assert found["Meridian"].course.spent == 1.0
    assert value(w, BUDGET, Scope.of(client="Fjord")).value == 140.0
    assert any("counted for the client of the project or service" in note for note in found["Fjord"].notes)
    invoiced = w.query("SELECT client FROM invoice_documents")
    assert invoiced["client"].tolist() == ["Fjord"]
