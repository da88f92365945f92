"""Files are loaded and figures asked for as a user does it: through the command lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_loaders.__main__ import main as load
from metrics.__main__ import main as ask
from warehouse.__main__ import main as administer

Figure = Callable[..., dict[str, Any]]
Database = Callable[..., Path]


@pytest.fixture
def figure(capsys: pytest.CaptureFixture[str]) -> Figure:
    """`figure(database, "INC-01", "--by", "priority")`: what the command line prints for scripts."""

    def asked(database: Path, *arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        assert ask([*arguments, "--db", str(database), "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    return asked


@pytest.fixture(scope="session")
def loaded() -> Database:
    """`loaded(path, file, …, zone=…, settings={…})`: a database with these files, one after the other."""

    def made(
        path: Path, *files: Path, zone: str = "UTC", settings: dict[str, str] | None = None, **answers: str
    ) -> Path:
        given = [word for name, value in answers.items() for word in ("--answer", f"{name}={value}")]
        for file in files:
            assert load([str(file), "--db", str(path), "--timezone", zone, *given]) == 0
        for name, value in (settings or {}).items():
            assert administer(["--db", str(path), "setting", name, value]) == 0
        return path

    return made
