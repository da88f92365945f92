"""Milestones: what was promised for when, and how that promise moved from report to report."""

from typing import ClassVar

from contracts.contract import Contract, Day, Flag, Identifier, Money, Number, Person, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Milestones(Contract):
    """One milestone as one report states it; every report date keeps its own row, so slips stay visible."""

    kind: ClassVar[str] = "milestones"
    title: ClassVar[str] = "Milestones"
    about: ClassVar[str] = "Milestones with baseline, forecast and actual dates, one row a milestone and report."
    key: ClassVar[tuple[str, ...]] = ("project", "name", "report_date")
    newest_by: ClassVar[str | None] = "report_date"
    occurred: ClassVar[str | None] = "report_date"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("baseline", "forecast", "actual"),)
    happened: ClassVar[tuple[str, ...]] = ("actual", "submitted", "accepted", "report_date")

    project: Text = column("The project.", label="Project", required=True, example="Billing renewal",
                           dimension="project", also_called=("project name", "projekt", "projet", "proyecto",
                                                             "progetto", "projeto", "programme"))
    client: Text = column("The client.", label="Client", dimension="client", example="Fjord Energy",
                          also_called=("customer", "kunde", "cliente"))
    service: Text = column("The service it delivers to.", label="Service", dimension="service")
    vendor: Text = column("The supplier who delivers.", label="Vendor", dimension="vendor",
                          also_called=("supplier",))
    identifier: Identifier = column("The milestone's identifier.", label="Milestone ID",
                                    also_called=("milestone no",))
    name: Text = column("The milestone.", label="Milestone", required=True, example="Go-live wave 1",
                        also_called=("milestone name", "meilenstein", "jalon", "hito", "marco", "deliverable",
                                     "mijlpaal", "milestone title", "traguardo", "task name",
                                                                "vorgangsname", "nom de la tâche"))
    baseline: Day = column("The date first agreed.", label="Baseline date", example="2026-06-01",
                           also_called=("baseline", "planned date", "plan date", "original date", "baseline finish",
                                        "date initiale", "fecha inicial", "data inicial", "data iniziale",
                                        "basisplan", "planned", "date prévue", "fecha planificada", "plantermin",
                                        "baseline end",
                         "data pianificata", "data planejada", "data planeada", "data base", "fecha base",
                         "date de référence", "data di riferimento", "data concordata",
                         "ursprünglicher termin", "basistermin", "data baseline"))
    forecast: Day = column("The date expected now.", label="Forecast date", example="2026-06-15",
                           also_called=("forecast", "expected date", "current date", "forecast finish", "prognose",
                                        "revised date", "estimated date", "current forecast", "latest estimate",
                                        "finish", "due date", "due", "deadline", "target date", "end date",
                                        "fertig stellen", "prognosetermin", "date prévisionnelle",
                         "date estimée", "date actuelle", "date révisée", "date prévue",
                         "fecha prevista", "fecha estimada",
                         "data prevista", "data stimata", "data estimada", "erwarteter termin",
                         "aktueller termin"))
    actual: Day = column("The date it was reached.", label="Actual date",
                         also_called=("actual", "achieved", "completed", "actual finish", "ist-termin",
                                      "completed on",
                                      "date réelle", "fecha real",
                         "data effettiva", "data real", "data efetiva", "fecha efectiva", "date effective",
                         "istdatum", "ist termin"))
    submitted: Day = column("The date it was first handed over for acceptance.", label="Submitted date",
                            also_called=("submitted", "delivered", "handed over"))
    accepted: Day = column("The date the client accepted it.", label="Accepted date",
                           also_called=("accepted", "acceptance date", "signed off", "abnahme", "accepted_at",
                                        "sign-off date"))
    first_time_accepted: Flag = column("Whether it was accepted at the first hand-over.",
                                       label="First-time accepted",
                                       example="true", also_called=("accepted first time", "right first time"))
    contractual: Flag = column("Whether the date is part of the contract.", label="Contractual", example="true",
                               also_called=("contract date", "is contractual"))
    planned_value: Money = column("What the work up to here was planned to cost.", label="Planned value",
                                  also_called=("pv", "budget"))
    percent_complete: Number = column("How much of it is done.", label="Percent complete", unit="percent",
                                      also_called=("% complete", "progress", "% done"))
    owner: Person = column("Who answers for it, as a keyed hash.", label="Owner", also_called=("responsible",))
    status: Text = column("The status as reported.", label="Reported status", example="amber",
                          also_called=("status", "rag", "rag status"))
    report_date: Day = column("The date of the report.", label="Report date", example="2026-03-31",
                              also_called=("as of", "status date", "reporting date", "stichtag", "date of report",
                                           "reported on", "data date", "berichtsdatum", "statusdatum",
                                           "date du rapport",
                                           "date de rapport", "fecha del informe", "fecha de informe",
                                           "data do relatório",
                                           "data report", "data del report", "data rapporto"))
