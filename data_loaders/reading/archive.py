"""Opens a zip package without believing a word of what its directory says about sizes."""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from .tables import Limits, ReadingError

_CHUNK = 1024 * 1024
BOMB = "The file unpacks to far more data than a table of its size holds; it was not read."
DAMAGED = "The file is damaged ({}). Please export it again, or open and save it in the program it came from."


class Archive:
    """A checked zip package; names are compared without case, leading slash or backslashes."""

    def __init__(self, source: Path | BinaryIO, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise ReadingError("damaged", DAMAGED.format("its zip container is broken")) from error
        self._unpacked = 0
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._check()

    def _check(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > self.limits.entries:
            raise ReadingError(
                "zip-bomb", f"The file contains {len(entries):,} parts, far more than a table needs."
            )
        total = 0
        for entry in entries:
            name = entry.filename.replace("\\", "/").lstrip("/")
            if ".." in name.split("/") or "\x00" in name:
                raise ReadingError(
                    "unsafe-zip",
                    "The file contains a part whose name points outside of it; it was not opened.",
                )
            if entry.flag_bits & 1:
                raise ReadingError(
                    "encrypted",
                    "The file is protected by a password. Please remove the password and load it again.",
                )
            if name.lower() in self._members and not name.endswith("/"):
                raise ReadingError("damaged", DAMAGED.format(f"it contains the part “{name}” twice"))
            total += entry.file_size
            self._too_dense(entry, entry.file_size)
            self._members[name.lower()] = entry
        if total > self.limits.unpacked:
            raise self._bomb()

    def _bomb(self) -> ReadingError:
        return ReadingError("zip-bomb", BOMB)

    def _too_dense(self, entry: zipfile.ZipInfo, size: int) -> None:
        if size > self.limits.ratio_from and size > self.limits.ratio * max(entry.compress_size, 1):
            raise self._bomb()

    def __contains__(self, name: str) -> bool:
        return name.replace("\\", "/").lstrip("/").lower() in self._members

    def names(self) -> list[str]:
        """Member names as written, folders left out, in the order of the package."""
        return [
            name
            for entry in self._members.values()
            if not (name := entry.filename.replace("\\", "/").lstrip("/")).endswith("/")
        ]

    def size(self, name: str) -> int:
        """The unpacked size in bytes that the directory claims."""
        return self._entry(name).file_size

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._members[name.replace("\\", "/").lstrip("/").lower()]
        except KeyError:
            raise ReadingError("damaged", DAMAGED.format(f"its part “{name}” is missing")) from None

    def chunks(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """The unpacked bytes of a member, counted as they come."""
        entry = self._entry(name)
        seen = 0
        try:
            for data in self._inflated(entry, size):
                seen += len(data)
                self._unpacked += len(data)
                if self._unpacked > self.limits.unpacked:
                    raise self._bomb()
                self._too_dense(entry, seen)
                yield data
        except (
            zipfile.BadZipFile,
            zlib.error,
            isal_zlib.error,
            NotImplementedError,
            EOFError,
            RuntimeError,
            OSError,
        ) as error:  # type: ignore[misc]  # the stub of isal takes its error for an instance
            raise ReadingError("damaged", DAMAGED.format(f"its part “{name}” cannot be unpacked")) from error

    def _inflated(self, entry: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            with self._zip.open(entry) as part:
                while data := part.read(size):
                    yield data
            return
        # The packed bytes as they are, for a library that unpacks them in a third of the time zlib takes.
        packed = copy.copy(entry)
        packed.compress_type, packed.file_size = zipfile.ZIP_STORED, entry.compress_size
        del packed.CRC
        inflate, checksum, unpacked = isal_zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
        with self._zip.open(packed) as part:
            while not inflate.eof:
                held = inflate.unconsumed_tail or part.read(_CHUNK)
                data = inflate.decompress(held, size)
                if unpacked + len(data) > entry.file_size:
                    raise zipfile.BadZipFile("more is packed than the directory says")
                if data:
                    checksum, unpacked = isal_zlib.crc32(data, checksum), unpacked + len(data)
                    yield data
                elif not held:
                    raise EOFError("the packed data end too early")
        if checksum != entry.CRC:
            raise zipfile.BadZipFile("the unpacked data are not those that were packed")

    def read(self, name: str, at_most: int = 64 * 1024 * 1024) -> bytes:
        """A whole member of limited size."""
        parts, size = [], 0
        for data in self.chunks(name):
            size += len(data)
            if size > at_most:
                raise ReadingError("too-large", f"The part “{name}” of the file is too large to be read.")
            parts.append(data)
        return b"".join(parts)
