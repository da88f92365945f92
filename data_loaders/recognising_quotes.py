"""How people write what one currency is worth in another: "EUR/USD", "USD per 100 JPY", "1 EUR = 1.08 USD"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from contracts.contract import normalised
from data_loaders.outcome import Option, Question
from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_month_names import month_words
from data_loaders.typing_currencies import code_of

_CODE = r"[A-Z]{3}"
_MANY = r"(?P<units>\d{1,5})?\s*"
_PER = r"(?:per|pro|par|por|pr\.?|pour)"
_NUMBER = r"(?P<rate>\d[\d.,' ]*)"
#: In the first, one unit of `one` is worth so much of `other`; the key of the central bank names them the other way.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_MANY}(?P<one>{_CODE})\s*=\s*{_NUMBER}\s*(?P<other>{_CODE})",
        rf"{_MANY}(?P<one>{_CODE})\s*=\s*[?x…]*\s*(?P<other>{_CODE})",
        rf"(?P<other>{_CODE})\s*{_PER}\s*{_MANY}(?P<one>{_CODE})",
        rf"(?:[^()]*\()?(?P<other>{_CODE})\s*/\s*(?P<units>\d{{1,5}})\s*(?P<one>{_CODE})\)?",
        rf"{_MANY}(?P<one>{_CODE})\s*(?:/|-|–|:|→|->|\bto\b|\bin\b|\bnach\b|\bvs\.?)\s*(?P<other>{_CODE})(?:=X)?",
        rf"(?:FX)?(?P<one>{_CODE})(?P<other>{_CODE})(?:=X)?",
        rf".*\bEXR\.[A-Z]\.(?P<other>{_CODE})\.(?P<one>{_CODE})\.\w+\.\w+.*",
        rf"BBEX3\.[A-Z]\.(?P<other>{_CODE})\.(?P<one>{_CODE})\.\w+\.\w+\.\d{{3}}",
    )
)
#: "A$1=USD" above a column: one Australian dollar in others.
_SIGN_FIRST = re.compile(rf"(?P<sign>[^\w\s]|[A-Z]{{1,2}}\$)\s?(?P<units>1|10|100)\s*=\s*(?P<other>{_CODE})")
#: "Spot exchange rate, US$ into Sterling": so many dollars are one pound.
_INTO = re.compile(r"(?:.*\bexchange rates?,? )(?P<other>.+?) into (?P<one>.+)", re.IGNORECASE)
#: How the Federal Reserve writes currencies in the names of its series, by area; its own database has some otherwise.
_AREAS: Mapping[str, str] = {
    "US": "USD", "EU": "EUR", "UK": "GBP", "AL": "AUD", "NZ": "NZD", "JA": "JPY", "JP": "JPY", "CA": "CAD", "CH": "CNY",
    "SZ": "CHF", "MX": "MXN", "BZ": "BRL", "DN": "DKK", "HK": "HKD", "IN": "INR", "MA": "MYR", "NO": "NOK", "SI": "SGD",
    "SF": "ZAR", "KO": "KRW", "SL": "LKR", "SD": "SEK", "TA": "TWD", "TH": "THB",
}  # fmt: skip
#: “RXI$US_N.B.EU” is dollars for a euro, “RXI_N.B.JA” yen for a dollar; “DEXUSEU” and “EXJPUS” say the same shorter.
_SERIES = (
    re.compile(r"(?:H10/H10/)?RXI\$(?P<other>US)_N\.[A-Z]\.(?P<one>[A-Z]{2})"),
    re.compile(r"(?:H10/H10/)?RXI_N\.[A-Z]\.(?P<other>[A-Z]{2})"),
    re.compile(r"[AD]?EX(?P<other>[A-Z]{2})(?P<one>[A-Z]{2})"),
)
_KEY = re.compile(r"(?:EXR|BBEX3)\.[A-Z]\.[A-Z]{3}\.[A-Z]{3}\.")
#: A currency and how many of it are meant: "100 JPY" above a column, "JPY100" in a cell.
_UNITS_FIRST = re.compile(rf"(?P<units>1|10|100|1000|10000)\s*(?P<code>{_CODE})")
_UNITS_LAST = re.compile(rf"(?P<code>{_CODE})\s*(?P<units>1|10|100|1000|10000)")
#: The name of a currency with its code: "Euro(EUR)", "U.K. pound (GBP)".
_NAMED = re.compile(rf"[^()]*[^\W\d_]{{2}}[^()]*\(\s*(?P<code>{_CODE})\s*\)")
#: Days in titles, in the notations that leave no doubt about day and month.
_DAYS = re.compile(
    r"(?<!\d)(?:(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>20\d\d)"
    r"|(?P<d3>\d{1,2})\.? (?P<named>[^\W\d_]{3,}\.?) (?P<y3>20\d\d))(?!\d)"
)
_EURO_LIST = re.compile(
    r"eurofxref|(?<![a-z])ecb(?![a-z])|european central bank|euro foreign exchange reference|\bezb\b",
    re.IGNORECASE,
)
#: Lists of central banks that say what foreign money is worth in their own: how they are known, and that currency.
_HOME_LISTS = (
    (re.compile(r"země.*měna.*množství.*kód.*kurz|#\d{1,3}\b.*country.*currency.*amount.*code.*rate|kurzy devizového"
                r"|česká národní banka|czech national bank", re.IGNORECASE | re.DOTALL), "CZK", "Czech National Bank"),
    (re.compile(r"\bnbp\b|nr tabeli|narodowy bank polski", re.IGNORECASE), "PLN", "National Bank of Poland"),
    (re.compile(r"\bdevkum\b|swiss national bank|schweizerische nationalbank", re.IGNORECASE), "CHF",
     "Swiss National Bank"),
)  # fmt: skip
#: “per £1”, “1 € =”: one of a currency that only its sign names.
_SIGNS = re.compile(r"(?:\b1\s?)?([€£₹₽₺₩]|US\$|A\$|C\$|NZ\$)\s?(?:1\b)?")
_WORD = rf"(?:(?P<code>{_CODE})|(?i:(?P<euro>euros?)))\b"
_OF_BASE = re.compile(rf"(?:\b1(?=\s*\w+\s*=)|(?i:\b(?:per|pro|par|por|pr)\.?)(?: 1)?)\s*{_WORD}")
_IN_BASE = re.compile(rf"(?i:\b(?:to|in|into|nach|en|zu|vers)) (?:the )?{_WORD}")
_AGAINST = re.compile(
    rf"(?i:\b(?:against|vs\.?|versus|gegen|contre|base(?: currency)?:?|basiswährung:?)) (?:the )?{_WORD}"
)


@dataclass(frozen=True)
class Quote:
    """So many units of one currency are worth `rate` (where it is said) in another."""

    one: str
    other: str
    units: int = 1
    rate: float | None = None


@dataclass(frozen=True)
class Base:
    """The currency all rates of a table are quoted against, and whether one unit of it is worth the number."""

    code: str | None
    of_base: bool | None
    questions: tuple[Question, ...] = ()
    why: str = ""


def is_code(text: str) -> bool:
    """Whether a text is the code of a currency and nothing else.

    >>> is_code("USD"), is_code("usd"), is_code("XQQ")
    (True, False, False)
    """
    bare = text.strip()
    return bool(re.fullmatch(_CODE, bare)) and code_of(bare) == bare


def units_of(text: str) -> tuple[str, int] | None:
    """The code of a currency with how many of it are meant; None for anything else.

    >>> units_of("100 JPY"), units_of("JPY100"), units_of("USD"), units_of("Q1 2026")
    (('JPY', 100), ('JPY', 100), ('USD', 1), None)
    """
    bare = text.strip()
    if is_code(bare):
        return bare, 1
    named = _NAMED.fullmatch(bare)
    if named and is_code(named["code"]):
        return named["code"], 1
    found = _UNITS_FIRST.fullmatch(bare) or _UNITS_LAST.fullmatch(bare)
    return (found["code"], int(found["units"])) if found and is_code(found["code"]) else None


@cache
def series_names() -> frozenset[str]:
    """The names of the Federal Reserve's series of rates, as headings are compared."""
    names = {f"RXI{'$US' if dollars else ''}_N.{often}.{area}"
             for area in _AREAS for often in "BMA" for dollars in (True, False)}  # fmt: skip
    return frozenset(normalised(name) for name in names)


def series_in(texts: Iterable[str]) -> frozenset[str]:
    """The texts that are keys of series of rates of the euro's central banks, as headings are compared."""
    return frozenset(normalised(text) for text in texts if _KEY.match(text))


def day_in(texts: Iterable[str]) -> str | None:
    """The one day that titles state, as 2026-03-31; None where they state none or several.

    >>> day_in(["15.01.2025 #010"]), day_in(["Rates of 15 Jan 2025"]), day_in(["03/04/2025"])
    ('2025-01-15', '2025-01-15', None)
    """
    days = set()
    for text in texts:
        for found in _DAYS.finditer(text):
            month = found["named"] and month_words().get(normalised(found["named"]))
            number = int(found["m1"] or found["m2"] or month or 0)
            day = int(found["d1"] or found["d2"] or found["d3"])
            if 1 <= number <= 12 and 1 <= day <= 31:
                days.add(f"{found['y1'] or found['y2'] or found['y3']}-{number:02d}-{day:02d}")
    return days.pop() if len(days) == 1 else None


def quote_of(text: str) -> Quote | None:
    """What a heading or a cell says is worth what; None for anything else.

    >>> quote_of("EUR/USD"), quote_of("USD per 100 JPY")
    (Quote(one='EUR', other='USD', units=1, rate=None), Quote(one='JPY', other='USD', units=100, rate=None))
    """
    bare = " ".join(text.split())
    for series in _SERIES:
        named = series.fullmatch(bare)
        one, other = (named.groupdict().get("one", "US"), named["other"]) if named else ("", "")
        if one in _AREAS and other in _AREAS and "US" in (one, other):
            return Quote(_AREAS[one], _AREAS[other])
    signed = _SIGN_FIRST.fullmatch(bare)
    if signed and (one := code_of(signed["sign"])) and is_code(signed["other"]):
        return Quote(one, signed["other"], int(signed["units"]))
    for form in _FORMS:
        found = form.fullmatch(bare)
        if found is None:
            continue
        said = found.groupdict()
        one, other = said["one"], said["other"]
        if is_code(one) and is_code(other) and one != other:
            number = (said.get("rate") or "").strip()
            # "1,277" may be a thousand or little more than one: better refused than guessed.
            rate = None if re.fullmatch(r"[1-9]\d{0,2},\d{3}", number) else amount_of(number)
            return Quote(one, other, int(said.get("units") or 1), rate)
    named = _INTO.fullmatch(bare)
    codes = (
        [code_of(re.sub(r"(?: *\[\w\])+.*$", "", named[name])) for name in ("one", "other")] if named else []
    )
    if len(codes) == 2 and codes[0] and codes[1] and codes[0] != codes[1]:
        return Quote(codes[0], codes[1])
    return None


def base_of(
    texts: Iterable[str], answers: Mapping[str, str], codes: Iterable[str], example: tuple[str, str]
) -> Base:
    """Against which currency bare codes are quoted and which way round, as texts and answers say, else asked.

    `example` is a code of the table and a number that stands for it.
    """
    said, others = _SIGNS.sub(lambda sign: f"1 {code_of(sign[1])}", " · ".join(texts)), set(codes)
    code, of_base, why = None, None, ""
    if _EURO_LIST.search(said) and "EUR" not in others:
        code, of_base, why = "EUR", True, "the European Central Bank quotes what one euro is worth"
    for known, home, bank in _HOME_LISTS:
        if code is None and known.search(said):
            code, of_base, why = home, False, f"the {bank} says what foreign money is worth in {home}"
    for pattern, way in ((_OF_BASE, True), (_IN_BASE, False), (_AGAINST, None)):
        named = _named(pattern, said)
        if code is None and named is not None:
            code, of_base, why = named, way, f"“{named}” as titles or headings say"
    to = answers.get("to_currency", "").strip().upper()
    if to:
        code, of_base = to, False
    code = answers.get("base_currency", "").strip().upper() or code
    if answers.get("rate_quote") in ("of-base", "in-base"):
        of_base = answers["rate_quote"] == "of-base"
    questions = []
    if code is None:
        questions.append(
            Question("base_currency", "Against which currency are these rates (EUR, for example)?")
        )
    if of_base is None:
        foreign, number = example
        base = code or "the other currency"
        questions.append(
            Question(
                "rate_quote",
                f"What does {number} for {foreign} mean?",
                (
                    Option("of-base", f"1 {base} is worth {number} {foreign}"),
                    Option("in-base", f"1 {foreign} is worth {number} {base}"),
                ),
            )
        )
    return Base(code, of_base, tuple(questions), why)


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    for found in pattern.finditer(text):
        groups = found.groupdict()
        codes = [
            value for name, value in groups.items() if value and name.startswith("code") and is_code(value)
        ]
        if codes or any(value for name, value in groups.items() if value and name.startswith("euro")):
            return codes[0] if codes else "EUR"
    return None
