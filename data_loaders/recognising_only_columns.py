"""Documents whose day or amount has a heading nobody listed: their only day, their only amount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair

#: What makes rows documents of a kind, and the columns their only day and their only amount are.
_DOCUMENTS: Mapping[str, tuple[frozenset[str], str | None, str | None]] = {
    "invoices": (frozenset({"invoice"}), "invoice_date", "amount"),
    "purchase_orders": (frozenset({"purchase_order"}), None, "net_value"),
    "goods_receipts": (frozenset({"purchase_order", "document"}), "posting_date", None),
    "exchange_rates": (frozenset({"from_currency", "to_currency", "rate"}), "valid_from", None),
}
_AMOUNT = re.compile(
    r"\b(?:amount|amt|value|total|sum|due|payable|cost|price|betrag|summe|wert|montant|importe|valor|importo|bedrag"
    r"|kwota|beløb|belopp)\b"
)
_NO_AMOUNT = re.compile(
    r"\b(?:tax|vat|gst|discount|count|qty|quantity|number|no|id|balance|year|rate|unit|type|code|date|days|items?|lines?"
    r"|paid|percent|gstin|accru\w*|received|variance|budget|abgrenzung)\b"
)
_NO_DAY = re.compile(
    r"\b(?:due|birth|valid until|expir\w*|end|delivery|expected|promised|required|order|ordered|po)\b"
)
_BY_CELLS = 0.8
#: What lacking a column takes from a candidate, given back when it is found.
_LACKING = 0.45


def completed(table: Surveyed, candidate: Candidate) -> Candidate:
    """Documents with what they lack taken from the only column that can be it; any other candidate as it is."""
    own, day, amount = _DOCUMENTS.get(candidate.kind, (frozenset({""}), None, None))
    pairs = dict(candidate.matching.pairs)
    if not candidate.missing or not own <= pairs.keys():
        return candidate
    known = columns(all_contracts()[candidate.kind])
    used = {cell for pair in pairs.values() for cell in pair.cells}
    free = {
        cell: normalised(table.block.raw_names.get(cell, ""))
        for cell in table.block.cells
        if cell not in used and table.samples[cell].spoken
    }
    days = [c for c, text in free.items() if _is_day(table.samples[c]) and not _NO_DAY.search(text)]
    amounts = [
        c for c, text in free.items()
        if c not in days and _is_amount(table.samples[c]) and _AMOUNT.search(text) and not _NO_AMOUNT.search(text)
    ]  # fmt: skip
    if day is not None and not _has_day(candidate.kind, pairs) and len(days) == 1:
        pairs[day] = Pair(known[day], (days[0],), _BY_CELLS, 1.0, "the only dates")
    if amount is not None and not _has_amount(candidate.kind, pairs) and len(amounts) == 1:
        pairs[amount] = Pair(known[amount], (amounts[0],), _BY_CELLS, 1.0, "the only amount")
    found = replace(candidate, matching=replace(candidate.matching, pairs=pairs))
    return candidate if found.missing else replace(found, score=candidate.score / _LACKING + _BY_CELLS)


def _has_day(kind: str, pairs: Mapping[str, Pair]) -> bool:
    """Whether one of the days such rows need is there."""
    days = {
        "invoices": ("invoice_date", "due", "paid", "posted"),
        "goods_receipts": ("movement", "posting_date"),
    }
    return any(name in pairs for name in days.get(kind, ("valid_from",)))


def _has_amount(kind: str, pairs: Mapping[str, Pair]) -> bool:
    return any(name in pairs for group in all_contracts()[kind].needs[:1] for name in group)


def _is_day(sample: Sample) -> bool:
    digits = [
        text for text in sample.spoken if re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d", text.strip())
    ]
    return sample.dates >= _BY_CELLS or len(digits) == len(sample.spoken) > 0


def _is_amount(sample: Sample) -> bool:
    return sample.numbers >= _BY_CELLS and sample.dates < _BY_CELLS and not sample.flags
