"""Tells a file's shape from its first bytes and its parts, never from its name."""

from __future__ import annotations

import mmap
import re
import zipfile
from pathlib import Path

UNSUPPORTED = {
    "pdf": "is a PDF document. Tables in it cannot be read reliably; please export the list as xlsx or csv.",
    "image": "is a picture. Please export the table behind it as xlsx or csv.",
    "word": "is a word processor document. Please copy its table into a workbook and save that as xlsx.",
    "presentation": "is a presentation. Please export the table behind it as xlsx or csv.",
    "mail": "is an e-mail message. Please save its attachment and load that.",
    "json": "is JSON. Please export the list as csv or xlsx.",
    "xml": "is XML, but not a spreadsheet. Please export the list as csv or xlsx.",
    "dbf": "is a dBase table. Please open it in a spreadsheet program and save it as xlsx.",
    "archive": "is a 7z, RAR or tar archive. Please unpack it, or pack it as zip.",
    "database": "is a database file. Please export the table as csv or xlsx.",
    "parquet": "is a Parquet file. Please export the table as csv or xlsx.",
    "rtf": "is a rich text document. Please copy its table into a workbook and save that as xlsx.",
    "ole": "is an old Office file without a workbook in it. Please save the list as xlsx.",
    "office": "is an Office package without a workbook in it. Please save the list as xlsx.",
    "slk": "is a SYLK file. Please open it in a spreadsheet program and save it as xlsx.",
    "program": "is a program, not a table.",
    "binary": "does not look like a table. Please export the list as xlsx or csv.",
}
"""Shapes that are refused, each with the rest of the sentence that begins with the file's name."""

_MAGIC = [
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3", "database"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
]
_BIFF = re.compile(rb"\x09(\x00\x04\x00|\x02[\x04-\x08]\x00|\x04[\x04-\x08]\x00|\x08[\x04-\x10]\x00)")
#: Its records have one capital each; a list whose first headings are “ID;Priority” has rows below them.
_SYLK = re.compile(rb"ID;P\w*(?:;[NE]\w?)*\r?\n(?:[BCFPOW];[A-Z]|NN;|E(?:\r?\n|$))")
_HEAD = 65_536


def shape_of(path: Path) -> str:
    """Say what a file is by its content.

    One of "xlsx", "xlsb", "xls", "ods", "fods", "xml2003", "html", "mhtml", "csv", "zip", or "gzip", "bzip2" and "xz"
    for one packed file. "encrypted" is a file
    that needs a password, "empty" one with nothing but white space; those in UNSUPPORTED are known only to say so.
    """
    with Path(path).open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_shape(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_shape(path)
    for magic, shape in _MAGIC:
        if head.startswith(magic) and (magic != b"BM" or head[6:10] == bytes(4)):
            return shape
    if _BIFF.match(head):
        return "xls"
    if head[257:262] == b"ustar":
        return "archive"
    return _text_shape(head)


def _zip_shape(path: Path, head: bytes) -> str:  # noqa: PLR0911 - one line a shape
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
            kind = ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace")
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return "xlsx" if b"xl/" in head or b"[Content_Types].xml" in head else "zip"
    if any(re.fullmatch(r"xl/workbook\w*\.bin", name) for name in names):
        return "xlsb"
    if any(re.fullmatch(r"xl/workbook\w*\.xml", name) for name in names):
        return "xlsx"
    if "spreadsheet" in kind:
        return "ods"
    if "opendocument" in kind:
        return "office"
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return "ods"
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return "word"
        if any(name.startswith("ppt/") for name in names):
            return "presentation"
        # A producer may put its parts anywhere; the relationships decide, in the reader.
        return "xlsx" if any("sheet" in name or name.startswith("xl/") for name in names) else "office"
    return "zip"


def _compound_shape(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:

        def holds(*names: str) -> bool:
            return any(view.find(name.encode("utf-16-le") + b"\x00\x00") >= 0 for name in names)

        if holds("EncryptedPackage", "EncryptionInfo"):
            return "encrypted"
        if holds("Workbook", "WORKBOOK", "workbook", "Book", "BOOK", "book"):
            return "xls"
        if holds("WordDocument"):
            return "word"
        if holds("PowerPoint Document"):
            return "presentation"
        if holds("__properties_version1.0", "__nameid_version1.0"):
            return "mail"
        # Where the list of its parts lies beyond its end the file was cut short, which the reader of workbooks says.
        sector = 1 << min(int.from_bytes(view[30:32], "little"), 16)
        if (int.from_bytes(view[48:52], "little") + 2) * sector > len(view):
            return "xls"
    return "ole"


def _text_shape(head: bytes) -> str:  # noqa: PLR0911 - one line a shape
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(head) != ""
    text = head.replace(b"\x00", b"") if wide else head
    text = text.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").removeprefix(b"\xef\xbb\xbf").lstrip()
    low = text[:8_000].lower()
    if low.startswith((b"<?xml", b"<!--")) or (low.startswith(b"<") and b"xmlns" in low[:2_000]):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in low and b"<html" not in low:
            return "xml2003"
        if b"opendocument" in low and b"office:document" in low:
            return "fods"
        if b"<html" not in low and b"<table" not in low:
            return "xml"
    if re.match(rb"\s*<(!doctype html|html|head|body|table|meta|style|div|center|font|p\b|tr\b)", low) or (
        low.startswith(b"<") and (b"<html" in low or b"<table" in low)
    ):
        return "html"
    if re.match(
        rb"(mime-version:|content-type: *multipart/related|from: .*\r?\n(.*\r?\n){0,8}mime-version:)", low
    ):
        return "mhtml"
    if _SYLK.match(text):
        return "slk"
    if _is_json(text):
        return "json"
    if wide:
        return "csv"
    if _is_dbf(head):
        return "dbf"
    control = sum(head.count(bytes([byte])) for byte in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    # NULs alone are met in real exports; they are flagged, not refused. Many control bytes are not text.
    if control > len(head) * 0.02 + 2 or head.count(0) > len(head) * 0.3:
        return "binary"
    return "csv"


def looks_like_utf16(head: bytes) -> str:
    """The UTF-16 flavour of text without a byte order mark ("utf-16-le" or "utf-16-be"), or ""."""
    sample = head[: len(head) // 2 * 2][:8_000]
    if len(sample) < 4 or sample[:4] == b"\x00" * 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    return ""


def _is_json(text: bytes) -> bool:
    return re.match(rb'(\{\s*("|\})|\[\s*(\{\s*["}]|\[\s*["\[\d]))', text[:2_000]) is not None


def _is_dbf(head: bytes) -> bool:
    if len(head) < 33 or head[0] not in (0x02, 0x03, 0x30, 0x31, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5, 0xFB):
        return False
    header = int.from_bytes(head[8:10], "little")
    return (
        1 <= head[2] <= 12
        and 1 <= head[3] <= 31
        and header >= 33
        and head[header - 1 : header] in (b"\r", b"\x00", b"")
    )
