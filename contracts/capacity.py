"""Capacity: hours a team has, hours it has promised, month by month."""

from typing import ClassVar

from contracts.contract import Contract, Day, Number, Person, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Capacity(Contract):
    """One team (or person) in one month."""

    kind: ClassVar[str] = "capacity"
    title: ClassVar[str] = "Capacity"
    about: ClassVar[str] = "Planned, available and booked hours of teams by month."
    key: ClassVar[tuple[str, ...]] = ("team", "person", "project", "month")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "month"
    lines: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("team", "person"), ("booked_hours", "available_hours", "planned_hours"),
    )

    team: Text = column("The team; empty where hours are those of a person.", label="Team", dimension="team",
                        example="Checkout", also_called=("team name", "group", "unit", "squad"))
    person: Person = column("The person, as a keyed hash; empty means the whole team.", label="Person",
                            also_called=("employee", "resource", "resource name", "member", "team member",
                                         "employee name", "mitarbeiter", "mitarbeiterin", "collaborateur", "membre",
                                         "persona", "pessoa", "ressource", "recurso", "consultant", "developer"))
    role: Text = column("The role.", label="Role", example="Developer", dimension="role", also_called=("skill",))
    project: Text = column("The project the hours are for; empty means all.", label="Project", dimension="project")
    client: Text = column("The client the hours are for.", label="Client", dimension="client",
                          also_called=("customer",))
    month: Day = column("The first day of the month.", label="Month", required=True, example="2026-03-01",
                        also_called=("period", "week", "month start", "monat", "sprint start", "sprint start date",
                                     "week start", "week starting", "week of", "mois", "mes", "mês", "mese"))
    planned_hours: Number = column("Hours by contract.", label="Planned hours", unit="h", example="160",
                                   also_called=("planned", "contract hours", "planned_h", "sollstunden",
                                                "planned days", "total hours", "working hours"))
    absent_hours: Number = column("Hours of leave and absence.", label="Absence hours", unit="h", example="16",
                                  also_called=("leave", "leave hours", "absence", "leave days"))
    available_hours: Number = column("Hours left for work.", label="Available hours", unit="h", example="144",
                                     also_called=("available", "available_h", "capacity hours", "capacity",
                                                  "available days", "kapazität", "verfügbar", "capacité", "capacidad",
                                                  "capacità", "capacidade"))
    booked_hours: Number = column("Hours already promised.", label="Booked hours", unit="h", example="150",
                                  also_called=("booked", "allocated hours", "booked_h", "assigned hours", "booked days",
                                               "allocated", "committed hours", "committed", "assigned",
                                               "verplant", "gebucht"))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
