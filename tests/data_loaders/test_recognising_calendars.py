"""Lists of holidays, exports of Outlook and lists with one column are calendars; what only looks like one is not."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded, recognised


def test_a_list_is_one_of_holidays_by_the_names_of_its_days() -> None:
    result, rows = loaded("Date,Region,Name\n2026-01-01,US,New Year's Day\n2026-12-25,US,Christmas Day")
    assert (result.kind, list(rows["entry"]), list(rows["region"])) == (
        "calendars", ["holiday", "holiday"], ["US", "US"]
    )  # fmt: skip


def test_days_with_other_names_are_not_taken_for_holidays() -> None:
    assert recognised("Date,Region,Name\n2026-01-01,US,Kick-off\n2026-12-25,US,Review")[0].kind is None


def test_a_wide_table_with_christmas_in_it_is_no_list_of_holidays() -> None:
    head = "date,name,a,b,c,d,e,f,g"
    table = f"{head}\n2026-01-01,New Year's Day,1,2,3,4,5,6,7\n2026-12-25,Christmas,1,2,3,4,5,6,7"
    assert recognised(table)[0].kind != "calendars"


@pytest.mark.parametrize(
    "table", ["holidays\n2026-01-01\n2026-05-01", "n,Holidays\n0,2026-01-01\n1,2026-05-01"]
)
def test_a_heading_may_stand_alone_above_days(table: str) -> None:
    result, rows = loaded(table.replace("n,", ",", 1))
    assert (result.kind, [f"{day:%d.%m.}" for day in rows["start"]]) == ("calendars", ["01.01.", "01.05."])


def test_a_title_above_rows_of_words_heads_no_column() -> None:
    assert recognised("Holidays\n2026-01-01,Easter\n2026-05-01,May")[0].kind is None


def test_festivals_are_holidays_and_a_working_day_is_not() -> None:
    result, rows = loaded(
        "name,date,type\nNew Year,2026-01-01,Public Holiday\nDurbar,2026-07-20,Cultural Festival\n"
        "Audit,2026-07-21,Workshop",
        file="holidays.csv",
    )
    assert (list(rows["name"]), result.rows_rejected) == (["New Year", "Durbar"], 1)


_HEAD = "Subject,Start Date,Start Time,End Date,End Time,All day event,Categories,Location"


def test_an_entry_of_outlook_is_what_its_category_says_at_the_time_beside_its_day() -> None:
    result, rows = loaded(
        f"{_HEAD}\nYear end,12/18/2026,12:00:00 AM,1/4/2027,12:00:00 AM,True,Change freeze,\n"
        "R 26.4,11/14/2026,8:00:00 AM,11/14/2026,12:00:00 PM,False,Release,\n"
        "Christmas,12/25/2026,12:00:00 AM,12/26/2026,12:00:00 AM,True,Holiday,Germany",
        file="freezes.csv",
    )
    assert (result.kind, result.tool) == ("calendars", "outlook")
    assert sorted(columns_of(rows, "name", "entry")) == [
        ("Christmas", "holiday"), ("R 26.4", "release"), ("Year end", "freeze")
    ]  # fmt: skip
    assert f"{rows.loc[rows['name'] == 'R 26.4', 'start'].item():%d.%m. %H:%M}" == "14.11. 08:00"


def test_appointments_of_a_person_are_no_calendar_of_the_service() -> None:
    meetings = (
        f"{_HEAD}\nLunch,12/18/2026,12:00:00 PM,12/18/2026,1:00:00 PM,False,,\n"
        "1:1,11/14/2026,8:00:00 AM,11/14/2026,9:00:00 AM,False,,"
    )
    assert recognised(meetings)[0].kind is None


def test_times_beside_the_days_of_a_window_are_its_own() -> None:
    _, rows = loaded(
        "Maintenance Window,Service,Start Date,Start Time,End Date,End Time\n"
        "MW-1,Payments,2026-03-14,22:00,2026-03-15,04:00"
    )
    assert [f"{rows[name].item():%d.%m. %H:%M}" for name in ("start", "end")] == [
        "14.03. 22:00",
        "15.03. 04:00",
    ]


def test_times_of_weekdays_stay_opening_times() -> None:
    result, rows = loaded("day_of_week,open_time,close_time\nMonday,08:00,17:00\nFriday,08:00,15:00")
    assert (result.kind, list(rows["opens"]), list(rows["closes"])) == (
        "calendars", ["08:00", "08:00"], ["17:00", "15:00"]
    )  # fmt: skip
