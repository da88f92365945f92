"""Dependencies: what one team needs from another, by when, and whether it came."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Day, Identifier, Person, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Dependencies(Contract):
    """One dependency between a provider and a consumer."""

    kind: ClassVar[str] = "dependencies"
    title: ClassVar[str] = "Dependencies"
    about: ClassVar[str] = "What teams, projects and suppliers need from one another, one row a dependency."
    key: ClassVar[tuple[str, ...]] = ("identifier",)
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "need_by"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("need_by", "committed"),)
    happened: ClassVar[tuple[str, ...]] = ("raised", "delivered")

    identifier: Identifier = column("The dependency's identifier.", label="Dependency ID", required=True,
                                    example="DEP-02", also_called=("dependency no", "dependency #"))
    summary: Text = column("What is needed.", label="Dependency", example="Test environment with card data",
                         also_called=("dependency description", "what is needed", "deliverable", "abhängigkeit"))
    provider: Text = column("Who provides it.", label="Provider", required=True, example="Platform team",
                            dimension="provider", also_called=("provided by", "giver", "from team",
                                                            "supplier team"))
    consumer: Text = column("Who needs it.", label="Consumer", required=True, example="Billing renewal",
                            dimension="consumer", also_called=("needed by team", "receiver", "to team",
                                                            "needed for"))
    client: Text = column("The client.", label="Client", dimension="client", also_called=("customer",))
    project: Text = column("The project that waits.", label="Project", dimension="project")
    service: Text = column("The service.", label="Service", dimension="service")
    vendor: Text = column("The supplier, where one provides it.", label="Vendor", dimension="vendor",
                          also_called=("supplier",))
    raised: Day = column("When it was raised.", label="Raised on", also_called=("raised",))
    need_by: Day = column("When it is needed.", label="Need by", example="2026-04-01",
                          also_called=("needed by", "needed on", "required by", "need date", "benötigt bis"))
    committed: Day = column("The date promised.", label="Committed date", example="2026-04-10",
                            also_called=("committed", "promised", "commit date", "zugesagt"))
    delivered: Day = column("The date it came.", label="Delivered on", also_called=("delivered", "geliefert"))
    owner: Person = column("Who follows it up, as a keyed hash.", label="Dependency owner", also_called=("owner",))
    status: Choice = column("The status.", label="Dependency status", example="at risk",
                            choices={"open": ("open", "agreed", "committed", "in progress", "on track", "not started",
                                     "planned", "pending", "active"),
                                     "at risk": ("at risk", "amber", "red", "late", "delayed", "blocked", "off track"),
                                     "delivered": ("delivered", "done", "closed", "green", "complete", "completed",
                                                   "met", "resolved"),
                                     "cancelled": ("cancelled", "canceled", "dropped")}, also_called=("status",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
