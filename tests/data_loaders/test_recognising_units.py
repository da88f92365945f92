"""Durations whose unit nobody says: told by the times beside them, else taken as seconds and said."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded

HEAD = "ticket_id,created_at,resolved_at,status,resolution_time\n"


@pytest.mark.parametrize(
    ("first", "second", "unit"),
    [("2", "4", "hours"), ("120", "246", "minutes"), ("2.0", "4.1", "hours")],
)
def test_numbers_take_the_unit_in_which_the_rows_lasted(first, second, unit) -> None:
    result, rows = loaded(
        f"{HEAD}T1,2026-01-05 08:00,2026-01-05 10:00,Closed,{first}\n"
        f"T2,2026-01-15 08:00,2026-01-15 12:06,Closed,{second}\nT3,2026-01-16 08:00,,Open,"
    )
    assert result.questions == []
    assert [round(seconds / 3600) for seconds in rows["calendar_duration"][:2]] == [2, 4]
    assert any(f"taken as {unit}, as the times of the rows show" in warning for warning in result.warnings)


def test_seconds_that_the_rows_confirm_need_no_word() -> None:
    result, rows = loaded(
        f"{HEAD}T1,2026-01-05 08:00,2026-01-05 10:00,Closed,7200\nT2,2026-01-15 08:00,2026-01-15 12:00,Closed,14400"
    )
    assert columns_of(rows, "calendar_duration") == [(7200.0,), (14400.0,)]
    assert not any("unit" in warning for warning in result.warnings)


def test_whole_numbers_nothing_explains_are_seconds_and_that_is_said() -> None:
    text = f"{HEAD}T1,2026-01-05 08:00,,Closed,24\nT2,2026-01-15 08:00,,Closed,37"
    result, rows = loaded(text)
    assert columns_of(rows, "calendar_duration") == [(24.0,), (37.0,)]
    assert any("names no unit; whole numbers are taken as seconds" in warning for warning in result.warnings)
    result, rows = loaded(text, answers={"unit.calendar_duration": "h"})
    assert columns_of(rows, "calendar_duration") == [(86400.0,), (133200.0,)]
    assert not any("unit" in warning for warning in result.warnings)


def test_times_that_contradict_every_unit_settle_none() -> None:
    result, _ = loaded(
        f"{HEAD}T1,2026-01-05 08:00,2026-01-05 10:00,Closed,17\nT2,2026-01-15 08:00,2026-01-15 12:00,Closed,5"
    )
    assert any("taken as seconds" in warning for warning in result.warnings)


def test_a_heading_or_a_tool_that_has_its_unit_is_not_overruled() -> None:
    for heading in ("resolution_time_hours", "Resolution time (min)"):
        result, _ = loaded(
            f"ticket_id,created_at,status,{heading}\nT1,2026-01-05 08:00,Closed,24\nT2,2026-01-15 08:00,Closed,37"
        )
        assert not any("unit" in warning for warning in result.warnings)
    result, rows = loaded(
        "number,incident_state,opened_at,caller_id,calendar_duration,calendar_stc\nINC1,Closed,2026-01-05 08:00,Ann,9,9"
    )
    assert (result.tool, rows["calendar_duration"][0]) == ("servicenow", 9.0)
    assert not any("unit" in warning for warning in result.warnings)
