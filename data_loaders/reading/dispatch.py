"""Chooses the reader for a file by its content; runs in the worker and imports only what the shape needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from .archive import BOMB, Archive
from .compressed import PACKED, unpacked
from .job import Job
from .sniffing import UNSUPPORTED, shape_of
from .tables import ReadingError

#: Between the name of a zip and that of a file in it.
_WITHIN = " → "
_CLUTTER = ("__macosx", "thumbs.db", "desktop.ini", ".ds_store")


def read_file(path: Path, name: str, job: Job) -> None:
    """Read one file into the job, whatever its shape; the name only serves to name sheets."""
    shape = shape_of(path)
    if not job.shape:
        job.shape = shape
    if shape in UNSUPPORTED:
        raise ReadingError("unsupported", f"“{name}” {UNSUPPORTED[shape]}")
    stem = Path(name).stem or name
    if shape == "empty":
        raise ReadingError("empty", f"“{name}” has no content; please export it again.")
    if shape == "zip":
        _read_zip(path, name, job)
    elif shape in PACKED:
        _read_packed(path, shape, name, job)
    elif shape == "csv":
        from .delimited import read_delimited

        read_delimited(path, stem, job)
    elif shape == "xlsx":
        from .xlsx import read_xlsx

        read_xlsx(path, job)
    elif shape in ("ods", "fods"):
        from .opendocument import read_opendocument

        read_opendocument(path, shape, job)
    elif shape == "xml2003":
        from .spreadsheetml import read_spreadsheetml

        read_spreadsheetml(path, job)
    elif shape == "encrypted":
        from .encrypted import read_encrypted

        read_encrypted(path, name, job)
    else:
        _read_whole(path.read_bytes(), shape, name, job)


def _read_whole(data: bytes, shape: str, name: str, job: Job) -> None:
    """Shapes whose readers want all bytes at once."""
    if shape in ("html", "mhtml"):
        from .html_tables import read_html, read_mhtml

        (read_html if shape == "html" else read_mhtml)(data, Path(name).stem or name, job)
    else:
        from .binary_workbooks import read_xls, read_xlsb

        if shape == "xls":
            read_xls(data, name, job)
        else:
            read_xlsb(data, job)


def _read_packed(path: Path, shape: str, name: str, job: Job) -> None:
    """The one file that gzip, bzip2 or xz packed."""
    target = job.folder / f"unpacked-{path.name}"
    if path.name.startswith("unpacked-"):
        raise ReadingError("unsupported", f"“{name}” is compressed twice. Please unpack it first.")
    inside = name.removesuffix(PurePosixPath(name).suffix) if "." in name else name
    try:
        _copy(unpacked(path, shape, job.limits), target, job)
        read_file(target, inside if "." in inside else f"{inside}.csv", job)
    finally:
        target.unlink(missing_ok=True)


def _copy(chunks: Iterable[bytes], target: Path, job: Job) -> None:
    """Write what was packed; all that one file unpacks to, at every level, has one limit."""
    with target.open("wb") as copy:
        for chunk in chunks:
            job.unpacked += len(chunk)
            if job.unpacked > job.limits.unpacked:
                raise ReadingError("zip-bomb", BOMB)
            copy.write(chunk)


def _read_zip(path: Path, name: str, job: Job) -> None:
    """Every file of a zip and of the zips in it; what cannot be read becomes an issue with its sentence."""
    outer = job.member
    if outer.count(_WITHIN) > 0:
        raise ReadingError(
            "nested-zip", f"“{name}” is a zip inside a zip inside a zip; please unpack it first."
        )
    archive = Archive(path, job.limits)
    members = [
        member
        for member in archive.names()
        if not any(part.lower() in _CLUTTER or part.startswith("._") for part in PurePosixPath(member).parts)
    ]
    if not members:
        raise ReadingError("empty", f"“{name}” is a zip without files.")
    job.members += len(members)
    if job.members > job.limits.entries:
        raise ReadingError("zip-bomb", f"“{name}” holds zips with far more files than one import needs.")
    first: ReadingError | None = None
    read = 0
    for number, member in enumerate(members):
        target = job.folder / f"{path.name if outer else 'member'}-{number}"
        job.member = f"{outer}{_WITHIN}{member}" if outer else member
        job.progress(f"Reading “{member}”", number / len(members))
        try:
            _copy(archive.chunks(member), target, job)
            if not target.stat().st_size:
                raise ReadingError("empty", f"“{member}” is empty (0 bytes).")
            read_file(target, PurePosixPath(member).name, job)
            read += 1
        except ReadingError as error:
            if error.code in ("zip-bomb", "memory-limit"):
                raise
            first = first or error
            job.issues.add("member-not-read", f"“{member}” was not read. {error.sentence}", value=error.code)
        finally:
            target.unlink(missing_ok=True)
    job.member = outer
    if not read and first is not None:
        raise first
