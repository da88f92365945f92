"""Purchase orders of the year: running services, projects, late commitments, odds and ends, and no order at all."""

import random
from datetime import date, timedelta

from sample_data.budget import BUDGET, MONTHS, YEAR, BudgetLine, month_end
from sample_data.chance import pick, stream
from sample_data.order import Invoice, Numbers, OrderLine, settle
from sample_data.order_exceptions import plant


def make_orders() -> tuple[list[OrderLine], list[Invoice]]:
    """Every order line, and every invoice including those without an order."""
    rng, numbers = stream("orders"), Numbers()
    lines = [
        one
        for line in BUDGET
        if line.vendor and line.category != "Project"
        for one in _running(rng, numbers, line)
    ]
    for line in BUDGET:
        if line.category == "Project":
            lines += _project(rng, numbers, line)
    lines += _commitments(numbers)
    lines += _small(rng, numbers)
    loose = _without_order(rng, numbers)
    plant(lines, loose, rng, numbers)
    invoices = sorted(
        [invoice for line in lines for invoice in line.invoices] + loose,
        key=lambda invoice: (invoice.dated, invoice.number),
    )
    return lines, invoices


def _running(rng: random.Random, numbers: Numbers, line: BudgetLine) -> list[OrderLine]:
    """One order a year for a running service, one item a month; amounts follow use."""
    po = numbers.order()
    made: list[OrderLine] = []
    vendor = line.vendor or ""
    yearly = line.category in {"Licences", "Maintenance"}
    for month, amount in enumerate(line.months, start=1):
        if not amount:
            continue
        use = 1.0 if yearly else rng.uniform(0.965, 1.035)
        ordered = date(YEAR, month, 1) - timedelta(days=40) if yearly else date(2025, 12, 15)
        one = OrderLine(
            vendor,
            f"{line.category} {line.service} {MONTHS[month - 1]}",
            ordered,
            month_end(month),
            1.0,
            round(amount * 1000 * line.overrun * use, 2),
            line,
            po,
            10 * (len(made) + 1),
        )
        received = month_end(month) - timedelta(days=rng.choice((0, 1, 2)))
        one.receive(received)
        one.bill(numbers.invoice(vendor, rng), received + timedelta(days=rng.randrange(2, 9)))
        made.append(one)
    return made


def _project(rng: random.Random, numbers: Numbers, line: BudgetLine) -> list[OrderLine]:
    """Two or three items a month at what the project really spent so far."""
    vendor, made = line.vendor or "", []
    for month, amount in enumerate(line.months[:10], start=1):
        spend = amount * 1000 * line.overrun
        if spend < 2000:
            continue
        po, parts = numbers.order(), rng.choice((2, 2, 3))
        weights = [rng.uniform(0.6, 1.4) for _ in range(parts)]
        for place, weight in enumerate(weights):
            days = rng.choice((4.0, 5.0, 8.0, 10.0, 12.0))
            delivered = month_end(month) - timedelta(days=rng.randrange(3, 20))
            one = OrderLine(
                vendor,
                f"{line.project}: consulting {MONTHS[month - 1]} part {place + 1}",
                delivered - timedelta(days=rng.randrange(25, 60)),
                delivered,
                days,
                round(spend * weight / sum(weights) / days, 2),
                line,
                po,
                10 * (place + 1),
                unit="DAY",
            )
            received = delivered + timedelta(days=rng.randrange(0, 6))
            one.receive(received)
            one.bill(numbers.invoice(vendor, rng), received + timedelta(days=rng.randrange(3, 12)))
            made.append(one)
    return made


#: Orders placed in late summer and autumn for the end of the year: what the run rate cannot see. Amounts in EUR.
_LATE = (
    (
        "Data Centre Exit",
        "Cumulo Hosting",
        "Storage array new site",
        date(2026, 9, 14),
        date(2026, 11, 20),
        1,
        668_000.0,
    ),
    (
        "Data Centre Exit",
        "Cumulo Hosting",
        "Migration waves 3 and 4",
        date(2026, 9, 28),
        date(2026, 12, 11),
        52,
        3_650.0,
    ),
    (
        "Data Centre Exit",
        "Cumulo Hosting",
        "Parallel running of both sites",
        date(2026, 10, 5),
        date(2026, 12, 18),
        2,
        61_500.0,
    ),
    (
        "Data Centre Exit",
        "Nordic Hardware",
        "Network switches new site",
        date(2026, 10, 2),
        date(2026, 11, 27),
        24,
        3_980.0,
    ),
    (
        "Workplace Refresh",
        "Nordic Hardware",
        "Laptops wave 2",
        date(2026, 9, 21),
        date(2026, 11, 16),
        110,
        1_060.0,
    ),
    (
        "Mobile Onboarding",
        "Baltic Apps",
        "Store release and hypercare",
        date(2026, 10, 12),
        date(2026, 12, 4),
        22,
        1_180.0,
    ),
)


def _commitments(numbers: Numbers) -> list[OrderLine]:
    made = []
    for project, vendor, text, ordered, delivery, quantity, price in _LATE:
        line = next(entry for entry in BUDGET if entry.project == project)
        one = OrderLine(
            vendor,
            f"{project}: {text}",
            ordered,
            delivery,
            float(quantity),
            price,
            line,
            numbers.order(),
            unit="EA",
        )
        if vendor == "Nordic Hardware" and "switches" in text:
            one.currency = "USD"
        one.released = "Parallel running" not in text
        made.append(one)
    return made


def _small(rng: random.Random, numbers: Numbers) -> list[OrderLine]:
    """Odds and ends of the year: toner, travel, spare parts."""
    labour = next(line for line in BUDGET if line.category == "Internal labour")
    odds = BudgetLine(labour.cost_center, None, None, None, "Other", "Run", labour.months)
    made = []
    for place in range(64):
        vendor = pick(rng, {"Papir & Co": 0.4, "Vest Travel": 0.25, "Nordic Hardware": 0.35})
        ordered = date(YEAR, 1, 4) + timedelta(days=int(place * 4.6) + rng.randrange(3))
        quantity = float(rng.choice((1, 2, 5, 10, 20)))
        one = OrderLine(
            vendor,
            f"{rng.choice(('Spare parts', 'Cables', 'Training', 'Toner', 'Travel'))} {place + 1}",
            ordered,
            ordered + timedelta(days=rng.randrange(5, 30)),
            quantity,
            round(rng.uniform(18, 240), 2),
            odds,
            numbers.order(),
            unit="EA",
            currency=pick(rng, {"EUR": 0.8, "DKK": 0.12, "SEK": 0.05, "GBP": 0.03}),
        )
        if vendor == "Papir & Co":
            one.price_unit = 100
            one.price = round(one.price * 100, 2)
        received = one.delivery + timedelta(days=rng.randrange(-2, 7))
        if quantity > 4 and rng.random() < 0.3:
            one.receive(received, quantity * 0.4)
            one.receive(received + timedelta(days=9), quantity * 0.6)
            received += timedelta(days=9)
        else:
            one.receive(received)
        one.bill(numbers.invoice(vendor, rng), received + timedelta(days=rng.randrange(1, 12)))
        made.append(one)
    return made


def _without_order(rng: random.Random, numbers: Numbers) -> list[Invoice]:
    """Nine invoices nobody ordered in the system."""
    made = []
    for month in range(1, 10):
        vendor = pick(rng, {"Vest Travel": 0.6, "Papir & Co": 0.4})
        invoice = Invoice(
            vendor,
            numbers.invoice(vendor, rng),
            date(YEAR, month, rng.randrange(3, 27)),
            round(rng.uniform(180, 2400), 2),
            "EUR",
            1.0,
            "No order",
        )
        invoice.marks.add("no order")
        settle(invoice)
        made.append(invoice)
    return made
