"""The command line other scripts rely on: keys, exit codes, sentences."""

import csv
import io
import json

import pytest

from metrics.__main__ import main
from tests.metrics.test_query import TEN
from tests.rows import add_rows
from warehouse import open_warehouse

KEYS = ["metric", "id", "title", "unit", "value", "n", "low", "high", "as_of", "reason", "receipt"]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "bridgeview.duckdb"
    add_rows(open_warehouse(path), "incidents", TEN)
    return str(path)


@pytest.fixture
def ask(capsys, database):
    def asked(*arguments):
        code = main([*arguments, "--db", database, "--format", "json"])
        return code, json.loads(capsys.readouterr().out)

    return asked


def test_a_figure(ask):
    code, found = ask("INC-08")
    assert code == 0
    assert list(found) == KEYS
    assert (found["metric"], found["value"], found["n"]) == ("time_to_resolve", 10.0, 7)
    assert found["as_of"] == "2026-03-20T12:00:00Z"


def test_points_per_period_and_part(ask):
    _, months = ask("incidents_opened", "--grain", "month", "--from", "2026-01-01", "--to", "2026-04-01")
    assert [(p["period"], p["value"]) for p in months["points"]] == [
        ("2026-01", 6),
        ("2026-02", 0),
        ("2026-03", 4),
    ]
    assert list(months["points"][0]) == ["period", "value", "n", "low", "high", "reason"]
    assert months["receipt"]["partial_periods"] == ["2026-01", "2026-03"]
    _, services = ask("incidents_opened", "--by", "service")
    assert [(p["part"], p["value"]) for p in services["points"]] == [
        ("A", 4),
        ("B", 3),
        ("C", 1),
        ("(not set)", 2),
    ]
    _, both = ask("incidents_opened", "--by", "service", "--grain", "quarter", "--where", "service=A")
    assert [(p["part"], p["period"], p["value"]) for p in both["points"]] == [("A", "2026-Q1", 4)]


def test_rows_with_their_place_in_the_file(ask):
    _, found = ask("INC-19", "--rows", "--where", "service=B")
    assert [(r["file"], r["sheet"], r["row_no"], r["import_id"], r["number"]) for r in found["rows"]] == [
        ("incidents.xlsx", "Sheet1", 4, 1, "3"),
        ("incidents.xlsx", "Sheet1", 5, 1, "4"),
        ("incidents.xlsx", "Sheet1", 6, 1, "5"),
    ]
    assert found["rows"][0]["opened"] == "2026-01-31T22:00:00"


def test_the_state_as_it_was(ask):
    _, found = ask("INC-03", "--as-of", "2026-02-01")
    assert found["value"] == 3
    _, found = ask("INC-03", "--as-of", "2026-02-01T03:00:00+01:00")
    assert found["value"] == 2


def test_no_value_is_an_answer(ask):
    code, found = ask("INC-10")
    assert (code, found["value"], found["reason"]) == (0, None, "not measurable: needs Acknowledged")
    code, found = ask("INC-01", "--where", "cost_center=1")
    assert (code, found["value"]) == (0, None)
    assert found["reason"] == "incidents cannot be filtered by cost_center"


def test_a_receipt_is_replayed(ask, tmp_path, capsys, database):
    _, found = ask("INC-08", "--where", "service=B")
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    assert main(["--replay", str(file), "--db", database]) == 0
    assert capsys.readouterr().out == "The same: 10 from 3 rows.\n"
    found["receipt"]["value"] = 11
    file.write_text(json.dumps(found["receipt"]), encoding="utf-8")
    assert main(["--replay", str(file), "--db", database, "--format", "json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["value"], shown["same"]) == (10.0, False)


def test_the_list(capsys):
    assert main(["--list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"name": "reopened", "id": "INC-19", "title": "Incidents reopened", "unit": "percent"} in listed
    assert main(["--list"]) == 0
    assert "INC-19" in capsys.readouterr().out


def test_as_csv_and_as_a_table(capsys, database):
    assert main(["INC-01", "--by", "service", "--db", database, "--format", "csv"]) == 0
    read = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (read[0]["part"], read[0]["value"]) == ("A", "4.0")
    assert main(["INC-01", "--rows", "--db", database, "--format", "csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 10
    assert main(["INC-19", "--grain", "month", "--db", database]) == 0
    shown = capsys.readouterr().out
    assert "28.6 %" in shown
    assert "2026-03 (not complete)" in shown
    assert "left out: 1 rows cancelled" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["INC-01", "--from", "yesterday"], "is not a day"),
        (["INC-01", "--where", "service"], "write it as dimension=value"),
        (["INC-01", "--where", "servise=A"], "did you mean service"),
        (["INC-01", "--from", "2026-02-01", "--to", "2026-01-01"], "not after its start"),
        (["INC-01", "--grain", "hour"], "invalid choice"),
        ([], "name a metric"),
    ],
)
def test_usage_errors_exit_with_2(arguments, said, capsys, database):
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--db", database])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_what_is_not_there_exits_with_1_and_a_sentence(capsys, database, tmp_path):
    assert main(["reopend", "--db", database]) == 1
    assert "the nearest is reopened (INC-19)" in capsys.readouterr().err
    assert main(["INC-01", "--db", str(tmp_path / "none.duckdb")]) == 1
    assert "python -m data_loaders FILE --db" in capsys.readouterr().err
    assert not (tmp_path / "none.duckdb").exists()
    assert main(["--replay", str(tmp_path / "none.json"), "--db", database]) == 1
    assert "There is no receipt" in capsys.readouterr().err
    (tmp_path / "broken.json").write_text("{}", encoding="utf-8")
    assert main(["--replay", str(tmp_path / "broken.json"), "--db", database]) == 1
    assert "holds no receipt" in capsys.readouterr().err
