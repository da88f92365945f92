"""Every sample file loads without a question, and the warehouse then holds what the truth says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from warehouse import Warehouse, open_warehouse

FOLDER = Path(__file__).parents[2] / "sample_data"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".xlsx", ".csv"})
#: The kind of the files that are not named after it.
KINDS = {
    "actuals": "sap_ksb1.csv",
    "changes": "servicenow_change_request.xlsx",
    "goods_receipts": "sap_mb51.xlsx",
    "incidents": "servicenow_incident.xlsx",
    "invoices": "invoice_register.xlsx",
    "problems": "servicenow_problem.xlsx",
    "purchase_orders": "sap_me2n.xlsx",
    "satisfaction_summaries": "zendesk_explore_csat.csv",
    "requests": "servicenow_sc_req_item.xlsx",
    "ticket_slas": "servicenow_task_sla.xlsx",
    "work_items": "jira_cloud.csv",
}
SEVERAL = {
    "budget_grid_2026.xlsx": "budget",
    "forecast_grid_2026.xlsx": "budget",
    "survey_nps.csv": "survey_responses",
    "ms_forms_service_review.xlsx": "survey_responses",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Warehouse, dict[str, TableResult]]]:
    """A warehouse with the whole sample, and what became of each file."""
    warehouse = open_warehouse(tmp_path_factory.mktemp("sample") / "sample.duckdb")
    results = load(FILES, warehouse, timezone=TRUTH["timezone"])
    yield warehouse, {Path(result.file).name: result for result in results}
    warehouse.close()


def expected_kind(name: str) -> str:
    """The kind a file is meant to be recognised as."""
    by_file = {file: kind for kind, file in KINDS.items()} | SEVERAL
    return by_file.get(name, name.partition(".")[0])


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_a_file_is_recognised_surely_and_nothing_of_it_is_lost(
    name: str, loaded: tuple[Warehouse, dict[str, TableResult]]
) -> None:
    result = loaded[1][name]
    assert (result.kind, result.certainty, result.error) == (expected_kind(name), "sure", None)
    assert not result.questions
    assert result.rows_loaded == TRUTH["rows"][name]
    assert (result.rows_rejected, result.rows_superseded, result.cells_refused) == (0, 0, 0)


def one(warehouse: Warehouse, sql: str) -> Any:
    """The only value of a query."""
    return warehouse.query(sql).iloc[0, 0]


def test_the_warehouse_holds_the_planted_truths(loaded: tuple[Warehouse, dict[str, TableResult]]) -> None:
    warehouse, truth = loaded[0], TRUTH
    written = warehouse.query("SELECT client_as_written, count(*) FROM incidents GROUP BY ALL")
    assert dict(written.itertuples(index=False, name=None)) == truth["incidents"]["by_client_as_written"]
    assert (
        one(warehouse, "SELECT count(*) FROM incidents WHERE priority = 1")
        == (truth["incidents"]["by_priority"]["1"])
    )
    assert (
        one(warehouse, "SELECT count(*) FROM incidents WHERE state_category = 'unknown'")
        == (truth["incidents"]["planted"]["unknown state"])
    )
    assert one(warehouse, "SELECT sum(amount) FROM actuals") == pytest.approx(
        truth["money"]["actual_to_october"]
    )
    assert one(warehouse, "SELECT sum(amount) FROM budget WHERE version = 'budget'") == pytest.approx(
        truth["money"]["budget_2026"]
    )
    assert (
        one(warehouse, "SELECT count(*) FROM survey_responses WHERE nps IS NOT NULL")
        == (truth["mood"]["responses"])
    )
    assert (
        one(warehouse, "SELECT count(*) FROM changes WHERE unauthorized") == truth["changes"]["unauthorized"]
    )
    assert one(warehouse, "SELECT count(*) FROM work_items WHERE flagged") > 0
