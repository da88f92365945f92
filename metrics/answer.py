"""What comes back when a question is asked: a number with its n, its as-of and its reasons."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Point(BaseModel):
    """One period of a trend, or one part of a breakdown (both, when a trend is broken down).

    `value` None has a `reason`. `partial` marks a period that is not over, in which the data only begin, or that the
    scope cuts: it is drawn hatched and left out of comparisons and limits. `start` and `end` are days, half-open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str | None = None
    part: str | None = None
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    partial: bool = False
    start: date | None = None
    end: date | None = None


class Answer(BaseModel):
    """The answer to one metric in one scope.

    `value` is in the metric's unit (percentages as fractions) and None has a `reason`. `n` counts the rows
    measured; `low` and `high` are a 95 % interval. `as_of` is the instant (UTC without zone) the figure is
    about. `caution` says why the figure should be read carefully. `excluded` are rows that could not be
    measured: reason and count. `notes` say what of the scope does not apply.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    id: str
    title: str
    unit: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    as_of: datetime | None = None
    reason: str | None = None
    caution: str | None = None
    excluded: tuple[tuple[str, int], ...] = ()
    points: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def whole_points(self) -> tuple[Point, ...]:
        """The points that may be compared: periods that are over, known as a whole and not cut by the scope."""
        return tuple(point for point in self.points if not point.partial)
