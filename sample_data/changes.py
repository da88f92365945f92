"""Changes of the year: nine a week, hardly any in the December freeze, a rush after it, one bad release in March."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sample_data.chance import between, pick, poisson, stream
from sample_data.files import Table
from sample_data.organisation import AGENTS, CLIENTS, EXPORTED, SERVICES, START, USES, Service, local, service
from sample_data.templates import Row
from sample_data.working_time import FREEZE_FIRST, FREEZE_LAST, add_elapsed, is_working_day

CREATED, REVIEWED = timedelta(days=9), timedelta(days=3)

#: Evening of the release that broke the Customer Portal, and of the one that mended it for good.
RELEASE_NIGHT = local("2026-03-12 20:00")
MENDED_NIGHT = local("2026-03-31 20:00")

_SUBJECTS = {
    "Workplace": ("Monthly Windows updates", "Printer driver package 8.2", "VDI pool memory extension"),
    "Customer Portal": (
        "Portal hotfix for search",
        "Certificate renewal portal-api",
        "Portal content update",
    ),
    "ERP Hosting": (
        "Kernel patch ERP application servers",
        "ERP database index rebuild",
        "Batch window change",
    ),
    "Identity": ("Conditional access policy update", "Directory sync connector upgrade", "MFA gateway patch"),
    "Network": ("Firewall rule set", "WAN router firmware", "Wi-Fi controller upgrade"),
    "Data Warehouse": ("ETL job schedule", "BI gateway upgrade", "New data mart tables"),
    "Payments": ("Payment gateway certificate", "Reconciliation job fix", "HSM firmware"),
    "Mobile Apps": ("App store release", "Push gateway key rotation", "App API throttling"),
}
_PLAN = (
    "1. Announce the window to the client.\n2. Take a snapshot of {item}.\n3. Apply the change.\n"
    "4. Run the smoke tests and hand over to operations."
)
_TEST = "Smoke tests of {service}: log in, read, write, report. Expected: all green within 15 minutes."
_BACKOUT = (
    "Restore the snapshot of {item} and restart; decide at the latest 45 minutes before the window ends."
)
_ANALYSIS = "Risk {risk}: {service} is not available during the window. Users are told two days before."


@dataclass
class Change:
    """One change request as it stands at the export."""

    number: str
    subject: str
    type: str
    state: str
    risk: str
    impact: str
    service: Service
    item: str
    client: str
    group: str
    agent: str
    requested_by: str
    opened: datetime
    approved: datetime | None
    planned_start: datetime
    planned_end: datetime
    actual_start: datetime | None = None
    actual_end: datetime | None = None
    closed: datetime | None = None
    close_code: str | None = None
    close_notes: str | None = None
    conflict: str = "No Conflict"
    unauthorized: bool = False
    implementation_plan: str | None = None
    test_plan: str | None = None
    backout_plan: str | None = None
    analysis: str | None = None
    justification: str | None = None

    @property
    def updated(self) -> datetime:
        """When the record was last touched."""
        return self.closed or min(
            EXPORTED, max(self.opened, self.actual_end or self.opened) + timedelta(hours=5)
        )


def _weekly(day: date) -> float:
    """How many changes are planned to start in the week of that day."""
    if FREEZE_FIRST <= day <= FREEZE_LAST:
        return 1.2
    if FREEZE_LAST < day <= date(2026, 1, 18):
        return 23.0
    if day < FREEZE_FIRST and day >= date(2025, 12, 1):
        return 13.0
    return 8.6


def _plans(rng: random.Random, change: Change) -> None:
    words = {"item": change.item, "service": change.service.name, "risk": change.risk.lower()}
    change.implementation_plan = _PLAN.format(**words)
    change.justification = f"Keeps {change.service.name} supported."
    if change.type == "Standard":
        change.test_plan = "Standard checks of the model."
        change.backout_plan = "Standard backout of the model."
        change.analysis = "Pre-approved, low risk."
        return
    complete = 0.55 if change.type == "Emergency" else 0.86
    absent = ("n/a", "tbd", None)
    change.test_plan = _TEST.format(**words) if rng.random() < complete else rng.choice(absent)
    change.backout_plan = _BACKOUT.format(**words) if rng.random() < complete + 0.05 else rng.choice(absent)
    change.analysis = _ANALYSIS.format(**words) if rng.random() < complete else rng.choice(absent)


def _outcome(rng: random.Random, change: Change) -> str:
    issues, failed = 0.07, 0.03
    if FREEZE_LAST < change.planned_start.date() <= date(2026, 1, 18):
        issues, failed = 0.15, 0.06
    if change.service.vendor == "Cumulo Hosting" and change.planned_start >= local("2026-06-01"):
        issues, failed = 0.20, 0.09
    if change.type == "Standard":
        issues, failed = issues / 3, failed / 3
    if change.type == "Emergency":
        issues, failed = issues * 2, failed * 2
    return pick(
        rng, {"Successful": 1 - issues - failed, "Successful with issues": issues, "Unsuccessful": failed}
    )


def _carry_out(rng: random.Random, change: Change) -> None:
    """Give the change the life it had by the time of the export."""
    if rng.random() < 0.04:
        change.state = "Canceled"
        change.closed = min(
            max(change.opened, change.planned_start - timedelta(days=1)), EXPORTED - timedelta(hours=2)
        )
    elif change.planned_start > EXPORTED:
        change.state = pick(rng, {"Scheduled": 5.0, "Authorize": 3.0, "Assess": 2.0, "New": 1.0})
    else:
        length = change.planned_end - change.planned_start
        change.actual_start = change.planned_start + timedelta(minutes=rng.randrange(-5, 25))
        change.actual_end = change.actual_start + length * rng.choice((0.6, 0.8, 0.9, 1.0, 1.0, 1.3))
        change.closed = change.actual_end + timedelta(hours=rng.randrange(10, 110))
        change.close_code = _outcome(rng, change)
        change.close_notes = (
            "Done as planned." if change.close_code == "Successful" else "See the review notes."
        )
        change.state = "Closed"
        if change.actual_end > EXPORTED:
            change.actual_end = None
        if change.closed > EXPORTED:
            change.closed = change.close_code = change.close_notes = None
            change.state = "Review" if change.actual_end else "Implement"
    if change.approved is not None and change.approved > EXPORTED:
        change.approved = None
        change.state = "Authorize" if change.state == "Scheduled" else change.state
    if change.state in {"New", "Assess", "Authorize"}:
        change.approved = None


def _one(rng: random.Random, day: date, start: datetime) -> Change:
    target = pick(rng, {entry: entry.share for entry in SERVICES})
    kind = pick(rng, {"Standard": 0.38, "Normal": 0.55, "Emergency": 0.07})
    if FREEZE_FIRST <= day <= FREEZE_LAST:
        kind = pick(rng, {"Emergency": 0.7, "Normal": 0.3})
    weights = {entry.name: entry.share * USES.get((entry.name, target.name), 1.0) for entry in CLIENTS}
    lead = {"Standard": 4, "Normal": 11, "Emergency": 0}[kind]
    opened = start - timedelta(days=lead, hours=rng.randrange(2, 40), minutes=rng.randrange(60))
    risk = pick(rng, {"Low": 0.55, "Moderate": 0.36, "High": 0.09})
    change = Change(
        number="",
        subject=rng.choice(_SUBJECTS[target.name]),
        type=kind,
        state="",
        risk=risk,
        impact=pick(rng, {"1 - High": 0.1, "2 - Medium": 0.4, "3 - Low": 0.5}),
        service=target,
        item=rng.choice(target.items),
        client=pick(rng, weights),
        group=target.team,
        agent=rng.choice(AGENTS[target.team]),
        requested_by=target.owner,
        opened=opened,
        approved=between(rng, opened + (start - opened) * 0.3, opened + (start - opened) * 0.8),
        planned_start=start,
        planned_end=start + timedelta(minutes=rng.choice((60, 90, 120, 180, 240))),
        conflict=pick(rng, {"No Conflict": 0.82, "Conflict": 0.08, "Not Run": 0.10}),
    )
    _plans(rng, change)
    _carry_out(rng, change)
    return change


def make_changes() -> list[Change]:
    """Every change of the year, numbered in the order it was opened; the story's own changes included."""
    rng = stream("changes of the year")
    changes = []
    day = START.date()
    while day <= EXPORTED.date() + timedelta(days=20):
        working = is_working_day(day)
        for _ in range(
            poisson(rng, _weekly(day) * (0.19 if working else 0.04 if day.weekday() > 4 else 0.1))
        ):
            hour = rng.choice((7, 12, 18, 19, 20, 21, 22))
            changes.append(_one(rng, day, datetime.combine(day, time(hour, rng.choice((0, 0, 30))))))
        day += timedelta(days=1)
    changes = [change for change in changes if START <= change.opened < EXPORTED]
    changes += _story(rng)
    changes.sort(key=lambda change: change.opened)
    for place, change in enumerate(changes):
        change.number = f"CHG{30101 + place:07d}"
    _contradict(changes)
    return changes


def _story(rng: random.Random) -> list[Change]:
    """The release that broke the portal, the failed rollback, the stop-gap, and the release that mended it."""
    told = (
        ("Customer Portal release 26.3", "Normal", RELEASE_NIGHT, 3.0, 12, "Successful", "tbd"),
        (
            "Roll back Customer Portal release 26.3",
            "Emergency",
            local("2026-03-13 15:30"),
            2.0,
            0,
            "Unsuccessful",
            None,
        ),
        (
            "Switch off new checkout in Customer Portal",
            "Emergency",
            local("2026-03-16 06:30"),
            1.0,
            0,
            "Successful with issues",
            None,
        ),
        ("Customer Portal release 26.3.2", "Normal", MENDED_NIGHT, 2.5, 9, "Successful", _TEST),
    )
    made = []
    portal = service("Customer Portal")
    for subject, kind, start, hours, lead, code, test in told:
        opened = start - timedelta(days=lead, hours=2)
        change = Change(
            number="",
            subject=subject,
            type=kind,
            state="Closed",
            risk="Moderate",
            impact="2 - Medium",
            service=portal,
            item="portal-web-1",
            client="Kestrel Logistics",
            group=portal.team,
            agent="Sune Agger",
            requested_by=portal.owner,
            opened=opened,
            approved=opened + (start - opened) * 0.6,
            planned_start=start,
            planned_end=start + timedelta(hours=hours),
            actual_start=start + timedelta(minutes=5),
            actual_end=start + timedelta(hours=hours + 0.6),
            closed=start + timedelta(hours=15),
            close_code=code,
            close_notes="Done as planned." if code == "Successful" else "See the review notes.",
        )
        _plans(rng, change)
        change.test_plan = test.format(service=portal.name) if test else None
        made.append(change)
    return made


def _contradict(changes: list[Change]) -> None:
    """Plant what real exports hold: ends before starts, closed without a code, work nobody approved."""
    rng = stream("changes contradictions")
    closed = [change for change in changes if change.state == "Closed" and "release 26" not in change.subject]
    odd = rng.sample(closed, 11)
    for change in odd[:2]:
        change.planned_end = change.planned_start - timedelta(hours=2)
    for change in odd[2:7]:
        change.close_code = None
    for change in odd[7:]:
        change.unauthorized, change.approved = True, None


def the_release(changes: list[Change]) -> Change:
    """The release of 12 March that broke the Customer Portal."""
    return next(change for change in changes if change.subject == "Customer Portal release 26.3")


def changes_table(changes: list[Change]) -> Table:
    """The sheet as ServiceNow's list export writes it."""
    header = (
        "Number",
        "Short description",
        "Type",
        "State",
        "Risk",
        "Impact",
        "Priority",
        "Category",
        "Company",
        "Service",
        "Configuration item",
        "Vendor",
        "Assignment group",
        "Assigned to",
        "Requested by",
        "Opened",
        "Approval",
        "Approval set",
        "Planned start date",
        "Planned end date",
        "Actual start",
        "Actual end",
        "Closed",
        "Close code",
        "Close notes",
        "Conflict status",
        "CAB required",
        "CAB date",
        "Unauthorized",
        "Justification",
        "Implementation plan",
        "Risk and impact analysis",
        "Backout plan",
        "Test plan",
        "On hold",
        "Updated",
    )
    rows = []
    for change in changes:
        cab = change.type == "Normal" and change.risk != "Low"
        rows.append(
            (
                change.number,
                change.subject,
                change.type,
                change.state,
                change.risk,
                change.impact,
                "2 - High" if change.type == "Emergency" else "4 - Low",
                "Software",
                change.client,
                change.service.name,
                change.item,
                change.service.vendor,
                change.group,
                change.agent,
                change.requested_by,
                change.opened,
                "Approved" if change.approved else "Not Yet Requested",
                change.approved,
                change.planned_start,
                change.planned_end,
                change.actual_start,
                change.actual_end,
                change.closed,
                change.close_code,
                change.close_notes,
                change.conflict,
                str(cab).lower(),
                change.approved.date() if cab and change.approved else None,
                str(change.unauthorized).lower(),
                change.justification,
                change.implementation_plan,
                change.analysis,
                change.backout_plan,
                change.test_plan,
                "false",
                change.updated,
            )
        )
    return Table(header, rows)


def deployments(changes: list[Change]) -> list[Row]:
    """One row a software release that went to production: what the delivery pipeline of the applications logs."""
    rng = stream("deployments")
    rows: list[Row] = []
    for change in changes:
        done = change.actual_end
        if change.service.team != "Application Support" or not done or change.state != "Closed":
            continue
        failed = change.close_code == "Unsuccessful" or change.number == the_release(changes).number
        restored = MENDED_NIGHT if change.planned_start == RELEASE_NIGHT else done + timedelta(hours=3)
        rows.append(
            {
                "identifier": f"DEPLOY-{401 + len(rows)}",
                "service": change.service.name,
                "team": change.group,
                "vendor": change.service.vendor,
                "environment": "production",
                "committed": add_elapsed(done, -3600 * rng.randrange(20, 400)),
                "started": done - timedelta(minutes=rng.randrange(10, 50)),
                "finished": done,
                "result": "failed" if failed else "success",
                "restored": restored if failed else None,
                "change": change.number,
            }
        )
    return rows
