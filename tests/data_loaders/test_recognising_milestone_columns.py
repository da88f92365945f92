"""A column for each milestone becomes a row for each; days of a ticket or of one milestone do not."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded, recognised

_PROJECTS = (
    "Project,Client,Kick-off,UAT,Go-live\nBilling,Fjord,2026-01-05,2026-04-01,2026-05-01\n"
    "CRM,Globex,2026-02-01,,2026-09-01"
)


def test_every_filled_day_is_a_milestone() -> None:
    result, rows = loaded(_PROJECTS)
    assert (result.kind, result.rows_read, result.rows_loaded) == ("milestones", 2, 2)
    assert sorted(columns_of(rows, "project", "name")) == [
        ("Billing", "Go-live"), ("Billing", "Kick-off"), ("Billing", "UAT"), ("CRM", "Go-live"), ("CRM", "Kick-off")
    ]  # fmt: skip
    assert any("as those expected now" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    "table",
    [
        _PROJECTS.replace("Kick-off,UAT,Go-live", "Start,Due,Updated"),
        _PROJECTS.replace("Kick-off,UAT,Go-live", "UAT planned,UAT actual,Go-live"),
        _PROJECTS.replace("CRM", "Billing"),
        _PROJECTS.replace("Kick-off,UAT,Go-live", "Birthday,Wedding,Visit"),
    ],
)
def test_other_days_beside_a_project_are_not(table: str) -> None:
    assert all(found.reshape is None for found in recognised(table))
