"""The recipes in CONTRIBUTING.md work as they are written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from contracts.contract import Column, Contract, columns
from metrics.metric import Metric

RECIPES = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.+?)```", RECIPES, re.DOTALL)


def declared_in(block: str) -> dict[str, Any]:
    """What a recipe's code declares, with the names it imports from the vocabularies."""
    text = f"from contracts.contract import *\nfrom metrics.metric import *\n{block}"
    names: dict[str, Any] = {}
    exec(compile(text, "CONTRIBUTING.md", "exec", dont_inherit=True), names)  # noqa: S102  (our own document)
    return names


@pytest.fixture
def declarations() -> dict[str, Any]:
    """What all the recipes declare."""
    return {name: value for block in BLOCKS for name, value in declared_in(block).items()}


def test_the_recipe_for_a_metric_declares_one(declarations: dict[str, Any]) -> None:
    metric = next(value for value in declarations.values() if isinstance(value, Metric))
    assert metric.measured == "(reopens > 0)::INT"


def test_the_recipe_for_a_kind_of_export_declares_one(declarations: dict[str, Any]) -> None:
    contract = next(
        value
        for value in declarations.values()
        if isinstance(value, type) and issubclass(value, Contract) and value is not Contract
    )
    assert contract.kind
    assert set(contract.key) <= set(columns(contract))
    assert all(isinstance(column, Column) and column.meaning for column in columns(contract).values())
