"""Escalations: somebody went over our heads, about what, and how quickly we answered."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Identifier, Person, Text, Timestamp, column
from contracts.risks import OPEN_CLOSED

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Escalations(Contract):
    """One escalation."""

    kind: ClassVar[str] = "escalations"
    title: ClassVar[str] = "Escalations"
    about: ClassVar[str] = "Escalations by clients or to suppliers, one row an escalation."
    key: ClassVar[tuple[str, ...]] = ("identifier",)
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "raised"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("raised",),)
    happened: ClassVar[tuple[str, ...]] = ("raised", "acknowledged", "resolved")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("raised", "acknowledged"), ("raised", "resolved"))

    identifier: Identifier = column("The escalation's identifier.", label="Escalation ID", required=True,
                                    example="E-003", also_called=("escalation no", "escalation #",
                                                                 "escalation number"))
    summary: Text = column("What it is about.", label="Escalation", required=True,
                         example="Third outage of Payments in a month",
                         also_called=("escalation title", "escalation description", "eskalation", "topic", "subject",
                                      "escalation subject", "escalation summary"))
    direction: Choice = column("Whether a client escalates to us, or we to a supplier.", label="Direction",
                               example="from client", dimension="type",
                               choices={"from client": ("from client", "client", "incoming", "inbound"),
                                        "to vendor": ("to vendor", "vendor", "outgoing", "outbound"),
                                        "internal": ("internal", "intern")},
                               also_called=("escalation type", "raised to"))
    client: Text = column("The client.", label="Client", dimension="client", example="Fjord Energy",
                          also_called=("customer",))
    service: Text = column("The service.", label="Service", dimension="service", example="Payments")
    project: Text = column("The project.", label="Project", dimension="project")
    vendor: Text = column("The supplier.", label="Vendor", dimension="vendor", also_called=("supplier",))
    level: Text = column("How high it went.", label="Escalation level", example="2", also_called=("level",))
    raised: Timestamp = column("When it was raised.", label="Raised on", example="2026-03-05 09:00:00",
                               also_called=("raised", "escalated on", "escalation date", "date raised"))
    acknowledged: Timestamp = column("When we answered.", label="Acknowledged on", example="2026-03-05 11:00:00",
                                     also_called=("acknowledged", "first answer"))
    resolved: Timestamp = column("When it was settled.", label="Resolved on", example="2026-03-12 16:00:00",
                                 also_called=("resolved", "settled on", "closed on"))
    raised_by: Person = column("Who raised it, as a keyed hash.", label="Raised by", also_called=("escalated by",))
    owner: Person = column("Who settles it, as a keyed hash.", label="Escalation owner", also_called=("owner",))
    ticket: Identifier = column("The ticket behind it.", label="Ticket", example="INC0010001",
                                also_called=("ticket number", "incident"))
    cause: Text = column("Why it came to this.", label="Cause", also_called=("reason", "root cause"))
    status: Text = column("The status as written.", label="Escalation status", example="closed",
                          also_called=("status",))
    status_category: Choice = column("The status in words common to all registers.", label="Status category",
                                     reads="status", choices=OPEN_CLOSED)
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
