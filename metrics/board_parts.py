"""What a screen of the board is made of: figures, lines, tables, charts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from metrics.answer import Answer, Point
from metrics.board_words import ORDER, Rule
from metrics.comparison import Standing
from metrics.health_rules import Colour
from metrics.metric import Metric
from metrics.scope import Scope

#: As many rows as one screen of the board carries in large type.
MOST_ROWS = 8


@dataclass(frozen=True)
class Figure:
    """One figure of the board: its answer in the month, its standing, its sentence and its trend.

    `trend` holds a point per month up to the board's; None where rows are not placed in time. `before` is the
    value of the month before; `beside` what else stands under the value.
    """

    metric: Metric
    scope: Scope
    answer: Answer
    standing: Standing
    rule: Rule
    sentence: str
    trend: Answer | None
    currency: str
    before: float | None = None
    beside: str = ""

    def standing_beside(self, words: str) -> Figure:
        """The same figure with these words under its value."""
        return replace(self, beside=words)


@dataclass(frozen=True)
class Line:
    """One line of a list: the colour it is marked with, who it is about, and what it says."""

    text: str
    colour: Colour | None = None
    part: str = ""


@dataclass(frozen=True)
class Grid:
    """A table, the most important row first; a cell that is a colour is one of red, amber, green or grey.

    `colours` names the columns that hold such cells; `most` is how many rows one screen carries in large type.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    colours: tuple[str, ...] = ()
    most: int = MOST_ROWS

    @property
    def pages(self) -> int:
        """How many screens the rows take."""
        return max(1, -(-len(self.rows) // self.most))

    def page(self, number: int) -> Grid:
        """The rows of one screen (0 is the first), with a title that says how many there are in all."""
        if self.pages == 1:
            return self
        begin = min(number, self.pages - 1) * self.most
        rows = self.rows[begin : begin + self.most]
        title = f"{self.title} ({begin + 1} to {begin + len(rows)} of {len(self.rows)})"
        return replace(self, title=title, rows=rows)


@dataclass(frozen=True)
class Chart:
    """One figure to draw: a metric's trend, or its parts; `finding` is the title."""

    metric: Metric
    answer: Answer
    finding: str
    by: str | None = None
    beside: Answer | None = None
    currency: str = "EUR"

    @property
    def known(self) -> tuple[Point, ...]:
        """The parts that have a value, the worst first."""
        found = [point for point in self.answer.points if point.value is not None]
        return tuple(sorted(found, key=lambda p: p.value or 0.0, reverse=self.metric.good != "up"))

    @property
    def missed(self) -> tuple[Point, ...]:
        """The parts that miss the target, or are worse than the whole, beyond noise; the worst first."""
        return tuple(point for point in self.known if self.misses(point.low, point.high))

    def worst_first(self, most: int) -> tuple[Point, ...]:
        """The parts that have a value, the worst first, as many as can be read."""
        return self.known[:most]

    def misses(self, low: float | None, high: float | None) -> bool:
        """Whether a part's interval lies wholly on the wrong side of the target; without one, of the whole."""
        aim = self.metric.target if self.metric.target is not None else self.answer.value
        if aim is None or low is None or high is None or self.metric.good == "none":
            return False
        return high < aim if self.metric.good == "up" else low > aim


@dataclass(frozen=True)
class Screen:
    """One topic of the board: its headline and what stands below it.

    `headline` is the one shown: the manager's edit, or what the rule wrote, which stays in `written`.
    `notes` are for the presenter: where each figure comes from.
    """

    topic: str
    title: str
    asks: str
    written: str
    headline: str = ""
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    lists: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    grids: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()
    edited: str = ""


def short_of(figure: Figure) -> bool:
    """Whether the data of a figure end days before its month does, which has to be said beside it."""
    end, as_of = figure.scope.end, figure.answer.as_of
    return end is not None and as_of is not None and as_of.date() < end - timedelta(days=1)


def gravest(figures: tuple[Figure, ...]) -> Figure | None:
    """The figure whose rule counts most for a headline."""
    return min(figures, key=lambda figure: ORDER.index(figure.rule), default=None)
