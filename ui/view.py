"""What a page sees: the data, the scope, and a page that says what is missing instead of staying blank."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

import streamlit as st

from charts.findings import summary
from charts.numbers import written_day, written_grain
from metrics import query
from metrics.answer import Answer
from metrics.comparison import Comparison, With, compare, compared_with
from metrics.fiscal import fiscal_calendar
from metrics.metric import Metric
from metrics.query_spread import whole_of
from metrics.scope import FISCAL_GRAINS, Scope
from ui.facts import facts, first_day, is_empty
from ui.kept import kept
from warehouse import Warehouse

Result = TypeVar("Result")

#: Data that begin so little after the period compared with still cover it.
FEW_DAYS = timedelta(days=3)
#: The setting that holds targets by the name of the metric, in the metric's own unit.
TARGETS = "targets"
#: Where the frame keeps the pages of the running session.
PAGES = "pages"

#: Figures that pages show over time too: one scan gives the periods and the whole.
_ALSO_TRENDS: set[tuple[str, str]] = set()

COMPARED: dict[With, str] = {
    "previous": "previous period",
    "year": "same period last year",
    "target": "target",
}


@dataclass(frozen=True)
class View:
    """The data, the period and filters chosen by the reader, and what figures are compared with."""

    warehouse: Warehouse
    content_id: str
    scope: Scope
    compare: With
    title: str
    as_of: datetime | None = None
    targets: Mapping[str, float] = field(default_factory=dict)

    @property
    def compared_scope(self) -> Scope | None:
        """The scope figures are compared with, or None."""
        return compared_with(self.scope, self.compare)

    @property
    def grain_words(self) -> str:
        """How long one period of a trend is, and of a fiscal one when its year begins."""
        words = written_grain(self.scope.grain)
        fiscal = self.scope.grain in FISCAL_GRAINS
        return f"{words}, year {fiscal_calendar(self.warehouse).words}" if fiscal else words

    @property
    def compared_word(self) -> str:
        """What figures are compared with, in words."""
        return COMPARED[self.compare]

    def aimed(self, metric: Metric) -> Metric:
        """The metric with the target this organisation has set for it, where it has."""
        own = self.targets.get(metric.name)
        return metric if own is None else metric.model_copy(update={"target": own})

    def value(self, metric: Metric, scope: Scope | None = None) -> Answer:
        """The metric over the whole period."""
        if scope is None and _named(metric) in _ALSO_TRENDS:
            whole = whole_of(metric, self.trend(metric))
            if whole is not None:
                return whole
        return _answer(self, "value", metric, scope or self.scope)

    def trend(self, metric: Metric, scope: Scope | None = None) -> Answer:
        """The metric per period of the scope's grain."""
        _ALSO_TRENDS.add(_named(metric))
        return _answer(self, "trend", metric, scope or self.scope)

    def breakdown(self, metric: Metric, by: str) -> Answer:
        """The metric per part of a dimension."""
        return _answer(self, "breakdown", metric, self.scope, by)

    def comparison(self, metric: Metric, now: Answer) -> Comparison | None:
        """How the metric differs from the period compared with; None where there is none.

        A period that begins before the data do is not compared with: it would look like growth. A weekend
        before the first row is no gap.
        """
        before = self.compared_scope
        if before is None or (metric.when is None and not metric.at_a_point_in_time):
            return None  # Rows that are not placed in time are the same ones in every period.
        first = first_day(self.content_id, self.warehouse, metric, self.scope.grants)
        if first is not None and before.start is not None and before.start < first - FEW_DAYS:
            unknown = now.model_copy(
                update={"value": None, "reason": f"the data begin on {written_day(first)}"}
            )
            return compare(metric, now, unknown)
        # What stands at an instant has no interval: whether it moved is judged by how it moved before.
        series = [p.value for p in self.trend(metric).whole_points] if metric.at_a_point_in_time else ()
        return compare(metric, now, self.value(metric, before), series)


def _answer(view: View, shape: str, metric: Metric, scope: Scope, by: str = "") -> Answer:
    return _kept_answer(view.content_id, view.warehouse, shape, _named(metric), metric, scope, by)


@lru_cache(maxsize=2000)
def _named(metric: Metric) -> tuple[str, str]:
    """Which definition a metric is: the same with a target of its own."""
    return metric.name, metric.version


@kept(most=4000)
def _kept_answer(
    content_id: str,  # noqa: ARG001 - another content has other answers
    _warehouse: Warehouse,
    shape: str,
    named: tuple[str, str],  # noqa: ARG001 - what the metric is
    _metric: Metric,
    scope: Scope,
    by: str,
) -> Answer:
    """One answer; it depends on nothing else: the viewer's grants are part of the scope."""
    if shape == "breakdown":
        return query.breakdown(_warehouse, _metric, scope, by)
    return (
        query.trend(_warehouse, _metric, scope)
        if shape == "trend"
        else query.value(_warehouse, _metric, scope)
    )


def ask(view: View, function: Callable[..., Result], **arguments: Any) -> Result:
    """The answer of a plain function of a metrics module, called with the warehouse and the scope; cached."""
    key = (
        view.content_id,
        f"{function.__module__}.{function.__qualname__}",
        view.scope.model_dump_json(),
        repr(sorted(arguments.items())),
    )
    return _cached_result(key, function, view.warehouse, view.scope, arguments)


@st.cache_data(max_entries=500, show_spinner=False)
def _cached_result(
    key: tuple[str, str, str, str],  # noqa: ARG001 - it is what the result is remembered under
    _function: Callable[..., Any],
    _warehouse: Warehouse,
    _scope: Scope,
    _arguments: dict[str, Any],
) -> Any:
    return _function(_warehouse, _scope, **_arguments)


def page(needs: str | tuple[str, ...] = ()) -> View:
    """The view of the running page; a page that has nothing to show yet says so and stops.

    `needs` names the kind of rows the page is about, or several of which one is enough; "anything" is for a
    page that makes use of whatever there is.
    """
    from ui.states import nothing_at_all, nothing_in_period, nothing_to_show

    view: View = st.session_state["view"]
    if needs == "anything":
        if not facts(view.content_id, view.warehouse, view.scope.grants).kinds:
            nothing_at_all()
            st.stop()
        return view
    kinds = (needs,) if isinstance(needs, str) else needs
    if kinds and all(is_empty(view.content_id, view.warehouse, kind, view.scope.grants) for kind in kinds):
        nothing_to_show(view, kinds)
        st.stop()
    told = kinds and not is_empty(view.content_id, view.warehouse, kinds[0], view.scope.grants)
    if told and nothing_in_period(view, kinds[0]):
        st.stop()
    return view


def answer(view: View, *metrics: Metric) -> None:
    """The one-sentence answer to the page's question, written by the rules that fired over these metrics."""
    figures = []
    for metric in metrics:
        found = view.value(metric)
        figures.append((view.aimed(metric), found, view.comparison(metric, found)))
    say(summary(figures, view.compared_word))


def page_at(path: str) -> Any:
    """A page of the table of contents by its path under pages/, for a link or a switch to it."""
    return st.session_state[PAGES][path]


def say(sentence: str) -> None:
    """The one-sentence answer to the page's question, above everything else."""
    st.html(f'<div class="bv-answer">{html.escape(sentence)}</div>')


def escaped(text: str) -> str:
    r"""Text from the data as Markdown shows it literally.

    >>> escaped("SLA *gold* [x](y) :red[z]")
    'SLA \\*gold\\* \\[x\\](y) \\:red\\[z\\]'
    """
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#$:|~" else letter for letter in text)
