"""What a correct import and a correct metric must find in the sample, counted on the generator's own objects."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sample_data import plan, registers
from sample_data.account_registers import BROKEN_PROMISE, LAST_TALK
from sample_data.budget import BUDGET
from sample_data.changes import Change, the_release
from sample_data.incident import Incident
from sample_data.incident_arrivals import SLIPPING_VENDOR
from sample_data.incident_story import PLANTED
from sample_data.money import Posting
from sample_data.mood import WAVES, Invitation, Response, Summary, nps
from sample_data.order import Invoice, OrderLine
from sample_data.organisation import CLIENTS, EXPORTED, ZONE, vendor
from sample_data.problems import Problem
from sample_data.promises import AT_RISK, CLAUSES, MINIMUM_TICKETS, POOL, VENDOR_FLOOR
from sample_data.requests import Request
from sample_data.ticket_slas import TicketSla
from sample_data.work_items import WorkItem

Truth = dict[str, object]


@dataclass(frozen=True)
class World:
    """Everything the generator made, before it is written."""

    changes: list[Change]
    incidents: list[Incident]
    clocks: list[TicketSla]
    problems: list[Problem]
    requests: list[Request]
    work_items: list[WorkItem]
    orders: list[OrderLine]
    invoices: list[Invoice]
    postings: list[Posting]
    responses: list[Response]
    invitations: list[Invitation]
    summaries: list[Summary]


def _share(met: Iterable[bool]) -> dict[str, float | int]:
    kept = list(met)
    return {"met": sum(kept), "judged": len(kept), "share": round(sum(kept) / len(kept), 4) if kept else 0.0}


def _counts(values: Iterable[object]) -> dict[str, int]:
    return {str(key): number for key, number in sorted(Counter(values).items(), key=str)}


def incident_truth(world: World) -> Truth:
    """Counts of incidents, among them the planted ones."""
    some, release = world.incidents, the_release(world.changes)
    return {
        "opened": len(some),
        "by_client": _counts(one.client for one in some),
        "by_client_as_written": _counts(one.client_as_written for one in some),
        "by_priority": _counts("none" if one.unprioritised else one.priority for one in some),
        "by_state": _counts(one.state for one in some),
        "cancelled": sum(one.cancelled for one in some),
        "open_at_export": sum(
            not one.resolved and one.state in {"New", "In Progress", "On Hold"} for one in some
        ),
        "reopened": sum(one.reopens > 0 for one in some),
        "major": sum(one.major is not None for one in some),
        "planted": dict(PLANTED),
        "release": {
            "change": release.number,
            "incidents_declared": sum(one.caused_by == release.number for one in some),
            "incidents_in_spike": sum(one.in_spike for one in some),
            "reopened_in_spike": sum(one.in_spike and one.reopens > 0 for one in some),
            "children_of_first_major": sum(one.parent is not None for one in some),
        },
    }


def judged(clocks: Iterable[TicketSla], kind: str, target: str = "Resolution") -> list[TicketSla]:
    """The clocks that were kept or broken by the export: cancelled ones, and open ones still in time, left out."""
    return [
        one
        for one in clocks
        if one.type == kind
        and one.target == target
        and one.stage != "Cancelled"
        and (one.breached or one.stage == "Completed")
    ]


def sla_truth(world: World) -> Truth:
    """Who kept which promise."""
    clocks = world.clocks
    slipping = [
        one for one in judged(clocks, "Underpinning contract") if one.incident.vendor == SLIPPING_VENDOR
    ]
    months = sorted({f"{one.incident.opened:%Y-%m}" for one in slipping})
    return {
        "resolution_by_client": {
            client.name: _share(
                not one.breached for one in judged(clocks, "SLA") if one.incident.client == client.name
            )
            for client in CLIENTS
        },
        "slipping_vendor": SLIPPING_VENDOR,
        "slipping_vendor_by_month_opened": {
            month: _share(not one.breached for one in slipping if f"{one.incident.opened:%Y-%m}" == month)
            for month in months
        },
        "service_credits_due": credits_due(clocks),
    }


def credits_due(clocks: Iterable[TicketSla]) -> dict[str, float]:
    """Service credits in EUR the slipping vendor owes, by the month in which the clock stopped or broke.

    A clause (one priority) that is kept in less than 85 % of at least ten cases in a month gives its share of
    the pool, of the amount at risk, of the monthly charge.
    """
    cases: dict[tuple[str, int], list[bool]] = {}
    for one in judged(clocks, "Underpinning contract"):
        if one.incident.vendor == SLIPPING_VENDOR:
            month = f"{min(one.stop or EXPORTED, EXPORTED):%Y-%m}"
            cases.setdefault((month, one.incident.priority), []).append(not one.breached)
    due: dict[str, float] = {}
    charge = vendor(SLIPPING_VENDOR).monthly_charge
    for (month, priority), met in sorted(cases.items()):
        if len(met) >= MINIMUM_TICKETS and sum(met) / len(met) < VENDOR_FLOOR:
            due[month] = round(due.get(month, 0.0) + POOL * CLAUSES[priority] * AT_RISK * charge, 2)
    return due


def change_truth(world: World) -> Truth:
    """How changes ended."""
    closed = [one for one in world.changes if one.state == "Closed"]
    return {
        "changes": len(world.changes),
        "closed_by_code": _counts(one.close_code or "none" for one in closed),
        "emergency": sum(one.type == "Emergency" for one in world.changes),
        "unauthorized": sum(one.unauthorized for one in world.changes),
        "ends_before_it_starts": sum(one.planned_end < one.planned_start for one in world.changes),
    }


def work_truth(world: World) -> Truth:
    """Problems, requests and work items."""
    return {
        "problems": len(world.problems),
        "problems_open": sum(one.resolved is None for one in world.problems),
        "incidents_with_problem": sum(one.problem is not None for one in world.incidents),
        "requests": len(world.requests),
        "requests_overdue": sum(one.overdue for one in world.requests),
        "work_items_by_project": _counts(one.project.key for one in world.work_items),
        "work_items_done": sum(
            one.category == "Done" and one.status != "Cancelled" for one in world.work_items
        ),
    }


def money_truth(world: World) -> Truth:
    """Budget, spend, commitments, and the invoices that must not be paid yet; EUR."""
    live = [line for line in world.orders if not line.deleted]
    unpaid = [(line, invoice) for line in live for invoice in line.invoices if not invoice.paid]
    return {
        "budget_2026": round(sum(line.total for line in BUDGET) * 1000, 2),
        "budget_to_october": round(sum(sum(line.months[:10]) for line in BUDGET) * 1000, 2),
        "actual_to_october": round(sum(posting.amount for posting in world.postings), 2),
        "received_not_invoiced_eur_lines": round(
            sum(max(0.0, line.received - line.invoiced) for line in live if line.currency == "EUR"), 2
        ),
        "ordered_not_received_eur_lines": round(
            sum(max(0.0, line.value - line.received) for line in live if line.currency == "EUR"), 2
        ),
        "do_not_pay_yet": {
            reason: sorted(invoice.number for line, invoice in unpaid if reason in line.marks)
            for reason in ("not received", "quantity variance", "price variance")
        },
        "duplicate_invoice": [one.number for one in world.invoices if "duplicate" in one.marks],
        "without_order": sum("no order" in one.marks for one in world.invoices),
        "without_exchange_rate": [one.number for one in world.invoices if "no rate" in one.marks],
        "retrospective_order": [line.po for line in world.orders if "retrospective" in line.marks],
        "credits_of_slipping_vendor": sum(
            one.amount for one in world.invoices if one.vendor == SLIPPING_VENDOR and one.amount < 0
        ),
    }


def _reported(summaries: list[Summary]) -> dict[str, float | int]:
    """The share satisfied of the ratings a desk counts, made from its rounded shares; how many it does not count."""
    counted = [one for one in summaries if one.counted]
    rated = sum(one.rated for one in counted)
    weighed = sum(round(100 * one.good / one.rated, 1) * one.rated for one in counted)
    share = {"share": round(weighed / rated / 100, 6)} if rated else {}
    return {"rated": rated, **share, "not_counted": len(summaries) - len(counted)}


def mood_truth(world: World) -> Truth:
    """NPS per client, whole and by wave; who fell silent."""

    def scores(client: str, wave: str | None = None) -> list[int]:
        return [one.nps for one in world.responses if one.client == client and wave in {None, one.wave}]

    return {
        "responses": len(world.responses),
        "invitations_delivered": sum(one.delivered for one in world.invitations),
        "nps": {client.name: nps(scores(client.name)) for client in CLIENTS},
        "nps_by_wave": {
            client.name: {wave: nps(scores(client.name, wave)) for _, wave in WAVES} for client in CLIENTS
        },
        "reported_by_client": {
            client.name: _reported([one for one in world.summaries if one.client == client.name])
            for client in CLIENTS
        },
        "silent_client": "Aurora Health",
        "green_but_unhappy_client": "Meridian Bank",
    }


def register_truth() -> Truth:
    """What the registers hide."""
    client, due, promise = BROKEN_PROMISE
    last = [row for row in plan.milestones() if row["report_date"] == plan.REPORTS[-1]]
    return {
        "stale_risks": [registers.STALE_RISK],
        "broken_dependencies": [registers.BROKEN_DEPENDENCY],
        "broken_promise": {"client": client, "due": due.isoformat(), "promise": promise},
        "last_talk_with_silent_client": LAST_TALK["Aurora Health"].isoformat(),
        "days_late_on_31_october": {
            f"{row['project']}: {row['name']}": (row["forecast"] - row["baseline"]).days
            for row in last
            if isinstance(row["forecast"], date)
            and isinstance(row["baseline"], date)
            and row["actual"] is None
        },
    }


def truth(world: World, rows: dict[str, int]) -> Truth:
    """All of it; `rows` counts the data rows of every file."""
    return {
        "exported": EXPORTED.isoformat(sep=" "),
        "timezone": ZONE,
        "rows": rows,
        "incidents": incident_truth(world),
        "sla": sla_truth(world),
        "changes": change_truth(world),
        "work": work_truth(world),
        "money": money_truth(world),
        "mood": mood_truth(world),
        "registers": register_truth(),
    }
