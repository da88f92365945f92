"""Where the headings of a table are: below title rows, in one to three rows, beside other tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa

from contracts.contract import normalised
from data_loaders.reading import Sheet
from data_loaders.recognising_cells import NULL_WORDS, Sample, is_date, sample_of
from data_loaders.recognising_lone_headings import is_only_heading
from data_loaders.recognising_money import money_unit, split_unit
from data_loaders.recognising_scale_words import steps_of
from data_loaders.recognising_side_by_side import end_apart

#: Among how many filled rows headings are looked for.
SEARCHED_ROWS = 40
_VALUE = re.compile(r"^[-+(]?[\d.,'\s]+[-−%)]?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
#: So many sentences may stand below a table.
_NOTES = 12
_SENTENCE = re.compile(r"[^\W\d_]{2,}\W+\w")
_PIVOT = frozenset(
    {
        "row labels",
        "zeilenbeschriftungen",
        "étiquettes de lignes",
        "etiquetas de fila",
        "etichette di riga",
        "rótulos de linha",
        "rijlabels",
        "rækkenavne",
        "popisky řádků",
    }
)
_ANSWER_ROW = frozenset(
    {
        "response",
        "open ended response",
        "antwort",
        "réponse",
        "respuesta",
        "risposta",
        "resposta",
        "other please specify",
    }
)


@dataclass(frozen=True)
class Block:
    """A table found in a sheet: raw columns, headings, and where its data starts.

    `names` are headings by raw column (blank ones get the name of their column letter, repeated ones a number);
    `raw_names` are the headings as written; `groups` the headings one row above, spread over what they cover;
    `questions` a second text of the heading (survey tools). Rows are row numbers of the spreadsheet.
    """

    cells: tuple[int, ...]
    names: Mapping[int, str]
    raw_names: Mapping[int, str]
    groups: Mapping[int, str]
    questions: Mapping[int, str]
    header_rows: tuple[int, ...]
    first_data_row: int
    first_index: int
    titles: tuple[str, ...]
    pivot: bool = False


class SheetCells:
    """The raw cells of a sheet, by raw column number; a column nobody filled is None."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        table: pa.Table = sheet.rows
        self.rows = table.num_rows
        self.numbers = table.column("row_no")
        self.columns: dict[int, pa.ChunkedArray] = {
            int(name[1:]): table.column(name)
            for name in table.column_names
            if re.fullmatch(r"c\d+", name) and table.column(name).null_count < table.num_rows
        }
        self.top_numbers: list[int] = self.numbers.slice(0, SEARCHED_ROWS).to_pylist()
        top = {cell: column.slice(0, SEARCHED_ROWS).to_pylist() for cell, column in self.columns.items()}
        self.top: list[dict[int, str]] = [
            {
                cell: values[i].strip()
                for cell, values in top.items()
                if values[i] is not None and values[i].strip()
            }
            for i in range(len(self.top_numbers))
        ]

    def row_no(self, index: int) -> int:
        """The spreadsheet's number of the row at this place."""
        return int(self.numbers[index].as_py())

    def sample(self, cell: int, first: int) -> Sample:
        """Some cells of a column, from the row at place `first` on, without the notes below the table."""
        native = self.sheet.native[cell] if cell < len(self.sheet.native) else {}
        column, end = self.columns.get(cell), self._end
        if column is not None and end < self.rows and first < end:
            column = column.slice(0, end)
        return sample_of(column, dict(native), first, end if first < end else self.rows)

    @cached_property
    def _end(self) -> int:
        """How many rows stand above the sentences alone in their rows that end a sheet of three columns or more."""
        end = int(self.rows)
        begin = max(0, end - _NOTES)
        tail = [column.slice(begin).to_pylist() for column in self.columns.values()]
        while len(tail) >= 3 and end > begin:
            said = [text.strip() for column in tail if (text := column[end - 1 - begin]) and text.strip()]
            if len(said) != 1 or not _SENTENCE.search(said[0]) or _VALUE.match(said[0]):
                break
            end -= 1
        return end


def column_letter(cell: int) -> str:
    """The letter a spreadsheet shows above a raw column.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    cell += 1
    while cell:
        cell, rest = divmod(cell - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def blocks_of(cells: SheetCells, known: frozenset[str], is_period: frozenset[str]) -> list[Block]:
    """The tables of a sheet, the one with the most headings first; empty when no row looks like headings.

    `known` are normalised headings of all contracts and tools, `is_period` the headings of this sheet that name
    a month or another period.
    """
    groups = _column_groups(cells)
    main = _header_index(cells, tuple(cells.columns), known, is_period)
    if main is None:
        return []
    covered = [group for group in groups if any(cell in cells.top[main] for cell in group)]
    beside = [group for group in groups if group not in covered]
    parts = _repeated_groups(covered, cells.top[main], known - is_period, is_period)
    if len(parts) == 1 and len(covered) > 1:
        headed = [[c for c in group if c in cells.top[main]] for group in covered]
        spoken = [
            sum(1 for c in group if heading_variants(cells.top[main][c]) & (known - is_period))
            for group in headed
        ]
        if end_apart([[cells.columns[c].slice(main + 1) for c in group] for group in headed], spoken):
            parts = covered
    parts = [part for whole in parts for part in _without_summaries(cells, whole, main)]
    blocks = [_block(cells, part, main, is_period, known) for part in parts]
    for group in beside:
        index = _header_index(cells, group, known, is_period)
        if index is not None and len(group) >= 2:
            blocks.append(_block(cells, group, index, is_period, known))
    return sorted(blocks, key=lambda block: -len(block.cells))


def _column_groups(cells: SheetCells) -> list[tuple[int, ...]]:
    """Raw columns in runs without an empty column between them."""
    groups: list[list[int]] = []
    for cell in sorted(cells.columns):
        if groups and cell == groups[-1][-1] + 1:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return [tuple(group) for group in groups]


def _repeated_groups(
    groups: list[tuple[int, ...]], header: Mapping[int, str], known: frozenset[str], is_period: frozenset[str]
) -> list[tuple[int, ...]]:
    """Groups of columns that are tables of their own; all others belong to one table.

    Those are groups that carry the same headings, or three known headings each of which one returns. Headings that
    are nothing but periods are one version of a grid beside another.
    """
    spoken = [frozenset(normalised(header[c]) for c in group if c in header) for group in groups]
    grid = all(header[c] in is_period for group in groups for c in group if c in header)
    if len(groups) > 1 and not grid and all(len(words) >= 2 and words == spoken[0] for words in spoken):
        return groups
    returning = [words & known for words in spoken]
    several = len(groups) > 1 and all(len(words) >= 3 for words in returning)
    if (
        several
        and all(words & spoken[0] for words in spoken[1:])
        and sum(map(len, spoken)) == sum(1 for group in groups for c in group if c in header)
    ):
        return groups
    return [tuple(cell for group in groups for cell in group)]


def _without_summaries(cells: SheetCells, whole: tuple[int, ...], main: int) -> list[tuple[int, ...]]:
    """The columns of a table, and apart from it those of a short one that sums it up behind an empty column.

    Such a summary has a heading of the table again ("State", "Count") and far fewer rows.
    """
    runs: list[list[int]] = []
    for cell in whole:
        if runs and cell == runs[-1][-1] + 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    header = cells.top[main]
    first = {normalised(header[cell]) for cell in runs[0] if cell in header}
    rows = max((_filled(cells, cell, main + 1) for cell in runs[0]), default=0)
    apart = [
        run
        for run in runs[1:]
        if len(run) >= 2
        and (
            any(normalised(header[cell]) in _PIVOT for cell in run if cell in header)
            or (
                any(normalised(header[cell]) in first for cell in run if cell in header)
                and 2 * max(_filled(cells, cell, main + 1) for cell in run) < rows
            )
        )
    ]
    table = tuple(cell for run in runs if run not in apart for cell in run)
    return [table, *(tuple(run) for run in apart)]


def _filled(cells: SheetCells, cell: int, first: int) -> int:
    column = cells.columns[cell].slice(first)
    return len(column) - int(column.null_count)


def _header_index(
    cells: SheetCells, among: Sequence[int], known: frozenset[str], is_period: frozenset[str]
) -> int | None:
    """The place of the row that looks most like headings among these columns, the earliest of equals."""
    width = max((sum(1 for c in among if c in row) for row in cells.top), default=0)
    best: tuple[float, int] | None = None
    for index, row in enumerate(cells.top[:-1] or cells.top):
        texts = [row[c] for c in among if c in row]
        again = _said_again(cells, index, among, known) if index else frozenset()
        own = known - again if again else known
        value = _header_value(texts, width, own, is_period - _dates_of_data(cells, index, among))
        if len(texts) == 1 and width <= 2 and heading_variants(texts[0]) & known:
            value = 3.0 if is_only_heading(cells.top, index) else None
        # A heading repeated in the body may fill a cell more: the first of nearly equal rows is the heading.
        if value is not None and (best is None or value > 1.12 * best[0] + 1e-9):
            best = (value, index)
    return None if best is None else best[1]


def _said_again(cells: SheetCells, index: int, among: Sequence[int], known: frozenset[str]) -> frozenset[str]:
    """The words of a row that are known headings and stand in their columns again: “Resolved” is a state there.

    Where the whole row comes back it is headings, repeated on every page.
    """
    row = cells.top[index]
    spoken = {c: heading_variants(row[c]) & known for c in among if c in row}
    spoken = {c: words for c, words in spoken.items() if words}
    if len(spoken) < 2 or sum(1 for other in cells.top if other == row) > 1:
        return frozenset()
    again = [c for c in spoken if sum(1 for other in cells.top if other.get(c) == row[c]) > 1]
    return frozenset(word for c in again for word in spoken[c])


def _dates_of_data(cells: SheetCells, index: int, among: Sequence[int]) -> frozenset[str]:
    """The dates of a row that stand above other dates: those are data, and no periods that head columns."""
    row, below = cells.top[index], cells.top[index + 1] if index + 1 < len(cells.top) else {}
    return frozenset(
        row[c] for c in among if c in row and c in below and is_date(row[c]) and is_date(below[c])
    )


def _header_value(
    texts: list[str], width: int, known: frozenset[str], is_period: frozenset[str]
) -> float | None:
    if len(texts) < 2:
        return None
    periods = sum(1 for text in texts if text in is_period)
    if periods == 1 and any(text in is_period and is_date(text) for text in texts):
        periods, is_period = 0, frozenset()  # the day of a report beside its name heads no column
    values = sum(1 for text in texts if _VALUE.match(text) and text not in is_period)
    hits = len({t for t in texts if (heading_variants(t) | loose_variants(t)) & known})
    spoken = len(texts) - values
    if values > len(texts) * 0.4 or spoken < 2:
        return None
    long = sum(1 for text in texts if len(text) > 60)
    fill = len(texts) / max(width, 1)
    if hits < 2 and periods < 3 and (fill < 0.5 or len({*texts}) < 0.5 * len(texts)):
        return None
    return 3 * hits + 3 * periods + 2 * fill - 1.5 * values - 0.2 * long + (1 if hits or periods else 0)


_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


#: What a row of units says of a column; those that say how a cell is written are no unit.
_UNIT_WORD = re.compile(
    r"(?:date|text|string|number|integer|decimal|units?|einheit(?:en)?|unité|unidad|dd[./-]mm[./-]yyyy|mm/dd/yyyy"
    r"|yyyy-mm-dd|tt\.mm\.jjjj)",
    re.IGNORECASE,
)
_IS_UNIT = re.compile(
    rf"{_UNIT_WORD.pattern}|[(\[]?(?:pcs?\.?|pieces?|ea|each|%|percent|h|hrs?|hours?|std\.?|stunden|min(?:utes)?|sec(?:onds)?"
    r"|days?|tage|stk\.?|stück|pt|fte)[)\]]?",
    re.IGNORECASE,
)
#: The place of a heading in its list: "3. State".
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\D)")
_TWO_WORDINGS = re.compile(r"\s+/\s+|\s*\n\s*")
#: What a program of charts puts before a date it has cut to that part: "Second of Opened".
_TRUNCATED = re.compile(r"^\s*(?:second|minute|hour|day) of\s+", re.IGNORECASE)
#: Words that programs shorten in the names of fields.
_SHORTENED: Mapping[str, str] = {
    "dt": "date", "num": "number", "nbr": "number", "desc": "description", "amt": "amount", "dept": "department",
    "qty": "quantity", "grp": "group", "mod": "modified", "org": "organization", "cust": "customer", "acct": "account",
    "curr": "currency", "addr": "address", "pct": "percent",
}  # fmt: skip
_MOMENT = re.compile(r"\b(?:date ?time|date and time|timestamp)\b")


@lru_cache(maxsize=8_192)
def loose_variants(heading: str) -> frozenset[str]:
    """The heading with shortened words in full, without "date time" and "#": "Closed_DT", "Closed Date Time"."""
    found = set()
    for text in heading_variants(heading):
        full = " ".join(_SHORTENED.get(word, word) for word in text.replace("#", " ").split())
        found |= {full, " ".join(_MOMENT.sub(" ", full).split())}
    return frozenset(text for text in found if text) - heading_variants(heading)


@lru_cache(maxsize=8_192)
def heading_variants(heading: str) -> frozenset[str]:
    """The ways a heading may stand in a list of known headings: without brackets or currency, CamelCase split."""
    heading = _NUMBERED.sub("", _TRUNCATED.sub("", heading))
    plain = normalised(heading)
    without = normalised(_BRACKETS.sub(" ", heading))
    split = normalised(_CAMEL.sub(" ", heading))
    unitless = normalised(split_unit(heading)[0])
    # One heading in two languages: "Number / Numéro".
    halves = _TWO_WORDINGS.split(heading)
    said_twice = map(normalised, halves if len(halves) == 2 else ())
    return frozenset(
        text for text in (plain, without, split, unitless, plain.replace(" ", ""), *said_twice) if text
    )


def _block(
    cells: SheetCells, among: tuple[int, ...], index: int, is_period: frozenset[str], known: frozenset[str]
) -> Block:
    header = {c: t for c, t in cells.top[index].items() if c in among}
    below = [{c: t for c, t in row.items() if c in among} for row in cells.top[index + 1 : index + 3]]
    rows = [cells.top_numbers[index]]
    questions: dict[int, str] = {}
    names = dict(header)
    depth = 1
    if len(below) == 2 and any(t.startswith('{"ImportId"') for t in below[1].values()):
        questions, depth = below[0], 3
    elif below and any(t.startswith('{"ImportId"') for t in below[0].values()):
        depth = 2
    elif below and _says_headings_again(header, below[0]):
        questions, depth = below[0], 2
    elif below and _is_answer_row(header, below[0]):
        names, questions, depth = _with_options(header, below[0], among), dict(header), 2
    rows += cells.top_numbers[index + 1 : index + depth]
    above = _group_row(cells, among, index, header, is_period)
    if above:
        rows.insert(0, cells.top_numbers[index - 1])
        # A heading merged over both rows stands in the upper one only.
        upper = cells.top[index - 1].items()
        names |= {c: t for c, t in upper if c in among and c not in header and not _VALUE.match(t)}
        names |= _merged_from_above(cells, among, index, names)
    elif depth == 1 and below and _is_below_merged(header, below[0], known):
        rows, depth = [*rows, cells.top_numbers[index + 1]], 2
        above = _spread(header, among, below[0])
        names = _under_merged(header, below[0], known)
    elif depth == 1 and below and _is_below_repeated(header, below[0], is_period):
        # “Plan | Plan | Actual | Actual” above the months: merged headings written into each of their cells.
        rows, depth = [*rows, cells.top_numbers[index + 1]], 2
        above = {cell: header[cell] for cell in below[0]}
        names = {**header, **below[0]}
    elif depth == 1 and below and _is_sub_header(header, below[0], cells, index, among, is_period):
        rows, depth = [*rows, cells.top_numbers[index + 1]], 2
        if sum(1 for text in below[0].values() if text in is_period) >= 3:
            # Months below a heading merged over them: the months are the headings.
            above = _spread(header, among, below[0])
            names = {c: below[0].get(c) or header[c] for c in among if c in below[0] or c in header}
        else:
            names = _joined(header, below[0], among)
    units = _units_below(cells, among, index + depth, names) if not questions else {}
    if units:
        rows.append(cells.top_numbers[index + depth])
        depth += 1
        names |= {cell: f"{names[cell]} ({unit})" for cell, unit in units.items() if cell in names}
    first_index = index + depth
    used = tuple(c for c in among if c in names or _has_data(cells, c, first_index))
    titles = tuple(
        text
        for row in cells.top[: index - (rows[0] < cells.top_numbers[index])]
        for text in _titles_of(row, among, cells.top[index])
    )
    return Block(
        cells=used,
        names=_unique(names, used),
        raw_names={c: names[c] for c in used if c in names},
        groups=above,
        questions=questions,
        header_rows=tuple(rows),
        first_data_row=rows[-1] + 1,
        first_index=first_index,
        titles=titles,
        pivot=any(normalised(text) in _PIVOT for text in header.values()),
    )


def _titles_of(row: Mapping[int, str], among: tuple[int, ...], header: Mapping[int, str]) -> list[str]:
    """The titles in a row above a table: of tables side by side each has those above its own headings."""
    own = [text for cell, text in row.items() if among[0] <= cell <= among[-1]]
    others = any(cell in header for cell in row if not among[0] <= cell <= among[-1])
    return own if own and others else list(row.values())


def _merged_from_above(
    cells: SheetCells, among: tuple[int, ...], index: int, names: Mapping[int, str]
) -> dict[int, str]:
    """Headings merged over three or four rows, for columns with nothing in the rows between: two of them or more."""
    found: dict[int, str] = {}
    for up in (2, 3):
        if index - up < 0 or cells.top_numbers[index] - cells.top_numbers[index - up] != up:
            break
        row = cells.top[index - up].items()
        found = {c: t for c, t in row if c in among and c not in names and not _VALUE.match(t)} | found
    return found if len(found) >= 2 else {}


def _units_below(
    cells: SheetCells, among: Sequence[int], index: int, names: Mapping[int, str]
) -> dict[int, str]:
    """The units that a row right below the headings says of the columns of numbers: “pcs”, “EUR”, “h”."""
    row = {c: t for c, t in cells.top[index].items() if c in among} if index < len(cells.top) - 2 else {}
    if len(row) < 1 or not all(_IS_UNIT.fullmatch(text) or money_unit(text) for text in row.values()):
        return {}
    later = cells.top[index + 1 : index + 9]
    values = [
        c for c in among
        if (below := [line[c] for line in later if c in line]) and all(_VALUE.match(text) for text in below)
    ]  # fmt: skip
    counted = {c: text for c, text in row.items() if c in values and _UNIT_WORD.fullmatch(text) is None}
    return counted if counted and len(values) >= 2 and len(row) < len(names) else {}


def _has_data(cells: SheetCells, cell: int, first_index: int) -> bool:
    column = cells.columns[cell].slice(first_index)
    return bool(column.null_count < len(column))


def _says_headings_again(header: Mapping[int, str], row: Mapping[int, str]) -> bool:
    """Whether the next row words many headings otherwise ("StartDate" above "Start Date"), the rest being questions."""
    if len(row) < 0.8 * len(header) or any(_VALUE.match(text) for text in row.values()):
        return False
    same = [c for c, text in row.items() if c in header and text == header[c]]
    again = [
        c for c, text in row.items()
        if c in header and text != header[c] and heading_variants(text) & heading_variants(header[c])
    ]  # fmt: skip
    return len(again) >= 3 and len(again) + len(same) >= 0.4 * len(row)


def _is_answer_row(header: Mapping[int, str], row: Mapping[int, str]) -> bool:
    """The second heading row of survey exports: "Response", or the options of a question above."""
    if not row:
        return False
    said = sum(1 for text in row.values() if normalised(text) in _ANSWER_ROW)
    first = min(header, default=0)
    if first in row or not said:
        # Options of a scale below a question that is merged over them.
        scale = sum(1 for cell, text in row.items() if cell not in header and steps_of((text,)) is not None)
        return first not in row and scale >= 2
    return said >= 0.15 * len(row)


def _with_options(header: Mapping[int, str], row: Mapping[int, str], among: Sequence[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    question = ""
    for cell in among:
        question = header.get(cell, question)
        option = row.get(cell, "")
        plain = not option or normalised(option) in _ANSWER_ROW
        if cell in header or not plain:
            names[cell] = question if plain else f"{question} – {option}"
    return names


def _group_row(
    cells: SheetCells, among: Sequence[int], index: int, header: Mapping[int, str], is_period: frozenset[str]
) -> dict[int, str]:
    """The row of merged headings above, spread to the right, where the headings need it to be told apart."""
    if index == 0 or cells.top_numbers[index] != cells.top_numbers[index - 1] + 1:
        return {}
    above = {c: t for c, t in cells.top[index - 1].items() if c in among}
    if sum(1 for t in above.values() if _VALUE.match(t) and t not in is_period) > 0.5 * len(above):
        return {}
    repeated = len({normalised(t) for t in header.values()}) < len(header)
    periods = sum(1 for t in header.values() if t in is_period)
    if not above or (not repeated and periods < 3) or (len(above) < 2 and not repeated and periods < 3):
        return {}
    if len(above) == 1 and min(above) == min(among):
        return {}  # a title of the table
    return _spread(above, among, header)


def _spread(above: Mapping[int, str], among: Sequence[int], wanted: Mapping[int, str]) -> dict[int, str]:
    """Merged headings over all the cells they cover, for the cells wanted."""
    spread: dict[int, str] = {}
    current = ""
    for cell in among:
        current = above.get(cell, current)
        if cell in wanted and current and cell >= min(above):
            spread[cell] = current
    return spread


def _options_chosen(
    header: Mapping[int, str], row: Mapping[int, str], later: Sequence[Mapping[int, str]]
) -> frozenset[int]:
    """The columns of one option each: whoever chose it (“18-29”) has it in the cell again, the others nothing.

    A row with a cell in the first column, which tells the rows apart, is one of them and holds no options.
    """
    if min(header) in row:
        return frozenset()
    below = {c: [line.get(c) for line in later] for c in row}
    return frozenset(
        c for c, cells in below.items() if row[c] in cells and None in cells and set(cells) <= {row[c], None}
    )


def _is_sub_header(
    header: Mapping[int, str],
    row: Mapping[int, str],
    cells: SheetCells,
    index: int,
    among: Sequence[int],
    is_period: frozenset[str],
) -> bool:
    """Whether the next row continues the headings: it fills their gaps, and holds words above numbers."""
    gaps = [c for c in among if c not in header and c in row]
    later = cells.top[index + 2 : index + 8]
    chosen = _options_chosen(header, row, later)
    if (
        not gaps
        or len(gaps) < 0.3 * len(among)
        or any(_VALUE.match(t) and t not in is_period and c not in chosen for c, t in row.items())
    ):
        return False
    values = sum(
        1
        for line in later
        for c in gaps
        if c in line and (_VALUE.match(line[c]) or line[c] in NULL_WORDS or c in chosen)
    )
    filled = sum(1 for line in later for c in gaps if c in line)
    return filled > 0 and values >= 0.6 * filled


def _is_below_merged(header: Mapping[int, str], row: Mapping[int, str], known: frozenset[str]) -> bool:
    """Whether the next row holds the headings below merged ones: each run of them begins under a heading.

    The headings beside them are merged downwards, so that nothing stands below them.
    """
    if len(row) < 2 or min(header) in row or any(_VALUE.match(text) for text in row.values()):
        return False
    runs = [cell for cell in row if cell - 1 not in row or cell in header]
    below_one = all(cell in header and cell + 1 in row and cell + 1 not in header for cell in runs)
    said = sum(1 for text in row.values() if (heading_variants(text) | loose_variants(text)) & known)
    return below_one and 2 * said >= len(row)


def _is_below_repeated(header: Mapping[int, str], row: Mapping[int, str], is_period: frozenset[str]) -> bool:
    """Whether the next row holds nothing but periods, each one once below every heading that stands there again."""
    if len(row) < 4 or not row.keys() <= header.keys() or not set(row.values()) <= is_period:
        return False
    times = Counter(normalised(text) for text in header.values())
    both = {(normalised(header[cell]), text) for cell, text in row.items()}
    return len(both) == len(row) and all(times[normalised(header[cell])] >= 2 for cell in row)


def _under_merged(header: Mapping[int, str], row: Mapping[int, str], known: frozenset[str]) -> dict[int, str]:
    """The headings of both rows: with the merged one before it where only together they say which column it is."""
    names, group = dict(header), ""
    texts = [normalised(text) for text in row.values()]
    for cell in sorted({*header, *row}):
        group = header.get(cell, group)
        if cell in row:
            both = f"{group} {row[cell]}"
            alone = texts.count(normalised(row[cell])) == 1 and normalised(both) not in known
            names[cell] = row[cell] if alone else both
    return names


def _joined(header: Mapping[int, str], row: Mapping[int, str], among: Sequence[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    group = ""
    for cell in among:
        group = header.get(cell, group)
        if cell in row:
            names[cell] = f"{group} {row[cell]}".strip()
        elif cell in header:
            names[cell] = header[cell]
    return names


def _unique(names: Mapping[int, str], used: Sequence[int]) -> dict[int, str]:
    """Headings that can be told apart: a column letter where there is none, a number where one is repeated."""
    taken: set[str] = set()
    unique: dict[int, str] = {}
    for cell in used:
        name = " ".join(names.get(cell, "").split()) or f"Column {column_letter(cell)}"
        number, candidate = 2, name
        while candidate.casefold() in taken:
            candidate, number = f"{name} ({number})", number + 1
        taken.add(candidate.casefold())
        unique[cell] = candidate
    return unique
