"""What changed since a frozen board, each figure's change split so that its four causes add up to it.

The figure is asked again step by step: the frozen definition, period and filters over today's data (what differs
is restated source rows), then the new period and as-of (new activity), then the new filters (scope), then
today's definition. Each cause is the difference between two neighbouring steps, so nothing is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from metrics.answer import Answer
from metrics.board_frozen import FrozenBoard, FrozenFigure, standing_imports
from metrics.comparison import Standing, against_target
from metrics.declared import all_metrics
from metrics.health import Row
from metrics.health_rules import SEVERITY, Colour, rules_text
from metrics.metric import Metric
from metrics.query import value
from metrics.query_text import STEP
from metrics.receipts import Receipt, SourceRows, receipt, row_numbers
from metrics.scope import Scope
from warehouse import Warehouse

#: The setting that holds an organisation's own targets, by the name of the metric.
TARGETS = "targets"


@dataclass(frozen=True)
class Change:
    """One figure then and now, and what its change is made of; causes are None with a `reason`.

    `appeared` and `gone` count rows of the frozen period that count today and did not then, and the reverse.
    `threshold` says that the status would not have changed with the target of then.
    """

    metric: Metric
    topic: str
    before: float | None
    after: float | None
    n_before: int
    n_after: int
    new_activity: float | None = None
    restated: float | None = None
    definition: float | None = None
    scope: float | None = None
    standing_before: Standing = "none"
    standing_after: Standing = "none"
    threshold: bool = False
    appeared: int = 0
    gone: int = 0
    reason: str | None = None

    @property
    def total(self) -> float | None:
        """The whole change: now minus then."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def causes(self) -> tuple[tuple[str, float | None], ...]:
        """The four causes by name; they add up to the whole change."""
        return (
            ("New activity", self.new_activity),
            ("Restated rows", self.restated),
            ("Definition or threshold", self.definition),
            ("Scope", self.scope),
        )


@dataclass(frozen=True)
class ColourChange:
    """One colour of the wall that is another than on the frozen board."""

    part: str
    dimension: str
    before: Colour
    after: Colour
    sentence: str

    @property
    def worse(self) -> bool:
        """Whether it got worse; grey, which hides the state, counts as worse than green."""
        return SEVERITY[self.after] > SEVERITY[self.before]


@dataclass(frozen=True)
class Since:
    """What changed since a board: figures, colours, and whether the health rules are others than then."""

    board: FrozenBoard
    changes: tuple[Change, ...]
    colours: tuple[ColourChange, ...]
    rules_changed: bool


def since(w: Warehouse, frozen: FrozenBoard, now: Scope, wall: Sequence[Row] = ()) -> Since:
    """Every figure of a frozen board beside today's in the scope `now`, each change split into its causes."""
    same_rows = frozen.imports == standing_imports(w)
    changes = tuple(_change(w, frozen, figure, now, same_rows=same_rows) for figure in frozen.figures)
    if same_rows:
        changes = tuple(_without_restatement(change) for change in changes)
    return Since(frozen, changes, _colours(frozen, wall), rules_text(w) != frozen.rules)


def _without_restatement(change: Change) -> Change:
    """The same files stand as then: what the old question answers otherwise is a change of how rows are read."""
    if not change.restated:
        return change
    return replace(change, restated=0.0, definition=(change.definition or 0.0) + change.restated)


def aimed(w: Warehouse, metric: Metric) -> Metric:
    """The metric with the target this organisation has set for it, where it has."""
    own = w.setting(TARGETS, {}).get(metric.name)
    return metric if own is None else metric.model_copy(update={"target": float(own)})


def _change(
    w: Warehouse, frozen: FrozenBoard, figure: FrozenFigure, now: Scope, *, same_rows: bool
) -> Change:
    shown = figure.receipt
    current = all_metrics().get(shown.metric)
    try:
        old = figure.metric
    except ValidationError:
        if current is None:
            raise
        return _unsplit(aimed(w, current), figure, None, "the definition of then can no longer be read")
    if current is None:
        return _unsplit(old, figure, None, "it is no longer measured")
    new = aimed(w, current)
    then = _as_known_then(frozen.scope, shown)
    again = value(w, old, then)
    # A step that changes nothing is not asked again: mostly neither the filters nor the definition are others.
    kept_filters = now.but(filters=frozen.scope.filters)
    period = value(w, old, kept_filters)
    scoped = period if kept_filters == now else value(w, old, now)
    after = scoped if new.version == old.version else value(w, new, now)
    steps = {
        "the frozen period on today's data": again,
        "the new period": period,
        "the new filters": scoped,
        "today's definition": after,
    }
    lacking = next((f"{step}: {a.reason}" for step, a in steps.items() if a.value is None), None)
    if shown.value is None or figure.known is None:
        lacking = f"it had no value then: {shown.reason or 'unknown'}"
    if lacking is not None:
        return _unsplit(new, figure, after, lacking)
    restated, activity, filtered, defined = (float(a.value or 0.0) for a in steps.values())
    standing = against_target(new, after)
    # The frozen figure was read without an as-of and is compared with one: what that differs by is no restatement.
    appeared, gone = (0, 0) if same_rows else _rows(w, old, then, figure, again)
    return Change(
        new, figure.topic, shown.value, after.value, shown.n, after.n,
        new_activity=(activity - restated) + (float(figure.known or 0.0) - float(shown.value or 0.0)),
        restated=restated - float(figure.known or 0.0),
        scope=filtered - activity, definition=defined - filtered,
        standing_before=figure.standing, standing_after=standing,
        threshold=standing != figure.standing and against_target(new, after, old.target) == figure.standing,
        appeared=appeared, gone=gone,
    )  # fmt: skip


def _unsplit(metric: Metric, figure: FrozenFigure, after: Answer | None, reason: str) -> Change:
    shown = figure.receipt
    return Change(
        metric, figure.topic, shown.value, after.value if after else None, shown.n, after.n if after else 0,
        standing_before=figure.standing, standing_after=against_target(metric, after) if after else "none",
        reason=reason,
    )  # fmt: skip


def _as_known_then(scope: Scope, shown: Receipt) -> Scope:
    """The frozen scope with its as-of written down, so that what happened later does not count."""
    return scope if shown.as_of is None or scope.as_of else scope.but(as_of=known_at(shown))


def known_at(shown: Receipt) -> object:
    """The instant up to which a figure knew what had happened, as an as-of."""
    if shown.known_before is not None:
        return shown.known_before
    return None if shown.as_of is None else shown.as_of + STEP


def _rows(w: Warehouse, old: Metric, then: Scope, figure: FrozenFigure, again: Answer) -> tuple[int, int]:
    counted = _places(receipt(w, old, then, answer=again).imports)
    before = _places(figure.receipt.imports if figure.known_rows is None else figure.known_rows)
    return len(counted - before), len(before - counted)


def _places(sources: Sequence[SourceRows]) -> set[tuple[int, str, int]]:
    return {
        (source.import_id, source.sheet, int(row)) for source in sources for row in row_numbers(source.rows)
    }


def _colours(frozen: FrozenBoard, wall: Sequence[Row]) -> tuple[ColourChange, ...]:
    before = {(cell.part, cell.dimension): cell.colour for cell in frozen.cells}
    shown = [(row.part, "overall", row.colour, row.sentence) for row in wall]
    shown += [(row.part, cell.dimension, cell.colour, cell.sentence) for row in wall for cell in row.cells]
    found = [
        ColourChange(part, dimension, before[part, dimension], colour, why)
        for part, dimension, colour, why in shown
        if (part, dimension) in before and before[part, dimension] != colour
    ]
    return tuple(sorted(found, key=lambda c: (not c.worse, -SEVERITY[c.after], c.part)))
