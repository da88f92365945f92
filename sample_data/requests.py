"""Requested items of the year: twenty-six a week, slower after the freeze, some past their due date."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sample_data.chance import lognormal, pick, poisson, stream
from sample_data.files import Cell, Table
from sample_data.organisation import AGENTS, CLIENTS, EXPORTED, START, callers
from sample_data.working_time import FREEZE_FIRST, FREEZE_LAST, add_working, is_working_day

#: Item: service, team, promised working days, median working hours, price in EUR, how often.
_ITEMS = {
    "New laptop": ("Workplace", "Workplace Support", 10, 44.0, 1240.0, 0.22),
    "Software installation": ("Workplace", "Workplace Support", 3, 10.0, 0.0, 0.2),
    "New user account": ("Identity", "Service Desk", 2, 7.0, 0.0, 0.22),
    "Access to shared folder": ("Identity", "Service Desk", 2, 6.0, 0.0, 0.16),
    "Firewall opening": ("Network", "Network Operations", 5, 25.0, 180.0, 0.08),
    "New ERP environment": ("ERP Hosting", "Platform Operations", 15, 90.0, 4200.0, 0.05),
    "New report": ("Data Warehouse", "Data & Integration", 15, 80.0, 960.0, 0.07),
}


@dataclass
class Request:
    """One requested item as it stands at the export."""

    opened: datetime
    item: str
    service: str
    team: str
    client: str
    requested_for: str
    due: datetime
    price: float
    agent: str
    number: str = ""
    request: str = ""
    state: str = "Closed Complete"
    stage: str = "Completed"
    closed: datetime | None = None

    @property
    def overdue(self) -> bool:
        """Whether it was, or already is, later than promised."""
        return self.state != "Closed Incomplete" and (self.closed or EXPORTED) > self.due


def make_requests() -> list[Request]:
    """Every requested item, numbered as opened; up to three share one request."""
    rng = stream("requests")
    made = []
    day = START.date()
    while day <= EXPORTED.date():
        for _ in range(poisson(rng, 5.4 if is_working_day(day) else 0.25)):
            opened = datetime.combine(day, time(rng.randrange(7, 18), rng.randrange(60), rng.randrange(60)))
            made.append(_one(rng, opened))
        day += timedelta(days=1)
    made = sorted((one for one in made if one.opened < EXPORTED), key=lambda one: one.opened)
    request = 10000
    for place, one in enumerate(made):
        request += place == 0 or rng.random() < 0.8
        one.number, one.request = f"RITM{20001 + place:07d}", f"REQ{request:07d}"
    return made


def _one(rng: random.Random, opened: datetime) -> Request:
    item = pick(rng, {name: entry[5] for name, entry in _ITEMS.items()})
    service, team, days, median, price, _ = _ITEMS[item]
    client = pick(rng, {entry.name: entry.share for entry in CLIENTS})
    one = Request(
        opened,
        item,
        service,
        team,
        client,
        rng.choice(callers(client)),
        add_working(opened, days * 9 * 3600),
        price,
        rng.choice(AGENTS[team]),
    )
    frozen = FREEZE_FIRST <= opened.date() <= FREEZE_LAST and team != "Service Desk"
    hours = lognormal(rng, median * (2.6 if frozen else 1.0), 0.62)
    one.closed = add_working(opened, hours * 3600)
    if rng.random() < 0.03:
        one.state, one.stage = "Closed Incomplete", "Request Cancelled"
    if one.closed > EXPORTED:
        one.closed = None
        one.state = pick(rng, {"Open": 0.3, "Work in Progress": 0.6, "Pending": 0.1})
        one.stage = "Fulfillment" if one.state != "Open" else "Waiting for Approval"
    return one


def requests_table(requests: list[Request]) -> Table:
    """The sheet as ServiceNow's list export of sc_req_item writes it."""
    header = (
        "Number",
        "Request",
        "Item",
        "State",
        "Stage",
        "Quantity",
        "Price",
        "Requested for",
        "Company",
        "Service",
        "Assignment group",
        "Assigned to",
        "Opened",
        "Due date",
        "Closed",
        "Updated",
    )
    rows: list[list[Cell]] = [
        [
            one.number,
            one.request,
            one.item,
            one.state,
            one.stage,
            1,
            one.price,
            one.requested_for,
            one.client,
            one.service,
            one.team,
            one.agent,
            one.opened,
            one.due,
            one.closed,
            one.closed or one.opened,
        ]
        for one in requests
    ]
    return Table(header, rows)
