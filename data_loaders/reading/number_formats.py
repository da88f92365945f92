"""What a spreadsheet's number format says about the number under it: date, time, duration, percent, currency."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATES = {
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}
_OTHERS = {
    9: "0%",
    10: "0.00%",
    5: "$#,##0",
    6: "$#,##0",
    7: "$#,##0.00",
    8: "$#,##0.00",
    42: "$#,##0",
    44: "$#,##0.00",
}
BUILTIN = _DATES | _OTHERS
"""Formats that files name by number only."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKET = re.compile(r"\[[^\]]*\]")
_LOCALE = re.compile(r"\[\$-[^\]]*\]")
_CURRENCY = re.compile(
    r"\[\$([^\]-]+)(?:-[0-9A-Fa-f]+)?\]|([$€£¥₹₽₺₩₪₫฿₴₦])|"
    r"\b(kr|zł|Kč|CHF|EUR|USD|GBP|DKK|SEK|NOK|PLN|CZK|JPY|CNY|INR|AUD|CAD|RM)\b"
)
_DIGITS = re.compile(r"[0#?]")


@dataclass(frozen=True)
class NumberFormat:
    """`kind` is "number", "date", "time" (of day) or "duration"; `has_time` is true where a date shows its time."""

    code: str
    kind: str = "number"
    has_time: bool = False
    percent: bool = False
    currency: bool = False


GENERAL = NumberFormat("General")


def understand(code: str) -> NumberFormat:
    """Read a format code such as `[h]:mm` or `#,##0.00 [$€-407]`; only the section for positive numbers counts."""
    section = _LOCALE.sub("", _split_sections(code))
    bare = _LITERAL.sub("", section)
    if _ELAPSED.search(bare):
        return NumberFormat(code, "duration")
    letters = _BRACKET.sub("", bare).lower()
    if letters.strip() in ("general", "@", ""):
        return NumberFormat(code, currency=_CURRENCY.search(section) is not None)
    letters = letters.replace("general", "")
    hours = "h" in letters or "s" in letters or "am/pm" in letters or "a/p" in letters
    without_ampm = letters.replace("am/pm", "").replace("a/p", "")
    day_or_year = re.search(r"[dyge]", re.sub(r"[0#?]e[+-]", "", without_ampm)) is not None
    month = "m" in without_ampm and not hours
    if (day_or_year or month or hours) and not re.search(r"[#?]", letters):
        if day_or_year or month or "mmm" in without_ampm:
            return NumberFormat(code, "date", has_time=hours)
        return NumberFormat(code, "time", has_time=True)
    return NumberFormat(
        code,
        percent="%" in letters,
        currency=_CURRENCY.search(section) is not None and _DIGITS.search(bare) is not None,
    )


def _split_sections(code: str) -> str:
    quoted = False
    for i, char in enumerate(code):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted and not (i and code[i - 1] == "\\"):
            return code[:i]
    return code
