"""Columns that are versions of one budget beside each other: “Adopted Budget | Revised Budget | Actual”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contracts.budget import Budget
from contracts.contract import columns, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_periods import Period, version_words, without_stage

#: Headings that are amounts of a budget by themselves.
BUDGET = re.compile(
    r"(?<![^\W_])(?:budget|presupuesto|orçamento|rozpočet|begroting)(?:ed)?(?![^\W_])", re.IGNORECASE
)
#: The columns of a budget that divide it into lines, and how many columns a bare list of lines has at most.
_DIVIDES = ("cost_center", "service", "category", "line")
_BESIDE_BUDGETS = 6
#: Words beside “Budget” or “Spent” that change nothing of what it is.
_BESIDE_VERSIONS = frozenset(
    {
        "amount",
        "amt",
        "cost",
        "costs",
        "value",
        "opex",
        "capex",
        "spending",
        "expenses",
        "expense",
        "total",
        "annual",
        "yearly",
        "allocated",
        "to",
        "date",
        "ytd",
    }
)
_SPENT_ON = re.compile(r"\b(?:opex|capex)\b")
#: What was spent so far is what the year has; a budget so far is not that of the year.
_SO_FAR = re.compile(r"\bytd\b|\bto date\b")


def version_of(heading: str) -> tuple[str | None, int | None]:
    """The version a heading is and nothing else, and how far a budget had come: “Revised Budget” (2)."""
    text, stage = without_stage(split_unit(heading)[0])
    words = normalised(text)
    bare = " ".join(word for word in words.split() if word not in _BESIDE_VERSIONS)
    version = version_words().get(words) or version_words().get(bare) or _said_twice(bare)
    if _SO_FAR.search(words) and version != "actual":
        return None, None
    return ("budget" if not bare else version, stage) if stage is not None else (version, None)


def _said_twice(words: str) -> str | None:
    """The one version that each word names: “Actual Spent”."""
    versions = {version_words().get(word) for word in words.split()}
    return versions.pop() if len(versions) == 1 else None


def spent_on(headings: Mapping[int, str]) -> dict[int, str]:
    """Which columns are running costs and which investments, where a table has both: “Opex | Capex”."""
    found = {cell: words[0] for cell, heading in headings.items()
             if len(words := _SPENT_ON.findall(normalised(heading))) == 1}  # fmt: skip
    return {cell: word.capitalize() for cell, word in found.items()} if len(set(found.values())) == 2 else {}


def is_spent_on(heading: str) -> bool:
    """Whether a heading is an amount of running costs or of investments and nothing else."""
    return {*normalised(split_unit(heading)[0]).split()} <= _BESIDE_VERSIONS


def last_stages(
    block: Block, periods: Mapping[int, Period], answers: Mapping[str, str]
) -> tuple[dict[int, Period], tuple[tuple[int, str], ...]]:
    """Of one budget before and after it was changed one counts: the last, or the first if the reader wants that."""
    kept = dict(periods)
    left_out: list[tuple[int, str]] = []
    first = answers.get("budget") == "first"
    same: dict[tuple[str, int | None, int | None], list[int]] = {}
    for cell, period in periods.items():
        if period.version == "budget":
            same.setdefault((period.what, period.year, period.number), []).append(cell)
    for cells in same.values():
        stages = {cell: 1 if (stage := periods[cell].stage) is None else stage for cell in cells}
        if len(cells) < 2 or len(set(stages.values())) < len(cells):
            continue
        taken = (min if first else max)(cells, key=lambda cell: stages[cell])
        for cell in cells:
            if cell == taken:
                continue
            del kept[cell]
            other, how = (
                ("last", "leave out the answer budget") if first else ("first", "answer budget=first")
            )
            why = (
                f"“{block.names[cell]}” is the same budget as “{block.names[taken]}” at another time and would count"
                f" twice (to load the {other} one instead, {how})"
            )
            left_out.append((cell, why))
    return kept, tuple(left_out)


def has_lines(block: Block, samples: Mapping[int, Sample], beside: Sequence[int]) -> bool:
    """Whether a column beside the amounts is one by which budgets are divided, and little else is there."""
    if sum(1 for cell in beside if samples[cell].spoken) > _BESIDE_BUDGETS:
        return False
    known = columns(Budget)
    headings = {normalised(h) for name in _DIVIDES for h in known[name].headings}
    return any(
        samples[cell].spoken and normalised(block.raw_names.get(cell, "")) in headings for cell in beside
    )
