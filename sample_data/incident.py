"""What one incident is, and how the tool writes it."""

from dataclasses import dataclass, field
from datetime import datetime

from sample_data.files import Cell, Table
from sample_data.organisation import EXPORTED, Service
from sample_data.working_time import elapsed_seconds, working_seconds

PRIORITIES = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low", 5: "5 - Planning"}
LEVELS = {1: "1 - High", 2: "2 - Medium", 3: "3 - Low"}


@dataclass
class Incident:
    """One incident as it stands at the export; times are Copenhagen wall-clock time."""

    opened: datetime
    service: Service
    client: str
    priority: int
    number: str = ""
    client_as_written: str = ""
    subject: str = ""
    category: str = ""
    subcategory: str = ""
    caller: str = ""
    channel: str = ""
    item: str | None = None
    impact: int = 3
    urgency: int = 3
    group: str | None = None
    agent: str | None = None
    vendor: str | None = None
    state: str = ""
    hold_reason: str | None = None
    acknowledged: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    updated: datetime = EXPORTED
    reassignments: int = 0
    reopens: int = 0
    close_code: str | None = None
    problem: str | None = None
    caused_by: str | None = None
    parent: str | None = None
    major: str | None = None
    reviewed: datetime | None = None
    unprioritised: bool = False
    marks: set[str] = field(default_factory=set)

    @property
    def cancelled(self) -> bool:
        """Whether it was withdrawn."""
        return self.state == "Canceled"

    @property
    def in_spike(self) -> bool:
        """Whether the March release is behind it."""
        return "spike" in self.marks

    @property
    def calendar_seconds(self) -> int | None:
        """From opened to resolved by the clock, as the tool counted it."""
        return elapsed_seconds(self.opened, self.resolved) if self.resolved else None

    @property
    def business_seconds(self) -> int | None:
        """From opened to resolved in working hours, as the tool counted it; 0 where it failed to."""
        if not self.resolved:
            return None
        return 0 if "zero business time" in self.marks else working_seconds(self.opened, self.resolved)

    @property
    def made_sla(self) -> bool:
        """The tool's legacy flag: its own due date of 8 h, 24 h, 5 d, 10 d or 20 d after opening."""
        allowed = {1: 8, 2: 24, 3: 120, 4: 240, 5: 480}[self.priority] * 3600
        return elapsed_seconds(self.opened, self.resolved or EXPORTED) <= allowed


def incidents_table(incidents: list[Incident]) -> Table:
    """The sheet as ServiceNow's list export writes it: labels, display values, durations in seconds."""
    header = (
        "Number",
        "Short description",
        "Caller",
        "Company",
        "Service",
        "Configuration item",
        "Category",
        "Subcategory",
        "Channel",
        "State",
        "On hold reason",
        "Priority",
        "Impact",
        "Urgency",
        "Assignment group",
        "Assigned to",
        "Vendor",
        "Opened",
        "Acknowledged",
        "Resolved",
        "Closed",
        "Updated",
        "Reassignment count",
        "Reopen count",
        "Resolution code",
        "Problem",
        "Caused by Change",
        "Parent Incident",
        "Major incident state",
        "Post incident review",
        "Made SLA",
        "Business resolve time",
        "Resolve time",
    )
    rows: list[list[Cell]] = [
        [
            one.number,
            one.subject,
            one.caller,
            one.client_as_written,
            one.service.name,
            one.item,
            one.category,
            one.subcategory,
            one.channel,
            one.state,
            one.hold_reason,
            None if one.unprioritised else PRIORITIES[one.priority],
            LEVELS[one.impact],
            LEVELS[one.urgency],
            one.group,
            one.agent,
            one.vendor,
            one.opened,
            one.acknowledged,
            one.resolved,
            one.closed,
            one.updated,
            one.reassignments,
            one.reopens,
            one.close_code,
            one.problem,
            one.caused_by,
            one.parent,
            one.major,
            one.reviewed,
            str(one.made_sla).lower(),
            one.business_seconds,
            one.calendar_seconds,
        ]
        for one in incidents
    ]
    return Table(header, rows)
