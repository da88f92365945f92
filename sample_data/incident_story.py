"""The incidents the story plants: major ones, those caused by changes, and contradictions as in real exports."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from sample_data.chance import stream
from sample_data.changes import Change, the_release
from sample_data.incident import Incident
from sample_data.incident_arrivals import describe
from sample_data.organisation import AGENTS, SERVICES, local
from sample_data.working_time import add_elapsed, add_working

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


def make_majors(rng: random.Random) -> list[Incident]:
    """The seven major incidents of the year, solved, closed and all but one reviewed."""
    made = []
    for opened, name, who, subject, hours in _MAJOR:
        target = next(entry for entry in SERVICES if entry.name == name)
        incident = Incident(opened=opened, service=target, client=who, priority=1)
        describe(rng, incident)
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


def link(rng: random.Random, incidents: list[Incident], changes: list[Change]) -> None:
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


def contradict(incidents: list[Incident]) -> None:
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
