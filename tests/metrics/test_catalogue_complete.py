"""Every identifier of the metric catalogue is answered: by a value, by lines, or by the reason why it is not."""

import json
from datetime import date, datetime, timedelta

import pytest

from metrics.__main__ import main
from metrics.declared import all_metrics, all_studies, declared
from metrics.query import value
from metrics.scope import Scope
from metrics.study import Study, answered, answered_by
from metrics.study_command import as_json
from metrics.study_receipts import study_receipt, study_rows
from tests.rows import add_rows, warehouse_with
from warehouse import open_warehouse

#: How many rows each section of the catalogue has: INC-01 to INC-35 and so on.
CATALOGUE = {
    "INC": 35, "CHG": 16, "PRB": 7, "REQ": 6, "FLW": 12, "DEL": 8, "BUD": 12, "EVM": 7, "P2P": 6, "MOOD": 17,
    "VEN": 5, "RSK": 5, "GOV": 3, "COM": 4, "SIM": 5,
}  # fmt: skip
IDENTIFIERS = [f"{letters}-{n:02d}" for letters, count in CATALOGUE.items() for n in range(1, count + 1)]
STUDIES = list(all_studies().values())
every_study = pytest.mark.parametrize("study", STUDIES, ids=[study.name for study in STUDIES])
KEYS = ["metric", "id", "title", "unit", "value", "n", "low", "high", "as_of", "reason", "receipt"]
MONDAY = datetime(2026, 1, 5, 9)


@pytest.fixture(scope="module")
def empty():
    return open_warehouse(":memory:")


@pytest.fixture(scope="module")
def full():
    """A little of everything that the answers read first; no test below depends on more than it names."""
    weeks = [MONDAY + timedelta(weeks=week) for week in range(14)]
    return warehouse_with(
        incidents=[
            {
                "number": f"I{week}-{n}", "opened": start + timedelta(hours=n), "priority": 1 + n % 3,
                "service": "Mail", "category": "login", "client": "Alba",
                "resolved": start + timedelta(hours=n + 5) if week < 12 else None,
                "state_category": "resolved" if week < 12 else "new",
            }
            for week, start in enumerate(weeks)
            for n in range(30 if week == 6 else 4)
        ],
        work_items=[
            {
                "item": f"W{week}-{n}", "created": start, "started": start + timedelta(days=1),
                "done": start + timedelta(days=2 + n) if week < 13 else None,
                "state_category": "done" if week < 13 else "in progress",
            }
            for week, start in enumerate(weeks)
            for n in range(3)
        ],
        changes=[
            {
                "number": "C1", "service": "Mail", "actual_start": weeks[6] - timedelta(hours=3),
                "actual_end": weeks[6] - timedelta(hours=1), "state_category": "closed",
            }
        ],
        survey_responses=[
            {"response": f"R{n}", "survey": "wave", "responded": weeks[n % 14], "nps": score, "client": "Alba"}
            for n, score in enumerate([9] * 9 + [8] * 6 + [3] * 5)
        ],
        risks=[
            {"identifier": "K1", "summary": "fire", "type": "threat", "probability": 3, "impact": 4,
             "cost_impact": 1000.0, "currency": "EUR"}
        ],
    )  # fmt: skip


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_every_identifier_is_declared_and_gives_a_reason_on_nothing(identifier, empty):
    found = declared(identifier)
    assert found.id == identifier
    answer = answered(empty, found, Scope()) if isinstance(found, Study) else value(empty, found, Scope())
    assert answer.value is None
    assert answer.reason


def test_an_identifier_and_a_name_belong_to_one_declaration():
    every = [*all_metrics().values(), *STUDIES]
    for names in ([one.id for one in every], [one.name for one in every]):
        assert sorted(names) == sorted(set(names))


@every_study
def test_runs_on_rows_and_is_plain_json(study, full):
    for scope in (Scope(), Scope.of(start="2031-01-01", end="2031-02-01")):
        answer = answered(full, study, scope)
        assert (answer.value is None) == bool(answer.reason)
        assert all(point.value is not None or point.reason for point in answer.points)
        made = study_receipt(full, study, scope, answer)
        shown = json.loads(json.dumps(as_json(answer, made), allow_nan=False))
        assert list(shown)[: len(KEYS)] == KEYS


def test_weekly_limits_find_the_week_that_is_unusual(full):
    answer = answered(full, declared("INC-29"), Scope())
    assert answer.n == 13  # the fourteenth week is not over
    assert (answer.points[0].period, answer.points[0].value) == ("2026-W02", 4)
    assert [point.period for point in answer.points if point.says] == ["2026-W08"]
    assert answer.low == 0
    assert answer.value == pytest.approx((12 * 4 + 30) / 13)


def test_ageing_bands_add_up_to_the_backlog(full):
    answer = answered(full, declared("INC-06"), Scope())
    assert answer.value == value(full, declared("INC-03"), Scope()).value == 8
    assert sum(point.value for point in answer.points) == 8
    assert study_receipt(full, declared("INC-06"), Scope(), answer).imports[0].n == 8
    assert len(study_rows(full, declared("INC-06"), Scope(), answer)) == 8


def test_the_forecast_is_a_day_for_each_chance(full):
    answer = answered(full, declared("FLW-08"), Scope())
    assert [point.part for point in answer.points] == ["50 %", "70 %", "85 %", "95 %"]
    assert isinstance(answer.value, date)
    assert answer.value == answer.points[2].value


def test_the_interval_of_the_net_promoter_score_is_the_golden_one(full):
    answer = answered(full, declared("MOOD-02"), Scope())
    assert (answer.value, answer.n) == (20.0, 20)
    assert (round(answer.low, 2), round(answer.high, 2)) == (-15.40, 50.18)


def test_cumulative_flow_never_lets_a_stage_overtake_the_one_before():
    w = warehouse_with(
        work_items=[
            {"item": "A", "created": datetime(2026, 1, 20), "done": datetime(2026, 1, 8), "state_category": "done"},
            {"item": "B", "created": datetime(2026, 1, 6), "state_category": "new"},
            {"item": "C", "created": datetime(2026, 1, 6), "state_category": "cancelled"},
        ]
    )  # fmt: skip
    answer = answered(w, declared("FLW-12"), Scope())
    assert answer.result.flow.repaired == 1
    assert answer.result.ends == (("2026-W02", {"Asked for": 2, "Done": 1}),)
    assert answer.value == 1


def test_a_filter_that_cannot_apply_and_a_breakdown_per_part(full):
    assert "cannot be filtered by vendor_name" in (
        answered(full, declared("RSK-02"), Scope(filters=(("vendor_name", ("X",)),))).reason or ""
    )
    parts = answered_by(full, declared("INC-29"), Scope(), "service").points
    assert [(part.part, part.n) for part in parts] == [("Mail", 13)]
    noted = answered_by(full, declared("INC-28"), Scope(), "service").notes
    assert any("does not apply" in note for note in noted)


def test_the_command_line_answers_studies_in_every_format(tmp_path, capsys):
    path = tmp_path / "bridgeview.duckdb"
    days = [
        {"number": f"I{n}", "opened": MONDAY + timedelta(days=n), "state_category": "new"} for n in range(80)
    ]
    add_rows(open_warehouse(path), "incidents", days)
    asked = ["INC-29", "--db", str(path), "--from", "2026-01-05", "--to", "2026-03-16"]
    assert main([*asked, "--format", "json", "--rows"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert list(shown) == [*KEYS, "points", "notes", "result", "rows"]
    assert (shown["value"], shown["n"], len(shown["points"]), len(shown["rows"])) == (7, 10, 10, 70)
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps(shown), encoding="utf-8")
    assert main(["--replay", str(receipt), "--db", str(path)]) == 0
    assert "The same" in capsys.readouterr().out
    assert main([*asked, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("2026-W02,,7")
    assert main(asked) == 0
    assert "Natural limits" in capsys.readouterr().out
    assert main(["--list", "--format", "json"]) == 0
    assert {"INC-29", "INC-01", "SIM-04"} <= {one["id"] for one in json.loads(capsys.readouterr().out)}
