"""The figures that all screens of the board share, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from metrics import query
from metrics.answer import Answer
from metrics.board_findings import flow_finding, parts_finding, trend_finding
from metrics.board_frozen import FrozenBoard, last_board
from metrics.board_parts import Chart, Figure
from metrics.board_since import Since, aimed, since
from metrics.board_words import rule_of, sentence
from metrics.budget_burn import BudgetPosition, budget_position
from metrics.client_voice import known_clients
from metrics.comparison import Comparison, against_target, compare, compared_with
from metrics.health import Row, Wall, health_day, portfolio_wall
from metrics.metric import Metric
from metrics.scope import Scope
from warehouse import Warehouse

#: How many months a trend on the board shows.
MONTHS = 13
#: A month counts as over when the data come this close to its end, in days.
ENOUGH_DAYS = 7


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
    def today(self) -> date | None:
        """The newest day of which the data tell."""
        return health_day(self.warehouse, Scope(grants=self.scope.grants))

    @cached_property
    def wall(self) -> Wall:
        """The portfolio by client; by service where the data name no client."""
        found = portfolio_wall(self.warehouse, self.scope)
        if found.rows:
            return found
        services = portfolio_wall(self.warehouse, self.scope, "service")
        return services if services.rows else found

    @cached_property
    def parts_word(self) -> str:
        """What the rows of the wall are called, several of them."""
        return f"{self.wall.by}s"

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
            metric, self.scope, answer, standing, rule, sentence(metric, answer, rule, moved, currency), trend,
            currency, before=moved.before.value if moved is not None else None,
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
        """The trend of a figure; None where there is nothing to draw."""
        figure = self.figure(metric)
        if figure.trend is None or all(point.value is None for point in figure.trend.points):
            return None
        other = self.figure(beside).trend if beside is not None else None
        finding = (
            trend_finding(figure.metric, figure.trend, figure.currency)
            if other is None
            else flow_finding(figure.trend, other, figure.currency)
        )
        return Chart(figure.metric, figure.trend, finding, beside=other, currency=figure.currency)

    def parts(self, metric: Metric, by: str) -> Chart | None:
        """A figure by client or service; None where there are fewer than two parts to compare."""
        metric = aimed(self.warehouse, metric)
        answer = query.breakdown(self.warehouse, metric, self.scope, by)
        if sum(point.value is not None for point in answer.points) < 2:
            return None
        drawn = Chart(metric, answer, "", by=by, currency=self.currency)
        return replace(drawn, finding=parts_finding(metric, drawn.known, drawn.missed, by, self.currency))


def _reaches(answer: Answer, end: date) -> bool:
    """Whether the data come within days of the end; a period long over is partial for another reason."""
    return answer.as_of is not None and end - timedelta(days=ENOUGH_DAYS) <= answer.as_of.date() <= end
