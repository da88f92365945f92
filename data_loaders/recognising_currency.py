"""The currency of a table that has no column for it: said by a heading, a title, the reader, or signs in the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair
from data_loaders.recognising_money import MoneyUnit, split_unit, unit_in_title
from data_loaders.recognition import Assignment
from data_loaders.typing_currencies import MARKS, MARKS_IN_SQL, code_of

#: The amounts that the column `currency` of their kind speaks about, the plainest first.
_AMOUNTS = ("amount", "net_value", "net_amount", "net_price", "price", "value", "total_value", "monthly_value",
            "monthly_charge", "document_amount", "gross_amount", "credited", "claimed", "cost_impact",
            "open_to_deliver", "open_to_invoice", "received", "invoiced")  # fmt: skip


@dataclass(frozen=True)
class CurrencySaid:
    """Texts that hold for every row by column, columns read from a piece of another's cells, and what to tell.

    A text is a code, or a sign that several countries use, about which typing asks. `headings` are where it stands.
    """

    texts: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[Assignment, ...] = ()
    warnings: tuple[str, ...] = ()


def title_unit(block: Block) -> MoneyUnit | None:
    """The unit the titles above a table state for all its amounts."""
    return next((unit for title in block.titles if (unit := unit_in_title(title))), None)


def currency_said(
    kind: str,
    pairs: Mapping[str, Pair],
    samples: Mapping[int, Sample],
    block: Block,
    answers: Mapping[str, str],
    *,
    elsewhere: bool = False,
) -> CurrencySaid:
    """The currency of every row, where no column says it; `elsewhere` means another table of the tool does."""
    known = columns(all_contracts()[kind])
    texts: dict[str, str] = {}
    if "local_currency" in known and "local_currency" not in pairs and "amount_local" in pairs:
        local = _unit(pairs["amount_local"], block)
        if local is not None and local.currency:
            texts["local_currency"] = local.currency
    amounts = [pairs[name] for name in _AMOUNTS if name in pairs]
    if not amounts or "currency" not in known or "currency" in pairs:
        return CurrencySaid(texts)
    said = {unit.currency: pair for pair in reversed(amounts)
            if (unit := _unit(pair, block)) is not None and unit.currency}  # fmt: skip
    if said:
        currency = next(reversed(said))
        warnings = []
        if len(said) > 1:
            listed = ", ".join(f"“{block.names[pair.cells[0]]}”" for pair in said.values())
            warnings.append(
                f"The amounts are in several currencies ({listed}); “{currency}” is kept for the row."
            )
        heading = {"currency": block.names[said[currency].cells[0]]}
        return CurrencySaid({**texts, "currency": currency}, heading, warnings=tuple(warnings))
    title = title_unit(block)
    if title is not None and title.currency:
        return CurrencySaid({**texts, "currency": title.currency})
    cell = amounts[0].cells[0]
    found = currency_in_cells(samples[cell], cell, block.names[cell], answers, elsewhere=elsewhere)
    return replace(found, texts={**texts, **found.texts})


def _unit(pair: Pair, block: Block) -> MoneyUnit | None:
    return split_unit(block.raw_names.get(pair.cells[0], ""))[1]


def currency_in_cells(
    sample: Sample, cell: int, heading: str, answers: Mapping[str, str], *, elsewhere: bool = False
) -> CurrencySaid:
    """The sign that stands in nearly every cell of the amounts, or the sign of each cell where they differ.

    `cell` is the raw column the signs are read from; without any sign the reader may say the currency.
    """
    spoken = sample.spoken
    signs = [found[0].casefold() for text in spoken if (found := MARKS.search(text))]
    # The total below the table may go without its sign.
    if signs and len({code_of(sign) or sign for sign in signs}) == 1 and len(signs) >= 0.9 * len(spoken):
        return CurrencySaid({"currency": signs[0]}, {"currency": heading})
    if signs:
        column = columns(all_contracts()["invoices"])["currency"]
        piece = Assignment(column, (cell,), heading, part=MARKS_IN_SQL)
        bare = len(spoken) - len(signs)
        doubt = (f"Some cells of “{heading}” carry a currency sign and some none:"
                 " rows without a sign are stored without a currency.")  # fmt: skip
        return CurrencySaid({}, pieces=(piece,), warnings=(doubt,) if bare else ())
    answer = code_of(answers.get("currency", ""))
    if answer:
        return CurrencySaid({"currency": answer})
    if elsewhere or not spoken:
        return CurrencySaid({})
    doubt = (f"No column, heading or sign says the currency of “{heading}”: the amounts are stored without one."
             " To say it for all of them, answer currency=EUR (or another code).")  # fmt: skip
    return CurrencySaid({}, warnings=(doubt,))
