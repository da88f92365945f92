"""The currency of a table that has no column for it: said by the heading of the amount, or by the sign in its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair, unit_of
from data_loaders.typing_currencies import MARKS, code_of

#: The amounts that the column `currency` of their kind speaks about.
_AMOUNTS = ("amount", "net_value", "price", "value", "monthly_charge")
_SCALE = re.compile(r"^(?:k|t|m|mio\.? ?)(?=[A-Z]{3}$|[€$£])|[ ']*0{3}s?$|\s*(?:thousands?|millions?)$")


def currency_said(
    kind: str, pairs: Mapping[str, Pair], samples: Mapping[int, Sample], headings: Mapping[int, str]
) -> tuple[str | None, str | None]:
    """The ISO code that holds for every row, and the sentence for the reader where the cells name several.

    A sign that several countries use says nothing here; nor does a code in some cells only.
    """
    name = next((name for name in _AMOUNTS if name in pairs), None)
    if name is None or "currency" not in columns(all_contracts()[kind]) or "currency" in pairs:
        return None, None
    pair = pairs[name]
    heading = headings.get(pair.cells[0], "")
    unit = unit_of(pair.column, heading, None)
    code = code_of(_SCALE.sub("", unit)) if unit else None
    if code:
        return code, None
    spoken = samples[pair.cells[0]].spoken
    signs = [found[0] for text in spoken if (found := MARKS.search(text))]
    codes = {code_of(sign) for sign in signs}
    if len(codes) > 1:
        listed = ", ".join(sorted(set(signs)))
        return None, (
            f"“{heading}” holds amounts in several currencies ({listed}) and no column says which:"
            " they are stored without one. Add a column “Currency”, or load one currency at a time."
        )
    # The total below the table may go without its sign.
    return (codes.pop() if codes and len(signs) >= 0.9 * len(spoken) else None), None
