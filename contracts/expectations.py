"""Expectations: what clients or our own company expect beyond the contract, in numbers and by when."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Day, Identifier, Number, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Expectations(Contract):
    """One expectation of one client or of the company."""

    kind: ClassVar[str] = "expectations"
    title: ClassVar[str] = "Expectations"
    about: ClassVar[str] = "Expectations of clients and of the company, one row an expectation."
    key: ClassVar[tuple[str, ...]] = ("expectation", "client")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "noted"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("due", "status", "expected_value", "metric"),)

    identifier: Identifier = column("The identifier, where there is one.", label="Expectation ID", example="X-01")
    client: Text = column("The client; empty means the company itself.", label="Client", dimension="client",
                          example="Fjord Energy", also_called=("customer", "kunde"))
    expectation: Text = column("What is expected.", label="Expectation", required=True,
                               example="Major incidents below two a quarter",
                               also_called=("expected", "erwartung", "attente", "expectativa"))
    holder: Choice = column("Who expects it.", label="Expected by", example="client", dimension="type",
                            choices={"client": ("client", "customer"), "company": ("company", "board",
                                                            "management")},
                            also_called=("expectation of",))
    service: Text = column("The service.", label="Service", dimension="service", example="Payments")
    project: Text = column("The project.", label="Project", dimension="project")
    metric: Text = column("The metric that shows it.", label="Metric", example="INC-25",
                          also_called=("metric id", "kpi"))
    expected_value: Number = column("The value expected.", label="Expected value", example="2",
                                    also_called=("target value", "target"))
    direction: Choice = column("Whether more or less is better.", label="Direction", example="down",
                               choices={"up": ("up", "at least"), "down": ("down", "at most")})
    noted: Day = column("When it was noted.", label="Noted on", example="2026-01-10", also_called=("noted",
                                                            "date noted"))
    due: Day = column("By when.", label="Expected by date", example="2026-06-30", also_called=("expected date",
                                                                                             "by when", "due"))
    status: Choice = column("How the manager sees it.", label="Expectation status", example="at risk",
                            choices={"met": ("met", "fulfilled", "green"), "at risk": ("at risk", "risk", "amber"),
                                     "missed": ("missed", "broken", "red"), "open": ("open", "pending")},
                            also_called=("status",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
