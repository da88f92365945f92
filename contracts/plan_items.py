"""Plan items: the lines of a delivery plan, whose quality is checked."""

from typing import ClassVar

from contracts.contract import Contract, Day, Flag, Identifier, Money, Number, Person, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class PlanItems(Contract):
    """One task or summary line of one project plan."""

    kind: ClassVar[str] = "plan_items"
    title: ClassVar[str] = "Plan items"
    about: ClassVar[str] = "Lines of delivery plans, one row a line."
    key: ClassVar[tuple[str, ...]] = ("project", "item")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "finish"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("start", "finish", "baseline_finish", "actual_finish"),)
    happened: ClassVar[tuple[str, ...]] = ("actual_start", "actual_finish")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("start", "finish"), ("actual_start", "actual_finish"))

    project: Text = column("The project.", label="Project", required=True, dimension="project",
                           example="Billing renewal", also_called=("project name", "plan"))
    item: Identifier = column("The line's number in the plan.", label="Task ID", required=True, example="2.3",
                              also_called=("wbs", "outline number", "task no", "unique id", "nr", "wbs code", "id",
                                                            "vorgangsnummer", "psp-code", "gliederungsnummer", "edt",
                                                            "n°", "activity id", "task number", "task code",
                                                            "row id", "activity code", "identifiant"))
    name: Text = column("The task.", label="Task name", required=True, example="Migrate customer data",
                        also_called=("task", "activity", "vorgangsname", "nom de la tâche", "activity name",
                                     "nombre de tarea", "nome attività", "nome da tarefa", "tarefa", "primary column",
                                     "taaknaam", "vorgang",
                                     "aufgabenname", "tarea", "attività"))
    client: Text = column("The client.", label="Client", dimension="client", also_called=("customer",))
    owner: Person = column("Who does it, as a keyed hash.", label="Task owner", example="K. Holm",
                           also_called=("owner", "resource names", "responsible", "assigned to", "ressourcennamen"))
    start: Day = column("Planned start.", label="Start", example="2026-04-01", also_called=("start date", "anfang",
                                                                                          "début", "planned start",
                                                                                          "comienzo", "inizio",
                                                                                          "início", "begin"))
    finish: Day = column("Planned end.", label="Finish", example="2026-04-14",
                         also_called=("end", "end date", "due", "due date", "ende", "fin", "finish date",
                                      "fertig stellen",
                                      "fertigstellung", "geplantes ende", "planned finish", "einde", "fine",
                                      "fecha fin", "data fine", "término"))
    duration_days: Number = column("Planned duration in days.", label="Duration (days)", unit="d", example="10",
                                   also_called=("duration", "dauer", "durée"))
    actual_start: Day = column("When it started.", label="Actual start")
    actual_finish: Day = column("When it ended.", label="Actual finish")
    baseline_finish: Day = column("The end first agreed.", label="Baseline finish",
                                also_called=("baseline end", "geplantes ende (basisplan)", "fin planifiée"))
    percent_complete: Number = column("How much is done.", label="% complete", unit="percent", example="0",
                                      also_called=("percent complete", "progress", "% abgeschlossen", "% achevé",
                                                    "% completado", "% completamento", "% concluído"))
    predecessors: Text = column("What must come before.", label="Predecessors", example="2.2",
                                also_called=("predecessor", "depends on", "vorgänger", "prédécesseurs"))
    acceptance: Text = column("How one sees that it is done.", label="Acceptance criteria",
                              example="All accounts reconciled", also_called=("acceptance criterion",
                                                            "definition of done"))
    milestone: Flag = column("Whether it is a milestone.", label="Is milestone", example="false",
                             also_called=("milestone",))
    contingency: Flag = column("Whether it is a reserve.", label="Is contingency", also_called=("contingency",
                                                                                             "buffer"))
    planned_cost: Money = column("What it was planned to cost.", label="Planned cost", example="8000",
                                 also_called=("cost", "baseline cost", "bac", "budget"))
    actual_cost: Money = column("What it has cost.", label="Actual cost")
    report_date: Day = column("The date of the plan's status.", label="Status date",
                              also_called=("report date", "as of"))
