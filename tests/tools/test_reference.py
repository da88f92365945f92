"""The written reference says what the declarations say, today."""

from __future__ import annotations

import metrics
from catalogue import collect
from contracts import all_contracts
from contracts.contract import columns
from metrics.metric import Metric
from tools import reference


def test_the_written_reference_is_not_stale() -> None:
    assert reference.TARGET.read_text(encoding="utf-8") == reference.text(), "run `make reference`"


def test_every_column_and_every_metric_is_in_it() -> None:
    text = reference.text()
    names = [f"`{name}`" for contract in all_contracts().values() for name in columns(contract)]
    names += [f"`{name}`" for name in collect(metrics, Metric)]
    assert not [name for name in names if name not in text]


def test_identifiers_are_in_the_order_of_their_numbers() -> None:
    def metric(identifier: str) -> Metric:
        return Metric.model_validate(
            {
                "name": "some_count",
                "id": identifier,
                "title": "Some",
                "asks": "How many?",
                "formula": "Counted.",
                "table": "incidents",
                "sql": "count(*)",
                "kind": "count",
                "unit": "count",
            }
        )

    given = [metric(identifier) for identifier in ("INC-10", "CHG-01", "INC-02", "INC-02b")]
    ordered = sorted(given, key=reference._in_catalogue_order)
    assert [each.id for each in ordered] == ["CHG-01", "INC-02", "INC-02b", "INC-10"]
