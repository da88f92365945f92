"""How numbers, durations, money and dates are written for people: few digits, always with their unit."""

import math
from datetime import date, timedelta
from functools import lru_cache

from babel.numbers import format_decimal, get_currency_symbol

from metrics.wording import said_day

LOCALE = "en_GB"
MISSING = "—"
#: A narrow space that does not break, between a number and its unit.
SPACE = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_SUFFIX = {"percent": "%", "hours": "h", "days": "d", "minutes": "min", "per_week": "a week"}
_MINUTES = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}
_SPOKEN = {"min": 1.0, "h": 60.0, "d": 1440.0}


@lru_cache(maxsize=20_000)
def digits(value: float, places: int, *, locale: str = LOCALE) -> str:
    """A number with a fixed number of decimals and the locale's separators.

    >>> digits(1234.5, 1)
    '1,234.5'
    """
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = format_decimal(value, format=pattern, locale=locale)
    return text.replace("-", MINUS)


def significant(value: float, *, locale: str = LOCALE) -> str:
    """A number with three significant digits at most.

    >>> significant(59.2069), significant(4.083), significant(0.0312), significant(1234.4)
    ('59.2', '4.08', '0.0312', '1,234')
    """
    if value == 0:
        return "0"
    return digits(value, min(max(0, 2 - _magnitude(value)), 4), locale=locale)


def _magnitude(value: float) -> int:
    """The power of ten of a number as it reads once rounded to three digits: 99.96 reads 100."""
    return math.floor(math.log10(abs(float(f"{value:.3g}"))))


def written(value: float | None, unit: str, *, currency: str = "EUR", locale: str = LOCALE) -> str:
    """A value as a card shows it; shares are fractions, durations move to a unit people speak in.

    >>> written(0.592069, "percent"), written(74.4, "hours"), written(200_000, "count"), written(None, "h")
    ('59.2\u202f%', '3.1\u202fd', '200k', '—')
    """
    if value is None or math.isnan(value):
        return MISSING
    if unit in {"count", "items"}:
        return _count(value, locale)
    if unit == "percent":
        return _share(value, locale)
    if unit in _MINUTES:
        amount, spoken = spoken_duration(value, unit)
        return f"{digits(amount, _duration_places(amount, spoken), locale=locale)}{SPACE}{spoken}"
    if unit == "money":
        return money(value, currency, locale=locale)
    whole = unit == "points" and float(value).is_integer()  # A score of 25 has no tenths.
    text = digits(value, 0, locale=locale) if whole else significant(value, locale=locale)
    return f"{text}{SPACE}{_SUFFIX[unit]}" if unit in _SUFFIX else text


def _duration_places(amount: float, spoken: str) -> int:
    """One decimal for hours and days below a hundred; a minute is fine enough."""
    if amount == 0 or abs(amount) >= 100 or (spoken == "min" and abs(amount) >= 10):
        return 0
    return 1


def _count(value: float, locale: str) -> str:
    if abs(value) < 100_000:
        return digits(value, 0 if float(value).is_integer() else 1, locale=locale)
    return (
        f"{significant(value / 1e6, locale=locale)}M" if abs(value) >= 1e6 else f"{digits(value / 1e3, 0)}k"
    )


def _share(value: float, locale: str) -> str:
    percent = value * 100
    if percent in {0.0, 100.0}:
        return f"{percent:.0f}{SPACE}%"
    return f"{digits(percent, 1 if abs(percent) >= 1 else 2, locale=locale)}{SPACE}%"


def spoken_duration(value: float, unit: str) -> tuple[float, str]:
    """A duration in the unit people would say it in: minutes below 1 h, hours below 48 h, then days.

    >>> spoken_duration(0.5, "hours"), spoken_duration(72, "hours")
    ((30.0, 'min'), (3.0, 'd'))
    """
    minutes = value * _MINUTES[unit]
    if minutes == 0:
        return 0.0, _SUFFIX[unit]
    if abs(minutes) < 60:
        return minutes, "min"
    if abs(minutes) < 48 * 60:
        return minutes / 60, "h"
    return minutes / 1440, "d"


def money(value: float, currency: str = "EUR", *, locale: str = LOCALE) -> str:
    r"""An amount in short: three significant digits and its scale.

    >>> money(3_896_120), money(-38_200, "DKK"), money(412)
    ('€3.90M', '−DKK\u202f38.2k', '€412')
    """
    symbol = get_currency_symbol(currency, locale=locale)
    if symbol[-1:].isalpha():  # a code, not a sign
        symbol += SPACE
    size = abs(value)
    for scale, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if size >= 0.9995 * scale:
            text = f"{significant_padded(size / scale, locale)}{letter}"
            break
    else:
        text = digits(size, 0, locale=locale)
    return f"{MINUS if value < 0 else ''}{symbol}{text}"


def significant_padded(value: float, locale: str = LOCALE) -> str:
    """Exactly three significant digits, zeros kept, so that amounts beside one another line up."""
    return digits(value, max(0, 2 - _magnitude(value)), locale=locale)


def written_change(before: float, after: float, unit: str, *, currency: str = "EUR") -> str:
    """A difference with its sign; the difference of two percentages is in points.

    >>> written_change(0.59, 0.598, "percent"), written_change(12, 10, "count")
    ('+0.8 pts', '−2')
    """
    difference = after - before
    sign = "+" if difference > 0 else MINUS if difference < 0 else "±"
    if unit == "percent":
        return f"{sign}{digits(abs(difference) * 100, 1)} pts"
    return f"{sign}{written(abs(difference), unit, currency=currency)}"


def written_interval(low: float | None, high: float | None, unit: str, *, around: float | None = None) -> str:
    """The ends of a 95 % interval, durations in the unit of the value they stand `around`; nothing where there is none.

    >>> written_interval(46.9, 69.6, "hours"), written_interval(2.4, 74.4, "hours", around=22)
    ('2.0\u202fd to 2.9\u202fd', '2.4\u202fh to 74.4\u202fh')
    """
    if low is None or high is None:
        return ""
    if unit in _MINUTES:
        _, spoken = spoken_duration(high if around is None else around, unit)
        scale = _MINUTES[unit] / _SPOKEN[spoken]
        ends = (digits(end * scale, _duration_places(high * scale, spoken)) for end in (low, high))
        return " to ".join(f"{end}{SPACE}{spoken}" for end in ends)
    return f"{written(low, unit)} to {written(high, unit)}"


def written_day(day: date | None) -> str:
    """A day as "22 Nov 2026".

    >>> written_day(date(2026, 11, 2))
    '2 Nov 2026'
    """
    return MISSING if day is None else said_day(day)


def written_period(
    start: date, grain: str | None, *, end: date | None = None, label: str | None = None
) -> str:
    """A period by its first day: "Oct 2026", "Q4 2026", "week of 5 Oct 2026"; without a grain, its ends.

    A fiscal period is told by its `label`: only the fiscal calendar knows which year a day belongs to.

    >>> written_period(date(2026, 10, 1), "quarter"), written_period(date(2026, 10, 5), "week")
    ('Q4 2026', 'week of 5 Oct 2026')
    >>> written_period(date(2025, 7, 1), "fiscal-quarter", label="FY2026-Q2")
    'FY26 Q2'
    """
    match grain:
        case "fiscal-quarter" | "fiscal-year" if label is not None:
            year, _, quarter = label.removeprefix("FY").partition("-")
            return f"FY{year[-2:]} {quarter}".rstrip()
        case "year":
            return f"{start.year}"
        case "month":
            return f"{start:%b %Y}"
        case "quarter":
            return f"Q{(start.month - 1) // 3 + 1} {start.year}"
        case "week":
            return f"week of {written_day(start)}"
        case None if end is not None:
            return f"{written_day(start)} – {written_day(end - timedelta(days=1))}"
        case _:
            return written_day(start)


def written_grain(grain: str | None) -> str:
    """How long one period is, as people say it.

    >>> written_grain("week"), written_grain("fiscal-quarter"), written_grain(None)
    ('week', 'fiscal quarter', 'period')
    """
    return "period" if grain is None else grain.replace("-", " ")
