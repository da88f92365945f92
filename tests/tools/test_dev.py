"""The commands of README.md work, quickly the second time, and say plainly what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import dev, environment

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder with two lock files, in which making an environment costs nothing."""
    for lock in (environment.RUNTIME_LOCK, environment.DEVELOPER_LOCK):
        (tmp_path / lock).write_text("six==1.17.0 --hash=sha256:0\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lock files that were handed to pip, which is not started."""
    handed: list[str] = []
    monkeypatch.setattr(environment, "_run_pip", lambda _, lock: handed.append(lock))
    return handed


def test_a_second_run_installs_nothing(folder: Path, installed: list[str]) -> None:
    environment.install(environment.DEVELOPER_LOCK)
    environment.install(environment.DEVELOPER_LOCK)
    assert installed == [environment.DEVELOPER_LOCK]


def test_a_developers_environment_runs_the_app_as_it_is(folder: Path, installed: list[str]) -> None:
    environment.install(environment.DEVELOPER_LOCK)
    environment.install(environment.RUNTIME_LOCK)
    assert installed == [environment.DEVELOPER_LOCK]


def test_the_apps_environment_is_not_enough_for_the_tests(folder: Path, installed: list[str]) -> None:
    environment.install(environment.RUNTIME_LOCK)
    environment.install(environment.DEVELOPER_LOCK)
    assert installed == [environment.RUNTIME_LOCK, environment.DEVELOPER_LOCK]


def test_a_changed_lock_file_is_installed(folder: Path, installed: list[str]) -> None:
    environment.install(environment.RUNTIME_LOCK)
    (folder / environment.RUNTIME_LOCK).write_text("six==1.18.0 --hash=sha256:0\n", encoding="utf-8")
    environment.install(environment.RUNTIME_LOCK)
    assert len(installed) == 2


def test_an_installation_that_failed_is_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: list[str], lock: str) -> None:
        raise environment.SetupError(f"pip could not install {lock}")

    (folder / "installed.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(environment, "_run_pip", fail)
    for _ in range(2):
        with pytest.raises(environment.SetupError):
            environment.install(environment.RUNTIME_LOCK)
    assert not (folder / "installed.json").exists()


def test_a_failing_pip_ends_in_one_sentence(folder: Path) -> None:
    with pytest.raises(environment.SetupError, match="run the same command again"):
        environment._run_pip([sys.executable, "-c", "raise SystemExit(1)"], environment.RUNTIME_LOCK)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["help"], 0, "COMMAND"),
        ([], 2, "COMMAND"),
        (["tests"], 2, "COMMAND"),
        (["setup", "everything"], 1, "setup takes no further words; it was given: everything"),
    ],
)
def test_the_command_line_answers_what_it_does_not_know(words: list[str], code: int, said: str) -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "dev.py"), *words], capture_output=True, text=True, check=False
    )
    assert result.returncode == code
    assert said in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_an_old_python_looks_for_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST_PYTHON", (9, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.main(["setup"]) == 1
    assert "needs Python 9.0 or newer" in capfd.readouterr().err


def test_every_make_target_is_a_command_and_every_command_a_make_target() -> None:
    line = next(
        text for text in (ROOT / "Makefile").read_text().splitlines() if text.startswith("COMMANDS :=")
    )
    assert set(line.split()[2:]) == set(dev.COMMANDS)
    documented = {text.split()[0] for text in (dev.__doc__ or "").split("\n\n")[1].splitlines()}
    assert documented == set(dev.COMMANDS)
