"""Columns every metric needs, worked out once while a table is built: name → (type, SQL over the row `r`).

The day columns of timestamps are made for every contract in `build.py` and need no entry here.
"""

from collections.abc import Mapping
from typing import NamedTuple

from warehouse.parents import COUNTED_AT_PARENT_SINCE


class Derived(NamedTuple):
    """A stored column that follows from the other columns of the same row."""

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
    " WHEN r.debit_credit = 'credit' THEN -1 WHEN r.debit_credit = 'debit' THEN 1"
    " WHEN coalesce(nullif(r.quantity, 0), r.base_quantity, r.amount) < 0 THEN -1 ELSE 1 END"
)

#: What a row of an invoice register asks for without tax; a credit note is negative however it is written.
_NET = "coalesce(r.net_amount, r.amount - r.tax_amount, r.amount)"
_CREDIT_NOTE = (
    "regexp_matches(lower(coalesce(r.type, '')),"
    " '^(cn|kg|cr|crn)$|credit|gutschrift|avoir|abono|nota di credito|dobropis|kreditnota')"
)

#: Seconds within the service hours, filled by `working_time.py` where there is a calendar.
_WORKING_SECONDS = Derived("DOUBLE", "NULL")

#: When the ticket at which a child is counted came to be, filled by `parents.py`.
_COUNTED_AT_PARENT = Derived("TIMESTAMP", "NULL")

#: kind → column → how it follows from the row.
DERIVED: Mapping[str, Mapping[str, Derived]] = {
    "incidents": {
        "working_seconds": _WORKING_SECONDS,
        "resolve_seconds": Derived("DOUBLE", "epoch(r.resolved) - epoch(r.opened)"),
        COUNTED_AT_PARENT_SINCE: _COUNTED_AT_PARENT,
    },
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
