"""A receipt names the rows of the uploaded sheet, and its number can be made again from them."""

import pytest

from metrics.incident_trends import BACKLOG, NET_FLOW, OPENED, REOPENED, TIME_TO_RESOLVE
from metrics.query import value
from metrics.receipts import Receipt, receipt, replay, row_numbers, written
from metrics.scope import Scope
from tests.metrics.test_query import TEN
from tests.rows import add_rows, warehouse_with
from warehouse.ledger import undo


@pytest.fixture
def ten():
    return warehouse_with(incidents=TEN)


def test_names_file_sheet_rows_definition_and_what_was_left_out(ten):
    made = receipt(ten, TIME_TO_RESOLVE, Scope())
    assert [(s.file, s.sheet, s.rows, s.n) for s in made.imports] == [("incidents.xlsx", "Sheet1", "2-8", 7)]
    assert made.imports[0].sha256
    assert made.excluded == (("cancelled", 1),)
    assert made.version == TIME_TO_RESOLVE.version
    assert made.content_id == ten.content_id
    assert "median(" in made.sql


def test_of_one_point(ten):
    made = receipt(ten, OPENED, Scope(), period="2026-03", part=("service", "A"))
    assert (made.value, made.imports[0].rows) == (1, "7")


@pytest.mark.parametrize(
    "metric", [OPENED, TIME_TO_RESOLVE, REOPENED, BACKLOG, NET_FLOW], ids=lambda m: m.name
)
@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope.of(as_of="2026-02-01 00:00"),
        Scope.of(start="2026-01-01", end="2026-02-01"),
        Scope.of(service="B"),
    ],
    ids=["all", "as of", "period", "filter"],
)
def test_replays_to_the_same_number(ten, metric, scope):
    made = Receipt.model_validate_json(receipt(ten, metric, scope).model_dump_json())
    again = replay(ten, made, metric)
    assert again.same, again.verdict
    assert again.value == value(ten, metric, scope).value


def test_replays_after_newer_imports_took_the_place_of_its_rows(ten):
    made = receipt(ten, TIME_TO_RESOLVE, Scope())
    newer = [{**row, "resolved": "2026-03-31 00:00", "updated": "2026-03-31 00:00"} for row in TEN]
    add_rows(ten, "incidents", newer, file="april.xlsx")
    assert value(ten, TIME_TO_RESOLVE, Scope()).value != made.value
    again = replay(ten, made, TIME_TO_RESOLVE)
    assert (again.same, again.value) == (True, made.value)


def test_says_when_its_rows_are_gone(ten):
    made = receipt(ten, OPENED, Scope())
    undo(ten, int(ten.imports()["import_id"].iloc[0]))
    again = replay(ten, made, OPENED)
    assert not again.same
    assert "10 of the 10 rows are no longer there" in again.verdict


def test_says_when_the_number_was_tampered_with(ten):
    made = receipt(ten, TIME_TO_RESOLVE, Scope()).model_copy(update={"value": 9.0})
    again = replay(ten, made, TIME_TO_RESOLVE)
    assert not again.same
    assert again.verdict == "Differs: 10 from 7 rows; the receipt says 9 from 7."


def test_says_when_the_definition_has_changed(ten):
    made = receipt(ten, TIME_TO_RESOLVE, Scope())
    redefined = TIME_TO_RESOLVE.model_copy(update={"sql": "median(epoch(resolved) - epoch(opened))"})
    again = replay(ten, made, redefined)
    assert not again.same
    assert "definition of the metric has changed" in again.verdict


def test_runs_of_rows():
    assert written([(2, 5), (9, 9)]) == "2-5,9"
    assert row_numbers("2-5,9").tolist() == [2, 3, 4, 5, 9]
    assert row_numbers("").tolist() == []
