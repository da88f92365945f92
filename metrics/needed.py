"""What a metric cannot do without and no row gives, in the words people find in their own export or settings."""

from __future__ import annotations

from collections.abc import Sequence

from contracts import all_contracts
from contracts.contract import columns
from metrics.metric import Metric
from metrics.query_tables import Engine, Table, table

#: Columns no export has: what they are worked out from.
WORKED_OUT = {
    "support_level": "the teams of the first level (setting first_level_teams)",
    "working_seconds": "a calendar of working hours",
    "seconds_with_vendor": "an update log that names the vendor",
    "first_priority": "an update log with the priority",
    "previous_forecast": "an earlier report",
    "ended": "the days on which tickets ended (Resolved or Closed)",
    "incidents_caused": "incidents that name the change that caused them",
    "incidents_before": "incidents that name their problem",
    "has_implementation_plan": "Implementation plan",
    "has_test_plan": "Test plan",
    "has_backout_plan": "Backout plan",
    "has_risk_analysis": "Risk and impact analysis",
}


def lacking(engine: Engine, metric: Metric, known: Table) -> tuple[str, ...]:
    """What is needed and holds no value in any row; first of all what places a row in time.

    A view that finds nothing tells nothing of what it was asked of: then the tables it reads are looked at.
    """
    read = (known, *(table(engine, name, known.grants) for name in metric.loaded if name != known.name))
    asked = [one for one in read if not one.is_empty]
    missing = [need for need in metric.needs if not _is_given(asked, need)]
    placing = [name for name in (metric.when or metric.open_from, *metric.else_when) if name is not None]
    told = any(name in one.types for one in asked for name in placing)
    if told and not {*placing} & {*missing} and not _is_given(asked, "|".join(placing)):
        missing.append("|".join(placing))
    return _named(missing, read)


def untold(metric: Metric, known: Table) -> tuple[str, ...]:
    """A note for each part of what is measured together of which no row tells: it is neither there nor missing."""
    return tuple(
        f"{_label(name, (known,))} is not measurable: no export has that column."
        for name in metric.as_told
        if not known.is_filled(name)
    )


def lacking_columns(needs: Sequence[str], read: Sequence[Table]) -> tuple[str, ...]:
    """Which of the columns no row of these tables gives, in words; "a|b": either will do, "kind.a": of that table."""
    asked = [one for one in read if not one.is_empty]
    return _named([need for need in needs if not _is_given(asked, need)], read)


def _is_given(asked: Sequence[Table], need: str) -> bool:
    return any(
        one.is_filled(name.rpartition(".")[2])
        for name in need.split("|")
        for one in asked
        if name.rpartition(".")[0] in ("", one.name)
    )


def _named(missing: Sequence[str], read: Sequence[Table]) -> tuple[str, ...]:
    """Each need in words, without repetition; of several, what would do as well stands in brackets."""
    found = []
    for need in missing:
        first, *others = dict.fromkeys(_label(name.rpartition(".")[2], read) for name in need.split("|"))
        either = f"{first} (or {' or '.join(others)})" if len(missing) > 1 else " or ".join((first, *others))
        found.append(either if others else first)
    return tuple(dict.fromkeys(found))


def _label(name: str, read: Sequence[Table]) -> str:
    """How people call a column; of one that is worked out from another, that other one."""
    if name in WORKED_OUT:
        return WORKED_OUT[name]
    contracts = all_contracts()
    own = [contracts[one.name] for one in read if one.name in contracts]
    for contract in (*own, *contracts.values()):
        known = columns(contract)
        if name in known:
            return known[known[name].reads or name].label
    return name.replace("_", " ").capitalize()
