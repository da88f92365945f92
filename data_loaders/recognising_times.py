"""A moment written in two columns: the day in one, the time of day in the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contracts.contract import ColumnType, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair

#: Headings that say how long something took, whatever they end in: “Resolution time” beside “Resolution date”.
_HOW_LONG = re.compile(
    r"resolution|response|repl|handl|résol|répon|lösung|antwort|soluc|soluç|respo|risol|rispo|dau",
    re.IGNORECASE,
)
#: How a moment is read from two columns.
DAY_AND_TIME = "the day, with its time beside it"
_TIME_OF_DAY = re.compile(r"(?:[01]?\d|2[0-4])[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
#: How the two headings differ: what a date is called, and what the time beside it is.
_WORDS = (("date", "time"), ("datum", "uhrzeit"), ("datum", "zeit"), ("date", "heure"), ("fecha", "hora"),
          ("data", "hora"), ("data", "ora"), ("datum", "tijd"), ("dato", "tid"))  # fmt: skip


def with_times(block: Block, samples: Mapping[int, Sample], pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """The pairs, each day that stands beside its time of day taken together with it."""
    lasting = {
        pair.cells[0]: name for name, pair in pairs.items()
        if pair.column.type is ColumnType.DURATION and not _HOW_LONG.search(block.raw_names[pair.cells[0]])
    }  # fmt: skip
    # Opening and closing times are those of weekdays: beside days they are when each entry begins and ends.
    opening = {
        pairs[name].cells[0]: name for name in ("opens", "closes")
        if name in pairs and "start" in pairs and "weekdays" not in pairs
    }  # fmt: skip
    used = {cell for pair in pairs.values() for cell in pair.cells} - set(lasting) - set(opening)
    times = {
        normalised(heading): cell for cell, heading in block.raw_names.items()
        if cell not in used and _holds_times(samples[cell])
    }  # fmt: skip
    together = _together(block, samples, pairs, times)
    joined = {pair.cells[1] for pair in together.values() if pair.how == DAY_AND_TIME}
    if joined and joined <= set(lasting):
        # Hours and minutes beside one date alone may be how long it took: nothing shows that they are a time of day.
        return dict(pairs)
    return {name: pair for name, pair in together.items() if pair.cells[0] not in joined}


def _together(
    block: Block, samples: Mapping[int, Sample], pairs: Mapping[str, Pair], times: dict[str, int]
) -> dict[str, Pair]:
    """Each day with the time of day whose heading differs from its own by that word only."""
    together = dict(pairs)
    for name, pair in pairs.items():
        if not times or pair.column.type is not ColumnType.TIMESTAMP or len(pair.cells) > 1:
            continue
        if any(":" in text for text in samples[pair.cells[0]].spoken):
            continue
        heading = normalised(block.raw_names.get(pair.cells[0], ""))
        wanted = {re.sub(rf"\b{date}\b", time, heading) for date, time in _WORDS} - {heading}
        cell = next((times.pop(one) for one in (*sorted(wanted), f"{heading} time") if one in times), None)
        if cell is not None:
            together[name] = replace(pair, cells=(pair.cells[0], cell), how=DAY_AND_TIME)
    return together


def _holds_times(sample: Sample) -> bool:
    return bool(sample.spoken) and all(_TIME_OF_DAY.fullmatch(text) for text in sample.spoken)
