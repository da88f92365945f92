"""Which rows below the headings are not data: totals, repeated headings, section titles, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import mean, median

import numpy as np
import pyarrow.compute as pc

from data_loaders.outcome import Skipped
from data_loaders.reading.arrow_arrays import flags, strings, whole_numbers
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_cells import amount_of, is_date

#: A label that is nothing but a total.
TOTAL = re.compile(
    r"^(?:\*{1,4}|[*\s]*(?:grand |sub[- ]?|overall |report )?(?:totals?|sums?|subtotals?)(?: amount)?"
    r"|gesamt(?:summe|betrag|ergebnis)?|(?:zwischen)?summe|(?:sous-?)?total(?: général)?"
    r"|total(?: general| generale| geral)"
    r"|somme|suma|soma|totale(?: generale)?|subtotale?|totaal|celkem|součet|razem|suma końcowa|i alt|hovedtotal)"
    r"[\s:.=*]*$",
    re.IGNORECASE,
)
#: A label that starts like a total, and may be one: its numbers decide.
NAMED_TOTAL = re.compile(
    r"^(?:\*+ |(?:grand |sub[- ]?)?totals?\b|gesamt|summe\b|sous-total|total\b|totale\b|totaal\b|celkem\b|subtotal)"
    r"|\b(?:totals?|gesamt|summe)\s*:?$",
    re.IGNORECASE,
)
#: A label that is nothing but a mean of the rows above.
AVERAGE = re.compile(
    r"^(?:(?:overall |grand |total )?(?:averages?|avg|mean|median)|mittelwert|durchschnitt|(?:gesamt)?schnitt|moyenne"
    r"|promedio|media|média|gemiddelde|gennemsnit|genomsnitt|gjennomsnitt|średnia|průměr)(?: score)?[\s:.=*]*$",
    re.IGNORECASE,
)
#: So far from the end of a list its sums and means may stand.
_LAST_ROWS = 8
_NOTE = re.compile(
    r"^(?:\*+\s+\S|\(?\d\)\s|notes?\b|source|quelle|©|copyright|report run|run by|printed|generated|end of"
    r"|page \d|legend"
    r"|created by|exported|rows? (?:returned|exported)|<|stand\b|disclaimer|confidential|n/?a\s*[:=])",
    re.IGNORECASE,
)
#: A line that reports draw between rows.
_RULE = re.compile(r"^[#/]*[-=_*+|. ]{4,}$")
_RULE_CELL = re.compile(r"^:?[-=_]{2,}:?$")
#: What a spreadsheet writes before the number of rows of a group.
_COUNTED = re.compile(
    r"\b(?:count|anzahl|nombre|nb|cuenta|conteo|contagem|conteggio|aantal|antal)\s*:?$", re.IGNORECASE
)
_COUNT = re.compile(r"^[(=]?\s*\d[\d.,'’ \u00a0\u202f]*%?\)?$")
_CANDIDATES = 200_000


def rows_above_summaries(cells: SheetCells, first_index: int) -> int:
    """How many rows stand above the sums and means that end a list, blank rows and notes below them left out too."""
    rows = int(cells.rows - first_index)
    begin = max(0, rows - _LAST_ROWS)
    for place in range(begin, rows):
        texts = (column[first_index + place].as_py() for column in cells.columns.values())
        first, *beside = [text.strip() for text in texts if text and text.strip()] or [""]
        if (TOTAL.match(first) or AVERAGE.match(first)) and all(map(_COUNT.match, beside)):
            return place
    return rows


def filled_counts(cells: SheetCells, block: Block) -> np.ndarray:
    """How many cells of the block each row has, from its first data row on."""
    rows = cells.rows - block.first_index
    counts = np.zeros(max(rows, 0), np.int32)
    for cell in block.cells:
        column = cells.columns.get(cell)
        if column is not None and rows > 0 and not column.null_count:
            counts += 1
        elif column is not None and rows > 0:
            counts += flags(pc.is_valid(column.slice(block.first_index)))
    return counts


def not_data(
    cells: SheetCells, block: Block, key: int | None, labels: Sequence[int], *, sections: bool = False
) -> list[Skipped]:
    """The rows of a block that are not data, with the reason.

    `key` is the raw column every true row fills, `labels` the raw columns in which a total is named. Only rows
    that repeat a heading, lack the key, or hold far fewer cells than usual are looked at one by one. With
    `sections` a word alone in its row heads the rows below it and is none of them.
    """
    counts = filled_counts(cells, block)
    if not len(counts):
        return []
    usual = float(np.percentile(counts, 75))
    few = max(2.0, 0.34 * usual)
    suspects = counts <= few if usual >= 3 else counts < 1
    if key is not None and key in cells.columns:
        column = cells.columns[key].slice(block.first_index)
        suspects |= flags(pc.is_null(column))
    repeats = _repeats(cells, block)
    suspects |= repeats
    # A total line of a long list holds fewer cells than its rows: only those are searched for the word.
    searched = np.flatnonzero(counts < usual if len(counts) > 50_000 else counts > 0)
    for cell in {*labels, *([] if key is None else [key])} & cells.columns.keys():
        column = cells.columns[cell].take(whole_numbers(searched + block.first_index))
        suspects[searched[flags(pc.match_substring_regex(column, _ARROW_TOTAL))]] = True
    suspects[-_LAST_ROWS:] = True  # means of the rows above
    suspects[0] = True  # a line drawn below the headings has as many cells as they
    places = np.flatnonzero(suspects)
    if not len(places) or len(places) > _CANDIDATES:
        return []
    taken = {
        cell: cells.columns[cell].take(whole_numbers(places + block.first_index)).to_pylist()
        for cell in block.cells
        if cell in cells.columns
    }
    numbers = cells.numbers.take(whole_numbers(places + block.first_index)).to_pylist()
    full = np.flatnonzero(counts > few)
    last_full = int(full[-1]) if len(full) else -1
    keys = cells.sample(key, block.first_index).spoken if sections and key is not None else ()
    found: list[Skipped] = []
    for i, place in enumerate(places):
        row = {
            cell: values[i].strip()
            for cell, values in taken.items()
            if values[i] is not None and values[i].strip()
        }
        thin, tail = bool(counts[place] <= few), bool(place > last_full)
        why = _why(row, block, key, labels, tail=tail, thin=thin) if row else "blank beside another table"
        ends = place >= len(counts) - _LAST_ROWS
        if row and not why and ends and _is_mean(row, cells, block):
            why = "average"
        above_headings = place + 1 < len(repeats) and bool(repeats[place + 1])
        alone = sections and thin and len(row) == 1
        other = key in row and not _numbers_a_row(row[key], keys)
        heads = key is None or above_headings or other
        if not why and alone and heads and _is_words(row):
            why = "title of a section"
        elif (
            not why
            and sections
            and _sums_a_group(
                row, cells, block, key, alone=thin and (other or _says_count(row.get(key or 0)))
            )
        ):
            why = "total"
        elif not why and sections and thin and tail and other:
            why = "note below the table"
        if why:
            found.append(Skipped(int(numbers[i]), why, " | ".join(row.values())[:200]))
    return found


_ARROW_TOTAL = (
    r"(?i)^[:\-=_]{3,}$|^[*\s]*(?:(?:grand|sub|overall)[- ]?)?(?:total|totals|summe|gesamt|gesamtsumme|zwischensumme|"
    r"sous-total|totale|totaal|celkem|suma|subtotal)[\s:.*]*$|^\*{1,4}$"
)


def _repeats(cells: SheetCells, block: Block) -> np.ndarray:
    """Rows in which at least half of the headings (and two of them) stand again."""
    rows = cells.rows - block.first_index
    matches = np.zeros(rows, np.int32)
    headings = list(block.raw_names.items())
    looked = headings if rows < 50_000 else headings[:3]
    for cell, heading in looked:
        column = cells.columns.get(cell)
        if column is not None:
            trimmed = pc.utf8_trim_whitespace(column.slice(block.first_index))
            matches += flags(pc.is_in(trimmed, value_set=strings([heading.strip()])))
    return matches >= max(2, 0.5 * len(looked))


def _is_words(row: Mapping[int, str]) -> bool:
    """Whether the only cell of a row holds words and no value."""
    return all(re.search(r"[^\W\d_]{2}", text) and not is_date(text) for text in row.values())


def _is_mean(row: Mapping[int, str], cells: SheetCells, block: Block) -> bool:
    """Whether a row called an average holds means or medians of the rows above: “Media” may be what was paid for."""
    (_, label), *beside = row.items()
    if not beside or not AVERAGE.match(label) or not all(_COUNT.match(text) for _, text in beside):
        return False
    above = rows_above_summaries(cells, block.first_index)
    for cell, text in beside:
        texts = cells.columns[cell].slice(block.first_index, above).to_pylist()
        numbers = [number for one in texts if (number := amount_of((one or "").strip("% "))) is not None]
        said = amount_of(text.strip("%=( )"))
        if not numbers or said is None:
            continue  # the mean of answers in words
        off = min(abs(mean(numbers) - said), abs(median(numbers) - said))
        if off > max(0.051, 0.001 * abs(said)):
            return False
    return True


def _counts_a_group(row: Mapping[int, str], key: int | None) -> bool:
    """Whether only numbers stand beside the words: “Subtotal Network | 9”, “Anzahl | 4”."""
    beside = [text for cell, text in row.items() if cell != key]
    return bool(beside) and all(map(_COUNT.match, beside))


def _sums_a_group(
    row: Mapping[int, str], cells: SheetCells, block: Block, key: int | None, *, alone: bool
) -> bool:
    """Whether the row counts a group: beside its name, or the words of its rows."""
    return (alone and _counts_a_group(row, key)) or _counts_words(row, cells, block, key)


#: What reports call the number of their rows below them.
_COUNT_TITLE = re.compile(
    r"(?:(?:grand |overall )?total |number of |nombre (?:total )?de |anzahl (?:der )?|total de |totale )?"
    r"(?:records?|rows?|entries|tickets?|incidents?|cases|issues|requests|count|registros|enregistrements|datensätze)"
    r"(?: count| total)?\s*:?",
    re.IGNORECASE,
)


def _says_count(text: str | None) -> bool:
    """Whether a text is what stands before the number of rows: “Total Records”, “Number of tickets:”."""
    return text is not None and " " in text.strip() and _COUNT_TITLE.fullmatch(text.strip()) is not None


_COUNTED_WORD = re.compile(r"(\d+) (\S.*)")


def _counts_words(row: Mapping[int, str], cells: SheetCells, block: Block, key: int | None) -> bool:
    """Whether a row without a number counts the words of a column: “1 Done, 2 Working on it” below a group."""
    if key is None or key in row or block.cells[0] in row:
        return False
    for cell, text in row.items():
        parts = [_COUNTED_WORD.fullmatch(part.strip()) for part in text.split(",")]
        if all(parts):
            spoken = {word.casefold() for word in cells.sample(cell, block.first_index).spoken}
            if all(part[2].casefold() in spoken for part in parts if part):
                return True
    return False


def _numbers_a_row(text: str, keys: Sequence[str]) -> bool:
    """Whether a text may number a row: where all the others are one word with digits, this must be one too."""
    words = sum(1 for key in keys if " " not in key.strip() and re.search(r"\d", key))
    shaped = words >= 0.7 * len(keys) and len(keys) >= 3
    return not shaped or (" " not in text and bool(re.search(r"\d", text)))


def _without_digits(text: str) -> str:
    """A title without its page number and the widths between its words."""
    return " ".join(re.sub(r"\d+", " ", text).split())


def _why_layout(row: Mapping[int, str], block: Block, *, thin: bool) -> str:
    """Why a row belongs to the page it was printed or sent on, if it does."""
    first = next(iter(row.values()), "")
    drawn = len(row) > 1 and all(_RULE_CELL.match(text) for text in row.values())
    if drawn or (len(row) == 1 and _RULE.match(first)):
        return "line drawn between the rows"
    if thin and len(row) <= 2 and _without_digits(first) in map(_without_digits, block.titles):
        return "title repeated in the body"
    starts = ("<html", "<!doctype", "<?xml")
    if thin and any(text.lstrip().casefold().startswith(starts) for text in row.values()):
        return "error page inside the export"
    return ""


def _why(
    row: Mapping[int, str], block: Block, key: int | None, labels: Sequence[int], *, tail: bool, thin: bool
) -> str:
    same = sum(1 for cell, text in row.items() if block.raw_names.get(cell, "").strip() == text)
    if same >= 2 and same >= 0.5 * len(row):
        return "headings repeated in the body"
    spoken = [row[cell] for cell in ([key] if key is not None else []) + list(labels) if cell in row]
    first = next(iter(row.values()), "")
    if any(TOTAL.match(text) for text in [*spoken, first]):
        return "total"
    layout = _why_layout(row, block, thin=thin)
    if layout:
        return layout
    sentence = key is not None and tail and len(row) == 1 and " " in row.get(key, "")
    if key is not None and key in row and not thin and not sentence:
        return ""
    named = any(NAMED_TOTAL.search(text) or _COUNTED.search(text) for text in row.values())
    if thin and key is not None and key not in row and named:
        return "total"
    alone = key is None and len(row) == 1 and " " in first and _is_words(row)
    if sentence or (
        thin
        and tail
        and (alone or _NOTE.match(first) or len(first) > 40 or (key is not None and key not in row))
    ):
        return "note below the table"
    if thin and len(row) == 1 and _NOTE.match(first):
        return "note inside the table"
    return ""
