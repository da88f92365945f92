"""What was promised: how quickly each priority is solved for a client, and by the vendor behind it."""

from dataclasses import dataclass
from datetime import date

from sample_data.organisation import CLIENTS, VENDORS

#: Hours to resolve by priority: 1 and 2 round the clock, 3 to 5 in working hours.
RESOLUTION = {1: 4, 2: 8, 3: 16, 4: 40, 5: 80}
#: Hours to respond, promised for priorities 1 and 2 only, round the clock.
RESPONSE = {1: 0.25, 2: 1.0}
#: Share of the tickets that must keep the promise to a client.
ATTAINMENT = 0.90

#: Hours the vendors promise us. Cumulo's 10 hours for priority 2 are longer than the 8 we promise: the chain is broken.
UNDERPINNING = {
    "Nordwind IT": {1: 3, 2: 6, 3: 14, 4: 36},
    "Cumulo Hosting": {1: 4, 2: 10, 3: 16, 4: 40},
    "Baltic Apps": {1: 4, 2: 8, 3: 16, 4: 40},
}
VENDOR_ATTAINMENT = 0.90
#: Below this share a clause costs the vendor a service credit.
VENDOR_FLOOR = 0.85
#: Service credits: share of the monthly charge at risk, the pool multiplier, and each clause's share of the pool.
AT_RISK, POOL = 0.10, 1.0
CLAUSES = {1: 0.15, 2: 0.15, 3: 0.5, 4: 0.2}
#: A month with fewer tickets under a clause is not judged.
MINIMUM_TICKETS = 10

FROM, UNTIL = date(2025, 1, 1), date(2026, 12, 31)


@dataclass(frozen=True)
class Promise:
    """One clause of a contract with a client or a vendor."""

    party: str
    contract: str
    vendor: bool
    measure: str
    priority: int
    hours: float
    clock: str
    attainment: float


def clock(priority: int) -> str:
    """The clock a promise runs on."""
    return "24x7" if priority <= 2 else "working time"


def promises() -> list[Promise]:
    """Every clause with every client and vendor."""
    made = []
    for client in CLIENTS:
        contract = f"MSA-{client.code}-2025"
        made += [
            Promise(client.name, contract, False, "resolution", priority, hours, clock(priority), ATTAINMENT)
            for priority, hours in RESOLUTION.items()
        ]
        made += [
            Promise(client.name, contract, False, "response", priority, hours, clock(priority), ATTAINMENT)
            for priority, hours in RESPONSE.items()
        ]
    for vendor in VENDORS:
        made += [
            Promise(
                vendor.name,
                vendor.contract,
                True,
                "resolution",
                priority,
                hours,
                clock(priority),
                VENDOR_ATTAINMENT,
            )
            for priority, hours in UNDERPINNING[vendor.name].items()
        ]
    return made
