"""Every command of the project, on Linux, macOS and Windows: `python3 tools/dev.py COMMAND`.

run        install what the app needs, then start it on 127.0.0.1:8501
test       install everything, get a browser, then lint, types, import contracts and all tests
setup      only install
check      only lint, types and import contracts
bench      measure the speed promises: `bench`, `bench --quick`, `bench pages`
sample     write the sample exports again
reference  write docs/reference.md again from the declarations
lock       write the two lock files again from pyproject.toml

Words after the command go on to the program it runs: `python3 tools/dev.py test -k backlog`.
It needs nothing but Python and pip; an older Python than 3.11 looks for a newer one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import browser  # noqa: E402  (the project's folder has to be on the path first)
from tools.environment import (  # noqa: E402
    DEVELOPER_LOCK,
    PROGRAMS,
    PYTHON,
    RUNTIME_LOCK,
    SetupError,
    install,
    oldest_engine,
)

OLDEST_PYTHON = (3, 11)
#: The tests that must also pass with the oldest database engine.
KEEPS_DATA = ("tests/warehouse", "tests/data_loaders/test_loading.py")


def run(rest: list[str]) -> int:
    """Install what the app needs and start it."""
    install(RUNTIME_LOCK)
    print("Starting Bridgeview; Ctrl+C stops it.", flush=True)
    return _python("-m", "streamlit", "run", "app.py", *rest)


def test(rest: list[str]) -> int:
    """The check, then all tests in two processes; both are run, and either of them fails the command."""
    install(DEVELOPER_LOCK)
    try:
        os.environ[browser.ENVIRONMENT_VARIABLE] = browser.get(str(PYTHON))
    except browser.NoBrowserError as problem:
        raise SetupError(str(problem)) from problem
    checked = check([])
    print("── Tests", flush=True)
    tested = _python("-m", "pytest", "-n", "2", *rest)
    return tested or checked or (0 if rest else _test_with_oldest_engine())


def _test_with_oldest_engine() -> int:
    """What keeps the data, once more with the oldest DuckDB that does not lose acknowledged rows."""
    print("── Tests with the oldest engine allowed", flush=True)
    folder = oldest_engine()
    os.environ["PYTHONPATH"] = str(folder)
    return _python("-m", "pytest", "-n", "2", *KEEPS_DATA)


def setup(rest: list[str]) -> int:
    """Install everything a developer needs."""
    _takes_nothing("setup", rest)
    install(DEVELOPER_LOCK)
    return 0


def check(rest: list[str]) -> int:
    """Format, lint, types and import contracts; all are run, and any of them fails the command."""
    _takes_nothing("check", rest)
    install(DEVELOPER_LOCK)
    steps: dict[str, list[str]] = {
        "Format": [str(PYTHON), "-m", "ruff", "format", "--check", "--output-format=concise", "."],
        "Lint": [str(PYTHON), "-m", "ruff", "check", "--output-format=concise", "."],
        "Types": [str(PYTHON), "-m", "mypy"],
        "Import contracts": [str(PROGRAMS / "lint-imports"), "--no-logo"],
    }
    failed = []
    for name, command in steps.items():
        print(f"── {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"The check failed: {', '.join(failed)}.", file=sys.stderr, flush=True)
    return 1 if failed else 0


def bench(rest: list[str]) -> int:
    """Measure the speed promises and write benchmarks/results.md; all, or the parts that are named."""
    install(DEVELOPER_LOCK)
    return _python("-m", "benchmarks", *rest)


def sample(rest: list[str]) -> int:
    """Write the sample exports again."""
    return _developer_module("sample_data.generate", rest)


def reference(rest: list[str]) -> int:
    """Write docs/reference.md again from the declarations."""
    return _developer_module("tools.reference", rest)


def lock(rest: list[str]) -> int:
    """Write both lock files: every version with its hashes, for every platform, without an address."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetupError("Writing the lock files takes uv: install it with `pip install uv`.")
    for target, more in ((RUNTIME_LOCK, []), (DEVELOPER_LOCK, ["--group", "dev", "-c", RUNTIME_LOCK])):
        command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--quiet", *more, "-o", target, *rest]
        header = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
        if subprocess.run(command, cwd=ROOT, env=header, check=False).returncode:
            raise SetupError(f"uv could not write {target}; what it said stands above.")
    return 0


COMMANDS = {
    command.__name__: command for command in (run, test, setup, check, bench, sample, reference, lock)
}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 when there is no such command."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in (["help"], ["-h"], ["--help"]) else 2
    try:
        if sys.version_info < OLDEST_PYTHON:
            return _with_a_newer_python(arguments)
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return 130
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1


def _takes_nothing(command: str, rest: list[str]) -> None:
    if rest:
        raise SetupError(f"{command} takes no further words; it was given: {' '.join(rest)}")


def _python(*arguments: str) -> int:
    """Run the environment's Python in the project's folder and return its exit code."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def _developer_module(name: str, arguments: list[str]) -> int:
    install(DEVELOPER_LOCK)
    return _python("-m", name, *arguments)


def _with_a_newer_python(arguments: list[str]) -> int:
    """Run the same command with a newer Python of this machine."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    for name in ("python3.11", "python3.12", "python3.13", "python3.14"):
        found = shutil.which(name)
        if (
            found
            and subprocess.run([found, "-c", question], capture_output=True, check=False).returncode == 0
        ):
            return subprocess.run([found, __file__, *arguments], check=False).returncode
    raise SetupError(
        f"Bridgeview needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer; "
        f"this is {sys.version.split()[0]}."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
