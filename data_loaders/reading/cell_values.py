"""Stored numbers and dates as canonical text; one rule for all spreadsheet formats."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal

from .number_formats import NumberFormat
from .sheet_writer import DATE, DURATION, NUMBER, TIME

Typed = tuple[str, int, str]
"""Text, kind (sheet_writer's constants) and the code of an oddity or ""."""

LAST_SERIAL = 2_958_466
EXACT_INTEGER = 2**53
_PLAIN_INTEGER = re.compile(r"-?[1-9]\d{0,14}|0")
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

SENTENCES = {
    "long-number": "The number has more digits than a spreadsheet keeps; digits after the 15th may be wrong.",
    "bad-date": "The cell is formatted as a date, but its number is no date; the number was kept.",
    "bad-number": "The cell is stored as a number, but its content is none; the text was kept.",
}


def number_text(raw: str) -> tuple[str, str]:
    """A stored number as the shortest plain text that gives the same number back, and an oddity or "".

    Integers beyond 2^53 are given digit for digit as stored. No exponent from 1e-12 up to 1e21.
    """
    if _PLAIN_INTEGER.fullmatch(raw):
        return raw, ""
    raw = raw.strip()
    if not _NUMBER.fullmatch(raw):
        return raw, "bad-number"
    value = float(raw)
    if not math.isfinite(value):
        return raw, "bad-number"
    if value == int(value) and abs(value) < 1e21:
        if abs(value) >= EXACT_INTEGER or len(raw.lstrip("+-0")) > 16:
            exact = Decimal(raw)
            if exact == exact.to_integral_value() and abs(exact) > EXACT_INTEGER:
                return str(int(exact)), "long-number"
        return str(int(value)), ""
    text = repr(value)
    if "e" in text and 1e-12 <= abs(value) < 1e21:
        text = format(Decimal(text), "f")
    return text, ""


def typed_number(raw: str, form: NumberFormat, date1904: bool) -> Typed:
    """A stored number under its format: a number, or a date, time of day or duration where the format says so."""
    if form.kind == "number":
        text, oddity = number_text(raw)
        return text, NUMBER, oddity
    text, oddity = number_text(raw)
    if oddity:
        return text, NUMBER, oddity
    serial = float(raw)
    if form.kind == "duration":
        return duration_text(serial), DURATION, ""
    if form.kind == "time" and 0 <= serial < 1:
        return clock_text(serial), TIME, ""
    if form.kind == "time" and 1 <= serial < 366:
        return duration_text(serial), DURATION, ""
    moment = serial_moment(serial, date1904)
    if moment is None:
        return text, NUMBER, "bad-date"
    return moment_text(moment, form.has_time), DATE, ""


def serial_moment(serial: float, date1904: bool) -> datetime | None:
    """The moment a serial number stands for, to the millisecond; None for what no calendar has.

    Serial 60 is 29 February 1900, which never was; below 1 there is no date, above the last nobody's.
    """
    if date1904:
        if not 0 <= serial < LAST_SERIAL - 1462:
            return None
        epoch = _EPOCH_1904
    else:
        if not 1 <= serial < LAST_SERIAL or 60 <= serial < 61:
            return None
        epoch = _EPOCH_1900 if serial > 60 else _EPOCH_1900 + timedelta(days=1)
    try:
        return epoch + timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:  # The last millisecond of 9999, rounded up.
        return None


def moment_text(moment: datetime, has_time: bool) -> str:
    """ISO text: the date alone at midnight where no time is shown, milliseconds only where there are some."""
    if not has_time and moment.hour == moment.minute == moment.second == moment.microsecond == 0:
        return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
    text = moment.isoformat(" ", "seconds")
    return text + (f".{moment.microsecond // 1000:03}" if moment.microsecond // 1000 else "")


def clock_text(fraction: float) -> str:
    """A share of a day as HH:MM:SS."""
    return duration_text(fraction)


def duration_text(days: float) -> str:
    """Days as hours, minutes and seconds, such as 36:00:00; negative ones with a leading minus."""
    milliseconds = round(abs(days) * 86_400_000)
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}" + (
        f".{rest:03}" if rest else ""
    )
    return "-" + text if days < 0 and milliseconds else text
