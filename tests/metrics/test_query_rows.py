"""A list that is cut holds the first of the rows, wherever in the table they lie."""

from __future__ import annotations

import pytest

from metrics import query_rows
from metrics.incident_trends import BACKLOG, OPENED, TIME_TO_RESOLVE
from metrics.metric import Metric
from metrics.query import rows
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with
from warehouse import Warehouse


def incidents(first: int, last: int) -> list[dict[str, object]]:
    """Tickets of which every seventh is open and every fifth was cancelled."""
    return [
        {
            "number": f"INC{number}",
            "opened": f"2026-01-{1 + number % 27:02d} 08:00",
            "resolved": None if number % 7 == 0 else f"2026-02-{1 + number % 27:02d} 08:00",
            "state_category": "open" if number % 7 == 0 else "cancelled" if number % 5 == 0 else "resolved",
            "service": ("Payments", "Portal")[number % 2],
            "updated": f"2026-03-01 08:{first % 60:02d}",
        }
        for number in range(first, last)
    ]


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    """Three files; the second brings newer rows of some tickets of the first."""
    made = warehouse_with(incidents=incidents(1, 200))
    add_rows(made, "incidents", incidents(150, 260), file="second.xlsx")
    add_rows(made, "incidents", incidents(300, 460), file="third.xlsx")
    return made


@pytest.mark.parametrize("limit", [1, 5, 60, 1000])
@pytest.mark.parametrize("metric", [OPENED, TIME_TO_RESOLVE, BACKLOG], ids=lambda metric: metric.name)
@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope.of(service="Portal"),
        Scope.of(as_of="2026-02-10T00:00:00"),
        Scope.of(start="2026-01-20"),
    ],
    ids=["all", "filter", "as of", "period"],
)
@pytest.mark.parametrize(("near", "wider"), [(1, 1.1), (1, 50), (3, 2)])
def test_the_first_rows(
    metric: Metric,
    scope: Scope,
    limit: int,
    near: int,
    wider: float,
    warehouse: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(query_rows, "NEAR", near)
    monkeypatch.setattr(query_rows, "WIDER", wider)
    every = rows(warehouse, metric, scope)
    assert len(every)
    # As text: a column of text that is empty in the rows shown has another type in pandas.
    assert rows(warehouse, metric, scope, limit=limit).to_csv() == every.head(limit).to_csv()


def test_the_first_rows_left_out(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_rows, "NEAR", 1)
    every = rows(warehouse, TIME_TO_RESOLVE, Scope(), left_out="cancelled")
    found = rows(warehouse, TIME_TO_RESOLVE, Scope(), left_out="cancelled", limit=3)
    assert list(found["number"]) == list(every["number"])[:3] == ["INC5", "INC10", "INC15"]


def test_rows_of_several_sheets_of_one_file_are_not_cut_by_their_numbers() -> None:
    """A row number says nothing of the order across sheets: then everything is asked."""
    made = warehouse_with(incidents=incidents(1, 40))
    with made.writing() as cursor:
        cursor.execute("UPDATE filled.incidents SET sheet = CASE WHEN row_no < 20 THEN 'B' ELSE 'A' END")
    every = rows(made, OPENED, Scope())
    assert every["sheet"].iloc[0] == "A"
    assert list(rows(made, OPENED, Scope(), limit=1)["number"]) == [every["number"].iloc[0]]
