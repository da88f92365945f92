"""Every contract holds together: keys, groups and pairs name its columns, and each word means one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from contracts import all_contracts
from contracts.contract import Column, ColumnType, Contract, columns, normalised

KINDS = sorted(all_contracts())


def of(kind: str) -> tuple[type[Contract], Mapping[str, Column]]:
    contract = all_contracts()[kind]
    return contract, columns(contract)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_contract_names_are_its_columns(kind: str) -> None:
    contract, known = of(kind)
    named = {*contract.key, *contract.happened, *(n for pair in contract.follows for n in pair),
             *(n for group in contract.needs for n in group)}  # fmt: skip
    named |= {name for name in (contract.newest_by, contract.occurred) if name}
    assert named <= set(known)
    for earlier, later in contract.follows:
        assert known[earlier].type is known[later].type


@pytest.mark.parametrize("kind", KINDS)
def test_a_contract_says_what_it_is_in_words(kind: str) -> None:
    contract, known = of(kind)
    assert contract.title
    assert contract.about.endswith(".")
    for column in known.values():
        assert column.meaning.endswith((".", ")")), column.name
        assert column.label[0].isupper() or column.label[0] in "%#", column.name


@pytest.mark.parametrize("kind", KINDS)
def test_required_columns_have_examples_and_derived_ones_have_a_source(kind: str) -> None:
    _, known = of(kind)
    for column in known.values():
        if column.required:
            assert column.example, column.name
        if column.reads is not None:
            assert column.reads in known, column.name
        if column.type in (ColumnType.CHOICE, ColumnType.RANK):
            assert column.choices, column.name


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_columns_share_a_label(kind: str) -> None:
    _, known = of(kind)
    labels = [normalised(column.label) for column in known.values() if column.reads is None]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_of_a_choice_means_one_thing(kind: str) -> None:
    _, known = of(kind)
    for column in known.values():
        meanings: dict[str, set[str]] = {}
        for stored, words in column.choices.items():
            for word in (stored, *words):
                # A sign belongs to a code: −4 is another state than 4.
                said = word if re.fullmatch(r"[+-]?\d+", word) else normalised(word)
                meanings.setdefault(said, set()).add(stored)
        shared = {word: stored for word, stored in meanings.items() if len(stored) > 1}
        assert not shared, (column.name, shared)
