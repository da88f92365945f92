"""A table as it was surveyed, and the kinds of rows it may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.outcome import Question
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching
from data_loaders.recognising_scales import Scores
from data_loaders.sources import Export, Source

#: What a column called after a recommendation score adds, even where its numbers are refused.
SURELY_A_SCORE = 3.0
#: The column that the answer to a question settles, where it is not of its name.
SETTLES: Mapping[str, str] = {"year": "fiscal_year"}


@dataclass(frozen=True)
class Surveyed:
    """A block with samples of its cells, its fingerprint, and what titles, names and the reader say about it."""

    cells: SheetCells
    block: Block
    samples: Mapping[int, Sample]
    told: tuple[str, ...]
    answers: Mapping[str, str]
    fingerprint: str

    @property
    def kind_answered(self) -> str | None:
        """The kind the reader gave for this sheet or for all."""
        return self.answers.get(f"kind.{self.cells.sheet.name}", self.answers.get("kind"))

    @property
    def width(self) -> int:
        """The number of the first new raw column."""
        names = self.cells.sheet.rows.column_names
        return max((int(name[1:]) for name in names if re.fullmatch(r"c\d+", name)), default=-1) + 1


@dataclass(frozen=True)
class Candidate:
    """One kind this table may be, with its headings matched, its weight, and why."""

    matching: Matching
    score: float
    source: Source | None
    export: Export | None
    reasons: tuple[str, ...]
    scores: Scores | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()
    #: Other lists look the same: the reader is asked what the rows are.
    doubtful: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of what such rows need and the table lacks."""
        if self.scores is not None and self.scores.refusal:
            return ()
        known = columns(all_contracts()[self.kind])
        names = (*self.said, *(question.name for question in self.asked))
        settled = {known[SETTLES.get(name, name)].label for name in names}
        lacking = self.matching.missing(self.export)
        return tuple(label for label in lacking if settled.isdisjoint(label.split(" or ")))

    @property
    def kind(self) -> str:
        """The kind."""
        return self.matching.kind
