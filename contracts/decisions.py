"""Decisions: what had to be decided, by whom and when, and how it turned out."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Day, Identifier, Person, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Decisions(Contract):
    """One decision, asked for or taken."""

    kind: ClassVar[str] = "decisions"
    title: ClassVar[str] = "Decisions"
    about: ClassVar[str] = "Decisions asked for and taken, one row a decision."
    key: ClassVar[tuple[str, ...]] = ("identifier",)
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "raised"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("due", "decided", "raised"),)
    happened: ClassVar[tuple[str, ...]] = ("raised", "decided", "reviewed")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("raised", "decided"),)

    identifier: Identifier = column("The decision's identifier.", label="Decision ID", required=True,
                                    example="D-007",
                                    also_called=("decision no", "decision #", "decision number", "id", "adr"))
    summary: Text = column("What is to be decided.", label="Decision", required=True,
                         example="Extend the support contract by a year",
                         also_called=("decision needed", "decision title", "entscheidung", "décision", "decisión"))
    client: Text = column("The client.", label="Client", dimension="client", also_called=("customer",))
    service: Text = column("The service.", label="Service", dimension="service")
    project: Text = column("The project.", label="Project", dimension="project")
    vendor: Text = column("The supplier.", label="Vendor", dimension="vendor", also_called=("supplier",))
    raised: Day = column("When it was asked for.", label="Raised on", example="2026-02-01",
                         also_called=("raised", "requested on", "date raised", "asked on"))
    due: Day = column("When it is needed.", label="Needed by", example="2026-03-01",
                      also_called=("decision due", "due", "due date", "needed on", "by when"))
    decided: Day = column("When it was taken.", label="Decided on", example="2026-02-20",
                          also_called=("decided", "decision date", "date decided", "entschieden am", "date", "datum",
                                       "date de décision", "fecha"))
    decided_by: Text = column("Who takes it (a board or a role).", label="Decided by", example="Steering committee",
                              also_called=("decision maker", "forum", "board"))
    owner: Person = column("Who carries it out, as a keyed hash.", label="Decision owner", also_called=("owner",))
    outcome: Text = column("What was decided.", label="Decision taken", example="Extended until June 2027",
                           also_called=("outcome", "resolution", "result"))
    reason: Text = column("Why.", label="Rationale", also_called=("reason", "because"))
    review: Day = column("When it is looked at again.", label="Review date", example="2026-09-01",
                         also_called=("review on", "review by"))
    reviewed: Day = column("When it was looked at again.", label="Reviewed on", also_called=("reviewed",))
    verdict: Choice = column("How it turned out.", label="Verdict", example="good",
                             choices={"good": ("good", "right", "worked"), "bad": ("bad", "wrong", "failed"),
                                      "unknown": ("unknown", "too early", "unclear")},
                             also_called=("outcome rating",))
    to_board: Text = column("Whether the board must take it.", label="For the board",
                            also_called=("board decision",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
