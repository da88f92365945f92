"""A word nobody has mapped is no default: the import lists it, and no figure counts it as the usual case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from contracts import all_contracts
from contracts.contract import ColumnType, columns
from data_loaders.loading import load
from metrics.budget_burn import ACTUAL
from metrics.governance import DEPENDENCIES_IN_TIME, ESCALATIONS, expectations
from metrics.metric import Metric
from metrics.open_promises import misses_left
from metrics.query import value
from metrics.risks import MATERIALISED, register
from metrics.scope import Scope
from metrics.slas import (
    OLA_ANY,
    OWN_TARGET,
    SLA_ANY,
    SLA_MISSED,
    SLA_RESOLUTION,
    SLA_RESOLUTION_CLOCKS,
    UC_ANY,
)
from warehouse import Warehouse, open_warehouse

Loaded = Callable[..., Warehouse]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """`loaded(kind=rows of text)`: a database with these files, the first row the headings."""

    def made(**kinds: Sequence[str]) -> Warehouse:
        warehouse = open_warehouse(":memory:")
        for kind, lines in kinds.items():
            file = tmp_path / f"{kind}.csv"
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            for result in load([file], warehouse, timezone="UTC", answers={"kind": kind}):
                assert result.rows_loaded + result.rows_rejected == len(lines) - 1, result
        return warehouse

    return made


def _stored(warehouse: Warehouse, kind: str, column: str) -> list[str]:
    found = warehouse.query(f"SELECT coalesce({column}, '') AS word FROM {kind} ORDER BY row_no")
    return list(found["word"])


def test_what_no_word_maps_is_stored_as_unknown_and_listed_with_its_place(loaded: Loaded) -> None:
    warehouse = loaded(
        escalations=[
            "Escalation ID,Escalation,Raised on,Direction,Client",
            "E1,Late,2026-03-01,From client,Fjord", "E2,Late,2026-03-02,Sideways,Fjord", "E3,Late,2026-03-03,,Fjord",
        ]
    )  # fmt: skip
    assert _stored(warehouse, "escalations", "direction") == ["from client", "unknown", ""]
    refused = warehouse.query("SELECT row_no, column_name, value, reason, whole_row FROM meta.rejects")
    assert refused[["row_no", "column_name", "value", "whole_row"]].values.tolist() == [
        [3, "Direction", "Sideways", False]
    ]
    assert refused["reason"].iloc[0].endswith("Until then it counts as unknown.")
    answer = value(warehouse, ESCALATIONS, Scope())
    assert (answer.value, answer.excluded) == (2, (("in a direction nobody has mapped yet", 1),))


CLOCKS = [
    "Task,SLA definition,Type,Target,Stage,Start time,Breach time,Has breached,Stop time",
    "INC1,P1,SLA,resolution,Completed,2026-03-01 08:00,2026-03-01 12:00,false,2026-03-01 10:00",
    "INC2,Goal,Internal goal,resolution,Completed,2026-03-01 08:00,2026-03-01 12:00,true,2026-03-01 14:00",
    "INC3,P1,SLA,Something else,Completed,2026-03-01 08:00,2026-03-01 12:00,true,2026-03-01 14:00",
    "INC4,P1,SLA,resolution,Frozen,2026-03-01 08:00,2026-03-01 12:00,false,",
]
TYPE, TARGET, STAGE = (
    ("of an agreement type nobody has mapped yet", 1),
    ("measuring something nobody has mapped yet", 1),
    ("in a stage nobody has mapped yet", 1),
)


@pytest.mark.parametrize(
    ("metric", "share", "n", "left_out"),
    [
        (SLA_RESOLUTION, 1, 1, (TYPE, TARGET, STAGE)),
        (SLA_RESOLUTION_CLOCKS, 1, 1, (TYPE, TARGET, STAGE)),
        # Whatever it measures, it was promised to the client and broken.
        (SLA_ANY, 0.5, 2, (TYPE, STAGE)),
        (SLA_MISSED, 1, 2, (TYPE, STAGE)),
        (OLA_ANY, None, 0, (TYPE,)),
        (UC_ANY, None, 0, (TYPE,)),
    ],
    ids=lambda one: one.name if isinstance(one, Metric) else "",
)
def test_a_clock_of_an_unknown_agreement_target_or_stage_decides_nothing(
    loaded: Loaded, metric: Metric, share: float | None, n: int, left_out: tuple[tuple[str, int], ...]
) -> None:
    warehouse = loaded(ticket_slas=[*CLOCKS, "INC9,P1,SLA,other,In progress,2026-03-09 08:00,,,"])
    answer = value(warehouse, metric, Scope.of(end="2026-03-08"))
    assert (answer.value, answer.n) == (share, n)
    assert set(answer.excluded) == set(left_out)


INCIDENTS = [
    "Number,State,Priority,Opened,Resolved,First response",
    "INC1,Resolved,1 - Critical,2026-03-02 08:00,2026-03-02 20:00,2026-03-02 08:10",
]


@pytest.mark.parametrize(
    ("agreement", "clock", "verdict"),
    [("SLA", "24x7", 0), ("", "", 0), ("Gentlemen", "24x7", None), ("SLA", "Lunar", None)],
)
def test_a_clause_of_an_unknown_agreement_or_clock_promises_nothing(
    loaded: Loaded, agreement: str, clock: str, verdict: float | None
) -> None:
    clauses = [
        "Contract,Clause,Agreement,Measure,Target time (hours),Clock",
        f"C,1,{agreement},resolution,4,{clock}", "D,9,OLA,resolution,1,24x7",
    ]  # fmt: skip
    warehouse = loaded(incidents=INCIDENTS, sla_targets=clauses)
    answer = value(warehouse, OWN_TARGET, Scope())
    assert answer.value == verdict
    strange = (("under a clause whose agreement or clock nobody has mapped yet", 1),)
    assert answer.excluded == (() if verdict is not None else strange)


def test_a_known_promise_stands_before_one_of_an_unknown_agreement(loaded: Loaded) -> None:
    clauses = [
        "Contract,Clause,Agreement,Measure,Priority,Target time (hours)",
        "C,1,SLA,resolution,,24", "C,2,Gentlemen,resolution,1 - Critical,1",
    ]  # fmt: skip
    warehouse = loaded(incidents=INCIDENTS, sla_targets=clauses)
    assert value(warehouse, OWN_TARGET, Scope()).value == 1
    assert misses_left(warehouse, Scope()).clauses[0].clause == "C · 1"


def test_a_clause_for_a_priority_that_cannot_be_read_does_not_hold_for_all(loaded: Loaded) -> None:
    """Left empty it would: so the clause is refused with its place, and “all” is no unreadable word."""
    clauses = [
        "Contract,Clause,Measure,Priority,Target time (hours),Valid from",
        "C,1,resolution,All,24,2026-01-01", "C,2,resolution,Whenever,1,2026-01-01",
        "C,3,resolution,,2,some day",
    ]  # fmt: skip
    warehouse = loaded(incidents=INCIDENTS, sla_targets=clauses)
    assert _stored(warehouse, "sla_targets", "clause") == ["1"]
    refused = warehouse.query("SELECT value, reason, whole_row FROM meta.rejects ORDER BY row_no")
    assert list(refused["value"]) == ["Whenever", "some day"]
    assert refused["whole_row"].all()
    assert refused["reason"].str.endswith("Left empty it would hold for all, so the row is left out.").all()
    assert value(warehouse, OWN_TARGET, Scope()).value == 1


def test_money_on_an_unknown_side_is_in_no_sum(loaded: Loaded) -> None:
    warehouse = loaded(
        actuals=[
            "Document,Posting date,Cost center,Account type,Debit/credit,Amount,Currency",
            "1,2026-03-01,4711,S,Debit,50,EUR", "2,2026-03-01,4711,S,Both,500,EUR",
            "3,2026-03-01,4711,Q,Debit,5000,EUR", "4,2026-03-02,4711,,Credit,20,EUR",
        ],
    )  # fmt: skip
    spent = value(warehouse, ACTUAL, Scope())
    assert (spent.value, spent.n) == (30, 2)
    assert spent.excluded == (
        ("of an account type nobody has mapped yet", 1),
        ("neither debit nor credit", 1),
    )


def test_a_rate_of_an_unknown_type_is_no_average(loaded: Loaded) -> None:
    warehouse = loaded(
        exchange_rates=[
            "From currency,To currency,Valid from,Rate,Rate type",
            "USD,EUR,2026-03-01,0.9,Average", "GBP,EUR,2026-03-01,1.2,Wishful",
        ]
    )  # fmt: skip
    assert list(warehouse.query("SELECT from_currency FROM monthly_rates")["from_currency"]) == ["USD"]


def test_risks_dependencies_and_expectations_in_words_nobody_mapped(loaded: Loaded) -> None:
    warehouse = loaded(
        risks=[
            "Risk ID,Risk title,RAID type,Raised on,Risk status,Closed on,Became,Probability (1-5),Impact (1-5)",
            "R1,One,Risk,2026-01-01,Closed,2026-02-01,INC1,3,3",
            "R2,Two,Omen,2026-01-01,Closed,2026-02-01,,3,3", "R3,Three,Omen,2026-01-01,Open,,,5,5",
            "R4,Four,,2026-01-01,Open,,,2,2",
        ],
        dependencies=[
            "Dependency ID,Provider,Consumer,Need by,Committed date,Delivered on,Dependency status",
            "D1,Nord,Us,2026-03-01,2026-02-20,,Open", "D2,Nord,Us,2026-03-01,,,Limbo",
            "D3,Nord,Us,2026-03-01,2026-02-20,2026-04-01,Limbo",
        ],
        expectations=[
            "Expectation,Metric,Expected value,Direction", "Few risks,RSK-04,1,Sideways", "Fewer,RSK-04,1,Down",
        ],
    )  # fmt: skip
    came = value(warehouse, MATERIALISED, Scope())
    assert (came.value, came.n, came.excluded) == (1, 1, (("of a type nobody has mapped yet", 1),))
    listed = register(warehouse, Scope())
    assert [one.identifier for one in listed.risks] == ["R4"]
    assert "2 entries of a type nobody has mapped yet, in no list of risks." in listed.notes
    needed = value(warehouse, DEPENDENCIES_IN_TIME, Scope())
    assert (needed.value, needed.excluded) == (0.5, (("in a status nobody has mapped yet", 1),))
    one, other = expectations(warehouse, Scope())
    assert other.standing == "met"
    assert (one.standing, one.reason) == (
        "not measurable",
        "whether more or less is better is in words nobody has mapped yet",
    )


def test_every_choice_without_words_of_its_own_may_be_unknown() -> None:
    """A contract in which “unknown” means something else would mix the two."""
    for contract in all_contracts().values():
        for name, column in columns(contract).items():
            if column.type is ColumnType.CHOICE and "unknown" in column.choices:
                assert (contract.kind, name) == ("decisions", "verdict")
