"""What a minus says in a list of costs, where the types of its documents or its marks of debit and credit tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from contracts.actuals import DEBIT_CREDIT
from contracts.contract import ColumnType, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair
from data_loaders.recognising_sides import COSTS, mostly_negative

#: Types of rows that cost money: written with a minus, they stand as on the account of a supplier or of a bank.
_SPENT = re.compile(
    r"kr|re|rn|kn|(?:(?:vendor|supplier|purchase|ap|tax|standard) )?invoices?|inv|(?:vendor )?bills?|expenses?|sales?"
    r"|purchases?|charges?|fees?|withdrawals?|(?:direct |card )?debits?|card payments?|pos|direct debit|standing order"
    r"|(?:eingangs|kreditoren)?rechnung|lastschrift|kartenzahlung|facture|factures|factura|fattura|fatura|faktura"
    r"|factuur|pr[ée]l[èe]vement|compra|addebito|d[ée]bito",
    re.IGNORECASE,
)
_TYPES = frozenset({"document type", "doc type", "doc. type", "belegart", "transaction type", "type", "typ", "tipo",
                    "art", "blart", "entry type", "voucher type", "trans type", "buchungsart"})  # fmt: skip


@dataclass(frozen=True)
class SignSaid:
    """What the minus of mostly negative amounts says ("cost" or "credit"), and the sentence that tells why."""

    sign: str
    why: str


def sign_said(
    block: Block, pairs: Mapping[str, Pair], samples: Mapping[int, Sample], told: Iterable[str]
) -> SignSaid | None:
    """What the rows themselves say their minus means; None where they do not, or where no minus prevails.

    `told` are columns of amounts whose sign is known already.
    """
    amounts = [
        pair for name, pair in pairs.items() if pair.column.type is ColumnType.MONEY and name not in told
    ]
    negative = [pair for pair in amounts if mostly_negative(pair, samples)]
    if not negative or len(negative) < len(amounts):
        return None
    cell = negative[0].cells[0]
    mark = pairs.get("debit_credit")
    if mark is not None:
        return _by_mark(block, pairs, samples, cell, mark.cells[0])
    kinds = (kind for kind, heading in block.raw_names.items() if normalised(heading) in _TYPES)
    return next((said for kind in kinds if (said := _by_type(block, samples, cell, kind)) is not None), None)


def _beside(samples: Mapping[int, Sample], amount: int, other: int) -> list[str]:
    """The texts of another column in the rows with a negative amount; none unless both are filled throughout."""
    amounts, texts = samples[amount].texts, samples[other].texts
    if len(amounts) != len(texts):
        return []
    return [normalised(text) for text, said in zip(texts, amounts, strict=True) if re.search(r"[-−–(]", said)]


def _by_type(block: Block, samples: Mapping[int, Sample], amount: int, kind: int) -> SignSaid | None:
    types = _beside(samples, amount, kind)
    spent = [text for text in types if _SPENT.fullmatch(text)]
    if not types or len(spent) < 0.8 * len(types):
        return None
    return SignSaid(
        "cost",
        f"Rows whose “{block.names[kind]}” is “{_written(samples[kind], spent[0])}” cost money and have a minus: every"
        f" sign of “{block.names[amount]}” is turned (to keep them, answer sign=credit).",
    )


def _by_mark(
    block: Block, pairs: Mapping[str, Pair], samples: Mapping[int, Sample], amount: int, mark: int
) -> SignSaid | None:
    """Credits of a supplier's account are costs; a credit of any other account is money that comes back."""
    marks = _beside(samples, amount, mark)
    credited = sum(text in DEBIT_CREDIT["credit"] for text in marks)
    debited = sum(text in DEBIT_CREDIT["debit"] for text in marks)
    heading = block.names[mark]
    if marks and debited == len(marks):
        why = f"Amounts marked as debits by “{heading}” have a minus: every sign is turned."
        return SignSaid("cost", f"{why} To keep them, answer sign=credit.")
    if not marks or credited < len(marks):
        return None
    if "account" not in pairs and "cost_center" not in pairs and {"vendor", "vendor_number"} & pairs.keys():
        why = (
            f"The credits of “{heading}” stand on accounts of suppliers and are costs: every sign is turned."
        )
        return SignSaid("cost", f"{why} To keep them, answer sign=credit.")
    return SignSaid(
        "credit", f"“{heading}” says that the negative amounts are credits: they stay negative. If they are costs,"
        " answer sign=cost.",
    )  # fmt: skip


def _written(sample: Sample, said: str) -> str:
    return next((text.strip() for text in sample.spoken if normalised(text) == said), said)


def signed(chosen: Candidate) -> set[str]:
    """The columns of amounts whose sign is known from the tool."""
    return {*chosen.export.negate, *chosen.export.negative} if chosen.export else set()


def with_sign(
    table: Surveyed, chosen: Candidate, pairs: Mapping[str, Pair]
) -> tuple[Surveyed, tuple[str, ...]]:
    """The table with what its rows say of the minus of its costs, unless the reader has said it; and why."""
    if chosen.kind not in COSTS or "sign" in table.answers:
        return table, ()
    said = sign_said(table.block, pairs, table.samples, signed(chosen))
    if said is None:
        return table, ()
    return replace(table, answers={**table.answers, "sign": said.sign}), (said.why,)
