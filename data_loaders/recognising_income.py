"""Lines of a budget that are income: stored as they are written, and said, because budgets here count costs."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow.compute as pc

from data_loaders.recognising_columns import Pair
from data_loaders.recognising_kinds import Surveyed

_INCOME = re.compile(
    r"(?!.*\b(?:cost|tax|deferred|expenses?|before|after|net|gross)\b)(?:[^\W\d]+[ /&-]+){0,2}"
    r"(?:revenues?|income|sales|turnover|receipts)(?: [^\W\d]+)?"
    r"|(?:umsatz)?erlöse?|umsätze|umsatz|erträge|einnahmen|chiffre d['’]affaires|recettes|produits|ventas|ingresos"
    r"|ricavi|entrate|receitas?|vendas",
    re.IGNORECASE,
)
_NAMED = 5


def income_of(table: Surveyed, pairs: Mapping[str, Pair]) -> tuple[tuple[int, tuple[str, ...]] | None, str]:
    """Where lines of income stand that the reader wants negative (raw column and texts), and what to tell of them.

    A list of income alone is left as it is: nothing in it can be confounded with a cost.
    """
    for name in ("line", "category"):
        cell = pairs[name].cells[0] if name in pairs else None
        if cell is None or cell not in table.cells.columns:
            continue
        texts = pc.unique(table.cells.columns[cell].slice(table.block.first_index)).to_pylist()
        spoken = [text for text in texts if text and text.strip()]
        income = [text for text in spoken if _INCOME.fullmatch(" ".join(text.split()))]
        if not income or len(income) == len(spoken):
            continue
        if table.answers.get("income") == "negative":
            return (cell, tuple(income)), ""
        listed = ", ".join(f"“{text.strip()}”" for text in income[:_NAMED]) + (
            "…" if len(income) > _NAMED else ""
        )
        return None, (
            f"{listed}: these lines sound like income and were loaded as they are written, beside costs. To count"
            " them against the costs, answer income=negative."
        )
    return None, ""
