"""What a health rule looked at for one client or service: the value, how sure it is, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from metrics.scope import Scope


@dataclass(frozen=True)
class Measured:
    """What was measured for one part; `says` is the finding in words, without the judgement.

    `value` is None with a `reason`; a value with a reason is the least it can have been. `scope` and `metric`
    (None where it is worked out) open the rows behind it. `references` are the rows of what is no metric.
    """

    value: float | None
    n: int
    says: str
    scope: Scope
    low: float | None = None
    high: float | None = None
    as_of: datetime | None = None
    reason: str | None = None
    metric: str | None = None
    unit: str = "count"
    references: tuple[tuple[int, str, int], ...] = ()


Parts = Mapping[str, Measured]


def of_part(scope: Scope, by: str, part: str) -> Scope:
    """The scope of one part."""
    return scope.but(filters=tuple({**scope.by_dimension, by: (part,)}.items()))
