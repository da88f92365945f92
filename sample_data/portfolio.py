"""The master list: clients, services, projects, vendors and teams with owners and values, and what was promised."""

from datetime import date

from sample_data.organisation import CLIENTS, PROJECTS, SERVICES, TEAMS, VENDORS
from sample_data.promises import (
    AT_RISK,
    CLAUSES,
    FROM,
    MINIMUM_TICKETS,
    POOL,
    UNTIL,
    VENDOR_FLOOR,
    promises,
)
from sample_data.templates import Row

_USERS = {
    "Fjord Energy": 1850,
    "Kestrel Logistics": 1320,
    "Meridian Bank": 940,
    "Tarn Retail": 760,
    "Aurora Health": 410,
}
#: What is to be run next: name, client, yearly cost, tickets a month (one is not estimated yet), first day.
_PIPELINE = (
    ("Self-Service Analytics", "Meridian Bank", 180_000, 45, date(2027, 1, 4)),
    ("Clinic Workplace", "Aurora Health", 96_000, 60, date(2027, 3, 1)),
    ("Shop Device Service", "Tarn Retail", 240_000, None, date(2027, 8, 2)),
)
_CRITICAL = {"Payments": 1, "Customer Portal": 1, "ERP Hosting": 1, "Identity": 2, "Network": 2}


def portfolio() -> list[Row]:
    """One row a client, service, project, vendor and team."""
    rows: list[Row] = [
        {
            "entry": "client",
            "name": one.name,
            "code": one.code,
            "owner": one.owner,
            "value": one.value,
            "currency": "EUR",
            "users": _USERS[one.name],
            "start": date(2023, 1, 1),
            "end": date(2027, 12, 31),
            "notice": date(2027, 6, 30),
            "status": "active",
            "contract": f"MSA-{one.code}-2025",
            "board": "yes",
        }
        for one in CLIENTS
    ]
    rows += [
        {
            "entry": "service",
            "name": one.name,
            "code": f"SVC-{place:03d}",
            "vendor": one.vendor,
            "team": one.team,
            "owner": one.owner,
            "criticality": _CRITICAL.get(one.name, 3),
            "value": one.value,
            "currency": "EUR",
            "expected_tickets": round(480 * one.share),
            "start": date(2023, 1, 1),
            "status": "active",
            "board": "yes",
        }
        for place, one in enumerate(SERVICES, start=1)
    ]
    rows += [
        {
            "entry": "project",
            "name": one.name,
            "code": one.key,
            "client": one.client,
            "vendor": one.vendor,
            "team": one.team,
            "owner": one.manager,
            "value": one.value,
            "currency": "EUR",
            "start": date(2025, 11, 1),
            "end": date(2026, 12, 31),
            "status": "active",
            "board": "yes",
        }
        for one in PROJECTS
    ]
    rows += [
        {
            "entry": "vendor",
            "name": one.name,
            "code": one.account,
            "owner": one.owner,
            "value": one.monthly_charge * 12,
            "currency": "EUR",
            "start": date(2024, 1, 1),
            "end": date(2027, 3, 31),
            "notice": date(2026, 12, 31),
            "status": "active",
            "contract": one.contract,
            "board": "yes",
        }
        for one in VENDORS
    ]
    rows += [
        {
            "entry": "team",
            "name": name,
            "support_level": 1 if name == "Service Desk" else 2,
            "status": "active",
        }
        for name in TEAMS
    ]
    rows += [
        {
            "entry": "pipeline",
            "name": name,
            "client": client,
            "value": cost,
            "currency": "EUR",
            "expected_tickets": tickets,
            "start": start,
            "status": "planned",
        }
        for name, client, cost, tickets, start in _PIPELINE
    ]
    return rows


def sla_targets() -> list[Row]:
    """One row a clause: target, clock, and for vendors the credit for missing it."""
    charges = {one.name: one.monthly_charge for one in VENDORS}
    rows: list[Row] = []
    for one in promises():
        row: Row = {
            "contract": one.contract,
            "party": "UC" if one.vendor else "SLA",
            "vendor" if one.vendor else "client": one.party,
            "clause": f"{one.measure} P{one.priority}",
            "measure": one.measure,
            "priority": one.priority,
            "target_time": one.hours,
            "clock": one.clock,
            "schedule": None if one.priority <= 2 else "8-5 weekdays Denmark",
            "target": one.attainment * 100,
            "direction": "up",
            "valid_from": FROM,
            "valid_until": UNTIL,
        }
        if one.vendor:
            row |= {
                "floor": VENDOR_FLOOR * 100,
                "minimum_volume": MINIMUM_TICKETS,
                "at_risk_percent": AT_RISK * 100,
                "pool_percent": POOL * 100,
                "allocation_percent": CLAUSES[one.priority] * 100,
                "monthly_charge": charges[one.party],
                "currency": "EUR",
            }
        rows.append(row)
    return rows
