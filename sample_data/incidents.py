"""Six thousand incidents: weekdays and hours as at a real desk, the March spike, the vendor that slips, the noise."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sample_data.chance import between, lognormal, pick, poisson, stream
from sample_data.changes import Change, the_release
from sample_data.files import Cell, Table
from sample_data.organisation import (
    AGENTS,
    CLIENTS,
    EXPORTED,
    SERVICES,
    START,
    USES,
    Service,
    callers,
    client,
    local,
)
from sample_data.working_time import (
    FREEZE_FIRST,
    FREEZE_LAST,
    HOLIDAYS,
    add_elapsed,
    add_working,
    elapsed_seconds,
    working_seconds,
)

#: Incidents on an ordinary working day, over all services.
A_DAY = 21.5
SPIKE_FIRST, SPIKE_LAST = date(2026, 3, 13), date(2026, 3, 27)
SLIPPING_VENDOR = "Cumulo Hosting"
#: How much longer the slipping vendor takes, by month of 2026; 0.8 before June.
SLOWER = {6: 1.0, 7: 1.8, 8: 2.1, 9: 2.5, 10: 3.0}

#: Hours from opened to resolved: median and spread; priorities 1 and 2 on the clock, the others in working hours.
_EFFORT = {1: (2.1, 0.55), 2: (4.2, 0.6), 3: (5.0, 0.85), 4: (9.5, 0.8), 5: (20.0, 0.7)}
_PRIORITY = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low", 5: "5 - Planning"}
_LEVEL = {1: "1 - High", 2: "2 - Medium", 3: "3 - Low"}
_MATRIX = {1: ((1, 1),), 2: ((1, 2), (2, 1)), 3: ((2, 2), (1, 3), (3, 1)), 4: ((2, 3), (3, 2)), 5: ((3, 3),)}
_HOURS = (0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 5, 11, 12, 11, 9, 6, 9, 9, 8, 6, 3, 1.5, 1, 0.8, 0.6, 0.4, 0.3)
_WEEKDAYS = (1.22, 1.08, 1.0, 0.97, 0.88, 0.14, 0.11)

_SUBJECTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Workplace": (
        ("Cannot print invoices", "Hardware", "Printer"),
        ("Laptop does not start", "Hardware", "Laptop"),
        ("Outlook keeps asking for password", "Software", "E-mail"),
        ("Teams call without sound", "Software", "Collaboration"),
        ("VDI session freezes", "Software", "Virtual desktop"),
        ("Screen flickers at docking station", "Hardware", "Peripherals"),
    ),
    "Customer Portal": (
        ("Checkout ends with an error page", "Software", "Checkout"),
        ("Portal is slow", "Software", "Performance"),
        ("Order status not shown", "Software", "Orders"),
        ("Login loop in portal", "Software", "Login"),
        ("Upload of documents fails", "Software", "Files"),
    ),
    "ERP Hosting": (
        ("Batch job ended with error", "Software", "Batch"),
        ("ERP session timeout", "Software", "Performance"),
        ("ERP transaction dumps", "Software", "Application"),
        ("Printing from ERP hangs", "Software", "Output"),
        ("Database space above 95 %", "Database", "Space"),
    ),
    "Identity": (
        ("Password reset", "Inquiry / Help", "Password"),
        ("Account locked", "Inquiry / Help", "Account"),
        ("MFA prompt does not arrive", "Software", "MFA"),
        ("New joiner has no access", "Inquiry / Help", "Access"),
    ),
    "Network": (
        ("Wi-Fi drops in meeting rooms", "Network", "Wireless"),
        ("VPN does not connect", "Network", "VPN"),
        ("Branch office offline", "Network", "WAN"),
        ("High latency to data centre", "Network", "WAN"),
    ),
    "Data Warehouse": (
        ("Nightly load late", "Database", "ETL"),
        ("Report shows old figures", "Software", "Reports"),
        ("BI gateway refresh fails", "Software", "Gateway"),
    ),
    "Payments": (
        ("Payment file rejected", "Software", "Files"),
        ("Card payment declined in error", "Software", "Gateway"),
        ("Reconciliation shows difference", "Software", "Reconciliation"),
    ),
    "Mobile Apps": (
        ("App crashes at start", "Software", "App"),
        ("Push messages do not arrive", "Software", "Push"),
        ("App shows wrong customer data", "Software", "App"),
    ),
}
_CLOSE = {
    "Solution provided": 0.66,
    "Workaround provided": 0.14,
    "Resolved by caller": 0.07,
    "User error": 0.07,
    "No resolution provided": 0.03,
    "Known error": 0.03,
}


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


def _surge(target: Service, day: date) -> float:
    """How many times its ordinary volume a service has on a day."""
    surge = 1.0
    if target.name == "Customer Portal" and SPIKE_FIRST <= day <= SPIKE_LAST:
        surge += 6.5 * 0.86 ** (day - SPIKE_FIRST).days
    if target.vendor == SLIPPING_VENDOR and day >= date(2026, 7, 1):
        surge *= 1.15
    if date(2025, 12, 20) <= day <= date(2026, 1, 2):
        surge *= 0.55
    if FREEZE_LAST < day <= date(2026, 1, 23):
        surge *= 1.3
    if date(2026, 7, 6) <= day <= date(2026, 8, 2):
        surge *= 0.72
    return surge


def _weight(target: Service, day: date) -> float:
    quiet = 0.14 if day in HOLIDAYS else _WEEKDAYS[day.weekday()]
    return A_DAY * target.share * quiet * _surge(target, day)


def _arrival(rng: random.Random, target: Service, day: date) -> Incident:
    hour = rng.choices(range(24), weights=_HOURS)[0]
    if hour == 2 and day == date(2026, 3, 29):
        hour = 3
    opened = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))
    weights = {entry.name: entry.share * USES.get((entry.name, target.name), 1.0) for entry in CLIENTS}
    caused = (
        target.name == "Customer Portal"
        and SPIKE_FIRST <= day <= SPIKE_LAST
        and (rng.random() < 1 - 1 / _surge(target, day))
    )
    priority = pick(rng, {1: 0.002, 2: 0.05, 3: 0.57, 4: 0.34, 5: 0.038})
    if caused:
        weights["Kestrel Logistics"] *= 1.8
        priority = pick(rng, {2: 0.16, 3: 0.72, 4: 0.12})
    incident = Incident(opened=opened, service=target, client=pick(rng, weights), priority=priority)
    incident.subject, incident.category, incident.subcategory = rng.choice(_SUBJECTS[target.name])
    if caused:
        incident.marks.add("spike")
        if rng.random() < 0.75:
            incident.subject, incident.category, incident.subcategory = _SUBJECTS[target.name][0]
    return incident


def _describe(rng: random.Random, incident: Incident) -> None:
    """Who reported it, how, about what, and who took it."""
    target = incident.service
    incident.client_as_written = incident.client
    incident.caller = rng.choice(callers(incident.client))
    incident.channel = pick(
        rng, {"Phone": 0.34, "Self-service": 0.36, "Email": 0.2, "Chat": 0.06, "Monitoring": 0.04}
    )
    incident.item = rng.choice(target.items)
    if target.team == "Platform Operations" and rng.random() < 0.25:
        incident.channel = "Monitoring"
    odd = rng.random() < 0.04
    pair = rng.choice(_MATRIX[min(5, incident.priority + 1) if odd else incident.priority])
    incident.impact, incident.urgency = pair
    at_desk = rng.random() < target.desk
    incident.group = "Service Desk" if at_desk else target.team
    incident.agent = rng.choice(AGENTS[incident.group])
    if target.vendor and not at_desk and rng.random() < 0.68:
        incident.vendor = target.vendor
    bounce = 0.1 if at_desk else 0.62
    if incident.vendor == SLIPPING_VENDOR and incident.opened >= local("2026-06-01"):
        bounce += 0.8
    incident.reassignments = poisson(rng, bounce + (0.7 if incident.in_spike else 0.0))


def _pace(incident: Incident) -> float:
    """How much slower or faster than usual it is solved."""
    if incident.vendor == SLIPPING_VENDOR:
        slip = SLOWER.get(incident.opened.month, 0.75) if incident.opened.year == 2026 else 0.75
        return slip if incident.opened.month > 5 else 0.75
    pace = client(incident.client).pace
    if incident.in_spike:
        pace *= 1.9
    if FREEZE_FIRST <= incident.opened.date() <= FREEZE_LAST:
        pace *= 1.25
    return pace * (0.6 if incident.group == "Service Desk" else 1.0)


def _after(incident: Incident, hours: float) -> datetime:
    if incident.priority <= 2:
        return add_elapsed(incident.opened, hours * 3600)
    return add_working(incident.opened, hours * 3600)


def _work(rng: random.Random, incident: Incident) -> None:
    """Take it up, solve it, perhaps reopen it, close it a week later; or leave it open at the export."""
    median, spread = _EFFORT[incident.priority]
    hours = max(0.05, lognormal(rng, median * _pace(incident), spread))
    incident.acknowledged = _after(incident, hours * rng.uniform(0.02, 0.25))
    resolved = _after(incident, hours) + timedelta(seconds=rng.randrange(60))
    waits = (
        FREEZE_FIRST <= incident.opened.date() <= FREEZE_LAST
        and incident.priority > 2
        and rng.random() < 0.13
    )
    if waits:
        resolved = add_working(local("2026-01-05 08:00"), rng.uniform(2, 80) * 3600)
        incident.marks.add("waited for the freeze to end")
    forgotten = rng.random() < 0.0035
    if rng.random() < (0.27 if incident.in_spike and incident.opened.date() < date(2026, 3, 21) else 0.028):
        incident.reopens = 1 + (rng.random() < 0.1)
        resolved = add_working(resolved, rng.uniform(3, 30) * 3600)
    if rng.random() < 0.028 and not incident.in_spike:
        incident.state = "Canceled"
        incident.closed = add_working(incident.opened, rng.uniform(0.2, 10) * 3600)
        incident.updated = incident.closed
        incident.reopens = 0
        if incident.closed <= EXPORTED:
            return
    incident.closed = None
    if forgotten or resolved > EXPORTED:
        _leave_open(rng, incident, forgotten)
        return
    incident.resolved = resolved
    incident.close_code = pick(rng, _CLOSE)
    later = resolved + timedelta(days=7, minutes=rng.randrange(60))
    incident.closed = later if later <= EXPORTED else None
    incident.state = "Closed" if incident.closed else "Resolved"
    incident.updated = incident.closed or resolved


def _leave_open(rng: random.Random, incident: Incident, forgotten: bool) -> None:
    incident.state = pick(rng, {"New": 0.2, "In Progress": 0.55, "On Hold": 0.25})
    if incident.acknowledged and incident.acknowledged > EXPORTED:
        incident.acknowledged = None
        incident.state = "New"
    if incident.state == "On Hold":
        incident.hold_reason = pick(
            rng,
            {"Awaiting Caller": 0.4, "Awaiting Vendor": 0.3, "Awaiting Change": 0.2, "Awaiting Problem": 0.1},
        )
        if incident.vendor == SLIPPING_VENDOR:
            incident.hold_reason = "Awaiting Vendor"
    latest = incident.opened + timedelta(days=6) if forgotten else EXPORTED
    incident.updated = between(rng, incident.opened, min(latest, EXPORTED))


#: Major incidents of the story: opened, service, client, what happened, hours to solve.
_MAJOR: tuple[tuple[datetime, str, str, str, float], ...] = (
    (local("2025-11-24 09:12:40"), "Payments", "Tarn Retail", "No card payments in any shop", 2.4),
    (local("2026-01-12 07:48:05"), "Network", "Fjord Energy", "Both WAN lines down after firmware", 5.2),
    (
        local("2026-03-13 08:04:31"),
        "Customer Portal",
        "Kestrel Logistics",
        "Customer Portal: nobody can finish an order",
        9.7,
    ),
    (local("2026-03-17 10:22:18"), "Customer Portal", "Tarn Retail", "Customer Portal down again", 6.1),
    (local("2026-07-21 06:55:02"), "ERP Hosting", "Fjord Energy", "ERP not available, storage failed", 11.3),
    (
        local("2026-08-27 08:31:44"),
        "ERP Hosting",
        "Fjord Energy",
        "ERP not available, failover did not start",
        8.9,
    ),
    (local("2026-09-30 15:10:09"), "Data Warehouse", "Fjord Energy", "Month-end close without data", 13.6),
)


def _majors(rng: random.Random) -> list[Incident]:
    made = []
    for opened, name, who, subject, hours in _MAJOR:
        target = next(entry for entry in SERVICES if entry.name == name)
        incident = Incident(opened=opened, service=target, client=who, priority=1)
        _describe(rng, incident)
        incident.subject, incident.category, incident.subcategory = subject, "Software", "Outage"
        incident.channel, incident.group = "Phone", target.team
        incident.agent = rng.choice(AGENTS[target.team])
        incident.vendor = target.vendor
        incident.impact = incident.urgency = 1
        incident.major = "Accepted"
        incident.acknowledged = opened + timedelta(minutes=rng.randrange(3, 14))
        incident.resolved = add_elapsed(opened, hours * 3600)
        incident.closed = incident.updated = add_elapsed(incident.resolved, 7 * 86400)
        incident.state, incident.close_code = "Closed", "Solution provided"
        if opened.month != 9:
            incident.reviewed = add_working(incident.resolved, rng.uniform(20, 70) * 3600)
        if name == "Customer Portal":
            incident.marks.add("spike")
        made.append(incident)
    made[2].reopens = 1
    return made


def make_incidents(changes: list[Change]) -> list[Incident]:
    """Every incident of the year, numbered in the order it was opened."""
    rng = stream("incidents")
    incidents = _majors(rng)
    day = START.date()
    while day <= EXPORTED.date():
        for target in SERVICES:
            incidents += [_arrival(rng, target, day) for _ in range(poisson(rng, _weight(target, day)))]
        day += timedelta(days=1)
    incidents = [incident for incident in incidents if incident.opened < EXPORTED]
    for incident in incidents:
        if not incident.major:
            _describe(rng, incident)
            _work(rng, incident)
    incidents.sort(key=lambda incident: incident.opened)
    for place, incident in enumerate(incidents):
        incident.number = f"INC{10001 + place:07d}"
    _link(rng, incidents, changes)
    _contradict(incidents)
    return incidents


def _link(rng: random.Random, incidents: list[Incident], changes: list[Change]) -> None:
    """Parents, children, and the changes that caused incidents."""
    release = the_release(changes)
    first = next(incident for incident in incidents if incident.major and incident.in_spike)
    first.caused_by = release.number
    children = 0
    for incident in incidents:
        if not incident.in_spike or incident is first:
            continue
        if rng.random() < 0.6:
            incident.caused_by = release.number
        if incident.opened.date() == first.opened.date() and incident.opened > first.opened and children < 24:
            incident.parent = first.number
            children += 1
    troubled = [
        change for change in changes if change.close_code in {"Unsuccessful", "Successful with issues"}
    ]
    for change in troubled:
        ended = change.actual_end
        if ended is None or rng.random() < 0.35:
            continue
        near = [
            incident
            for incident in incidents
            if incident.service == change.service
            and not incident.caused_by
            and ended < incident.opened <= ended + timedelta(hours=30)
        ]
        for incident in near[: rng.choice((1, 1, 2, 3))]:
            incident.caused_by = change.number


#: How often each contradiction or gap is planted.
PLANTED = {
    "resolved before opened": 6,
    "zero business time": 5,
    "without team": 12,
    "unknown state": 3,
    "null word": 15,
    "without priority": 4,
    "resolved in the future": 1,
}
_NULL_WORDS = ("?", "NULL", "-", "n/a", "(empty)")


def _contradict(incidents: list[Incident]) -> None:
    """Plant what real exports hold, each on incidents of its own, so that the truth stays countable."""
    rng = stream("incidents contradictions")
    plain = [
        entry
        for entry in incidents
        if entry.state == "Closed"
        and not entry.major
        and not entry.in_spike
        and entry.priority >= 3
        and not entry.vendor
        and not entry.caused_by
    ]
    chosen = iter(rng.sample(plain, sum(PLANTED.values())))

    def some(mark: str) -> Iterable[Incident]:
        for _ in range(PLANTED[mark]):
            incident = next(chosen)
            incident.marks.add(mark)
            yield incident

    for incident in some("resolved before opened"):
        incident.resolved = incident.opened - timedelta(minutes=rng.randrange(4, 300))
    for incident in some("zero business time"):
        incident.resolved = add_working(incident.opened, rng.uniform(2, 9) * 3600)
    for incident in some("without team"):
        incident.group = incident.agent = None
    for incident in some("unknown state"):
        incident.state, incident.resolved, incident.closed = "Parked (old)", None, None
        incident.close_code = None
    for place, incident in enumerate(some("null word")):
        incident.item = _NULL_WORDS[place % len(_NULL_WORDS)]
    for incident in some("without priority"):
        incident.unprioritised = True
    for incident in some("resolved in the future"):
        incident.resolved = incident.resolved.replace(year=2062) if incident.resolved else None
    fjord = [incident for incident in incidents if incident.client == "Fjord Energy"]
    for incident in rng.sample(fjord, 150):
        incident.client_as_written = rng.choice(("Fjord Energy A/S", "FJORD ENERGY"))


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
            None if one.unprioritised else _PRIORITY[one.priority],
            _LEVEL[one.impact],
            _LEVEL[one.urgency],
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
