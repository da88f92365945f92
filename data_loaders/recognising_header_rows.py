"""The headings of a table out of one to three rows: merged ones, questions above options, units below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from contracts.contract import normalised
from data_loaders.recognising_blocks import VALUE, Block, SheetCells, column_letter
from data_loaders.recognising_cells import NULL_WORDS
from data_loaders.recognising_heading_variants import heading_variants, loose_variants
from data_loaders.recognising_money import money_unit
from data_loaders.recognising_scale_words import steps_of

#: What a table that a spreadsheet summed up says above its rows.
PIVOT = frozenset(
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


def block_at(
    cells: SheetCells, among: tuple[int, ...], index: int, is_period: frozenset[str], known: frozenset[str]
) -> Block:
    """The table whose headings end in the row at place `index`, of the columns `among`."""
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
        names |= {c: t for c, t in upper if c in among and c not in header and not VALUE.match(t)}
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
        pivot=any(normalised(text) in PIVOT for text in header.values()),
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
        found = {c: t for c, t in row if c in among and c not in names and not VALUE.match(t)} | found
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
        if (below := [line[c] for line in later if c in line]) and all(VALUE.match(text) for text in below)
    ]  # fmt: skip
    counted = {c: text for c, text in row.items() if c in values and _UNIT_WORD.fullmatch(text) is None}
    return counted if counted and len(values) >= 2 and len(row) < len(names) else {}


def _has_data(cells: SheetCells, cell: int, first_index: int) -> bool:
    column = cells.columns[cell].slice(first_index)
    return bool(column.null_count < len(column))


def _says_headings_again(header: Mapping[int, str], row: Mapping[int, str]) -> bool:
    """Whether the next row words many headings otherwise ("StartDate" above "Start Date"), the rest being questions."""
    if len(row) < 0.8 * len(header) or any(VALUE.match(text) for text in row.values()):
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
    if sum(1 for t in above.values() if VALUE.match(t) and t not in is_period) > 0.5 * len(above):
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
        or any(VALUE.match(t) and t not in is_period and c not in chosen for c, t in row.items())
    ):
        return False
    values = sum(
        1
        for line in later
        for c in gaps
        if c in line and (VALUE.match(line[c]) or line[c] in NULL_WORDS or c in chosen)
    )
    filled = sum(1 for line in later for c in gaps if c in line)
    return filled > 0 and values >= 0.6 * filled


def _is_below_merged(header: Mapping[int, str], row: Mapping[int, str], known: frozenset[str]) -> bool:
    """Whether the next row holds the headings below merged ones: each run of them begins under a heading.

    The headings beside them are merged downwards, so that nothing stands below them.
    """
    if len(row) < 2 or min(header) in row or any(VALUE.match(text) for text in row.values()):
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
