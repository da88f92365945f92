"""The task_sla records behind the incidents: one row a clock, with its target, its pauses and its breach."""

import random
from dataclasses import dataclass
from datetime import datetime

from sample_data.chance import stream
from sample_data.files import Cell, Table
from sample_data.incident import PRIORITIES, Incident
from sample_data.organisation import EXPORTED, client, local
from sample_data.promises import RESOLUTION, RESPONSE, UNDERPINNING
from sample_data.working_time import add_elapsed, add_working, elapsed_seconds, working_seconds


@dataclass
class TicketSla:
    """One clock on one ticket; seconds are counted on the clock's own schedule."""

    incident: Incident
    definition: str
    type: str
    target: str
    round_the_clock: bool
    allowed: int
    stage: str
    start: datetime
    stop: datetime | None
    paused: int

    @property
    def elapsed(self) -> int:
        """Seconds on the clock when it stopped, or at the export; pauses taken out."""
        count = elapsed_seconds if self.round_the_clock else working_seconds
        return max(0, count(self.start, self.stop or EXPORTED) - self.paused)

    @property
    def breaches_at(self) -> datetime:
        """When the promise is broken unless the clock stops; later by every pause."""
        add = add_elapsed if self.round_the_clock else add_working
        return add(self.start, self.allowed + self.paused)

    @property
    def breached(self) -> bool:
        """Whether the promise was broken by the time of the export."""
        return self.elapsed > self.allowed


def make_ticket_slas(incidents: list[Incident]) -> list[TicketSla]:
    """Every clock: resolution for all, response for priorities 1 and 2, the vendor's own where one works on it."""
    rng = stream("ticket slas")
    made = []
    for incident in incidents:
        if {"resolved before opened", "resolved in the future", "unknown state"} & incident.marks:
            continue
        code = client(incident.client).code
        stop = incident.closed if incident.cancelled else incident.resolved
        fast = incident.priority <= 2
        resolution = _clock(
            rng,
            incident,
            f"{code} P{incident.priority} resolution",
            "SLA",
            "Resolution",
            RESOLUTION[incident.priority] * 3600.0,
            stop,
        )
        made.append(resolution)
        if fast and incident.acknowledged:
            made.append(
                TicketSla(
                    incident,
                    f"{code} P{incident.priority} response",
                    "SLA",
                    "Response",
                    True,
                    int(RESPONSE[incident.priority] * 3600),
                    "Cancelled" if incident.cancelled else "Completed",
                    incident.opened,
                    incident.acknowledged,
                    0,
                )
            )
        allowed = UNDERPINNING[incident.vendor].get(incident.priority) if incident.vendor else None
        if incident.vendor and allowed:
            vendor = _clock(
                rng,
                incident,
                f"{incident.vendor} P{incident.priority} resolution",
                "Underpinning contract",
                "Resolution",
                allowed * 3600.0,
                stop,
            )
            vendor.paused = resolution.paused
            made.append(vendor)
    return made


def _clock(
    rng: random.Random,
    incident: Incident,
    definition: str,
    kind: str,
    target: str,
    allowed: float,
    stop: datetime | None,
) -> TicketSla:
    stage = "Cancelled" if incident.cancelled else "Completed" if stop else "In progress"
    if incident.state == "On Hold":
        stage = "Paused"
    made = TicketSla(
        incident,
        definition,
        kind,
        target,
        incident.priority <= 2,
        int(allowed),
        stage,
        incident.opened,
        stop,
        0,
    )
    whole = made.elapsed
    if "waited for the freeze to end" in incident.marks:
        made.paused = max(0, min(whole, working_seconds(incident.opened, local("2026-01-05 08:00")) - 7200))
    elif "waited for somebody else" in incident.marks:
        made.paused = int(whole * 0.85)
    elif whole > 0.5 * allowed and rng.random() < 0.12:
        made.paused = int(whole * rng.uniform(0.2, 0.6))
    return made


def ticket_slas_table(clocks: list[TicketSla]) -> Table:
    """The sheet as ServiceNow's list export of task_sla writes it: durations are whole seconds."""
    header = (
        "Task",
        "SLA definition",
        "Type",
        "Target",
        "Stage",
        "Business elapsed time",
        "Business elapsed percentage",
        "Business time left",
        "Business pause duration",
        "Start time",
        "Stop time",
        "Breach time",
        "Has breached",
        "Schedule",
        "Active",
        "Task.Priority",
        "Task.Service",
        "Task.Company",
        "Task.Assignment group",
        "Vendor",
    )
    rows: list[list[Cell]] = []
    for one in clocks:
        running = one.stage in {"In progress", "Paused"}
        rows.append(
            [
                one.incident.number,
                one.definition,
                one.type,
                one.target,
                one.stage,
                one.elapsed,
                round(100 * one.elapsed / one.allowed, 1),
                max(0, one.allowed - one.elapsed),
                one.paused or None,
                one.start,
                one.stop,
                one.breaches_at,
                str(one.breached).lower(),
                "24 x 7" if one.round_the_clock else "8-5 weekdays Denmark",
                str(running).lower(),
                PRIORITIES[one.incident.priority],
                one.incident.service.name,
                one.incident.client,
                one.incident.group,
                one.incident.vendor if one.type != "SLA" else None,
            ]
        )
    return Table(header, rows)
