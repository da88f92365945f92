"""The registers a manager keeps by hand: risks, decisions, escalations, dependencies, readiness, meetings, credits."""

from datetime import date, datetime, time, timedelta

from sample_data.chance import stream
from sample_data.files import Cell
from sample_data.organisation import CLIENTS, EXPORTED, PROJECTS, VENDORS, local, vendor
from sample_data.templates import Row

TODAY = EXPORTED.date()
#: The one risk nobody has looked at since June.
STALE_RISK = "R-009"
#: The one dependency whose promised date passed and that is still not there.
BROKEN_DEPENDENCY = "DEP-05"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


#: Title, client, service, project, vendor, owner, probability, impact, cost in EUR, raised, status, what is done.
# fmt: off
_RISKS: tuple[tuple[str, str | None, str | None, str | None, str | None, str, int | None, int, int,
                    str, str, str], ...] = (
    ("Portal release without full regression test", "Kestrel Logistics", "Customer Portal", "Portal Renewal",
     "Baltic Apps", "Anna Skov", 4, 4, 120_000, "2026-02-16", "materialised",
     "Regression suite before every release"),
    ("Cumulo misses migration waves", "Fjord Energy", "ERP Hosting", "Data Centre Exit", "Cumulo Hosting",
     "Viggo Lund",
     5, 5, 310_000, "2026-05-20", "open", "Weekly steering with Cumulo, second supplier asked"),
    ("ERP storage fails again before the move", "Fjord Energy", "ERP Hosting", None, "Cumulo Hosting",
     "Henrik Dahl",
     4, 5, 240_000, "2026-07-23", "open", "Spare controller on site"),
    ("Budget overspent by late commitments", None, None, "Data Centre Exit", None, "Viggo Lund", 4, 4, 400_000,
     "2026-09-30", "open", "Stop list for December, decision asked from the board"),
    ("Meridian gives notice", "Meridian Bank", None, None, None, "Maja Lindholm", 3, 5, 1_620_000,
     "2026-06-12", "open",
     "Listening tour, new root cause report"),
    ("Aurora has gone quiet", "Aurora Health", None, None, None, "Ines Falk", 3, 4, 410_000, "2026-10-08",
     "open",
     "Visit in November"),
    ("Key people leave Platform Operations", None, "ERP Hosting", None, None, "Helle Brix", 3, 4, 90_000,
     "2026-07-02",
     "open", "Two new colleagues, overtime capped"),
    ("Year-end freeze too short for wave 3", "Fjord Energy", "Data Warehouse", "Data Centre Exit",
     "Cumulo Hosting",
     "Viggo Lund", 4, 3, 60_000, "2026-09-01", "open", "Ask for an exception"),
    ("Licence audit of Softlane", None, "Workplace", None, None, "Lars Holm", 2, 3, 85_000, "2026-03-05",
     "open",
     "Count installations"),
    ("Laptop deliveries late before Christmas", "Tarn Retail", "Workplace", "Workplace Refresh", "Nordwind IT",
     "Nora Friis", 3, 3, 35_000, "2026-09-10", "open", "Ordered in two lots"),
    ("App store review takes longer than planned", "Meridian Bank", "Mobile Apps", "Mobile Onboarding",
     "Baltic Apps",
     "Emil Kragh", 3, 2, 20_000, "2026-08-17", "open", "Submit two weeks early"),
    ("Certificate of payment gateway expires", "Tarn Retail", "Payments", None, None, "Freja Munk", 2, 4,
     70_000,
     "2026-08-25", "open", "Renewal planned for November"),
    ("New data protection rules for health data", "Aurora Health", None, None, None, "Ines Falk", None, 3, 0,
     "2026-10-14",
     "open", "Legal review"),
    ("Phishing wave against clients", None, "Identity", None, None, "Lars Holm", 4, 3, 50_000, "2026-01-19",
     "open",
     "Training, stricter mail filter"),
    ("Nordwind subcontractor insolvent", None, "Network", None, "Nordwind IT", "Sara Vinge", 2, 4, 110_000,
     "2025-12-01",
     "closed", "New subcontractor named"),
    ("Freeze blocks urgent tax change", "Meridian Bank", "Payments", None, None, "Freja Munk", 3, 3, 30_000,
     "2025-11-20",
     "closed", "Exception approved"),
    ("Checkout not ready for spring campaign", "Kestrel Logistics", "Customer Portal", "Portal Renewal",
     "Baltic Apps",
     "Anna Skov", 3, 4, 80_000, "2026-01-28", "materialised", "Campaign moved by two weeks"),
    ("Data warehouse load window too small", "Fjord Energy", "Data Warehouse", None, "Cumulo Hosting",
     "Henrik Dahl", 3, 3,
     25_000, "2026-01-12", "closed", "Load split in two"),
    ("Printer supplier changes terms", None, "Workplace", None, "Nordwind IT", "Lars Holm", 2, 1, 5_000,
     "2026-02-03",
     "closed", "Terms renegotiated"),
    ("Pilot users not available in summer", "Meridian Bank", "Mobile Apps", "Mobile Onboarding", None,
     "Emil Kragh", 3, 2,
     8_000, "2026-05-04", "closed", "Pilot in June"),
)
# fmt: on


def risks() -> list[Row]:
    """The register at the export: every open entry looked at in October, but one."""
    rng = stream("risks")
    rows: list[Row] = []
    for place, (
        title,
        client,
        service,
        project,
        who,
        owner,
        probability,
        impact,
        cost,
        raised,
        status,
        response,
    ) in enumerate(_RISKS, start=1):
        open_now = status == "open"
        begun = date.fromisoformat(raised)
        ended = None if open_now else begun + timedelta(days=rng.randrange(25, 70))
        due = begun + timedelta(days=rng.randrange(30, 80))
        review = TODAY - timedelta(days=rng.randrange(2, 24)) if open_now else ended
        number = f"R-{place:03d}"
        rows.append(
            {
                "identifier": number,
                "type": "risk",
                "summary": title,
                "client": client,
                "service": service,
                "project": project,
                "vendor": who,
                "raised": begun,
                "owner": owner,
                "probability": probability,
                "impact": impact,
                "cost_impact": cost or None,
                "currency": "EUR" if cost else None,
                "proximity": due + timedelta(days=60) if open_now else None,
                "response": response,
                "mitigation_due": due,
                "mitigation_done": due - timedelta(days=rng.randrange(1, 12))
                if due < TODAY and rng.random() < 0.7
                else None,
                "status": status,
                "last_review": date(2026, 6, 3) if number == STALE_RISK else max(review or begun, begun),
                "closed": ended,
            }
        )
    return rows


#: Decision, client, project, vendor, raised, needed by, decided, by whom, what, verdict, for the board.
# fmt: off
_DECISIONS = (
    ("Exception from the year-end freeze for the tax change", "Meridian Bank", None, None, "2025-11-24",
     "2025-12-05",
     "2025-12-02", "Change board", "Approved for 16 December", "good", "no"),
    ("Go live with release 26.3 although tests are late", "Kestrel Logistics", "Portal Renewal", "Baltic Apps",
     "2026-03-09", "2026-03-11", "2026-03-11", "Steering committee", "Go", "bad", "no"),
    ("Pay for the repair of release 26.3", "Kestrel Logistics", "Portal Renewal", "Baltic Apps", "2026-03-17",
     "2026-03-24", "2026-04-08", "Steering committee", "We pay, claim later", "unknown", "no"),
    ("Regression suite before every release", "Kestrel Logistics", "Portal Renewal", "Baltic Apps",
     "2026-03-30",
     "2026-04-15", "2026-04-14", "Service board", "Yes, from 26.6", "good", "no"),
    ("Claim service credits from Cumulo", "Fjord Energy", None, "Cumulo Hosting", "2026-08-14", "2026-08-31",
     None,
     "Vendor board", None, None, "no"),
    ("Re-plan the Data Centre Exit", "Fjord Energy", "Data Centre Exit", "Cumulo Hosting", "2026-09-07",
     "2026-09-25",
     "2026-10-13", "Steering committee", "New dates, same scope", "unknown", "yes"),
    ("Extra 250 kEUR for parallel running", "Fjord Energy", "Data Centre Exit", "Cumulo Hosting", "2026-10-05",
     "2026-11-06", None, "Board", None, None, "yes"),
    ("Second hosting supplier", "Fjord Energy", None, "Cumulo Hosting", "2026-10-12", "2026-11-20", None,
     "Board", None,
     None, "yes"),
    ("Laptops in two lots", "Tarn Retail", "Workplace Refresh", "Nordwind IT", "2026-09-01", "2026-09-14",
     "2026-09-10",
     "Steering committee", "Yes", "good", "no"),
    ("Weekly review with Meridian until spring", "Meridian Bank", None, None, "2026-10-19", "2026-10-28", None,
     "Client board", None, None, "no"),
    ("Move the app release to November", "Meridian Bank", "Mobile Onboarding", "Baltic Apps", "2026-08-20",
     "2026-09-01",
     "2026-08-31", "Steering committee", "13 November", "good", "no"),
    ("Overtime in Platform Operations", None, None, None, "2026-06-22", "2026-07-01", "2026-06-30",
     "Management",
     "Until end of September", "unknown", "no"),
)
# fmt: on


def decisions() -> list[Row]:
    """Twelve decisions, five of them still open and two of these late."""
    rows: list[Row] = []
    for place, (title, client, project, who, raised, due, decided, by, taken, verdict, board) in enumerate(
        _DECISIONS, start=1
    ):
        settled = _day(decided)
        review = settled + timedelta(days=90) if settled else None
        rows.append(
            {
                "identifier": f"D-{place:03d}",
                "summary": title,
                "client": client,
                "project": project,
                "vendor": who,
                "raised": _day(raised),
                "due": _day(due),
                "decided": settled,
                "decided_by": by,
                "outcome": taken,
                "review": review,
                "reviewed": review if review and review < TODAY and verdict != "unknown" else None,
                "verdict": verdict,
                "to_board": board,
            }
        )
    return rows


#: About what, direction, client, service, vendor, raised, hours to answer, days to settle (none: open), cause.
# fmt: off
_ESCALATIONS = (
    ("No card payments in any shop", "from client", "Tarn Retail", "Payments", None, "2025-11-24 09:40", 0.5,
     2, "Outage"),
    ("Both WAN lines down", "from client", "Fjord Energy", "Network", "Nordwind IT", "2026-01-12 08:30", 1.0,
     3, "Outage"),
    ("Portal down, orders lost", "from client", "Kestrel Logistics", "Customer Portal", "Baltic Apps",
     "2026-03-13 09:15", 0.7, 19, "Release 26.3"),
    ("Portal down again", "from client", "Tarn Retail", "Customer Portal", "Baltic Apps", "2026-03-17 10:50",
     2.0, 15,
     "Release 26.3"),
    ("Tickets closed but not solved", "from client", "Meridian Bank", None, None, "2026-05-19 14:05", 22.0,
     20, "Quality"),
    ("ERP not available for eleven hours", "from client", "Fjord Energy", "ERP Hosting", "Cumulo Hosting",
     "2026-07-21 11:00", 1.5, 24, "Outage"),
    ("Storage failover of ERP", "to vendor", "Fjord Energy", "ERP Hosting", "Cumulo Hosting",
     "2026-07-22 09:00", 50.0,
     None, "No root cause"),
    ("Second ERP outage", "from client", "Fjord Energy", "ERP Hosting", "Cumulo Hosting", "2026-08-27 12:10",
     3.0, 21,
     "Outage"),
    ("Migration wave 2 late", "to vendor", "Fjord Energy", "ERP Hosting", "Cumulo Hosting",
     "2026-09-02 10:00", 74.0, 44,
     "Delay"),
    ("Month-end close without data", "from client", "Fjord Energy", "Data Warehouse", "Cumulo Hosting",
     "2026-09-30 17:20", 4.0, 16, "Outage"),
    ("Root cause report promised and not sent", "from client", "Meridian Bank", None, None,
     "2026-10-06 09:20", 27.0, None,
     "Broken promise"),
    ("Users unhappy although figures are green", "from client", "Meridian Bank", None, None,
     "2026-10-20 15:45", 19.0,
     None, "Quality"),
    ("Tickets waiting for weeks", "to vendor", None, "ERP Hosting", "Cumulo Hosting", "2026-10-14 10:00",
     96.0, None,
     "Delay"),
)
# fmt: on


def escalations() -> list[Row]:
    """Thirteen escalations; two of Meridian in October, while its SLA is green."""
    rows: list[Row] = []
    for place, (title, direction, client, service, who, raised, hours, days, cause) in enumerate(
        _ESCALATIONS, start=1
    ):
        begun = local(raised)
        rows.append(
            {
                "identifier": f"E-{place:03d}",
                "summary": title,
                "direction": direction,
                "client": client,
                "service": service,
                "vendor": who,
                "level": "2",
                "raised": begun,
                "acknowledged": begun + timedelta(hours=hours),
                "cause": cause,
                "resolved": begun + timedelta(days=days, hours=5) if days else None,
                "status": "closed" if days else "open",
            }
        )
    return rows


#: What, provider, consumer (a project), vendor, need by, promised, delivered, status.
# fmt: off
_DEPENDENCIES = (
    ("Test cards for checkout", "Payments team", "Portal Renewal", None, "2026-02-16", "2026-02-16",
     "2026-02-13",
     "delivered"),
    ("Load test environment", "Platform Operations", "Portal Renewal", None, "2026-03-02", "2026-03-09",
     "2026-03-16",
     "delivered"),
    ("Firewall zones in the new site", "Network Operations", "Data Centre Exit", None, "2026-05-11",
     "2026-05-11",
     "2026-05-08", "delivered"),
    ("Hardware for wave 2", "Cumulo Hosting", "Data Centre Exit", "Cumulo Hosting", "2026-07-20", "2026-08-03",
     "2026-09-18", "delivered"),
    ("Failover runbook", "Cumulo Hosting", "Data Centre Exit", "Cumulo Hosting", "2026-09-14", "2026-09-30",
     None, "late"),
    ("Network switches for wave 3", "Cumulo Hosting", "Data Centre Exit", "Cumulo Hosting", "2026-11-13",
     "2026-11-27",
     None, "at risk"),
    ("Freeze exception for wave 3", "Fjord Energy", "Data Centre Exit", None, "2026-11-20", None, None, "open"),
    ("Device list of all shops", "Tarn Retail", "Workplace Refresh", None, "2026-06-30", "2026-06-30",
     "2026-06-29",
     "delivered"),
    ("Laptops wave 2", "Nordwind IT", "Workplace Refresh", "Nordwind IT", "2026-11-16", "2026-11-16", None,
     "agreed"),
    ("Identity check interface", "Identity team", "Mobile Onboarding", None, "2026-04-30", "2026-04-30",
     "2026-05-04",
     "delivered"),
    ("Legal texts", "Meridian Bank", "Mobile Onboarding", None, "2026-10-16", "2026-11-06", None, "at risk"),
    ("Store account", "Meridian Bank", "Mobile Onboarding", None, "2026-09-30", "2026-09-30", "2026-09-25",
     "delivered"),
)
# fmt: on


def dependencies() -> list[Row]:
    """Twelve dependencies; Cumulo's failover runbook is the promise that is broken."""
    clients = {project.name: project.client for project in PROJECTS}
    return [
        {
            "identifier": f"DEP-{place:02d}",
            "summary": what,
            "provider": provider,
            "consumer": consumer,
            "client": clients[consumer],
            "project": consumer,
            "vendor": who,
            "need_by": _day(need),
            "committed": _day(promised),
            "delivered": _day(came),
            "status": status,
        }
        for place, (what, provider, consumer, who, need, promised, came, status) in enumerate(
            _DEPENDENCIES, start=1
        )
    ]


# fmt: off
_CRITERIA = (
    ("Documentation", "Runbook reviewed", True), ("Documentation", "Known errors listed", False),
    ("Support", "Service desk trained", True), ("Support", "On-call rota agreed", True),
    ("Technology", "Monitoring in place", True), ("Technology", "Restore tested", True),
    ("Technology", "Failover tested", True), ("Contract", "Vendor support contract signed", True),
    ("Contract", "SLA agreed with the client", True), ("Quality", "No open critical defects", True),
    ("Quality", "Load test passed", False),
)
# fmt: on
#: Project, gate, service, due, places of criteria not done at the export, and of those done without evidence.
# fmt: off
_GATES = (
    ("Portal Renewal", "Release 26.9", "Customer Portal", date(2026, 9, 15), (), ()),
    ("Data Centre Exit", "Wave 3", "Data Warehouse", date(2026, 11, 27), (0, 3, 5, 6, 7), (4,)),
    ("Workplace Refresh", "Wave 2", "Workplace", date(2026, 11, 9), (1,), ()),
    ("Mobile Onboarding", "Store release", "Mobile Apps", date(2026, 11, 6), (8, 10), ()),
)
# fmt: on


def readiness() -> list[Row]:
    """Four gates with eleven criteria each: one passed, one clearly no, two nearly."""
    rows: list[Row] = []
    for project, gate, service, due, missing, unproven in _GATES:
        owner = next(entry.manager for entry in PROJECTS if entry.name == project)
        client = next(entry.client for entry in PROJECTS if entry.name == project)
        for place, (area, criterion, mandatory) in enumerate(_CRITERIA):
            done = place not in missing
            proof = f"https://wiki.example.com/{project.replace(' ', '-').lower()}/{place + 1}"
            rows.append(
                {
                    "project": project,
                    "service": service,
                    "client": client,
                    "gate": gate,
                    "area": area,
                    "criterion": criterion,
                    "mandatory": "yes" if mandatory else "no",
                    "status": "done" if done else "in progress" if place % 2 else "open",
                    "evidence": proof if done and place not in unproven else None,
                    "owner": owner,
                    "due": due,
                    "done": min(TODAY, due) - timedelta(days=4 + place) if done else None,
                    "updated": TODAY - timedelta(days=2),
                }
            )
    return rows


def meetings() -> list[Row]:
    """Monthly reviews with clients and vendors; Cumulo did not come in August and September, Aurora not since July."""
    rng = stream("meetings")
    rows: list[Row] = []
    for place in range(12):
        year, month = 2025 + (10 + place) // 12, (10 + place) % 12 + 1
        for column, names in (
            ("client", [one.name for one in CLIENTS]),
            ("vendor", [one.name for one in VENDORS]),
        ):
            for offset, name in enumerate(names):
                planned = datetime.combine(date(year, month, 10 + offset * 2), time(10 + offset % 4))
                missed = (name == "Cumulo Hosting" and (year, month) in {(2026, 8), (2026, 9)}) or (
                    name == "Aurora Health" and (year, month) >= (2026, 7)
                )
                actions = rng.randrange(2, 8)
                kept = round(
                    actions * (0.35 if name == "Cumulo Hosting" and place > 6 else rng.uniform(0.6, 1.0))
                )
                rows.append(
                    {
                        "series": f"{'Service' if column == 'client' else 'Supplier'} review {name}",
                        column: name,
                        "planned": planned,
                        "held": None if missed else planned,
                        "invited": 8,
                        "attended": None if missed else rng.randrange(4, 9),
                        "actions": actions,
                        "actions_on_time": kept,
                    }
                )
    return rows


def credit_notes() -> list[Row]:
    """Nordwind paid for April; Cumulo has been asked once and has paid nothing."""
    cumulo: dict[str, Cell] = {"vendor": "Cumulo Hosting", "contract": vendor("Cumulo Hosting").contract}
    return [
        {
            "vendor": "Nordwind IT",
            "contract": vendor("Nordwind IT").contract,
            "clause": "resolution P2",
            "service": "Network",
            "month": date(2026, 4, 1),
            "claimed": 1240.0,
            "credited": 1240.0,
            "currency": "EUR",
            "claimed_on": date(2026, 5, 6),
            "received_on": date(2026, 5, 12),
            "status": "received",
        },
        {
            **cumulo,
            "clause": "resolution P3",
            "service": "ERP Hosting",
            "month": date(2026, 7, 1),
            "claimed": 4300.0,
            "currency": "EUR",
            "claimed_on": date(2026, 8, 18),
            "status": "disputed",
        },
    ]
