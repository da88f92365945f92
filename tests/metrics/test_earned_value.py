"""Earned value: each figure on its own zero, against the first plan, and refused without progress."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.earned_value import EarnedValue, baselines, earned_schedule, earned_value
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with


def test_golden_figures():
    found = EarnedValue(bac=100, pv=50, ev=40, ac=45)
    assert (found.cv, found.sv) == (-5, -10)
    assert found.cpi == pytest.approx(0.8889, abs=1e-4)
    assert found.spi == pytest.approx(0.8)
    by_cost, as_planned, by_both, anew = found.eac.values()
    assert (by_cost, as_planned, by_both, anew) == (
        pytest.approx(112.5), pytest.approx(105), pytest.approx(129.375), None,
    )  # fmt: skip
    assert (found.etc, found.vac) == (pytest.approx(67.5), pytest.approx(-12.5))
    assert found.tcpi_to_budget == pytest.approx(1.0909, abs=1e-4)
    assert found.tcpi_to_forecast == pytest.approx(0.8889, abs=1e-4)


def test_each_figure_is_empty_on_its_own_zero_only():
    no_plan = EarnedValue(bac=100, pv=0, ev=40, ac=45)
    assert no_plan.spi is None
    assert no_plan.cpi == pytest.approx(40 / 45)
    no_cost = EarnedValue(bac=100, pv=50, ev=40, ac=0)
    assert no_cost.cpi is None
    assert no_cost.spi == pytest.approx(0.8)
    assert EarnedValue(bac=100, pv=50, ev=0, ac=10).eac["the rest costs as planned (AC + BAC − EV)"] == 110
    assert EarnedValue(bac=100, pv=50, ev=0, ac=10).etc is None


def test_whole_numbers_are_not_divided_as_whole_numbers():
    assert EarnedValue(bac=10, pv=4, ev=1, ac=3).cpi == pytest.approx(1 / 3)


def test_cautions():
    assert any("unstable" in said for said in EarnedValue(bac=100, pv=20, ev=10, ac=9).cautions)
    assert any("implausible" in said for said in EarnedValue(bac=100, pv=90, ev=50, ac=70).cautions)
    spent = EarnedValue(bac=100, pv=90, ev=50, ac=100)
    assert spent.tcpi_to_budget is None
    assert any("spent" in said for said in spent.cautions)


def test_earned_schedule_reads_the_plan_backwards():
    assert earned_schedule((10, 30, 60), 20) == pytest.approx(1.5)
    assert earned_schedule((10, 30, 60), 60) == 3
    assert earned_schedule((), 5) is None


def item(number, start, finish, cost, done=None, **more):
    return {"project": "P", "item": number, "name": number, "start": start, "finish": finish, "planned_cost": cost,
            "percent_complete": done, "report_date": date(2026, 1, 31), **more}  # fmt: skip


PLAN = [
    item("1", date(2026, 1, 1), date(2026, 1, 31), 100.0, 100, actual_cost=120.0),
    item("2", date(2026, 2, 1), date(2026, 2, 28), 200.0, 25, actual_cost=40.0),
    item("3", date(2026, 1, 1), date(2026, 2, 28), 59.0, 0),
]


def test_a_plan_of_three_items():
    found = earned_value(warehouse_with(plan_items=PLAN), Scope())
    assert (found.bac, found.ev, found.ac) == (359.0, 150.0, 160.0)
    assert found.pv == pytest.approx(100 + 59 * 31 / 59)
    assert found.actual_time == 1.0
    assert found.spi_time == pytest.approx(found.earned_schedule)


@pytest.mark.parametrize(("rule", "earned"), [("percent", 150.0), ("0/100", 100.0), ("50/50", 200.0)])
def test_rules_of_earning(rule, earned):
    assert earned_value(warehouse_with(plan_items=PLAN), Scope(), rule).ev == earned


def test_without_progress_nothing_is_guessed():
    blank = [{key: cell for key, cell in row.items() if key != "percent_complete"} for row in PLAN]
    found = earned_value(warehouse_with(plan_items=blank), Scope())
    assert found.ev is None
    assert "without progress" in found.reason


def test_a_new_baseline_does_not_hide_the_first():
    w = warehouse_with(plan_items=PLAN)
    later = [
        {**row, "planned_cost": row["planned_cost"] * 2, "report_date": date(2026, 2, 28)} for row in PLAN
    ]
    add_rows(w, "plan_items", later)
    found = earned_value(w, Scope())
    assert found.bac == 359.0
    assert any("changed by +EUR\xa0359 since" in note for note in found.notes)
    assert [version.bac for version in baselines(w, Scope())] == [359.0, 718.0]
