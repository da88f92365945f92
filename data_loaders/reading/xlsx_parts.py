"""The parts of an xlsx package around its sheets: which sheets there are, styles and shared strings."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from .archive import Archive
from .number_formats import BUILTIN, GENERAL, NumberFormat, understand
from .tables import Limits, ReadingError
from .xml_events import Attributes, parse

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Workbook:
    """Sheets as (name, part, hidden), and what holds for all of them."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    date1904: bool = False
    recalculates: bool = False
    formats: list[NumberFormat] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    has_strings: bool = False


def unescape(text: str) -> str:
    """Decode _x000D_ and its like, as spreadsheet programs write characters XML cannot hold."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def is_true(value: str | None) -> bool:
    """Whether an XML attribute says yes."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


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
        raise ReadingError("too-large", f"The workbook has {len(listed):,} sheets; at most {limits.sheets:,} are read.")
    for number, (name, link, hidden) in enumerate(listed, 1):
        kind, part = links.get(link, ("", ""))
        if not part or part not in archive:
            guess = f"xl/worksheets/sheet{number}.xml"
            kind, part = ("worksheet", guess) if not kind and guess in archive else (kind, part)
        if kind in ("worksheet", ""):
            book.sheets.append((name or f"Sheet{number}", part, hidden))
    if not book.sheets:
        raise ReadingError("not-a-table", "The workbook has no worksheet with cells (only charts or nothing).")
    by_kind = {kind: part for kind, part in links.values()}
    styles = by_kind.get("styles", "xl/styles.xml")
    if styles in archive:
        book.formats = _formats(archive, styles)
    strings = by_kind.get("sharedStrings", "xl/sharedStrings.xml")
    if strings in archive:
        book.has_strings = True
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
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
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

    parse(archive.chunks(part), part, archive.limits, start, lambda name: inside.pop())
    return formats


def _strings(archive: Archive, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": 0}
    limit = archive.limits.cell_characters
    length = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal length
        if name == "si":
            pieces.clear()
            length = 0
        elif name == "rPh":
            state["phonetic"] += 1
        elif name == "t":
            state["text"] = not state["phonetic"]

    def end(name: str) -> None:
        if name == "si":
            strings.append(unescape("".join(pieces)))
        elif name == "rPh":
            state["phonetic"] -= 1
        elif name == "t":
            state["text"] = False

    def text(data: str) -> None:
        nonlocal length
        if state["text"]:
            length += len(data)
            if length > limit:
                raise too_long(limit)
            pieces.append(data)

    parse(archive.chunks(part), part, archive.limits, start, end, text)
    return strings


def too_long(limit: int) -> ReadingError:
    """A cell no spreadsheet program would hold."""
    return ReadingError("too-large", f"A single cell holds more than {limit:,} characters; this is not a table.")


def require_sheets(limits: Limits, n: int) -> None:
    """Refuse a workbook of more sheets than anyone can look at."""
    if n > limits.sheets:
        raise ReadingError("too-large", f"The workbook has {n:,} sheets; at most {limits.sheets:,} are read.")
