"""Dates: every notation comes back, day and month are never guessed, what is no date is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data_loaders.sheets import loaded
from tests.data_loaders.typed import assignment, column, table, value

MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2068, 12, 31)).map(lambda m: m.replace(microsecond=0))
DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))


def unpadded(moment: datetime, form: str) -> str:
    return form.format(d=moment.day, m=moment.month, y=moment.year, yy=moment.year % 100, t=moment)


#: Notation → how a moment is written in it, to the minute or to the second.
MINUTES = {
    "d/m/y unpadded": lambda m: unpadded(m, "{d}/{m}/{y} {t:%H:%M}"),
    "dd.mm.yyyy": lambda m: f"{m:%d.%m.%Y %H:%M}",
    "dd-mm-yyyy": lambda m: f"{m:%d-%m-%Y %H:%M}",
    "yyyy/mm/dd": lambda m: f"{m:%Y/%m/%d %H:%M}",
    "ISO, hour not padded": lambda m: f"{m:%Y-%m-%d} {m.hour}:{m:%M}",
    "Jira": lambda m: f"{m.day}/{m:%b/%y} {m.hour % 12 or 12}:{m:%M %p}",
    "half-days with points": lambda m: (
        f"{m:%d.%m.%Y} {m.hour % 12 or 12}:{m:%M} {'a' if m.hour < 12 else 'p'}.m."
    ),
    "half-days after a thin space": lambda m: f"{m:%d.%m.%Y} {m.hour % 12 or 12}:{m:%M}\u202f{m:%p}",
    "half-days without space": lambda m: f"{m:%d.%m.%Y} {m:%I:%M%p}",
    "English words": lambda m: f"{m:%B} {m.day}, {m:%Y}, {m.hour}:{m:%M}",
    "weekday": lambda m: f"{m:%a %d %b %Y %H:%M}",
    "hours and minutes as in French": lambda m: f"{m:%d/%m/%Y %Hh%M}",
    "the time first": lambda m: f"{m:%H:%M %d/%m/%Y}",
    "as Kibana prints it": lambda m: f"{m:%b} {m.day}, {m:%Y} @ {m:%H:%M}",
    "Italian": lambda m: f"{m:%d/%m/%Y} ore {m:%H:%M}",
    "weekday before numbers": lambda m: f"{m:%a %m/%d/%y %H:%M}",
}
SECONDS = {
    "ISO": lambda m: m.isoformat(sep=" "),
    "ISO between odd spaces": lambda m: "\t" + m.isoformat(sep=" ").replace(" ", "  ") + "\n",
    "ISO with T": lambda m: m.isoformat(),
    "ISO with Z": lambda m: m.isoformat() + "Z",
    "ISO with UTC": lambda m: m.isoformat(sep=" ") + " UTC",
    "ISO with an offset": lambda m: m.isoformat() + "+00:00",
    "ISO with a short offset": lambda m: m.isoformat(sep=" ") + "+0000",
    "milliseconds": lambda m: m.isoformat(sep=" ") + ".000",
    "seven digits after the second": lambda m: m.isoformat() + ".0000000",
    "as Java prints a moment of a zone": lambda m: m.isoformat() + "+00:00[Africa/Abidjan]",
    "UTC in parentheses": lambda m: m.isoformat(sep=" ") + " (UTC)",
    "seven digits and an offset, as .NET writes": lambda m: m.isoformat() + ".0000000+00:00",
    "half-days and an offset, as Oracle writes": lambda m: (
        f"{m:%d-%b-%y %I.%M.%S}.000000000 {m:%p} +00:00".upper()
    ),
    "comma before milliseconds": lambda m: m.isoformat(sep=" ") + ",000",
    "compact": lambda m: f"{m:%Y%m%d%H%M%S}",
    "ISO without separators": lambda m: f"{m:%Y%m%dT%H%M%SZ}",
    "a day without separators": lambda m: f"{m:%Y%m%d %H:%M:%S}",
    "d/m/y": lambda m: f"{m:%d/%m/%Y %H:%M:%S}",
    "as Java prints it": lambda m: f"{m:%a %b %d %H:%M:%S} UTC {m:%Y}",
    "as Java prints it, in a zone": lambda m: (
        f"{m + timedelta(hours=1):%a %b %d %H:%M:%S} CET {m + timedelta(hours=1):%Y}"
    ),
    "as C prints it": lambda m: f"{m:%a %b} {m.day:2d} {m:%H:%M:%S %Y}",
    "12 hours": lambda m: f"{m:%d/%m/%Y %I:%M:%S %p}",
}


@pytest.mark.parametrize("notation", [*MINUTES, *SECONDS])
@settings(deadline=None, max_examples=5)
@given(moments=st.lists(MOMENTS, min_size=1, max_size=8))
def test_a_moment_written_in_a_notation_comes_back(notation, moments):
    moments = [datetime(2020, 1, 31, 23, 5, 7), *moments]
    if notation in MINUTES:
        moments = [moment.replace(second=0) for moment in moments]
    written = [(MINUTES | SECONDS)[notation](moment) for moment in moments]
    typed = column(written, "timestamp")
    assert typed.values["x"] == moments
    assert not typed.decisions.questions


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "pt", "it", "nl", "da", "cs"])
@pytest.mark.parametrize("width", ["d MMM yyyy", "d. MMMM y", "dd-MMM-yy", "d MMMM yyyy", "long"])
def test_every_month_of_nine_languages_is_read(language, width):
    days = [date(2026, month, 3 + month) for month in range(1, 13)]
    assert column([format_date(day, width, language) for day in days], "day").values["x"] == days


@settings(deadline=None, max_examples=10)
@given(
    days=st.lists(DAYS, min_size=1, max_size=10), month_first=st.booleans(), separator=st.sampled_from("/-.")
)
def test_one_day_above_twelve_settles_the_order_of_the_whole_column(days, month_first, separator):
    days = [date(2024, 2, 29), *days]
    parts = "{m}{s}{d}{s}{y}" if month_first else "{d}{s}{m}{s}{y}"
    written = [parts.format(d=day.day, m=day.month, y=day.year, s=separator) for day in days]
    assert column(written, "day").values["x"] == days


# -- day first or month first ------------------------------------------------------------------------------


def test_the_decisive_cell_may_be_the_very_last():
    typed = column(["1/2/2016"] * 30_000 + ["29/2/2016"], "day")
    assert typed.values["x"][0] == date(2016, 2, 1)
    assert not typed.decisions.questions


def test_both_orders_possible_is_asked_with_what_each_would_make_of_it():
    typed = column(["1/2/2016 01:16", "5/3/2016 12:00"], "timestamp")
    question = typed.questions["date_order"]
    assert {option.value: option.effect for option in question.options} == {
        "day-first": "“1/2/2016 01:16” becomes 1 February 2016",
        "month-first": "“1/2/2016 01:16” becomes 2 January 2016",
    }


@pytest.mark.parametrize(
    ("answer", "day"), [("day-first", date(2016, 2, 1)), ("month-first", date(2016, 1, 2))]
)
@pytest.mark.parametrize("name", ["date_order", "date_order.x"])
def test_the_answer_decides(name, answer, day):
    typed = column(["1/2/2016", "5/3/2016"], "day", answers={name: answer})
    assert typed.values["x"][0] == day
    assert not typed.decisions.questions


IN_ORDER = [
    date(2026, 1, 2),
    date(2026, 1, 9),
    date(2026, 2, 3),
    date(2026, 2, 10),
    date(2026, 3, 3),
    date(2026, 4, 12),
]


@pytest.mark.parametrize("pattern", ["{d:02}/{m:02}/{y}", "{m}/{d}/{y}"])
@pytest.mark.parametrize("backwards", [False, True])
def test_rows_in_order_of_time_settle_it(pattern, backwards):
    days = [*IN_ORDER, date(2026, 10, 5), date(2026, 11, 2)]
    days = days[::-1] if backwards else days
    typed = column([pattern.format(d=day.day, m=day.month, y=day.year) for day in days], "day")
    assert typed.values["x"] == days
    assert "order of time" in typed.decision("x").how


@pytest.mark.parametrize(
    "texts",
    [
        ["02/01/2026", "09/01/2026", "03/02/2026"],  # too few to tell
        [
            "02/01/2026",
            "03/02/2026",
            "09/01/2026",
            "10/02/2026",
            "03/03/2026",
            "04/04/2026",
        ],  # no order at all
        [
            "01/02/2026",
            "01/09/2026",
            "02/03/2026",
            "02/10/2026",
            "03/03/2026",
            "04/12/2026",
        ],  # sorted as texts
    ],
)
def test_rows_in_no_plain_order_settle_nothing(texts):
    assert "date_order" in column(texts, "day").questions


def test_dates_with_points_have_the_day_first():
    typed = column(["01.03.2026", "02.03.2026"], "day")
    assert typed.values["x"] == [date(2026, 3, 1), date(2026, 3, 2)]


@pytest.mark.parametrize("texts", [["Mar 20/01/26", "Mer 04/03/26"], ["mar. 20/01/2026", "mié. 04/03/2026"]])
def test_a_tuesday_is_no_march(texts):
    assert column(texts, "day").values["x"] == [date(2026, 1, 20), date(2026, 3, 4)]


def test_march_is_no_tuesday():
    assert column(["Mar 3, 2026", "Mar 20 2026"], "day").values["x"] == [date(2026, 3, 3), date(2026, 3, 20)]


def test_a_day_of_the_week_means_what_it_means_in_one_of_the_languages():
    typed = column(["Di 03/02/26", "Mi 04/02/26", "Do 05/02/26"], "day")
    assert typed.values["x"] == [date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 5)]


def test_another_date_column_of_the_table_settles_it():
    opened, closed = ["1/2/2016", "5/3/2016"], ["29/2/2016", "5/3/2016"]
    typed = table([opened, closed], [assignment("day", 0, "opened"), assignment("day", 1, "closed")])
    assert typed.values["opened"] == [date(2016, 2, 1), date(2016, 3, 5)]
    assert "as in “Closed”" in typed.decision("opened").how
    assert not typed.decisions.questions


def test_a_column_with_another_separator_settles_nothing():
    typed = table(
        [["1/2/2016", "5/3/2016"], ["29.2.2016", "5.3.2016"]],
        [assignment("day", 0, "opened"), assignment("day", 1, "closed")],
    )
    assert "date_order" in typed.questions


def test_day_equal_to_month_needs_no_question():
    typed = column(["3/3/2026", "4/4/2026"], "day")
    assert typed.values["x"] == [date(2026, 3, 3), date(2026, 4, 4)]
    assert not typed.decisions.questions


def test_two_orders_in_one_column_are_asked_and_the_other_order_is_refused():
    texts = ["29/2/2016", "2/28/2016", "1/2/2016"]
    assert "date_order.x" in column(texts, "day").questions
    typed = column(texts, "day", answers={"date_order.x": "day-first"})
    assert typed.values["x"] == [date(2016, 2, 29), None, date(2016, 2, 1)]
    assert typed.refused["x"] == ["2/28/2016"]


def test_a_slip_among_thousands_is_refused_and_told():
    typed = column(["29/2/2016"] * 1_000 + ["2/13/2016"], "day")
    assert typed.refused["x"] == ["2/13/2016"]
    assert "1 cell fits only the other order" in typed.decisions.warnings[0]


def test_the_year_in_front_leaves_no_doubt():
    assert value("2016/02/01", "day") == date(2016, 2, 1)


def test_dates_a_spreadsheet_program_turned_around_are_told():
    # Opened with American settings, 1/2 became 2 January, and only 13/2 stayed text.
    texts = ["2026-01-02 00:00:00", "2026-05-03 00:00:00", "13/02/2026", "25/02/2026"]
    typed = column(texts, "day", native=[{"date": 2, "text": 2}], typed={0: [True, True, False, False]})
    assert "exchanged day and month" in typed.decisions.warnings[0]
    assert typed.values["x"][2:] == [date(2026, 2, 13), date(2026, 2, 25)]


# -- several notations, and none ---------------------------------------------------------------------------


def test_several_notations_in_one_column_are_each_counted():
    typed = column(["25/Feb/26 10:17 PM", "3/Nov/25 12:17", "2026-02-25 16:38:58.679"], "timestamp")
    assert typed.values["x"] == [
        datetime(2026, 2, 25, 22, 17),
        datetime(2025, 11, 3, 12, 17),
        datetime(2026, 2, 25, 16, 38, 58, 679_000),
    ]
    assert "yyyy-mm-dd hh:mm:ss.fff in 1 cell" in typed.decision().how


def test_a_notation_that_appears_late_is_still_found():
    typed = column(["2026-02-25 16:38:58"] * 60_000 + ["25.02.2026 16:38"], "timestamp")
    assert typed.values["x"][-1] == datetime(2026, 2, 25, 16, 38)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "29/2/2015",
        "00/01/2026",
        "2026-13-01",
        "Q4 2026",
        "July 2010-September 2010",
        "2026-03-02 (BC)",
        "epoch",
        "infinity",
        "about 3 March 2026",
        "1.Jan",
        "2026-03",
        "13/02/2026 13:05 PM",
        "13/02/2026 25:00",
    ],
)
@pytest.mark.parametrize("kind", ["timestamp", "day"])
def test_what_is_no_date_is_refused(text, kind):
    typed = column(["13/02/2026", text], kind)
    assert typed.values["x"][0] is not None
    assert typed.refused["x"] == [text]


def test_the_refusal_says_how_dates_are_written_here():
    typed = column(["28/02/2026", "31/02/2026"], "day")
    sentence = typed.decision().refusal.format(value="31/02/2026")
    assert sentence == (
        "“31/02/2026” is not a real date between 1900 and 2100 written as dd/mm/yyyy; "
        "correct it or leave the cell empty."
    )


def test_years_no_export_means_are_refused():
    typed = column(["2026-03-02", "0026-03-02", "1969-12-31", "2101-01-01"], "timestamp")
    assert typed.refused["x"] == ["0026-03-02", "1969-12-31", "2101-01-01"]
    assert column(["1950-03-02"], "day").values["x"] == [date(1950, 3, 2)]


def test_no_date_and_no_end_as_sap_writes_them_are_empty():
    typed = column(["04/23/2018", "00/00/0000", "12/31/9999", "04/30/2018"], "day")
    assert typed.values["x"] == [date(2018, 4, 23), None, None, date(2018, 4, 30)]
    assert not typed.refused["x"]
    assert "no end" in typed.decision().how


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " ",
        "?",
        "NULL",
        "null",
        "-",
        "–",
        "n/a",
        "NA",
        "N/A",
        "None",
        "NaT",
        "..........",
        "\u00a0",
        "(empty)",
        "not set",
        "#N/A",
    ],
)
def test_words_for_nothing_are_empty_and_not_refused(nothing):
    typed = column(["29/2/2016", nothing, None], "day")
    assert typed.values["x"] == [date(2016, 2, 29), None, None]
    assert not typed.refused["x"]


def test_the_pivot_of_two_digit_years_is_said():
    typed = column(["5/27/16", "5/27/69", "5/28/68"], "day")
    assert typed.values["x"] == [date(2016, 5, 27), date(1969, 5, 27), date(2068, 5, 28)]
    assert "Years 69–99 are 19xx" in typed.decision().how


# -- numbers that are dates --------------------------------------------------------------------------------


def test_bare_numbers_are_dates_only_if_the_whole_column_is():
    assert column(["20260302", "20261231"], "day").values["x"] == [date(2026, 3, 2), date(2026, 12, 31)]
    assert column(["20260302", "2026-12-31"], "day").refused["x"] == ["20260302"]
    assert column(["20260302", "20261331"], "day").refused["x"] == ["20260302", "20261331"]


def test_day_numbers_of_a_spreadsheet():
    assert column(["45000", "45000.5"], "timestamp").values["x"] == [
        datetime(2023, 3, 15),
        datetime(2023, 3, 15, 12),
    ]
    assert column(["201609", "201610"], "day").refused["x"] == ["201609", "201610"]


def test_seconds_and_milliseconds_since_1970_need_no_zone():
    for texts in (["1700000000"], ["1700000000000"]):
        typed = column(texts, "timestamp", timezone=None)
        assert typed.values["x"] == [datetime(2023, 11, 14, 22, 13, 20)]
        assert not typed.decisions.questions


# -- time zones --------------------------------------------------------------------------------------------


def test_times_without_a_zone_are_asked_and_days_are_not():
    assert "timezone" in column(["2026-03-02 10:00"], "timestamp", timezone=None).questions
    assert not column(["2026-03-02"], "day", timezone=None).questions
    assert not column(["2026-03-02T10:00:00Z"], "timestamp", timezone=None).questions
    asked = column(["2026-03-02 10:00"], "timestamp", timezone=None, answers={"timezone": "Asia/Kolkata"})
    assert asked.values["x"] == [datetime(2026, 3, 2, 4, 30)]
    assert asked.decisions.timezone == "Asia/Kolkata"


def test_a_zone_that_does_not_exist_is_said():
    typed = column(["2026-03-02 10:00"], "timestamp", timezone="Berlin")
    assert "“Berlin” is not a time zone" in typed.questions["timezone"].text


def test_a_told_offset_wins_over_the_zone_of_the_file():
    typed = column(
        ["2026-07-01 12:00", "2026-07-01 12:00+05:30", "2026-07-01T12:00:00Z"],
        "timestamp",
        timezone="Europe/Berlin",
    )
    assert typed.values["x"] == [
        datetime(2026, 7, 1, 10),
        datetime(2026, 7, 1, 6, 30),
        datetime(2026, 7, 1, 12),
    ]


def test_a_day_is_the_day_written_down_whatever_its_offset():
    assert value("2026-07-01T01:00:00+05:30", "day") == date(2026, 7, 1)
    assert value("2026-07-01T23:59:00Z", "day", timezone="Asia/Kolkata") == date(2026, 7, 1)


def test_times_the_clock_shows_twice_or_never_are_settled_and_told():
    typed = column(
        ["2026-10-25 02:30", "2026-03-29 02:30", "2026-03-29 03:30"], "timestamp", timezone="Europe/Berlin"
    )
    first_of_two, moved_forward, next_hour = typed.values["x"]
    assert first_of_two == datetime(2026, 10, 25, 0, 30)
    assert moved_forward == next_hour == datetime(2026, 3, 29, 1, 30)
    assert "1 time occurs twice" in typed.decisions.warnings[0]
    assert "1 time does not exist" in typed.decisions.warnings[1]


def test_only_the_data_rows_decide():
    typed = column(["2/28/2016", "29/2/2016", "1/2/2016"], "day", rows="row_no > 2")
    assert typed.values["x"] == [date(2016, 2, 29), date(2016, 2, 1)]
    assert not typed.decisions.questions


def test_nothing_but_empty_cells_decides_nothing():
    typed = column([None, "?", ""], "timestamp")
    assert typed.values["x"] == [None, None, None]
    assert typed.decision().refused == 0


def test_a_day_printed_with_its_zone_before_the_year_is_the_day_written():
    assert column(["Sun Nov 01 00:30:00 CET 2026"], "day").values["x"] == [date(2026, 11, 1)]


def test_a_distance_from_greenwich_behind_a_half_day_is_read():
    typed = column(["2026/05/01 10:00:00 AM GMT+2", "2026/05/01 1:30:00 PM GMT-3"], "timestamp")
    assert typed.values["x"] == [datetime(2026, 5, 1, 8), datetime(2026, 5, 1, 16, 30)]


def test_a_year_of_two_digits_may_come_first() -> None:
    """The first number is the same in all rows and the last runs through a month: it is no day of 28 years."""
    texts = [f"26-03-{day:02d} 08:30" for day in range(1, 29)]
    found = column(texts, "timestamp")
    assert not found.questions
    assert found.values["x"] == [datetime(2026, 3, day, 8, 30) for day in range(1, 29)]


def test_the_beginning_of_1970_is_no_moment_but_what_programs_make_of_nothing() -> None:
    lines = "".join(
        f"{i},Closed,2026-01-{i} 08:00:00,{'1970-01-01 00:00:00' if i % 2 else f'2026-01-{i} 09:00:00'}\n"
        for i in range(11, 21)
    )
    result, rows = loaded("Ticket ID,State,Opened,Closed\n" + lines)
    assert (result.cells_refused, int(rows["closed"].notna().sum())) == (0, 5)
    assert any("5 cells say" in warning for warning in result.warnings)


def test_the_end_of_a_day_written_as_24_00_is_the_beginning_of_the_next() -> None:
    typed = column(
        ["2026-01-31 24:00", "2026-02-28 24:00:00", "2026-02-03 14:00", "2026-02-04 00:24"], "timestamp"
    )
    assert typed.values["x"] == [
        datetime(2026, 2, 1), datetime(2026, 3, 1), datetime(2026, 2, 3, 14), datetime(2026, 2, 4, 0, 24),
    ]  # fmt: skip
    assert column(["31.01.2026 24:00"], "timestamp").values["x"] == [datetime(2026, 2, 1)]
    assert column(["2026-01-31 24:00", "2026-02-03 14:00"], "day").values["x"] == [
        date(2026, 1, 31), date(2026, 2, 3),
    ]  # fmt: skip
    # No clock shows this.
    assert column(["2026-01-31 24:30", "2026-02-03 14:00"], "timestamp").values["x"] == [
        None,
        datetime(2026, 2, 3, 14),
    ]


def test_moments_in_the_json_of_dotnet_are_read_and_other_brackets_are_not() -> None:
    typed = column(
        ["/Date(1767345120000)/", "/Date(1767345120000+0200)/", r"\/Date(1767345120000)\/", None], "timestamp"
    )
    assert typed.values["x"] == [*[datetime(2026, 1, 2, 9, 12)] * 3, None]
    assert column(["/Date(soon)/", "2026-01-02 09:12"], "timestamp").values["x"] == [
        None,
        datetime(2026, 1, 2, 9, 12),
    ]


@pytest.mark.parametrize(
    "nothing",
    ["1900-01-01 00:00:00", "1970-01-01T00:00:00Z", "01/01/1900", "1/1/1900 12:00:00 AM", "1899-12-30 00:00",
     "1753-01-01", "0001-01-01T00:00:00", "Jan 1, 1970", "12/31/1969 07:00:00 PM"],
)  # fmt: skip
def test_the_first_day_of_a_calendar_is_no_date_and_is_said_once(nothing: str) -> None:
    typed = column([nothing, "2026-01-02 09:12:00", nothing, "2026-01-20 09:12:00"], "timestamp")
    assert typed.values["x"] == [None, datetime(2026, 1, 2, 9, 12), None, datetime(2026, 1, 20, 9, 12)]
    assert not typed.decision().refused
    assert any("2 cells say" in warning and nothing in warning for warning in typed.decisions.warnings)


@pytest.mark.parametrize("slip", ["1900-02-01 00:00:00", "1970-01-01 09:12:00", "1907-01-01 00:00:00"])
def test_another_day_of_long_ago_is_still_refused(slip: str) -> None:
    typed = column([slip, "2026-01-02 09:12:00"], "timestamp")
    assert (typed.values["x"], typed.decision().refused) == ([None, datetime(2026, 1, 2, 9, 12)], 1)
    assert column(["1970-01-01", "1970-01-02"], "day").values["x"] == [date(1970, 1, 1), date(1970, 1, 2)]
