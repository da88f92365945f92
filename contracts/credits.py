"""Service credits: what suppliers owe and paid back for missed service levels."""

from typing import ClassVar

from contracts.contract import Contract, Currency, Day, Identifier, Money, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Credits(Contract):
    """One service credit, claimed or received."""

    kind: ClassVar[str] = "credits"
    title: ClassVar[str] = "Service credits"
    about: ClassVar[str] = "Service credits claimed from and granted by suppliers, one row a credit."
    key: ClassVar[tuple[str, ...]] = ("vendor", "contract", "clause", "month", "credit_note")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "month"
    lines: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("credited", "claimed"),)
    happened: ClassVar[tuple[str, ...]] = ("claimed_on", "received_on")

    vendor: Text = column("The supplier.", label="Vendor", required=True, dimension="vendor", example="Nordwind IT",
                          also_called=("supplier", "vendor name"))
    contract: Text = column("The contract.", label="Contract", example="Nordwind managed services",
                            dimension="contract", also_called=("contract name", "agreement"))
    clause: Text = column("The clause missed.", label="Clause", example="4.2", also_called=("sla clause", "sla"))
    service: Text = column("The service.", label="Service", dimension="service", example="Payments")
    month: Day = column("The month of the miss (its first day).", label="Credit month", required=True,
                        example="2026-02-01", also_called=("month", "period", "service month"))
    credited: Money = column("What was granted.", label="Credit received", example="2000",
                             also_called=("credit amount", "credited", "credit", "amount credited"))
    claimed: Money = column("What we claimed.", label="Credit claimed", example="2000", also_called=("claimed",
                                                                                                    "amount claimed"))
    currency: Currency = column("The currency.", label="Currency", example="EUR")
    claimed_on: Day = column("When we claimed it.", label="Claimed on", example="2026-03-10")
    received_on: Day = column("When it was granted.", label="Credit received on", example="2026-03-31")
    credit_note: Identifier = column("The credit note.", label="Credit note", example="CN-77",
                                     also_called=("credit note number", "credit memo"))
    status: Text = column("The status as written.", label="Credit status", example="received", dimension="status",
                          also_called=("status",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
