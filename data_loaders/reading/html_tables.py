"""Tables in HTML, and in HTML packed as a web archive (MHTML); both are commonly named .xls.

As in a workbook, the value of a cell that spans others stands in its first cell. Text is as a browser shows it:
runs of white space are one space, <br> is a line break, a cell of nothing but no-break spaces is empty.
"""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import PurePosixPath
from typing import Any

from .encoding import as_utf8
from .job import Job
from .sheet_notes import SheetNotes
from .sheet_writer import TEXT
from .tables import ReadingError

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_BLOCKS = {"p", "div", "li", "tr"}
_SKIPPED = {"script", "style", "table", "head", "template"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TABLES = 500


#: So many lines above a table, and no longer ones, are its titles.
_TITLES, _LONGEST_TITLE = 5, 200
_SPOKEN = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "b", "strong", "center", "font"})


def read_html(data: bytes, name: str, job: Job, charset: str | None = None) -> None:
    """Read every table with content as a sheet; a table inside a table is a sheet of its own."""
    import lxml.etree
    import lxml.html

    text, encoding = _decode(data, job, charset)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ReadingError(
            "damaged", f"“{name}” is HTML that cannot be read. Please export it again."
        ) from error
    tables = list(root.iter("table"))
    if len(tables) > _TABLES:
        raise ReadingError(
            "too-large", f"“{name}” holds {len(tables):,} tables; it is a web page, not an export."
        )
    found = 0
    for number, table in enumerate(tables, 1):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        grid, merged = _grid(rows, job)
        if not any(text for row in grid for _, text in row):
            continue
        found += 1
        caption = table.find("caption")
        title = _text(caption) if caption is not None else ""
        writer = job.open_sheet(title or (name if len(tables) == 1 else f"{name} {number}"), "html")
        writer.details["encoding"] = encoding
        titles = _titles_above(table)
        above = len(titles)
        for row_no, line in enumerate(titles, 1):
            writer.row(row_no, [(0, line, TEXT)])
        for row_no, row in enumerate(grid, above + 1):
            writer.row(row_no, [(column, value, TEXT) for column, value in row])
        notes = SheetNotes()
        notes.merged((first + above, left, last + above, right) for first, left, last, right in merged)
        notes.hidden_rows += [i for i, row in enumerate(rows, above + 1) if _is_hidden(row)]
        notes.write(writer)
        job.close_sheet(writer)
        job.progress("Reading tables", number / len(tables))
    if not found:
        raise ReadingError(
            "not-a-table",
            f"“{name}” is a web page without a table in it. If it shows a login form, "
            "the export had expired; please export it again.",
        )


def _titles_above(table: Any) -> list[str]:
    """The lines between a table and the one before it, as a spreadsheet shows them in the rows above it.

    Only a few short ones: a long text is a page with a table in it, and says nothing of its columns.
    """
    lines: list[str] = []
    node = table
    while node is not None and len(lines) <= _TITLES:
        before = node.getprevious()
        if before is None:
            node = node.getparent()
            if node is None or node.tag in ("body", "html", "td", "th"):
                break
            continue
        node = before
        if node.tag == "table" or next(node.iter("table"), None) is not None:
            break
        if node.tag in _SPOKEN and (text := _text(node)):
            lines.insert(0, text)
    return lines if len(lines) <= _TITLES and all(len(line) <= _LONGEST_TITLE for line in lines) else []


def read_mhtml(data: bytes, name: str, job: Job) -> None:
    """Read the tables of every page in a web archive."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    first: ReadingError | None = None
    read = 0
    for part in pages:
        location = PurePosixPath(str(part.get("Content-Location", "")).replace("\\", "/")).stem
        if location.lower().startswith("tabstrip"):
            continue
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if b"<td" not in content.lower() and b"<\0t\0d" not in content.lower():
            continue
        try:
            read_html(
                content, location if len(pages) > 1 and location else name, job, part.get_content_charset()
            )
            read += 1
        except ReadingError as error:
            first = first or error
    if not read:
        raise first or ReadingError("not-a-table", f"“{name}” is a web archive without a table in it.")


def _decode(data: bytes, job: Job, charset: str | None) -> tuple[bytes, str]:
    declared = _CHARSET.search(data[:4_000])
    name = charset or (declared[1].decode("ascii") if declared else "")
    if name and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(name).encode("utf-8", "replace"), name.lower()
        except (LookupError, UnicodeError):
            pass  # The declaration is wrong; the bytes decide.
    file = job.folder / "page.html"
    file.write_bytes(data)
    found = as_utf8(file, job.folder)
    return found.path.read_bytes()[found.start :], found.encoding


def _grid(rows: list[Any], job: Job) -> tuple[list[list[tuple[int, str]]], list[tuple[int, int, int, int]]]:
    """Cells with their columns, row by row, after spans have taken their places; and the merged areas."""
    grid: list[list[tuple[int, str]]] = []
    merged: list[tuple[int, int, int, int]] = []
    below: dict[int, int] = {}
    for row_no, row in enumerate(rows, 1):
        line: list[tuple[int, str]] = []
        taken = {column for column, rest in below.items() if rest > 0}
        below = {column: rest - 1 for column, rest in below.items() if rest > 1}
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in taken:
                column += 1
            across = min(_span(cell, "colspan"), 1_000)
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - row_no + 1)
            line.append((column, _text(cell)))
            if across > 1 or down > 1:
                merged.append((row_no, column, row_no + down - 1, column + across - 1))
            if down > 1:
                for covered in range(column, column + across):
                    below[covered] = max(below.get(covered, 0), down - 1)
            column += max(across, 1)
            if column > job.limits.columns + job.limits.far_cells:
                raise ReadingError("too-large", f"The table is wider than {job.limits.columns:,} columns.")
        grid.append(line)
    return grid, merged


def _is_hidden(row: Any) -> bool:
    return "display:none" in (row.get("style") or "").replace(" ", "").lower()


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return int(value) if value.isdigit() and len(value) < 6 else 1


def _text(cell: Any) -> str:
    pieces: list[str] = []

    def walk(element: Any, depth: int) -> None:
        if element.text:
            pieces.append(_SPACE.sub(" ", element.text))
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br" or (tag in _BLOCKS and pieces):
                pieces.append("\n")
            if tag not in _SKIPPED and tag != "br" and depth < 100:
                walk(child, depth + 1)
            if child.tail:
                pieces.append(_SPACE.sub(" ", child.tail))

    walk(cell, 0)
    lines = [_SPACE.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n")]
    text = "\n".join(lines).strip("\n")
    return text if text.strip(" \u00a0\n") else ""
