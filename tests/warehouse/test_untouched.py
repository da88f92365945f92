"""Five working days after the last update: weekends, holidays, days off, calendars of services, summer time."""

from datetime import datetime

import pandas as pd
import pytest

from metrics.incident_trends import STALE
from metrics.query import value
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with
from warehouse.ledger import undo

OFFICE = dict(entry="working_hours", weekdays=["Mon-Fri"], opens="08:00", closes="17:00", timezone="UTC")


def stale_after(updated, *calendars, zone="UTC", **more):
    rows = {"calendars": list(calendars)} if calendars else {}
    rows["incidents"] = [
        dict(
            number="1",
            opened="2026-01-01 00:00",
            updated=updated,
            **{"state_category": "in_progress", **more},
        )
    ]
    found = warehouse_with(zone, **rows).query("SELECT stale_after FROM incidents")["stale_after"].iloc[0]
    return None if pd.isna(found) else found.to_pydatetime()


def test_five_working_days_are_a_week_at_the_same_time_of_day():
    assert stale_after("2026-03-02 10:30") == datetime(2026, 3, 9, 10, 30)


def test_what_is_updated_on_a_day_off_waits_five_whole_days():
    # Saturday: Monday to Friday are five days, and the next working day begins on Monday.
    assert stale_after("2026-03-07 10:30") == datetime(2026, 3, 16)


def test_holidays_of_the_calendar_do_not_count():
    holiday = dict(entry="holiday", name="Outing", start="2026-03-04 00:00")
    assert stale_after("2026-03-02 10:30", OFFICE, holiday) == datetime(2026, 3, 10, 10, 30)


def test_a_service_that_works_every_day_waits_five_days():
    always = dict(OFFICE, calendar="always", weekdays=["Mon-Sun"], service="Payments")
    office = dict(OFFICE, calendar="office")
    assert stale_after("2026-03-07 10:30", office, always, service="Payments") == datetime(
        2026, 3, 12, 10, 30
    )
    assert stale_after("2026-03-07 10:30", office, always, service="Mail") == datetime(2026, 3, 16)


def test_the_time_of_day_is_kept_over_summer_time():
    # 27 March 2026 10:30 in Berlin is 09:30 UTC, 3 April 10:30 is 08:30 UTC.
    assert stale_after("2026-03-27 09:30", zone="Europe/Berlin") == datetime(2026, 4, 3, 8, 30)


@pytest.mark.parametrize(
    "over",
    [
        dict(resolved="2026-03-02 10:00", state_category="resolved"),
        dict(closed="2026-03-02 10:30", state_category="closed"),
        dict(state_category="closed"),
    ],
)
def test_what_was_over_when_it_was_updated_is_never_left_alone(over):
    assert stale_after("2026-03-02 10:30", **over) is None


def test_stale_is_more_than_five_working_days_before_the_as_of():
    updated = ["2026-03-02 12:00", "2026-03-02 11:59", "2026-03-07 08:00", None]
    rows = [
        dict(number=str(n), opened="2026-01-01 00:00", updated=at, state_category="in_progress")
        for n, at in enumerate(updated)
    ]
    newest = dict(
        number="9", opened="2026-03-09 12:00", updated="2026-03-09 12:00", state_category="in_progress"
    )
    answer = value(warehouse_with(incidents=[*rows, newest]), STALE, Scope())
    assert (answer.value, answer.n) == (0.25, 4)
    assert answer.excluded == (("holds no value to measure", 1),)


def test_a_calendar_that_is_loaded_later_or_undone_changes_the_days():
    warehouse = warehouse_with(
        incidents=[dict(number="1", opened="2026-01-01 00:00", updated="2026-03-07 10:30")]
    )

    def found():
        return warehouse.query("SELECT stale_after FROM incidents")["stale_after"].iloc[0].to_pydatetime()

    assert found() == datetime(2026, 3, 16)
    number = add_rows(warehouse, "calendars", [dict(OFFICE, weekdays=["Mon-Sun"])])
    assert found() == datetime(2026, 3, 12, 10, 30)
    undo(warehouse, number)
    assert found() == datetime(2026, 3, 16)
