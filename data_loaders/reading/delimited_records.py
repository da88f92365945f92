"""Delimited text record by record: quoted cells over several lines, and quotes that stand where none belongs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_NEWLINE = re.compile(r"(\r\n|\n|\r)")


def complete_lines(text: str, final: bool) -> list[tuple[str, str]]:
    """Give (line, its newline); the last line without a newline only at the end of the file."""
    parts = _NEWLINE.split(text)
    lines = list(zip(parts[0::2], parts[1::2], strict=False))
    if final and parts[-1]:
        lines.append((parts[-1], ""))
    return lines


Oddity = Callable[[str, str, str], None]


def records(
    lines: list[tuple[str, str]],
    delimiter: str,
    width: int,
    *,
    final: bool,
    quoted_lines: int,
    oddity: Oddity,
) -> Iterator[tuple[list[str], int]]:
    """Fields and physical lines taken of each record; stops early when a record is not complete and more may come.

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
            oddity(
                "stray-quote", "A quotation mark stands where none belongs; the text was kept as it is.", line
            )
        yield record.fields, record.taken
        at += record.taken


class _Record:
    """One record with quotes in it: its fields and how many physical lines it takes."""

    def __init__(
        self,
        lines: list[tuple[str, str]],
        at: int,
        delimiter: str,
        width: int,
        final: bool,
        quoted_lines: int,
    ) -> None:
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
            if extra and not swallowed_rows(
                [line for line, _ in lines[following : following + extra - 1]], delimiter, width
            ):
                text += "".join(lines[i - 1][1] + lines[i][0] for i in range(following, following + extra))
                self.taken += extra
            else:
                literal, self.stray = 0, True


def _lines_to_close(
    text: str, lines: list[tuple[str, str]], following: int, delimiter: str, quoted_lines: int
) -> int | None:
    """How many more lines the quoted cell at the start of `text` runs over.

    0: its quote is a stray one; None: the lines at hand end before the cell does.
    """
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
    """Fields, where an unclosed quoted field starts or -1, whether a quote stands where none belongs.

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
        elif not after or text.startswith(delimiter, quote + 1):
            return quote, odd
        else:
            odd = True
            at = quote + 1
