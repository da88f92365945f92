"""Files packed alone with gzip, bzip2 or xz: unpacked piece by piece, never more than the limits allow."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .archive import BOMB, DAMAGED
from .tables import Limits, ReadingError

PACKED = ("gzip", "bzip2", "xz")
_CHUNK = 1024 * 1024


def unpacked(path: Path, shape: str, limits: Limits) -> Iterator[bytes]:
    """What a file of one of the shapes in PACKED holds, with the density of zip bombs refused as it comes."""
    size, seen = path.stat().st_size, 0
    open_file, own = _opener(shape)
    errors: tuple[type[Exception], ...] = (zlib.error, OSError, EOFError, ValueError, *own)
    try:
        with open_file(path, "rb") as file:
            while data := file.read(_CHUNK):
                seen += len(data)
                if seen > limits.unpacked or (seen > limits.ratio_from and seen > limits.ratio * size):
                    raise ReadingError("zip-bomb", BOMB)
                yield data
    except errors as error:
        raise ReadingError("damaged", DAMAGED.format("it cannot be unpacked to its end")) from error


def _opener(shape: str) -> tuple[Callable[[Path, str], Any], tuple[type[Exception], ...]]:
    """What opens a shape, and the errors of its own; the modules are imported where a file needs them."""
    if shape == "gzip":
        import gzip

        return gzip.open, ()
    if shape == "bzip2":
        import bz2

        return bz2.open, ()
    import lzma

    return lzma.open, (lzma.LZMAError,)
