"""Six thousand incidents: weekdays and hours as at a real desk, the March spike, the slipping vendor, the noise."""

from datetime import timedelta

from sample_data.chance import poisson, stream
from sample_data.changes import Change
from sample_data.incident import Incident
from sample_data.incident_arrivals import arrive, describe, expected, work
from sample_data.incident_story import contradict, link, make_majors
from sample_data.organisation import EXPORTED, SERVICES, START


def make_incidents(changes: list[Change]) -> list[Incident]:
    """Every incident of the year, numbered in the order it was opened."""
    rng = stream("incidents")
    incidents = make_majors(rng)
    day = START.date()
    while day <= EXPORTED.date():
        for target in SERVICES:
            incidents += [arrive(rng, target, day) for _ in range(poisson(rng, expected(target, day)))]
        day += timedelta(days=1)
    incidents = [incident for incident in incidents if incident.opened < EXPORTED]
    for incident in incidents:
        if not incident.major:
            describe(rng, incident)
            work(rng, incident)
    incidents.sort(key=lambda incident: incident.opened)
    for place, incident in enumerate(incidents):
        incident.number = f"INC{10001 + place:07d}"
    link(rng, incidents, changes)
    contradict(incidents)
    return incidents
