"""Reads a file in a worker process that may be killed, and takes over only what the worker wrote.

On Linux the worker has hard limits on memory, processor time, file size and open files, and a wall clock after which
its whole process group is killed. macOS has no working memory limit and Windows has none of the hard limits; there
only the isolation itself and the wall clock protect the server.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa

from .arrow_arrays import all_false, integers, whole_numbers
from .tables import FAULT, FAULT_SENTENCE, Issue, Limits, Reading, ReadingError, Sheet

Progress = Callable[[str, float | None], None]

_LIMITS = Limits()
_WALL = 3 if os.name != "nt" else 1
_WORKER = Path(__file__).with_name("worker.py")
_AT_ONCE = threading.Semaphore(2)
_PART = re.compile(r"s\d+-\d+\.arrow")
_REPORT_AT_MOST = 256 * 1024 * 1024
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(
    path: Path,
    *,
    name: str | None = None,
    sha256: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = _LIMITS,
) -> Reading:
    """Read a file of any shape, or every file of a folder, into tables of raw text cells.

    `name` is the file's name where `path` is only where it is stored; `sha256` is that of a file if known already.
    `progress` is called with a stage and the share
    done (0 to 1, or None); `cancelled` is asked about ten times a second. Raises ReadingError with a stable code.
    """
    path = Path(path)
    if path.is_dir():
        return _read_folder(path, name or path.name, progress, cancelled, limits)
    name = name or path.name
    size = path.stat().st_size
    if size == 0:
        raise ReadingError("empty", f"“{name}” is empty (0 bytes); please export it again.")
    with _AT_ONCE:
        folder = Path(tempfile.mkdtemp(prefix="reading-"))
        try:
            digests = [sha256] if sha256 is not None else []
            hashing = threading.Thread(target=lambda: digests.append(_sha256(path)))
            if not digests:
                hashing.start()
            report = _run_worker(path, name, size, folder, progress, cancelled, limits)
            if hashing.ident is not None:
                hashing.join()
            sheets = tuple(_take_over(entry, folder) for entry in report["sheets"])
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    issues = tuple(_issue(entry, "") for entry in report["issues"])
    return Reading(name, digests[0], size, str(report["shape"]), sheets, issues)


def _read_folder(
    path: Path, name: str, progress: Progress | None, cancelled: Callable[[], bool] | None, limits: Limits
) -> Reading:
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    digest, size = hashlib.sha256(), 0
    files = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
    for file in files:
        member = file.relative_to(path).as_posix()
        digest.update(member.encode() + b"\0" + _sha256(file).encode())
        size += file.stat().st_size
        try:
            one = read(file, progress=progress, cancelled=cancelled, limits=limits)
        except ReadingError as error:
            if error.code == "cancelled":
                raise
            issues.append(
                Issue("member-not-read", f"“{member}” was not read. {error.sentence}", value=error.code)
            )
            continue
        sheets += [
            replace(sheet, member=f"{member}/{sheet.member}" if sheet.member else member)
            for sheet in one.sheets
        ]
        issues += one.issues
    if not sheets:
        raise ReadingError("empty", issues[0].text if issues else f"The folder “{name}” holds no files.")
    return Reading(name, digest.hexdigest(), size, "folder", tuple(sheets), tuple(issues))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seconds(path: Path, size: int, limits: Limits) -> float:
    """Time allowed for this file: packed files unpack to about ten times their size."""
    with path.open("rb") as file:
        packed = file.read(4) in _PACKED
    megabytes = size / 1e6 * (10 if packed else 1)
    return min(limits.seconds + limits.seconds_per_megabyte * megabytes, limits.seconds_at_most)


def _environment() -> dict[str, str]:
    """Nothing of ours but what Python itself needs; one arena and one thread per library keep address space small.

    Blocks of a file are given back and asked for again hundreds of times: those up to 32 MB stay with the process.
    """
    kept = {
        key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP") if os.name == "nt" and key in os.environ
    }
    return kept | {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
        "MALLOC_TRIM_THRESHOLD_": str(128 * 1024 * 1024),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def _run_worker(
    path: Path,
    name: str,
    size: int,
    folder: Path,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    limits: Limits,
) -> dict[str, Any]:
    seconds = _seconds(path, size, limits)
    request = folder / "request.json"
    request.write_text(
        json.dumps(
            {
                "path": str(path.resolve()),
                "name": name,
                "folder": str(folder),
                "limits": asdict(limits),
                "seconds": seconds,
            }
        ),
        encoding="utf-8",
    )
    with (folder / "stderr.txt").open("wb") as stderr:
        child = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(_WORKER), str(request)],
            env=_environment(),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=os.name != "nt",
        )
    assert child.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(child.stdout, lines), daemon=True)
    listener.start()
    # The processor time is the tight limit; on a busy machine the wall clock runs ahead of it.
    deadline = time.monotonic() + seconds * _WALL
    try:
        while True:
            if cancelled is not None and cancelled():
                raise ReadingError("cancelled", f"Reading “{name}” was cancelled.")
            if time.monotonic() > deadline:
                raise ReadingError(
                    "time-limit",
                    f"Reading “{name}” took longer than {seconds * _WALL:.0f} seconds and was "
                    "stopped; please split the file or save it in a simpler format.",
                )
            try:
                line = lines.get(timeout=0.1)
            except queue.Empty:
                continue
            if line is None:
                break
            if progress is not None:
                _tell(line, progress)
        child.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise ReadingError("time-limit", f"Reading “{name}” did not end and was stopped.") from None
    finally:
        _kill(child)
        child.stdout.close()
    return _report(folder, name, child.returncode)


def _listen(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    # A worker gone wrong may print without end or without newlines: short lines only, and none kept beyond a few.
    try:
        while line := stream.readline(10_000):
            if lines.qsize() < 100:
                lines.put(line)
    except ValueError:  # The parent closed the stream after killing the worker.
        pass
    lines.put(None)


def _tell(line: bytes, progress: Progress) -> None:
    try:
        entry = json.loads(line)
        stage, done = str(entry["stage"]), entry["done"]
    except (ValueError, KeyError, TypeError):  # Something a library printed; not ours.
        return
    progress(stage, float(done) if isinstance(done, int | float) else None)


def _kill(child: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        child.kill()
    else:
        with contextlib.suppress(ProcessLookupError):  # It may have ended and left nobody behind.
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _report(folder: Path, name: str, status: int | None) -> dict[str, Any]:
    file = folder / "report.json"
    if not file.exists():
        if os.name != "nt" and status == -signal.SIGXCPU:
            raise ReadingError(
                "time-limit",
                f"Reading “{name}” took too much processor time and was stopped; please split the file.",
            )
        if os.name != "nt" and status in (-signal.SIGABRT, -signal.SIGKILL):
            raise ReadingError(
                "memory-limit",
                f"Reading “{name}” needs more memory than is allowed; please split the "
                "file, or delete stray cells far below or right of the table.",
            )
        raise ReadingError(FAULT, FAULT_SENTENCE.format(name=name))
    if file.stat().st_size > _REPORT_AT_MOST:
        raise ReadingError("too-large", f"“{name}” has too many oddities to list; please export it again.")
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if "error" in report:
        failure = ReadingError(str(report["error"]["code"]), str(report["error"]["sentence"]))
        if "cause" in report["error"]:  # For the log, not for the reader.
            failure.add_note(str(report["error"]["cause"])[:2_000])
        raise failure
    return report


def _issue(entry: dict[str, Any], sheet: str) -> Issue:
    return Issue(
        entry["code"], entry["text"], sheet, entry["row"], entry["column"], entry["value"], entry["count"]
    )


def _take_over(entry: dict[str, Any], folder: Path) -> Sheet:
    """Map the worker's files into memory, check every byte of them, and put them together as one table."""
    width = int(entry["width"])
    native = tuple({str(kind): int(n) for kind, n in counts.items()} for counts in entry["native"])
    mixed = [i for i, counts in enumerate(native) if counts.get("text") and len(counts) > 1]
    schema = pa.schema(
        [("row_no", pa.int64())]
        + [(f"c{i}", pa.string()) for i in range(width)]
        + [(f"n{i}", pa.bool_()) for i in mixed]
    )
    batches: list[pa.RecordBatch] = []
    for part in entry["parts"]:
        if not _PART.fullmatch(part):
            raise ReadingError(FAULT, FAULT_SENTENCE.format(name=entry["name"]))
        batches += _batches(folder / part)
    table = pa.Table.from_batches([_conform(batch, schema) for batch in batches], schema)
    if entry["out_of_order"]:
        table = table.take(whole_numbers(np.argsort(integers(table["row_no"]), kind="stable")))
    details = entry["details"]
    for key in ("currency_formats",):
        if key in details:
            details[key] = {int(column): value for column, value in details[key].items()}
    if "merged" in details:
        details["merged"] = [tuple(area) for area in details["merged"]]
    return Sheet(
        entry["name"],
        entry["member"],
        bool(entry["hidden"]),
        entry["shape"],
        table,
        native,
        int(entry["rows_total"]),
        int(entry["rows_blank"]),
        tuple(_issue(issue, entry["name"]) for issue in entry["issues"]),
        details,
    )


def _batches(file: Path) -> list[pa.RecordBatch]:
    # A mapped file lives on after its name is removed, except on Windows, where it must be read instead.
    source = pa.OSFile(str(file)) if os.name == "nt" else pa.memory_map(str(file))
    reader = pa.ipc.open_file(source)
    batches = [reader.get_batch(i) for i in range(reader.num_record_batches)]
    for batch in batches:
        batch.validate(full=True)
    return batches


def _conform(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    have, n = set(batch.schema.names), batch.num_rows
    arrays = [
        batch.column(f.name)
        if f.name in have
        else (pa.nulls(n, f.type) if f.type == pa.string() else all_false(n))
        for f in schema
    ]
    return pa.record_batch(arrays, schema=schema)
