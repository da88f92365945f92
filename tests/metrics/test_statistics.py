"""The golden values of the metric catalogue, and agreement with scipy, DuckDB and plain counting."""

import itertools
import math

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.statistics import (
    Estimate,
    Interval,
    beyond_noise,
    bootstrap,
    difference_interval,
    difference_of_proportions,
    mean_interval,
    net_promoter,
    order_statistic_ranks,
    poisson_interval,
    poisson_rate_ratio,
    quantile_cont,
    quantile_disc,
    rank_correlation,
    wilson,
    xmr,
)

WEEKS = [120, 135, 128, 140, 122, 131, 125, 138, 129, 133, 127]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((9, 6, 5), (20.0, -15.40, 50.18)),
        ((45, 30, 25), (20.0, 3.77, 35.06)),
        ((3, 0, 0), (100.0, -6.58, 100.0)),
        ((0, 5, 0), (0.0, -30.01, 30.01)),
    ],
)
def test_net_promoter_golden_values(counts, expected):
    assert tuple(round(number, 2) for number in net_promoter(*counts)) == expected


def test_net_promoter_of_nobody():
    assert net_promoter(0, 0, 0) is None


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(17, 20, 63.96, 94.76), (0, 12, 0, 24.25), (12, 12, 75.75, 100), (188, 200, 89.81, 96.53)],
)
def test_wilson_golden_values(k, n, low, high):
    assert [round(100 * end, 2) for end in wilson(k, n)] == [low, high]


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(k_of_n):
    k, n = k_of_n
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_wilson_of_nothing():
    assert wilson(0, 0) == Interval(None, None)


def test_xmr_golden_values():
    limits = xmr(WEEKS)
    assert round(limits.mean, 4) == 129.8182
    assert round(limits.moving_range, 4) == 9.9
    assert round(limits.lower, 4) == 103.4842
    assert round(limits.upper, 4) == 156.1522
    assert round(limits.range_upper, 4) == 32.3433
    assert limits.provisional
    assert limits.signals == ()


def test_a_point_outside_the_limits_is_a_signal_against_the_points_before_it():
    found = xmr([*WEEKS, 180], baseline=11).signals
    assert [(signal.position, signal.direction) for signal in found] == [(11, "up")]


def test_xmr_needs_eight_points_and_draws_counts_no_lower_than_zero():
    assert xmr(WEEKS[:7]) is None
    assert xmr([0, 9, 1, 8, 0, 9, 2, 7], floor=0).lower == 0


def test_run_rules_differ_between_the_presets():
    seven_above = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 12, 12, 12, 12, 12, 12]
    wheeler = xmr(seven_above, baseline=9, preset="wheeler").signals
    servicenow = xmr(seven_above, baseline=9, preset="servicenow").signals
    assert [s.position for s in servicenow if "7 in a row" in s.rule] == [15]
    assert not [s for s in wheeler if "in a row" in s.rule and s.position < 16]
    assert xmr([*seven_above, 12], baseline=9).signals[-1].rule == "8 in a row on one side of the mean"


def test_three_of_four_near_the_limit():
    base = [10, 12, 9, 11, 10, 12, 9, 11]
    limits = xmr(base)
    near = limits.mean + 0.6 * (limits.upper - limits.mean)
    found = xmr([*base, near, limits.mean, near, near], baseline=8).signals
    assert found[-1].rule == "3 of 4 nearer the limit than the mean"
    assert found[-1].direction == "up"


def test_quantiles_golden_values():
    cycle_times = [1, 2, 2, 3, 3, 4, 5, 5, 6, 8, 9, 13, 21]
    assert quantile_cont(cycle_times, 0.5) == 5.0
    assert round(quantile_cont(cycle_times, 0.85), 2) == 9.8
    assert quantile_disc(cycle_times, 0.85) == 13
    assert quantile_cont([1, 2, 3, 100], 0.5) == 2.5


@settings(deadline=None)  # it asks a database each time
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60), st.sampled_from([0.15, 0.5, 0.85, 0.95]))
def test_quantiles_are_duckdbs(values, fraction):
    with duckdb.connect() as connection:
        cont, disc = connection.execute(
            "SELECT quantile_cont(x::DOUBLE, ?), quantile_disc(x::DOUBLE, ?) FROM unnest(?::INT[]) AS t(x)",
            [fraction, fraction, values],
        ).fetchall()[0]
    assert quantile_cont(values, fraction) == pytest.approx(cont)
    assert quantile_disc(values, fraction) == disc


def test_ranks_enclose_the_quantile_with_at_least_95_percent():
    for n, fraction in itertools.product((6, 7, 20, 99, 500), (0.5, 0.85)):
        ranks = order_statistic_ranks(n, fraction)
        if ranks is None:
            assert n <= 20  # 0.85 to the 20th is still more than a fortieth
            continue
        low, high = ranks
        covered = stats.binom.cdf(high - 1, n, fraction) - stats.binom.cdf(low - 1, n, fraction)
        assert covered >= 0.95
    assert order_statistic_ranks(5, 0.5) is None
    assert order_statistic_ranks(0, 0.5) is None


def test_mean_and_poisson_intervals_are_scipys():
    sample = np.array([3.0, 5.0, 4.0, 8.0, 1.0])
    theirs = stats.ttest_1samp(sample, 0).confidence_interval()
    assert mean_interval(sample.mean(), sample.std(ddof=1), 5) == pytest.approx((theirs.low, theirs.high))
    assert mean_interval(3.0, 0.0, 1) == Interval(None, None)
    assert poisson_interval(0) == pytest.approx((0, 3.6889), abs=1e-4)
    assert poisson_interval(10) == pytest.approx((4.7954, 18.3904), abs=1e-4)


def test_newcombes_interval_of_a_difference():
    # Newcombe 1998, table II, case a: 56 of 70 against 48 of 80, interval 0.0524 … 0.3339.
    found = difference_of_proportions(48, 80, 56, 70)
    assert [round(end, 4) for end in found] == [0.0524, 0.3339]
    assert difference_of_proportions(0, 0, 1, 2) == Interval(None, None)


def test_the_difference_of_two_estimates_encloses_the_difference():
    found = difference_interval(Estimate(10, 8, 13), Estimate(20, 17, 22))
    assert found.low == pytest.approx(10 - math.hypot(3, 3))
    assert found.high == pytest.approx(10 + math.hypot(2, 2))


def test_rate_ratio_is_the_exact_conditional_one():
    found = poisson_rate_ratio(10, 100, 5, 50)
    assert found.ratio == 1.0
    theirs = stats.binomtest(5, 15).proportion_ci(method="exact")
    assert found.low == pytest.approx(theirs.low / (1 - theirs.low) * 2)
    assert found.high == pytest.approx(theirs.high / (1 - theirs.high) * 2)


def test_nothing_after_a_fix_has_an_upper_bound_and_nothing_at_all_has_no_ratio():
    none_after = poisson_rate_ratio(10, 100, 0, 100)
    assert none_after.ratio == 0
    assert none_after.low == 0
    assert 0 < none_after.high < 1
    assert poisson_rate_ratio(0, 100, 4, 100).high is None
    assert poisson_rate_ratio(0, 100, 0, 100) is None


def test_bootstrap_is_repeatable_and_says_nothing_of_equal_values():
    sample = [1, 2, 3, 4, 5, 6, 7, 8, 9, 40]
    assert bootstrap(sample, np.mean, seed=7) == bootstrap(sample, np.mean, seed=7)
    low, high = bootstrap(sample, np.mean, seed=7)
    assert low < np.mean(sample) < high
    assert bootstrap([4, 4, 4]) == Interval(None, None)


def test_bootstrap_of_two_measures_draws_them_together():
    x = np.arange(40.0)
    tied = bootstrap((x, x**2), rank_correlation, resamples=500)
    assert tied == pytest.approx((1.0, 1.0))
    lone = np.array([0.0] * 33 + [1.0, 2.0, 3.0])
    low, high = bootstrap((lone, lone), rank_correlation, resamples=500)
    assert (low, high) == pytest.approx((1.0, 1.0)), "draws in which nothing varies are left out"


class TestBeyondNoise:
    def test_noise_is_no_change(self):
        assert not beyond_noise(WEEKS).beyond_noise
        assert beyond_noise(WEEKS).rule == "no change beyond noise"

    def test_a_signal_is_a_change(self):
        change = beyond_noise([*WEEKS, 180])
        assert change == (True, "up", "outside the limits")

    def test_a_difference_whose_interval_excludes_zero_is_a_change(self):
        assert beyond_noise(difference=Interval(0.01, 0.2)).direction == "up"
        assert beyond_noise(difference=Interval(-0.2, -0.01)).direction == "down"
        assert not beyond_noise(difference=Interval(-0.01, 0.2)).beyond_noise

    def test_too_little_data_is_no_change(self):
        assert beyond_noise([1, 100]).rule.startswith("too little data")
        assert beyond_noise([], difference=Interval(None, None)).rule.startswith("too little data")

    def test_a_missing_newest_value_claims_nothing_from_older_ones(self):
        assert not beyond_noise([*WEEKS, 180, None]).beyond_noise
