"""The currency and the scale of amounts as people write them in headings and titles: "(RM)", "in kEUR", "£000s"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from data_loaders.typing_currencies import SHARED, SIGNS, TRADED, code_of

#: What a heading with a unit outside brackets has: without it, most headings are done with at once.
_HINT = re.compile(rf"[€£$¥₹₽₺₩]|(?<![A-Z])[ktmKTM]?(?:{'|'.join(TRADED)})(?![A-Z])|\b(?:RM|Rs|[Kk]r|zł|Kč|Kc)\b"
                   r"|(?i:\b(?:in|en|em) .*(?:thous|tsd|taus|mrd|bn|k|m|t|0)|euro|dollar|pound)")  # fmt: skip
#: Longer texts are no headings and no titles, and are not searched.
LONGEST_HEADING, LONGEST_TITLE = 100, 300
_SCALES: tuple[tuple[str, str, float], ...] = (
    ("Cr", r"crores?|cr\.?", 1e7),
    ("lakh", r"lakhs?|lacs?", 1e5),
    ("bn", r"bn|billions?|mrd\.?|milliards?|miliard\w*|mld\.?", 1e9),
    ("M", r"mn|mm|mio\.?|millions?|millionen|millones|milioni|milhões|mln\.?|m", 1e6),
    (
        "k",
        r"tsd\.?|thousands?|tausend|milliers|miles|mila|migliaia|milhares|'?0{3}'?s?|'?1[.,' ]?0{3}s?|th|k|t",
        1e3,
    ),
)
_SCALE = "|".join(pattern for _, pattern, _ in _SCALES)
#: Scales in words, which need no “in” before them: “US$ thousands”.
_LONG_SCALE = (
    r"thousands?|millions?|billions?|tausend|tsd\.?|mio\.?|mrd\.?|milliers|millones|miles|milioni|migliaia|milhares"
    r"|milhões|mln\.?|lakhs?|crores?"
)
_WORDS = r"euros?|dollars?|pounds?(?: sterling)?"
_SIGN = "|".join(
    re.escape(sign)
    for sign in sorted({*SIGNS, *SHARED} - {"dollar", "dollars", "euro", "euros", "元", "ft", "fr", "lei"},
                       key=lambda sign: -len(sign))
)  # fmt: skip
_CURRENCY = rf"(?-i:{'|'.join(TRADED)})|{_SIGN}|(?:us )?(?:{_WORDS})"
_LEAD = (
    r"(?:(?:all )?(?:amounts?|values?|figures?|beträge|werte|montants?|importes?|valores|importi)?:? ?"
    r"(?:are )?in |en |em |i )?"
)
_UNIT = re.compile(
    rf"{_LEAD}(?:(?P<before>{_SCALE})(?:[ -]?(?:of|de|di) | ?))?(?P<currency>{_CURRENCY})?"
    rf"(?: ?(?:in )?(?P<after>{_SCALE}))?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]")
#: What stands behind the unit in its brackets: “(kEUR p.a.)”, “(EUR net)”, “(USD/year)”.
_BESIDE = re.compile(
    r"[\s,;/]+(?:p\.? ?a\.?|per (?:annum|year|month)|pro (?:jahr|monat)|a year|yearly|annual|annually|year|yr|month"
    r"|par an|al año|all'anno|por ano|net|netto|gross|brutto|ht|excl\.? (?:vat|tax)|incl\.? (?:vat|tax))\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<rest>.*?\w.*?)(?:\s*[,;:–-]\s*|\s+)(?P<unit>(?:(?:in|en|em)\s+)?(?:(?:{_SCALE})[ ]?(?:of |de |di )?)?"
    rf"(?:{_CURRENCY})(?: ?(?:{_SCALE}))?|(?:in|en|em)\s+(?:{_SCALE}))",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?P<unit>(?-i:{'|'.join(TRADED)})|[€£$¥])\s+(?P<rest>.*[^\W\d].*)")
_IN_TITLE = re.compile(
    rf"(?<!\w)(?:(?:in|en|em) (?P<after>(?:{_CURRENCY}) ?(?:{_SCALE})"
    rf"|(?:{_SCALE})(?:[ -]?(?:of |de |di )?(?:{_CURRENCY}))?"
    rf"|(?:{_CURRENCY}))|(?P<glued>(?:k|t|m|tsd\.? ?|mio\.? ?)(?:(?-i:{'|'.join(TRADED)})|€|\$|£)"
    rf"|(?:{_CURRENCY}) ?'?0{{3}}s?|(?:{_CURRENCY}) ?(?:{_LONG_SCALE})|(?-i:[€£$](?:m|k|bn)))"
    rf"|(?:currency|währung|devise|moneda|moeda|valuta)\s*[:=]? ?(?P<named>{_CURRENCY}))(?!\w)",
    re.IGNORECASE,
)

#: “Budget 2026 EUR”; CAD may end a title as the drawing of engineers.
_ENDS_A_TITLE = re.compile(rf"\d{{2}}[\s,:–-]+({'|'.join(code for code in TRADED if code != 'CAD')})\s*$")

#: The name of a field that ends with a currency: “cost_exposure_usd”. Some codes are words and names of their own.
_FIELD = re.compile(
    rf"(\w*[^\W\d_]\w*)_({'|'.join(code for code in TRADED if code not in ('TRY', 'PEN', 'COP', 'MAD', 'CAD'))})",
    re.IGNORECASE,
)
#: The same without a line between: “ContractValueUSD”.
_FIELD_IN_CAPITALS = re.compile(rf"([A-Za-z]+[a-z])({'|'.join(TRADED)})")


@dataclass(frozen=True)
class MoneyUnit:
    """What amounts are counted in: a currency (a code, or a sign that several countries use) and a scale."""

    currency: str | None
    scale: float = 1.0

    @property
    def text(self) -> str:
        """The unit as typing reads it: "EUR", "kEUR", "k"."""
        prefix = next((name for name, _, scale in _SCALES if scale == self.scale), "")
        glued = (self.currency or "EUR").isupper() and len(prefix) <= 2 and prefix != "Cr"
        return f"{prefix}{'' if glued else ' '}{self.currency or ''}".strip()


def money_unit(text: str) -> MoneyUnit | None:
    """The unit a text is, if it is nothing else.

    >>> money_unit("kEUR").text, money_unit("RM").text, money_unit("$").currency, money_unit("$m").scale
    ('kEUR', 'MYR', '$', 1000000.0)
    >>> money_unit("₹ Cr").text, money_unit("in lakhs").scale, money_unit("Cr")
    ('Cr INR', 100000.0, None)
    """
    found = _UNIT.fullmatch(" ".join(text.split()))
    if found is None or not (found["currency"] or found["before"] or found["after"]):
        return None
    if found["before"] and found["after"]:
        return None
    said = found["before"] or found["after"]
    if said and not found["currency"] and re.fullmatch(r"(?i)cr\.?", text.strip()):
        return None  # “Amount (Cr)” beside “Amount (Dr)” is the side of a ledger
    scale = next((s for _, pattern, s in _SCALES if said and re.fullmatch(pattern, said, re.IGNORECASE)), 1.0)
    currency = found["currency"]
    return MoneyUnit((code_of(currency) or currency.casefold()) if currency else None, scale)


def _rarer_code(text: str) -> MoneyUnit | None:
    """The unit a code in brackets says, whichever currency it is; “(ALL)” and “(TOP)” are words."""
    code = re.fullmatch(r"(?!ALL|TOP)[A-Z]{3}", text)
    return MoneyUnit(code[0]) if code and code_of(code[0]) == code[0] else None


@lru_cache(maxsize=4096)
def split_unit(heading: str) -> tuple[str, MoneyUnit | None]:
    """A heading without the unit of its amounts, and that unit; the heading as it is where it says none.

    >>> split_unit("Value in kEUR")[0], split_unit("Amount (RM)")[0], split_unit("Order date")
    ('Value', 'Amount', ('Order date', None))
    >>> split_unit("annual_cost_eur")[0], split_unit("Annual_Cost_EUR")[1].text
    ('annual_cost', 'EUR')
    >>> split_unit("ContractValueUSD")[0], split_unit("TotalCAD")[1].text
    ('ContractValue', 'CAD')
    >>> split_unit("Contract value (kEUR p.a.)")[1].text, split_unit("Fee (net)")[1]
    ('kEUR', None)
    """
    if len(heading) > LONGEST_HEADING:
        return heading, None
    text = " ".join(heading.split())
    field = _FIELD.fullmatch(text) or _FIELD_IN_CAPITALS.fullmatch(text)
    if field:
        return field[1], MoneyUnit(field[2].upper())
    for bracket in _IN_BRACKETS.finditer(text):
        said = _BESIDE.sub("", bracket[1])
        unit = money_unit(said) or _rarer_code(said)
        if unit is not None:
            return " ".join((text[: bracket.start()] + " " + text[bracket.end() :]).split()), unit
    if _HINT.search(text) is None:
        return text, None
    for pattern in (_AFTER, _BEFORE):
        found = pattern.fullmatch(text)
        unit = money_unit(found["unit"]) if found else None
        if found and unit is not None and money_unit(found["rest"]) is None:
            return found["rest"].strip(), unit
    return text, None


def unit_in_title(text: str) -> MoneyUnit | None:
    """The unit a title above a table states for all its amounts, such as "Budget 2026 in kEUR"."""
    if len(text) > LONGEST_TITLE:
        return None
    for bracket in _IN_BRACKETS.finditer(text):
        unit = money_unit(bracket[1])
        if unit is not None and (unit.currency or len(bracket[1]) > 2):
            return unit
    found = _IN_TITLE.search(text) or _ENDS_A_TITLE.search(text)
    return money_unit(next(filter(None, found.groups()))) if found else None
