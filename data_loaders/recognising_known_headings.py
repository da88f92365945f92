"""The headings that contracts and tools declare, as they are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from contracts import all_contracts
from contracts.contract import columns, normalised, without_accents
from data_loaders.sources import Export, all_sources


@cache
def headings_of(kind: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Known headings of a kind: normalised heading → columns with the place of the heading in their list."""
    found: dict[str, dict[str, int]] = {}
    for name, column in columns(all_contracts()[kind]).items():
        if column.reads is not None:
            continue
        # The label of one column may be the name of another: what people read comes first.
        for place, heading in enumerate((column.label, *column.headings)):
            written = normalised(heading)
            # There are thousands of them: what most have no need of is not asked of all.
            others = without_accents(written) if not written.isascii() else ()
            for text in (written, written.replace(" ", ""), *others):
                found.setdefault(text, {}).setdefault(name, place)
    return {heading: tuple(places.items()) for heading, places in found.items()}


def own_headings(export: Export) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Headings only this export of a tool uses."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, headings in export.headings.items():
        for place, heading in enumerate(headings):
            found.setdefault(normalised(heading), []).append((name, place))
    return {heading: tuple(entries) for heading, entries in found.items()}


@cache
def known_headings() -> frozenset[str]:
    """Every heading of every kind and tool."""
    words = {heading for kind in all_contracts() for heading in headings_of(kind)}
    for source in all_sources().values():
        for export in source.exports:
            words |= {normalised(h) for headings in export.headings.values() for h in headings}
            words |= {normalised(h) for tell in export.tells for h in tell}
    return frozenset(words)


@cache
def rarity(heading: str) -> float:
    """How much a heading says about the kind: 1 where only one kind has it, less for "number" or "status"."""
    kinds = sum(1 for kind in all_contracts() if heading in headings_of(kind))
    return 1 / kinds if kinds else 1.0
