"""Forecasts from what really happened: when will it be done, how much will be done (FLW-06 … FLW-09).

Monte Carlo simulation resamples the throughput of past weeks, quiet weeks included. The seed and the window
are part of the answer, so that it can be made again; too little history is refused.
"""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from metrics.answer import Point
from metrics.flow import CYCLE_TIME_P85, THROUGHPUT
from metrics.query import rows, trend
from metrics.query_tables import Engine
from metrics.scope import Scope, day_of
from metrics.statistics import Interval, quantile_disc, wilson

#: A forecast from fewer weeks with finished work would be a forecast from chance.
FEWEST_WEEKS_WITH_WORK = 10
TRIALS = 10_000
#: Beyond ten years of weeks a simulation says only "not in sight".
MOST_WEEKS = 520
CHANCES = (50, 70, 85, 95)


@dataclass(frozen=True)
class Window:
    """The past weeks a forecast draws from: the items done in each, the quiet ones as 0."""

    start: date | None
    end: date | None
    weeks: tuple[int, ...]
    as_of: datetime | None
    reason: str | None = None

    @property
    def n(self) -> int:
        """How many items were done in the window."""
        return sum(self.weeks)


@dataclass(frozen=True)
class WhenForecast:
    """When a number of items will be done: the day by which, with that chance in percent (FLW-08).

    `dates` maps 50, 70, 85 and 95 to a day; None with a `reason`. `weeks_needed` are the simulated weeks.
    """

    items: int
    dates: dict[int, date] | None
    window: Window
    seed: int
    trials: int
    growth: float
    reason: str | None = None
    weeks_needed: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class HowManyForecast:
    """How many items will be done by a day: at least so many, with that chance in percent (FLW-09).

    `items` maps 50, 70, 85 and 95 to a count: the surer, the fewer. None with a `reason`.
    """

    by: date
    items: dict[int, int] | None
    window: Window
    seed: int
    trials: int
    reason: str | None = None
    totals: tuple[int, ...] = field(default=(), repr=False)


def window(engine: Engine, scope: Scope, weeks: int = 26) -> Window:
    """The last complete weeks before the as-of, at most `weeks`, from the first with data on."""
    answer = trend(engine, THROUGHPUT, scope.but(start=None, end=None, grain="week"))
    if answer.as_of is None or not answer.points:
        return Window(None, None, (), answer.as_of, answer.reason or "nothing has been finished")
    complete: list[Point] = [point for point in answer.points if not point.partial][-weeks:]
    counts = tuple(int(point.value or 0) for point in complete)
    if not complete:
        return Window(None, None, (), answer.as_of, "no complete week has passed")
    busy = sum(1 for count in counts if count)
    reason = None
    if busy < FEWEST_WEEKS_WITH_WORK:
        reason = f"needs {FEWEST_WEEKS_WITH_WORK} weeks in which something was finished, has {busy}"
    return Window(complete[0].start, complete[-1].end, counts, answer.as_of, reason)


def when(
    engine: Engine,
    scope: Scope,
    items: int,
    *,
    weeks: int = 26,
    growth: float = 0.0,
    seed: int = 1,
    trials: int = TRIALS,
) -> WhenForecast:
    """When `items` more items will be done, by resampling whole past weeks.

    `growth` is the share by which the scope grows while one works (0.2: a fifth more items). Weeks are counted from
    the day of the as-of: what was done in the week it lies in is no longer among the items.
    """
    past = window(engine, scope, weeks)
    if past.reason is not None or past.as_of is None:
        return WhenForecast(items, None, past, seed, trials, growth, past.reason)
    if items <= 0:
        return WhenForecast(items, None, past, seed, trials, growth, "there is nothing left to do")
    wanted = math.ceil(items * (1 + growth))
    drawn = np.random.default_rng(seed).choice(np.array(past.weeks), size=(trials, MOST_WEEKS))
    done = drawn.cumsum(axis=1)
    reached = done[:, -1] >= wanted
    needed = np.where(reached, (done >= wanted).argmax(axis=1) + 1, MOST_WEEKS + 1)
    begin = day_of(past.as_of, str(engine.setting("reporting_timezone", "UTC")))
    dates = {}
    for chance in CHANCES:
        last = int(quantile_disc(needed, chance / 100))
        if last > MOST_WEEKS:
            reason = f"not in sight: with {chance} % chance not within {MOST_WEEKS} weeks"
            return WhenForecast(items, None, past, seed, trials, growth, reason, tuple(needed.tolist()))
        dates[chance] = begin + timedelta(weeks=last)
    return WhenForecast(items, dates, past, seed, trials, growth, None, tuple(needed.tolist()))


def how_many(
    engine: Engine, scope: Scope, by: date, *, weeks: int = 26, seed: int = 1, trials: int = TRIALS
) -> HowManyForecast:
    """How many items will be done by a day: "85 % chance of at least x" is the 15th percentile of the totals.

    Whole weeks are drawn; the last is counted by the share of its days before `by`.
    """
    past = window(engine, scope, weeks)
    if past.reason is not None or past.as_of is None:
        return HowManyForecast(by, None, past, seed, trials, past.reason)
    today = day_of(past.as_of, str(engine.setting("reporting_timezone", "UTC")))
    days = (by - today).days
    if days <= 0:
        return HowManyForecast(by, None, past, seed, trials, f"{by} is not after the as-of, {today}")
    whole, rest = divmod(days, 7)
    drawn = np.random.default_rng(seed).choice(np.array(past.weeks), size=(trials, whole + 1))
    totals = drawn[:, :whole].sum(axis=1) + np.floor(drawn[:, whole] * rest / 7).astype(int)
    items = {chance: int(quantile_disc(totals, 1 - chance / 100)) for chance in CHANCES}
    return HowManyForecast(by, items, past, seed, trials, None, tuple(int(total) for total in totals))


#: An interval of which neither end is known.
UNKNOWN = Interval(None, None)


@dataclass(frozen=True)
class Expectation:
    """A service level expectation and how well the one before it held (FLW-06, FLW-07).

    `days` is the 85th percentile of the cycle times of the newest `window`, over `n` items. `attained` is the share
    of these within `days_before`, the percentile of the window before, with its interval: measured against its own
    window it would be 85 % by construction, so it never is. What could not be worked out has a reason.
    """

    days: float | None
    window: tuple[date, date] | None
    n: int
    days_before: float | None = None
    window_before: tuple[date, date] | None = None
    n_before: int = 0
    attained: float | None = None
    interval: Interval = UNKNOWN
    reason: str | None = None
    reason_before: str | None = None


FEWEST_FOR_EXPECTATION = 20


def expectation(engine: Engine, scope: Scope, *, days: int = 90) -> Expectation:
    """The expectation from the last `days` days, and whether that of the `days` before them was kept."""
    answer = trend(engine, THROUGHPUT, scope.but(start=None, end=None, grain="month"))
    if answer.as_of is None:
        return Expectation(None, None, 0, reason=answer.reason, reason_before=answer.reason)
    today = day_of(answer.as_of, str(engine.setting("reporting_timezone", "UTC"))) + timedelta(days=1)
    middle, begin = today - timedelta(days=days), today - timedelta(days=2 * days)
    now, before = (
        rows(engine, CYCLE_TIME_P85, scope.but(start=start, end=end, grain=None))
        for start, end in ((middle, today), (begin, middle))
    )
    expected, reason = _percentile(now, middle, today)
    expected_before, reason_before = _percentile(before, begin, middle)
    if expected_before is not None and now.empty:
        reason_before = f"nothing was done since {middle}"
    within = (
        0 if expected_before is None or now.empty else int((now["measured_value"] <= expected_before).sum())
    )
    judged = expected_before is not None and len(now) > 0
    return Expectation(
        expected, (middle, today), len(now), expected_before, (begin, middle), len(before),
        within / len(now) if judged else None, wilson(within, len(now) if judged else 0), reason, reason_before,
    )  # fmt: skip


def _percentile(done: pd.DataFrame, start: date, end: date) -> tuple[float | None, str | None]:
    """The observed cycle time that 85 % do not exceed, or why there is none."""
    if len(done) < FEWEST_FOR_EXPECTATION:
        return None, f"needs {FEWEST_FOR_EXPECTATION} items done between {start} and {end}, has {len(done)}"
    return quantile_disc(done["measured_value"], 0.85), None
