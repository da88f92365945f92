"""Finds the encoding of a text file and, where it is not UTF-8, writes it once more as UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .sniffing import looks_like_utf16
from .tables import ReadingError

_CHUNK = 4 * 1024 * 1024
_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# Windows-1252 leaves five bytes undefined; programs that write them mean the control characters of Latin-1.
_WINDOWS = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
_MAC = bytes(range(256)).decode("mac_roman")
_CENTRAL = "".join(bytes([b]).decode("cp1250", "ignore") or chr(b) for b in range(256))
#: Bytes inside words that are letters in Central Europe (ł, ą, ż, ě) and in the West signs or the ends of words.
_CENTRAL_LETTER = re.compile(rb"[a-zA-Z][\xb3\xb9\xbf\xec][a-z]")


@dataclass(frozen=True)
class Utf8File:
    """A text file as UTF-8: where it lies, where its text starts, and how its encoding was found."""

    path: Path
    start: int
    encoding: str
    assumed: bool
    broken_bytes: int = 0


def as_utf8(path: Path, folder: Path) -> Utf8File:
    """Give the file itself when it is UTF-8, otherwise a copy in `folder` that is.

    Order: byte order mark, UTF-16 by its zeros, strict UTF-8, UTF-8 with a few broken bytes, then Windows-1252 or
    Mac Roman by which gives plausible words; the last two kinds are marked as assumed.
    """
    with path.open("rb") as file:
        head = file.read(65_536)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            if encoding == "utf-8":
                break
            return _rewrite(
                path, folder, codecs.getincrementaldecoder(encoding)("replace").decode, len(bom), encoding
            )
    else:
        wide = looks_like_utf16(head)
        if wide:
            return _rewrite(
                path, folder, codecs.getincrementaldecoder(wide)("replace").decode, 0, wide, assumed=True
            )
    start = 3 if head.startswith(codecs.BOM_UTF8) else 0
    valid, broken = _count_utf8(path)
    if not broken:
        return Utf8File(path, start, "utf-8", assumed=False)
    if start or valid > 10 * broken:
        codecs.register_error("windows", _windows_instead)
        decoder = codecs.getincrementaldecoder("utf-8")("windows")
        return _rewrite(
            path, folder, decoder.decode, start, "utf-8 with broken characters", assumed=True, broken=broken
        )
    table, encoding = _choose_single_byte(path)

    def decode(data: bytes, _: bool) -> str:
        return codecs.charmap_decode(data, "strict", table)[0]

    return _rewrite(
        path,
        folder,
        decode,
        0,
        encoding,
        assumed=True,
    )


def _rewrite(
    path: Path,
    folder: Path,
    decode: Callable[[bytes, bool], str],
    skip: int,
    encoding: str,
    *,
    assumed: bool = False,
    broken: int = 0,
) -> Utf8File:
    target = folder / f"{path.stem[:40]}-{abs(hash(str(path)))}.utf8"
    with path.open("rb") as source, target.open("wb") as copy:
        source.seek(skip)
        while True:
            data = source.read(_CHUNK)
            text = decode(data, not data)
            if not copy.tell():
                text = text.removeprefix("\ufeff")
            copy.write(text.encode("utf-8", "replace"))
            if not data:
                break
    if not target.stat().st_size:
        raise ReadingError("empty", "The file has no content; please export it again.")
    return Utf8File(target, 0, encoding, assumed, broken)


def _windows_instead(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    broken = error.object[error.start : error.end]
    return codecs.charmap_decode(broken, "strict", _WINDOWS)[0], error.end


def _count_utf8(path: Path) -> tuple[int, int]:
    """Characters beyond ASCII that are right, and places that are broken; (0, 0) costs one fast pass."""
    strict = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        try:
            while data := file.read(_CHUNK):
                # Where nothing is left of the chunk before, plain ASCII needs no decoding.
                if not data.isascii() or strict.getstate()[0]:
                    strict.decode(data)
            strict.decode(b"", True)
        except UnicodeDecodeError:
            pass
        else:
            return 0, 0
        file.seek(0)
        replacing = codecs.getincrementaldecoder("utf-8")("replace")
        valid = broken = 0
        while True:
            data = file.read(_CHUNK)
            text = replacing.decode(data, not data)
            bad = text.count("\ufffd")
            valid += sum(map(text.count, set(text) - _ASCII)) - bad
            broken += bad
            if not data or broken > 10_000:
                return valid, broken


_ASCII = set(map(chr, range(128)))


def _choose_single_byte(path: Path) -> tuple[str, str]:
    windows = mac = central = letters = 0
    with path.open("rb") as file:
        while (data := file.read(_CHUNK)) and abs(windows) + abs(mac) < 20_000:
            windows += _plausibility(data, _WINDOWS)
            mac += _plausibility(data, _MAC)
            if found := len(_CENTRAL_LETTER.findall(data)):
                letters += found
                central += _plausibility(data, _CENTRAL)
    if letters and central >= windows and central > mac:
        return _CENTRAL, "cp1250"
    return (_MAC, "mac-roman") if mac > windows else (_WINDOWS, "cp1252")


def _plausibility(data: bytes, table: str) -> int:
    """Points for accented letters and punctuation where words have them, minus points where no word would."""
    points = 0
    text = codecs.charmap_decode(data, "strict", table)[0]
    for i in [i for i, byte in enumerate(data) if byte > 127][:20_000]:
        char = text[i]
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        letters = before.isalpha() + after.isalpha()
        if "\x80" <= char <= "\x9f":
            points -= 5
        elif char == "Œ" and not (after.isascii() and after.isalpha()):
            points -= 3
        elif char.isalpha() and char not in "ªºƒıˆ˜":
            wrong_case = char.isupper() and (before.islower() or (before.isalpha() and after.islower()))
            points += -2 if wrong_case else letters
        elif char in "’‘":
            points += 2 if letters else 0
        elif char in "“”–—…\u00a0€£«»•°§„·®™©":
            points += 1 if letters < 2 else (0 if char in "–—\u00a0" else -1)
        else:
            points -= 1 + (letters == 2)
    return points
