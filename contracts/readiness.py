"""Readiness: the acceptance criteria of services and projects before they go live."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Day, Flag, Person, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Readiness(Contract):
    """One criterion of one gate."""

    kind: ClassVar[str] = "readiness"
    title: ClassVar[str] = "Readiness criteria"
    about: ClassVar[str] = "Service acceptance criteria by project and gate, one row a criterion."
    key: ClassVar[tuple[str, ...]] = ("project", "gate", "criterion")
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "due"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("status", "mandatory"),)
    happened: ClassVar[tuple[str, ...]] = ("done", "updated")

    project: Text = column("The project.", label="Project", required=True, dimension="project",
                           example="Billing renewal", also_called=("project name",))
    service: Text = column("The service that is handed over.", label="Service", dimension="service",
                           example="Billing")
    client: Text = column("The client.", label="Client", dimension="client", also_called=("customer",))
    gate: Text = column("The gate.", label="Gate", required=True, example="Go-live", dimension="gate",
                        also_called=("stage gate", "quality gate"))
    area: Text = column("The area.", label="Readiness area", example="Documentation", dimension="category",
                        also_called=("area", "workstream"))
    criterion: Text = column("What must be there.", label="Criterion", required=True, example="Runbook reviewed",
                             also_called=("criteria", "checklist item", "acceptance criterion", "requirement"))
    mandatory: Flag = column("Whether the gate fails without it.", label="Mandatory", example="true",
                             also_called=("required", "must have"))
    status: Choice = column("Whether it is there.", label="Criterion status", example="done",
                            choices={"done": ("done", "complete", "yes", "met", "passed", "ok"),
                                     "in_progress": ("in progress", "started", "partly"),
                                     "open": ("open", "no", "not started", "missing", "failed"),
                                     "not_applicable": ("n/a", "not applicable", "na", "waived")},
                            also_called=("status",))
    evidence: Text = column("Where the proof lies; without it the criterion does not count as done.",
                            label="Evidence", example="https://wiki.example.com/runbook",
                            also_called=("evidence link",
                                                                                                      "proof"))
    owner: Person = column("Who provides it, as a keyed hash.", label="Criterion owner", example="K. Holm",
                           also_called=("owner", "responsible"))
    due: Day = column("By when.", label="Criterion due", example="2026-05-20", also_called=("due", "due date"))
    done: Day = column("When it was there.", label="Done on", also_called=("completed on",))
    updated: Day = column("When this line was last looked at.", label="Last checked", also_called=("checked on",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
