"""Lists that people keep by hand, completed by what their cells say: numbers, quantities, ratings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_calendars import with_told_entries
from data_loaders.recognising_candidates import SURELY_A_SCORE, Surveyed
from data_loaders.recognising_columns import Matching, Pair
from data_loaders.recognising_contracts import as_contracts
from data_loaders.recognising_milestones import named_milestones, numbered_milestones
from data_loaders.recognising_net import with_lines, with_net, with_number
from data_loaders.recognising_summaries import with_parts

#: Registers whose entries people often do not number.
_LISTS_OF_TITLES = ("decisions", "escalations")
#: Words that only a register of risks has in a column of a few words.
_RAID = frozenset({"risk", "assumption", "dependency", "risiko", "annahme", "risque", "hypothèse"})


def as_register(table: Surveyed, matching: Matching, *, template: bool) -> Matching:
    """The matching of a list kept by hand, completed by what its cells say; our template needs less of it."""
    if matching.kind in _LISTS_OF_TITLES:
        return _numbered_by_title(table, matching)
    if matching.kind == "milestones":
        numbered = numbered_milestones(table.block, table.samples, matching, table.told)
        return named_milestones(table.cells, table.block, table.samples, numbered)
    if matching.kind == "calendars":
        return with_told_entries(matching, table.samples)
    if matching.kind in ("portfolio", "satisfaction_summaries") and template:
        return matching
    completed = _COMPLETED.get(matching.kind)
    return completed(table, matching) if completed is not None else matching


def _with_line_numbers(table: Surveyed, matching: Matching) -> Matching:
    numbered = with_number(table.block, table.samples, matching)
    return with_net(table.block, table.samples, with_lines(table.block, table.samples, numbered))


def _with_contracts(table: Surveyed, matching: Matching) -> Matching:
    return as_contracts(table.block, table.samples, matching) or matching


def _of_risks(table: Surveyed, matching: Matching) -> Matching:
    """Who rates probability and impact keeps a register, with or without numbers."""
    matching = _without_told_impact(table, matching)
    rated = {"probability", "impact"} <= matching.pairs.keys()
    return _with_raid_type(table, _numbered_by_title(table, matching) if rated else matching)


def _with_one_quantity(_: Surveyed, matching: Matching) -> Matching:
    """Receipts with one quantity only: it is the one that was entered, whatever its unit."""
    if "quantity" in matching.pairs or "base_quantity" not in matching.pairs:
        return matching
    column = columns(all_contracts()["goods_receipts"])["quantity"]
    only = replace(matching.pairs["base_quantity"], column=column)
    others = {name: pair for name, pair in matching.pairs.items() if name != "base_quantity"}
    return replace(matching, pairs={**others, "quantity": only})


#: How a proposal ended: under “Decision” they are its outcome, and no two rows can be told apart by them.
_VERDICTS = frozenset({"approved", "rejected", "accepted", "declined", "deferred", "pending", "go", "yes", "no",
                       "withdrawn", "approve", "reject", "granted", "denied"})  # fmt: skip


def _numbered_by_title(table: Surveyed, matching: Matching) -> Matching:
    """A register without numbers: the title stands for the number."""
    if "summary" not in matching.pairs:
        return matching
    title = matching.pairs["summary"]
    sample = table.samples[title.cells[0]]
    if sample.spoken and sample.words() <= _VERDICTS:
        return replace(matching, pairs={n: p for n, p in matching.pairs.items() if n != "summary"})
    if "identifier" in matching.pairs or 10 * sample.distinct < 9 * len(sample.spoken):
        return matching
    column = columns(all_contracts()[matching.kind])["identifier"]
    number = replace(title, column=column, weight=0.0, how="the title, as there is no number")
    return replace(matching, pairs={**matching.pairs, "identifier": number})


def _without_told_impact(table: Surveyed, matching: Matching) -> Matching:
    """Without an impact that is told in sentences: issues say what they did, and rate nothing."""
    pair = matching.pairs.get("impact")
    if pair is None or not table.samples[pair.cells[0]].spoken:
        return matching
    known = {normalised(word) for stored, words in pair.column.choices.items() for word in (stored, *words)}
    spoken = table.samples[pair.cells[0]].spoken
    if any(normalised(text) in known or re.match(r"\s*\d", text) for text in spoken):
        return matching
    return replace(matching, pairs={name: p for name, p in matching.pairs.items() if name != "impact"})


def _with_raid_type(table: Surveyed, matching: Matching) -> Matching:
    """The column that says which entry is a risk and which an issue, whatever it is called."""
    used = {cell for name, pair in matching.pairs.items() if name != "type" for cell in pair.cells}
    cell = next(
        (c for c, s in table.samples.items() if c not in used and s.distinct <= 8 and _RAID & s.words()), None
    )
    if cell is None:
        return matching
    column = columns(all_contracts()["risks"])["type"]
    pair = Pair(
        column, (cell,), 1.0, 1.0 + SURELY_A_SCORE, "its cells tell risks from issues and assumptions"
    )
    return replace(matching, pairs={**matching.pairs, "type": pair})


#: How the lists of a kind are completed.
_COMPLETED: Mapping[str, Callable[[Surveyed, Matching], Matching]] = {
    "invoices": _with_line_numbers,
    "purchase_orders": _with_line_numbers,
    "goods_receipts": _with_one_quantity,
    "portfolio": _with_contracts,
    "satisfaction_summaries": with_parts,
    "risks": _of_risks,
}
