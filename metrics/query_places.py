"""The rows at given places, for answers that name where their rows lie: import, sheet and row number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from warehouse import Warehouse

#: Where a row lies: import, sheet, row number.
Reference = tuple[int, str, int]


def rows_at(
    w: Warehouse, references: Iterable[Reference], grants: tuple[str, ...] = ("*",)
) -> Mapping[str, pd.DataFrame]:
    """The rows at these places by kind, with the file each came from; rows a newer import replaced are not there.

    Only rows of clients the grants allow.
    """
    wanted: dict[tuple[int, str], list[int]] = {}
    for import_id, sheet, row_no in dict.fromkeys(references):
        wanted.setdefault((import_id, sheet), []).append(row_no)
    imports = w.imports()
    kinds = dict(zip(imports["import_id"], imports["kind"], strict=True))
    files = dict(zip(imports["import_id"], imports["file"], strict=True))
    found: dict[str, list[pd.DataFrame]] = {}
    for (import_id, sheet), numbers in wanted.items():
        kind = kinds.get(import_id)
        if not isinstance(kind, str):
            continue
        rows = w.query(
            f'SELECT * FROM "{kind}" WHERE import_id = $import_id AND sheet = $sheet'
            " AND row_no IN (SELECT unnest($numbers)) ORDER BY row_no",
            {"import_id": import_id, "sheet": sheet, "numbers": numbers},
            grants,
        )
        rows.insert(0, "file", files[import_id])
        found.setdefault(kind, []).append(rows)
    return {kind: pd.concat(parts, ignore_index=True) for kind, parts in found.items()}
