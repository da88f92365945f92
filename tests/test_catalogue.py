"""A declaration is found by being written down, and two of one name are refused."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from catalogue import collect

VOCABULARY = """
class Question:
    def __init__(self, name): self.name = name
class Form: ...
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ModuleType]]:
    """A function that writes a package of declarations and imports it."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(**modules: str) -> ModuleType:
        folder = tmp_path / "declared"
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        (folder / "vocabulary.py").write_text(VOCABULARY)
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        return importlib.import_module("declared")

    yield write
    for name in set(sys.modules) - before:
        if name.startswith("declared"):
            del sys.modules[name]


def kind(name: str) -> type:
    """A class of the vocabulary, once a package is written."""
    found = getattr(importlib.import_module("declared.vocabulary"), name)
    assert isinstance(found, type)
    return found


def test_instances_are_found_in_order_and_once(package: Callable[..., ModuleType]) -> None:
    declared = package(
        b="from declared.vocabulary import Question\nfrom declared.a import TWO\nTHREE = Question('third')",
        a="from declared.vocabulary import Question\nONE = Question('zebra')\nTWO = Question('ant')",
    )
    assert list(collect(declared, kind("Question"))) == ["zebra", "ant", "third"]


def test_subclasses_are_found_without_the_class_itself(package: Callable[..., ModuleType]) -> None:
    declared = package(
        invoices="from declared.vocabulary import Form\nclass Invoice(Form): ...\nclass Other: ...",
        orders="from declared.invoices import Form, Invoice\nclass Order(Form): ...",
    )
    assert list(collect(declared, kind("Form"))) == ["Invoice", "Order"]


def test_two_declarations_of_one_name_are_refused_with_both_places(
    package: Callable[..., ModuleType],
) -> None:
    text = "from declared.vocabulary import Question\nHERE = Question('backlog')"
    declared = package(incidents=text, problems=text)
    with pytest.raises(ValueError, match=r"backlog .* declared\.incidents and in declared\.problems"):
        collect(declared, kind("Question"))


def test_a_command_line_is_not_started(package: Callable[..., ModuleType]) -> None:
    declared = package(__main__="raise SystemExit('the command line ran')")
    assert collect(declared, kind("Question")) == {}


def test_a_module_that_cannot_be_imported_is_not_passed_over(package: Callable[..., ModuleType]) -> None:
    declared = package(broken="import a_module_that_does_not_exist")
    with pytest.raises(ModuleNotFoundError):
        collect(declared, kind("Question"))
