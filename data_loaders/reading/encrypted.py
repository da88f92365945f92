"""Files under a password: the one password every spreadsheet program tries by itself is tried, no other."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from .job import Job
from .tables import ReadingError

_BUILTIN_PASSWORD = "VelvetSweatshop"  # noqa: S105 - public: Excel sets it on write-protected files and opens them.


def refusal(name: str) -> ReadingError:
    """The sentence for a file that needs its owner."""
    return ReadingError(
        "encrypted",
        f"“{name}” is protected by a password. Please save it without a password "
        "(File, Info, Protect workbook) and load it again.",
    )


def decrypted(data: bytes, name: str) -> bytes:
    """The file without its encryption, when the built-in password opens it."""
    import msoffcrypto

    result = BytesIO()
    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        office.load_key(password=_BUILTIN_PASSWORD)
        office.decrypt(result)
    except Exception as error:
        raise refusal(name) from error
    if not result.getvalue():
        raise refusal(name)
    return result.getvalue()


def read_encrypted(path: Path, name: str, job: Job) -> None:
    """Read an encrypted Office package if the built-in password opens it."""
    data = decrypted(path.read_bytes(), name)
    if not zipfile.is_zipfile(BytesIO(data)):
        raise refusal(name)
    inner = job.folder / "decrypted"
    inner.write_bytes(data)
    from .dispatch import read_file

    try:
        read_file(inner, name, job)
    finally:
        inner.unlink()
