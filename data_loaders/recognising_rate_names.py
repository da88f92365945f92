"""Rates of one pair of currencies that only a title or the name of the file says: “EURUSD.csv” with day and value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath

from contracts.contract import normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_quotes import Quote
from data_loaders.typing_currencies import TRADED

#: What the column of the rate is called where the table is of one pair, the likeliest first.
_RATE = ("rate", "exchange rate", "close", "adj close", "closing", "last", "price", "value", "obs value", "mid",
         "average", "fx rate", "kurs", "schlusskurs", "schluss", "taux", "cours", "tipo de cambio")  # fmt: skip
#: What a price list of a day holds besides.
_BESIDE = frozenset({"open", "high", "low", "volume", "vol", "change", "change %", "adj close", "bid", "ask", "index",
                     *_RATE})  # fmt: skip


def pair_said(told: Sequence[str]) -> Quote | None:
    """The one pair of traded currencies that titles, the sheet or the file name: “EURUSD”, “usd_gbp_daily.csv”.

    >>> pair_said(["exchange_rates_EURUSD.csv"]), pair_said(["usd-gbp.csv"]).other, pair_said(["Costs in EUR"])
    (Quote(one='EUR', other='USD', units=1, rate=None), 'GBP', None)
    """
    found = set()
    for text in (*told[:-1], PurePath(told[-1]).stem) if told else ():
        words = [word.upper() for word in re.split(r"[^A-Za-z]+", text) if word]
        found |= {
            (word[:3], word[3:])
            for word in words
            if len(word) == 6 and word[:3] in TRADED and word[3:] in TRADED
        }
        named = [word for word in words if word not in ("TO", "VS", "PER", "IN")]
        found |= {(one, other) for one, other in pairwise(named) if one in TRADED and other in TRADED}
    pairs = {(one, other) for one, other in found if one != other}
    return Quote(*pairs.pop()) if len(pairs) == 1 else None


def rate_cell(block: Block, samples: Mapping[int, Sample]) -> int | None:
    """The column of the rates in a table of one day and one price; None where anything else stands beside it."""
    numbers = [c for c in block.cells if samples[c].spoken and samples[c].dates < 0.5]
    called = {c: normalised(block.raw_names.get(c, "")) for c in numbers}
    if not numbers or any(samples[c].numbers < 0.8 or called[c] not in _BESIDE for c in numbers):
        return None
    return next((c for name in _RATE for c in numbers if called[c] == name), None)
