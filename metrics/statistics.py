"""How sure a figure is, and whether a change is a change: intervals, XmR limits and the one rule over both.

The distributions are scipy's; formulas that scipy does not have name their source. Everything here takes
plain numbers and knows nothing of metrics.
"""

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

Preset = Literal["wheeler", "servicenow"]
Direction = Literal["up", "down"]

#: XmR constants: three sigma in mean moving ranges (3 / 1.128), and the upper limit of the moving range.
LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.267
#: The mean moving range of two normal observations is 1.128 standard deviations.
RANGES_PER_SIGMA = 1.128
#: Fewer points give no limits; below twelve they are provisional.
FEWEST_POINTS = 8
FIRM_POINTS = 12
#: Samples up to this size get the bias-corrected bootstrap, which works each value out once more without it.
MOST_ACCELERATED = 2_000


class Interval(NamedTuple):
    """The two ends of an interval; None where it is open on that side."""

    low: float | None
    high: float | None


class Estimate(NamedTuple):
    """A value with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def _z(confidence: float) -> float:
    # The standard library has the normal quantile: most pages need nothing else of scipy, which takes long to load.
    return NormalDist().inv_cdf(0.5 + confidence / 2)


# -- one value --------------------------------------------------------------------------------------------


def wilson(successes: float, n: int, confidence: float = 0.95) -> Interval:
    """The Wilson score interval of a share (Wilson 1927); both ends None where n is 0.

    Written out because a page asks for hundreds: `scipy.stats.binomtest` works out a p-value each time.

    >>> [round(100 * end, 2) for end in wilson(17, 20)]
    [63.96, 94.76]
    """
    if n <= 0:
        return Interval(None, None)
    z = _z(confidence)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends the formula is exact (0 of n begins at 0, n of n ends at 1); only rounding says otherwise.
    low = 0.0 if successes <= 0 else max(0.0, centre - half)
    high = 1.0 if successes >= n else min(1.0, centre + half)
    return Interval(low, high)


def mean_interval(mean: float, deviation: float, n: int, confidence: float = 0.95) -> Interval:
    """The t interval of a mean from its sample standard deviation; open where n is below 2."""
    if n < 2:
        return Interval(None, None)
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * deviation / math.sqrt(n)
    return Interval(mean - half, mean + half)


def order_statistic_ranks(n: int, fraction: float, confidence: float = 0.95) -> tuple[int, int] | None:
    """The ranks (from 1) of the two observed values that enclose a quantile; None where n is too small.

    Free of any assumption about the distribution: how many values lie below the quantile is binomial
    (Conover, Practical Nonparametric Statistics). The median needs 6 values.
    """
    from scipy.special import bdtr, bdtrik

    if n < 1:
        return None
    tail = (1 - confidence) / 2

    def quantile(probability: float) -> int:
        below = math.ceil(float(bdtrik(probability, n, fraction)) - 1e-9)
        return below - 1 if below > 0 and bdtr(below - 1, n, fraction) >= probability else below

    low, high = quantile(tail), quantile(1 - tail) + 1
    return None if low < 1 or high > n else (low, high)


def poisson_interval(count: int, confidence: float = 0.95) -> Interval:
    """The exact interval of the mean of a Poisson count (Garwood 1936)."""
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)))


def net_promoter(promoters: int, passives: int, detractors: int, confidence: float = 0.95) -> Estimate | None:
    """The net promoter score with its adjusted Wald interval in points, cut at ±100; None without answers.

    Three quarters of an answer are added to promoters and detractors and one and a half to passives
    (Rocks 2016), so that "all passive" does not come out as certain.

    >>> [round(number, 2) for number in net_promoter(9, 6, 5)]
    [20.0, -15.4, 50.18]
    """
    n = promoters + passives + detractors
    if n == 0:
        return None
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = _z(confidence) * math.sqrt((up + down - (up - down) ** 2) / (n + 3))
    adjusted = 100 * (up - down)
    return Estimate(
        100 * (promoters - detractors) / n,
        max(-100.0, adjusted - 100 * half),
        min(100.0, adjusted + 100 * half),
    )


def quantile_cont(values: ArrayLike, fraction: float) -> float:
    """The interpolated quantile, equal to DuckDB's `quantile_cont`."""
    return float(np.quantile(np.asarray(values, dtype=float), fraction, method="linear"))


def quantile_disc(values: ArrayLike, fraction: float) -> float:
    """The quantile that is an observed value, equal to DuckDB's `quantile_disc`."""
    return float(np.quantile(np.asarray(values, dtype=float), fraction, method="inverted_cdf"))


def bootstrap(
    samples: ArrayLike | tuple[np.ndarray, ...],
    statistic: Callable[..., object] = np.mean,
    *,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 1,
) -> Interval:
    """The bootstrap interval of a statistic of one sample, or of several measures of the same things.

    `statistic` takes the sample (or samples) and an `axis`. Bias-corrected and accelerated (BCa) for one sample of
    up to 2,000 values; above, where that correction is smaller than the noise of drawing and takes longest, and for
    several, which may go along with each other perfectly, the plain percentiles. Open below two distinct values.
    """
    paired = isinstance(samples, tuple)
    data = samples if isinstance(samples, tuple) else (np.asarray(samples, dtype=float),)
    size = data[0].size
    if size < 2 or any(float(sample.min()) == float(sample.max()) for sample in data):
        return Interval(None, None)
    import warnings

    from scipy import stats

    # A draw of equal values has no correlation; such draws are counted below.
    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        found = stats.bootstrap(
            data,
            statistic,
            n_resamples=resamples,
            confidence_level=confidence,
            method="percentile" if paired or size > MOST_ACCELERATED else "BCa",
            paired=paired,
            rng=np.random.default_rng(seed),
            batch=max(1, 2_000_000 // size),
        )
    low, high = found.confidence_interval
    if np.isnan(
        [low, high]
    ).any():  # some draws had no value: the interval is that of the others, if most had one
        drawn = found.bootstrap_distribution[~np.isnan(found.bootstrap_distribution)]
        if drawn.size < resamples / 2:
            return Interval(None, None)
        low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))


def rank_correlation(x: np.ndarray, y: np.ndarray, axis: int = -1) -> np.ndarray:
    """Spearman's ρ along an axis: many resamples at once; nan where nothing varies."""
    from scipy.stats import rankdata

    ranks = [rankdata(values, axis=axis) for values in (x, y)]
    one, other = (rank - rank.mean(axis=axis, keepdims=True) for rank in ranks)
    rho: np.ndarray = (one * other).sum(axis=axis) / np.sqrt(
        (one**2).sum(axis=axis) * (other**2).sum(axis=axis)
    )
    return rho


# -- two values -------------------------------------------------------------------------------------------


def difference_interval(before: Estimate, now: Estimate) -> Interval:
    """The interval of `now` minus `before` from the interval of each (Zou and Donner 2008, MOVER).

    With Wilson intervals this is Newcombe's interval for the difference of two proportions.
    """
    difference = now.value - before.value
    below = math.hypot(now.value - now.low, before.high - before.value)
    above = math.hypot(now.high - now.value, before.value - before.low)
    return Interval(difference - below, difference + above)


def difference_of_proportions(
    successes_before: int, n_before: int, successes_now: int, n_now: int, confidence: float = 0.95
) -> Interval:
    """Newcombe's interval of the share now minus the share before; open where a denominator is 0."""
    if n_before <= 0 or n_now <= 0:
        return Interval(None, None)
    estimates = []
    for successes, n in ((successes_before, n_before), (successes_now, n_now)):
        low, high = wilson(successes, n, confidence)
        estimates.append(Estimate(successes / n, low or 0.0, 1.0 if high is None else high))
    return difference_interval(estimates[0], estimates[1])


class RateRatio(NamedTuple):
    """How many times as often: the ratio (None when nothing happened before) and its exact interval."""

    ratio: float | None
    low: float
    high: float | None


def poisson_rate_ratio(
    count_before: int, exposure_before: float, count_now: int, exposure_now: float, confidence: float = 0.95
) -> RateRatio | None:
    """The rate now over the rate before with the exact conditional interval; None without any event.

    Exposures are in any one unit (days, changes). Given the total, the count now is binomial
    (Przyborowski and Wilenski 1940); its Clopper-Pearson limits give those of the ratio.
    """
    total = count_before + count_now
    if total == 0 or exposure_before <= 0 or exposure_now <= 0:
        return None
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    scale = exposure_before / exposure_now
    low, high = 0.0, None
    if count_now > 0:
        share = float(betaincinv(count_now, count_before + 1, tail))
        low = share / (1 - share) * scale
    if count_before > 0:
        share = float(betaincinv(count_now + 1, count_before, 1 - tail))
        high = share / (1 - share) * scale
    ratio = count_now / count_before * scale if count_before else None
    return RateRatio(ratio, low, high)


# -- a series ---------------------------------------------------------------------------------------------


class Signal(NamedTuple):
    """A point of a series that noise does not explain: its position, the rule that says so, the direction."""

    position: int
    rule: str
    direction: Direction


class XmR(NamedTuple):
    """The limits of an individuals chart and the points noise does not explain (INC-29)."""

    mean: float
    moving_range: float
    lower: float
    upper: float
    range_upper: float
    provisional: bool
    signals: tuple[Signal, ...]


def xmr(
    values: Sequence[float],
    *,
    baseline: int | None = None,
    floor: float | None = None,
    preset: Preset = "wheeler",
) -> XmR | None:
    """XmR limits from the first `baseline` values (None: all), and the signals in all values.

    None below eight values in the baseline; provisional below twelve. `floor` is the smallest value there
    can be (0 for counts): a lower limit below it is drawn at it.
    """
    series = np.asarray(values, dtype=float)
    based_on = series[: baseline or len(series)]
    if len(based_on) < FEWEST_POINTS:
        return None
    mean = float(based_on.mean())
    moving_range = float(np.abs(np.diff(based_on)).mean())
    lower, upper = mean - LIMIT_FACTOR * moving_range, mean + LIMIT_FACTOR * moving_range
    if floor is not None:
        lower = max(lower, floor)
    return XmR(
        mean,
        moving_range,
        lower,
        upper,
        RANGE_FACTOR * moving_range,
        len(based_on) < FIRM_POINTS,
        _signals(series, mean, lower, upper, moving_range, preset),
    )


def _signals(
    series: np.ndarray, mean: float, lower: float, upper: float, moving_range: float, preset: Preset
) -> tuple[Signal, ...]:
    run = 8 if preset == "wheeler" else 7
    found: list[Signal] = []
    for index, value in enumerate(series):
        if value > upper or value < lower:
            found.append(Signal(index, "outside the limits", "up" if value > upper else "down"))
            continue
        for direction, above in (("up", series > mean), ("down", series < mean)):
            last_run = above[max(0, index - run + 1) : index + 1]
            if len(last_run) == run and last_run.all():
                found.append(Signal(index, f"{run} in a row on one side of the mean", direction))  # type: ignore[arg-type]
                break
            if index >= 3 and _near_the_limit(
                series[index - 3 : index + 1],
                mean,
                upper if direction == "up" else lower,
                moving_range,
                preset,
            ):
                rule = (
                    "3 of 4 nearer the limit than the mean"
                    if preset == "wheeler"
                    else "4 on one side of the mean, 3 of them beyond 2 sigma"
                )
                found.append(Signal(index, rule, direction))  # type: ignore[arg-type]
                break
    return tuple(found)


def _near_the_limit(four: np.ndarray, mean: float, limit: float, moving_range: float, preset: Preset) -> bool:
    if limit == mean:
        return False
    towards = (four - mean) if limit > mean else (mean - four)
    if preset == "wheeler":
        return bool((towards > abs(limit - mean) / 2).sum() >= 3)
    return bool((towards > 0).all() and (towards > 2 * moving_range / RANGES_PER_SIGMA).sum() >= 3)


# -- the one rule -----------------------------------------------------------------------------------------


class Change(NamedTuple):
    """Whether a change may be called a change, which way, and the rule that decided it."""

    beyond_noise: bool
    direction: Direction | None
    rule: str


NO_CHANGE = "no change beyond noise"


def beyond_noise(
    series: Sequence[float | None] = (),
    *,
    difference: Interval | None = None,
    floor: float | None = None,
    preset: Preset = "wheeler",
) -> Change:
    """Decide whether a change may be claimed; every arrow, colour and sentence asks this function (G11).

    It may when the newest value of `series` (complete periods, oldest first) is an XmR signal against the
    limits of the values before it, or when the 95 % interval of the `difference` to the value compared with
    excludes 0. Otherwise there is no change beyond noise, and too little data is not a change either.
    """
    known = [value for value in series if value is not None]
    limits = None
    if known and series[-1] is not None and len(known) > FEWEST_POINTS:
        limits = xmr(known, baseline=len(known) - 1, floor=floor, preset=preset)
    if limits is not None:
        newest = [signal for signal in limits.signals if signal.position == len(known) - 1]
        if newest:
            return Change(True, newest[0].direction, newest[0].rule)
    if difference is not None:
        if difference.low is not None and difference.low > 0:
            return Change(True, "up", "the 95 % interval of the difference excludes 0")
        if difference.high is not None and difference.high < 0:
            return Change(True, "down", "the 95 % interval of the difference excludes 0")
    if limits is None and (difference is None or difference == Interval(None, None)):
        return Change(False, None, "too little data to tell a change from noise")
    return Change(False, None, NO_CHANGE)
