"""Chooses the reader for a file by its content; runs in the worker."""

from __future__ import annotations

from pathlib import Path

from .job import Job
from .sniffing import UNSUPPORTED, shape_of
from .tables import ReadingError


def read_file(path: Path, name: str, job: Job) -> None:
    """Read one file into the job, whatever its shape; the name only serves to name the sheet."""
    shape = shape_of(path)
    if not job.shape:
        job.shape = shape
    if shape in UNSUPPORTED:
        raise ReadingError("unsupported", f"“{name}” {UNSUPPORTED[shape]}")
    stem = Path(name).stem or name
    if shape == "empty":
        raise ReadingError("empty", f"“{name}” has no content; please export it again.")
    if shape in ("csv", "tsv"):
        from .delimited import read_delimited
        read_delimited(path, stem, job)
    elif shape == "xlsx":
        from .xlsx import read_xlsx
        read_xlsx(path, job)
    else:
        raise ReadingError("unsupported", f"“{name}” is of a shape we do not read ({shape}).")
