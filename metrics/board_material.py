"""What a screen of the board is made of, and the figures all screens share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from metrics import query
from metrics.answer import Answer, Point
from metrics.board_frozen import FrozenBoard, last_board
from metrics.board_since import Since, aimed, since
from metrics.board_words import ORDER, Rule, rule_of, sentence
from metrics.budget_burn import BudgetPosition, budget_position
from metrics.client_voice import known_clients
from metrics.comparison import Comparison, Standing, against_target, compare, compared_with
from metrics.health import Row, Wall, portfolio_wall
from metrics.health_rules import Colour
from metrics.metric import Metric
from metrics.scope import Scope
from warehouse import Warehouse

#: How many months a trend on the board shows.
MONTHS = 13
#: A month counts as over when the data come this close to its end, in days.
ENOUGH_DAYS = 7


@dataclass(frozen=True)
class Figure:
    """One figure of the board: its answer in the month, its standing, its sentence and its trend.

    `trend` holds a point per month up to the board's; None where rows are not placed in time.
    """

    metric: Metric
    scope: Scope
    answer: Answer
    standing: Standing
    rule: Rule
    sentence: str
    trend: Answer | None
    currency: str


@dataclass(frozen=True)
class Line:
    """One line of a list: the colour it is marked with, who it is about, and what it says."""

    text: str
    colour: Colour | None = None
    part: str = ""


@dataclass(frozen=True)
class Grid:
    """A small table; a cell that is a colour of the wall is one of red, amber, green or grey.

    `colours` names the columns that hold such cells.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One figure to draw: a metric's trend, or its parts; `finding` is the title."""

    metric: Metric
    answer: Answer
    finding: str
    by: str | None = None
    beside: Answer | None = None
    currency: str = "EUR"

    def worst_first(self, most: int) -> tuple[Point, ...]:
        """The parts that have a value, the worst first, as many as can be read."""
        known = [point for point in self.answer.points if point.value is not None]
        return tuple(sorted(known, key=lambda p: p.value or 0.0, reverse=self.metric.good != "up")[:most])

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


@dataclass
class Material:
    """A warehouse and a month, and the answers that several screens need, each asked for once."""

    warehouse: Warehouse
    scope: Scope
    _figures: dict[str, Figure] = field(default_factory=dict)

    @cached_property
    def month(self) -> str:
        """The month as "2026-10"."""
        return f"{self.scope.start:%Y-%m}"

    @cached_property
    def month_words(self) -> str:
        """The month as people say it."""
        return f"{self.scope.start:%B %Y}"

    @cached_property
    def currency(self) -> str:
        """The reporting currency."""
        return self.position.currency

    @cached_property
    def wall(self) -> Wall:
        """The portfolio by client."""
        return portfolio_wall(self.warehouse, self.scope)

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(known_clients(self.warehouse, self.scope))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The clients of the wall that the portfolio names; all of them where it names none."""
        return tuple(row for row in self.wall.rows if row.part in self._listed) or self.wall.rows

    @cached_property
    def strangers(self) -> tuple[str, ...]:
        """Names of clients in the data that the portfolio does not have."""
        shown = {row.part for row in self.rows}
        return tuple(row.part for row in self.wall.rows if row.part not in shown)

    @cached_property
    def position(self) -> BudgetPosition:
        """Where the budget stands."""
        return budget_position(self.warehouse, self.scope)

    @cached_property
    def before(self) -> FrozenBoard | None:
        """The last board frozen for an earlier month."""
        return last_board(self.warehouse, self.month)

    @cached_property
    def since(self) -> Since | None:
        """What changed since the last board; None where none was frozen."""
        return since(self.warehouse, self.before, self.scope, self.rows) if self.before else None

    def figure(self, metric: Metric) -> Figure:
        """One figure in the month, compared with the month before, with its trend."""
        if metric.name not in self._figures:
            self._figures[metric.name] = self._asked(aimed(self.warehouse, metric))
        return self._figures[metric.name]

    def figures(self, *metrics: Metric) -> tuple[Figure, ...]:
        """Several figures."""
        return tuple(self.figure(metric) for metric in metrics)

    def _asked(self, metric: Metric) -> Figure:
        answer = query.value(self.warehouse, metric, self.scope)
        over_time = metric.when is not None or metric.at_a_point_in_time
        trend = self._over_months(metric) if over_time else None
        standing = against_target(metric, answer)
        moved = self._moved(metric, answer, trend)
        rule = rule_of(metric, answer, standing, moved)
        currency = self.currency if metric.unit == "money" else ""
        return Figure(
            metric, self.scope, answer, standing, rule, sentence(metric, answer, rule, moved, currency), trend, currency
        )  # fmt: skip

    def _over_months(self, metric: Metric) -> Answer:
        """The trend; a month whose data come within days of its end is over, though nothing came on its last."""
        found = query.trend(self.warehouse, metric, self.trend_scope)
        points = tuple(
            point.model_copy(update={"partial": False})
            if point.partial and point.end is not None and _reaches(found, point.end)
            else point
            for point in found.points
        )
        return found.model_copy(update={"points": points})

    def _moved(self, metric: Metric, answer: Answer, trend: Answer | None) -> Comparison | None:
        earlier = compared_with(self.scope, "previous")
        if earlier is None or answer.value is None or trend is None:
            return None
        series = [point.value for point in trend.whole_points]
        return compare(metric, answer, query.value(self.warehouse, metric, earlier), series)

    @cached_property
    def trend_scope(self) -> Scope:
        """The months a trend shows, the board's own last."""
        assert self.scope.start is not None
        months = self.scope.start.year * 12 + self.scope.start.month - MONTHS
        return self.scope.but(start=date(months // 12, months % 12 + 1, 1), grain="month")

    def trend(self, metric: Metric, beside: Metric | None = None) -> Chart | None:
        """The trend of a figure with its sentence as the finding; None where there is nothing to draw."""
        figure = self.figure(metric)
        if figure.trend is None or all(point.value is None for point in figure.trend.points):
            return None
        other = self.figure(beside).trend if beside is not None else None
        return Chart(figure.metric, figure.trend, figure.sentence, beside=other, currency=figure.currency)

    def parts(self, metric: Metric, by: str, finding: str = "") -> Chart | None:
        """A figure by client or service; None where there are fewer than two parts to compare."""
        metric = aimed(self.warehouse, metric)
        answer = query.breakdown(self.warehouse, metric, self.scope, by)
        if sum(point.value is not None for point in answer.points) < 2:
            return None
        return Chart(metric, answer, finding or f"{metric.title} by {by}", by=by, currency=self.currency)


def _reaches(answer: Answer, end: date) -> bool:
    return answer.as_of is not None and answer.as_of.date() >= end - timedelta(days=ENOUGH_DAYS)


def short_of(figure: Figure) -> bool:
    """Whether the data of a figure end days before its month does, which has to be said beside it."""
    end, as_of = figure.scope.end, figure.answer.as_of
    return end is not None and as_of is not None and as_of.date() < end - timedelta(days=1)


def gravest(figures: tuple[Figure, ...]) -> Figure | None:
    """The figure whose rule counts most for a headline."""
    return min(figures, key=lambda figure: ORDER.index(figure.rule), default=None)
