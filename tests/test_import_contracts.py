"""The direction of imports is enforced: each contract is broken on purpose in a copy and seen to fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PACKAGES = SETTINGS["root_packages"]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports.exe" if os.name == "nt" else "lint-imports")

#: One import against the rules per line: contract, module that imports, what it imports.
OFFENCES = [
    ("layers", "contracts", "warehouse"),
    ("layers", "warehouse", "data_loaders"),
    ("layers", "warehouse", "metrics"),
    ("layers", "data_loaders", "metrics"),
    ("layers", "metrics", "data_loaders"),
    ("layers", "data_loaders", "charts"),
    ("layers", "metrics", "charts"),
    ("layers", "charts", "ui"),
    ("layers", "charts", "reports"),
    ("layers", "ui", "reports"),
    ("layers", "reports", "ui"),
    ("streamlit", "metrics", "streamlit"),
    ("streamlit", "charts", "streamlit"),
    ("streamlit", "reports", "streamlit"),
    ("plotly", "metrics", "plotly"),
    ("plotly", "reports", "plotly"),
    ("duckdb", "charts", "duckdb"),
    ("duckdb", "ui", "duckdb"),
    ("duckdb", "reports", "duckdb"),
    ("tools", "ui", "pages"),
    ("tools", "metrics", "sqlglot"),
    ("tools", "warehouse", "tests"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the modules and settings that may be spoilt."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "fonts"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter in a folder."""
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_an_untouched_copy_keeps_every_contract(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"Contracts: {len(SETTINGS['contracts'])} kept, 0 broken." in result.stdout


def test_every_contract_fails_when_it_is_broken(copy: Path) -> None:
    for number, (_, importer, imported) in enumerate(OFFENCES):
        (copy / importer / f"offence_{number}.py").write_text(f"import {imported}\n", encoding="utf-8")
    result = lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"Contracts: 0 kept, {len(SETTINGS['contracts'])} broken." in result.stdout
    unseen = [
        f"{importer} imports {imported}"
        for number, (_, importer, imported) in enumerate(OFFENCES)
        if f"{importer}.offence_{number} -> {imported}" not in result.stdout
    ]
    assert not unseen


def test_every_contract_is_among_those_broken_on_purpose() -> None:
    assert {contract["id"] for contract in SETTINGS["contracts"]} == {contract for contract, *_ in OFFENCES}
