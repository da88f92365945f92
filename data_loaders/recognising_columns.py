"""Which heading is which column of a contract: by name, by the tool's name, by spelling, and by its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts import all_contracts
from contracts.contract import Column, ColumnType, columns, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample, fits
from data_loaders.recognising_column_cells import (
    all_digits,
    all_known,
    counts_records,
    counts_rows,
    is_day,
    is_of_another_sort,
    names_companies,
    numbers_answers,
    only_zeros,
    own_words,
    repeats,
    repeats_words,
    says_one_thing,
    says_sentences,
)
from data_loaders.recognising_heading_ways import ways
from data_loaders.recognising_known_headings import own_headings, rarity
from data_loaders.recognising_period_cells import may_be_words
from data_loaders.recognising_plain_headings import ONLY_ONE, plainly_named
from data_loaders.recognising_version_cells import BY_CELLS, version_cell
from data_loaders.sources import Export, Source

#: How a task is told apart by two columns together.
NAME_AND_START = "the names and starts, which tell the tasks apart"
#: Headings that number whatever they stand beside.
_ANYBODYS = frozenset({"id", "user id", "customer id"})


@dataclass(frozen=True)
class Pair:
    """A heading taken as a column: how sure (0–1), how rare the heading is among kinds (0–1), and in which way."""

    column: Column
    cells: tuple[int, ...]
    quality: float
    weight: float
    how: str


@dataclass(frozen=True)
class Matching:
    """All headings of a block against one kind."""

    kind: str
    pairs: Mapping[str, Pair]
    misshapen: tuple[tuple[str, str], ...] = ()
    repeated: tuple[tuple[str, tuple[int, ...]], ...] = field(default=())

    @property
    def score(self) -> float:
        """How much of this kind the headings are."""
        return sum(pair.weight * pair.quality for pair in self.pairs.values())

    def missing(self, export: Export | None = None) -> tuple[str, ...]:
        """Labels of what such rows need and the block lacks; what the export says of every row is not lacking."""
        contract = all_contracts()[self.kind]
        known = columns(contract)
        lacking = [
            column.label
            for name, column in known.items()
            if column.required and name not in self.pairs and not (export and name in export.constants)
        ]
        if export is not None and export.enough:
            return tuple(lacking)
        lacking += [
            " or ".join(known[name].label for name in group[:4])
            for group in contract.needs
            if not any(name in self.pairs or (export and name in export.constants) for name in group)
        ]
        return tuple(dict.fromkeys(lacking))


_CUSTOMERS = frozenset({"customer", "customer name", "client name", "customer id", "kunde", "cliente"})
_ANY_TYPE = frozenset({"type", "typ", "tipo"})


def match(
    block: Block, samples: Mapping[int, Sample], kind: str, source: Source | None, export: Export | None
) -> Matching:
    """Take every heading of the block as a column of the kind where it can be one; each is used once."""
    contract = all_contracts()[kind]
    known = columns(contract)
    numbering = contract.key[0] if len(contract.key) == 1 else "item" if kind == "plan_items" else None
    ignored = {normalised(h) for h in export.ignore} if export else set()
    own = own_headings(export) if export else {}
    candidates: list[tuple[float, int, int, str, str, str]] = []
    misshapen: list[tuple[str, str]] = []
    for cell, heading in block.raw_names.items():
        if normalised(heading) in ignored or counts_rows(heading, samples[cell]):
            continue
        for name, quality, place, text, how in ways(
            heading, block.questions.get(cell), kind, source, own, spelling=len(block.cells) <= 80
        ):
            fit = fits(known[name], samples[cell], own_words(export, name))
            # Of rows with one number the newest stands: by words that return all others would be lost.
            fit = fit and not (
                name == numbering
                and (
                    repeats_words(samples[cell])
                    or only_zeros(samples[cell])
                    or (text == "issue" and says_sentences(samples[cell]))
                    or counts_records(heading, samples[cell])
                )
            )
            fit = fit and not is_of_another_sort(known[name], heading, samples[cell])
            # "Type" may tell prospects from partners: only where it holds the sorts of entries is it theirs.
            fit = fit and not (
                kind == "portfolio"
                and name == "entry"
                and text in _ANY_TYPE
                and not all_known(known[name], samples[cell])
            )
            # An "ID" that stands in several answers is that of whoever gave them.
            whose = name == "response" and text in _ANYBODYS
            fit = fit and not (whose and samples[cell].distinct < 0.95 * len(samples[cell].spoken))
            if fit or may_be_words(kind, name, samples[cell]) or is_day(known[name], samples[cell], export):
                # A supplier's account is not its name: a column with names comes first.
                account = name == "vendor" and all_digits(samples[cell])
                if account and "vendor_number" in known:
                    candidates.append((0.1 - quality, place, cell, "vendor_number", text, how))
                # Words under "Item" are what was ordered; the line of the order is a number.
                words = (kind, name) == ("purchase_orders", "item") and samples[cell].numbers < 0.5
                if text == "survey id" and numbers_answers(samples[cell]) != (name == "response"):
                    continue
                # What numbers the rows tells them apart, unless the list has a row for every change.
                again = name == numbering and repeats(samples[cell]) and not (export and export.event_log)
                # Two headings for one column: the one that has cells below it.
                empty = not samples[cell].spoken
                # Digits throughout refer to another record and tell nobody what the row is about.
                # Beside a column of companies the name of a customer is that of a person.
                bare = (name == "short_text" and all_digits(samples[cell])) or (
                    name == "client" and text in _CUSTOMERS and names_companies(block)
                )
                # The instant that stands in every row is when the table was written, not when something happened.
                written = known[name].type is ColumnType.TIMESTAMP and says_one_thing(samples[cell])
                less = 0.2 * (account + words + again + bare) + 0.15 * (empty or written)
                candidates.append((less - quality, place, cell, name, text, how))
            elif quality >= 0.9:
                misshapen.append((block.names[cell], known[name].label))
    candidates.sort()
    pairs: dict[str, Pair] = {}
    used: set[int] = set()
    repeated: list[tuple[str, tuple[int, ...]]] = []
    for minus_quality, _, cell, name, text, how in candidates:
        if name in pairs or cell in used:
            continue
        same = tuple(
            c
            for c, h in block.raw_names.items()
            if normalised(h) == normalised(block.raw_names[cell]) and c not in used
        )
        cells_taken = same if known[name].type is ColumnType.LIST else (cell,)
        first_meant = export is not None and normalised(block.raw_names[cell]) in export.first_of
        if len(same) > 1 and known[name].type is not ColumnType.LIST and not first_meant:
            repeated.append((name, same))
        pairs[name] = Pair(known[name], cells_taken, -minus_quality, rarity(text), how)
        used.update(cells_taken)
    pairs = _completed(kind, known, pairs, block, samples)
    taken = {name: pair.cells for name, pair in pairs.items()}
    plain = plainly_named(kind, block.raw_names, samples, taken, known)
    pairs |= {name: Pair(known[name], (cell,), 0.6, 0.0, ONLY_ONE) for name, cell in plain.items()}
    settled = {block.names[cell] for pair in pairs.values() for cell in pair.cells}
    return Matching(
        kind, pairs, tuple(m for m in dict.fromkeys(misshapen) if m[0] not in settled), tuple(repeated)
    )


def _completed(
    kind: str,
    known: Mapping[str, Column],
    pairs: dict[str, Pair],
    block: Block,
    samples: Mapping[int, Sample],
) -> dict[str, Pair]:
    """The columns with what only their cells tell: the tasks of a plan, the versions of a budget."""
    if kind == "plan_items":
        return pairs | _told_apart_by_name(known["item"], pairs, block.raw_names, samples)
    cell = version_cell(samples) if kind == "budget" and "version" not in pairs else None
    if cell is None:
        return pairs
    others = {name: pair for name, pair in pairs.items() if cell not in pair.cells}
    return {**others, "version": Pair(known["version"], (cell,), 0.9, 0.6, BY_CELLS)}


def _told_apart_by_name(
    item: Column, pairs: Mapping[str, Pair], headings: Mapping[int, str], samples: Mapping[int, Sample]
) -> dict[str, Pair]:
    """The names of the tasks of a plan as what tells them apart, where nothing numbers them.

    Where a name stands twice, the name with its start does.
    """
    if "item" in pairs or not {"name", "start", "finish"} <= pairs.keys():
        return {}
    cells = pairs["name"].cells
    planned = pairs.keys() & {"predecessors", "duration_days", "percent_complete", "baseline_finish"}
    if not planned and not _OF_A_TASK.search(headings[cells[0]]):
        return {}
    if samples[cells[0]].distinct < len(samples[cells[0]].spoken):
        return {"item": Pair(item, (cells[0], pairs["start"].cells[0]), 0.8, 0.5, NAME_AND_START)}
    return {"item": Pair(item, cells, 0.8, 0.5, "the names, which tell the tasks apart")}


_OF_A_TASK = re.compile(r"task|activit|vorgang|aufgabe|tâche|tarea|attività|taak", re.IGNORECASE)
