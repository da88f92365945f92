"""How figures are written in sentences: one notation for shares, signs, money and units, on every page and in print.

Charts and cards write their numbers with `charts.numbers`; both write a percentage and a minus sign alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

#: Keeps a number and its unit on one line.
SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MISSING = "—"

#: From so many hours on, a duration is said in days.
HOURS_SAID = 48

_UNITS = {"hours": "h", "days": "d", "minutes": "min", "points": "points", "per_week": "a week"}


def said(value: float | None, unit: str, currency: str = "EUR") -> str:
    r"""A value in a sentence; shares are fractions, money is in short.

    >>> said(0.9201, "percent"), said(-24.7, "points"), said(496_006.78, "money"), said(533, "count")
    ('92.0\xa0%', '−24.7\xa0points', 'EUR\xa0496k', '533')
    >>> said(47.9, "hours"), said(91.2, "hours")
    ('47.9\xa0h', '3.8\xa0d')
    """
    if value is None:
        return MISSING
    size, sign = abs(value), MINUS if value < 0 else ""
    if unit == "percent":
        return f"{sign}{_percent(size)}{SPACE}%"
    if unit == "money":
        scaled = (
            f"{size / 1e6:.2f}M"
            if size >= 999_500
            else f"{size / 1e3:.0f}k"
            if size >= 1e3
            else f"{size:.0f}"
        )
        return f"{sign}{currency}{SPACE}{scaled}"
    if unit in {"count", "items"} and float(value).is_integer():
        return f"{sign}{size:,.0f}"
    if unit == "hours" and size >= HOURS_SAID:
        size, unit = size / 24, "days"
    return f"{sign}{_in_unit(size, unit)}"


def _in_unit(size: float, unit: str) -> str:
    return f"{size:,.1f}{SPACE + _UNITS[unit] if unit in _UNITS else ''}"


def _percent(share: float) -> str:
    """All or nothing without decimals, below one per cent with two."""
    percent = share * 100
    if percent in {0.0, 100.0}:
        return f"{percent:.0f}"
    return f"{percent:,.{1 if percent >= 1 else 2}f}"


def said_interval(low: float | None, high: float | None, unit: str, currency: str = "EUR") -> str:
    r"""The two ends of an interval with the unit once; nothing where there is none.

    >>> said_interval(-0.704, 0.396, "percent"), said_interval(30, 60, "hours")
    ('−70.4 to 39.6\xa0%', '30.0\xa0h to 2.5\xa0d')
    """
    if low is None or high is None:
        return ""
    end = said(high, unit, currency)
    begin = said(low, unit, currency)
    known = SPACE + end.rpartition(SPACE)[2] if unit == "percent" or unit in _UNITS else ""
    return f"{begin.removesuffix(known)} to {end}"


def said_change(value: float, unit: str, currency: str = "EUR") -> str:
    r"""A difference with its sign; the difference of two percentages is in points.

    >>> said_change(0.031, "percent"), said_change(-12, "count"), said_change(0, "count")
    ('+3.1\xa0pts', '−12', '±0')
    """
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    if unit == "percent":
        return f"{sign}{abs(value) * 100:.1f}{SPACE}pts"
    # Differences stay in hours, so that the causes of a change add up to it.
    return f"{sign}{_in_unit(abs(value), unit) if unit == 'hours' else said(abs(value), unit, currency)}"


def said_amount(value: float, currency: str | None, places: int = 0) -> str:
    r"""An amount in full, where every unit of money counts, with its currency in front.

    >>> said_amount(-1234.5, "DKK", 2), said_amount(1234.5, None)
    ('−DKK\xa01,234.50', '1,234')
    """
    sign = MINUS if value < 0 else ""
    return f"{sign}{currency + SPACE if currency else ''}{abs(value):,.{places}f}"


def said_day(day: date, *, year: bool = True) -> str:
    """A day in a sentence; without its year where nobody could mean another.

    >>> said_day(date(2026, 11, 2)), said_day(date(2026, 11, 2), year=False)
    ('2 Nov 2026', '2 Nov')
    """
    return f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%b}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> listed(["A", "B", "C"]), listed(["A"])
    ('A, B and C', 'A')
    """
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def counted(n: int, one: str, many: str | None = None) -> str:
    """How many of a thing, in the right number.

    >>> counted(1, "ticket"), counted(2, "ticket"), counted(0, "entry", "entries")
    ('1 ticket', '2 tickets', '0 entries')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
