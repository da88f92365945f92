"""“Cr” behind an amount: a credit in a ledger, ten million in an Indian budget; told by the column, or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from contracts.actuals import Actuals
from contracts.contract import Column, columns
from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import counted

#: Behind an amount, as ledgers write it: credit is minus, debit is plus; the letters alone are German and French.
CREDIT, DEBIT = r"(?:(?i:cr)\.?|H|C)", r"(?:(?i:dr)\.?|S|D)"
_SIDE = re.compile(rf"\d[\d.,'’\s]*(?P<side>{CREDIT}|{DEBIT})\s*$")
#: Indian scales, as patterns of RE2 and of Python, and what they multiply by. “Cr” itself may be a credit.
SCALES = ((r"cr(?:s|ores?)?\.?", 1e7), (r"(?:lakhs?|lacs?|lk|l)\.?", 1e5))
SCALE_WORDS = "|".join(pattern for pattern, _ in SCALES)
_SCALED = re.compile(rf"\d[\d.,]*\s*(?P<word>{SCALE_WORDS})\s*\)?\s*$", re.IGNORECASE)
#: Currencies in which people count in lakh and crore.
_INDIAN = frozenset({"INR", "rs", "rs.", "PKR", "LKR", "BDT"})

Meaning = Literal["crore", "credit"]


@dataclass
class Sides:
    """Words behind the amounts of a column: those with “Cr”, whether debits and other marks, which Indian scales."""

    cr: set[str] = field(default_factory=set)
    debits: bool = False
    letters: bool = False
    scales: set[str] = field(default_factory=set)
    crore: bool | None = None

    @property
    def known(self) -> tuple[object, ...]:
        """All of it, to see whether anything was learnt."""
        return bool(self.cr), self.debits, self.letters, len(self.scales), self.crore

    @property
    def any(self) -> bool:
        """Whether a side stands behind any amount."""
        return bool(self.debits or self.letters or (self.cr and not self.crore))

    @property
    def scaled(self) -> bool:
        """Whether amounts are counted in lakh or crore."""
        return bool(self.crore or self.scales - {"l"})

    def learn(self, text: str) -> str:
        """Note the word behind one amount; returns the amount without it."""
        found = _SCALED.search(text)
        word = found["word"].casefold().rstrip(".") if found else ""
        if found and word not in ("cr", "l"):
            self.scales.add(word)
            return text[: found.start("word")] + text[found.end("word") :]
        side = _SIDE.search(text)
        if side:
            mark = side["side"].casefold().rstrip(".")
            if mark == "cr":
                self.cr.add(text)
            self.debits |= mark == "dr"
            self.letters |= mark not in ("cr", "dr")
            return text[: side.start("side")] + text[side.end("side") :]
        if found and word in ("cr", "l"):
            if word == "cr":
                self.cr.add(text)
            else:
                self.scales.add(word)
            if word == "cr" or self.scaled:
                return text[: found.start("word")] + text[found.end("word") :]
        return text


def decide_sides(sides: Sides, column: Column, told: Iterable[str], *, grouped: bool) -> None:
    """Settle what “Cr” is where the column shows it; `told` are its currencies, `grouped` digits in pairs.

    Debits beside it, or a ledger, make it a credit, in rupees too; lakhs or rupees elsewhere make it a crore, and so
    other currencies alone do not.
    """
    currencies = set(told)
    ledger = any(column == other for other in columns(Actuals).values())
    indian = bool(sides.scales - {"l"}) or bool(currencies & _INDIAN) or grouped
    credit = sides.debits or ledger
    if "l" in sides.scales and indian:
        sides.scales.add("lakh")
    if not sides.cr or sides.crore is not None:
        return
    if credit and not sides.scales:
        sides.crore = False
    elif indian and not credit:
        sides.crore = True
    elif currencies and not indian and not credit:
        sides.crore = False


def settle_sides(sides: Sides, name: str, heading: str, answers: Mapping[str, str]) -> Sequence[Question]:
    """Take the answer of the reader to what “Cr” means, or ask."""
    answer = answers.get(f"cr.{name}") or answers.get("cr")
    if answer in ("crore", "credit"):
        sides.crore = answer == "crore"
    if not sides.cr or sides.crore is not None:
        return ()
    shown = [f"“{text.strip()}”" for text in sorted(sides.cr)[:3]]
    number = re.sub(r"[^\d.,]", "", shown[0]).rstrip(".,")
    return (
        Question(
            f"cr.{name}",
            f"What does “Cr” mean in {heading} ({', '.join(shown)}): crore, or credit? "
            f"{counted(len(sides.cr), 'amount carries it', 'amounts carry it')}.",
            (
                Option("crore", "Crore: ten million", f"{shown[0]} is {number} × 10,000,000"),
                Option("credit", "Credit: a minus", f"{shown[0]} is −{number}"),
            ),
        ),
    )
