"""The unit of durations that nobody says: told by the moments beside them, or said to be taken as seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from contracts.contract import ColumnType
from data_loaders.recognising_columns import Pair
from data_loaders.recognition import Assignment

#: Seconds by the unit, and what the unit is called.
_UNITS: Mapping[str, tuple[int, str]] = {
    "s": (1, "seconds"), "min": (60, "minutes"), "h": (3_600, "hours"), "d": (86_400, "days"),
}  # fmt: skip
#: Between which moments a duration runs; the second one by the first column that the rows fill.
_BETWEEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "calendar_duration": ("opened", ("resolved", "closed")),
    "first_response_duration": ("opened", ("first_response",)),
}
#: So many rows must agree on a unit.
_ENOUGH = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
#: Which of day and month comes first does not matter to what lies between two moments of one list.
_MOMENTS = tuple(f"{day} {time}" for day in _DAYS for time in ("%H:%M:%S", "%H:%M"))


def with_units(
    assignments: Sequence[Assignment],
    pairs: Mapping[str, Pair],
    rows: Sequence[Mapping[int, str]],
    answers: Mapping[str, str],
    *,
    told: bool,
) -> tuple[tuple[Assignment, ...], tuple[str, ...]]:
    """The assignments with the unit of their bare numbers where the moments of the rows tell it, and what to say.

    `rows` are the first rows as they are written. Where the tool or template is known, its units are (`told`); lists
    of nobody's are often in hours or minutes, and without a heading that says so their whole numbers would be seconds.
    """
    found, said = [], []
    for one in assignments:
        name = one.column.name
        bare = [row[one.cells[0]] for row in rows if _NUMBER.fullmatch(row.get(one.cells[0], ""))]
        known = one.unit or told or f"unit.{name}" in answers
        if one.column.type is not ColumnType.DURATION or known or not any(float(text) for text in bare):
            found.append(one)
            continue
        unit = _by_moments(name, pairs, rows)
        found.append(replace(one, unit=unit) if unit else one)
        if unit not in (None, "s"):
            said.append(
                f"“{one.header}” names no unit; its numbers are taken as {_UNITS[str(unit)][1]}, as the times of the"
                f" rows show. To say otherwise, answer unit.{name}=s, min, h or d."
            )
        elif unit is None and all("." not in text for text in bare):
            said.append(
                f"“{one.header}” names no unit; whole numbers are taken as seconds. To say otherwise, answer"
                f" unit.{name}=min, h or d."
            )
    return tuple(found), tuple(said)


def _by_moments(name: str, pairs: Mapping[str, Pair], rows: Sequence[Mapping[int, str]]) -> str | None:
    """The one unit in which the numbers last from one moment of their row to the other."""
    begin, ends = _BETWEEN.get(name, ("", ()))
    end = next((end for end in ends if end in pairs), None)
    if begin not in pairs or end is None or len(pairs[begin].cells) > 1 or len(pairs[end].cells) > 1:
        return None
    lasted = list(_lasted(rows, pairs[begin].cells[0], pairs[end].cells[0], pairs[name].cells[0]))
    fitting = [
        unit for unit, (factor, _) in _UNITS.items()
        if sum(abs(seconds - number * factor) <= max(0.51 * factor, 60.0) for number, seconds in lasted)
        >= max(_ENOUGH, 0.9 * len(lasted))
    ]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else None


def _lasted(
    rows: Iterable[Mapping[int, str]], begin: int, end: int, number: int
) -> Iterable[tuple[float, float]]:
    """Number and seconds of the rows that have both and last long enough to tell the units apart."""
    for row in rows:
        text = row.get(number, "")
        opened, ended = _moment(row.get(begin, "")), _moment(row.get(end, ""))
        if not _NUMBER.fullmatch(text) or opened is None or ended is None:
            continue
        if float(text) >= 1 and (ended - opened).total_seconds() > 0:
            yield float(text), (ended - opened).total_seconds()


def _moment(text: str) -> datetime | None:
    for form in ("", *_MOMENTS):
        try:
            found = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
        except ValueError:
            continue
        return found.replace(tzinfo=None)
    return None
