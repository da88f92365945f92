"""Lists of development tools are work items, with their own names for ends, sizes and estimates."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded

LISTS = {
    "github": (
        "number,title,state,labels,user,created_at,closed_at\n"
        "12,Crash,closed,bug,ann,2026-01-11T22:34:30Z,2026-01-12T08:00:00Z"
    ),
    "gitlab": (
        "Title,Issue ID,State,Author,Author Username,Created At (UTC),Closed At (UTC),Weight\n"
        "Crash,12,Closed,Ann,ann,2026-01-11 22:34:30,2026-01-12 08:00:00,3"
    ),
    "linear": (
        "ID,Team,Title,Status,Estimate,Cycle Number,Created,Completed\n"
        "12,Core,Crash,Done,3,4,Sun Jan 11 2026 22:34:30 GMT+0000 (GMT),Mon Jan 12 2026 08:00:00 GMT+0000 (GMT)"
    ),
    "redmine": "#,Project,Tracker,Subject,Status,Created,Closed\n12,Web,Bug,Crash,Closed,2026-01-11,2026-01-12",
}


@pytest.mark.parametrize("tool", sorted(LISTS))
def test_a_list_of_issues_is_work_items_and_says_when_they_ended(tool: str) -> None:
    # Times that say they are in UTC stay so, whatever zone is declared for the others.
    result, rows = loaded(LISTS[tool], timezone="America/New_York" if tool != "redmine" else "UTC")
    assert (result.kind, result.tool, result.cells_refused) == ("work_items", tool, 0)
    assert columns_of(rows, "item", "created", "done") == [("12", "2026-01-11", "2026-01-12")]
    if "Weight" in LISTS[tool] or "Estimate" in LISTS[tool]:
        assert rows["size"].tolist() == [3.0]
