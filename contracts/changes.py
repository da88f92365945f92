"""Changes: what was altered in production, when it was meant to happen, and how it ended."""

from typing import ClassVar

from contracts import ticket_words as words
from contracts.contract import (
    Choice,
    Contract,
    Flag,
    Identifier,
    Person,
    Rank,
    Text,
    Timestamp,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

#: Words for the states of a change; the numbers are those of the change state model, not of incidents.
CHANGE_STATES: dict[str, tuple[str, ...]] = {
    "new": ("new", "-5", "draft", "open", "requested", "registered", "submitted", "logged", "neu", "nouveau",
            "nuevo", "novo", "nuovo", "to do"),
    "assess": ("assess", "-4", "assessment", "planning", "in planning", "planning in progress",
               "bewertung", "évaluation", "evaluation", "bewerten", "évaluer", "evaluar", "avaliar", "valutare",
               "evaluación", "avaliação", "valutazione"),
    "authorize": ("authorize", "authorise", "-3", "awaiting approval", "waiting for approval", "cab approval",
                  "genehmigung", "autorisation", "pending approval", "authorization",
                  "request for authorization", "scheduled for approval", "autorisieren", "autoriser", "autorizar",
                  "autorizzare", "autorización", "autorização", "autorizzazione"),
    "scheduled": ("scheduled", "-2", "approved", "awaiting implementation", "geplant", "planifié", "programado",
                  "agendado", "pianificato", "planificado"),
    "implement": ("implement", "-1", "implementing", "implementation", "implementation in progress",
                  "in progress", "work in progress",
                  "umsetzung", "en cours", "in umsetzung", "implementieren", "implementierung", "mettre en œuvre",
                  "mise en œuvre", "implementar", "implementación", "implementação", "implementare",
                  "implementazione", "en implementación", "em implementação"),
    "review": ("review", "0", "in review", "post implementation review", "pir", "completed", "implemented",
               "überprüfen", "überprüfung", "examiner", "examen", "vérification", "revisar", "revisión", "revisão",
               "rivedere", "revisione"),
    "closed": ("closed", "3", "done", "complete", "closed complete", "geschlossen", "fermé", "clos", "cerrado",
               "chiuso", "fechado", "resolved", "encerrado", "cerrada", "fechada", "encerrada"),
    "cancelled": ("canceled", "cancelled", "4", "withdrawn", "rejected", "abgebrochen", "annulé", "cancelado",
                  "annullato", "declined"),
}


class Changes(Contract):
    """One change request as it stands in its newest export."""

    kind: ClassVar[str] = "changes"
    title: ClassVar[str] = "Changes"
    about: ClassVar[str] = "Changes to production, one row a change request."
    key: ClassVar[tuple[str, ...]] = ("number",)
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "opened"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("state", "planned_start", "opened", "type_label", "actual_start", "close_code"),
    )
    happened: ClassVar[tuple[str, ...]] = ("opened", "approved", "actual_start", "actual_end", "closed", "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (
        ("planned_start", "planned_end"), ("actual_start", "actual_end"), ("opened", "closed"))

    number: Identifier = column(
        "The change's own identifier.", required=True, example="CHG0030042",
        also_called=("change number", "change id", "change request", "chg number", "change", "rfc number",
                     "änderungsnummer", "numéro", "nummer", "número", "numero", "change request number", "rfc",
                     "change no"),
    )
    type_label: Text = column("The type as the tool writes it.", label="Type", example="Normal",
                              also_called=("change type", "type of change", "classification", "typ", "tipo",
                     "chg type",
                                           "änderungsart",
                                           "type de changement", "tipo de cambio"))
    type: Choice = column(
        "The type in words common to all tools.", label="Type category", reads="type_label", dimension="type",
        choices={"standard": ("standard", "std", "pre-approved", "routine", "estándar", "padrão", "standard change",
                              "standard-change", "cambio estándar", "mudança padrão", "changement standard"),
                 "normal": ("normal", "minor", "major", "significant", "normale", "comprehensive", "normal change",
                            "minor change", "major change", "normaler change", "cambio normal", "mudança normal",
                            "changement normal"),
                 "emergency": ("emergency", "urgent", "expedited", "notfall", "urgence", "emergencia", "emergência",
                               "emergenza", "urgente", "emergency change", "urgent change", "cambio de emergencia",
                               "mudança emergencial", "emergencial", "changement urgent", "notfall-change")})
    model: Text = column("The change model.", also_called=("chg_model", "change model"))
    state: Text = column("The state as the tool writes it.", example="Closed",
                         also_called=("change state", "change status", "phase", "change stage", "chg stage",
                                      *words.STATE))
    state_category: Choice = column("The state in words common to all tools.", reads="state", choices=CHANGE_STATES)
    risk: Text = column("The risk as the tool writes it; bare numbers differ between instances and are not mapped.",
                        example="Moderate", also_called=("risk level", "change risk", "risiko", "risque", "riesgo"))
    impact: Rank = column("How much of the business it touches, 1 the most.", choices=words.LEVELS,
                          example="3 - Low", also_called=words.IMPACT)
    priority_label: Text = column("The priority as the tool writes it.", label="Priority", example="4 - Low",
                                  also_called=words.PRIORITY)
    priority: Rank = column("The priority as a number, 1 the most urgent.", label="Priority rank",
                            reads="priority_label", choices=words.PRIORITIES, dimension="priority")
    category: Text = column("The category.", dimension="category", also_called=words.CATEGORY)
    opened: Timestamp = column("When it was requested.", example="2026-03-02 08:15:00", also_called=words.OPENED)
    approved: Timestamp = column("When it was approved.", example="2026-03-05 15:00:00",
                                 also_called=("approved at", "approved_at", "approved on", "approval date",
                                              "approval set", "genehmigt am"))
    planned_start: Timestamp = column(
        "When work was planned to start.", label="Planned start date", example="2026-03-10 20:00:00",
        also_called=("start_date", "planned start", "requested start time and date for work",
                     "requested start time", "requested start date", "requested start", "scheduled start",
                     "scheduled start date", "start date",
                     "planned_start_date", "target start", "geplanter start", "geplantes startdatum",
                     "date de début prévue", "fecha de inicio planificada", "inizio pianificato",
                     "change start date",
                     "planned_start", "início planejado",
                         "inicio planificado", "date de début planifiée", "data de início planejada",
                         "data di inizio pianificata", "geplanter starttermin"))
    planned_end: Timestamp = column(
        "When work was planned to end.", label="Planned end date", until=True, example="2026-03-10 23:00:00",
        also_called=("end_date", "planned end", "requested end time and date for work",
                     "requested end time", "requested end date", "requested end", "scheduled end",
                     "scheduled end date", "end date",
                     "planned_end_date",
                     "target end", "geplantes ende", "geplantes enddatum", "date de fin prévue",
                     "fecha de fin planificada", "fine pianificata", "change completion date", "planned_end",
                     "planned implementation date", "planned implementation",
                     "término planejado",
                         "fecha de finalización planificada", "fin planificado", "date de fin planifiée",
                         "data de término planejada", "data de término planeada", "data di fine pianificata",
                         "geplanter endtermin"))
    agreed_end: Timestamp = column("The end first agreed with the client.", until=True,
                                   also_called=("agreed date", "agreed end date", "requested by date",
                                                "requested_by_date"))
    actual_start: Timestamp = column(
        "When work started.", label="Actual start date", example="2026-03-10 20:05:00",
        also_called=("work_start", "actual start", "work start", "tatsächlicher start", "début réel",
                     "inicio real", "inizio effettivo", "actual_start", "início real",
                         "fecha de inicio real", "date de début réelle", "data de início real",
                         "data di inizio effettiva", "tatsächlicher beginn"))
    actual_end: Timestamp = column(
        "When work ended.", label="Actual end date", example="2026-03-10 22:40:00",
        also_called=("work_end", "actual end", "work end", "actual implementation date",
                     "implemented on", "implemented at", "date implemented",
                     "tatsächliches ende", "fin réelle", "fin real",
                     "fine effettiva", "actual_end", "término real",
                         "fecha de finalización real", "date de fin réelle", "data de término real",
                         "data di fine effettiva"))
    closed: Timestamp = column("When it was closed.", example="2026-03-12 09:00:00", also_called=words.CLOSED)
    updated: Timestamp = column("When it last changed.", also_called=words.UPDATED)
    approval: Text = column("The approval as the tool writes it.", example="Approved",
                            also_called=("approval status", "approval state", "cab", "cab approval",
                                         "cab status", "cab decision", "genehmigungsstatus", "approbation"))
    close_code: Text = column("How it ended, as the tool writes it.", example="Successful",
                              also_called=("closure status", "outcome", "implementation result",
                                           "change result", "result",
                                           "ergebnis", "résultat", "resultado", "esito", "implementation status",
                                           *words.CLOSE_CODE))
    outcome: Choice = column(
        "How it ended in words common to all tools.", label="Outcome category", reads="close_code",
        choices={"successful": ("successful", "implemented - successful", "success",
                                "successfully completed", "closed successful", "implemented", "completed", "done",
                                "erfolgreich",
                                "réussi",
                                "exitoso", "con éxito", "bem-sucedido", "riuscito", "completed successfully",
                                "implemented successfully", "succès", "met", "successfully implemented"),
                 "with_issues": ("successful with issues", "successful_issues", "partial", "partially successful",
                                 "implemented with issues", "completed with issues", "erfolgreich mit problemen",
                                 "erfolgreich mit einschränkungen", "réussi avec problèmes",
                                 "teilweise erfolgreich",
                                 "exitoso con problemas", "with issues"),
                 "unsuccessful": ("unsuccessful", "failed", "backed out", "rolled back", "nicht erfolgreich",
                                  "fehlgeschlagen", "échoué", "échec", "fallido", "sin éxito", "malsucedido",
                                  "fallito", "rollback", "not implemented"),
                 "cancelled": ("cancelled", "canceled", "withdrawn", "abgebrochen", "annulé", "cancelado",
                               "annullato", "rejected")})
    close_notes: Text = column("The closing notes.", also_called=("close_notes", "closure notes"))
    requested_by: Person = column("Who asked for it, as a keyed hash.", also_called=("requested_by", *words.CALLER))
    assignment_group: Text = column("The team that carries it out.", dimension="team", example="CAB Approval",
                                    also_called=words.ASSIGNMENT_GROUP)
    assignee: Person = column("The person who carries it out, as a keyed hash.", also_called=words.ASSIGNEE)
    service: Text = column("The service it alters.", dimension="service", example="Payments",
                           also_called=words.SERVICE)
    service_offering: Text = column("The offering it alters.", also_called=("service_offering", "offering"))
    configuration_item: Text = column("The configuration item it alters.", example="sap-prd-01",
                                      also_called=words.CONFIGURATION_ITEM)
    vendor: Text = column("The supplier who carries it out.", dimension="vendor", also_called=words.VENDOR)
    client: Text = column("The client it belongs to.", dimension="client", example="Fjord Energy",
                          also_called=words.CLIENT)
    conflict_status: Text = column("What the tool's conflict check says.", also_called=("conflict_status",))
    unauthorized: Flag = column("Whether it was made without permission.", example="false",
                                also_called=("unauthorised", "unauthorized change"))
    outside_maintenance_window: Flag = column(
        "Whether it lies outside the maintenance window.",
        also_called=("outside_maintenance_schedule", "outside maintenance schedule"))
    freeze_exception: Text = column("The approved exception from a freeze, if there is one.",
                                    also_called=("freeze exception number", "blackout exception"))
    cab_required: Flag = column("Whether the change board must see it.", also_called=("cab_required",))
    cab_date: Timestamp = column("When the change board saw it.", also_called=("cab_date", "cab date/time"))
    on_hold: Flag = column("Whether it is on hold.", also_called=("on_hold",))
    justification: Text = column("Why it is needed.", also_called=("business justification", "begründung",
                                                                  "change reason"))
    implementation_plan: Text = column("How it is carried out.", example="Stop service, deploy 4.2, start, check.",
                                       also_called=("implementation_plan", "umsetzungsplan",
                                                    "plan d'implémentation"))
    test_plan: Text = column("How it is tested.", also_called=("test_plan", "testplan", "plan de test"))
    backout_plan: Text = column("How it is undone.", also_called=("backout_plan", "back out plan", "rollback plan",
                                                                 "rückfallplan", "plan de retour arrière"))
    risk_analysis: Text = column("What could go wrong.", label="Risk and impact analysis",
                                 also_called=("risk_impact_analysis", "risk analysis", "impact analysis"))
    short_text: Text = column("What it is about, in one line.", label="Short description",
                              example="Upgrade payment gateway", also_called=words.SHORT_TEXT)
