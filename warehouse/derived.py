"""Columns every metric needs, worked out once while a table is built: name → (type, SQL over the row `r`).

The row has its final names, its days, what the build itself fills in, and says which row took its place. The day
columns of timestamps are made for every contract in `build.py` and need no entry here.
"""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from warehouse.deciding import DECIDES
from warehouse.declared_settings import FIRST_LEVEL_TEAMS
from warehouse.histories import FIRST_PRIORITY, SECONDS_WITH_VENDOR
from warehouse.parents import COUNTED_AT_PARENT_SINCE
from warehouse.promises import COLUMNS as PROMISE_COLUMNS
from warehouse.supplier_promises import SUPPLIER_PROMISES
from warehouse.supplier_promises import TYPE as SUPPLIER_TYPE
from warehouse.untouched import STALE_AFTER


class Derived(NamedTuple):
    """A stored column that follows from the other columns of the same row, or its place among the rows beside it."""

    type: str
    sql: str


def _key(column: str) -> Derived:
    """An order or line number as sheets can be joined on it: no leading zeros, no ".0" of a spreadsheet."""
    return Derived("VARCHAR", f"ltrim(regexp_replace(upper(trim(r.{column})), '\\.0+$', ''), '0')")


def _line_key(column: str) -> Derived:
    """As `_key`, with '' where a row names no line."""
    return Derived("VARCHAR", f"coalesce({_key(column).sql}, '')")


#: 101 brings in, its reversals and returns take out; movements that are no receipts against orders count nothing.
_DIRECTION = (
    "CASE WHEN regexp_replace(lower(trim(r.movement)), '\\.0+$', '') IN ('101', '105', '123', '162') THEN 1"
    " WHEN regexp_replace(lower(trim(r.movement)), '\\.0+$', '') IN ('102', '106', '122', '161') THEN -1"
    " WHEN regexp_matches(lower(r.movement), 'return|revers|cancel|storno|retour|rück') THEN -1"
    " WHEN regexp_matches(lower(r.movement), 'receipt|deliver|accept|confirm|wareneingang|réception') THEN 1"
    " WHEN nullif(trim(r.movement), '') IS NOT NULL THEN NULL"
    " WHEN r.debit_credit = 'unknown' THEN NULL"
    " WHEN r.debit_credit = 'credit' THEN -1 WHEN r.debit_credit = 'debit' THEN 1"
    " WHEN coalesce(nullif(r.quantity, 0), r.base_quantity, r.amount) < 0 THEN -1 ELSE 1 END"
)

#: What a row of an invoice register asks for without tax; a credit note is negative however it is written.
_NET = "coalesce(r.net_amount, r.amount - r.tax_amount, r.amount)"
_CREDIT_NOTE = (
    "regexp_matches(lower(coalesce(r.type, '')),"
    " '^(cn|kg|cr|crn)$|credit|gutschrift|avoir|abono|nota di credito|dobropis|kreditnota')"
)

#: What can be wrong with the record of an incident that was not cancelled, in words and as a condition.
_NOT_OVER = (
    "r.resolved IS NULL AND r.closed IS NULL AND coalesce(r.state_category, '') NOT IN ('resolved', 'closed')"
)
_FINDINGS = {
    "open without a team": f"r.assignment_group IS NULL AND {_NOT_OVER}",
    "open without an assignee": f"r.assignee IS NULL AND r.assignment_group IS NOT NULL AND {_NOT_OVER}",
    "open and passed on three times or more": f"r.reassignments >= 3 AND {_NOT_OVER}",
    "resolved before it was opened": "r.resolved < r.opened",
    "closed before it was resolved": "r.closed < r.resolved",
    "first response after the resolution": "r.first_response > r.resolved",
    "state says over, but there is no date": (
        "r.state_category IN ('resolved', 'closed') AND r.resolved IS NULL AND r.closed IS NULL"
    ),
    "priority does not follow impact and urgency": "r.priority <> r.impact + r.urgency - 1",
    "business time of 0 in a resolution of more than a day": (
        "r.business_duration = 0 AND epoch(r.resolved) - epoch(r.opened) > 86400"
    ),
    "business time differs from ours by more than 10 %": (
        "abs(r.business_duration - r.working_seconds) > 0.1 * greatest(r.business_duration, r.working_seconds)"
    ),
}
_FOUND = ", ".join(f"CASE WHEN {condition} THEN '{words}' END" for words, condition in _FINDINGS.items())
_ANY_FOUND = " OR ".join(f"({condition})" for condition in _FINDINGS.values())

#: Whether the team that holds a ticket is one of the first level, where the setting names these.
_FIRST_LEVEL = (
    f"(SELECT from_json(lower(value), '[\"VARCHAR\"]') FROM meta.settings WHERE name = '{FIRST_LEVEL_TEAMS}')"
)
_SUPPORT_LEVEL = (
    f"CASE WHEN r.assignment_group IS NOT NULL AND len({_FIRST_LEVEL}) > 0"
    f" THEN CASE WHEN list_contains({_FIRST_LEVEL}, lower(r.assignment_group)) THEN 1 ELSE 2 END END"
)

#: Epics hold items and items hold parts: three levels of one piece of work. Items are counted where a source has any.
_OTHER_LEVELS = (
    "'^(epic|initiative|theme|capability|épopée|epopeya|épica|epopea)|sub-?task|unteraufgabe|teilaufgabe|sous-t[âa]che"
    "|sub-?tarea|sub-?tarefa|sottotask|sottoattivit|subtaak'"
)


def _is_item(row: str) -> str:
    return f"NOT regexp_matches(lower(coalesce({row}.type, '')), {_OTHER_LEVELS})"


_COUNTED_LEVEL = (
    f"{_is_item('r')} OR r.source IS NULL OR r.source NOT IN"
    f" (SELECT i.source FROM every_row AS i WHERE i.source IS NOT NULL AND {_is_item('i')})"
)

#: The text of a column that a module of its own fills in before the others are worked out.
FILLED_IN = "NULL"

#: Seconds within the service hours, filled by `working_time.py` where there is a calendar.
_WORKING_SECONDS = Derived("DOUBLE", FILLED_IN)

#: When the ticket at which a child is counted came to be, filled by `parents.py`.
_COUNTED_AT_PARENT = Derived("TIMESTAMP", FILLED_IN)

#: kind → column → how it follows from the row.
DERIVED: Mapping[str, Mapping[str, Derived]] = {
    "incidents": {
        "working_seconds": _WORKING_SECONDS,
        "resolve_seconds": Derived("DOUBLE", "epoch(r.resolved) - epoch(r.opened)"),
        COUNTED_AT_PARENT_SINCE: _COUNTED_AT_PARENT,
        STALE_AFTER: Derived("TIMESTAMP", FILLED_IN),
        FIRST_PRIORITY: Derived("BIGINT", FILLED_IN),
        SECONDS_WITH_VENDOR: Derived("DOUBLE", FILLED_IN),
        **{name: Derived(kind, FILLED_IN) for name, kind in PROMISE_COLUMNS.items()},
        SUPPLIER_PROMISES: Derived(SUPPLIER_TYPE, FILLED_IN),
        "support_level": Derived("INTEGER", _SUPPORT_LEVEL),
        "findings": Derived(
            # One text and not a list: whoever reads 200 whole rows would unpack the lists of all those between.
            "VARCHAR",
            # Whether there is anything to write down is asked first: of most tickets there is not.
            f"CASE WHEN coalesce(r.state_category, '') <> 'cancelled' AND ({_ANY_FOUND})"
            f" THEN concat_ws('; ', {_FOUND}) END",
        ),
    },
    "ticket_slas": {DECIDES: Derived("BOOLEAN", FILLED_IN)},
    "work_items": {"is_counted": Derived("BOOLEAN", _COUNTED_LEVEL)},
    "problems": {"working_seconds": _WORKING_SECONDS},
    "requests": {"working_seconds": _WORKING_SECONDS},
    "purchase_orders": {"order_key": _key("purchase_order"), "item_key": _line_key("item")},
    "goods_receipts": {
        "order_key": _key("purchase_order"),
        "item_key": _line_key("purchase_order_item"),
        "direction": Derived("INTEGER", _DIRECTION),
        "received_quantity": Derived(
            "DOUBLE", f"({_DIRECTION}) * abs(coalesce(nullif(r.quantity, 0), r.base_quantity, r.quantity))"
        ),
        "received_amount": Derived("DOUBLE", f"({_DIRECTION}) * abs(r.amount)"),
    },
    "invoices": {
        "order_key": _key("purchase_order"),
        "item_key": _line_key("purchase_order_item"),
        "net": Derived("DOUBLE", f"CASE WHEN {_CREDIT_NOTE} THEN -abs({_NET}) ELSE {_NET} END"),
    },
}


def derived_types(kind: str) -> dict[str, str]:
    """The derived columns of a kind with their DuckDB types."""
    return {name: derived.type for name, derived in DERIVED.get(kind, {}).items()}


def definition(kind: str) -> str:
    """Changes when a derived column of a kind is worked out differently: its table is then built again."""
    return hashlib.sha256(repr(sorted(DERIVED.get(kind, {}).items())).encode()).hexdigest()[:12]
