"""Lines of a budget that are income: stored as they are written, and said, because budgets here count costs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data_loaders.outcome import Option, Question
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_columns import Pair
from data_loaders.recognition import Assignment

_INCOME = re.compile(
    r"(?!.*\b(?:cost|tax|deferred|expenses?|before|after|net|gross|security|support|assistance|total)\b)"
    r"(?:[^\W\d]+[ /&-]+){0,2}(?:revenues?|income|sales|turnover|receipts)(?: [^\W\d]+)?"
    r"|(?:umsatz)?erlöse?|umsätze|umsatz|erträge|einnahmen|chiffre d['’]affaires|recettes|produits|ventas|ingresos"
    r"|ricavi|entrate|receitas?|vendas",
    re.IGNORECASE,
)
_NAMED = 5
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Income:
    """What income makes of the amounts: the column and texts of lines that turn, or all; what is asked and told."""

    negative: tuple[int, tuple[str, ...]] | None = None
    negate: bool = False
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()

    def turned(self, amount: Assignment) -> Assignment:
        """The column of amounts with these signs."""
        if self.negative is None and not self.negate:
            return amount
        return replace(amount, negative=self.negative, negate=self.negate)


def income_among(table: Surveyed, pairs: Mapping[str, Pair], amounts: Iterable[int]) -> Income:
    """How income stands among the costs of a budget whose amounts are in these raw columns.

    A list of income alone is left as it is: nothing in it can be confounded with a cost.
    """
    cell = next(
        (pairs[n].cells[0] for n in ("line", "category") if n in pairs and _spoken(table, pairs[n])), None
    )
    if cell is None:
        return Income()
    lines = _column(table, cell)
    spoken = list(dict.fromkeys(text for text in lines if text and text.strip()))
    income = [text for text in spoken if _INCOME.fullmatch(" ".join(text.split()))]
    if len(income) == len(spoken):
        return Income()
    listed = ", ".join(f"“{text.strip()}”" for text in income[:_NAMED]) + (
        "…" if len(income) > _NAMED else ""
    )
    answer = table.answers.get("income")
    if _costs_are_negative(table, lines, set(income), amounts):
        if answer in ("turned", "written"):
            return Income(negate=answer == "turned")
        return Income(
            questions=(
                Question(
                    "income",
                    f"{listed} is positive and everything else negative. Which sign do costs have here?",
                    (
                        Option("turned", "Turn all: costs positive"),
                        Option("written", "Keep them as they are written"),
                    ),
                ),
            )
        )
    if answer == "negative":
        return Income(negative=(cell, tuple(income)))
    told = (
        f"{listed}: these lines sound like income and were loaded as they are written, beside costs. To count"
        " them against the costs, answer income=negative."
    )
    return Income(warnings=(told,))


def _spoken(table: Surveyed, pair: Pair) -> bool:
    texts = set(_column(table, pair.cells[0]))
    return any(text and _INCOME.fullmatch(" ".join(text.split())) for text in texts)


def _column(table: Surveyed, cell: int) -> list[str | None]:
    if cell not in table.cells.columns:
        return []
    texts: list[str | None] = table.cells.columns[cell].slice(table.block.first_index, _LOOKED_AT).to_pylist()
    return texts


def _costs_are_negative(
    table: Surveyed, lines: list[str | None], income: set[str], amounts: Iterable[int]
) -> bool:
    """Whether every line of income is positive and every other one, of at least two, negative."""
    signs: dict[bool, list[bool]] = {True: [], False: []}
    for cell in amounts:
        for line, text in zip(lines, _column(table, cell), strict=False):
            value = amount_of(text) if line else None
            if value:
                signs[line in income].append(value < 0)
    return len(signs[False]) >= 2 and all(signs[False]) and bool(signs[True]) and not any(signs[True])
