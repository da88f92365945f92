"""How healthy is each client or service, dimension by dimension, and how do we know?

The worst dimension decides. Grey beats green: what is not measured, too little or stale is never green. A colour
gets better only after several windows in a row; a colour put by hand is shown beside the computed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

import pandas as pd

from metrics.client_voice import known_clients
from metrics.health_measures import MISSED, Measured, Parts, measure, of_part, spoken
from metrics.health_overrides import Override, overrides_in_force
from metrics.health_rules import DIMENSIONS, Colour, Dimension, Rule, rules
from metrics.query_frame import count_per_part, frame, last_day, newest
from metrics.query_tables import as_date
from metrics.scope import Scope
from warehouse import Warehouse

By = Literal["client", "service"]

#: The dimensions as people read them.
TITLES: Mapping[Dimension, str] = {
    "delivery": "Delivery", "stability": "Stability", "sla": "SLA", "budget": "Budget", "mood": "Mood", "risk": "Risk",
}  # fmt: skip

#: From good to bad; grey stands between, because it hides green but not amber.
SEVERITY: Mapping[Colour, int] = {"green": 0, "grey": 1, "amber": 2, "red": 3}


@dataclass(frozen=True)
class Verdict:
    """What one rule says of one part: the colour, the sentence, and what was measured."""

    rule: Rule
    colour: Colour
    sentence: str
    measured: Measured | None


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
    chosen = rules(w)
    if today is None:
        return Wall(by, None, (), chosen.mandatory, "no data have been loaded")
    found = cells(w, scope, by)
    by_part: dict[str, list[Cell]] = {}
    for cell in found:
        by_part.setdefault(cell.part, []).append(cell)
    put = overrides_in_force(w, today)
    said = _reported(w, scope, by)
    entries = _entries(w, scope, by)
    coming = _next_milestones(w, scope, by, today)
    rows = [
        _row(
            part, listed, chosen.mandatory, today, put=put.get((by, part, "overall")), said=said.get((part, "overall")),
            entry=entries.get(part), coming=coming.get(part),
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
    return Wall(by, today, tuple(in_order), chosen.mandatory, None if rows else f"no {by} is known")


def health_day(w: Warehouse, scope: Scope) -> date | None:
    """The day the wall is about: the end of the scope, else its as-of, else the newest day any table tells of."""
    if scope.end is not None:
        return scope.end - timedelta(days=1)
    kinds = (
        "incidents", "ticket_slas", "changes", "survey_responses", "interactions", "actuals", "invoices", "milestones",
        "risks", "escalations",
    )  # fmt: skip
    return last_day(w, scope, max((m for kind in kinds if (m := newest(w, kind, scope))), default=None))


def cells(
    w: Warehouse, scope: Scope, by: By, *, dimensions: Sequence[Dimension] = DIMENSIONS
) -> tuple[Cell, ...]:
    """Every part's cell in the dimensions asked for; a part nothing was measured of is grey, not missing."""
    today = health_day(w, scope)
    if today is None:
        return ()
    chosen = rules(w)
    whole = scope.but(start=None, end=None, grain=None)
    measured = {
        dimension: [
            (rule, [measure(w, rule, whole, by, today, back) for back in range(rule.periods)])
            for rule in chosen.of(dimension)
        ]
        for dimension in dimensions
    }
    parts = _parts(w, whole, by, (windows for of_one in measured.values() for _, windows in of_one))
    put, said = overrides_in_force(w, today), _reported(w, whole, by)
    targets, unmapped = _contract_targets(w, whole, by), _unmapped(w, whole, by)
    found = []
    for part in parts:
        for dimension in dimensions:
            promised = targets.get(part) if dimension == "sla" else None
            verdicts = tuple(
                _verdict(rule, [then.get(part) for then in windows], part, promised, today)
                for rule, windows in measured[dimension]
            )
            cell = _cell(part, dimension, verdicts, of_part(whole, by, part))
            if dimension in ("stability", "sla") and cell.computed == "green" and unmapped.get(part):
                why = f"{unmapped[part]} tickets are in a state nobody has mapped: it cannot be called green."
                cell = replace(cell, colour="grey", computed="grey", sentence=why)
            chosen_by_hand = put.get((by, part, dimension))
            if chosen_by_hand:
                cell = replace(cell, colour=chosen_by_hand.colour, override=chosen_by_hand)
            found.append(replace(cell, reported=said.get((part, dimension))))
    return tuple(found)


# -- one rule, one part -------------------------------------------------------------------------------------


def _verdict(
    rule: Rule, windows: Sequence[Measured | None], part: str, contract_target: float | None, today: date
) -> Verdict:
    """The colour of the newest window, or the worst of the last ones where it has become better since."""
    newest = windows[0]
    colour, sentence = _judged(rule, newest, part, contract_target, today)
    if colour in ("red", "grey"):
        return Verdict(rule, colour, sentence, newest)
    for earlier in windows[1:]:
        before, _ = _judged(rule, earlier, part, contract_target, today, fresh=True)
        if before != "grey" and SEVERITY[before] > SEVERITY[colour]:
            sentence = (
                f"{sentence} It was {before} a window ago and must stay better for {rule.periods} in a row."
            )
            colour = before
            break
    return Verdict(rule, colour, sentence, newest)


def _judged(
    rule: Rule,
    found: Measured | None,
    part: str,
    contract_target: float | None,
    today: date,
    *,
    fresh: bool = False,
) -> tuple[Colour, str]:
    named = rule.measure.replace("_", " ")
    if found is None:
        return "grey", f"Nothing is known for {named}."
    if found.value is None:
        return "grey", f"{named.capitalize()}: {found.reason or 'not measured'}."
    if found.n < rule.minimum_n:
        return "grey", f"{found.says}, from {found.n} only: {rule.minimum_n} are needed."
    age = (today - found.as_of.date()).days if found.as_of else None
    if not fresh and age is not None and age > 1.5 * rule.cadence_days:
        return (
            "grey",
            f"Stale: the newest data are {age} days old, and every {rule.cadence_days} days are expected.",
        )
    base = (rule.target_for(part, contract_target) or 0.0) if rule.target is not None else 0.0
    aim = f", target {spoken(base, found.unit)}" if rule.target is not None else ""
    says = f"{found.says}{_sureness(found)}{aim}"
    value = found.value
    beyond = _beyond(value, rule.red_below, rule.red_above, base)
    if beyond and _proven(rule, found, base):
        return "red", f"{says}." if value < MISSED else f"{found.says}."
    if beyond or _beyond(value, rule.amber_below, rule.amber_above, base):
        doubt = ", which noise could explain" if beyond else ""
        return "amber", f"{says}{doubt}."
    return "green", f"{says}."


def _beyond(value: float, below: float | None, above: float | None, base: float) -> bool:
    # A billionth is rounding: 0.95 − 0.02 is 0.9299999999 in binary.
    return (below is not None and value < base + below - 1e-9) or (
        above is not None and value > base + above + 1e-9
    )


def _proven(rule: Rule, found: Measured, base: float) -> bool:
    if rule.proof_below is not None and (found.high is None or found.high >= base + rule.proof_below):
        return False
    return not (rule.proof_above is not None and (found.low is None or found.low <= base + rule.proof_above))


def _sureness(found: Measured) -> str:
    if found.low is None or found.high is None:
        return f" (n = {found.n})" if found.metric else ""
    return f" ({spoken(found.low, found.unit)} to {spoken(found.high, found.unit)}, n = {found.n})"


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


# -- the whole of a part ------------------------------------------------------------------------------------


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


def _parts(w: Warehouse, scope: Scope, by: By, measured: Iterable[Sequence[Parts]]) -> tuple[str, ...]:
    found = {part for windows in measured for parts in windows for part in parts}
    if by == "client":
        found |= set(known_clients(w, scope))
    else:
        entries = frame(w, "portfolio", scope).rows
        found |= set(entries.loc[entries["entry"] == "service", "name"].dropna().astype(str))
    wanted = scope.by_dimension.get(by)
    return tuple(sorted(part for part in found if wanted is None or part in wanted))


def _entries(w: Warehouse, scope: Scope, by: By) -> dict[str, tuple[float | None, str | None]]:
    """What each part is worth a year, from the portfolio."""
    entries = frame(w, "portfolio", Scope(grants=scope.grants)).rows
    mine = entries[entries["entry"] == by]
    return {
        str(name): (None if pd.isna(value) else float(value), None if pd.isna(code) else str(code))
        for name, value, code in zip(mine["name"], mine["value"], mine["currency"], strict=True)
    }


def _next_milestones(w: Warehouse, scope: Scope, by: By, today: date) -> dict[str, tuple[str, date]]:
    plans = frame(w, "latest_milestones", scope.but(start=None, end=None)).rows
    found: dict[str, tuple[str, date]] = {}
    for row in plans.to_dict("records"):
        day = as_date(row["forecast"]) or as_date(row["baseline"])
        part = row[by]
        if day is None or day < today or as_date(row["actual"]) is not None or part is None or pd.isna(part):
            continue
        if str(part) not in found or day < found[str(part)][1]:
            found[str(part)] = (f"{row['project']}: {row['name']}", day)
    return found


#: How people write a colour in a status column.
_WRITTEN: Mapping[Colour, frozenset[str]] = {
    "red": frozenset({"red", "r", "rot", "rouge", "rojo", "off track", "critical"}),
    "amber": frozenset({"amber", "yellow", "a", "y", "gelb", "orange", "jaune", "at risk", "warning"}),
    "green": frozenset({"green", "g", "grün", "vert", "verde", "on track", "ok", "good"}),
}


def colour_written(text: object) -> Colour | None:
    """The colour a status stands for; None where it is none.

    >>> colour_written("Yellow"), colour_written("in progress")
    ('amber', None)
    """
    plain = str(text).strip().casefold() if isinstance(text, str) else ""
    return next((colour for colour, words in _WRITTEN.items() if plain in words), None)


def _reported(w: Warehouse, scope: Scope, by: By) -> dict[tuple[str, str], Colour]:
    """The colours people reported: of the whole in the portfolio, of delivery by their worst open milestone."""
    found: dict[tuple[str, str], Colour] = {}
    entries = frame(w, "portfolio", Scope(grants=scope.grants)).rows
    for row in entries[entries["entry"] == by].to_dict("records"):
        colour = colour_written(row["status"])
        if colour:
            found[str(row["name"]), "overall"] = colour
    plans = frame(w, "latest_milestones", scope.but(start=None, end=None)).rows
    for row in plans[plans["actual"].isna()].to_dict("records"):
        colour = colour_written(row["status"])
        part = row[by]
        if colour and part is not None and not pd.isna(part):
            key = (str(part), "delivery")
            if key not in found or SEVERITY[colour] > SEVERITY[found[key]]:
                found[key] = colour
    return found


def _contract_targets(w: Warehouse, scope: Scope, by: By) -> dict[str, float]:
    """The share each part's own contract promises, where its SLA clauses agree on one: the strictest."""
    clauses = frame(w, "sla_targets", Scope(grants=scope.grants)).rows
    mine = clauses[
        clauses["party"].fillna("SLA").eq("SLA") & clauses["measure"].isin(["response", "resolution"])
        & clauses["target"].notna() & clauses[by].notna()
    ]  # fmt: skip
    shares = mine["target"].where(mine["target"].abs() < 1, mine["target"] / 100)
    return {str(part): float(group.max()) for part, group in shares.groupby(mine[by])}


def _unmapped(w: Warehouse, scope: Scope, by: By) -> dict[str, int]:
    """How many tickets of each part are in a state nobody has mapped (G19)."""
    return count_per_part(w, "incidents", scope, by, "state_category = 'unknown'")
