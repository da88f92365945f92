"""Mappings of headings are data in the warehouse: used once, they are used again for the same headings."""

import json
from collections.abc import Mapping
from dataclasses import asdict

import duckdb

from data_loaders.recognition import Recognition, SavedMapping
from warehouse import Warehouse, remembered

#: Answers that hold for the headings they were given for and for no other table: a sign means another thing elsewhere.
_BY_HEADINGS = ("currency", "cr")


def by_headings(answers: Mapping[str, str]) -> dict[str, str]:
    """Those of the answers that are kept with the headings."""
    return {name: value for name, value in answers.items() if name.split(".", maxsplit=1)[0] in _BY_HEADINGS}


def saved_mappings(warehouse: Warehouse) -> dict[str, SavedMapping]:
    """Every mapping of headings that was used before, by the fingerprint of the headings."""
    return {key: SavedMapping(**json.loads(text)) for key, text in remembered.mappings(warehouse).items()}


def save_mapping(
    cursor: duckdb.DuckDBPyConnection, recognition: Recognition, answers: Mapping[str, str], import_id: int
) -> None:
    """Keep which heading was read as which column, and what was answered about their cells, for next month."""
    if not recognition.fingerprint or recognition.kind is None:
        return
    columns: dict[str, str | None] = {header: None for _, header in recognition.unmapped}
    taken: dict[str, str | None] = {}
    for assignment in recognition.assignments:
        if assignment.column.reads is None:  # what is worked out from a column follows it by itself
            taken.setdefault(assignment.header, assignment.column.name)
    columns |= taken
    kept = by_headings(answers)
    if any(name.split(".", maxsplit=1)[0] == "kind" for name in answers):
        kept["kind"] = recognition.kind  # then no column is asked which rows are of another kind
    mapping = SavedMapping(recognition.fingerprint, recognition.kind, recognition.tool, columns, kept)
    remembered.keep_mapping(cursor, recognition.fingerprint, json.dumps(asdict(mapping)), import_id)
