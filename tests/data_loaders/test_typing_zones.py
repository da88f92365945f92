"""Local clock times to UTC agree with Python's own zones, and doubtful ones follow the stated rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.typing_zones import clock_changes, never_shown, shown_twice, to_utc, zone_named

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "UTC",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Asia/Tehran",
]


@pytest.mark.parametrize("name", ZONES)
@settings(deadline=None, max_examples=10)
@given(moments=st.lists(st.datetimes(datetime(1975, 1, 2), datetime(2030, 12, 30)), min_size=1, max_size=20))
def test_every_local_time_becomes_the_moment_python_finds(name, moments):
    zone = zone_named(name)
    assert zone is not None
    around = [
        change.instant + timedelta(hours=hours, minutes=17)
        for change in clock_changes(zone, 2008, 2030)[:30]
        for hours in range(-14, 15, 1)
    ]
    local = [
        moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for moment in [*moments, *around]
    ]
    expected = [moment.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None) for moment in local]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE times (place INTEGER, t TIMESTAMP)")
        connection.executemany("INSERT INTO times VALUES (?, ?)", list(enumerate(local)))
        found = connection.execute(
            f"SELECT {to_utc('t', zone, 1975, 2030)} FROM times ORDER BY place"
        ).fetchall()
    assert [row[0] for row in found] == expected


def test_doubtful_times_are_found_to_the_minute():
    zone = zone_named("Europe/Berlin")
    assert zone is not None
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE times AS SELECT unnest(generate_series("
            "TIMESTAMP '2026-01-01', TIMESTAMP '2026-12-31 23:59', INTERVAL 1 MINUTE)) AS t"
        )
        twice, never = (
            connection.execute(
                f"SELECT min(t), max(t), count(*) FROM times WHERE {doubt('t', zone, 2026, 2026)}"
            ).fetchall()[0]
            for doubt in (shown_twice, never_shown)
        )
    assert twice == (datetime(2026, 10, 25, 2), datetime(2026, 10, 25, 2, 59), 60)
    assert never == (datetime(2026, 3, 29, 2), datetime(2026, 3, 29, 2, 59), 60)


@pytest.mark.parametrize("name", ["", "Berlin", "Mars/Olympus", "../etc/passwd", "CET+1"])
def test_names_outside_the_list_are_no_zones(name):
    assert zone_named(name) is None
