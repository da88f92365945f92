"""Writes workbooks by hand, so that every byte can be wrong on purpose."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = [
    "General",
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm:ss",
    "h:mm",
    "[h]:mm",
    "0.00%",
    "#,##0.00\\ [$€-407]",
    "@",
    "dd/mm/yyyy hh:mm",
    "mmm-yy",
    '"date: "0',
    "[$-409]d-mmm-yyyy;@",
    "[Red]0.00;[Blue]-0.00",
    "0.00E+00",
]
DATE, MOMENT, CLOCK, DURATION, PERCENT, EURO = 1, 2, 3, 4, 5, 6


def packed(
    parts: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]], *, stored: bool = False
) -> bytes:
    """A zip of these parts, the same bytes every time."""
    buffer = io.BytesIO()
    entries = parts.items() if isinstance(parts, Mapping) else parts
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def styles_part(codes: Iterable[str] = STYLES) -> str:
    """A styles part whose cell style i has the i-th format code."""
    codes = list(codes)
    formats = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(code)}/>' for i, code in enumerate(codes)
    )
    styles = "".join(
        f'<xf numFmtId="{0 if code == "General" else 164 + i}"/>' for i, code in enumerate(codes)
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{formats}</numFmts>'
        f'<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>'
    )


def strings_part(texts: Iterable[str]) -> str:
    """Shared strings, plain."""
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{DECLARATION}<sst xmlns="{MAIN}">{items}</sst>'


def sheet_part(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A sheet around ready-made rows."""
    return f'{DECLARATION}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_of(
    sheets: Iterable[tuple[str, str | bytes]],
    *,
    strings: Iterable[str] | None = None,
    states: Mapping[str, str] | None = None,
    date1904: bool = False,
    namespace: str = MAIN,
    calculation: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook with these (name, sheet part)."""
    sheets = list(sheets)
    states = states or {}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}"'
        + (f' state="{states[name]}"' if name in states else "")
        + f' r:id="rId{i}"/>'
        for i, (name, _) in enumerate(sheets, 1)
    )
    workbook_links = "".join(
        f'<Relationship Id="rId{i}" Type="{LINKS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    workbook_links += f'<Relationship Id="rIdS" Type="{LINKS}/styles" Target="styles.xml"/>'
    if strings is not None:
        workbook_links += f'<Relationship Id="rIdT" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{namespace}" xmlns:r="{LINKS}"><workbookPr'
        f"{' date1904=' + chr(34) + '1' + chr(34) if date1904 else ''}/><sheets>{listed}</sheets>"
        f"{calculation}</workbook>",
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{workbook_links}'
        "</Relationships>",
        "xl/styles.xml": styles_part(),
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings_part(strings)
    for i, (_, content) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = content
    return parts


def workbook(rows: str, **options: object) -> bytes:
    """A workbook of one sheet, "Sheet1", around ready-made rows."""
    before, after = str(options.pop("before", "")), str(options.pop("after", ""))
    namespace = str(options.get("namespace", MAIN))
    return packed(
        parts_of([("Sheet1", sheet_part(rows, before=before, after=after, namespace=namespace))], **options)
    )  # type: ignore[arg-type]


def text_cell(reference: str, text: str) -> str:
    """An inline text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def lying(data: bytes, part: str, claimed: int) -> bytes:
    """The zip with a false unpacked size for one part, in both of its headers."""
    out = bytearray(data)
    name = part.encode()
    at = 0
    while (at := data.find(name, at)) >= 0:
        if data[at - 30 : at - 26] == b"PK\x03\x04":
            struct.pack_into("<I", out, at - 30 + 22, claimed)
        elif data[at - 46 : at - 42] == b"PK\x01\x02":
            struct.pack_into("<I", out, at - 46 + 24, claimed)
        at += 1
    return bytes(out)


def flagged_encrypted(data: bytes) -> bytes:
    """The zip with every member marked as encrypted."""
    out = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(magic, at + 1)) >= 0:
            out[at + offset] |= 1
    return bytes(out)


def excel2(cells: Iterable[tuple[int, int, str | float]]) -> bytes:
    """A worksheet of Excel 2.1 (BIFF2), the one binary format short enough to write by hand."""
    out = struct.pack("<HHHH", 0x0009, 4, 2, 0x10)
    for row, column, value in cells:
        if isinstance(value, str):
            text = value.encode("cp1252")
            body = struct.pack("<HH3sB", row, column, b"\0\0\0", len(text)) + text
            out += struct.pack("<HH", 0x0004, len(body)) + body
        else:
            body = struct.pack("<HH3sd", row, column, b"\0\0\0", value)
            out += struct.pack("<HH", 0x0003, len(body)) + body
    return out + struct.pack("<HH", 0x000A, 0)
