"""What account managers write down: talks with clients, expectations, opportunities."""

from datetime import date, timedelta

from sample_data.chance import pick, stream
from sample_data.mood import MOOD
from sample_data.organisation import CLIENTS, EXPORTED
from sample_data.templates import Row
from sample_data.working_time import is_working_day

TODAY = EXPORTED.date()
#: The last talk with the client that fell silent, before which it was seen every three weeks.
LAST_TALK = {"Aurora Health": date(2026, 7, 2)}
#: What was promised to Meridian, and never done.
BROKEN_PROMISE = ("Meridian Bank", date(2026, 8, 14), "Send the root cause report")

_TOPICS = ("Service review", "Open tickets", "Planned changes", "Next quarter", "Contract questions")
_STEPS = (
    "Send the ticket list",
    "Explain the change plan",
    "Name a contact",
    "Book a workshop",
    "Check the invoice",
)


def interactions() -> list[Row]:
    """A talk every three weeks and client; every promise was kept in time but two late ones and one never kept."""
    rng = stream("interactions")
    rows: list[Row] = []
    late = 0
    for client in CLIENTS:
        day = date(2025, 11, 4) + timedelta(days=rng.randrange(8))
        while day <= min(TODAY, LAST_TALK.get(client.name, TODAY)):
            while not is_working_day(day):
                day += timedelta(days=1)
            middle = MOOD[client.name][_wave(day)] or 7.5
            promised = rng.random() < 0.55
            due = day + timedelta(days=rng.randrange(4, 15))
            done = due - timedelta(days=rng.randrange(0, 4)) if promised and due <= TODAY else None
            if done and client.name == "Fjord Energy" and late < 2:
                done, late = due + timedelta(days=6), late + 1
            rows.append(
                {
                    "client": client.name,
                    "held": day,
                    "topic": rng.choice(_TOPICS),
                    "held_by": client.owner,
                    "interaction": pick(
                        rng, {"service review": 0.35, "call": 0.35, "visit": 0.15, "mail": 0.15}
                    ),
                    "mood": max(-2, min(2, round((middle - 7.2) * 0.8 + rng.gauss(0, 0.6)))),
                    "next_step": rng.choice(_STEPS) if promised else None,
                    "next_step_due": due if promised else None,
                    "next_step_done": done,
                    "opportunity": "yes" if rng.random() < 0.08 else "no",
                }
            )
            day += timedelta(days=rng.randrange(17, 26))
    who, due, promise = BROKEN_PROMISE
    rows.append(
        {
            "client": who,
            "held": due - timedelta(days=9),
            "topic": "Repeated sign-on failures",
            "mood": -2,
            "interaction": "visit",
            "held_by": "Maja Lindholm",
            "next_step": promise,
            "next_step_due": due,
            "opportunity": "no",
            "request": "A root cause, not another workaround",
        }
    )
    last = LAST_TALK["Aurora Health"]
    rows.append(
        {
            "client": "Aurora Health",
            "held": last,
            "topic": "Summer plans",
            "mood": 1,
            "interaction": "call",
            "held_by": "Ines Falk",
            "opportunity": "no",
        }
    )
    rows.sort(key=lambda row: (str(row["held"]), str(row["client"])))
    return [{"identifier": f"I-{place:03d}", **row} for place, row in enumerate(rows, start=1)]


def _wave(day: date) -> int:
    firsts = (date(2026, 1, 15), date(2026, 3, 13), date(2026, 7, 1), date(2026, 10, 1))
    return sum(day >= first for first in firsts)


#: Client, expectation, who holds it, service, metric, value, direction, by when, status.
# fmt: off
_EXPECTATIONS = (
    ("Fjord Energy", "At most one major incident a quarter", "client", "ERP Hosting", "INC-25", 1, "down",
     "2026-12-31",
     "missed"),
    ("Fjord Energy", "Wave 3 before the year-end freeze", "client", "Data Warehouse", "DEL-02", None, None,
     "2026-12-06",
     "at risk"),
    ("Kestrel Logistics", "No failed portal release", "client", "Customer Portal", "CHG-02", 0, "down",
     "2026-12-31", "open"),
    ("Kestrel Logistics", "NPS above 30 again", "company", None, "MOOD-01", 30, "up", "2026-10-31", "missed"),
    ("Meridian Bank", "Root cause for every repeated failure", "client", None, "PRB-05", 90, "up",
     "2026-09-30", "missed"),
    ("Meridian Bank", "A named contact for every ticket above P3", "client", None, None, None, None,
     "2026-06-30", "met"),
    ("Tarn Retail", "All shops on new devices", "client", "Workplace", None, 100, "up", "2026-12-19",
     "at risk"),
    ("Tarn Retail", "Card payments available in opening hours", "client", "Payments", "INC-13", 99.9, "up",
     "2026-12-31",
     "open"),
    ("Aurora Health", "Two visits a year", "client", None, None, 2, "up", "2026-12-31", "at risk"),
    (None, "Run costs within budget", "company", None, "BUD-10", 0, "down", "2026-12-31", "at risk"),
)
# fmt: on


def expectations() -> list[Row]:
    """Ten expectations beyond the contract."""
    return [
        {
            "identifier": f"X-{place:02d}",
            "client": client,
            "expectation": what,
            "holder": holder,
            "service": service,
            "metric": metric,
            "expected_value": value,
            "direction": direction,
            "noted": date(2026, 1, 12),
            "due": date.fromisoformat(due),
            "status": status,
        }
        for place, (client, what, holder, service, metric, value, direction, due, status) in enumerate(
            _EXPECTATIONS, start=1
        )
    ]


#: Name, client, stage, sale, amount in EUR, percent, created, expected close, closed, source.
# fmt: off
_OPPORTUNITIES = (
    ("24x7 support for ERP", "Fjord Energy", "Proposal", "upsell", 180_000, 40, "2026-05-11", "2026-12-15",
     None, "delivery"),
    ("Second site for the data warehouse", "Fjord Energy", "Closed lost", "upsell", 220_000, 0, "2026-02-02",
     "2026-08-31",
     "2026-09-04", "sales"),
    ("Portal: mobile checkout", "Kestrel Logistics", "Negotiation", "upsell", 140_000, 60, "2026-06-22",
     "2026-11-30", None,
     "delivery"),
    ("Contract renewal", "Kestrel Logistics", "Proposal", "renewal", 1_180_000, 70, "2026-07-06",
     "2027-02-26", None, "sales"),
    ("Onboarding for business clients", "Meridian Bank", "Qualification", "upsell", 260_000, 25,
     "2026-06-15", "2027-01-29",
     None, "delivery"),
    ("Payments monitoring", "Meridian Bank", "Closed won", "cross-sell", 48_000, 100, "2025-11-24",
     "2026-02-27",
     "2026-02-19", "delivery"),
    ("Shop devices as a service", "Tarn Retail", "Closed won", "upsell", 96_000, 100, "2026-01-20",
     "2026-04-30",
     "2026-05-06", "delivery"),
    ("Self check-out pilot", "Tarn Retail", "Discovery", "cross-sell", 75_000, 15, "2026-09-14",
     "2027-03-31", None,
     "delivery"),
    ("Workplace for new clinics", "Aurora Health", "Proposal", "upsell", 64_000, 50, "2026-03-09",
     "2026-06-30", None,
     "sales"),
    ("Secure messaging", "Aurora Health", "Closed lost", "cross-sell", 38_000, 0, "2025-12-08", "2026-05-29",
     "2026-07-10",
     "sales"),
    ("Identity for partners", "Kestrel Logistics", "Closed won", "cross-sell", 52_000, 100, "2026-01-12",
     "2026-03-31",
     "2026-03-05", "delivery"),
    ("Network refresh", "Fjord Energy", "Closed won", "upsell", 118_000, 100, "2025-11-17", "2026-01-30",
     "2026-02-03",
     "sales"),
    ("Portal analytics", "Tarn Retail", "Closed lost", "cross-sell", 44_000, 0, "2026-02-23", "2026-05-15",
     "2026-04-20",
     "delivery"),
)
# fmt: on


def opportunities() -> list[Row]:
    """Thirteen opportunities; one is past its expected close, one is an upsell at an unhappy client."""
    return [
        {
            "identifier": f"OPP-{place:02d}",
            "name": name,
            "client": client,
            "stage": stage,
            "kind_of_sale": sale,
            "amount": amount,
            "currency": "EUR",
            "probability": percent,
            "created": date.fromisoformat(created),
            "expected_close": date.fromisoformat(expected),
            "closed": date.fromisoformat(closed) if closed else None,
            "updated": date.fromisoformat(closed) if closed else TODAY - timedelta(days=place),
            "came_from": source,
        }
        for place, (
            name,
            client,
            stage,
            sale,
            amount,
            percent,
            created,
            expected,
            closed,
            source,
        ) in enumerate(_OPPORTUNITIES, start=1)
    ]
