"""What stands beside the colours of a client or service: its worth, its next milestone, what people reported of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

import pandas as pd

from metrics.client_voice import known_clients
from metrics.health_rules import SEVERITY, Colour
from metrics.measured import Parts
from metrics.query_frame import count_per_part, frame
from metrics.query_tables import as_date
from metrics.scope import Scope
from warehouse import Warehouse

By = Literal["client", "service"]


def known_parts(w: Warehouse, scope: Scope, by: By, measured: Iterable[Sequence[Parts]]) -> tuple[str, ...]:
    """The clients or services of a scope: those anything was measured of, and those that are known anyway."""
    found = {part for windows in measured for parts in windows for part in parts}
    if by == "client":
        found |= set(known_clients(w, scope))
    else:
        entries = frame(w, "portfolio", scope).rows
        found |= set(entries.loc[entries["entry"] == "service", "name"].dropna().astype(str))
    wanted = scope.by_dimension.get(by)
    return tuple(sorted(part for part in found if wanted is None or part in wanted))


class Registers(NamedTuple):
    """The portfolio and the newest report of each milestone, read once for all that the wall says of them."""

    entries: pd.DataFrame
    plans: pd.DataFrame


def registers(w: Warehouse, scope: Scope) -> Registers:
    """The two registers in a scope; the portfolio is not narrowed by its filters."""
    plans = frame(w, "latest_milestones", scope.but(start=None, end=None)).rows
    return Registers(frame(w, "portfolio", Scope(grants=scope.grants)).rows, plans)


def worth(known: Registers, by: By) -> dict[str, tuple[float | None, str | None]]:
    """What each part is worth a year, from the portfolio, and in which currency."""
    mine = known.entries[known.entries["entry"] == by]
    return {
        str(name): (None if pd.isna(value) else float(value), None if pd.isna(code) else str(code))
        for name, value, code in zip(mine["name"], mine["value"], mine["currency"], strict=True)
    }


def next_milestones(known: Registers, by: By, today: date) -> dict[str, tuple[str, date]]:
    """The open milestone each part expects next, as project and name, and when."""
    found: dict[str, tuple[str, date]] = {}
    for row in known.plans.to_dict("records"):
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


def reported_colours(known: Registers, by: By) -> dict[tuple[str, str], Colour]:
    """The colours people reported: of the whole in the portfolio, of delivery by their worst open milestone."""
    found: dict[tuple[str, str], Colour] = {}
    for row in known.entries[known.entries["entry"] == by].to_dict("records"):
        colour = colour_written(row["status"])
        if colour:
            found[str(row["name"]), "overall"] = colour
    for row in known.plans[known.plans["actual"].isna()].to_dict("records"):
        colour = colour_written(row["status"])
        part = row[by]
        if colour and part is not None and not pd.isna(part):
            key = (str(part), "delivery")
            if key not in found or SEVERITY[colour] > SEVERITY[found[key]]:
                found[key] = colour
    return found


def contract_targets(w: Warehouse, scope: Scope, by: By) -> dict[tuple[str, bool], float]:
    """The share each part's own contract promises, by part and whether of availability: the strictest clause."""
    clauses = frame(w, "sla_targets", Scope(grants=scope.grants)).rows
    mine = clauses[
        clauses["party"].fillna("SLA").eq("SLA")
        & clauses["measure"].isin(["response", "resolution", "availability"])
        & clauses["target"].notna() & clauses[by].notna()
    ]  # fmt: skip
    # Nobody promises to keep one percent: 1 is all of it, as 100 is.
    shares = mine["target"].where(mine["target"].abs() <= 1, mine["target"] / 100)
    of_availability = mine["measure"].eq("availability").astype(bool)
    return {
        (str(part), bool(about)): float(group.max())
        for (part, about), group in shares.groupby([mine[by], of_availability])
    }


def unmapped_tickets(w: Warehouse, scope: Scope, by: By) -> dict[str, int]:
    """How many tickets of each part are in a state nobody has mapped (G19)."""
    return count_per_part(w, "incidents", scope, by, "state_category = 'unknown'")
