"""What a minus says is not asked where types of documents, marks of debit and credit, or cells answer it."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded

HEAD = "Document number,{},Posting date,Vendor,Amount,Currency"


def ledger(heading: str, types: list[str], amounts: list[int]) -> str:
    rows = [
        f"51000{i},{kind},2026-01-{i + 10},100200,{amount}.00,EUR"
        for i, (kind, amount) in enumerate(zip(types, amounts, strict=True))
    ]
    return "\n".join([HEAD.format(heading), *rows])


@pytest.mark.parametrize(
    ("heading", "types", "total"),
    [
        ("Document type", ["KR"] * 6 + ["KG"], 60 - 5),
        ("Type", ["Invoice"] * 6 + ["Credit memo"], 60 - 5),
        ("D/C", ["H"] * 6 + ["S"], 60 - 5),
    ],
)
def test_costs_with_a_minus_are_told_by_their_rows(heading: str, types: list[str], total: int) -> None:
    result, rows = loaded(ledger(heading, types, [-10] * 6 + [5]))
    assert not result.questions
    assert rows["amount"].sum() == total
    assert any("every sign" in warning for warning in result.warnings)


@pytest.mark.parametrize(("heading", "types"), [("Document type", ["AB"] * 7), ("Text", ["Paper"] * 7)])
def test_a_minus_that_nothing_explains_is_asked(heading: str, types: list[str]) -> None:
    result, _ = loaded(ledger(heading, types, [-10] * 7))
    assert [question.name for question in result.questions] == ["sign"]


def test_credits_of_an_account_of_costs_stay_negative() -> None:
    rows = "\n".join(f"{i},2026-01-1{i},615000,4711,-10.00,H,EUR" for i in range(6))
    result, found = loaded(
        f"Document number,Posting date,G/L account,Cost center,Amount,D/C,Currency\n{rows}"
    )
    assert not result.questions
    assert found["amount"].sum() == -60
