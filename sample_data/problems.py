"""Problems behind the incidents: one mended for good in March, one whose fix did not help, one without a cause."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sample_data.chance import pick, stream
from sample_data.changes import MENDED_NIGHT, Change
from sample_data.files import Cell, Table
from sample_data.incident import Incident
from sample_data.organisation import AGENTS, EXPORTED, Service, local
from sample_data.working_time import add_working


@dataclass
class Problem:
    """One problem record as it stands at the export."""

    statement: str
    service: Service
    category: str
    opened: datetime
    priority: str
    item: str
    group: str
    agent: str
    number: str = ""
    state: str = "New"
    confirmed: datetime | None = None
    fixed: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    known_error: bool = False
    workaround: str | None = None
    cause: str | None = None
    fix: str | None = None
    change: str | None = None
    resolution: str | None = None
    incidents: list[Incident] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        """When the record was last touched."""
        known = (self.closed, self.resolved, self.fixed, self.confirmed, self.opened)
        return next(moment for moment in known if moment)


def make_problems(incidents: list[Incident], changes: list[Change]) -> list[Problem]:
    """Every problem, numbered as opened; the incidents it explains carry its number afterwards."""
    rng = stream("problems")
    alike: dict[tuple[str, str], list[Incident]] = defaultdict(list)
    for incident in incidents:
        if not incident.major and not incident.in_spike:
            alike[incident.service.name, incident.subject].append(incident)
    problems = [
        _ordinary(rng, subject, group)
        for (_, subject), group in sorted(alike.items())
        for _ in range(2)
        if len(group) > 60 or rng.random() < 0.6
    ]
    problems += _told(incidents, changes)
    problems.sort(key=lambda problem: problem.opened)
    for place, problem in enumerate(problems):
        problem.number = f"PRB{40010 + place:07d}"
        for incident in problem.incidents:
            incident.problem = problem.number
    return problems


def _ordinary(rng: random.Random, subject: str, alike: list[Incident]) -> Problem:
    first = rng.choice(alike[: max(1, int(len(alike) * 0.8))])
    service = first.service
    problem = Problem(
        statement=f"{subject}: comes back again and again",
        service=service,
        category=first.category,
        opened=add_working(first.opened, rng.uniform(4, 60) * 3600),
        item=rng.choice(service.items),
        priority=pick(rng, {"2 - High": 0.2, "3 - Moderate": 0.55, "4 - Low": 0.25}),
        group=service.team,
        agent=rng.choice(AGENTS[service.team]),
    )
    problem.incidents = [
        incident
        for incident in alike
        if first.opened <= incident.opened
        and incident.opened < first.opened + timedelta(days=70)
        and not incident.problem
        and not incident.cancelled
        and rng.random() < 0.45
    ]
    for incident in problem.incidents:
        incident.problem = "PRB"
    confirmed = add_working(problem.opened, rng.uniform(15, 160) * 3600)
    fixed = add_working(confirmed, rng.uniform(40, 420) * 3600)
    problem.known_error = rng.random() < 0.4
    if problem.known_error and rng.random() < 0.7:
        problem.workaround = "Restart the client and try again; the desk has the steps."
    _advance(rng, problem, confirmed, fixed)
    return problem


def _advance(rng: random.Random, problem: Problem, confirmed: datetime, fixed: datetime) -> None:
    """Take the problem as far as it came by the export."""
    if confirmed > EXPORTED or rng.random() < 0.15:
        problem.state = "Assess" if problem.opened < EXPORTED - timedelta(days=3) else "New"
        return
    problem.confirmed, problem.state = confirmed, "Root Cause Analysis"
    problem.cause = f"A component of {problem.item} runs out of a resource under load."
    if fixed > EXPORTED:
        problem.state = "Fix in Progress"
        return
    problem.fixed, problem.fix = fixed, "Configuration corrected and monitored for two weeks."
    problem.resolved = add_working(fixed, rng.uniform(5, 40) * 3600)
    problem.resolution = pick(rng, {"Fix Applied": 0.75, "Risk Accepted": 0.15, "Duplicate": 0.1})
    problem.closed = problem.resolved + timedelta(days=14)
    problem.state = "Closed"
    if problem.resolved > EXPORTED:
        problem.resolved = problem.resolution = None
        problem.state = "Fix in Progress"
    if problem.closed > EXPORTED or not problem.resolved:
        problem.closed = None
        problem.state = "Resolved" if problem.resolved else problem.state


def _told(incidents: list[Incident], changes: list[Change]) -> list[Problem]:
    """The three problems of the story."""
    mended = next(change for change in changes if change.planned_start == MENDED_NIGHT)
    spike = [incident for incident in incidents if incident.in_spike]
    portal = spike[0].service
    outages = [
        incident for incident in incidents if incident.major and incident.service.name == "ERP Hosting"
    ]
    hosting = outages[0].service
    latency = [incident for incident in incidents if incident.subject == "VPN does not connect"]
    fixed = local("2026-05-20 21:00")
    mended_at = mended.actual_end or MENDED_NIGHT
    rng = stream("problems told")
    return [
        Problem(
            "Portal release 26.3 exhausts the session store",
            portal,
            "Software",
            local("2026-03-16 09:10"),
            "1 - Critical",
            "portal-web-1",
            portal.team,
            "Sune Agger",
            state="Closed",
            confirmed=local("2026-03-24 14:30"),
            fixed=mended_at,
            resolved=local("2026-04-07 10:00"),
            closed=local("2026-04-21 10:00"),
            known_error=True,
            workaround="Switch off the new checkout.",
            cause="Sessions of the new checkout are never released.",
            fix="Release 26.3.2 closes the sessions.",
            change=mended.number,
            resolution="Fix Applied",
            incidents=spike,
        ),
        Problem(
            "ERP storage fails over too late",
            hosting,
            "Software",
            local("2026-07-22 08:45"),
            "1 - Critical",
            "erp-db-01",
            hosting.team,
            "Helle Brix",
            state="Root Cause Analysis",
            incidents=outages,
        ),
        Problem(
            "VPN does not connect after sleep",
            latency[0].service,
            "Network",
            local("2026-02-10 11:20"),
            "3 - Moderate",
            "fw-edge-1",
            latency[0].service.team,
            "Bo Steen",
            state="Closed",
            confirmed=local("2026-03-04 15:00"),
            fixed=fixed,
            resolved=fixed + timedelta(days=2),
            closed=fixed + timedelta(days=16),
            cause="The client keeps an old address.",
            fix="New client version rolled out.",
            resolution="Fix Applied",
            incidents=[
                one
                for one in latency
                if not one.problem and not one.cancelled and (one.opened < fixed or rng.random() < 0.9)
            ],
        ),
    ]


def problems_table(problems: list[Problem]) -> Table:
    """The sheet as ServiceNow's list export writes it."""
    header = (
        "Number",
        "Problem statement",
        "State",
        "Priority",
        "Category",
        "Service",
        "Configuration item",
        "Assignment group",
        "Assigned to",
        "Vendor",
        "Known error",
        "Workaround",
        "Cause notes",
        "Fix notes",
        "Related Incidents",
        "Change request",
        "Resolution code",
        "Opened",
        "Confirmed",
        "Fixed",
        "Resolved",
        "Closed",
        "Updated",
    )
    rows: list[list[Cell]] = [
        [
            one.number,
            one.statement,
            one.state,
            one.priority,
            one.category,
            one.service.name,
            one.item,
            one.group,
            one.agent,
            one.service.vendor,
            str(one.known_error).lower(),
            one.workaround,
            one.cause,
            one.fix,
            len(one.incidents),
            one.change,
            one.resolution,
            one.opened,
            one.confirmed,
            one.fixed,
            one.resolved,
            one.closed,
            one.updated,
        ]
        for one in problems
    ]
    return Table(header, rows)
