"""Working time: golden values of ServiceNow's documentation, summer time, holidays, breaks, several calendars."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rows import warehouse_with
from warehouse import WarehouseError
from warehouse.calendars import public_holidays
from warehouse.working_hours import WorkingHours, weekdays_of
from warehouse.working_segments import segments

WEEKDAYS = dict(entry="working_hours", weekdays=["Mon-Fri"], timezone="UTC")


def working_hours_of(opened, resolved, *calendars, **more):
    rows = {"calendars": list(calendars)} if calendars else {}
    rows["incidents"] = [dict(number="1", opened=opened, resolved=resolved, **more)]
    warehouse = warehouse_with(**rows)
    seconds = warehouse.query("SELECT working_seconds FROM incidents")["working_seconds"].iloc[0]
    return None if np.isnan(seconds) else seconds / 3600


def test_a_weekend_is_no_working_time():
    office = dict(WEEKDAYS, opens="08:00", closes="17:00")
    assert working_hours_of("2025-12-12 21:00", "2025-12-15 09:30", office) == 1.5


def test_an_afternoon_and_a_morning():
    office = dict(WEEKDAYS, opens="09:00", closes="17:00")
    assert working_hours_of("2025-12-09 14:00", "2025-12-10 09:00", office) == 3.0


def test_a_break_is_no_working_time():
    morning = dict(WEEKDAYS, calendar="office", opens="08:00", closes="12:00")
    afternoon = dict(WEEKDAYS, calendar="office", name="afternoon", opens="13:00", closes="17:00")
    assert working_hours_of("2025-12-09 11:30", "2025-12-09 13:30", morning, afternoon) == 1.0


@pytest.mark.parametrize("weekend", [("Closed", "Closed"), (None, None), ("–", "–")])
def test_a_day_without_hours_among_days_that_have_them_is_one_off(weekend):
    opens, closes = weekend
    office = dict(WEEKDAYS, opens="08:00", closes="17:00")
    saturday = dict(WEEKDAYS, weekdays=["Saturday"], name="Saturday", opens=opens, closes=closes)
    assert working_hours_of("2025-12-12 16:00", "2025-12-15 09:00", office, saturday) == 2.0


def test_the_day_of_summer_time_is_an_hour_shorter_around_the_clock_and_as_long_in_the_office():
    zone = "Europe/Berlin"
    # 29 March 2026: clocks go from 02:00 to 03:00; local 00:00 to 24:00 lasts 23 hours.
    always = dict(entry="working_hours", weekdays=["Mon-Sun"], opens="00:00", closes="24:00", timezone=zone)
    assert working_hours_of("2026-03-28 23:00", "2026-03-29 22:00", always) == 23.0
    office = dict(entry="working_hours", weekdays=["Mon-Sun"], opens="08:00", closes="17:00", timezone=zone)
    assert working_hours_of("2026-03-28 23:00", "2026-03-29 22:00", office) == 9.0
    # Friday 16:00 local is 15:00 UTC in winter; Monday 09:00 local is 07:00 UTC in summer.
    week = dict(entry="working_hours", weekdays=["Mon-Fri"], opens="08:00", closes="17:00", timezone=zone)
    assert working_hours_of("2026-03-27 15:00", "2026-03-30 07:00", week) == 2.0


def test_listed_and_public_holidays_are_no_working_time():
    office = dict(WEEKDAYS, opens="08:00", closes="17:00")
    listed = dict(entry="holiday", name="Works outing", start="2026-03-03 00:00")
    assert working_hours_of("2026-03-02 16:00", "2026-03-04 09:00", office, listed) == 2.0
    region = dict(entry="holiday", name="Danish holidays", region="DK")
    # 2 April 2026 is Maundy Thursday, a holiday in Denmark; 3 April Good Friday; 6 April Easter Monday.
    assert working_hours_of("2026-04-01 16:00", "2026-04-07 09:00", office, region) == 2.0
    assert date(2026, 4, 2) in public_holidays("DK", 2026, 2026)
    with pytest.raises(WarehouseError, match="write DK, or DE-BY"):
        public_holidays("XX", 2026, 2026)


def test_a_service_has_its_own_hours():
    office = dict(WEEKDAYS, calendar="office", opens="08:00", closes="17:00")
    always = dict(
        entry="working_hours", calendar="24x7", weekdays=["Mon-Sun"], opens="00:00", closes="24:00",
        timezone="UTC", service="Payments",
    )  # fmt: skip
    opened, resolved = "2025-12-13 10:00", "2025-12-13 12:00"
    assert working_hours_of(opened, resolved, office, always, service="Payments") == 2.0
    assert working_hours_of(opened, resolved, office, always, service="Mail") == 0.0


def test_without_a_calendar_or_an_end_there_is_no_working_time():
    assert working_hours_of("2025-12-13 10:00", "2025-12-13 12:00") is None
    office = dict(WEEKDAYS, opens="08:00", closes="17:00")
    assert working_hours_of("2025-12-12 10:00", None, office) is None
    assert working_hours_of("2025-12-12 10:00", "2025-12-11 10:00", office) is None


def test_two_general_calendars_are_a_question_not_a_guess():
    one = dict(WEEKDAYS, calendar="A", opens="08:00", closes="17:00")
    other = dict(WEEKDAYS, calendar="B", opens="09:00", closes="17:00")
    with pytest.raises(WarehouseError, match="'A', 'B'"):
        working_hours_of("2025-12-12 10:00", "2025-12-12 11:00", one, other)


@pytest.mark.parametrize(("field", "wrong"), [("weekdays", ["Blursday"]), ("opens", "half past")])
def test_a_word_that_is_no_weekday_or_time_is_said(field, wrong):
    office = {**WEEKDAYS, "opens": "08:00", "closes": "17:00", field: wrong}
    with pytest.raises(WarehouseError, match="in the calendar's"):
        working_hours_of("2025-12-12 10:00", "2025-12-12 11:00", office)


def test_weekdays_in_words_numbers_and_ranges():
    assert weekdays_of(["Montag", "mercredi", "7"]) == {0, 2, 6}
    assert weekdays_of(["Sat-Mon"]) == {5, 6, 0}
    assert weekdays_of(None) == {0, 1, 2, 3, 4}


MOMENTS = st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 10)).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=60, deadline=None)
@given(MOMENTS, MOMENTS)
def test_equal_to_counting_minute_by_minute(one, other):
    """An independent count of open minutes in local time, over the days around summer time."""
    from datetime import UTC
    from zoneinfo import ZoneInfo

    begin, finish = sorted((one.replace(second=0), other.replace(second=0)))
    zone = ZoneInfo("Europe/Berlin")
    hours = WorkingHours(frozenset(range(5)), time(8), time(16, 30), "Europe/Berlin")
    found = segments([hours], [date(2026, 4, 3)], date(2026, 3, 10), date(2026, 4, 20))

    def open_until(at):
        row = found[found["starts"] <= at].iloc[-1]
        return row["before"] + (min(at, row["ends"]) - row["starts"]).total_seconds()

    minutes, at = 0, begin
    while at < finish:
        local = at.replace(tzinfo=UTC).astimezone(zone)
        if (
            local.weekday() < 5
            and local.date() != date(2026, 4, 3)
            and time(8) <= local.time() < time(16, 30)
        ):
            minutes += 1
        at += timedelta(minutes=1)
    assert open_until(finish) - open_until(begin) == minutes * 60
