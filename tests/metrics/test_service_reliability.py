"""Outages merged, maintenance left out, rates with their driver, hours of the reporting time zone."""

import pandas as pd
import pytest

from metrics.availability import availability_of_parts
from metrics.scope import Scope
from metrics.service_reliability import incident_rate, reliability, seasonality, union
from metrics.studies_incidents import AVAILABILITY, BETWEEN_FAILURES
from metrics.study import answered
from tests.rows import warehouse_with


def outage(number, opened, resolved, **more):
    return dict(number=str(number), service="Mail", priority=1, opened=opened, resolved=resolved, **more)


def test_overlapping_outages_are_one():
    warehouse = warehouse_with(
        incidents=[
            outage(1, "2026-01-01 00:00", "2026-01-01 02:00"),
            outage(2, "2026-01-01 01:00", "2026-01-01 04:00"),
            outage(3, "2026-01-03 00:00", "2026-01-03 01:00"),
            outage(4, "2026-01-10 22:00", "2026-01-11 00:00"),
            outage(5, "2026-01-05 00:00", "2026-01-06 00:00", state_category="cancelled"),
            dict(
                number="6", service="Mail", priority=4, opened="2026-01-02 00:00", resolved="2026-01-02 12:00"
            ),
        ]
    )
    mail = reliability(warehouse, Scope())[0]
    assert (mail.failures, mail.down_hours, mail.service_hours) == (3, 7, 240)
    assert mail.availability == pytest.approx(1 - 7 / 240)
    assert mail.mtbf_hours == pytest.approx((240 - 7) / 3)
    assert mail.hours_since_last == 0
    january_third = reliability(warehouse, Scope.of(start="2026-01-03", end="2026-01-04"))[0]
    assert (january_third.down_hours, january_third.service_hours) == (1, 24)
    assert january_third.reason == "a mean time between failures needs 3, there are 1"


def test_planned_maintenance_is_neither_downtime_nor_service_time():
    warehouse = warehouse_with(
        incidents=[
            outage(1, "2026-01-01 00:00", "2026-01-01 04:00"),
            dict(number="2", service="Mail", opened="2026-01-02 00:00", resolved="2026-01-02 00:00"),
        ],
        calendars=[
            dict(entry="maintenance", name="Window", start="2026-01-01 01:00", end="2026-01-01 03:00")
        ],
    )
    mail = reliability(warehouse, Scope())[0]
    assert (mail.down_hours, mail.service_hours) == (2, 22)


def test_an_open_outage_lasts_until_the_as_of():
    warehouse = warehouse_with(
        incidents=[
            outage(1, "2026-01-01 00:00", None),
            dict(number="2", service="Web", opened="2026-01-02 00:00", resolved="2026-01-02 00:00"),
        ]
    )
    mail, web = reliability(warehouse, Scope())
    assert (mail.down_hours, mail.still_down) == (24, True)
    assert (web.failures, web.availability) == (0, 1.0)


def test_only_hours_in_which_the_calendar_has_a_service_open_count():
    """Down from Friday 17:00 to Monday 09:00: one hour of Friday and one of Monday, of service that closes at 18:00."""
    hours = dict(entry="working_hours", weekdays="Mon-Fri", opens="08:00", closes="18:00", timezone="UTC")
    warehouse = warehouse_with(
        calendars=[dict(hours, calendar="office", name="Office")],
        incidents=[
            outage(1, "2026-01-09 17:00", "2026-01-12 09:00"),
            dict(number="2", service="Mail", opened="2026-01-05 00:00", resolved="2026-01-05 00:00"),
        ],
    )
    week = Scope.of(start="2026-01-05", end="2026-01-13", as_of="2026-01-13T00:00")
    [mail] = reliability(warehouse, week)
    assert (mail.down_hours, mail.service_hours, mail.clock) == (2, 60, "service hours")
    assert mail.availability == pytest.approx(1 - 2 / 60)
    [[only]] = [list(part.values()) for part in availability_of_parts(warehouse, [week], "service")]
    assert only.value == pytest.approx(1 - 2 / 60)


def test_touching_stretches_are_merged():
    day = pd.Timestamp("2026-01-01")
    hour = pd.Timedelta(hours=1)
    assert union([(day + hour, day + 2 * hour), (day, day + hour)]) == [(day, day + 2 * hour)]


def test_a_rate_needs_its_driver():
    warehouse = warehouse_with(incidents=[outage(n, "2026-01-01 00:00", None) for n in range(4)])
    assert incident_rate(warehouse, Scope()).reason == "needs the number of users (setting users_supported)"
    assert incident_rate(warehouse, Scope(), "changes").reason == "no changes were closed in this scope"
    warehouse.set_setting("users_supported", 200)
    assert incident_rate(warehouse, Scope()).rate == 2.0


def test_hours_are_those_of_the_reporting_time_zone():
    opened = ["2026-01-05 07:30", "2026-01-12 07:30", "2026-01-19 07:10", "2026-01-20 12:00"]
    warehouse = warehouse_with(
        "Europe/Copenhagen", incidents=[outage(n, at, None) for n, at in enumerate(opened)]
    )
    found = seasonality(warehouse, Scope())
    assert found.weeks == 3
    assert found.by_hour.loc[0, 8] == 1
    assert found.by_hour.loc[1, 13] == 0
    assert found.by_hour.shape == (7, 24)
    assert found.reason == "a month index needs 24 complete months, there are 0"


def test_a_service_that_never_failed_was_watched_for_a_time():
    """100 % with n = 0 would be a share of nothing, and a mean time between no failures is not known."""
    calls = [
        dict(number="1", service="Mail", opened="2026-01-01 00:00", resolved="2026-01-01 05:00", priority=3),
        dict(number="2", service="Mail", opened="2026-01-10 23:00", resolved="2026-01-11 00:00", priority=4),
    ]
    warehouse = warehouse_with(incidents=calls)
    there = answered(warehouse, AVAILABILITY, Scope())
    assert (there.value, there.n) == (1, 240)
    assert there.notes == ("No failure in 240 hours of service time of 1 service; n counts these hours.",)
    assert there.points[0].says == "no failure in 240 hours of service time (24×7)"
    between = answered(warehouse, BETWEEN_FAILURES, Scope())
    assert (between.value, between.reason) == (None, "needs 3 failures, there are 0")
    assert between.points[0].says == "no failure in 240 hours of service time (24×7)"
