"""Rates of several types side by side: "Average" beside "Closing" for the same currency and month."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognition import Assignment, Part, Recognition, Reshape

#: What a rate is called after, by the words of a heading or a title.
_TYPES = (("closing", r"clos|month.?end|end of|spot|stichtag|clôture|cierre|fechamento|chiusura|eop\b"),
          ("budget", r"budget|plan\b"),
          ("selling", r"\bselling|\bask\b|briefkurs"),
          ("buying", r"\bbuying|\bbid\b|geldkurs"),
          ("average", r"average|avg|mittel|durchschnitt|moyen|promedio|medio\b|media\b|média|mean"))  # fmt: skip


def type_said(texts: Sequence[str]) -> str | None:
    """The type of rate that titles or headings speak of, None where they say none."""
    said = " ".join(texts)
    return next((kind for kind, words in _TYPES if re.search(words, said, re.IGNORECASE)), None)


def without_type(heading: str) -> str:
    """A heading without the words for its type of rate: “Jan Average” is about January.

    >>> without_type("Jan Average"), without_type("Closing rate Feb 2026")
    ('Jan', 'Feb 2026')
    """
    words = "|".join(pattern for _, pattern in _TYPES)
    bare = re.sub(rf"(?i)\b\w*(?:{words})\w*|\b(?:rates?|kurs|fx)\b", " ", heading)
    return " ".join(bare.strip(" -–/()").split())


def typed_rates(block: Block, samples: Mapping[int, Sample]) -> dict[int, str]:
    """The raw columns of rates whose headings say different types, empty where there are not several."""
    typed = {
        cell: kind
        for cell, heading in block.raw_names.items()
        if samples[cell].spoken and samples[cell].numbers >= 0.8 and samples[cell].dates < 0.5
        and (kind := type_said([heading])) is not None
    }  # fmt: skip
    return typed if len(set(typed.values())) == len(typed) >= 2 else {}


def by_type(
    table: Surveyed, typed: Mapping[int, str], described: Callable[[Surveyed], Recognition | None]
) -> Recognition | None:
    """The table described with its first rate only, then with a row for every filled rate and its type."""
    block, (first, *rest) = table.block, typed
    kept = tuple(cell for cell in block.cells if cell not in rest)
    names = {**{c: block.names[c] for c in kept}, first: "Rate"}
    raw = {**{c: block.raw_names[c] for c in kept if c in block.raw_names}, first: "Rate"}
    found = described(replace(table, block=replace(block, cells=kept, names=names, raw_names=raw)))
    if found is None or found.reshape is not None:
        return None
    known = columns(all_contracts()["exchange_rates"])
    value = max([table.width - 1, *(number for number, _ in found.constants)]) + 1
    parts = tuple(Part(cell, block.names[cell], (kind,)) for cell, kind in typed.items())
    assignments = tuple(
        replace(a, cells=(value,), header="Exchange rate") if a.column.name == "rate" else a
        for a in found.assignments
        if a.column.name != "rate_type"
    )
    types = ", ".join(f"“{block.names[cell]}” is the {kind} rate" for cell, kind in typed.items())
    return replace(
        found,
        assignments=(*assignments, Assignment(known["rate_type"], (value + 1,), known["rate_type"].label)),
        reshape=Reshape(parts, value, (value + 1,)),
        reasons=(*found.reasons, types),
    )
