"""The environment in `.venv`: made once, filled from a lock file, left alone while the lock stays the same.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "installed.json"
PROGRAMS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

RUNTIME_LOCK = "requirements.lock"
DEVELOPER_LOCK = "requirements-dev.lock"  # contains all of the other one


OLDEST_LOCK = (
    "requirements-oldest.lock"  # the lowest version of the database engine that pyproject.toml allows
)


class SetupError(Exception):
    """The environment could not be made; the message says what to do."""


def install(lock: str) -> None:
    """Make the environment hold what a lock file names; at once when it already does.

    Raises:
        SetupError: no environment could be made, or pip could not install into it.
    """
    wanted = {name: _fingerprint(name) for name in (RUNTIME_LOCK, DEVELOPER_LOCK)}
    stamp = _stamp()
    if stamp.get(lock) == wanted[lock]:
        return
    pip = _pip()
    STAMP.unlink(missing_ok=True)
    began = time.monotonic()
    _run_pip(pip, lock)
    done = wanted if lock == DEVELOPER_LOCK else {lock: wanted[lock]}
    STAMP.write_text(json.dumps({"python": _version(PYTHON), **done}), encoding="utf-8")
    print(f"Installed in {time.monotonic() - began:.0f} seconds.", flush=True)


def oldest_engine() -> Path:
    """A folder with the oldest DuckDB the product allows, to be put first on the path.

    Raises:
        SetupError: pip could not install it.
    """
    folder = FOLDER / f"oldest-{_fingerprint(OLDEST_LOCK)[:12]}"
    if not folder.is_dir():
        unfinished = folder.with_name(folder.name + ".part")
        command = [
            *_pip(),
            "install",
            "--require-hashes",
            "--no-input",
            "--disable-pip-version-check",
            "--quiet",
        ]
        if subprocess.run(
            [*command, "--target", str(unfinished), "-r", OLDEST_LOCK], cwd=ROOT, check=False
        ).returncode:
            raise SetupError("The oldest database engine could not be installed; what pip said stands above.")
        unfinished.rename(folder)
    return folder


def _fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _stamp() -> dict[str, str]:
    """Which lock files are installed, by hash; empty when there is no environment or its Python changed."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("python") == _version(PYTHON) else {}


def _version(python: Path) -> str | None:
    """The version of an interpreter, or None when it does not run."""
    try:
        answer = subprocess.run(
            [str(python), "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return answer.stdout.strip() or None


def _pip() -> list[str]:
    """The command that installs into the environment, which is made here when it is missing or broken."""
    version = _version(PYTHON)
    if version is None or version.split(".")[:2] != [str(part) for part in sys.version_info[:2]]:
        print(f"Making the environment in {FOLDER.name} …", flush=True)
        has_ensurepip = importlib.util.find_spec("ensurepip") is not None
        more = [] if has_ensurepip else ["--without-pip"]
        command = [sys.executable, "-m", "venv", "--clear", *more, str(FOLDER)]
        if subprocess.run(command, check=False).returncode:
            raise SetupError(
                f"Python could not make an environment in {FOLDER}. "
                "On Debian and Ubuntu, install it first: apt-get install python3-venv"
            )
    own = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    if importlib.util.find_spec("pip") is None:
        raise SetupError(
            "This Python has no pip. On Debian and Ubuntu: apt-get install python3-pip python3-venv"
        )
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _run_pip(pip: list[str], lock: str) -> None:
    """Install a lock file, saying every few packages how far it is."""
    packages = len(
        re.findall(r"^[\w.-]+(?:\[.*\])?==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    )
    print(f"Installing {packages} packages from {lock}: a minute or two, this once …", flush=True)
    command = [*pip, "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "-r", lock]
    said: list[str] = []
    met = 0
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
                met += 1
                if met % 20 == 0:
                    print(f"  {met} of {packages} packages fetched", flush=True)
            elif line.startswith("Installing collected packages"):
                print("  unpacking them …", flush=True)
    if process.returncode:
        print("".join(said[-15:]), file=sys.stderr)
        raise SetupError(
            f"pip could not install {lock}; its last lines stand above. "
            "Nothing is broken: check the connection to the package index and run the same command again."
        )
