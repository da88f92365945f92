"""Ten hand-worked incidents: value, trend, breakdown and rows of every kind of metric, at several as-of."""

from datetime import date, datetime

import pandas as pd
import pytest

from metrics.changes import OUTSIDE_WINDOW
from metrics.incident_trends import (
    AGE_OF_OPEN,
    AGEING_BANDS,
    BACKLOG,
    MEAN_TIME_TO_RESOLVE,
    NET_FLOW,
    OPENED,
    REOPENED,
    RESOLVED,
    SAME_DAY,
    STALE,
    TIME_TO_RESOLVE,
    TIME_TO_RESOLVE_P85,
)
from metrics.query import breakdown, rows, trend, value
from metrics.scope import GRAINS, Scope
from metrics.statistics import wilson
from tests.rows import add_rows, warehouse_with

#: Hours to resolve: 1, 2, 3, 10, 24, 48, 100; one cancelled, two open. The newest event is 2026-03-20 12:00.
TEN = [
    dict(
        number="1", opened="2026-01-05 08:00", resolved="2026-01-05 09:00", reopens=0, service="A", priority=1
    ),
    dict(
        number="2", opened="2026-01-05 08:00", resolved="2026-01-05 10:00", reopens=1, service="A", priority=2
    ),
    dict(
        number="3", opened="2026-01-31 22:00", resolved="2026-02-01 01:00", reopens=0, service="B", priority=3
    ),
    dict(
        number="4", opened="2026-01-31 23:00", resolved="2026-02-01 09:00", reopens=0, service="B", priority=3
    ),
    dict(
        number="5", opened="2026-01-10 00:00", resolved="2026-01-11 00:00", reopens=2, service="B", priority=3
    ),
    dict(
        number="6", opened="2026-03-02 00:00", resolved="2026-03-04 00:00", reopens=0, service="A", priority=3
    ),
    dict(
        number="7",
        opened="2026-03-02 00:00",
        resolved="2026-03-06 04:00",
        reopens=0,
        service=None,
        priority=3,
    ),
    dict(
        number="8",
        opened="2026-03-03 00:00",
        resolved="2026-03-03 01:00",
        reopens=0,
        state_category="cancelled",
    ),
    dict(
        number="9", opened="2026-01-20 12:00", reopens=0, service="A", priority=3, updated="2026-03-19 12:00"
    ),
    dict(
        number="10", opened="2026-03-10 12:00", reopens=0, service="C", priority=4, updated="2026-03-20 12:00"
    ),
]


@pytest.fixture(scope="module")
def ten():
    return warehouse_with(incidents=TEN)


def points(answer):
    return [(point.period or point.part, point.value, point.n) for point in answer.points]


def test_arrivals(ten):
    answer = value(ten, OPENED, Scope())
    assert (answer.value, answer.n, answer.reason) == (10, 10, None)
    assert answer.as_of == datetime(2026, 3, 20, 12)
    assert points(trend(ten, OPENED, Scope.of(grain="month"))) == [
        ("2026-01", 6, 6),
        ("2026-02", 0, 0),
        ("2026-03", 4, 4),
    ]


def test_a_period_is_half_open(ten):
    assert value(ten, RESOLVED, Scope.of(start="2026-01-01", end="2026-02-01")).value == 3
    assert value(ten, RESOLVED, Scope.of(start="2026-02-01", end="2026-02-02")).value == 2


def test_the_median_pools_the_rows(ten):
    answer = value(ten, TIME_TO_RESOLVE, Scope())
    assert (answer.value, answer.n) == (10.0, 7)
    # Seven values: the order-statistic interval of the median runs from the first to the last.
    assert (answer.low, answer.high) == (1.0, 100.0)
    assert answer.caution == "only 7 rows: read with care"
    assert answer.excluded == (("cancelled", 1),)


def test_the_mean_comes_with_its_interval(ten):
    answer = value(ten, MEAN_TIME_TO_RESOLVE, Scope())
    assert answer.value == pytest.approx((1 + 2 + 3 + 10 + 24 + 48 + 100) / 7)
    assert answer.low < answer.value < answer.high


def test_a_percentile_of_too_few_rows_has_no_value(ten):
    answer = value(ten, TIME_TO_RESOLVE_P85, Scope())
    assert answer.value is None
    assert answer.reason == "needs at least 10 rows, has 7"
    assert answer.n == 7


def test_a_proportion_carries_wilsons_interval(ten):
    answer = value(ten, REOPENED, Scope())
    assert (answer.value, answer.n) == (pytest.approx(2 / 7), 7)
    assert (answer.low, answer.high) == pytest.approx(wilson(2, 7))


def test_a_week_without_resolutions_has_no_proportion(ten):
    weeks = {p.period: p for p in trend(ten, REOPENED, Scope.of(grain="week")).points}
    assert (weeks["2026-W05"].value, weeks["2026-W05"].n) == (0.0, 2)
    assert (weeks["2026-W06"].value, weeks["2026-W06"].n) == (None, 0)
    assert weeks["2026-W06"].reason == "no incidents resolved in 2026-W06 to measure"


def test_quiet_weeks_are_zero_for_counts_and_nothing_for_ratios(ten):
    weeks = {p.period: p for p in trend(ten, OPENED, Scope.of(grain="week")).points}
    assert weeks["2026-W07"].value == 0
    ratios = {p.period: p for p in trend(ten, TIME_TO_RESOLVE, Scope.of(grain="week")).points}
    assert ratios["2026-W07"].value is None
    assert ratios["2026-W07"].reason == "no incidents resolved in 2026-W07 to measure"


def test_the_first_period_is_partial_from_where_the_data_begin_the_last_while_it_is_not_over(ten):
    months = trend(ten, OPENED, Scope.of(grain="month")).points
    assert [point.partial for point in months] == [True, False, True]
    cut = trend(ten, OPENED, Scope.of(start="2026-01-10", end="2026-03-01", grain="month")).points
    assert [point.partial for point in cut] == [True, False]


@pytest.mark.parametrize("by", [None, "service"])
def test_a_date_typed_wrong_does_not_draw_the_trend_to_the_year_2062(by):
    typed_wrong = dict(number="x", opened="2026-02-10 10:00", resolved="2062-02-11 10:00", service="A")
    warehouse = warehouse_with(incidents=[*TEN, typed_wrong])
    found = trend(warehouse, RESOLVED, Scope.of(grain="month"), by)
    assert {point.period for point in found.points} == {"2026-01", "2026-02", "2026-03"}
    assert dict(found.excluded)["dated after the newest import"] == 1


def test_what_is_planned_after_the_as_of_is_shown():
    coming = [
        dict(number="1", opened="2026-01-05 08:00", planned_start=day, outside_maintenance_window=True)
        for day in ("2026-01-20 08:00", "2026-06-01 08:00")
    ]
    warehouse = warehouse_with(changes=[{**one, "number": str(n)} for n, one in enumerate(coming)])
    found = trend(warehouse, OUTSIDE_WINDOW, Scope.of(grain="month")).points
    assert [point.period for point in found if point.n] == ["2026-01", "2026-06"]


def test_parts_are_ordered_by_size_and_not_set_comes_last(ten):
    assert points(breakdown(ten, OPENED, Scope(), "service")) == [
        ("A", 4, 4),
        ("B", 3, 3),
        ("C", 1, 1),
        ("(not set)", 2, 2),
    ]
    assert [p.part for p in breakdown(ten, OPENED, Scope(), "priority").points] == [
        "3",
        "1",
        "2",
        "4",
        "(not set)",
    ]


def test_rows_are_exactly_the_records_behind_the_number(ten):
    found = rows(ten, TIME_TO_RESOLVE, Scope.of(service="B"))
    assert found["number"].tolist() == ["3", "4", "5"]
    assert found["row_no"].tolist() == [4, 5, 6]
    assert set(found["file"]) == {"incidents.xlsx"}
    assert found["measured_value"].tolist() == [3.0, 10.0, 24.0]
    assert rows(ten, OPENED, Scope(), period="2026-03")["number"].tolist() == ["6", "7", "8", "10"]
    assert rows(ten, OPENED, Scope(), part=("service", "(not set)"))["number"].tolist() == ["7", "8"]
    assert rows(ten, TIME_TO_RESOLVE, Scope(), left_out="cancelled")["number"].tolist() == ["8"]
    with pytest.raises(ValueError, match="leaves out no row"):
        rows(ten, TIME_TO_RESOLVE, Scope(), left_out="bored")


class TestBacklog:
    def test_at_the_as_of(self, ten):
        answer = value(ten, BACKLOG, Scope())
        assert (answer.value, answer.n) == (2, 2)
        assert rows(ten, BACKLOG, Scope())["number"].tolist() == ["9", "10"]

    def test_at_the_end_of_every_month(self, ten):
        # On 1 February at midnight 3, 4 and 9 are open; on 1 March only 9.
        assert points(trend(ten, BACKLOG, Scope.of(grain="month"))) == [
            ("2026-01", 3, 3),
            ("2026-02", 1, 1),
            ("2026-03", 2, 2),
        ]
        assert value(ten, BACKLOG, Scope.of(end="2026-02-01")).value == 3
        assert rows(ten, BACKLOG, Scope(), period="2026-01")["number"].tolist() == ["3", "4", "9"]

    def test_its_trend_is_its_value_at_the_end_of_each_period(self, ten):
        for grain in GRAINS:
            for point in trend(ten, BACKLOG, Scope.of(grain=grain)).points:
                assert point.value == value(ten, BACKLOG, Scope.of(end=point.end)).value, point.period

    def test_says_from_when_it_is_reconstructed(self, ten):
        assert value(ten, BACKLOG, Scope()).notes == ("What began before 5 Jan 2026 is not in the data.",)

    def test_by_part_and_period(self, ten):
        found = trend(ten, BACKLOG, Scope.of(grain="month"), by="service").points
        assert [(p.part, p.period, p.value) for p in found if p.part == "B"] == [
            ("B", "2026-01", 2),
            ("B", "2026-02", 0),
            ("B", "2026-03", 0),
        ]

    def test_the_ageing_bands_are_the_backlog(self, ten):
        assert [value(ten, band, Scope()).value for band in AGEING_BANDS] == [0, 0, 1, 1, 0]
        assert sum(value(ten, band, Scope.of(end="2026-02-01")).value for band in AGEING_BANDS) == 3

    def test_the_age_of_what_is_open(self, ten):
        assert value(ten, AGE_OF_OPEN, Scope()).value == (59 + 10) / 2
        assert points(trend(ten, AGE_OF_OPEN, Scope.of(grain="month")))[1] == ("2026-02", 39.5, 1)

    def test_stale_is_seven_days_without_a_touch(self, ten):
        assert value(ten, STALE, Scope()).value == 0
        late = add_later(ten)
        assert value(late, STALE, Scope()).value == pytest.approx(2 / 2)

    def test_its_growth_is_what_came_minus_what_went(self, ten):
        assert points(trend(ten, NET_FLOW, Scope.of(grain="month"))) == [
            ("2026-01", 3, 9),
            ("2026-02", -2, 2),
            ("2026-03", 1, 7),
        ]


def add_later(_ten):
    """The same incidents and one opened and resolved eight days after anybody touched the open ones."""
    warehouse = warehouse_with(incidents=TEN)
    add_rows(
        warehouse,
        "incidents",
        [
            dict(
                number="11",
                opened="2026-03-28 13:00",
                resolved="2026-03-28 14:00",
                updated="2026-03-28 14:00",
            )
        ],
    )
    return warehouse


class TestAsOf:
    """The state as it was: later incidents are not there yet, later resolutions have not happened."""

    def test_what_was_opened_later_is_not_counted(self, ten):
        assert value(ten, OPENED, Scope.of(as_of="2026-02-01 00:00")).value == 6
        assert value(ten, OPENED, Scope.of(as_of="2026-01-31 23:00")).value == 5

    def test_what_was_resolved_later_was_open(self, ten):
        answer = value(ten, BACKLOG, Scope.of(as_of="2026-02-01 00:00"))
        assert (answer.value, answer.as_of) == (3, datetime(2026, 2, 1))
        assert value(ten, TIME_TO_RESOLVE, Scope.of(as_of="2026-02-01 00:00")).n == 3

    def test_ages_run_to_it(self, ten):
        assert value(ten, AGE_OF_OPEN, Scope.of(as_of="2026-01-30 12:00")).value == 10

    def test_the_period_in_which_it_lies_is_partial(self, ten):
        months = trend(ten, OPENED, Scope.of(as_of="2026-01-15 00:00", grain="month")).points
        assert [(p.period, p.value, p.partial) for p in months] == [("2026-01", 3, True)]


def test_a_scope_beyond_the_data_is_not_zero(ten):
    after = value(ten, OPENED, Scope.of(start="2027-01-01", end="2027-02-01"))
    assert (after.value, after.reason) == (None, "the data end on 2026-03-20")
    before = value(ten, OPENED, Scope.of(start="2025-01-01", end="2025-02-01"))
    assert (before.value, before.reason) == (None, "the data begin on 5 Jan 2026")
    months = trend(ten, OPENED, Scope.of(start="2025-12-01", end="2026-02-01", grain="month")).points
    assert [(p.value, p.reason) for p in months] == [(None, "the data begin on 5 Jan 2026"), (6, None)]


class TestFiltersThatDoNotApply:
    def test_a_dimension_the_table_lacks(self, ten):
        answer = value(ten, OPENED, Scope.of(cost_center="4711"))
        assert answer.value is None
        assert answer.reason == "incidents cannot be filtered by cost_center"
        assert answer.notes == ("The filter cost_center does not apply to incidents.",)
        assert breakdown(ten, OPENED, Scope(), "cost_center").reason == "incidents have no cost_center"

    def test_a_dimension_no_row_fills(self, ten):
        answer = value(ten, OPENED, Scope.of(client="Fjord Energy"))
        assert (answer.value, answer.reason) == (None, "not measurable: needs client")

    def test_a_source_that_does_not_say_it_is_left_out_aloud(self):
        warehouse = warehouse_with(incidents=[dict(number="1", opened="2026-01-05 10:00")])
        add_rows(
            warehouse,
            "incidents",
            [dict(number="2", opened="2026-01-06 10:00", client="Fjord")],
            file="b.csv",
        )
        answer = value(warehouse, OPENED, Scope.of(client="Fjord"))
        assert answer.value == 1
        assert answer.notes == ("The filter client leaves out incidents.xlsx: it says nothing about client.",)

    def test_rows_without_a_value_can_be_asked_for(self, ten):
        assert value(ten, OPENED, Scope.of(service="(not set)")).value == 2
        assert value(ten, OPENED, Scope.of(service=["A", "(not set)"])).value == 6


def test_days_are_those_of_the_reporting_time_zone():
    late_evening = [dict(number="1", opened="2026-01-31 23:30", resolved="2026-02-01 00:30")]
    in_utc = warehouse_with(incidents=late_evening)
    in_copenhagen = warehouse_with("Europe/Copenhagen", incidents=late_evening)
    january = Scope.of(start="2026-01-01", end="2026-02-01")
    assert value(in_utc, OPENED, january).value == 1
    assert value(in_copenhagen, OPENED, Scope.of(start="2026-02-01", end="2026-03-01")).value == 1
    assert value(in_utc, SAME_DAY, Scope()).value == 0
    assert value(in_copenhagen, SAME_DAY, Scope()).value == 1
    with pytest.raises(ValueError, match="reporting time zone UTC"):
        value(in_utc, OPENED, Scope.of(timezone="Europe/Copenhagen"))


def test_the_scope_is_one_key_however_it_is_given():
    one = Scope.of(client=["b", "a", "a"], service="x")
    other = Scope(filters=(("service", ("x",)), ("client", ("a", "b"))))
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(ValueError, match="not after its start"):
        Scope(start=date(2026, 1, 1), end=date(2026, 1, 1))


# -- where the data only begin --------------------------------------------------------------------------------


def _since(first, last="2026-09-25"):
    """A ticket every third day from a day on, each resolved the day after."""
    days = pd.date_range(first, last, freq="3D")
    return warehouse_with(
        incidents=[
            dict(number=str(n), opened=str(day), resolved=str(day + pd.Timedelta(days=1)))
            for n, day in enumerate(days)
        ]
    )


@pytest.mark.parametrize(
    ("first", "grain", "partial"),
    [
        ("2025-05-15", "year", ["2025", "2026"]),
        ("2025-05-15", "month", ["2025-05", "2026-09"]),
        ("2025-05-15", "quarter", ["2025-Q2", "2026-Q3"]),
        # Thursday; the whole week is told of from Monday only.
        ("2025-05-15", "week", ["2025-W20", "2026-W39"]),
        ("2025-05-12", "week", ["2026-W39"]),
        ("2025-05-15", "day", ["2026-09-26"]),
        # A year that begins on a holiday is whole, a month of which three days are missing is not.
        ("2025-01-02", "year", ["2026"]),
        ("2025-01-02", "month", ["2026-09"]),
        ("2025-01-04", "month", ["2025-01", "2026-09"]),
    ],
)
def test_a_period_in_which_the_data_only_begin_is_not_whole(first, grain, partial):
    """Eight months of tickets beside twelve look like a year in which twice as much broke."""
    answer = trend(_since(first), OPENED, Scope(grain=grain))
    assert [point.period for point in answer.points if point.partial] == partial
    assert len(answer.whole_points) == len(answer.points) - len(partial)


def test_what_ends_first_begins_with_what_was_opened_first():
    """Tickets since May: the resolutions of May lack those of tickets opened in April."""
    answer = trend(_since("2025-05-15"), RESOLVED, Scope(grain="month"))
    assert answer.points[0].partial
    assert not answer.points[1].partial
    open_then = trend(_since("2025-05-15"), BACKLOG, Scope(grain="month"))
    assert [point.partial for point in open_then.points[:2]] == [True, False]


def test_a_filter_does_not_move_the_day_on_which_the_data_begin():
    """A new client brings nothing in its first days; the source was there before."""
    warehouse = warehouse_with(
        incidents=[
            dict(number="1", opened="2026-01-01 00:00", client="A"),
            dict(number="2", opened="2026-03-20 00:00", client="B"),
            dict(number="3", opened="2026-05-01 00:00", client="B"),
        ]
    )  # fmt: skip
    answer = trend(warehouse, OPENED, Scope.of(grain="month", client="B"))
    assert [point.partial for point in answer.points] == [False, False, True]
