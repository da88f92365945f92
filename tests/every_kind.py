"""A row of any kind with all its cells filled, as it stands while open, once over, and after it was cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

from contracts.contract import Column, ColumnType, columns
from warehouse.tables import contract_of

State = Literal["open", "closed", "cancelled"]

#: Hours from the beginning of a row to what happens or is planned later; what is not named happens at its beginning.
LATER = {
    "acknowledged": 1, "approved": 1, "first_response": 1, "started": 1, "actual_start": 2, "planned_start": 2,
    "finished": 2, "root_cause_found": 3, "planned_end": 30, "agreed_end": 6, "resolved": 5, "done": 5,
    "actual_end": 5, "ended": 5, "restored": 5, "fixed": 5, "entered": 3, "closed": 6, "updated": 7,
    "status_changed": 7, "post_incident_review": 8, "breach": 24, "original_breach": 24, "end": 24,
}  # fmt: skip
#: Days from the beginning, for what is written as a day.
DAYS_LATER = {
    "due": 2, "need_by": 2, "committed": 1, "delivered": 1, "decided": 1, "accepted": 2, "actual": 1, "forecast": 1,
    "baseline": 1, "review": 1, "reviewed": 1, "next_step_due": 1, "next_step_done": 1, "mitigation_due": 1,
    "mitigation_done": 1, "expected_close": 400, "valid_until": 400, "finish": 1, "actual_finish": 1,
    "baseline_finish": 1, "paid": 1, "posted": 1, "closed": 1, "last_review": 1, "resolved": 1,
}  # fmt: skip
#: What a row does not say before it is over.
ENDS = {
    "resolved", "closed", "done", "actual_end", "ended", "restored", "fixed", "actual", "accepted", "submitted",
    "delivered", "decided", "reviewed", "post_incident_review", "outcome", "close_code", "actual_start", "paid",
    "mitigation_done", "next_step_done", "actual_finish", "breached", "root_cause_found", "first_time_accepted",
}  # fmt: skip
#: What joins rows of different kinds; a row of the kind named has that identifier.
JOINS = {
    "problem": "problems", "caused_by_change": "changes", "change": "changes", "incident": "incidents",
    "ticket": "incidents", "purchase_order": "purchase_orders", "purchase_order_item": "purchase_orders",
    "fix_change": "changes",
}  # fmt: skip
#: Cells that tell more than any value of their type would.
CELLS: dict[str, Any] = {
    "priority": 1, "impact": 1, "urgency": 1, "reopens": 1, "reassignments": 3, "replies": 1, "nps": 9, "csat": 4,
    "csat_max": 5, "ces": 6, "ces_max": 7, "mood": 1, "vendor": "Nordwind", "client": "Fjord", "service": "Mail",
    "assignment_group": "Desk", "team": "Desk", "channel": "Portal", "found_by": "client", "satisfaction": 4,
    "satisfaction_label": "good", "currency": "EUR", "local_currency": "EUR", "movement": "101", "percent_complete": 50,
    "measure": "resolution", "party": "SLA", "clock": "24x7", "target_time": 3600 * 4, "target": 95, "timezone": "UTC",
    "actions": 2, "actions_on_time": 1, "fiscal_year": 2026, "period": 1, "finished": True, "level": "item",
    "configuration_item": "srv", "unauthorized": False, "known_error": True, "workaround": "",
    "opens": "08:00", "closes": "16:00", "tool_sla_met": True, "payment_block": "", "deleted": "", "reversal": False,
    "parent": None, "epic": None, "reversed_by": None, "freeze_exception": None, "account_type": None, "outcome": None,
    "status": None, "document_register": "posting", "rate": 1.0, "converted_from": "INC1",
    "resolution_time_left": None, "response_time_left": None, "hold_duration": 1800, "business_duration": 14400,
    "first_response_duration": None, "calendar_duration": None, "incidents": None, "first_reported_by": None,
    "sla_type": "SLA", "active": None, "cancelled": False, "entry": None, "weekdays": None,
    "contingency": None,
}  # fmt: skip
OF_KIND: dict[str, dict[str, Any]] = {
    "ticket_slas": {"breached": False},
    "calendars": {"entry": "freeze", "client": None, "service": None},
    "changes": {"outcome": "successful", "type": "emergency"},
    "opportunities": {"outcome": "won", "probability": 50},
    "decisions": {"outcome": "yes", "verdict": "good"},
    "work_items": {"type": "Bug", "parent": None, "flagged": False},
    "stage_changes": {"stage": "Development"},
    "survey_responses": {"finished": True, "status": "IP Address"},
    "risks": {"type": "risk", "probability": 3, "impact": 3, "cost_impact": 100},
    "budget": {"version": "budget"},
    "escalations": {"direction": "from client"},
    "plan_items": {"milestone": False},
    "portfolio": {"entry": "client", "name": "Fjord"},
    "sla_targets": {"service": None, "priority": None, "client": None},
}
#: Cells that differ from row to row, in turn.
IN_TURN: dict[tuple[str, str], tuple[Any, ...]] = {
    ("deployments", "result"): ("failed", "success", "rolled_back"),
    ("ticket_slas", "sla_type"): ("SLA", "SLA", "OLA", "UC"),
    ("ticket_slas", "target"): ("resolution", "response"),
    ("satisfaction_summaries", "csat_percent"): (0.8, 0.9),
    ("satisfaction_summaries", "nps_score"): (20.0, 30.0),
    ("satisfaction_summaries", "ces_score"): (5.0, 6.0),
}
#: The word of each kind for what was cancelled; kinds that are not here cannot be.
CANCELLED: dict[str, tuple[str, Any]] = {
    "incidents": ("state_category", "cancelled"),
    "changes": ("state_category", "cancelled"),
    "problems": ("state_category", "cancelled"),
    "requests": ("state_category", "cancelled"),
    "work_items": ("state_category", "cancelled"),
    "ticket_slas": ("stage_category", "cancelled"),
    "dependencies": ("status", "cancelled"),
    "meetings": ("cancelled", True),
}
OVER = {"work_items": "done", "ticket_slas": "completed", "incidents": "resolved"}
IDENTIFIERS = ("number", "identifier", "item", "response", "invoice", "document", "recipient", "criterion", "name",
               "line", "sla_name", "series", "expectation", "purchase_order", "topic")  # fmt: skip


def row_of(kind: str, number: int, begins: datetime, state: State) -> dict[str, Any]:
    """One row of a kind that begins at an instant (UTC), with every cell that its state can have."""
    contract = contract_of(kind)
    found = {}
    for name, column in columns(contract).items():
        if name in ENDS and state == "open":
            continue
        found[name] = _cell(kind, column, number, begins)
    category = next((name for name in ("state_category", "stage_category") if name in found), None)
    if category is not None and kind not in {"escalations", "risks"}:
        found[category] = "in_progress" if state == "open" else OVER.get(kind, "closed")
        if kind == "changes" and state == "open":
            found[category] = "scheduled"
    if state == "cancelled":
        word, value = CANCELLED[kind]
        found[word] = value
    return {name: value for name, value in found.items() if value is not None}


def _cell(kind: str, column: Column, number: int, begins: datetime) -> Any:
    name = column.name
    joined = {**JOINS, "item": "work_items"} if kind == "stage_changes" else JOINS
    if (kind, name) in IN_TURN:
        return IN_TURN[kind, name][number % len(IN_TURN[kind, name])]
    if name in OF_KIND.get(kind, {}):
        return OF_KIND[kind][name]
    if column.type in (ColumnType.TIMESTAMP, ColumnType.DAY):
        return _moment(column, number, begins)
    if name in joined:
        return f"{joined[name]}-{number}"
    if name in IDENTIFIERS:
        return f"{kind}-{number}"
    if name in CELLS:
        return CELLS[name]
    return next(iter(column.choices), None) or _of_type(column, number)


def _moment(column: Column, number: int, begins: datetime) -> datetime | date:
    """When it happens or is due; rows do not all end after equally long."""
    name = column.name
    if column.type is ColumnType.DAY:
        return (begins + timedelta(days=DAYS_LATER.get(name, 0))).date()
    later = timedelta(hours=LATER.get(name, 0), days=DAYS_LATER["due"] if name == "due" else 0)
    return begins + later + timedelta(minutes=number % 5 if name in ENDS else 0)


def _of_type(column: Column, number: int) -> Any:
    if column.type in (ColumnType.WHOLE, ColumnType.RANK):
        return 1
    if column.type in (ColumnType.NUMBER, ColumnType.MONEY, ColumnType.DURATION):
        return 10.0 + number % 7
    if column.type is ColumnType.FLAG:
        return True
    if column.type is ColumnType.LIST:
        return ["one"]
    if column.type is ColumnType.CURRENCY:
        return "EUR"
    return "Written out in more than twenty characters"
