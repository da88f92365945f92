"""The recipes in CONTRIBUTING.md work as they are written."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from contracts import all_contracts
from contracts.contract import Contract, columns
from data_loaders import recognising_kinds, recognising_known_headings
from data_loaders.loading import load
from data_loaders.sources import Source, all_sources
from metrics.declared import all_metrics
from metrics.metric import Metric
from metrics.query import value
from metrics.scope import Scope
from tests.rows import warehouse_with
from warehouse import open_warehouse
from warehouse.tables import create_views

RECIPES = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.+?)```", RECIPES, re.DOTALL)


def declared_in(block: str) -> dict[str, Any]:
    """What a recipe's code declares, with the names it imports from the vocabularies."""
    vocabularies = ("contracts.contract", "metrics.metric", "data_loaders.sources")
    text = "\n".join([*(f"from {vocabulary} import *" for vocabulary in vocabularies), block])
    names: dict[str, Any] = {}
    exec(compile(text, "CONTRIBUTING.md", "exec", dont_inherit=True), names)  # noqa: S102  (our own document)
    return names


@pytest.fixture
def declarations() -> dict[str, Any]:
    """What all the recipes declare."""
    return {name: value for block in BLOCKS for name, value in declared_in(block).items()}


def test_the_recipe_for_a_metric_gives_a_figure(declarations: dict[str, Any]) -> None:
    metric = next(each for each in declarations.values() if isinstance(each, Metric))
    taken = {each.name for each in all_metrics().values()} | {each.id for each in all_metrics().values()}
    assert not {metric.name, metric.id} & taken
    opened = datetime(2026, 3, 2, 9, 0)
    channels = ["Phone", "Phone", "Email", "Portal", None]
    rows = [{"number": f"I{i}", "opened": opened, "channel": channel} for i, channel in enumerate(channels)]
    answer = value(warehouse_with(incidents=rows), metric, Scope())
    assert (answer.value, answer.n) == (0.5, 4)


def test_the_recipe_for_a_kind_of_export_declares_one(declarations: dict[str, Any]) -> None:
    contract = next(
        each
        for each in declarations.values()
        if isinstance(each, type) and issubclass(each, Contract) and each is not Contract
    )
    assert contract.kind
    assert contract.kind not in all_contracts()
    assert contract.title
    assert contract.about
    assert set(contract.key) <= set(columns(contract))
    assert create_views(contract, {}, ())
    assert list(columns(contract)) == ["number", "product", "ends"]
    assert all(column.meaning for column in columns(contract).values())


def test_the_recipe_for_another_tools_export_loads_its_file(
    declarations: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = next(each for each in declarations.values() if isinstance(each, Source))
    assert source.name not in all_sources()
    for module in (recognising_kinds, recognising_known_headings):
        monkeypatch.setattr(module, "all_sources", lambda: {**all_sources(), source.name: source})
    file = tmp_path / "acme.csv"
    file.write_text(
        "Ref,Raised on,Desk,Priority\n"
        "A-1,2026-03-01 09:15,Network,House on fire\n"
        "A-2,2026-03-13 10:00,Mail,Low\n"
        "A-3,2026-03-14 11:30,Mail,Low\n",
        encoding="utf-8",
    )
    with contextlib.closing(open_warehouse(":memory:")) as warehouse:
        (result,) = load([file], warehouse, timezone="UTC")
        assert not result.error
        assert not result.questions
        assert (result.kind, result.tool, result.rows_loaded) == ("incidents", source.name, 3)
        rows = warehouse.records("SELECT number, assignment_group, priority FROM incidents ORDER BY number")
    assert rows == [("A-1", "Network", 1), ("A-2", "Mail", 4), ("A-3", "Mail", 4)]
