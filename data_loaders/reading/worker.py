"""The worker: a separate Python that reads one file under limits set by the operating system.

Started by isolation.py as `python -I worker.py REQUEST.json`. A file that kills it kills nothing else. It imports
only what the file's shape needs, because its start-up is paid for every file.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any


def restrict(limits: dict[str, Any], seconds: float) -> None:
    """Ask the operating system to stop this process beyond its limits (Unix only; macOS ignores memory)."""
    try:
        import resource
    except ImportError:  # Windows: only the parent's time limit holds.
        return
    wanted = {
        "RLIMIT_AS": limits["memory"],
        "RLIMIT_CPU": max(1, round(seconds)),
        "RLIMIT_FSIZE": limits["output"],
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        try:
            resource.setrlimit(kind, (value, value + 2 if name == "RLIMIT_CPU" else value))
        except (ValueError, OSError):  # A tighter limit is already in force; that is as good.
            continue


def load_package() -> ModuleType:
    """Import the reading package alone, without what surrounds it in the project."""
    here = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        "reading", here / "__init__.py", submodule_search_locations=[str(here)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["reading"] = package
    spec.loader.exec_module(package)
    return package


_DAMAGED = (
    "The file is damaged: it cannot be read to its end. "
    "Please export it again, or open and save it in the program it came from."
)


class _WithoutPandas:
    """Hides pandas: pyarrow would import it only to see that what it is given is no Series, for half a second."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is not used in the worker", name=name)


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Read the file and give the report, or the error as a report."""
    sys.meta_path.insert(0, _WithoutPandas())
    package = load_package()
    job_module = importlib.import_module("reading.job")
    dispatch = importlib.import_module("reading.dispatch")
    tables = importlib.import_module("reading.tables")
    job = job_module.Job(Path(request["folder"]), package.Limits(**request["limits"]))
    damaged = ("damaged", _DAMAGED)
    try:
        dispatch.read_file(Path(request["path"]), request["name"], job)
        report: dict[str, Any] = job.report()
        return report
    except package.ReadingError as error:
        code, sentence = error.code, error.sentence
    except MemoryError:
        code, sentence = (
            "memory-limit",
            "Reading this file needs more memory than is allowed; please split it.",
        )
    except RecursionError:
        code, sentence = damaged
    except OSError as error:
        if error.errno not in {errno.EFBIG, errno.ENOSPC}:
            code, sentence = damaged
        elif error.errno == errno.EFBIG:
            code, sentence = "too-large", "The file holds more data than is allowed; please split it."
        else:
            code, sentence = "disk-full", "There is not enough free disk space to read this file."
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a Rust panic is a BaseException; anything ends as a sentence.
        return {
            "error": {
                "code": tables.FAULT,
                "sentence": tables.FAULT_SENTENCE.format(name=request["name"]),
                "cause": "".join(traceback.format_exception(error))[-2_000:],
            }
        }
    return {"error": {"code": code, "sentence": sentence}}


def main() -> None:
    """Read the request, restrict ourselves, work, and write report.json as the very last step."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    restrict(request["limits"], request["seconds"])
    report = run(request)
    folder = Path(request["folder"])
    (folder / "report.tmp").write_text(json.dumps(report), encoding="utf-8")
    (folder / "report.tmp").replace(folder / "report.json")


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    # Everything is written and closed. Libraries that end their threads at exit have aborted there on a busy machine.
    os._exit(0)
