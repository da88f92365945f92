"""Fiscal quarters and years (G14) in every shape: trends, parts, rows, receipts, states, and the command line."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta

import pytest

from metrics.__main__ import main
from metrics.incident_trends import (
    AGE_OF_OPEN,
    BACKLOG,
    MEAN_TIME_TO_RESOLVE,
    OPENED,
    REOPENED,
    TIME_TO_RESOLVE,
    TIME_TO_RESOLVE_P85,
)
from metrics.query import rows, trend, value
from metrics.receipts import receipt, replay
from metrics.scope import FISCAL_GRAINS, Scope
from metrics.studies_delivery import flow_by_period
from tests.rows import add_rows, warehouse_with
from warehouse import open_warehouse

ONE_OF_EACH = [
    # The last day of FY2025, the first of FY2026, one in its second quarter, one in the last, the newest.
    {"number": "1", "opened": "2025-03-31 23:30", "resolved": "2025-04-02 23:30"},
    {"number": "2", "opened": "2025-04-01 00:00", "resolved": "2025-04-01 06:00"},
    {"number": "3", "opened": "2025-07-01 08:00", "resolved": None},
    {"number": "4", "opened": "2026-03-31 12:00", "resolved": "2026-04-02 12:00"},
    {"number": "5", "opened": "2026-04-10 08:00", "resolved": "2026-04-10 09:00"},
]


@pytest.fixture(scope="module")
def from_april():
    warehouse = warehouse_with(incidents=ONE_OF_EACH)
    warehouse.set_setting("fiscal_start_month", 4)
    return warehouse


def drawn(seed: int, pattern: str):
    """Three years of incidents at random, with a fiscal year from October."""
    chance = random.Random(seed)
    given = []
    for number in range(400):
        opened = datetime(2023, 1, 1) + timedelta(minutes=chance.randrange(1440 * 1000))
        lasting = timedelta(minutes=chance.randrange(1, 1440 * 40))
        given.append(
            {
                "number": str(number),
                "opened": opened,
                "resolved": opened + lasting if chance.random() < 0.9 else None,
                "service": chance.choice(["A", "B", None]),
                "reopens": chance.choice([0, 0, 1]),
            }
        )
    warehouse = warehouse_with(incidents=given, reporting_timezone="Europe/Copenhagen")
    warehouse.set_setting("fiscal_start_month", 10)
    warehouse.set_setting("fiscal_pattern", pattern)
    return warehouse


def test_every_fiscal_quarter_is_there_the_quiet_and_the_unfinished_too(from_april):
    found = trend(from_april, OPENED, Scope.of(grain="fiscal-quarter")).points
    # The data begin in the middle of the first quarter, so that it is as little whole as the last.
    assert [(p.period, p.value, p.partial) for p in found] == [
        ("FY2025-Q4", 1, True), ("FY2026-Q1", 1, False), ("FY2026-Q2", 1, False), ("FY2026-Q3", 0, False),
        ("FY2026-Q4", 1, False), ("FY2027-Q1", 1, True),
    ]  # fmt: skip
    assert (found[2].start, found[2].end) == (date(2025, 7, 1), date(2025, 10, 1))
    years = trend(from_april, OPENED, Scope.of(grain="fiscal-year")).points
    assert [(p.period, p.value, p.partial) for p in years] == [
        ("FY2025", 1, True), ("FY2026", 3, False), ("FY2027", 1, True),
    ]  # fmt: skip
    cut = trend(
        from_april, OPENED, Scope.of(grain="fiscal-year", start="2025-05-01", end="2026-04-01")
    ).points
    assert [(p.period, p.value, p.partial) for p in cut] == [("FY2026", 2, True)]


def test_the_grains_of_the_calendar_stay_those_of_the_calendar(from_april):
    assert [p.period for p in trend(from_april, OPENED, Scope.of(grain="year")).points] == ["2025", "2026"]
    quarters = [p.period for p in trend(from_april, OPENED, Scope.of(grain="quarter")).points]
    assert quarters == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]


def test_a_fiscal_point_opens_to_its_rows_and_its_receipt(from_april):
    assert rows(from_april, OPENED, Scope(), period="FY2026")["number"].tolist() == ["2", "3", "4"]
    assert rows(from_april, OPENED, Scope(), period="FY26 Q4")["number"].tolist() == ["4"]
    made = receipt(from_april, OPENED, Scope(), period="FY2026-Q2")
    assert (made.scope.start, made.scope.end, made.n) == (date(2025, 7, 1), date(2025, 10, 1), 1)
    assert replay(from_april, made, OPENED).same
    whole = receipt(from_april, OPENED, Scope.of(grain="fiscal-year"), answer=trend(
        from_april, OPENED, Scope.of(grain="fiscal-year")))  # fmt: skip
    assert whole.partial_periods == ("FY2025", "FY2027")
    assert "The fiscal year runs from April and is named after the year it ends in." in whole.notes


@pytest.mark.parametrize("pattern", ["months", "4-4-5"])
@pytest.mark.parametrize("grain", FISCAL_GRAINS)
def test_a_fiscal_point_is_the_value_of_its_days(grain, pattern):
    """From roll-ups and from the rows, for counts, shares, means, percentiles and what stands at the end."""
    warehouse = drawn(5, pattern)
    for metric in (
        OPENED,
        REOPENED,
        TIME_TO_RESOLVE,
        TIME_TO_RESOLVE_P85,
        MEAN_TIME_TO_RESOLVE,
        BACKLOG,
        AGE_OF_OPEN,
    ):
        for as_of in (None, "2025-08-15 10:00"):
            scope = Scope.of(grain=grain, as_of=as_of)
            whole = [p for p in trend(warehouse, metric, scope).points if not p.partial]
            assert len(whole) >= (1 if grain == "fiscal-year" else 9)
            for point in whole:
                start = None if metric.at_a_point_in_time else point.start
                alone = value(warehouse, metric, scope.but(grain=None, start=start, end=point.end))
                assert (point.n, point.value) == (alone.n, pytest.approx(alone.value)), (
                    metric.name,
                    point.period,
                )
        parts = trend(warehouse, OPENED, Scope.of(grain=grain), by="service").points
        assert sum(p.value for p in parts) == 400


def test_another_fiscal_year_is_followed_at_once(from_april):
    warehouse = warehouse_with(incidents=ONE_OF_EACH)
    scope = Scope.of(grain="fiscal-quarter")
    assert trend(warehouse, OPENED, scope).points[0].period == "FY2025-Q1"
    warehouse.set_setting("fiscal_start_month", 4)
    assert trend(warehouse, OPENED, scope).points == trend(from_april, OPENED, scope).points
    warehouse.set_setting("fiscal_year_named_after", "start")
    assert trend(warehouse, OPENED, scope).points[0].period == "FY2024-Q4"


def test_the_flow_of_work_by_fiscal_quarter():
    warehouse = warehouse_with(
        work_items=[
            {
                "item": str(n),
                "created": f"2026-0{n}-05 08:00",
                "done": f"2026-0{n}-20 08:00",
                "state_category": "done",
            }
            for n in (2, 3, 4, 5)
        ]
    )
    warehouse.set_setting("fiscal_start_month", 4)
    ends = flow_by_period(warehouse, Scope.of(grain="fiscal-quarter")).ends
    assert [label for label, _ in ends] == ["FY2026-Q4", "FY2027-Q1"]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("fiscal") / "bridgeview.duckdb"
    warehouse = open_warehouse(path)
    warehouse.set_setting("fiscal_start_month", 4)
    add_rows(warehouse, "incidents", ONE_OF_EACH)
    return str(path)


class TestCommandLine:
    def test_a_point_per_fiscal_period(self, database, capsys):
        assert main(["INC-01", "--grain", "fiscal-year", "--format", "json", "--db", database]) == 0
        found = json.loads(capsys.readouterr().out)
        assert [(p["period"], p["value"]) for p in found["points"]] == [
            ("FY2025", 1),
            ("FY2026", 3),
            ("FY2027", 1),
        ]
        assert found["receipt"]["partial_periods"] == ["FY2025", "FY2027"]
        assert main(["INC-01", "--grain", "fiscal-quarter", "--db", database]) == 0
        printed = capsys.readouterr().out
        assert "The fiscal year runs from April and is named after the year it ends in." in printed
        assert "FY2027-Q1 (not complete)" in printed

    @pytest.mark.parametrize(("period", "n"), [("FY2026-Q2", 1), ("FY26", 3), ("2025", 3), ("2026-03", 1)])
    def test_one_period_by_its_name(self, database, capsys, period, n):
        assert main(["INC-01", "--period", period, "--format", "json", "--db", database]) == 0
        assert json.loads(capsys.readouterr().out)["n"] == n

    def test_a_period_that_is_none_is_refused(self, database, capsys):
        assert main(["INC-01", "--period", "FY26 Q7", "--db", database]) == 1
        assert "is not a period: write 2026" in capsys.readouterr().err
        with pytest.raises(SystemExit) as refused:
            main(["INC-01", "--period", "FY26", "--from", "2026-01-01", "--db", database])
        assert refused.value.code == 2
        assert "either --period or --from and --to" in capsys.readouterr().err
