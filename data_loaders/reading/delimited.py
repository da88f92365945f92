"""Delimited text (csv, tsv and their relatives): which delimiter, and record by record or whole blocks at once.

Regular stretches are cut by numpy (delimited_blocks.py); a stretch with anything odd in it goes through the exact
record reader (delimited_records.py). Both follow one rule, so a file gives the same table whichever way its parts take.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from .delimited_blocks import cut_block
from .delimited_records import complete_lines, records
from .encoding import Utf8File, as_utf8
from .job import Job
from .sheet_writer import TEXT, SheetWriter
from .single_quotes import stands_in_single_quotes, with_double_quotes
from .tables import ReadingError

DELIMITERS = ",;\t|"
#: What few programs write between cells, and what stands in texts: a delimiter only where every line agrees.
_RARE = "^~¦§，；"
_RARE_WIDTH = 3
_SAMPLE = 262_144
#: So many lines are looked at for columns of cells that begin with an apostrophe, and so many cells show one.
_ESCAPED_LINES, _ESCAPED_CELLS = 200, 3
#: What the processor keeps close at hand: blocks of four megabytes take a third longer to parse.
_BLOCK = 1024 * 1024
_BLOCK_AT_MOST = 128 * 1024 * 1024
_SEP_LINE = re.compile(rb'"?sep=(.)"?\s*?(\r\n|\n|\r)', re.IGNORECASE)


def read_delimited(path: Path, name: str, job: Job) -> None:
    """Read a delimited text file into one sheet."""
    text = as_utf8(path, job.folder)
    writer = job.open_sheet(name, "csv")
    with text.path.open("rb") as file:
        file.seek(text.start)
        head = file.read(_SAMPLE)
    start = text.start
    sep_line = _SEP_LINE.match(head)
    if sep_line:
        head = head[sep_line.end() :]
        start += sep_line.end()
    sample, whole = head.decode("utf-8", "ignore"), len(head) < _SAMPLE // 2
    if sep_line:
        delimiter, width = choose_delimiter(sample, sep_line[1].decode("latin-1"), whole=whole)
    else:
        delimiter, width = _rare_delimiter(sample, whole=whole) or choose_delimiter(
            sample, DELIMITERS, whole=whole
        )
    source = text.path
    if stands_in_single_quotes(sample, delimiter):
        source, start = with_double_quotes(text.path, start, delimiter, job.folder), 0
        with source.open("rb") as file:
            sample = file.read(_SAMPLE).decode("utf-8", "ignore")
        delimiter, width = choose_delimiter(sample, [delimiter], whole=whole)
    spaced = _has_blanks_before_quotes(sample, delimiter)
    if spaced:
        delimiter, width = choose_delimiter(sample, [delimiter + " "], whole=whole)
    writer.details |= {"encoding": text.encoding, "delimiter": delimiter}
    _note_encoding(writer, text)
    padded = spaced or _is_padded(sample, delimiter)
    escaped = _escaped_columns(sample, delimiter)
    _Delimited(writer, delimiter, width, job, padded, escaped).read(source, start)
    if escaped:
        writer.issues.add(
            "leading-apostrophe", "The apostrophe at the beginning of each cell of a column was left out."
        )
    if not writer.rows_written:
        raise ReadingError("empty", f"“{name}” has no content; please export it again.")
    job.close_sheet(writer)
    for made in {text.path, source} - {path}:
        made.unlink()


def _note_encoding(writer: SheetWriter, text: Utf8File) -> None:
    if text.broken_bytes:
        writer.issues.add(
            "encoding-mixed",
            f"{text.broken_bytes:,} characters are not valid UTF-8; they were read as "
            "Windows-1252. Please check the accented letters.",
            count=text.broken_bytes,
        )
    elif text.assumed:
        writer.issues.add(
            "encoding-assumed",
            f"The text is not UTF-8; it was read as {text.encoding}. Please check the accented letters.",
        )


def _rare_delimiter(sample: str, *, whole: bool) -> tuple[str, int] | None:
    """A delimiter that few programs write, where it cuts every line into as many cells and no usual one does."""
    first = sample[: sample.find("\n")] if "\n" in sample else sample
    for delimiter in _RARE:
        if first.count(delimiter) < _RARE_WIDTH - 1 or any(usual in first for usual in DELIMITERS):
            continue
        lines = complete_lines(sample, final=whole)
        widths = Counter(line.count(delimiter) for line, _ in lines if line.strip())
        if len(widths) == 1 and widths.total() > 1:
            return delimiter, first.count(delimiter) + 1
    return None


def _is_padded(sample: str, delimiter: str) -> bool:
    """Whether cells are filled up with blanks to columns of one width, as lists printed between bars are."""
    marks = sample.count(delimiter)
    return delimiter == "|" and 2 * (sample.count(" |") + sample.count("| ")) >= marks > 0


def _escaped_columns(sample: str, delimiter: str) -> frozenset[int]:
    """The columns whose cells all begin with the apostrophe that makes a spreadsheet take them for text."""
    if not delimiter or (f"{delimiter}'" not in sample and "\n'" not in sample):
        return frozenset()
    seen: dict[int, list[str]] = {}
    for line in sample.splitlines()[1:_ESCAPED_LINES]:
        for i, cell in enumerate(line.split(delimiter)):
            if cell.strip('" '):
                seen.setdefault(i, []).append(cell.strip('" '))
    return frozenset(
        i for i, cells in seen.items()
        if len(cells) >= _ESCAPED_CELLS and all(cell.startswith("'") and not cell.endswith("'") for cell in cells)
    )  # fmt: skip


def _has_blanks_before_quotes(sample: str, delimiter: str) -> bool:
    """Whether every quoted cell stands behind a delimiter and a blank, as some write it: "a", "b"."""
    spaced = sample.count(f'"{delimiter} "')
    return bool(delimiter) and spaced > sample.count("\n") and f'"{delimiter}"' not in sample


def choose_delimiter(sample: str, candidates: Sequence[str], *, whole: bool) -> tuple[str, int]:
    """The delimiter whose records agree best on their width, and that width.

    Of those that agree about equally (a text with commas in every row of a semicolon file), the one with the longest
    unbroken run of such records wins, because it takes the header along. A single column gets a delimiter that does
    not occur in it, and width 1.
    """
    lines = complete_lines(sample, final=whole) or [(sample, "")]
    best, best_score = ("", 1), (0.0, 0, 0)
    for delimiter in candidates:
        widths = [
            len(fields)
            for fields, _ in records(lines, delimiter, 0, final=True, quoted_lines=1_000, oddity=_unheard)
            if any(fields)
        ]
        several = Counter(width for width in widths if width > 1)
        if not several:
            continue
        width, n = max(several.items(), key=lambda item: (item[1], item[0]))
        # A lone line with a comma in it is a sentence, not a table of two columns.
        if n < 2 and len(widths) > 2:
            continue
        run = max(len(list(group)) for same, group in groupby(widths, width.__eq__) if same)
        score = (round(n / len(widths), 1), run, width)
        if score > best_score:
            best, best_score = (delimiter, width), score
    if best[0]:
        return best
    if not sample.strip("".join(candidates) + ' "\r\n'):  # Empty cells only.
        return max(candidates, key=sample.count), 1
    return next((absent for absent in ["\t", *candidates] if absent not in sample), candidates[0]), 1


def _end(file: BinaryIO) -> int:
    """Where the text of a file ends: before the mark (Ctrl-Z) with which DOS and mainframes end a file."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(size - 1)
    return size - 1 if size and file.read(1) == b"\x1a" else size


class _Delimited:
    def __init__(
        self, writer: SheetWriter, delimiter: str, width: int, job: Job, padded: bool, escaped: frozenset[int]
    ) -> None:
        self.writer, self.delimiter, self.width, self.job = writer, delimiter, width, job
        self.padded, self.escaped = padded, escaped
        self.record = 0
        self.started = False

    def read(self, path: Path, start: int) -> None:
        """Take the file block by block: whole where regular, record by record where not."""
        place, size = start, _SAMPLE
        with path.open("rb") as file:
            total = _end(file)
            while place < total:
                # What the last block left over is read again: to put it before the next one would copy all of that.
                file.seek(place)
                block = file.read(min(size, total - place))
                final = place + len(block) >= total
                used = self._whole(block, final) or self._by_record(block, final)
                if not used and (final or not block):
                    break
                if not used and len(block) > _BLOCK_AT_MOST:
                    raise ReadingError(
                        "too-large",
                        "A single line of this file is larger than "
                        f"{_BLOCK_AT_MOST // 1024**2} MB; this is not a table.",
                    )
                place += used
                size = min(size * 2, _BLOCK) if used else size * 2
                self.job.progress("Reading rows", place / total)
        self.writer.note_row(self.record)

    def _whole(self, block: bytes, final: bool) -> int:
        if self.padded or self.escaped or self.width > self.writer.limits.columns:
            return 0
        cut = cut_block(block, self.delimiter, self.width, final, self.writer.limits.quoted_lines)
        if cut is None:
            return 0
        row_numbers = cut.row_numbers + self.record + 1
        self.writer.batch(row_numbers, cut.columns, {}, cut.counts)
        self.record += cut.records
        self.started = self.started or len(row_numbers) > 0
        return cut.used

    def _by_record(self, block: bytes, final: bool) -> int:
        # Cut where a character surely ends; the rest is carried to the next block.
        end = len(block)
        if not final:
            end = max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1
            if not end:
                return 0
        text = block[:end].decode("utf-8")
        lines = complete_lines(text, final)
        used_lines = 0
        for fields, taken in records(
            lines,
            self.delimiter,
            self.width,
            final=final,
            quoted_lines=self.writer.limits.quoted_lines,
            oddity=self._oddity,
        ):
            self.record += 1
            used_lines += taken
            self._row(fields)
        rest = sum(len(line) + len(newline) for line, newline in lines[used_lines:])
        return len(text[: len(text) - rest].encode("utf-8"))

    def _oddity(self, code: str, sentence: str, value: str) -> None:
        self.writer.issues.add(code, sentence, self.record + 1, None, value)

    def _row(self, fields: list[str]) -> None:
        if self.padded:
            fields = [field.strip() for field in fields]
        for i in self.escaped:
            if i < len(fields):
                fields[i] = fields[i].removeprefix("'")
        filled = [(i, value, TEXT) for i, value in enumerate(fields) if value]
        self.writer.row(self.record, filled)
        if not filled:
            return
        self.started = self.started or len(fields) == self.width
        last = filled[-1][0] + 1
        if self.started and (last > self.width or len(fields) < self.width):
            self.writer.issues.add(
                "ragged-row", f"The row has {len(fields)} cells where most have {self.width}.", self.record
            )
        for i, value, _ in filled:
            if "\x00" in value:
                self.writer.issues.add("nul-byte", "The cell contains NUL characters.", self.record, i, value)
            if "\ufffd" in value:
                self.writer.issues.add(
                    "broken-character",
                    "The cell contains a character that was already destroyed in the file.",
                    self.record,
                    i,
                    value,
                )


def _unheard(code: str, sentence: str, value: str) -> None:
    """Take no note of an oddity: a sample is read only to see its widths."""
