"""Capacity and satisfaction by month across, and hours that are given in working days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_columns import match
from data_loaders.recognising_grids import Grid, grid_questions, parts_of
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Recognition, Reshape

#: Hours of a working day where nobody says otherwise.
_HOURS = "8"
_DAYS = re.compile(
    r"\b(?:days?|person.?days?|man.?days?|pd|md|tage?|pt|personentage|jours?|días|giorni|dias)\b"
)
_MONEY = re.compile(r"budget|\bcosts?\b|kosten|coût|spend|amount|betrag|\brates?\b")


@dataclass(frozen=True)
class Measures:
    """The columns of a kind that may stand by month, by the words of titles, and those of which one is needed."""

    kind: str
    words: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]


_BY_MONTH = (
    Measures("capacity", (
        ("booked_hours", r"booked|allocat|assigned|verplant|gebucht|demand"),
        ("absent_hours", r"absen|leave|vacation|urlaub|holiday"),
        ("planned_hours", r"planned hours|contract hours|sollstunden"),
        ("available_hours", r"capacit|kapazit|capacidad|capacidade|availab|verfügbar|disponib"),
    ), ("team",)),
    Measures("satisfaction_summaries", (
        ("nps_score", r"\bnps\b|net promoter"),
        ("ces_score", r"\bces\b|effort score"),
        ("csat_percent", r"csat|satisf|zufrieden|soddisf"),
    ), ("client", "service", "survey")),
)  # fmt: skip


def in_days(heading: str) -> bool:
    """Whether a heading or title says that the numbers are working days."""
    return bool(_DAYS.search(normalised(heading)))


def in_hours(
    kind: str, assignments: Sequence[Assignment], told: Sequence[str], answers: Mapping[str, str]
) -> tuple[tuple[Assignment, ...], tuple[str, ...]]:
    """The assignments with the hours of a working day where hours are given in days, and a sentence that says so."""
    if kind != "capacity":
        return tuple(assignments), ()
    hours = answers.get("hours_per_day", _HOURS)
    days = [a.column.unit == "h" and any(map(in_days, (a.header, *told))) for a in assignments]
    headings = [f"“{a.header}”" for a, said in zip(assignments, days, strict=True) if said]
    found = [
        replace(a, unit=f"days of {hours} h") if said else a
        for a, said in zip(assignments, days, strict=True)
    ]
    if not headings:
        return tuple(found), ()
    sentence = (
        f"{', '.join(headings)}: a day is counted as {hours} hours; to change it, answer"
        " hours_per_day=<hours>."
    )
    return tuple(found), (sentence,)


def describe_measures(table: Surveyed, grid: Grid) -> Recognition | None:
    """Months across under a title that speaks of capacity or satisfaction, with whose they are in every row.

    None for any other grid.
    """
    if grid.what != "month" or grid.unit is not None:
        return None
    over = tuple(dict.fromkeys(text for cell in grid.periods if (text := table.block.groups.get(cell))))
    found = measure_said((*over, *table.told), table.kind_answered)
    return _by_month(table, grid, *found, over) if found is not None else None


def measure_said(told: Sequence[str], kind_answered: str | None) -> tuple[str, str, tuple[str, ...]] | None:
    """The kind and the column a title speaks of (hours, satisfaction), and whose it may be; None where of money."""
    said = " ".join(told).casefold()
    if _MONEY.search(said):
        return None
    for measures in _BY_MONTH:
        measure = next((name for name, words in measures.words if re.search(words, said)), None)
        if measure is not None and kind_answered in (None, measures.kind):
            return measures.kind, measure, measures.beside
    return None


def _by_month(
    table: Surveyed, grid: Grid, kind: str, measure: str, whose: tuple[str, ...], over: tuple[str, ...]
) -> Recognition | None:
    block, samples = table.block, table.samples
    beside = tuple(cell for cell in block.cells if cell not in grid.cells() and samples[cell].spoken)
    part = replace(
        block, cells=beside, names={c: block.names[c] for c in beside},
        raw_names={c: block.raw_names[c] for c in beside if c in block.raw_names},
    )  # fmt: skip
    known = columns(all_contracts()[kind])
    others = {"month", *(name for each in _BY_MONTH for name, _ in each.words)}
    pairs = {n: p for n, p in match(part, samples, kind, None, None).pairs.items() if n not in others}
    if not pairs.keys() & set(whose):
        return None
    parts, names = parts_of(block, grid, None)
    at = names.index("month") if "month" in names else None
    parts = tuple(replace(one, constants=() if at is None else (one.constants[at],)) for one in parts)
    value = table.width
    when = () if at is None else (Assignment(known["month"], (value + 1,), known["month"].label),)
    amount = Assignment(known[measure], (value,), over[0] if over else known[measure].label)
    own, warnings = in_hours(kind, (amount,), (*over, *table.told), table.answers)
    used = {cell for pair in pairs.values() for cell in pair.cells} | grid.cells()
    return Recognition(
        kind=kind, tool=None, certainty="sure", score=5.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row,
        assignments=(*(Assignment(p.column, p.cells, block.names[p.cells[0]]) for p in pairs.values()), *when, *own),
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=(f"{len(parts)} columns are months; every filled one becomes a row",),
        looks_most_like=all_contracts()[kind].title.lower(), fingerprint=table.fingerprint,
        questions=tuple(q for q in grid_questions(grid, "said") if q.name == "year"),
        reshape=Reshape(parts, value, tuple(range(value + 1, value + 1 + len(when))), grid.totals),
        skip=tuple(not_data(table.cells, block, None, list(beside[:3]))), warnings=warnings,
    )  # fmt: skip
