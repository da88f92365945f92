"""What must not be paid yet, and why: each exception planted on an order line or invoice of its own."""

import random
from datetime import date, timedelta

from sample_data.budget import BUDGET
from sample_data.order import TODAY, Invoice, Numbers, OrderLine, settle


def plant(lines: list[OrderLine], loose: list[Invoice], rng: random.Random, numbers: Numbers) -> None:
    """Plant the exceptions, each on a line of its own."""
    _not_received(lines)
    _duplicate(lines, loose)
    plain = [
        line
        for line in lines
        if line.invoices and line.receipts and len(line.receipts) == 1 and not line.marks
    ]
    unpaid = [line for line in plain if not line.invoices[0].paid]
    chosen = iter(rng.sample(unpaid, 4))
    for _ in range(2):
        line = next(chosen)
        line.marks.add("quantity variance")
        line.invoices[0].quantity = line.quantity * 1.5
        line.invoices[0].amount = round(line.value * 1.5, 2)
    for _ in range(2):
        line = next(chosen)
        line.marks.add("price variance")
        line.invoices[0].amount = round(line.value * 1.08 + 60, 2)
    others = iter(rng.sample([line for line in plain if line.invoices[0].paid and not line.marks], 9))
    for _ in range(3):
        line = next(others)
        line.marks.add("receipt reversed and booked again")
        first = line.receipts[0]
        line.receive(first.day + timedelta(days=1), movement="102")
        line.receive(first.day + timedelta(days=1))
    for _ in range(2):
        line = next(others)
        line.marks.add("paid before receipt")
        paid = line.invoices[0].paid or TODAY
        line.receipts = []
        line.receive(min(TODAY, paid + timedelta(days=12)))
    for _ in range(4):
        old = next(others)
        gone = OrderLine(
            old.vendor,
            f"{old.text} (ordered twice)",
            old.ordered,
            old.delivery,
            old.quantity,
            old.price,
            old.line,
            old.po,
            old.item + 500,
            unit=old.unit,
            currency=old.currency,
            deleted=True,
        )
        gone.price_unit = old.price_unit
        lines.append(gone)
    _retrospective(lines, numbers, rng)
    _foreign(loose, numbers, rng)


def _not_received(lines: list[OrderLine]) -> None:
    """Invoices whose goods nobody has confirmed: three of Cumulo, two of Baltic Apps, two small ones."""
    wanted = {"Cumulo Hosting": 3, "Baltic Apps": 2, "Papir & Co": 1, "Nordic Hardware": 1}
    for line in reversed(lines):
        if (
            wanted.get(line.vendor, 0)
            and line.invoices
            and not line.invoices[0].paid
            and len(line.receipts) == 1
        ):
            wanted[line.vendor] -= 1
            line.receipts = []
            line.marks.add("not received")
    assert not any(wanted.values()), wanted


def _retrospective(lines: list[OrderLine], numbers: Numbers, rng: random.Random) -> None:
    """The order for the March repair, written two weeks after the invoice for it."""
    portal = next(line for line in BUDGET if line.project == "Portal Renewal")
    one = OrderLine(
        "Baltic Apps",
        "Portal Renewal: emergency repair of release 26.3",
        date(2026, 4, 9),
        date(2026, 3, 20),
        14.0,
        1_240.0,
        portal,
        numbers.order(),
        unit="DAY",
    )
    one.marks.add("retrospective")
    one.receive(date(2026, 4, 10))
    one.bill(numbers.invoice("Baltic Apps", rng), date(2026, 3, 24))
    one.invoices[0].posted, one.invoices[0].paid = date(2026, 4, 13), date(2026, 4, 24)
    lines.append(one)


def _duplicate(lines: list[OrderLine], loose: list[Invoice]) -> None:
    """An invoice of Nordwind that came twice, the second time by e-mail with a letter behind its number."""
    twice = next(
        line
        for line in lines
        if line.vendor == "Nordwind IT" and line.line.service == "Network" and line.delivery.month == 9
    )
    twice.marks.add("came twice")
    first = twice.invoices[0]
    again = Invoice(
        first.vendor,
        f"{first.number}A",
        first.dated + timedelta(days=4),
        first.amount,
        first.currency,
        first.quantity,
        first.text,
        first.po,
        first.item,
        cost_center=first.cost_center,
        service=first.service,
        category=first.category,
    )
    again.marks.add("duplicate")
    loose.append(again)


def _foreign(loose: list[Invoice], numbers: Numbers, rng: random.Random) -> None:
    """An invoice in NOK, for which no rate is kept, and a credit note of Nordwind."""
    norway = Invoice(
        "Oslo Rekruttering",
        numbers.invoice("Oslo Rekruttering", rng),
        date(2026, 9, 8),
        84_500.0,
        "NOK",
        1.0,
        "Search for a service manager",
    )
    norway.marks |= {"no order", "no rate"}
    norway.posted = date(2026, 9, 14)
    credit = Invoice(
        "Nordwind IT",
        numbers.invoice("Nordwind IT", rng),
        date(2026, 5, 12),
        -1_240.0,
        "EUR",
        1.0,
        "Service credit April",
        service="Network",
        category="Managed service",
    )
    credit.marks |= {"no order", "credit note"}
    settle(credit)
    loose += [norway, credit]
