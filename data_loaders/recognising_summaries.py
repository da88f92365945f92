"""Satisfaction summed up by month for something that is no client and no service: a country, a segment, or all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import NAME_AND_START, Matching, Pair

#: What a summary of all answers is kept under.
EVERYBODY = "All answers"
_OF = ("client", "service", "survey")
_SCORES = ("csat_percent", "nps_score", "ces_score")
#: So many columns may divide a month.
_PARTS = 3


def with_parts(table: Surveyed, matching: Matching) -> Matching:
    """The matching with what divides the months, and without means on a scale of five taken for shares."""
    matching = _without_means(table, matching)
    if not _counts_answers(matching) or any(name in matching.pairs for name in _OF):
        return matching
    used = {cell for pair in matching.pairs.values() for cell in pair.cells}
    parts = [cell for cell in table.block.cells if cell not in used and _divides(table.samples[cell])]
    if not 0 < len(parts) <= _PARTS:
        return matching
    survey = columns(all_contracts()[matching.kind])["survey"]
    pair = Pair(survey, tuple(parts), 0.8, 0.3, NAME_AND_START)
    return replace(matching, pairs={**matching.pairs, "survey": pair})


def is_of_everybody(matching: Matching, samples: Mapping[int, Sample]) -> bool:
    """Whether every month stands once, with the count of its answers and nothing that divides it."""
    if not _counts_answers(matching) or any(name in matching.pairs for name in _OF):
        return False
    months = samples[matching.pairs["month"].cells[0]]
    return months.distinct == len(months.spoken)


def _counts_answers(matching: Matching) -> bool:
    return {"month", "responses"} <= matching.pairs.keys() and any(name in matching.pairs for name in _SCORES)


def _divides(sample: Sample) -> bool:
    worded = sample.dates < 0.5 and sample.numbers < 0.5 and sample.durations < 0.5
    return bool(sample.spoken) and worded and sample.longest <= 40 and len(sample.spoken) == len(sample.texts)


def _without_means(table: Surveyed, matching: Matching) -> Matching:
    """The matching without a satisfaction from 1 to 5 or to 10 whose heading says nothing of percent."""
    pair = matching.pairs.get("csat_percent")
    if pair is None or matching.kind != "satisfaction_summaries":
        return matching
    heading = table.block.raw_names.get(pair.cells[0], "").casefold()
    numbers = [_number(text) for text in table.samples[pair.cells[0]].spoken]
    known = [number for number in numbers if number is not None]
    if (
        any(word in heading for word in ("%", "percent", "pct", "rate", "share"))
        or not known
        or max(known) > 10
    ):
        return matching
    if max(known) <= 1:
        return matching
    return replace(
        matching, pairs={name: one for name, one in matching.pairs.items() if name != "csat_percent"}
    )


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
