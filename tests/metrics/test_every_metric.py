"""What must hold for every metric there is: words, four shapes on nothing, SQL other engines can read."""

import pytest
import sqlglot
from sqlglot import exp

from metrics.declared import UnknownMetricError, all_metrics, metric_named
from metrics.query import breakdown, rows, trend, value
from metrics.query_figures import ask
from metrics.query_statements import figures
from metrics.query_tables import table
from metrics.query_text import ADDED, Question
from metrics.receipts import receipt, replay
from metrics.scope import Scope
from tests.rows import warehouse_with
from warehouse import open_warehouse

METRICS = list(all_metrics().values())
every_metric = pytest.mark.parametrize("metric", METRICS, ids=[metric.name for metric in METRICS])


@pytest.fixture(scope="module")
def empty():
    return open_warehouse(":memory:")


@every_metric
def test_has_its_words(metric):
    assert metric.asks.endswith("?")
    assert metric.formula.endswith(".")
    assert metric.title
    if metric.unit == "percent":
        assert metric.kind in {"proportion", "ratio", "mean"}


def test_identifiers_are_unique():
    identifiers = [metric.id for metric in METRICS]
    assert sorted(identifiers) == sorted(set(identifiers))


@every_metric
def test_gives_a_reason_in_four_shapes_on_an_empty_warehouse(metric, empty):
    scope = Scope.of(start="2026-01-01", end="2026-04-01")
    for answer in (
        value(empty, metric, scope),
        trend(empty, metric, scope.but(grain="month")),
        breakdown(empty, metric, scope, "client"),
    ):
        assert answer.value is None
        assert answer.reason
        assert answer.points == ()
    assert rows(empty, metric, scope).empty
    made = receipt(empty, metric, scope)
    assert made.reason
    assert replay(empty, made, metric).same


@every_metric
def test_names_a_table_with_its_columns(metric, empty):
    known = table(empty, metric.table)
    assert known.types, f"{metric.name} reads {metric.table}, which is no table or view"
    assert {"import_id", "sheet", "row_no"} <= set(known.types), "receipts need to know where a row came from"
    assert not set(ADDED) & set(known.types), "queries add columns of these names"
    for name in (metric.when, metric.open_from, *metric.else_when, *metric.open_until):
        assert name is None or name in known.types


@every_metric
def test_stays_in_the_strict_subset(metric):
    """What other engines read differently, or not at all, is not used; what is used translates."""
    for text in (metric.sql, metric.where, *(condition for condition, _ in metric.leaves_out)):
        if not text:
            continue
        parsed = sqlglot.parse_one(f"SELECT {text} AS asked FROM {metric.table}", read="duckdb")
        for node in parsed.walk():
            assert not isinstance(node, exp.Select) or node is parsed, (
                "no subqueries: one metric reads one table"
            )
            assert not isinstance(node, exp.Join | exp.Window | exp.Lambda | exp.Interval | exp.ArrayContains)
            if isinstance(node, exp.Literal) and not node.is_string and "." in node.name:
                assert isinstance(node.parent, exp.PercentileCont | exp.PercentileDisc | exp.Quantile), (
                    f"{node} is a decimal; other engines round it"
                )
        assert sqlglot.transpile(
            f"SELECT {text} AS asked FROM {metric.table}", read="duckdb", write="postgres"
        )


@every_metric
def test_its_expressions_run(metric, empty):
    """Every expression binds to the columns of its table, except where a needed column does not exist yet."""
    known = table(empty, metric.table)
    if any(all(name not in known.types for name in need.split("|")) for need in metric.needs):
        return
    from datetime import datetime

    question = Question(metric, Scope.of(start="2026-01-01", end="2026-04-01"), known, datetime(2026, 5, 1))
    assert len(ask(empty, question, figures(question))) == 0
    as_it_was = Question(metric, Scope.of(as_of="2026-02-01 00:00"), known, datetime(2026, 2, 1))
    assert len(ask(empty, as_it_was, figures(as_it_was))) == 0


def test_a_metric_that_lacks_a_column_says_what_it_needs():
    warehouse = warehouse_with(
        incidents=[dict(number="1", opened="2026-01-05 10:00", resolved="2026-01-06 10:00")]
    )
    for name, needs in (
        ("INC-10", "Acknowledged"), ("INC-19", "Reopens"), ("INC-22", "Replies"), ("INC-31", "On hold time"),
        ("INC-32", "an update log that names the vendor"),
        ("INC-34-LOWERED", "Priority and an update log with the priority"),
        ("INC-23", "Assignment group and the teams of the first level (setting first_level_teams)"),
    ):  # fmt: skip
        answer = value(warehouse, metric_named(name), Scope())
        assert answer.value is None
        assert answer.reason == f"not measurable: needs {needs}"


def test_a_name_or_an_identifier_finds_the_metric():
    assert metric_named("inc-19") is metric_named("reopened")
    with pytest.raises(UnknownMetricError, match=r"the nearest is time_to_resolve \(INC-08\)"):
        metric_named("time_to_resolv")
