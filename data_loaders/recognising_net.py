"""What invoices say without a word for it: which of two amounts is with tax, and which column numbers them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample, amount_of
from data_loaders.recognising_columns import Matching, Pair
from data_loaders.recognising_heading_variants import heading_variants
from data_loaders.recognising_known_headings import headings_of

#: The column of a kind with the tax in it, and the one without it.
_WITH, _WITHOUT = "amount", "net_amount"
#: Headings that number whatever the list holds.
_NUMBERS = frozenset({"number", "no", "no.", "nr", "nr.", "#", "n°", "nº", "numéro", "número", "numero", "nummer",
                      "ref", "ref.", "réf.", "réf", "reference", "référence", "document", "document number",
                      "document no", "document no.", "doc no", "doc number", "belegnummer", "beleg-nr.",
                      "belegnr", "payable id", "bill id", "transaction id"})  # fmt: skip
_ORDERED = re.compile(r"\border|commande|bestell|pedido|ordine|orden\b|objedn|zamówien")
#: How the amount of a line is called.
_LINE = re.compile(r"(?:line|dist|distribution|split|allocation) ?(?:item |line )?(?:amount|total|value|net|price|cost)"
                   r"|extended (?:amount|price|cost)|item (?:total|amount)"
                   r"|positionsbetrag|zeilenbetrag|montant (?:de la )?ligne|importe (?:de )?l[ií]nea")  # fmt: skip
_NEARLY_ALL = 0.9
_ROUNDING = 0.011


def with_net(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Matching:
    """Invoices whose “Amount” and tax make their “Total”: the first is without tax, whatever it is called alone."""
    pairs = matching.pairs
    if matching.kind != "invoices" or not {_WITH, "tax_amount"} <= pairs.keys() or _WITHOUT in pairs:
        return matching
    taken = {cell for pair in pairs.values() for cell in pair.cells}
    called = {
        heading for heading, found in headings_of("invoices").items() if any(n == _WITH for n, _ in found)
    }
    amount, tax = pairs[_WITH].cells[0], pairs["tax_amount"].cells[0]
    for cell, heading in block.raw_names.items():
        if cell in taken or not heading_variants(heading) & called:
            continue
        if _adds_up(samples[amount], samples[tax], samples[cell]):
            net, gross = amount, cell
        elif _adds_up(samples[cell], samples[tax], samples[amount]):
            net, gross = cell, amount
        else:
            continue
        known = columns(all_contracts()["invoices"])
        how = "it and the tax make the total"
        found = {
            _WITHOUT: Pair(known[_WITHOUT], (net,), 1.0, pairs[_WITH].weight, how),
            _WITH: replace(pairs[_WITH], cells=(gross,)),
        }
        return replace(matching, pairs={**pairs, **found})
    return matching


def with_number(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Matching:
    """Invoices and orders numbered under a heading that numbers anything.

    A list with days of payment or tax is one of invoices, one with the day of each order one of orders.
    """
    pairs = matching.pairs
    if matching.kind == "purchase_orders":
        ordered = (
            normalised(block.raw_names.get(pairs["document_date"].cells[0], ""))
            if "document_date" in pairs
            else ""
        )
        numbered, name = bool(_ORDERED.search(ordered)) and "net_value" in pairs, "purchase_order"
    else:
        taxed = {"tax_amount", "invoice_date"} <= pairs.keys() and {"vendor", "client"} & pairs.keys()
        owed = "due" in pairs or bool(taxed)
        numbered, name = owed and bool({_WITH, _WITHOUT} & pairs.keys()), "invoice"
    if name in pairs or not numbered:
        return matching
    for cell in block.cells[:3]:
        sample = samples[cell]
        if (
            normalised(block.raw_names.get(cell, "")) in _NUMBERS
            and sample.distinct >= 0.9 * len(sample.spoken) > 0
        ):
            column = columns(all_contracts()[matching.kind])[name]
            pair = Pair(column, (cell,), 0.8, 0.5, "it numbers the rows of the list")
            others = {other: taken for other, taken in pairs.items() if cell not in taken.cells}
            return replace(matching, pairs={**others, name: pair})
    return matching


def with_lines(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Matching:
    """Lines of invoices that repeat the total of their invoice: what counts is the amount of the line."""
    pairs = matching.pairs
    if matching.kind != "invoices" or not {"invoice", _WITH} <= pairs.keys() or "document_amount" in pairs:
        return matching
    total = pairs[_WITH]
    lines = [
        c
        for c, heading in block.raw_names.items()
        if c not in total.cells and _of_a_line(heading, samples[c])
    ]
    if not lines or not _repeats(
        samples[pairs["invoice"].cells[0]], samples[total.cells[0]], samples[lines[0]]
    ):
        return matching
    known = columns(all_contracts()["invoices"])
    # Lines that make the total are as it is, with tax; others are without it.
    net = (
        _WITH
        if _make(samples[pairs["invoice"].cells[0]], samples[total.cells[0]], samples[lines[0]])
        else _WITHOUT
    )
    others = {name: pair for name, pair in pairs.items() if name != _WITH and lines[0] not in pair.cells}
    how = "the total of the invoice, repeated on its lines"
    found = {
        "document_amount": Pair(known["document_amount"], total.cells, 1.0, total.weight, how),
        net: Pair(known[net], (lines[0],), 1.0, 0.5, "the amount of the line"),
    }
    return replace(matching, pairs={**others, **found})


def _of_a_line(heading: str, sample: Sample) -> bool:
    words = normalised(heading).replace("_", " ")
    return bool(_LINE.match(words)) and sample.numbers >= 0.8


def _repeats(invoices: Sample, totals: Sample, lines: Sample) -> bool:
    """Whether the lines of each invoice say one total, and amounts of the lines that are not all that total."""
    if not len(invoices.texts) == len(totals.texts) == len(lines.texts) > 0:
        return False
    said: dict[str, set[str]] = {}
    for invoice, total in zip(invoices.texts, totals.texts, strict=True):
        said.setdefault(invoice, set()).add(total)
    several = [invoice for invoice in said if invoices.texts.count(invoice) > 1]
    return (
        bool(several) and all(len(said[invoice]) == 1 for invoice in several) and totals.texts != lines.texts
    )


def _make(invoices: Sample, totals: Sample, lines: Sample) -> bool:
    """Whether the lines of most invoices add up to the total they repeat."""
    sums: dict[str, float] = {}
    said: dict[str, float] = {}
    for invoice, total, line in zip(invoices.texts, totals.texts, lines.texts, strict=True):
        sums[invoice] = sums.get(invoice, 0.0) + (amount_of(line) or 0.0)
        said[invoice] = amount_of(total) or 0.0
    equal = sum(1 for invoice, total in said.items() if abs(sums[invoice] - total) <= _ROUNDING)
    return 2 * equal > len(said)


def _adds_up(net: Sample, tax: Sample, gross: Sample) -> bool:
    """Whether two columns make a third in nearly every row, and the tax is not nothing throughout."""
    if not len(net.texts) == len(tax.texts) == len(gross.texts) > 0:
        return False
    rows = [
        (amount_of(a), amount_of(b), amount_of(c))
        for a, b, c in zip(net.texts, tax.texts, gross.texts, strict=True)
    ]
    sums = [(a + b - c, b) for a, b, c in rows if a is not None and b is not None and c is not None]
    equal = sum(1 for rest, _ in sums if abs(rest) <= _ROUNDING)
    return any(share for _, share in sums) and equal >= _NEARLY_ALL * len(rows)
