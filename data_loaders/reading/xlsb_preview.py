"""Binary workbooks of the previews of Excel 2007: their sheet records hold four bytes more than released ones."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

_WORKBOOK = "xl/workbook.bin"
_SHEET = 0x19C
_AT_MOST = 16 * 1024 * 1024


def as_released(data: bytes) -> bytes | None:
    """The same workbook with its sheet records as released versions write them; None where they are so already.

    Also None where the container cannot be read: the reader of the workbook says what is wrong with it.
    """
    try:
        return _rewritten(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError):
        return None


def _rewritten(data: bytes) -> bytes | None:
    with zipfile.ZipFile(BytesIO(data)) as old:
        if old.getinfo(_WORKBOOK).file_size > _AT_MOST:
            return None
        book = old.read(_WORKBOOK)
        released = b"".join(
            _record(kind, content[:4] + content[8:] if kind == _SHEET and _has_more(content) else content)
            for kind, content in _records(book)
        )
        if released == book:
            return None
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                with new.open(name, "w") as part:
                    part.write(released if name == _WORKBOOK else old.read(name))
    return out.getvalue()


def _has_more(content: bytes) -> bool:
    """Whether a record of state, number, relation and name has four bytes between its state and its number."""
    return _ends_with_two_texts(content, 12) and not _ends_with_two_texts(content, 8)


def _ends_with_two_texts(content: bytes, start: int) -> bool:
    for _ in range(2):
        if len(content) < start + 4:
            return False
        start += 4 + 2 * int.from_bytes(content[start : start + 4], "little")
    return start == len(content)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2, 8)
        length, at = _number(data, at, 4, 7)
        yield kind, data[at : at + length]
        at += length


def _number(data: bytes, at: int, bytes_at_most: int, bits: int) -> tuple[int, int]:
    """A number of the format: seven bits of each byte for a length, whole bytes for a kind; the top bit goes on."""
    value = 0
    for place in range(bytes_at_most):
        if at >= len(data):
            return value, at
        byte = data[at]
        value |= (byte & (2**bits - 1)) << (bits * place)
        at += 1
        if not byte & 0x80:
            break
    return value, at


def _record(kind: int, content: bytes) -> bytes:
    out = kind.to_bytes(2 if kind > 0xFF else 1, "little")
    length = len(content)
    while length > 0x7F:
        out += bytes([length & 0x7F | 0x80])
        length >>= 7
    return out + bytes([length]) + content
