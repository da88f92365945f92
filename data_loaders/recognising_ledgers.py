"""Postings whose day or amount has a heading nobody listed: the only day, the only amount, the day of payment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair

_AMOUNT = re.compile(
    r"\b(?:amount|amt|betrag|montant|importe|valor|importo|bedrag|kwota|beløb|paid|payments?|cost|spend|expenditures?)\b|^totale?\W*$"
)
_NO_AMOUNT = re.compile(
    r"\b(?:tax|vat|discount|limit|budget|count|qty|quantity|number|no|id|balance|year|rate|unit|price|type|code|date)\b"
)
#: Days on which nothing was spent.
_NO_POSTING = re.compile(
    r"\b(?:due|birth|valid|expir\w*|start|begin|end of|modified|updated|hire\w*|award\w*|signed|signature)\b"
    r"|^(?:(?:project|contract|service|planned|actual) )?end(?: date)?$"
)
_PAID = re.compile(
    r"\b(?:check|cheque|paid|payment|pay|disbursement|warrant|clearing|zahlung\w*|paiement|pago|pagamento)\b"
)
_INVOICE = re.compile(r"invoice|\bbill\b|rechnung|facture|factura|fatura|fattura|faktur|factuur")
_OFFERED = re.compile(
    r"\b(?:po|orders?|bestell\w*|quote|offer|contract|award\w*|requisition|ticket|asset|serial|warranty)\b"
)
_DAY = re.compile(r"(?:(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}|\d{4}-\d{2}-(\d{2}))(?!\d)")
_WHEN = frozenset({"posting_date", "document_date", "period", "posting_period", "fiscal_year"})
_BY_CELLS = 0.8


def with_only_columns(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Matching:
    """The matching of postings with its one column of days, and its one column of numbers called an amount."""
    pairs = dict(matching.pairs)
    known = columns(all_contracts()["actuals"])
    used = {cell for pair in pairs.values() for cell in pair.cells}
    free = {cell: normalised(block.raw_names.get(cell, "")) for cell in block.cells
            if cell not in used and samples[cell].spoken}  # fmt: skip
    if not _WHEN & pairs.keys():
        days = [
            c for c, text in free.items() if samples[c].dates >= _BY_CELLS and not _NO_POSTING.search(text)
        ]
        if len(days) == 1:
            pairs["posting_date"] = Pair(known["posting_date"], (days[0],), _BY_CELLS, 1.0, "the only dates")
        elif not days and "cleared" in pairs:
            # Some registers give no other day than the one on which the payment cleared the invoice.
            pairs["posting_date"] = replace(pairs.pop("cleared"), column=known["posting_date"])
    if not {"amount", "amount_local"} & pairs.keys():
        amounts = [
            c for c, text in free.items()
            if samples[c].numbers >= _BY_CELLS and samples[c].dates < _BY_CELLS
            and _AMOUNT.search(text) and not _NO_AMOUNT.search(text)
        ]  # fmt: skip
        if len(amounts) == 1:
            pairs["amount"] = Pair(known["amount"], (amounts[0],), _BY_CELLS, 1.0, "the only amount")
    return matching if pairs == dict(matching.pairs) else replace(matching, pairs=pairs)


def called_an_amount(block: Block, samples: Mapping[int, Sample], cell: int) -> bool:
    """Whether a column holds numbers under a heading that speaks of an amount: “Expense Amount”."""
    heading = normalised(block.raw_names.get(cell, ""))
    money = samples[cell].numbers >= _BY_CELLS and samples[cell].dates < _BY_CELLS
    return money and bool(_AMOUNT.search(heading)) and not _NO_AMOUNT.search(heading)


def falls_on_days(samples: Mapping[int, Sample], matching: Matching) -> bool:
    """Whether most days under the month of a budget are in the middle of one: then they are days of postings."""
    return _in_the_middle_of_months(samples, matching.pairs.get("month"))


def spends_on_days(block: Block, samples: Mapping[int, Sample], matching: Matching) -> bool:
    """Whether each row names a supplier, an amount and a day, most of them in the middle of a month.

    Lists of invoices, orders and offers have such rows too, and say so in a heading.
    """
    if not {"vendor", "amount", "posting_date"} <= matching.pairs.keys() or "due_date" in matching.pairs:
        return False
    headings = [normalised(heading) for heading in block.raw_names.values()]
    others = any(_INVOICE.search(heading) or _OFFERED.search(heading) for heading in headings)
    return not others and _in_the_middle_of_months(samples, matching.pairs["posting_date"])


def _in_the_middle_of_months(samples: Mapping[int, Sample], pair: Pair | None) -> bool:
    if pair is None:
        return False
    spoken = samples[pair.cells[0]].spoken
    middle = sum(1 for text in spoken if (found := _DAY.match(text.strip())) and _in_the_middle(found))
    return 2 * middle > len(spoken)


def _in_the_middle(found: re.Match[str]) -> bool:
    parts = [int(part) for part in ((found[1], found[2]) if found[1] else (found[3],))]
    # Of 02/15/2026 and 15/02/2026 only 15 can be the day; 02/03/2026 may begin no month.
    days = [part for part in parts if part > 12] or parts
    return all(1 < day < 28 for day in days)


def lists_payments(block: Block, matching: Matching) -> bool:
    """Whether each row names a supplier, an amount and the day it was paid, and no heading speaks of invoices."""
    if not {"vendor", "amount", "posting_date"} <= matching.pairs.keys() or "due_date" in matching.pairs:
        return False
    headings = [normalised(heading) for heading in block.raw_names.values()]
    paid = normalised(block.raw_names.get(matching.pairs["posting_date"].cells[0], ""))
    return bool(_PAID.search(paid)) and not any(_INVOICE.search(heading) for heading in headings)
