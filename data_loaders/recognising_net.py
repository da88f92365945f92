"""What invoices say without a word for it: which of two amounts is with tax, and which column numbers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair, headings_of
from data_loaders.recognising_grid_rows import amount_of
from data_loaders.recognising_headers import Block, heading_variants

#: The column of a kind with the tax in it, and the one without it.
_WITH, _WITHOUT = "amount", "net_amount"
#: Headings that number whatever the list holds.
_NUMBERS = frozenset({"number", "no", "no.", "nr", "nr.", "#", "n°", "nº", "numéro", "número", "numero", "nummer",
                      "ref", "ref.", "reference", "référence", "document", "document number",
                      "document no", "document no.", "doc no", "doc number", "belegnummer", "beleg-nr.",
                      "belegnr"})  # fmt: skip
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
    """Invoices numbered under a heading that numbers anything: a list with days of payment or tax is one of them."""
    pairs = matching.pairs
    owed = "due" in pairs or {"net_amount", "tax_amount"} <= pairs.keys()
    if matching.kind != "invoices" or "invoice" in pairs or _WITH not in pairs or not owed:
        return matching
    for cell in block.cells[:3]:
        sample = samples[cell]
        if (
            normalised(block.raw_names.get(cell, "")) in _NUMBERS
            and sample.distinct >= 0.9 * len(sample.spoken) > 0
        ):
            column = columns(all_contracts()["invoices"])["invoice"]
            pair = Pair(column, (cell,), 0.8, 0.5, "it numbers a list of what is to be paid")
            others = {name: other for name, other in pairs.items() if cell not in other.cells}
            return replace(matching, pairs={**others, "invoice": pair})
    return matching


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
