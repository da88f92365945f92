"""The vocabulary in which a tool is declared: which headings give its exports away, and what only it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Export:
    """One export of a tool: rows of one kind.

    `tells` are sets of headings as the tool writes them (in any language it speaks); a file that has all headings
    of one set, and none that it `lacks`, comes from here. `headings` are further headings of contract columns,
    taken before those of the contract. `units` are the units of its durations and amounts by column. `words` are
    the tool's own words by column: stored word → words of the tool. `constants` are texts that hold for every row.
    `ignore` are headings that look like a column of the contract and are something else here. `negate` are amounts
    whose sign is turned; `negative` are the column that holds the sign and the texts that mean minus, by amount.
    `when` are columns (by their headings in any language) and words: where any of these columns holds one of its
    words (no words: holds anything), this export is meant before all others of the tool; where none does, it is not
    meant. `enough` says that such a file is of the kind whatever else it lacks. `not_rows` are texts in a column
    that mark a row as something else than data, with the reason. `first_of` are headings that several columns have
    and of which the first is meant. `notes` are sentences for the reader by column. `event_log` says that there is
    a row for every change of a ticket, from its first on, so that the log tells when it began and ended.
    `ticket_types` are words by which this tool alone tells kinds of tickets apart: kind → words. `one_kind` says
    that all rows are of the kind, whatever their column of types says.
    `days_without_year` are
    columns whose days are written as day and month in four digits, the year standing above the table.

    `asked` says that other trades write such files too: the reader is always asked what the rows are.
    """

    kind: str
    tells: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...] = ()
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    negate: tuple[str, ...] = ()
    negative: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    when: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    enough: bool = False
    not_rows: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    first_of: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    event_log: bool = False
    ticket_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    one_kind: bool = False
    asked: bool = False
    days_without_year: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One tool. `noise` are patterns of cell texts that mean nothing; `wrappers` patterns around custom headings.

    `not_data` are exports of the tool that hold nothing to load: headings that give them away, and why.
    """

    name: str
    title: str
    exports: tuple[Export, ...]
    noise: tuple[str, ...] = ()
    wrappers: tuple[str, ...] = ()
    not_data: tuple[tuple[tuple[str, ...], str], ...] = ()
