"""One notation for figures in sentences, on every page: what a card shows and what a sentence says read alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charts.numbers import written
from metrics.wording import said, said_change, said_interval

METRICS = Path(__file__).parents[2] / "metrics"


@pytest.mark.parametrize("share", [0.0, 0.0042, 0.01, 0.0999, 0.5, 0.962, 0.99999, 1.0, -0.128, 1.25])
def test_a_percentage_in_a_sentence_reads_as_on_its_card(share: float) -> None:
    plain = said(share, "percent").replace("\N{NO-BREAK SPACE}", " ")
    assert plain == written(share, "percent").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_minus_is_a_minus_sign_everywhere() -> None:
    for text in (said(-57.9, "points"), said_interval(-70.4, -39.6, "points"), said_change(-0.02, "percent")):
        assert "-" not in text
        assert "\N{MINUS SIGN}" in text
    assert said_interval(None, 0.5, "percent") == ""


def test_no_sentence_of_a_metric_formats_a_percentage_by_itself() -> None:
    """`{x:.1%}` would write 96.2% beside the 96.2 % of every card."""
    found = [
        f"{path.name}: {match}"
        for path in sorted(METRICS.glob("*.py"))
        for match in re.findall(r"\{[^{}\n]*:[+,]*\.?\d*%\}", path.read_text(encoding="utf-8"))
    ]
    assert found == []
