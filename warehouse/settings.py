"""Choose a setting: checked, kept together with everything that follows from it, and noted in the journal."""

import json
from collections.abc import Callable
from typing import Any

from warehouse import journal
from warehouse.build import in_order, rebuild
from warehouse.declared_settings import declared
from warehouse.opening import WarehouseError
from warehouse.tables import contract_of
from warehouse.warehouse import Warehouse

#: Told before each kind is built again: its place from 0, how many there are, the kind.
Progress = Callable[[int, int, str], None]


def value_of(warehouse: Warehouse, name: str) -> Any:
    """What holds: the value chosen, else the declared default."""
    return warehouse.setting(name, declared(name).default)


def change(warehouse: Warehouse, name: str, value: Any, *, progress: Progress | None = None) -> Any:
    """Keep a setting and build again what depends on it, all or nothing; None goes back to the default.

    Returns the value as it is kept. Raises WarehouseError with one sentence where it is not possible.
    """
    setting = declared(name)
    if warehouse.sample:
        raise WarehouseError("The sample data keep their settings: load data of your own first.", "sample")
    chosen = setting.valid(value)
    if chosen == warehouse.setting(name):
        return chosen
    with warehouse.writing() as cursor:
        cursor.execute("DELETE FROM meta.settings WHERE name = ?", [name])
        if chosen is not None:
            cursor.execute("INSERT INTO meta.settings VALUES (?, ?)", [name, json.dumps(chosen)])
        for place, kind in enumerate(in_order(setting.rebuilds)):
            if progress is not None:
                progress(place, len(setting.rebuilds), kind)
            rebuild(cursor, contract_of(kind))
        journal.note(cursor, "setting", name=name, value=chosen)
    return chosen


def general_calendars(warehouse: Warehouse) -> list[str]:
    """The names of the calendars that belong to no single service or client."""
    found = warehouse.records(
        "SELECT DISTINCT calendar FROM store.calendars WHERE superseded_by IS NULL AND calendar IS NOT NULL"
        " AND entry = 'working_hours' AND service IS NULL AND client IS NULL ORDER BY calendar"
    )
    return [str(name) for (name,) in found]
