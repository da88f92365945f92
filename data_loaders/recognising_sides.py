"""Amounts whose side stands beside them: a column for debits and one for credits, or a mark for each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.actuals import DEBIT_CREDIT
from contracts.contract import ColumnType, columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair
from data_loaders.recognising_money import split_unit
from data_loaders.recognition import Assignment

_AMOUNTS = ("amount", "amount_local")
_DEBITS = frozenset({"debit", "debits", "debit amount", "amount debit", "soll", "sollbetrag", "débit", "montant débit",
                     "debe", "cargo", "débito", "dare", "importo dare", "debet", "má dáti", "wn"})  # fmt: skip
_CREDITS = frozenset({"credit", "credits", "credit amount", "amount credit", "haben", "habenbetrag", "crédit",
                      "montant crédit", "haber", "abono", "crédito", "avere", "importo avere", "kredit", "dal",
                      "ma"})  # fmt: skip
#: Which of two currencies the sides are in, as words around “debit” and “credit”: of the document, and of the company.
_OF_DOCUMENT = (
    "entered",
    "transaction",
    "document",
    "umsatz",
    "amount",
    "betrag",
    "importe",
    "montant",
    "au",
)
_OF_COMPANY = ("accounted", "functional", "local", "base", "lcy", "company", "ledger")
#: What a type of document calls a credit, beside invoices whose amounts have no sign either.
_CREDIT_NOTES = re.compile(
    r"(?:(?:vendor|supplier|bill|purchase|ap|invoice) )?credit(?: (?:note|memo|memorandum|invoice))?|refund|pc|crn"
    r"|gutschrift|rechnungskorrektur|avoir|note de crédit|nota (?:de )?cr[ée]dito|nota di credito|abono|creditnota"
    r"|creditfactuur|kreditnota|dobropis",
    re.IGNORECASE,
)
_TYPES = ("type", "document_type")


#: Kinds whose amounts are costs, and so positive: what all of them say with a minus has been told from the other side.
COSTS = ("invoices", "purchase_orders", "actuals")
_MINUS = re.compile(r"\s*(?:[-−–(]|[^\d\s]{1,4}\s*[-−–(]).*\d.*|.*\d\s*[-−–]\s*", re.DOTALL)
_FEWEST = 5


def mostly_negative(pair: Pair, samples: Mapping[int, Sample]) -> bool:
    """Whether four of five amounts are negative, in at least five rows that have one."""
    if pair.column.type is not ColumnType.MONEY or len(pair.cells) > 1:
        return False
    amounts = [text for text in samples[pair.cells[0]].spoken if re.search(r"[1-9]", text)]
    negative = sum(1 for text in amounts if _MINUS.fullmatch(text))
    return len(amounts) >= _FEWEST and negative >= 0.8 * len(amounts)


def sign_question(
    kind: str, pairs: Mapping[str, Pair], samples: Mapping[int, Sample], answers: Mapping[str, str],
    told: Iterable[str],
) -> tuple[Question, ...]:  # fmt: skip
    """Ask what a list of costs means whose amounts are mostly negative. `told` are columns whose sign is known."""
    if kind not in COSTS or "sign" in answers:
        return ()
    negative = [pair for name, pair in pairs.items() if name not in told and mostly_negative(pair, samples)]
    amounts = [p for n, p in pairs.items() if p.column.type is ColumnType.MONEY and n not in told]
    if not negative or any(not mostly_negative(p, samples) and _counts(p, samples) for p in amounts):
        return ()
    example = next(text for text in samples[negative[0].cells[0]].spoken if _MINUS.fullmatch(text))
    text = f"Nearly all amounts of this list are negative, such as “{example}”. What does the minus say?"
    return (
        Question(
            "sign", text,
            (Option("cost", "They are costs", "as they stand on accounts of suppliers: every sign is turned"),
             Option("credit", "They are credits", "money that comes back: the signs stay")),
        ),
    )  # fmt: skip


def _counts(pair: Pair, samples: Mapping[int, Sample]) -> bool:
    """Whether a column of amounts holds any."""
    return any(re.search(r"[1-9]", text) for text in samples[pair.cells[0]].spoken)


def with_sides(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Matching:
    """The matching of postings with one amount made of a column of debits and one of credits, where it has no other."""
    if matching.kind != "actuals" or any(
        name in matching.pairs and not _is_side(block, matching.pairs[name]) for name in _AMOUNTS
    ):
        return matching
    known = columns(all_contracts()["actuals"])
    pairs = dict(matching.pairs)
    for name, words in (("amount", _OF_DOCUMENT), ("amount_local", _OF_COMPANY)):
        debit, credit = (_column(block, samples, headings, words) for headings in (_DEBITS, _CREDITS))
        if debit is not None and credit is not None:
            pairs = {n: pair for n, pair in pairs.items() if not {debit, credit}.intersection(pair.cells)}
            pairs[name] = Pair(known[name], (debit, credit), 1.0, 1.0, "debits less credits")
    return replace(matching, pairs=pairs)


def _said(heading: str) -> str:
    """A heading in plain words, without its unit and without brackets: “Amount (Debit)”."""
    return " ".join(re.sub(r"[()\[\]]", " ", normalised(split_unit(heading)[0])).split())


def _is_side(block: Block, pair: Pair) -> bool:
    """Whether a column taken as the amount is one of the two sides by its heading."""
    words = set(_said(block.raw_names.get(pair.cells[0], "")).split())
    return bool(words & (_DEBITS | _CREDITS)) and len(pair.cells) == 1


def _column(
    block: Block, samples: Mapping[int, Sample], headings: frozenset[str], beside: tuple[str, ...]
) -> int | None:
    """The column of one side, under one of these headings, or one of them with a word that says whose currency."""
    for cell, heading in block.raw_names.items():
        said = _said(heading)
        bare = " ".join(word for word in said.split() if word not in beside)
        named = said in headings and beside is _OF_DOCUMENT
        empty = not samples[cell].spoken
        if (named or (bare != said and bare in headings)) and (empty or samples[cell].numbers >= 0.5):
            return cell
    return None


def credit_mark(
    pair: Pair, pairs: Mapping[str, Pair], samples: Mapping[int, Sample]
) -> tuple[int, tuple[str, ...]] | None:
    """The column that marks credits, and its words for them, where no amount carries a sign of its own."""
    mark = pairs.get("debit_credit")
    if mark is None:
        return _credit_notes(pair, pairs, samples)
    if pair.column.name not in (*_AMOUNTS, "gross_amount") or len(pair.cells) > 1:
        return None
    if any(text.startswith(("-", "−", "(")) or text.endswith("-") for text in samples[pair.cells[0]].spoken):
        return None
    return mark.cells[0], ("credit", *DEBIT_CREDIT["credit"])


def _credit_notes(
    pair: Pair, pairs: Mapping[str, Pair], samples: Mapping[int, Sample]
) -> tuple[int, tuple[str, ...]] | None:
    """The column of types and its words for credit notes, where their amounts look like those of invoices.

    Only where both columns are filled throughout can a type be held against its amount.
    """
    kind = next((pairs[name] for name in _TYPES if name in pairs), None)
    if kind is None or pair.column.type is not ColumnType.MONEY or len(pair.cells) > 1:
        return None
    types, amounts = samples[kind.cells[0]].texts, samples[pair.cells[0]].texts
    if len(types) != len(amounts):
        return None
    of_credits = [
        amount for said, amount in zip(types, amounts, strict=True) if _CREDIT_NOTES.fullmatch(said.strip())
    ]
    signed = [text for text in amounts if _MINUS.fullmatch(text)]
    if not of_credits or signed or len(of_credits) == len(amounts):
        return None
    return kind.cells[0], tuple(
        dict.fromkeys(said.strip() for said in types if _CREDIT_NOTES.fullmatch(said.strip()))
    )


def credit_notes_said(
    block: Block, assignments: Iterable[Assignment], pairs: Mapping[str, Pair]
) -> tuple[str, ...]:
    """A sentence where the type of a row turns its amounts, so that nobody wonders about the minus."""
    cells = {pairs[name].cells[0] for name in _TYPES if name in pairs}
    turned = next((a.negative for a in assignments if a.negative and a.negative[0] in cells), None)
    if turned is None:
        return ()
    listed = " or ".join(f"“{word}”" for word in turned[1])
    sentence = (
        f"Rows whose “{block.names[turned[0]]}” is {listed} are credits: their amounts, written without a sign, count"
        " as negative."
    )
    return (sentence,)
