"""Delimited text (csv, tsv and their relatives): which delimiter, and record by record or whole blocks at once.

Regular stretches are cut by numpy (delimited_blocks.py); a stretch with anything odd in it goes through the exact
record reader here. Both follow one rule, so a file gives the same table whichever way its parts take.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from .delimited_blocks import cut_block
from .encoding import Utf8File, as_utf8
from .job import Job
from .sheet_writer import TEXT, SheetWriter
from .tables import ReadingError

DELIMITERS = ",;\t|"
_SAMPLE = 262_144
_BLOCK = 4 * 1024 * 1024
_BLOCK_AT_MOST = 128 * 1024 * 1024
_NEWLINE = re.compile(r"(\r\n|\n|\r)")
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
    candidates = sep_line[1].decode("latin-1") if sep_line else DELIMITERS
    delimiter, width = choose_delimiter(
        head.decode("utf-8", "ignore"), candidates, whole=len(head) < _SAMPLE // 2
    )
    writer.details |= {"encoding": text.encoding, "delimiter": delimiter}
    _note_encoding(writer, text)
    _Delimited(writer, delimiter, width, job).read(text.path, start)
    if not writer.rows_written:
        raise ReadingError("empty", f"“{name}” has no content; please export it again.")
    job.close_sheet(writer)
    if text.path != path:
        text.path.unlink()


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


def choose_delimiter(sample: str, candidates: str, *, whole: bool) -> tuple[str, int]:
    """The delimiter whose records agree best on their width, and that width.

    Of those that agree about equally (a text with commas in every row of a semicolon file), the one with the longest
    unbroken run of such records wins, because it takes the header along. A single column gets a delimiter that does
    not occur in it, and width 1.
    """
    lines = _complete_lines(sample, final=whole) or [(sample, "")]
    best, best_score = ("", 1), (0.0, 0, 0)
    for delimiter in candidates:
        widths = [len(fields) for fields, _ in _records(lines, delimiter, 0, final=True, quoted_lines=1_000,
                                                        oddity=lambda *_: None) if any(fields)]
        several = Counter(width for width in widths if width > 1)
        if not several:
            continue
        width, n = max(several.items(), key=lambda item: (item[1], item[0]))
        # A lone line with a comma in it is a sentence, not a table of two columns.
        if n < 2 and len(widths) > 2:
            continue
        run = max(len(list(group)) for same, group in groupby(widths, lambda w, width=width: w == width) if same)
        score = (round(n / len(widths), 1), run, width)
        if score > best_score:
            best, best_score = (delimiter, width), score
    if best[0]:
        return best
    if not sample.strip(candidates + ' "\r\n'):  # Empty cells only.
        return max(candidates, key=sample.count), 1
    return next((absent for absent in "\t" + candidates if absent not in sample), candidates[0]), 1


class _Delimited:
    def __init__(self, writer: SheetWriter, delimiter: str, width: int, job: Job) -> None:
        self.writer, self.delimiter, self.width, self.job = writer, delimiter, width, job
        self.record = 0
        self.started = False

    def read(self, path: Path, start: int) -> None:
        """Take the file block by block: whole where regular, record by record where not."""
        total = path.stat().st_size
        carry, size, read = b"", _SAMPLE, start
        with path.open("rb") as file:
            file.seek(start)
            while True:
                data = file.read(size)
                read += len(data)
                final = read >= total or not data
                block = carry + data if carry else data
                if not block:
                    break
                used = self._whole(block, final) or self._by_record(block, final)
                if not used and final:
                    break
                if not used and len(block) > _BLOCK_AT_MOST:
                    raise ReadingError(
                        "too-large",
                        "A single line of this file is larger than "
                        f"{_BLOCK_AT_MOST // 1024**2} MB; this is not a table.",
                    )
                carry = block[used:]
                size = min(size * 2, _BLOCK) if used else max(size * 2, len(block))
                self.job.progress("Reading rows", read / max(total, 1))
        self.writer.note_row(self.record)

    def _whole(self, block: bytes, final: bool) -> int:
        if self.width > self.writer.limits.columns:
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
        lines = _complete_lines(text, final)
        used_lines = 0
        for fields, taken in _records(
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

    def _oddity(self, code: str, sentence: str, offset: int, value: str) -> None:
        self.writer.issues.add(code, sentence, self.record + 1, None, value)

    def _row(self, fields: list[str]) -> None:
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


def _complete_lines(text: str, final: bool) -> list[tuple[str, str]]:
    """(line, its newline); the last line without a newline only at the end of the file."""
    parts = _NEWLINE.split(text)
    lines = list(zip(parts[0::2], parts[1::2], strict=False))
    if final and parts[-1]:
        lines.append((parts[-1], ""))
    return lines


Oddity = Callable[[str, str, int, str], None]


def _records(lines: list[tuple[str, str]], delimiter: str, width: int, *, final: bool, quoted_lines: int,
             oddity: Oddity) -> Iterator[tuple[list[str], int]]:
    """(fields, physical lines taken) of each record; stops early when a record is not complete and more may come.

    A quoted cell may run over lines. When it is never closed, or closes in the middle of a word, or swallows lines
    that are rows themselves, its quote was a stray one: it is taken as text, and the record ends with its line.
    """
    at = 0
    while at < len(lines):
        line = lines[at][0]
        if '"' not in line:
            yield line.split(delimiter), 1
            at += 1
            continue
        record = _Record(lines, at, delimiter, width, final, quoted_lines)
        if record.needs_more:
            return
        if record.taken > 1 and width > 1 and len(record.fields) != width:
            alone = split_line(line, delimiter, literal_from=record.first_open)
            if len(alone[0]) == width:
                record.fields, record.taken, record.stray = alone[0], 1, True
        if record.stray:
            oddity("stray-quote", "A quotation mark stands where none belongs; the text was kept as it is.", at, line)
        yield record.fields, record.taken
        at += record.taken


class _Record:
    """One record with quotes in it: its fields and how many physical lines it takes."""

    def __init__(self, lines: list[tuple[str, str]], at: int, delimiter: str, width: int, final: bool,
                 quoted_lines: int) -> None:
        self.fields: list[str] = []
        self.taken, self.first_open = 1, -1
        self.stray = self.needs_more = False
        text, literal = lines[at][0], -1
        while True:
            fields, open_at, stray = split_line(text, delimiter, literal_from=literal)
            self.fields += fields
            self.stray = self.stray or stray
            if open_at < 0:
                return
            if self.first_open < 0:
                self.first_open = open_at
            # What stands before the open cell is done; only the rest is looked at again.
            text, literal = text[open_at:], -1
            following = at + self.taken
            extra = _lines_to_close(text, lines, following, delimiter, quoted_lines)
            if extra is None and not final:
                self.needs_more = True
                return
            if extra and not swallowed_rows([line for line, _ in lines[following:following + extra - 1]], delimiter,
                                            width):
                text += "".join(lines[i - 1][1] + lines[i][0] for i in range(following, following + extra))
                self.taken += extra
            else:
                literal, self.stray = 0, True


def _lines_to_close(text: str, lines: list[tuple[str, str]], following: int, delimiter: str,
                    quoted_lines: int) -> int | None:
    """How many more lines the quoted cell at the start of `text` runs over; 0: its quote is a stray one; None: the
    lines at hand end before it does."""
    if _closing_quote(text, 1, delimiter)[1]:
        return 0
    for extra in range(1, quoted_lines + 1):
        if following + extra > len(lines):
            return None
        quote, odd = _closing_quote(lines[following + extra - 1][0], 0, delimiter)
        if odd:
            return 0
        if quote >= 0:
            return extra
    return 0


def swallowed_rows(inner: list[str], delimiter: str, width: int) -> bool:
    """Whether the whole lines inside a quoted cell are rows of the table themselves."""
    filled = [line for line in inner if line.strip()]
    if width < 2 or not filled:
        return False
    like_rows = sum(
        line.count(delimiter) == width - 1 or ('"' in line and len(split_line(line, delimiter)[0]) == width)
        for line in filled
    )
    if width >= 8:
        return like_rows >= max(1, len(filled) * 0.5)
    if width >= 4:
        return like_rows >= max(2, len(filled) * 0.5)
    return like_rows >= max(5, len(filled) * 0.8)


def split_line(text: str, delimiter: str, literal_from: int = -1) -> tuple[list[str], int, bool]:
    """(fields, where an unclosed quoted field starts or -1, whether a quote stands where none belongs).

    From position `literal_from` a leading quote is taken as text, once.
    """
    fields: list[str] = []
    at, stray, length = 0, False, len(text)
    while True:
        if text.startswith('"', at) and at != literal_from:
            end, odd = _closing_quote(text, at + 1, delimiter)
            if end < 0:
                return fields, at, stray
            stray = stray or odd
            fields.append(text[at + 1 : end].replace('""', '"'))
            at = end + 1
        else:
            end = text.find(delimiter, at)
            field = text[at:] if end < 0 else text[at:end]
            stray = stray or '"' in field
            fields.append(field)
            at = length if end < 0 else end
        if at >= length:
            return fields, -1, stray
        at += len(delimiter)


def _closing_quote(text: str, at: int, delimiter: str) -> tuple[int, bool]:
    """Where a quoted field ends (-1: nowhere), and whether lone quotes were stepped over on the way."""
    odd = False
    while True:
        quote = text.find('"', at)
        if quote < 0:
            return -1, odd
        after = text[quote + 1 : quote + 2]
        if after == '"':
            at = quote + 2
        elif not after or after == delimiter:
            return quote, odd
        else:
            odd = True
            at = quote + 1
