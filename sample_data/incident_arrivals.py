"""How incidents come in, are described, worked on, and solved or left open."""

import random
from datetime import date, datetime, time, timedelta

from sample_data.chance import between, lognormal, pick, poisson
from sample_data.incident import Incident
from sample_data.incident_words import CLOSE_CODES, EFFORT, HOURS, MATRIX, SUBJECTS, WEEKDAYS
from sample_data.organisation import AGENTS, CLIENTS, EXPORTED, USES, Service, callers, client, local
from sample_data.working_time import FREEZE_FIRST, FREEZE_LAST, HOLIDAYS, add_elapsed, add_working

#: Incidents on an ordinary working day, over all services.
A_DAY = 21.5
SPIKE_FIRST, SPIKE_LAST = date(2026, 3, 13), date(2026, 3, 27)
SLIPPING_VENDOR = "Cumulo Hosting"
#: How much longer the slipping vendor takes, by month of 2026; 0.55 before June.
SLOWER = {6: 1.05, 7: 2.2, 8: 2.6, 9: 3.0, 10: 3.4}


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


def expected(target: Service, day: date) -> float:
    """How many incidents of a service are to be expected on a day."""
    quiet = 0.14 if day in HOLIDAYS else WEEKDAYS[day.weekday()]
    return A_DAY * target.share * quiet * _surge(target, day)


def arrive(rng: random.Random, target: Service, day: date) -> Incident:
    """One new incident of a service on a day: when, whose, how urgent, about what."""
    hour = rng.choices(range(24), weights=HOURS)[0]
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
    incident.subject, incident.category, incident.subcategory = rng.choice(SUBJECTS[target.name])
    if caused:
        incident.marks.add("spike")
        if rng.random() < 0.75:
            incident.subject, incident.category, incident.subcategory = SUBJECTS[target.name][0]
    return incident


def describe(rng: random.Random, incident: Incident) -> None:
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
    pair = rng.choice(MATRIX[min(5, incident.priority + 1) if odd else incident.priority])
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
        slip = SLOWER.get(incident.opened.month, 0.55) if incident.opened.year == 2026 else 0.55
        return slip if incident.opened.month > 5 else 0.55
    pace = client(incident.client).pace * (0.5 if incident.vendor else 1.0)
    if incident.in_spike:
        pace *= 1.9
    if FREEZE_FIRST <= incident.opened.date() <= FREEZE_LAST:
        pace *= 1.25
    return pace * (0.6 if incident.group == "Service Desk" else 1.0)


def _after(incident: Incident, hours: float) -> datetime:
    if incident.priority <= 2:
        return add_elapsed(incident.opened, hours * 3600)
    return add_working(incident.opened, hours * 3600)


def work(rng: random.Random, incident: Incident) -> None:
    """Take it up, solve it, perhaps reopen it, close it a week later; or leave it open at the export."""
    median, spread = EFFORT[incident.priority]
    hours = max(0.05, lognormal(rng, median * _pace(incident), spread))
    incident.acknowledged = _after(incident, hours * rng.uniform(0.02, 0.25))
    resolved = _after(incident, hours) + timedelta(seconds=rng.randrange(60))
    waits = (
        FREEZE_FIRST <= incident.opened.date() <= FREEZE_LAST
        and incident.priority > 2
        and not incident.vendor
        and rng.random() < 0.34
    )
    if waits:
        resolved = add_working(local("2026-01-05 08:00"), rng.uniform(2, 80) * 3600)
        incident.marks.add("waited for the freeze to end")
    elif incident.priority > 2 and rng.random() < 0.07:
        resolved = add_working(resolved, lognormal(rng, 50, 0.6) * 3600)
        incident.marks.add("waited for somebody else")
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
    incident.close_code = pick(rng, CLOSE_CODES)
    later = resolved + timedelta(days=7, minutes=rng.randrange(60))
    incident.closed = later if later <= EXPORTED else None
    incident.state = "Closed" if incident.closed else "Resolved"
    incident.updated = incident.closed or resolved


def _leave_open(rng: random.Random, incident: Incident, forgotten: bool) -> None:
    incident.state = pick(rng, {"New": 0.2, "In Progress": 0.55, "On Hold": 0.25})
    if incident.acknowledged and incident.acknowledged > EXPORTED:
        incident.acknowledged = None
        incident.state = "New"
    elif "waited for somebody else" in incident.marks:
        incident.state = "On Hold"
    if incident.state == "On Hold":
        incident.hold_reason = pick(
            rng,
            {"Awaiting Caller": 0.4, "Awaiting Vendor": 0.3, "Awaiting Change": 0.2, "Awaiting Problem": 0.1},
        )
        if incident.vendor == SLIPPING_VENDOR:
            incident.hold_reason = "Awaiting Vendor"
    latest = incident.opened + timedelta(days=6) if forgotten else EXPORTED
    incident.updated = between(rng, incident.opened, min(latest, EXPORTED))
