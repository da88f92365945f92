"""What holds for any rows: parts rebuild the whole, a filter never adds rows, rows() are n, days add up."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.incident_trends import BACKLOG, MEAN_TIME_TO_RESOLVE, OPENED, REOPENED, RESOLVED, TIME_TO_RESOLVE
from metrics.query import breakdown, rows, trend, value
from metrics.receipts import receipt, replay
from metrics.scope import GRAINS, Scope
from tests.rows import warehouse_with

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 30)).map(lambda at: at.replace(microsecond=0))
INCIDENTS = st.lists(
    st.fixed_dictionaries(
        {
            "opened": MOMENTS,
            "lasting": st.one_of(st.none(), st.integers(-5, 2000)),
            "service": st.sampled_from(["A", "B", None]),
            "priority": st.sampled_from([1, 2, 3, None]),
            "reopens": st.sampled_from([0, 1, None]),
            "state_category": st.sampled_from(["closed", "cancelled", "new", None]),
        }
    ),
    min_size=1,
    max_size=25,
)
several = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def loaded(incidents):
    return warehouse_with(
        incidents=[
            {
                **{name: known for name, known in row.items() if name != "lasting"},
                "number": str(number),
                "resolved": None
                if row["lasting"] is None
                else row["opened"] + timedelta(hours=row["lasting"]),
            }
            for number, row in enumerate(incidents)
        ]
    )


@several
@given(INCIDENTS)
def test_parts_and_periods_rebuild_the_whole(incidents):
    warehouse = loaded(incidents)
    for metric in (OPENED, RESOLVED):
        whole = value(warehouse, metric, Scope())
        if whole.value is None:
            continue
        for by in ("service", "priority"):
            assert (
                sum(point.value for point in breakdown(warehouse, metric, Scope(), by).points) == whole.value
            )
        for grain in GRAINS:
            assert (
                sum(point.value or 0 for point in trend(warehouse, metric, Scope.of(grain=grain)).points)
                == whole.value
            )
    mean = value(warehouse, MEAN_TIME_TO_RESOLVE, Scope())
    if mean.value is not None:
        parts = breakdown(warehouse, MEAN_TIME_TO_RESOLVE, Scope(), "service").points
        pooled = sum(point.value * point.n for point in parts if point.n) / sum(point.n for point in parts)
        assert pooled == pytest.approx(mean.value)


@several
@given(INCIDENTS)
def test_a_filter_never_adds_rows_and_rows_are_n(incidents):
    warehouse = loaded(incidents)
    for metric in (OPENED, RESOLVED, BACKLOG, TIME_TO_RESOLVE, REOPENED):
        whole = value(warehouse, metric, Scope())
        narrow = value(warehouse, metric, Scope.of(service="A"))
        assert narrow.n <= whole.n
        assert len(rows(warehouse, metric, Scope())) == whole.n
        for reason, count in whole.excluded:
            assert len(rows(warehouse, metric, Scope(), left_out=reason)) == count
        made = receipt(warehouse, metric, Scope())
        assert sum(source.n for source in made.imports) == whole.n
        assert replay(warehouse, made, metric).same


@several
@given(INCIDENTS, MOMENTS)
def test_the_backlog_is_counted_by_its_definition(incidents, at):
    """An independent count in plain Python: opened before the moment, not over before it."""
    warehouse = loaded(incidents)

    def is_open(row):
        over = None if row["lasting"] is None else row["opened"] + timedelta(hours=row["lasting"])
        endless = row["state_category"] in {"closed", "cancelled"} and (over is None)
        return row["opened"] < at and (over is None or over >= at) and not endless

    answer = value(warehouse, BACKLOG, Scope.of(as_of=at))
    assert (answer.value or 0) == sum(1 for row in incidents if is_open(row))
