"""Signs, codes and names of currencies to ISO 4217; a sign that several countries use is asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel import Locale

from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import Cells, Decision, Typed, counted, escaped, examples, quoted
from data_loaders.typing_date_notations import LANGUAGES

#: Signs with one meaning. Codes and names come from the Unicode tables.
SIGNS: Mapping[str, str] = {
    "€": "EUR", "£": "GBP", "us$": "USD", "$us": "USD", "usd$": "USD", "u$s": "USD", "a$": "AUD", "au$": "AUD",
    "c$": "CAD", "ca$": "CAD", "can$": "CAD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "nt$": "TWD", "mx$": "MXN",
    "r$": "BRL", "rm": "MYR", "kč": "CZK", "kc": "CZK", "zł": "PLN", "zl": "PLN", "₹": "INR", "₽": "RUB", "₺": "TRY",
    "pound": "GBP", "pounds": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP", "sterling": "GBP",
    "₴": "UAH", "₩": "KRW", "₪": "ILS", "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "ft": "HUF", "lei": "RON",
    "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "rmb": "CNY", "元": "CNY", "円": "JPY", "dkr": "DKK", "dkk.": "DKK",
    "nkr": "NOK", "skr": "SEK", "euro": "EUR", "euros": "EUR", "eur.": "EUR", "лв": "BGN", "dhs": "AED",
}  # fmt: skip
#: Signs used in several countries, with the codes they could mean.
SHARED: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "SGD", "MXN"), "kr": ("DKK", "SEK", "NOK", "ISK"), "kr.": ("DKK", "SEK", "NOK", "ISK"),
    "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "rs": ("INR", "PKR", "LKR"), "rs.": ("INR", "PKR", "LKR"),
    "fr": ("CHF", "XOF"), "dollar": ("USD", "CAD", "AUD"), "dollars": ("USD", "CAD", "AUD"),
}  # fmt: skip
#: Currencies whose code is looked for inside a cell of an amount.
TRADED = (
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK", "CZK", "PLN", "HUF",
    "RON", "BGN", "TRY", "RUB", "UAH", "INR", "PKR", "LKR", "BDT", "MYR", "SGD", "HKD", "TWD", "THB", "IDR", "PHP",
    "VND", "KRW", "ILS", "AED", "SAR", "QAR", "KWD", "BHD", "OMR", "JOD", "EGP", "MAD", "TND", "ZAR", "NGN", "KES",
    "GHS", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "UYU", "CRC", "UGX", "TZS", "RWF", "ETB", "XOF", "XAF", "ZMW",
    "BWP", "MUR", "NPR", "KZT", "RSD", "DOP", "GTQ", "PYG", "BOB", "DZD", "LBP", "IQD", "MZN", "MWK", "UZS", "AZN",
)  # fmt: skip


def _listed(texts: Iterable[str]) -> str:
    return "|".join(escaped(text) for text in sorted(texts, key=lambda text: (-len(text), text)))


_MARKS = _listed({*SIGNS, *SHARED, *(code.lower() for code in TRADED)})
#: “R” is rand before digits with cents, groups of thousands, a space or four digits: “R101” is a name.
_RAND = r"(?-i:\bR)(?=\s?\d[\d\s,.']*[.,]\d\d\b|\s\d|\d{1,3}(?:[ ,]\d{3})+\b|\d{4,}\)?\s*$)"
#: Currency signs and codes inside the cell of an amount.
MARKS = re.compile(rf"{_MARKS}|{_RAND}", re.IGNORECASE)
#: The same as the database reads it, for cells that are amounts.
MARKS_IN_SQL = rf"(?i){_MARKS}|(?-i:\bR)"


def code_of(text: str) -> str | None:
    """The ISO code of a sign, code or name, or None where it is unknown or has several meanings.

    >>> code_of("US$"), code_of("rm"), code_of("Euro"), code_of("$")
    ('USD', 'MYR', 'EUR', None)
    """
    word = " ".join(text.split()).casefold().strip()
    if word in SHARED:
        return None
    if word == "r":
        return "ZAR"
    return SIGNS.get(word) or _names().get(word) or _names().get(word.rstrip("."))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for code in map(str, Locale("en").currencies):
        found.setdefault(code.casefold(), set()).add(code)
    for language in LANGUAGES:
        locale = Locale(language)
        for code, name in locale.currencies.items():
            # Money that is no longer in use carries its years in brackets and would clash with its successor.
            if "(" not in name:
                found.setdefault(name.casefold(), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def decide_currency(cells: Cells, answers: Mapping[str, str]) -> Typed:
    """Every distinct text of the column to an ISO code; shared signs by the answer `currency.<column>`."""
    texts = cells.values(cells.present, 2_000)
    answer = (answers.get(f"currency.{cells.column.name}") or answers.get("currency") or "").strip().upper()
    codes: dict[str, str] = {}
    shared: dict[str, tuple[str, ...]] = {}
    for text in texts:
        told = {word.casefold(): code for word, code in cells.assignment.words.items()}.get(
            text.strip().casefold()
        )
        code = told or code_of(text.strip("\u00a0\ufeff "))
        sign = text.strip().casefold()
        if code:
            codes[text] = code
        elif sign in SHARED and answer:
            codes[text] = answer
        elif sign in SHARED:
            shared[text] = SHARED[sign]
    questions = []
    if shared:
        sign, options = next(iter(shared.items()))
        questions.append(
            Question(
                f"currency.{cells.column.name}",
                f"Which currency does “{sign.strip()}” mean in {cells.heading} "
                f"({counted(sum(texts[text] for text in shared), 'cell')})?",
                tuple(Option(code, Locale("en").currencies.get(code, code)) for code in options),
            )
        )
    refused = sum(n for text, n in texts.items() if text not in codes)
    branches = " ".join(f"WHEN {quoted(text)} THEN {quoted(code)}" for text, code in codes.items())
    sql = f"CASE {cells.text} {branches} END" if branches else "CAST(NULL AS VARCHAR)"
    changed = [f"{text.strip()} → {code}" for text, code in codes.items() if text != code]
    how = f"Codes of {counted(len(set(codes.values())), 'currency', 'currencies')}."
    if changed:
        how += f" Made one: {examples(changed)}."
    return Typed(
        Decision(
            column=cells.column.name,
            sql=sql,
            how=how,
            present=f"({cells.present})",
            refused=refused,
            refusal="“{value}” is not a currency; write its code of three letters, such as EUR.",
        ),
        questions=questions,
    )
