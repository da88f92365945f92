"""What one order line is, with its receipts and invoices."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from sample_data.budget import YEAR, BudgetLine
from sample_data.organisation import EXPORTED, VENDORS

TODAY = EXPORTED.date()

#: SAP account numbers of suppliers; the three vendors of the portfolio and some others.
ACCOUNTS = {vendor.name: vendor.account for vendor in VENDORS} | {
    "Softlane Licences": "0000120044",
    "Keyvault Systems": "0000120391",
    "Nordic Hardware": "0000120760",
    "Papir & Co": "0000121018",
    "Vest Travel": "0000121177",
    "Oslo Rekruttering": "0000121533",
}


@dataclass(frozen=True)
class Receipt:
    """One goods movement: 101 takes in, 102 takes back."""

    day: date
    movement: str
    quantity: float
    amount: float


@dataclass
class Invoice:
    """One invoice line of a supplier; amounts are net, in the document currency."""

    vendor: str
    number: str
    dated: date
    amount: float
    currency: str
    quantity: float
    text: str
    po: str | None = None
    item: int | None = None
    posted: date | None = None
    paid: date | None = None
    cost_center: str = "CC-4100"
    service: str | None = None
    project: str | None = None
    category: str = "Other"
    marks: set[str] = field(default_factory=set)

    @property
    def received(self) -> date:
        """When it reached accounts payable."""
        return self.dated + timedelta(days=2)

    @property
    def due(self) -> date:
        """Thirty days after its date."""
        return self.dated + timedelta(days=30)

    @property
    def status(self) -> str:
        """The state in the register."""
        if self.paid:
            return "Paid"
        return "Posted" if self.posted else "Open"


@dataclass
class OrderLine:
    """One line of a purchase order with everything that happened to it."""

    vendor: str
    text: str
    ordered: date
    delivery: date
    quantity: float
    price: float
    line: BudgetLine
    po: str = ""
    item: int = 10
    unit: str = "AU"
    price_unit: int = 1
    currency: str = "EUR"
    deleted: bool = False
    released: bool = True
    receipts: list[Receipt] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    @property
    def value(self) -> float:
        """The net value of the line in the document currency."""
        return round(self.quantity * self.price / self.price_unit, 2)

    @property
    def received_quantity(self) -> float:
        """Received less returned."""
        return sum(one.quantity if one.movement == "101" else -one.quantity for one in self.receipts)

    @property
    def received(self) -> float:
        """The value received less returned."""
        return round(self.received_quantity * self.price / self.price_unit, 2)

    @property
    def invoiced(self) -> float:
        """The value invoiced, posted or not."""
        return round(sum(invoice.amount for invoice in self.invoices), 2)

    def receive(self, day: date, quantity: float | None = None, movement: str = "101") -> None:
        """Book a receipt, unless the day lies after the export."""
        if day <= TODAY:
            taken = self.quantity if quantity is None else quantity
            self.receipts.append(
                Receipt(day, movement, taken, round(taken * self.price / self.price_unit, 2))
            )

    def bill(
        self, number: str, dated: date, *, quantity: float | None = None, surcharge: float = 1.0
    ) -> Invoice | None:
        """Receive an invoice for the line, unless it comes after the export; it is posted and paid in time."""
        if dated + timedelta(days=2) > TODAY:
            return None
        billed = self.quantity if quantity is None else quantity
        invoice = Invoice(
            self.vendor,
            number,
            dated,
            round(billed * self.price * surcharge / self.price_unit, 2),
            self.currency,
            billed,
            self.text,
            self.po,
            self.item,
            cost_center=self.line.cost_center,
            service=self.line.service,
            project=self.line.project,
            category=self.line.category,
        )
        settle(invoice)
        self.invoices.append(invoice)
        return invoice


def settle(invoice: Invoice) -> None:
    """Post the invoice three days after it came and pay it when due, as far as the export reaches."""
    posted, paid = invoice.received + timedelta(days=3), invoice.due - timedelta(days=invoice.dated.day % 3)
    invoice.posted = posted if posted <= TODAY else None
    invoice.paid = paid if paid <= TODAY else None


class Numbers:
    """Hands out order and invoice numbers, each series counting up."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def order(self) -> str:
        """The next purchase order number."""
        return f"{self._next('po', 4500017100, 1)}"

    def invoice(self, vendor: str, rng: random.Random) -> str:
        """The next invoice number of a supplier; other customers get the numbers in between."""
        letters = "".join(word[0] for word in vendor.split() if word[0].isalpha())
        return (
            f"{letters}-{YEAR % 100}-{self._next(vendor, 400 + len(vendor) * 37, rng.randrange(11, 60)):05d}"
        )

    def _next(self, series: str, first: int, step: int) -> int:
        self._last[series] = self._last.get(series, first) + step
        return self._last[series]
