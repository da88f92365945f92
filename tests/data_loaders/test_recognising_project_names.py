"""A plan that names no project is that of the project its sheet or file is called after; a plain “plan” asks."""

from __future__ import annotations

import pytest

from data_loaders.recognising_project_names import project_in_names
from tests.data_loaders.sheets import loaded

MILESTONES = "Milestone,Baseline date,Forecast date,Status\nKick-off,2026-01-05,2026-01-05,Done\n"


@pytest.mark.parametrize(
    ("sheet", "file", "project"),
    [
        ("Sheet1", "Falcon_milestones_2026-03.xlsx", "Falcon"), ("ERP roll-out", "plans.xlsx", "ERP roll-out"),
        ("Data", "project_plan_v2_final.csv", None), ("Tabelle1", "Meilensteine März 2026.xlsx", None),
        ("milestones", "milestones (1).csv", None),
    ],
)  # fmt: skip
def test_names_say_the_project_or_nothing(sheet: str, file: str, project: str | None) -> None:
    assert project_in_names(["A title", sheet, file]) == project


def test_milestones_take_the_project_from_the_file_and_say_so() -> None:
    result, rows = loaded(MILESTONES, file="Falcon_milestones_2026-03.csv")
    assert not result.questions
    assert rows["project"].tolist() == ["Falcon"]
    assert any("“Falcon”" in warning for warning in result.warnings)


def test_a_file_called_milestones_only_still_asks() -> None:
    result, _ = loaded(MILESTONES, file="milestones.csv")
    assert [question.name for question in result.questions] == ["project"]
