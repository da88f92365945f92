"""A warehouse in memory with hand-written rows, for tests of figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from contracts.contract import ColumnType, columns
from warehouse import Warehouse, open_warehouse
from warehouse.ledger import Staged, commit
from warehouse.tables import base_columns, contract_of, quoted

IMPORTED_AT = datetime(2026, 11, 1, 12, 0)


def warehouse_with(reporting_timezone: str = "UTC", **rows: Sequence[Mapping[str, Any]]) -> Warehouse:
    """A warehouse in memory holding the given rows by kind; what a row leaves out is NULL.

    Rows stand in sheet "Sheet1" from row 2 on, one import per kind, in the order the kinds are given.
    """
    warehouse = open_warehouse(":memory:")
    if reporting_timezone != "UTC":
        warehouse.set_setting("reporting_timezone", reporting_timezone)
    for kind, given in rows.items():
        add_rows(warehouse, kind, given)
    return warehouse


def add_rows(
    warehouse: Warehouse,
    kind: str,
    given: Sequence[Mapping[str, Any]],
    file: str | None = None,
    source: str = "test",
) -> int:
    """Commit more rows of a kind as one more import from a source; returns its import_id."""
    contract = contract_of(kind)
    known = columns(contract)
    for row in given:
        unknown = set(row) - set(known)
        assert not unknown, f"{kind} has no column {sorted(unknown)}"
    types = base_columns(contract)
    with warehouse.writing() as cursor:
        cursor.register(
            "given",
            pd.DataFrame(
                [{"_row": i, **{k: _plain(v) for k, v in row.items()}} for i, row in enumerate(given)]
            ),
        )
        present = {name for row in given for name in row}
        key = list(contract.key)
        select = [
            "'Sheet1' AS sheet",
            "(_row + 2)::BIGINT AS row_no",
            f"'{source}' AS source",
            "NULL::VARCHAR AS extra",
            (
                "concat_ws('|', " + ", ".join(f"{quoted(k)}::VARCHAR" for k in key) + ")"
                if key and set(key) <= present
                else "'row' || _row"
            )
            + " AS row_key",
            (
                f"{quoted(contract.newest_by)}::TIMESTAMP"
                if contract.newest_by in present
                else f"TIMESTAMP '{IMPORTED_AT}'"
            )
            + " AS newer_by",
        ]
        for name, kind_of in types.items():
            if name not in present:
                select.append(f"NULL::{kind_of} AS {quoted(name)}")
            elif known[name].type is ColumnType.LIST:
                select.append(f"string_split({quoted(name)}, ';') AS {quoted(name)}")
            else:
                select.append(f"TRY_CAST({quoted(name)} AS {kind_of}) AS {quoted(name)}")
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE staged AS SELECT {', '.join(select)} FROM given")
        staged = Staged(
            contract,
            "staged",
            {
                "file": file or f"{kind}.xlsx",
                "sha256": f"{kind:0<64}"[:64],
                "sheet": "Sheet1",
                "tool": "test",
                "source": source,
            },
            rows_read=len(given),
            rows_skipped=0,
        )
        return commit(cursor, staged, IMPORTED_AT).import_id


def _plain(value: Any) -> Any:
    if value is None:
        return None
    return ";".join(value) if isinstance(value, list | tuple) else str(value)
