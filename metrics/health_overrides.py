"""A manager may see it differently: a colour put by hand, with reason, author and expiry, beside the computed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from metrics.health_rules import DIMENSIONS, Colour
from warehouse import Warehouse

COLLECTION = "overrides"
#: A colour put by hand is forgotten after this many days at the latest.
LONGEST = 35


class OverrideError(ValueError):
    """The override cannot be kept; the message says why."""


@dataclass(frozen=True)
class Override:
    """One colour put by hand for one part and dimension ("overall" for the whole); until and including `expires`."""

    by: str
    part: str
    dimension: str
    colour: Colour
    reason: str
    author: str
    made: date
    expires: date
    computed: Colour | None = None

    def in_force(self, today: date) -> bool:
        """Whether it holds on a day."""
        return self.made <= today <= self.expires

    @property
    def says(self) -> str:
        """How it is shown beside the computed colour."""
        computed = f"computed {self.computed} · " if self.computed else ""
        return (
            f"{computed}reported {self.colour} until {self.expires:%d %b %Y} by {self.author}: {self.reason}"
        )


def override(
    w: Warehouse,
    *,
    by: str,
    part: str,
    dimension: str,
    colour: str,
    reason: str,
    author: str,
    today: date,
    expires: date,
    computed: Colour | None = None,
) -> Override:
    """Put a colour by hand; OverrideError without reason or author, or for longer than 35 days."""
    if dimension not in (*DIMENSIONS, "overall"):
        raise OverrideError(f"{dimension!r} is no dimension: use {', '.join(DIMENSIONS)} or overall.")
    if colour not in ("red", "amber", "green"):
        raise OverrideError(f"A colour put by hand is red, amber or green, not {colour!r}.")
    if len(reason.strip()) < 10:
        raise OverrideError(
            "Say why in a sentence: an override without a reason cannot be judged afterwards."
        )
    if not author.strip():
        raise OverrideError("Say who puts this colour.")
    if not today <= expires <= today + timedelta(days=LONGEST):
        latest = today + timedelta(days=LONGEST)
        raise OverrideError(
            f"It may hold until {latest} at the latest ({LONGEST} days), and not end in the past."
        )
    made = Override(by, part, dimension, colour, reason.strip(), author.strip(), today, expires, computed)  # type: ignore[arg-type]
    w.keep(COLLECTION, _key(by, part, dimension), _plain(made), made.author)
    return made


def withdraw(w: Warehouse, by: str, part: str, dimension: str, author: str) -> None:
    """Take an override back; its history stays."""
    w.keep(COLLECTION, _key(by, part, dimension), None, author)


def overrides_in_force(w: Warehouse, today: date) -> Mapping[tuple[str, str, str], Override]:
    """The overrides that hold on a day, by (by, part, dimension)."""
    every = (_override(record["value"]) for record in w.kept(COLLECTION).values())
    return {(o.by, o.part, o.dimension): o for o in every if o.in_force(today)}


def overrides_ever(w: Warehouse) -> tuple[Override, ...]:
    """Every override ever made, oldest first, those since replaced or withdrawn too."""
    keys = w.query("SELECT DISTINCT key FROM meta.documents WHERE collection = $name", {"name": COLLECTION})[
        "key"
    ]
    every = [
        _override(version["value"])
        for key in keys
        for version in w.kept_history(COLLECTION, str(key))
        if version["value"] is not None
    ]
    return tuple(sorted(every, key=lambda o: (o.made, o.part, o.dimension)))


def _key(by: str, part: str, dimension: str) -> str:
    return f"{by}|{part}|{dimension}"


def _plain(made: Override) -> dict[str, Any]:
    return {**made.__dict__, "made": made.made.isoformat(), "expires": made.expires.isoformat()}


def _override(kept: Mapping[str, Any]) -> Override:
    dates = {name: date.fromisoformat(str(kept[name])) for name in ("made", "expires")}
    return Override(**{**kept, **dates})
