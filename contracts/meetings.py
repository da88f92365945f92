"""Meetings: the rhythm of reviews and boards, and the actions agreed in them."""

from typing import ClassVar

from contracts.contract import Contract, Flag, Identifier, Text, Timestamp, Whole, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Meetings(Contract):
    """One planned meeting of one series."""

    kind: ClassVar[str] = "meetings"
    title: ClassVar[str] = "Meetings"
    about: ClassVar[str] = "Planned and held meetings with their actions, one row a meeting."
    key: ClassVar[tuple[str, ...]] = ("series", "planned")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "planned"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("held", "minutes", "actions"),)
    happened: ClassVar[tuple[str, ...]] = ("held",)

    identifier: Identifier = column("The identifier, where there is one.", label="Meeting ID", example="M-2026-03")
    series: Text = column("The series.", label="Meeting series", required=True, example="Monthly service review",
                          dimension="series", also_called=("meeting", "series", "meeting name", "forum"))
    client: Text = column("The client.", label="Client", dimension="client", example="Fjord Energy",
                          also_called=("customer",))
    vendor: Text = column("The supplier.", label="Vendor", dimension="vendor", also_called=("supplier",))
    project: Text = column("The project.", label="Project", dimension="project")
    planned: Timestamp = column("When it was planned.", label="Planned for", required=True,
                                example="2026-03-18 10:00:00", also_called=("planned", "planned at", "scheduled",
                                                                           "planned date"))
    held: Timestamp = column("When it was held; empty means not held.", label="Held at",
                             example="2026-03-18 10:00:00",
                             also_called=("held", "held on"))
    cancelled: Flag = column("Whether it was called off in agreement.", label="Called off", example="false",
                             also_called=("cancelled", "canceled"))
    minutes: Text = column("Where the minutes lie.", label="Minutes", also_called=("minutes link",))
    invited: Whole = column("How many were invited.", label="Invited", example="8")
    attended: Whole = column("How many came.", label="Attended", example="6", also_called=("attendees",))
    actions: Whole = column("How many actions were due before it.", label="Actions due", example="5",
                            also_called=("actions",))
    actions_on_time: Whole = column("How many of these were done in time.", label="Actions on time", example="4",
                                    also_called=("actions done on time",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
