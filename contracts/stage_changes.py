"""Stage changes: when a work item entered a stage of the board; what flow efficiency and flow diagrams need."""

from typing import ClassVar

from contracts.contract import Contract, Identifier, Text, Timestamp, Whole, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class StageChanges(Contract):
    """One entry of one work item into one stage."""

    kind: ClassVar[str] = "stage_changes"
    title: ClassVar[str] = "Stage changes"
    about: ClassVar[str] = "When work items entered the stages of their board, one row an entry."
    key: ClassVar[tuple[str, ...]] = ("item", "stage")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "entered"
    lines: ClassVar[bool] = True
    happened: ClassVar[tuple[str, ...]] = ("entered",)

    item: Identifier = column("The work item.", required=True, example="PAY-42", also_called=("item id",))
    stage: Text = column("The stage it entered.", required=True, example="Development",
                         also_called=("to stage", "to status"))
    position: Whole = column("The place of the stage on the board, the first is 1.", example="2",
                             label="Stage position", also_called=("stage order",))
    entered: Timestamp = column("When it entered the stage.", required=True, example="2026-02-10",
                                label="Entered stage", also_called=("stage entered", "entered on"))
    project: Text = column("The project.", dimension="project", example="PAY")
    team: Text = column("The team.", dimension="team")
    type: Text = column("The type of the item.", dimension="type", label="Item type")
