"""What the benchmark of metrics says when it cannot measure, and what it holds a figure to."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import metrics
from benchmarks.tickets import fill
from metrics.incident_trends import OPENED, TIME_TO_RESOLVE
from metrics.query import value
from metrics.scope import Scope
from warehouse import open_warehouse


def test_too_small_a_machine_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(metrics, "_memory_available", lambda: 1e9)
    said = metrics.lacking(10_000_000, tmp_path)
    assert said is not None
    assert said.startswith("10,000,000 tickets were not measured")
    assert "memory" in said
    assert metrics.lacking(1_000_000, tmp_path) is None, "what fits in memory is always measured"
    assert metrics.measure(10_000_000, 1) == [{"n": 10_000_000, "skipped": said}]
    assert said in capsys.readouterr().out


def test_percentiles_may_take_longer_among_very_many_tickets() -> None:
    assert metrics.promised(TIME_TO_RESOLVE, "trend", 10_000_000) == metrics.PROMISED_MS_PERCENTILES
    assert metrics.promised(TIME_TO_RESOLVE, "trend", 1_000_000) == metrics.PROMISED_MS
    assert metrics.promised(TIME_TO_RESOLVE, "rows", 10_000_000) == metrics.PROMISED_MS
    assert metrics.promised(OPENED, "trend", 10_000_000) == metrics.PROMISED_MS


def test_tickets_are_as_many_as_asked_for_and_measured_in_four_shapes() -> None:
    warehouse = open_warehouse(":memory:")
    fill(warehouse, 2_000)
    assert value(warehouse, OPENED, Scope()).n + len(value(warehouse, OPENED, Scope()).excluded) > 1_900
    measured = metrics.measure(2_000, 1, [OPENED.name])
    assert [row["shape"] for row in measured] == list(metrics.SHAPES)
    assert all(row["ms"].first > 0 for row in measured)
