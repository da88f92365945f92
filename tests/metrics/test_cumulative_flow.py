"""Bands that never cross, and repairs that are counted."""

from metrics.cumulative_flow import cumulative_flow
from metrics.scope import Scope
from tests.rows import warehouse_with


def test_from_the_dates_of_items():
    warehouse = warehouse_with(
        work_items=[
            dict(item="1", created="2026-01-01 08:00", started="2026-01-02 08:00", done="2026-01-04 08:00"),
            dict(item="2", created="2026-01-02 08:00", started="2026-01-03 08:00"),
            dict(item="3", created="2026-01-02 08:00", done="2026-01-04 08:00"),
            dict(item="4", created="2026-01-02 08:00", state_category="cancelled"),
            dict(item="5", created="2026-01-02 08:00", started="2026-01-03 08:00", state_category="done"),
        ]
    )
    found = cumulative_flow(warehouse, Scope())
    assert found.undated == 1, (
        "item 5 is over, nobody knows since when: it must not look like work in progress"
    )
    assert found.reached["Asked for"].tolist() == [1, 3, 3, 3]
    # Item 3 was done without ever being started: it is taken to have started when it was done.
    assert found.reached["Started"].tolist() == [0, 1, 2, 3]
    assert found.reached["Done"].tolist() == [0, 0, 0, 2]
    assert (found.n, found.repaired) == (3, 1)
    assert len(cumulative_flow(warehouse, Scope.of(start="2026-01-02", end="2026-01-04")).reached) == 2


def test_an_epic_is_no_work_of_its_own():
    warehouse = warehouse_with(
        work_items=[
            dict(item="E", type="Epic", created="2026-01-01 08:00", started="2026-01-01 08:00"),
            dict(item="1", type="Story", epic="E", created="2026-01-01 08:00", started="2026-01-02 08:00"),
        ]
    )
    found = cumulative_flow(warehouse, Scope())
    assert found.reached["Started"].tolist()[-1] == 1, "as in the card beside it: work in progress is one"


def test_from_the_history_of_stages():
    stages = ("Analysis", "Build", "Test")

    def moves(item, *days):
        return [
            dict(item=item, stage=stage, position=position, entered=f"2026-01-{day:02} 09:00")
            for position, (stage, day) in enumerate(zip(stages, days, strict=True), start=1)
            if day
        ]

    warehouse = warehouse_with(
        stage_changes=[*moves("1", 1, 2, 5), *moves("2", 1, 4, 3), *moves("3", 2, 0, 0)]
    )
    found = cumulative_flow(warehouse, Scope())
    assert list(found.reached.columns) == list(stages)
    assert found.reached["Build"].tolist() == [0, 1, 2, 2, 2]
    assert found.reached["Test"].tolist() == [0, 0, 1, 1, 2]
    assert found.repaired == 1
    assert (found.reached.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


def test_without_items_there_is_a_reason():
    empty = warehouse_with(incidents=[dict(number="1", opened="2026-01-01 00:00")])
    assert cumulative_flow(empty, Scope()).reason == "no work items have been loaded"
