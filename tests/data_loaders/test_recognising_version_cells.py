"""“Actual” and “Budget” in the cells of a column are versions, whatever stands above them."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import loaded


@pytest.mark.parametrize("heading", ["Data", "Basis", "Category", "Ledger", "Status"])
def test_cells_that_name_versions_are_the_version(heading: str) -> None:
    _, rows = loaded(
        f"Account,{heading},Cost center,Jan 2026,Feb 2026,Mar 2026\n6400,Actual,4100,1,2,3\n6400,Budget,4100,10,20,30\n"
    )
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 6, "budget": 60}
    result, rows = loaded(
        f"Month,{heading},Cost center,Line,Amount\n2026-01,Actual,4100,Lic,1\n2026-01,Budget,4100,Lic,2\n"
    )
    assert result.kind == "budget"
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 1, "budget": 2}


def test_cells_that_name_other_things_too_are_none() -> None:
    _, rows = loaded(
        "Month,Category,Cost center,Version,Amount\n2026-01,Actual repairs,4100,Budget,1\n"
        "2026-01,Rent,4100,Budget,2\n"
    )
    assert rows["category"].tolist() == ["Actual repairs", "Rent"]
    assert set(rows["version"]) == {"budget"}
