"""Durations: seconds come back from every notation, beyond 24 hours, negative, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data_loaders.typed import column, value

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def spelt(seconds: int, day: str, hour: str, minute: str, join: str = " ") -> str:
    days, rest = divmod(seconds, DAY)
    hours, minutes = rest // HOUR, rest % HOUR // MINUTE
    parts = [f"{n}{unit}" for n, unit in ((days, day), (hours, hour), (minutes, minute)) if n]
    return join.join(parts) or f"0{minute}"


NOTATIONS = {
    "hh:mm": lambda s: f"{s // HOUR}:{s % HOUR // MINUTE:02d}",
    "hh:mm:ss": lambda s: f"{s // HOUR:02d}:{s % HOUR // MINUTE:02d}:00",
    "days before the clock": lambda s: f"{s // DAY} days, {s % DAY // HOUR}:{s % HOUR // MINUTE:02d}:00",
    "day.clock": lambda s: f"{s // DAY}.{s % DAY // HOUR:02d}:{s % HOUR // MINUTE:02d}:00",
    "short": lambda s: spelt(s, "d", "h", "m"),
    "ServiceNow": lambda s: spelt(s, " Days", " Hours", " Minutes"),
    "French": lambda s: spelt(s, " jours", " heures", " minutes"),
    "German": lambda s: spelt(s, " Tage", " Stunden", " Minuten", ", "),
    "German, short": lambda s: spelt(s, " Tg.", " Std.", " Min.").replace("Tg.", "T."),
    "Spanish": lambda s: spelt(s, " días", " horas", " minutos", " y "),
    "Portuguese": lambda s: spelt(s, " dias", " horas", " minutos", " e "),
    "Italian": lambda s: spelt(s, " giorni", " ore", " minuti"),
    "ISO 8601": lambda s: f"P{s // DAY}DT{s % DAY // HOUR}H{s % HOUR // MINUTE}M",
}


@pytest.mark.parametrize("notation", NOTATIONS)
@settings(deadline=None, max_examples=8)
@given(minutes=st.lists(st.integers(0, 60 * 24 * 400), min_size=1, max_size=8))
def test_a_duration_written_in_a_notation_comes_back(notation, minutes):
    seconds = [n * MINUTE for n in [1_625, *minutes]]
    typed = column([NOTATIONS[notation](n) for n in seconds], "duration")
    assert typed.values["x"] == seconds
    assert not typed.decisions.questions


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 Day 3 Hours 5 Minutes", DAY + 3 * HOUR + 5 * MINUTE),
        ("1d 2h 3m", DAY + 2 * HOUR + 3 * MINUTE),
        ("2w 3d", 17 * DAY),
        ("-05:12", -(5 * HOUR + 12 * MINUTE)),
        ("−1:30", -90 * MINUTE),
        ("36:00:00", 36 * HOUR),
        ("22:17", 22 * HOUR + 17 * MINUTE),
        ("120:00:30", 120 * HOUR + 30),
        ("00:00:12.5", 12.5),
        ("PT3H5M", 185 * MINUTE),
        ("-PT1H", -HOUR),
        ("1,5 h", 1.5 * HOUR),
        ("1 hour and 5 minutes", 65 * MINUTE),
        ("45 Min.", 45 * MINUTE),
        ("1 jour", DAY),
        ("1 day(s) 3 hour(s) 5 minute(s)", DAY + 3 * HOUR + 5 * MINUTE),
        ("0 years 0 mons 1 days 3 hours 5 mins 4.5 secs", DAY + 3 * HOUR + 5 * MINUTE + 4.5),
        ("17h14", 17 * HOUR + 14 * MINUTE),
        ("62040000 ms", 62_040),
        ("3 uur", 3 * HOUR),
        ("-1d 2h", -26 * HOUR),
        ("0", 0),
        ("12:30 h", 12.5 * HOUR),
    ],
)
def test_one_notation_each(text, seconds):
    assert value(text, "duration") == pytest.approx(seconds)


def test_the_notations_may_differ_from_cell_to_cell():
    typed = column(["-05:12", "1d 2h", "PT3H5M", "1,5", "36:00:00"], "duration", told="h")
    assert typed.values["x"] == [-18_720, 93_600, 11_100, 5_400, 129_600]


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("s", 1),
        ("min", 60),
        ("minutes", 60),
        ("h", 3_600),
        ("hrs", 3_600),
        ("d", 86_400),
        ("days", 86_400),
        ("ms", 0.001),
    ],
)
def test_bare_numbers_are_in_the_unit_of_the_heading(unit, factor):
    typed = column(["90", "1.5", "2.25"], "duration", told=unit)
    assert typed.values["x"] == [pytest.approx(n * factor) for n in (90, 1.5, 2.25)]


def test_whole_numbers_without_a_unit_are_seconds_and_this_is_said():
    typed = column(["3600", "7200", None], "duration")
    assert typed.values["x"] == [3_600, 7_200, None]
    assert "bare numbers in seconds" in typed.decision().how
    assert not typed.decisions.questions


def test_broken_numbers_without_a_unit_are_asked():
    assert "unit.x" in column(["1.5", "2.25"], "duration").questions
    assert column(["1.5", "2.25"], "duration", answers={"unit.x": "h"}).values["x"] == [5_400, 8_100]


def test_two_numbers_are_minutes_and_seconds_only_if_the_unit_says_so():
    assert value("12:30", "duration") == 12.5 * HOUR
    assert value("12:30", "duration", told="min") == 12.5 * MINUTE
    assert column(["12:30", "1:12:30"], "duration", told="mm:ss").values["x"] == [750, 4_350]
    assert value("12:30", "duration", told="h:mm:ss") == 12.5 * HOUR


def test_the_handle_times_a_spreadsheet_program_ruined_are_refused():
    typed = column(["3,87,16,91,111", "0,862777778", "2050,36"], "duration", told="h")
    assert typed.refused["x"] == ["3,87,16,91,111"]
    assert typed.values["x"][2] == pytest.approx(2050.36 * HOUR)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "1 month",
        "2 years",
        "a day ago",
        "1h 2h",
        "2h 1d",
        "12:75",
        "1:2:3:4",
        "5 apples",
        "P1Y",
        "1d2x",
        "10:00 AM",
    ],
)
def test_what_has_no_length_is_refused(text):
    typed = column(["1:30", text], "duration")
    assert typed.values["x"][0] == 90 * MINUTE
    assert typed.refused["x"] == [text]


@pytest.mark.parametrize("nothing", ["", "-", "?", "n/a", "NA", "None", "null"])
def test_words_for_nothing_are_empty(nothing):
    typed = column(["1:30", nothing], "duration")
    assert typed.values["x"] == [90 * MINUTE, None]
    assert not typed.refused["x"]


def test_durations_kept_as_moments_after_1970_are_seconds_as_servicenow_stores_them() -> None:
    typed = column(["1970-01-02 03:00:00", "1970-01-01 00:00:30", None], "duration")
    assert typed.values["x"] == [97_200, 30, None]
    assert not typed.questions


def test_seconds_with_thousands_are_no_thousandths() -> None:
    assert column(["86,400", "3,600"], "duration", told="s").values["x"] == [86_400, 3_600]
    asked = column(["1,250", "3,500"], "duration", told="h")
    assert "decimal.x" in asked.questions


def test_a_duration_that_lost_its_decimal_mark_is_refused() -> None:
    typed = column(["3,87,16,91,111", "1.5"], "duration", told="h")
    assert typed.values["x"] == [None, 5_400]
