"""Where do two sources say different things? Green outside and red inside, reported and computed, tool and contract.

Disagreement is the signal: what looks green and is not, a manager should see before the board does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from metrics.answer import Point
from metrics.health import Cell, Row, cells, health_day, portfolio_wall
from metrics.health_context import By
from metrics.health_overrides import Override, overrides_ever
from metrics.health_rules import SEVERITY, Colour
from metrics.incident_trends import TOOL_SLA_FLAG
from metrics.query import breakdown
from metrics.query_frame import frame, references
from metrics.scope import NOT_SET, Scope
from metrics.slas import OWN_TARGET
from metrics.statistics import Interval, beyond_noise, difference_of_proportions
from metrics.wording import said, said_change
from warehouse import Warehouse


@dataclass(frozen=True)
class Disagreement:
    """Two voices about one part, what each says, and how far apart they are; `weight` sorts, 1 mild to 3 grave.

    `scope` opens the rows behind it, `references` are rows of what is no metric.
    """

    kind: str
    part: str
    one: str
    other: str
    sentence: str
    weight: int
    scope: Scope
    page: str = ""
    references: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class Radar:
    """Every disagreement found, the gravest first, and what could not be compared and why."""

    found: tuple[Disagreement, ...]
    not_compared: tuple[str, ...]
    as_of: date | None


def radar(w: Warehouse, scope: Scope, by: By = "client") -> Radar:
    """Everything two sources see differently about the clients or services of a scope."""
    wall = portfolio_wall(w, scope, by)
    tool, tool_reason = tool_against_contract(w, scope, by)
    vendor, vendor_reason = vendor_reports_against_tickets(w, scope)
    found = [*watermelons(wall.rows), *reported_against_computed(wall.rows), *tool, *vendor]
    found += [outcome.disagreement for outcome in judged_overrides(w, scope) if outcome.disagreement]
    reasons = tuple(reason for reason in (tool_reason, vendor_reason) if reason)
    return Radar(tuple(sorted(found, key=lambda d: (-d.weight, d.part))), reasons, wall.as_of)


# -- green outside, red inside --------------------------------------------------------------------------------


def watermelons(rows: Sequence[Row]) -> list[Disagreement]:
    """Parts whose contract is green while the client's mood is red, or escalations say so (MOOD-16)."""
    found = []
    for row in rows:
        sla, mood = row.cell("sla"), row.cell("mood")
        escalated = any(
            v.rule.measure == "escalations_30_days" and v.measured and (v.measured.value or 0) >= 2
            for v in mood.verdicts
        )
        if sla.computed == "green" and (mood.computed == "red" or escalated):
            found.append(
                Disagreement(
                    "watermelon", row.part, f"SLA: {sla.sentence}", f"Mood: {mood.sentence}",
                    f"{row.part} is green by contract and unhappy: {mood.sentence}", 3, mood.scope, mood.page,
                    mood.references,
                )
            )  # fmt: skip
    return found


def reported_against_computed(rows: Sequence[Row]) -> list[Disagreement]:
    """Colours put by hand or reported in a sheet that differ from the computed one."""
    found = []
    for row in rows:
        voices: list[tuple[str, Colour, Override | None, Colour | None, Cell | None]] = [
            ("overall", row.computed, row.override, row.reported, None)
        ]
        voices += [(cell.dimension, cell.computed, cell.override, cell.reported, cell) for cell in row.cells]
        for name, computed, put, told, cell in voices:
            colour = put.colour if put else told
            if colour is None or colour == computed:
                continue
            better = SEVERITY[colour] < SEVERITY[computed]
            how = (
                f"put by {put.author} until {put.expires:%d %b %Y}: {put.reason}"
                if put
                else "reported in the sheet"
            )
            why = cell.sentence if cell else row.sentence
            found.append(
                Disagreement(
                    "override" if put else "reported", row.part, f"{colour} ({how})", f"computed {computed}: {why}",
                    f"{row.part}, {name}: {colour} {how}, computed {computed}. {why}",
                    (3 if computed == "red" else 2) if better else 1, cell.scope if cell else Scope(),
                    cell.page if cell else "",
                )
            )  # fmt: skip
    return found


# -- tool against contract ------------------------------------------------------------------------------------


def tool_against_contract(w: Warehouse, scope: Scope, by: By) -> tuple[list[Disagreement], str | None]:
    """Where the tool's own SLA flag and the contract's clause differ by more than noise explains."""
    tool, contract = breakdown(w, TOOL_SLA_FLAG, scope, by), breakdown(w, OWN_TARGET, scope, by)
    if tool.value is None or contract.value is None:
        return (
            [],
            f"The tool's SLA flag and the contract cannot be compared: {tool.reason or contract.reason}.",
        )
    clauses = {str(point.part): point for point in contract.points if point.value is not None}
    found = []
    for point in tool.points:
        other = clauses.get(str(point.part))
        if point.part in (None, NOT_SET) or point.value is None or other is None or other.value is None:
            continue
        interval = difference_of_proportions(
            round(other.value * other.n), other.n, round(point.value * point.n), point.n
        )
        if beyond_noise(difference=interval).beyond_noise:
            narrowed = scope.but(filters=tuple({**scope.by_dimension, by: (str(point.part),)}.items()))
            found.append(_two_shares(narrowed, str(point.part), point, other, interval))
    return found, None


def _two_shares(scope: Scope, part: str, tool: Point, contract: Point, apart: Interval) -> Disagreement:
    one, other = (
        f"tool: {said(tool.value, 'percent')} of {tool.n:,}",
        f"contract: {said(contract.value, 'percent')} of {contract.n:,}",
    )
    between = f"{said_change(apart.low or 0, 'percent')} to {said_change(apart.high or 0, 'percent')}"
    return Disagreement(
        "tool against contract", part, one, other, f"{part}: {one}, {other}; the difference is {between}.",
        3 if (tool.value or 0) > (contract.value or 0) else 1, scope, "service/slas.py",
    )  # fmt: skip


# -- a supplier's own report against our tickets --------------------------------------------------------------


def vendor_reports_against_tickets(w: Warehouse, scope: Scope) -> tuple[list[Disagreement], str | None]:
    """Clocks a supplier's tool calls kept although their own times say missed, and the reverse.

    The supplier's word is the breached flag of its underpinning-contract clocks; ours is end against breach.
    """
    clocks = frame(w, "ticket_slas", scope.but(start=None, end=None)).rows
    theirs = clocks[clocks["sla_type"].eq("UC").fillna(False).astype(bool) & clocks["breached"].notna()]
    theirs = theirs[theirs["ended"].notna() & theirs["breach"].notna()]
    if theirs.empty:
        return [], "No supplier clocks with a flag, an end and a breach time are imported."
    late = pd.to_datetime(theirs["ended"]) > pd.to_datetime(theirs["breach"])
    flagged = theirs["breached"].astype(bool)
    column = "vendor" if "vendor" in theirs and theirs["vendor"].notna().any() else "sla_name"
    found = []
    for name, rows in theirs.groupby(theirs[column].fillna(NOT_SET)):
        hidden = rows[late[rows.index] & ~flagged[rows.index]]
        if len(hidden):
            found.append(
                Disagreement(
                    "supplier's report", str(name),
                    f"{int((~flagged[rows.index]).sum())} of {len(rows)} reported as kept",
                    f"{len(hidden)} of these ended after their breach time",
                    f"{name}: {len(hidden)} of {len(rows)} clocks are reported as kept and ended too late.",
                    3 if len(hidden) / len(rows) > 0.05 else 2, scope, "service/slas.py", references(hidden),
                )
            )  # fmt: skip
    return found, None


# -- overrides, afterwards ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """An override after its time: the colour put, and the one computed when it ended."""

    override: Override
    turned_out: Colour
    too_optimistic: bool | None
    disagreement: Disagreement | None


def judged_overrides(w: Warehouse, scope: Scope, today: date | None = None) -> tuple[Judged, ...]:
    """Every override that has expired, with the colour its dimension had on the day it ended.

    Too optimistic: the computed colour was still worse than the one put. Grey gives no verdict.
    """
    day = today or health_day(w, scope)
    if day is None:
        return ()
    found = []
    for put in overrides_ever(w):
        if put.expires >= day or put.dimension == "overall" or put.by not in ("client", "service"):
            continue
        then = scope.but(start=None, end=put.expires + timedelta(days=1), filters=((put.by, (put.part,)),))
        by: By = "client" if put.by == "client" else "service"
        seen = cells(w, then, by, dimensions=(put.dimension,))  # type: ignore[arg-type]
        turned_out: Colour = seen[0].computed if seen else "grey"
        wrong = None if turned_out == "grey" else SEVERITY[turned_out] > SEVERITY[put.colour]
        disagreement = None
        if wrong:
            disagreement = Disagreement(
                "override judged", put.part, f"put {put.colour} by {put.author}", f"it turned out {turned_out}",
                f"{put.part}, {put.dimension}: put {put.colour} on {put.made:%d %b %Y} ({put.reason}), and"
                f" {turned_out} when it ended on {put.expires:%d %b %Y}.", 2, then,
            )  # fmt: skip
        found.append(Judged(put, turned_out, wrong, disagreement))
    return tuple(found)


def optimism(outcomes: Sequence[Judged]) -> tuple[int, int]:
    """How many of the overrides that could be judged were too optimistic: (too optimistic, judged)."""
    known = [outcome for outcome in outcomes if outcome.too_optimistic is not None]
    return sum(bool(outcome.too_optimistic) for outcome in known), len(known)
