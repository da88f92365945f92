"""The command line is a contract: keys, exit codes, and the numbers of a real ServiceNow log."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KEYS = {
    "file",
    "sha256",
    "sheet",
    "kind",
    "tool",
    "rows_read",
    "rows_loaded",
    "rows_superseded",
    "rows_rejected",
    "rows_skipped",
    "new",
    "changed",
    "unchanged",
    "import_id",
    "warnings",
    "questions",
    "error",
}


def _run(module: str, *arguments: str | Path) -> tuple[int, Any, str]:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return done.returncode, json.loads(done.stdout), done.stderr
    except json.JSONDecodeError:
        return done.returncode, done.stdout, done.stderr


def _load(*arguments: str | Path) -> tuple[int, Any, str]:
    return _run("data_loaders", *arguments, "--json")


def _value(db: Path, name: str, *arguments: str) -> dict[str, Any]:
    code, answer, problem = _run("metrics", name, "--db", db, "--format", "json", *arguments)
    assert code == 0, problem
    return dict(answer)


@pytest.fixture(scope="module")
def log(shared_data: Path) -> Path:
    """119,998 updates of 20,769 incidents."""
    return shared_data / "01_servicenow/uci_incident_event_log/incident_event_log_119998.csv"


@pytest.fixture(scope="module")
def loaded(log: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The log in a database of its own, and what the import said."""
    db = tmp_path_factory.mktemp("log") / "log.duckdb"
    code, said, problem = _load(log, "--db", db, "--timezone", "UTC")
    assert code == 0, (said, problem)
    return db, said["tables"][0]


def test_the_log_becomes_one_row_a_ticket_and_every_update_is_accounted_for(
    loaded: tuple[Path, dict[str, Any]],
) -> None:
    _, table = loaded
    assert set(table) >= KEYS
    assert (table["kind"], table["tool"]) == ("incidents", "servicenow")
    assert table["rows_read"] == 119_998
    assert table["rows_loaded"] == table["new"] == 20_769
    assert table["rows_superseded"] == 119_998 - 20_769
    assert (table["rows_rejected"], table["rows_skipped"]) == (0, 0)


def test_the_figures_are_those_of_a_plain_recount(loaded: tuple[Path, dict[str, Any]], log: Path) -> None:
    db, _ = loaded
    last: dict[str, dict[str, str]] = {}
    with log.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            last[row["number"]] = row
    assert len(last) == 20_769
    met = sum(row["made_sla"].lower() == "true" for row in last.values())
    reopened = sum(int(row["reopen_count"]) > 0 for row in last.values())
    assert (met, reopened) == (12_595, 234)
    sla = _value(db, "tool_sla_flag")
    assert sla["n"] == 20_769
    assert sla["value"] == pytest.approx(met / 20_769)
    assert sla["low"] < sla["value"] < sla["high"]
    by_priority = _value(db, "INC-01", "--by", "priority")
    assert by_priority["value"] == 20_769
    counted = {point["part"]: point["value"] for point in by_priority["points"]}
    assert (
        counted
        == Counter(row["priority"][0] for row in last.values())
        == {"1": 220, "2": 337, "3": 19_554, "4": 658}
    )
    months = _value(db, "INC-01", "--grain", "month")
    recount = Counter(
        f"{row['opened_at'].split()[0].split('/')[2]}-{int(row['opened_at'].split('/')[1]):02d}"
        for row in last.values()
    )
    found = {point["period"]: point["value"] for point in months["points"] if point["value"]}
    assert found == dict(recount), "dates must be read day first"


def test_a_receipt_is_replayed_to_the_same_value(loaded: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    db, _ = loaded
    answer = _value(db, "INC-19", "--where", "priority=1")
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(answer["receipt"]))
    code, replayed, problem = _run("metrics", "--replay", file, "--db", db, "--format", "json")
    assert code == 0, problem
    assert replayed["value"] == answer["value"]
    assert replayed["n"] == answer["n"]


def test_the_same_bytes_again_change_nothing(loaded: tuple[Path, dict[str, Any]], log: Path) -> None:
    db, first = loaded
    code, said, _ = _load(log, "--db", db)
    assert code == 0
    again = said["tables"][0]
    assert again["import_id"] == first["import_id"]
    assert (again["new"], again["changed"]) == (0, 0)
    assert again["warnings"]
    assert "same file" in again["warnings"][0]


def test_a_question_ends_with_code_3_and_names_the_answer(shared_data: Path, tmp_path: Path) -> None:
    file = shared_data / "01_servicenow/uci_incident_event_log/incident_event_log_small.csv"
    db = tmp_path / "small.duckdb"
    code, said, _ = _load(file, "--db", db)
    assert code == 3
    questions = {question["name"]: question for question in said["tables"][0]["questions"]}
    assert "timezone" in questions
    assert questions["timezone"]["answer"].startswith("--answer timezone=")
    assert said["tables"][0]["import_id"] is None
    code, said, _ = _load(file, "--db", db, "--answer", "timezone=Europe/Lisbon")
    assert code == 0, said
    other = tmp_path / "again.csv"
    other.write_bytes(file.read_bytes() + b"\n")
    code, said, _ = _load(other, "--db", db)
    assert code == 0, "the time zone of a source is asked once"


def test_a_trial_run_keeps_nothing(shared_data: Path, tmp_path: Path) -> None:
    file = shared_data / "01_servicenow/snow_demo_instance_exports/incident.xlsx"
    db = tmp_path / "trial.duckdb"
    code, said, _ = _load(
        file, "--db", db, "--timezone", "UTC", "--answer", "date_order=month-first", "--dry-run"
    )
    assert code == 0
    assert said["tables"][0]["import_id"] is None
    assert said["tables"][0]["rows_loaded"] > 0
    assert _value(db, "INC-01")["n"] == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("empty.csv", b""),
        ("prose.txt", b"Dear board,\nall well.\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ],
)
def test_a_bad_file_gets_a_sentence_and_leaves_the_database_as_it_was(
    name: str, content: bytes, tmp_path: Path
) -> None:
    file, db = tmp_path / name, tmp_path / "book.duckdb"
    file.write_bytes(content)
    code, said, problem = _load(file, "--db", db, "--timezone", "UTC")
    assert code == 1
    assert "Traceback" not in problem
    sentence = said["tables"][0]["error"]
    assert sentence
    assert sentence.lstrip("“")[0].isalpha()
    assert sentence.rstrip().endswith(".")
    assert said["tables"][0]["import_id"] is None


def test_wrong_usage_ends_with_code_2() -> None:
    assert _run("data_loaders")[0] == 2
    assert _run("data_loaders", "x.csv", "--answer", "nonsense")[0] == 2
