"""The parts of an xlsx package around its sheets: which sheets there are, styles and shared strings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .archive import Archive
from .number_formats import BUILTIN, GENERAL, NumberFormat, understand
from .tables import ReadingError
from .xml_events import Attributes, XmlStream, parse

_SST = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?: [a-z]+=["'](?:1\.0|utf-8|UTF-8|yes|no)["'])*\s*\?>\s*)?<sst( [^<>]*[^/])?>"""
)
_STRING = b"<si><t>"
_PRESERVED = b'<si><t xml:space="preserve">'
_HARMLESS = bytes([9, 10, *range(32, 256)])
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#\d{1,7}|\w+);|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Workbook:
    """Sheets as (name, part, hidden), and what holds for all of them."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    date1904: bool = False
    recalculates: bool = False
    formats: list[NumberFormat] = field(default_factory=list)
    strings: pa.Array = field(default_factory=lambda: pa.nulls(0, pa.string()))

    @cached_property
    def texts(self) -> list[str]:
        """The shared strings for the exact way, made where it is taken."""
        listed: list[str] = self.strings.to_pylist()
        return listed


def unescape(text: str) -> str:
    """Decode _x000D_ and its like, as spreadsheet programs write characters XML cannot hold."""
    if "_x" not in text:
        return text
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Characters beyond the first 65,536 are written as two halves; a half alone is no character.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_true(value: str | None) -> bool:
    """Whether an XML attribute says yes."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


def holds_markup(data: bytes) -> bool:
    """Whether there are comments, CDATA or declarations among the tags, which only a parser tells apart."""
    # The rarer sign first: to look for both at once stops at every tag.
    return b"!" in data and b"<!" in data


def plain(attributes: Attributes) -> Attributes:
    """Attributes by their names without prefix."""
    return {name.rsplit(":", 1)[-1]: value for name, value in attributes.items()}


def read_workbook(archive: Archive) -> Workbook:
    """Everything but the sheets' cells."""
    limits = archive.limits
    main = _main_part(archive)
    links = _relationships(archive, main)
    book = Workbook()
    listed: list[tuple[str, str, bool]] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            values = plain(attributes)
            hidden = values.get("state", "visible") in ("hidden", "veryHidden")
            listed.append((unescape(values.get("name", "")), values.get("id", ""), hidden))
        elif name == "workbookPr":
            book.date1904 = is_true(attributes.get("date1904"))
        elif name == "calcPr":
            book.recalculates = is_true(attributes.get("fullCalcOnLoad"))

    parse(archive.chunks(main), main, limits, start)
    if len(listed) > limits.sheets:
        raise ReadingError(
            "too-large", f"The workbook has {len(listed):,} sheets; at most {limits.sheets:,} are read."
        )
    for number, (name, link, hidden) in enumerate(listed, 1):
        kind, part = links.get(link, ("", ""))
        if not part or part not in archive:
            guess = f"xl/worksheets/sheet{number}.xml"
            kind, part = ("worksheet", guess) if not kind and guess in archive else (kind, part)
        if kind in ("worksheet", ""):
            book.sheets.append((name or f"Sheet{number}", part, hidden))
    if not book.sheets:
        raise ReadingError(
            "not-a-table", "The workbook has no worksheet with cells (only charts or nothing)."
        )
    by_kind = dict(links.values())
    styles = by_kind.get("styles", "xl/styles.xml")
    if styles in archive:
        book.formats = _formats(archive, styles)
    strings = by_kind.get("sharedStrings", "xl/sharedStrings.xml")
    if strings in archive:
        book.strings = _strings(archive, strings)
    return book


def _relationships(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (last word of its type, target part); targets outside the package are not followed."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", name + ".rels")
    links: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
            target = attributes.get("Target", "").replace("\\", "/")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            links[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], path)

    if rels in archive:
        parse(archive.chunks(rels), rels, archive.limits, start)
    return links


def _main_part(archive: Archive) -> str:
    for kind, part in _relationships(archive, "").values():
        if kind == "officeDocument" and part in archive:
            return part
    for part in archive.names():
        if re.fullmatch(r"(.*/)?workbook\w*\.xml", part, re.IGNORECASE):
            return part
    raise ReadingError("damaged", "The file is damaged: it names no workbook. Please export it again.")


def _formats(archive: Archive, part: str) -> list[NumberFormat]:
    codes: dict[int, str] = {}
    formats: list[NumberFormat] = []
    known: dict[int, NumberFormat] = {}
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        inside.append(name)
        if name == "numFmt" and "numFmts" in inside:
            number = attributes.get("numFmtId", "")
            if number.isdigit():
                codes[int(number)] = attributes.get("formatCode", "")[:500]
        elif name == "xf" and "cellXfs" in inside:
            number = attributes.get("numFmtId", "0")
            key = int(number) if number.isdigit() else 0
            if key not in known:
                code = codes.get(key, BUILTIN.get(key, ""))
                known[key] = understand(code) if code else GENERAL
            if len(formats) < 100_000:
                formats.append(known[key])

    def end(_: str) -> None:
        inside.pop()

    parse(archive.chunks(part), part, archive.limits, start, end)
    return formats


def _strings(archive: Archive, part: str) -> pa.Array:
    """All shared strings: plain stretches by cutting, the rest (rich text, phonetic hints) through the parser."""
    reader = _StringReader(part, archive)
    for chunk in archive.chunks(part):
        reader.feed(chunk)
    return reader.close()


class _StringReader:
    def __init__(self, part: str, archive: Archive) -> None:
        self._cut_out: list[pa.Array] = []
        self._parsed: list[str] = []
        self._limit = archive.limits.cell_characters
        self._stream = XmlStream(part, archive.limits, self._start, self._end, self._text)
        self._pieces: list[str] = []
        self._length = self._phonetic = 0
        self._collecting = False
        self._cutting: bool | None = None
        self._rest = b""

    def feed(self, data: bytes) -> None:
        data, self._rest = self._rest + data, b""
        if self._cutting is None:
            head = _SST.match(data)
            self._cutting = head is not None
            if head:
                self._stream.feed(data[: head.end()])
                data = data[head.end() :]
        end = data.rfind(b"</si>") + 5
        if not self._cutting or holds_markup(data) or (len(data) > 4 * self._limit and end < 5):
            self._cutting = False
            self._stream.feed(data)
        elif end < 5:
            self._rest = data
        else:
            self._rest = data[end:]
            if not self._cut(data[:end]):
                self._stream.feed(data[:end])

    def close(self) -> pa.Array:
        self._stream.feed(self._rest)
        self._stream.close()
        return pa.concat_arrays([*self._cut_out, pa.array(self._parsed, pa.string())])

    def _cut(self, data: bytes) -> bool:
        # Four tags for each string, each in its place and of its form, leave no room for anything else.
        # Carriage returns and control characters are for the parser, which changes or refuses them.
        b = np.frombuffer(data, np.uint8)
        tags = np.flatnonzero(b == ord("<"))
        if len(tags) % 4 or data.translate(None, _HARMLESS):
            return False
        first, second, third, fourth = tags.reshape(-1, 4).T
        preserved = b[np.minimum(first + 6, len(b) - 1)] == ord(" ")
        start = first + np.where(preserved, len(_PRESERVED), len(_STRING))
        if not (
            first[0] == 0
            and (second == first + 4).all()
            and (fourth == third + 4).all()
            and (np.append(first[1:], len(b)) == fourth + 5).all()
            and (start <= third).all()
            and int((third - start).max()) <= self._limit
            and _stands(b, first[preserved], _PRESERVED)
            and _stands(b, first[~preserved], _STRING)
            and _stands(b, third, b"</t></si>")
        ):
            return False
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
        cuts = np.empty(2 * len(first), np.int32)
        cuts[0::2], cuts[1::2] = start, third
        pieces = pa.StringArray.from_buffers(2 * len(first) - 1, pa.py_buffer(cuts), pa.py_buffer(data))
        texts = decoded(pieces.take(pa.array(np.arange(0, 2 * len(first) - 1, 2))), data)
        if texts is None:
            return False
        self._cut_out += [pa.array(self._parsed, pa.string()), texts]
        self._parsed = []
        return True

    def _start(self, name: str, _: Attributes) -> None:
        if name == "si":
            self._pieces.clear()
            self._length = 0
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t":
            self._collecting = not self._phonetic

    def _end(self, name: str) -> None:
        if name == "si":
            self._parsed.append(unescape("".join(self._pieces)))
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "t":
            self._collecting = False

    def _text(self, data: str) -> None:
        if self._collecting:
            self._length += len(data)
            if self._length > self._limit:
                raise too_long(self._limit)
            self._pieces.append(data)


def _stands(b: np.ndarray, at: np.ndarray, wanted: bytes) -> bool:
    """Whether these letters stand at all of these places."""
    return all(bool((b[at + step] == letter).all()) for step, letter in enumerate(wanted))


def decoded(texts: pa.Array, source: bytes) -> pa.Array | None:
    """Texts as they were meant, from what stands between the tags of `source`; None where one is not plain XML."""
    replaced = texts
    ampersands: int = (b"&" in source and pc.sum(pc.count_substring(texts, "&")).as_py()) or 0
    if ampersands:
        # The ampersand last: what it makes must not be taken for the beginning of another name.
        for name, character in reversed(_NAMED.items()):
            length = _bytes(replaced)
            replaced = pc.replace_substring(replaced, f"&{name};", character)
            ampersands -= (length - _bytes(replaced)) // (len(name) + 1)
    if ampersands:  # Numbered characters, or what is no XML.
        try:
            replaced = _each(texts, "&", lambda text: _ENTITY.sub(_entity, text))
        except ValueError:
            return None
    return _each(replaced, "_x", unescape) if b"_x" in source or b"&#" in source else replaced


def _bytes(texts: pa.Array) -> int:
    number: int = pc.sum(pc.binary_length(texts)).as_py() or 0
    return number


def _each(texts: pa.Array, mark: str, change: Callable[[str], str]) -> pa.Array:
    """The texts with those that hold the mark changed one by one."""
    marked = pc.match_substring(texts, mark)
    chosen = texts.filter(marked)
    if not len(chosen):
        return texts
    return pc.replace_with_mask(
        texts, marked, pa.array([change(text) for text in chosen.to_pylist()], pa.string())
    )


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    if not name or not name.startswith("#"):
        raise ValueError
    code = int(name.removeprefix("#x"), 16) if name.startswith("#x") else int(name[1:])
    if not (
        code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    ):
        raise ValueError
    return chr(code)


def too_long(limit: int) -> ReadingError:
    """A cell no spreadsheet program would hold."""
    return ReadingError(
        "too-large", f"A single cell holds more than {limit:,} characters; this is not a table."
    )
