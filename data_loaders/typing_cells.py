"""The cells of one contract column as SQL text, and how to look at them before deciding what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import duckdb

from contracts.contract import Column, ColumnType
from data_loaders.outcome import Question
from data_loaders.recognition import Assignment

#: Spaces nobody sees: every Unicode separator, the byte order mark, the zero-width space.
SPACES = r"[\s\p{Z}\x{feff}\x{200b}]"
_SPACE_CHARACTERS = (
    " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028"
    "\u2029\u202f\u205f\u3000\ufeff\u200b"
)

#: Texts that say "nothing here" in any column, in lower case; so do rows of dashes and of dots.
EMPTY_WORDS = (
    "?",
    "??",
    "???",
    "null",
    "(null)",
    "\\n",
    "<null>",
    "[null]",
    "nil",
    "n/a",
    "#n/a",
    "n.a.",
    "(empty)",
    "(blank)",
    "not set",
    "–",
    "—",
    "−",
)
_RULES = (r"-+", r"\.{2,}", r"-+ ?(?:none|aucune?|ningun[oa]|keine?|nessun[oa]|nenhum|geen) ?-+")
#: What stands for a person nobody may know: no person of that name.
ANONYMOUS = ("anonymous", "anonym", "anonyme", "anónimo", "anonimo", "anônimo")
#: Texts that say "nothing here" only where they cannot be a word of their own: in dates, numbers and durations.
EMPTY_VALUES = (".", "none", "na", "n.a", "nd", "ns", "nan", "nat", "undefined")
#: Texts that say "for all of them" in a column whose empty cell says it.
ALL_WORDS = (
    "*", "all", "any", "every", "all priorities", "any priority", "alle", "tous", "toutes", "todos", "todas", "tutti",
    "tutte", "open", "open-ended", "indefinite", "ongoing", "unlimited", "unbefristet", "indéterminée",
)  # fmt: skip

_VALUES = frozenset({
    ColumnType.TIMESTAMP, ColumnType.DAY, ColumnType.WHOLE, ColumnType.NUMBER, ColumnType.MONEY, ColumnType.DURATION,
})  # fmt: skip
#: A column repeats itself if so many rows hold less than a quarter as many texts.
_TRIAL_ROWS = 20_000
_STRIDE = 997
_LISTED = 400


def quoted(text: str) -> str:
    """A text as an SQL literal.

    >>> quoted("d'ouverture")
    "'d''ouverture'"
    """
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def escaped(text: str) -> str:
    r"""A text as part of a regular expression, in the database as in Python.

    >>> escaped("kr.")
    'kr\\.'
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def one_of(expression: str, texts: Iterable[str]) -> str:
    """SQL: whether the expression is one of the texts."""
    return f"{expression} IN ({', '.join(quoted(text) for text in texts)})"


def empty_words(column: Column) -> tuple[str, ...]:
    """The texts that mean an empty cell in this column, in lower case and without spaces around them."""
    all_of_them = ALL_WORDS if column.empty_means_all else ()
    if column.type in _VALUES:
        return EMPTY_WORDS + EMPTY_VALUES + all_of_them
    words: tuple[str, ...] = (*EMPTY_WORDS, *all_of_them, "none")
    if column.type is ColumnType.PERSON:
        words += ANONYMOUS
    known = {word.casefold() for stored, others in column.choices.items() for word in (stored, *others)}
    return tuple(word for word in words if word not in known)


def trimmed(expression: str) -> str:
    """SQL: the text without visible or invisible spaces at its ends."""
    return f"trim({expression}, {quoted(_SPACE_CHARACTERS)})"


def says_nothing(expression: str, words: Iterable[str]) -> str:
    """SQL: whether a cell is empty or holds a word for it, whatever the case and the spaces around it."""
    return f"({expression} IS NULL OR regexp_full_match({expression}, {quoted(nothing_pattern(words))}))"


def nothing_pattern(words: Iterable[str]) -> str:
    """The regular expression of a whole text that says nothing: no letters, a word for it, a row of dashes or dots."""
    alternatives = "|".join((*_RULES, *(escaped(word) for word in words)))
    return f"(?i:{SPACES}*(?:{alternatives})?{SPACES}*)"


def text_of(assignment: Assignment) -> str:
    """SQL: the text of the cell; of several raw columns the first that holds something."""
    noise = "(?s)" + "|".join(f"(?:{pattern})" for pattern in assignment.drop) if assignment.drop else ""
    parts = [
        f"CASE WHEN NOT regexp_full_match(c{cell}, {quoted(noise)}) THEN c{cell} END" if noise else f"c{cell}"
        for cell in assignment.cells
    ]
    for name, distance in assignment.zones:
        behind = quoted(rf"(\d|[AaPp][Mm])\s*\(?{escaped(name)}\)?(\s+\d{{4}})?\s*$")
        parts = [f"regexp_replace({part}, {behind}, '\\1{distance}\\2')" for part in parts]
    if assignment.less:
        parts = [
            _one_side(part, cell in assignment.less)
            for cell, part in zip(assignment.cells, parts, strict=True)
        ]
        # Both sides in one row are no amount that could be read: shown as they are, and refused.
        return f"nullif(concat_ws(' / ', {', '.join(parts)}), '')"
    if assignment.part:
        group = min(re.compile(assignment.part).groups, 1)
        parts = [f"nullif(regexp_extract({part}, {quoted(assignment.part)}, {group}), '')" for part in parts]
    if assignment.joined:
        return f"nullif(trim(concat_ws(' ', {', '.join(f'trim({part})' for part in parts)})), '')"
    if len(parts) == 1:
        return parts[0]
    words = empty_words(assignment.column)
    filled = [f"CASE WHEN NOT {says_nothing(part, words)} THEN {part} END" for part in parts]
    return f"coalesce({', '.join(filled)})"


def _one_side(part: str, less: bool) -> str:
    """SQL: the amount of one side, nothing where it is nought; a minus before credits that carry none."""
    filled = f"CASE WHEN NOT regexp_full_match({part}, '[\\s0.,\\-–—]*') THEN trim({part}) END"
    if not less:
        return filled
    return rf"regexp_replace({filled}, '^([^\-−(][^\-−()]*)$', '-\1')"


def present_in(assignment: Assignment) -> str:
    """SQL: whether the cell holds something, words for "nothing" not counted."""
    return f"NOT {says_nothing(text_of(assignment), empty_words(assignment.column))}"


@dataclass(frozen=True)
class Decision:
    """How the cells of one column become stored values.

    `sql` is a DuckDB expression over the raw table that gives the stored type, or NULL. `present` is SQL saying
    whether the cell holds something at all. `how` is a sentence of what was decided. `refusal` is the sentence for
    a present cell that gives NULL, with "{value}" in it; `refused` is how many such cells there are. `instead` is what
    is stored of such a cell where empty would mean something else.
    """

    column: str
    sql: str
    how: str
    refusal: str
    present: str
    refused: int = 0
    instead: str | None = None

    @property
    def stored(self) -> str:
        """SQL: what is stored of a cell, a refused one too."""
        if self.instead is None or not self.refused:
            return self.sql
        return f"coalesce({self.sql}, CASE WHEN {self.present} THEN {quoted(self.instead)} END)"


@dataclass
class Typed:
    """The decision for one column with what the reader must be asked and told."""

    decision: Decision
    questions: list[Question] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cells:
    """The raw cells that fill one contract column, with a cursor to look at them.

    `relation` is the raw table, `rows` an SQL condition for its data rows, `native` how many cells of each kind
    ("text", "number", "date", …) every raw column has. Where a column repeats itself, `relation` is the table of its
    distinct cells, and `weight` the column that says how often each occurs.
    """

    cursor: duckdb.DuckDBPyConnection
    relation: str
    rows: str
    assignment: Assignment
    native: tuple[Mapping[str, int], ...]
    weight: str | None = None

    @property
    def column(self) -> Column:
        """The contract column that is filled."""
        return self.assignment.column

    @property
    def heading(self) -> str:
        """The heading as the file has it, in typographic quotes."""
        return f"“{self.assignment.header or self.column.label}”"

    @cached_property
    def text(self) -> str:
        """SQL: the text of the cell; of several raw columns the first that holds something."""
        return text_of(self.assignment)

    @cached_property
    def present(self) -> str:
        """SQL: whether the cell holds something, words for "nothing" not counted."""
        return present_in(self.assignment)

    @cached_property
    def typed(self) -> str:
        """SQL: whether the cell was natively typed by the spreadsheet program."""
        if len(self.assignment.cells) != 1:
            return "false"
        kinds = self.kinds
        if kinds.get("text"):
            return f"coalesce(n{self.assignment.cells[0]}, false)" if len(kinds) > 1 else "false"
        return "true" if kinds else "false"

    @cached_property
    def kinds(self) -> dict[str, int]:
        """How many cells of each native kind there are."""
        kinds: dict[str, int] = {}
        for cell in self.assignment.cells:
            for kind, count in (self.native[cell] if cell < len(self.native) else {}).items():
                if count:
                    kinds[kind] = kinds.get(kind, 0) + count
        return kinds

    def by_texts(self, name: str) -> Cells:
        """The same cells by their distinct texts, in a temporary table of this name."""
        used = [f"c{cell}" for cell in self.assignment.cells]
        if self.assignment.negative:
            used.append(f"c{self.assignment.negative[0]}")
        if self.typed not in ("true", "false"):
            used.append(f"n{self.assignment.cells[0]}")
        listed = ", ".join(dict.fromkeys(used))
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {listed}, count(*) AS cells "
            f"FROM {self.relation} WHERE {self.rows} GROUP BY {listed}"
        )
        return replace(self, relation=name, rows="true", weight="cells")

    def noise(self) -> int:
        """How many cells hold nothing but noise of the tool, by the patterns of the assignment."""
        if not self.assignment.drop:
            return 0
        with_noise = text_of(replace(self.assignment, drop=()))
        return self.count({"kept": self.text}, n=f"kept IS NULL AND {with_noise} IS NOT NULL")["n"]

    def count(self, given: Mapping[str, str] | None = None, /, **conditions: str) -> dict[str, int]:
        """How many cells meet each of these SQL conditions, by its name; `given` are expressions they refer to."""
        how_many = f"sum({self.weight})" if self.weight else "count(*)"
        found = self.aggregates(
            *(f"{how_many} FILTER (WHERE {condition})" for condition in conditions.values()), given=given
        )
        return {name: int(str(n or 0)) for name, n in zip(conditions, found, strict=True)}

    def refused(self, sql: str, present: str) -> int:
        """How many cells hold something and yet give NULL."""
        given = {"given": sql}
        # The first question is cheap, and almost always it is the last.
        if not self.count(given, n=f"given IS NULL AND {self.text} IS NOT NULL")["n"]:
            return 0
        return self.count(given, n=f"given IS NULL AND {present}")["n"]

    def aggregates(self, *expressions: str, given: Mapping[str, str] | None = None) -> tuple[object, ...]:
        """Aggregates over the data rows as they are.

        What several of them have in common is `given`: the database computes it once only if told so.
        """
        computed = "".join(f", {sql} AS {name}" for name, sql in (given or {}).items())
        row = self.cursor.execute(
            f"SELECT {', '.join(expressions)} FROM "
            f"(SELECT *{computed} FROM {self.relation} WHERE {self.rows})"
        ).fetchone()
        assert row is not None
        return tuple(row)

    def glimpse(self, condition: str = "true", rows: int = 2_000) -> dict[str, int]:
        """Distinct texts among the first rows that meet the condition, the most frequent first, with their counts."""
        weight = f", {self.weight}" if self.weight else ""
        inside = (
            f"(SELECT {self.text} AS cell{weight} FROM {self.relation} "
            f"WHERE ({self.rows}) AND {self.text} IS NOT NULL AND ({condition}) LIMIT {rows})"
        )
        return self._listed(inside, "cell", "true", _LISTED)

    @cached_property
    def first_texts(self) -> dict[str, int]:
        """Distinct texts among the first rows, the most frequent first, with their counts."""
        return self.glimpse()

    def spread(self) -> dict[str, int]:
        """Distinct texts of rows all over the table: files are often sorted, so that their start is all alike."""
        return {} if self.weight else self.glimpse(f"row_no % {_STRIDE} = 0")

    def in_order(self, rows: int) -> list[str]:
        """The texts of the first rows as they stand below one another; none where the order was not kept."""
        if self.weight:
            return []
        found = self.cursor.execute(
            f"SELECT {self.text} FROM {self.relation} WHERE ({self.rows}) AND {self.present} ORDER BY row_no "
            f"LIMIT {rows}"
        ).fetchall()
        return [str(text) for (text,) in found]

    def values(self, condition: str = "true", limit: int = _LISTED) -> dict[str, int]:
        """Distinct texts of all rows that meet the condition, the most frequent first, with their counts."""
        return self._listed(
            self.relation, self.text, f"({self.rows}) AND {self.text} IS NOT NULL AND ({condition})", limit
        )

    def _listed(self, relation: str, text: str, condition: str, limit: int) -> dict[str, int]:
        how_many = f"sum({self.weight})" if self.weight else "count(*)"
        rows = self.cursor.execute(
            f"SELECT {text} AS cell, {how_many} AS n FROM {relation} WHERE {condition} "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {limit}"
        ).fetchall()
        return {str(cell): int(n) for cell, n in rows}


def condensed(table: Sequence[Cells], names: Sequence[str]) -> list[Cells]:
    """The columns of one table, those that repeat themselves by their distinct texts in tables of these names.

    It decides only how fast the cells are looked through, so that an estimate of how many texts there are will do.
    """
    if not table:
        return []
    first = table[0]
    estimates = ", ".join(f"approx_count_distinct({cells.text})" for cells in table)
    found = first.cursor.execute(
        f"SELECT count(*), {estimates} FROM "
        f"(SELECT * FROM {first.relation} WHERE {first.rows} LIMIT {_TRIAL_ROWS})"
    ).fetchone()
    assert found is not None
    rows, *distinct = found
    if rows < _TRIAL_ROWS:
        return list(table)
    return [
        cells.by_texts(name) if texts <= rows / 4 else cells
        for cells, name, texts in zip(table, names, distinct, strict=True)
    ]


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "cell"), counted(1200, "cell")
    ('1 cell', '1,200 cells')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def examples(values: Iterable[str], limit: int = 5) -> str:
    """A few texts in quotes, for a sentence."""
    listed = list(values)
    shown = ", ".join(f"“{value if len(value) <= 60 else value[:57] + '…'}”" for value in listed[:limit])
    return shown + (f" and {len(listed) - limit:,} more" if len(listed) > limit else "")
