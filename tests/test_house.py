"""The house keeps its shape: names, docstrings, pages, waivers, files, and documents that tell the truth."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import dev

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
PACKAGES = SETTINGS["importlinter"]["root_packages"]
#: Folders of modules that nothing imports, so that no import contract has to cover them.
SCRIPTS = {"pages", "sample_data", "benchmarks", "tests", "tools"}
NOT_OURS = {".git", ".venv", "data", "out", "__pycache__"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc", "core"}
LARGEST_FILE = 2 * 1024 * 1024


def project_files() -> list[Path]:
    """Every file of the project: what git tracks or would, or the folder's content where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


FILES = project_files()
MODULES = [path for path in FILES if path.suffix == ".py"]
PRODUCT = [
    path
    for path in MODULES
    if path.relative_to(ROOT).parts[0] in {*PACKAGES, "pages", "app.py", "catalogue.py"}
]
PAGES = [path for path in MODULES if path.relative_to(ROOT).parts[0] == "pages"]
DOCUMENTS = [
    path for path in FILES if path.suffix == ".md" and path.relative_to(ROOT).parts[0] != "sample_data"
]


def name(path: Path) -> str:
    """A path as it is written in messages and documents."""
    return path.relative_to(ROOT).as_posix()


def docstring(path: Path) -> str:
    """The docstring of a module, or nothing."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def imported_by(path: Path) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


# Modules


def test_every_module_says_what_it_is() -> None:
    assert not [name(path) for path in MODULES if not docstring(path).strip()]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [
        name(path) for path in MODULES if VAGUE_NAMES & {*path.relative_to(ROOT).parts[:-1], path.stem}
    ]


def test_every_folder_of_modules_is_under_an_import_contract_or_is_a_script() -> None:
    """Import-linter passes over a folder without `__init__.py`, and over a package it is not told of."""
    folders = {path.relative_to(ROOT).parts[0] for path in MODULES if path.parent != ROOT}
    assert folders <= {*PACKAGES, *SCRIPTS}
    within = {path.parent for path in MODULES if path.relative_to(ROOT).parts[0] in PACKAGES}
    assert not [name(folder) for folder in within if not (folder / "__init__.py").is_file()]


def test_nothing_imports_a_page_or_the_launcher() -> None:
    assert not [name(path) for path in MODULES if imported_by(path) & {"pages", "app"}]


def test_scripts_that_are_not_pages_do_not_need_streamlit() -> None:
    """Import contracts cover the packages; pages, the launcher, and what measures or tests them may."""
    others = [
        path
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in {"tools", "sample_data", "catalogue.py"}
    ]
    assert not [name(path) for path in others if "streamlit" in imported_by(path)]


def test_a_workbook_is_never_written_by_pandas() -> None:
    """`to_excel` turns text that begins with "=" into a live formula."""
    calls = [
        f"{name(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "to_excel"
    ]
    assert not calls


# Pages


def test_no_page_lies_directly_in_pages() -> None:
    """Streamlit would serve it without the frame, login gate included."""
    assert not [name(path) for path in PAGES if len(path.relative_to(ROOT).parts) != 3]


def test_every_page_is_in_the_table_of_contents() -> None:
    shell = (ROOT / "ui" / "shell.py").read_text(encoding="utf-8")
    listed = {node.value for node in ast.walk(ast.parse(shell)) if isinstance(node, ast.Constant)}
    missing = [name(path) for path in PAGES if not {name(path), name(path).removeprefix("pages/")} & listed]
    assert not missing, "add a line for each of them to ui/shell.py"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_asks_one_question(path: Path) -> None:
    question = docstring(path).strip()
    assert question.endswith("?")
    assert question.count("?") == 1
    assert "\n\n" not in question


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_holds_no_query_and_no_drawing(path: Path) -> None:
    assert not imported_by(path) & {"duckdb", "plotly", "altair", "sqlite3", "pandas"}


# What ruff enforces: each rule, and each waiver, seen at work

STRING_SQL = '"""Text."""\n\nimport sys\n\nQUERY = f"SELECT * FROM {sys.argv[1]}"\n'
CONNECT = '"""Text."""\n\nimport duckdb\n\nconnection = duckdb.connect()\n'
MODULE_SQL = '"""Text."""\n\nimport duckdb\n\nanswer = duckdb.sql("SELECT 1")\n'
PRINT = '"""Text."""\n\nprint("hello")\n'
EXPRESS = '"""Text."""\n\nimport plotly.express\n\nplotly.express.line()\n'
BLIND = '"""Text."""\n\ntry:\n    import numpy\nexcept Exception:\n    numpy = None\n'


@pytest.mark.parametrize(
    ("place", "text", "rule", "refused"),
    [
        ("charts/lines.py", STRING_SQL, "S608", True),
        ("ui/cards.py", STRING_SQL, "S608", True),
        ("metrics/query.py", STRING_SQL, "S608", False),
        ("metrics/delivery_health.py", STRING_SQL, "S608", True),
        ("warehouse/ledger.py", STRING_SQL, "S608", False),
        ("data_loaders/typing.py", STRING_SQL, "S608", False),
        ("data_loaders/recognising.py", STRING_SQL, "S608", True),
        ("metrics/query.py", CONNECT, "TID251", True),
        ("warehouse/opening.py", CONNECT, "TID251", False),
        ("metrics/query.py", MODULE_SQL, "TID251", True),
        ("charts/lines.py", EXPRESS, "TID251", True),
        ("metrics/query.py", PRINT, "T201", True),
        ("metrics/__main__.py", PRINT, "T201", False),
        ("data_loaders/recognising.py", BLIND, "BLE001", True),
    ],
)
def test_a_rule_and_its_waivers_work(place: str, text: str, rule: str, refused: bool) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=concise", "--stdin-filename", place, "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (rule in found.stdout) is refused, found.stdout


def test_duckdbs_shared_connection_is_used_nowhere() -> None:
    """Not even in warehouse/, where the lint rule is waived: it gave wrong results under threads."""
    called = re.compile(r"\bduckdb\.(sql|query|execute)\(")
    assert not [name(path) for path in PRODUCT if called.search(path.read_text(encoding="utf-8"))]


# Files


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-oldest.lock"])
def test_a_lock_file_names_no_address_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    entries = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_no_file_is_large() -> None:
    assert not [name(path) for path in FILES if path.stat().st_size > LARGEST_FILE]


def test_no_data_of_a_person_is_in_the_project() -> None:
    assert not [
        name(path) for path in FILES if path.suffix in {".duckdb", ".wal"} or path.name == "secrets.toml"
    ]


# Documents


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "make test" in steps
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [step for step in steps if re.search(r"pytest|ruff|mypy|lint-imports", step)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_a_document_names_only_what_exists(path: Path) -> None:
    """A path or module in backticks, a linked file, a make target and a module that is run are all there."""
    text = path.read_text(encoding="utf-8")
    there = {
        f"/{name(place)}" for file in FILES for place in (file, *file.parents) if place.is_relative_to(ROOT)
    }
    places = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|\w+\.(?:py|md|toml|lock))`", text)
    places = [place for place in places if place.split("/")[0] not in {*NOT_OURS, "..", "127.0.0.1"}]
    missing = [
        place
        for place in places
        if re.search(r"[a-z]", place) and not any(known.endswith(f"/{place.strip('/')}") for known in there)
    ]
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    missing += [link for link in links if not (path.parent / link).exists()]
    targets = re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)
    missing += [f"make {target}" for target in targets if target not in dev.COMMANDS]
    modules = re.findall(r"python -m ([a-z_]+)", text)
    missing += [
        f"python -m {module}"
        for module in modules
        if module in PACKAGES and not (ROOT / module / "__main__.py").is_file()
    ]
    assert not missing
