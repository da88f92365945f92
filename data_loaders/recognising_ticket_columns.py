"""A list of tickets that has the columns only changes have, or only problems: it is no list of incidents."""

from __future__ import annotations

from collections.abc import Mapping

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_columns import Pair, match

#: Columns that only one kind of tickets has; those in one group tell the same.
_ONLY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "changes": (
        ("type_label",),
        ("planned_start", "planned_end"),
        ("actual_start", "actual_end"),
        ("risk", "risk_analysis"),
        ("approved", "approval", "cab_required", "cab_date"),
        ("implementation_plan", "test_plan"),
        ("backout_plan",),
        ("outside_maintenance_window", "freeze_exception", "conflict_status"),
    ),
    "problems": (("known_error",), ("workaround",), ("cause_notes", "root_cause_found"), ("incidents",)),
}
#: These two settle it: a type of change, and when work on it is planned.
_SURELY = {("type_label",), ("planned_start", "planned_end")}
#: Incidents have a cause and a workaround too: both together say nothing without one of these.
_TELLING: Mapping[str, tuple[tuple[str, ...], ...]] = {"problems": (("known_error",), ("incidents",))}
#: So many of them settle it, and one less is asked about.
_SETTLE = 3
#: Of a column that most rows leave empty the list may be one of several kinds.
_FILLED = 0.5


def kind_by_columns(table: Surveyed, chosen: Candidate) -> tuple[str, bool] | None:
    """The kind whose own columns this list of tickets has, and whether that settles it; None where it has none."""
    if chosen.kind not in ("incidents", "requests") or chosen.source is not None:
        return None
    taken = {
        cell
        for name, pair in chosen.matching.pairs.items()
        if name in ("opened", "resolved", "closed", "number")
        for cell in pair.cells
    }
    found = {}
    for kind, groups in _ONLY.items():
        pairs = match(table.block, table.samples, kind, None, None).pairs
        columns_of_it = [group for group in groups if _has(table, pairs, group, taken)]
        telling = _TELLING.get(kind, groups)
        found[kind] = columns_of_it if any(group in telling for group in columns_of_it) else []
    kind = max(found, key=lambda kind: len(found[kind]))
    if len(found[kind]) < _SETTLE - 1 or _names_incidents(table, chosen):
        return None
    return kind, len(found[kind]) >= _SETTLE or set(found[kind]) >= _SURELY


def _has(table: Surveyed, pairs: Mapping[str, Pair], group: tuple[str, ...], taken: set[int]) -> bool:
    """Whether the list has one of these columns, filled in most rows."""
    for name in group:
        pair = pairs.get(name)
        if pair is None or pair.quality < 0.85 or taken.intersection(pair.cells):
            continue
        if _filled(table, pair.cells[0]) >= _FILLED and (name != "type_label" or _names_types(table, pair)):
            return True
    return False


def _filled(table: Surveyed, cell: int) -> float:
    """The share of rows in which a column holds something."""
    cells = table.cells.columns[cell].slice(table.block.first_index)
    spoken = table.samples[cell]
    said = len(spoken.spoken) / max(len(spoken.texts), 1)
    return float(said * (1 - cells.null_count / max(len(cells), 1)))


def _names_types(table: Surveyed, pair: Pair) -> bool:
    """Whether the words of the column are the types of changes: standard, normal, emergency."""
    types = columns(all_contracts()["changes"])["type"].choices
    known = {normalised(word) for stored, words in types.items() for word in (stored, *words)}
    words = table.samples[pair.cells[0]].words()
    return 2 * len({normalised(word) for word in words} & known) >= len(words) > 0


def _names_incidents(table: Surveyed, chosen: Candidate) -> bool:
    """Whether the heading of the number says that it is one of incidents."""
    pair = chosen.matching.pairs.get("number")
    heading = normalised(table.block.raw_names.get(pair.cells[0], "")) if pair else ""
    return "incident" in heading or heading.startswith("inc ")
