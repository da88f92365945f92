"""Seeded chance: every topic draws from its own stream, so that changing one topic leaves the others alone."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sample_data.organisation import SEED

T = TypeVar("T")


def stream(topic: str) -> random.Random:
    """The random numbers of one topic; the same on every run and machine."""
    return random.Random(f"{SEED}:{topic}")


def poisson(rng: random.Random, mean: float) -> int:
    """How many events happen where `mean` are expected (Knuth's method, split so that large means stay exact)."""
    count = 0
    while mean > 30:
        count += poisson(rng, 30.0)
        mean -= 30
    limit, product = math.exp(-mean), rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def lognormal(rng: random.Random, median: float, sigma: float) -> float:
    """A skewed duration with that median, in the unit of the median."""
    return median * math.exp(rng.gauss(0.0, sigma))


def pick(rng: random.Random, weights: Mapping[T, float]) -> T:
    """One of the keys, as likely as its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def between(rng: random.Random, earliest: datetime, latest: datetime) -> datetime:
    """A moment between the two, to the second."""
    span = max(0, int((latest - earliest).total_seconds()))
    return earliest + timedelta(seconds=rng.randrange(span + 1))


def shuffled(rng: random.Random, values: Sequence[T]) -> list[T]:
    """The values in another order."""
    return rng.sample(values, len(values))
