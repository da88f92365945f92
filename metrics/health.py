"""How healthy is each client or service, dimension by dimension, and how do we know?

The worst dimension decides. Grey beats green: what is not measured, too little or stale is never green. A colour
gets better only after several windows in a row; a colour put by hand is shown beside the computed one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from metrics.health_context import (
    By,
    contract_targets,
    known_parts,
    next_milestones,
    registers,
    reported_colours,
    unmapped_tickets,
    worth,
)
from metrics.health_measures import measure
from metrics.health_overrides import Override, overrides_in_force
from metrics.health_rules import DIMENSIONS, SEVERITY, Colour, Dimension, rules
from metrics.health_verdicts import Verdict, verdict
from metrics.measured import of_part
from metrics.query_frame import last_day, newest
from metrics.scope import Scope
from metrics.wording import counted
from warehouse import Warehouse

#: The dimensions as people read them.
TITLES: Mapping[Dimension, str] = {
    "delivery": "Delivery", "stability": "Stability", "sla": "SLA", "budget": "Budget", "mood": "Mood", "risk": "Risk",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One dimension of one part: the colour shown, the one computed, and the sentence of the rule that fired.

    `page` and `scope` are where a click leads; `metric` is None for what is worked out, whose rows are in
    `references`. `verdicts` hold what every rule of the dimension said.
    """

    part: str
    dimension: Dimension
    colour: Colour
    computed: Colour
    sentence: str
    value: float | None
    unit: str
    n: int
    low: float | None
    high: float | None
    as_of: datetime | None
    metric: str | None
    page: str
    scope: Scope
    references: tuple[tuple[int, str, int], ...]
    override: Override | None
    reported: Colour | None
    verdicts: tuple[Verdict, ...]

    @property
    def disagrees(self) -> bool:
        """Whether a colour was put or reported that is better than the computed one."""
        said = self.override.colour if self.override else self.reported
        return said is not None and SEVERITY[said] < SEVERITY[self.computed]


@dataclass(frozen=True)
class Row:
    """One client or service on the wall: overall colour, a cell per dimension, what comes next, what is at stake."""

    part: str
    colour: Colour
    computed: Colour
    sentence: str
    override: Override | None
    reported: Colour | None
    cells: tuple[Cell, ...]
    next_milestone: str | None
    next_date: date | None
    at_stake: float | None
    currency: str | None
    data_age_days: int | None

    def cell(self, dimension: Dimension) -> Cell:
        """The cell of one dimension."""
        return next(cell for cell in self.cells if cell.dimension == dimension)


@dataclass(frozen=True)
class Wall:
    """The portfolio, the worst first."""

    by: By
    as_of: date | None
    rows: tuple[Row, ...]
    mandatory: tuple[Dimension, ...]
    reason: str | None = None


def portfolio_wall(w: Warehouse, scope: Scope, by: By = "client") -> Wall:
    """One row per client or service with a cell per dimension, the worst first."""
    today = health_day(w, scope)
    mandatory = rules(w).mandatory
    if today is None:
        return Wall(by, None, (), mandatory, "no data have been loaded")
    by_part: dict[str, list[Cell]] = {}
    known = registers(w, scope)
    said = reported_colours(known, by)
    for cell in _cells(w, scope, by, DIMENSIONS, today, said):
        by_part.setdefault(cell.part, []).append(cell)
    put = overrides_in_force(w, today)
    value, coming = worth(known, by), next_milestones(known, by, today)
    rows = [
        _row(
            part, listed, mandatory, today, put=put.get((by, part, "overall")), said=said.get((part, "overall")),
            entry=value.get(part), coming=coming.get(part),
        )
        for part, listed in by_part.items()
    ]  # fmt: skip
    in_order = sorted(
        rows,  # a colour put by hand never moves a row down the wall
        key=lambda row: (
            -max(SEVERITY[row.colour], SEVERITY[row.computed]),
            -(row.at_stake or 0.0),
            row.part,
        ),
    )
    return Wall(by, today, tuple(in_order), mandatory, None if rows else f"no {by} is known")


#: The tables whose newest moment is the day the wall is about.
_TELLING = (
    "incidents", "ticket_slas", "changes", "survey_responses", "interactions", "actuals", "invoices", "milestones",
    "risks", "escalations",
)  # fmt: skip


def health_day(w: Warehouse, scope: Scope) -> date | None:
    """The day the wall is about: the end of the scope, else its as-of, else the newest day any table tells of."""
    return scope.end - timedelta(days=1) if scope.end is not None else _newest_day(w, scope)


def _newest_day(w: Warehouse, scope: Scope) -> date | None:
    return last_day(w, scope, max((m for kind in _TELLING if (m := newest(w, kind, scope))), default=None))


def cells(
    w: Warehouse, scope: Scope, by: By, *, dimensions: Sequence[Dimension] = DIMENSIONS
) -> tuple[Cell, ...]:
    """Every part's cell in the dimensions asked for; a part nothing was measured of is grey, not missing."""
    today = health_day(w, scope)
    if today is None:
        return ()
    return _cells(w, scope, by, dimensions, today, reported_colours(registers(w, scope), by))


def _cells(
    w: Warehouse, scope: Scope, by: By, dimensions: Sequence[Dimension], today: date,
    said: Mapping[tuple[str, str], Colour],
) -> tuple[Cell, ...]:  # fmt: skip
    chosen = rules(w)
    whole = scope.but(start=None, end=None, grain=None)
    latest = _newest_day(w, whole)
    now = scope.as_of is None and (latest is None or today >= latest)
    measured = {
        dimension: [(rule, measure(w, rule, whole, by, today, now=now)) for rule in chosen.of(dimension)]
        for dimension in dimensions
    }
    parts = known_parts(w, whole, by, (windows for of_one in measured.values() for _, windows in of_one))
    put = overrides_in_force(w, today)
    targets, unmapped = contract_targets(w, whole, by), unmapped_tickets(w, whole, by)
    found = []
    for part in parts:
        for dimension in dimensions:
            verdicts = tuple(
                verdict(
                    rule, [then.get(part) for then in windows], part,
                    targets.get((part, rule.measure == "availability"))
                    if dimension == "sla" or rule.measure == "availability" else None,
                    today,
                )
                for rule, windows in measured[dimension]
            )  # fmt: skip
            cell = _cell(part, dimension, verdicts, of_part(whole, by, part))
            if dimension in ("stability", "sla") and cell.computed == "green" and unmapped.get(part):
                tickets = counted(unmapped[part], "ticket is", "tickets are")
                why = f"{tickets} in a state nobody has mapped: it cannot be called green."
                cell = replace(cell, colour="grey", computed="grey", sentence=why)
            chosen_by_hand = put.get((by, part, dimension))
            if chosen_by_hand:
                cell = replace(cell, colour=chosen_by_hand.colour, override=chosen_by_hand)
            found.append(replace(cell, reported=said.get((part, dimension))))
    return tuple(found)


def _cell(part: str, dimension: Dimension, verdicts: tuple[Verdict, ...], scope: Scope) -> Cell:
    """The worst of what could be measured; grey where nothing could, or a required rule could not."""
    known = [verdict for verdict in verdicts if verdict.colour != "grey"]
    lacking = [verdict for verdict in verdicts if verdict.colour == "grey"]
    must = [verdict for verdict in lacking if verdict.rule.required]
    stale = [verdict for verdict in lacking if verdict.sentence.startswith("Stale")]
    worst = max(known, key=lambda verdict: SEVERITY[verdict.colour], default=None)
    if worst is None or (worst.colour == "green" and (must or stale)):
        told = [verdict for verdict in must or stale or lacking if verdict.measured is not None] or lacking
        worst = told[0] if told else None
    if worst is None:
        return Cell(
            part, dimension, "grey", "grey", f"No rule looks at {dimension}.", None, "count", 0, None, None, None, None,
            "", scope, (), None, None, verdicts,
        )  # fmt: skip
    found = worst.measured
    return Cell(
        part, dimension, worst.colour, worst.colour, worst.sentence,
        found.value if found else None, found.unit if found else "count", found.n if found else 0,
        found.low if found else None, found.high if found else None, found.as_of if found else None,
        found.metric if found else None, worst.rule.page, found.scope if found else scope,
        found.references if found else (), None, None, verdicts,
    )  # fmt: skip


def _row(
    part: str,
    listed: Sequence[Cell],
    mandatory: Sequence[Dimension],
    today: date,
    *,
    put: Override | None,
    said: Colour | None,
    entry: tuple[float | None, str | None] | None,
    coming: tuple[str, date] | None,
) -> Row:
    deciding = [cell for cell in listed if cell.dimension in mandatory]
    worst = max(deciding, key=lambda cell: SEVERITY[cell.colour])
    computed = max((cell.computed for cell in deciding), key=lambda colour: SEVERITY[colour])
    sentence = (
        f"{TITLES[worst.dimension]}: {worst.sentence}"
        if worst.colour != "green"
        else "All is measured and green."
    )
    moments = [cell.as_of for cell in listed if cell.as_of is not None]
    return Row(
        part, put.colour if put else worst.colour, computed, sentence, put, said, tuple(listed),
        coming[0] if coming else None, coming[1] if coming else None, *(entry or (None, None)),
        max((today - max(moments).date()).days, 0) if moments else None,
    )  # fmt: skip
