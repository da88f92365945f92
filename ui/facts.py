"""What the frame says of the data on every run: asked once, and again only when the data have changed."""

from dataclasses import dataclass
from datetime import date, datetime

from metrics.metric import Metric
from metrics.query_tables import table
from ui.kept import kept
from warehouse import Warehouse


@dataclass(frozen=True)
class Facts:
    """Which kinds of rows there are, the first day and the newest moment they tell of, and where they come from."""

    kinds: tuple[str, ...]
    first: date | None
    as_of: datetime | None
    tools: tuple[str, ...]
    rows: int
    rejected: int


@kept(most=50)
def facts(content_id: str, _warehouse: Warehouse, grants: tuple[str, ...]) -> Facts:  # noqa: ARG001 - the key
    """The facts for one viewer."""
    imports = _warehouse.imports()
    standing = imports[imports["undone_at"].isna()]
    kinds = tuple(sorted(set(standing["kind"].dropna())))
    known = [table(_warehouse, kind, grants) for kind in kinds]
    moments = [of.newest for of in known if of.event_columns]
    days = [
        of.first_day(of.contract.occurred)
        for of in known
        if of.contract and of.contract.occurred and of.contract.occurred in of.types
    ]
    return Facts(
        kinds=kinds,
        first=min(filter(None, days), default=None),
        as_of=max(filter(None, moments), default=None),
        tools=tuple(sorted({str(tool) for tool in standing["tool"].dropna()})),
        rows=int(standing["rows_loaded"].sum()),
        rejected=int(standing["rows_rejected"].sum()),
    )


@kept(most=500)
def is_empty(content_id: str, _warehouse: Warehouse, kind: str, grants: tuple[str, ...]) -> bool:  # noqa: ARG001
    """Whether the viewer sees no row of a kind."""
    return table(_warehouse, kind, grants).is_empty


def first_day(content_id: str, warehouse: Warehouse, metric: Metric, grants: tuple[str, ...]) -> date | None:
    """The first day the rows of a metric tell of, or nothing where they are not placed in time."""
    return _first_day(content_id, warehouse, metric.table, metric.when or metric.open_from or "", grants)


@kept(most=500)
def _first_day(
    content_id: str,  # noqa: ARG001 - another content begins on another day
    _warehouse: Warehouse,
    name: str,
    placed: str,
    grants: tuple[str, ...],
) -> date | None:
    known = table(_warehouse, name, grants)
    occurred = known.contract.occurred if known.contract else None
    column = occurred if occurred in known.types else placed
    return known.first_day(column) if column in known.types else None
