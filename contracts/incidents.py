"""Incidents: something broke for somebody, from the call to the fix."""

from typing import ClassVar

from contracts import ticket_words as words
from contracts.contract import (
    Choice,
    Contract,
    Duration,
    Flag,
    Identifier,
    Number,
    Person,
    Rank,
    Text,
    Timestamp,
    Whole,
    column,
)
from contracts.ticket_words import LEVELS, PRIORITIES, TICKET_STATES

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

__all__ = ["LEVELS", "PRIORITIES", "TICKET_STATES", "Incidents"]


class Incidents(Contract):
    """One incident as it stands in its newest export."""

    kind: ClassVar[str] = "incidents"
    title: ClassVar[str] = "Incidents"
    about: ClassVar[str] = "Unplanned interruptions of a service, one row a ticket."
    key: ClassVar[tuple[str, ...]] = ("number",)
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "opened"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("state", "priority_label", "opened", "resolved", "closed", "short_text", "first_response"),
    )
    happened: ClassVar[tuple[str, ...]] = ("opened", "acknowledged", "first_response", "resolved", "closed",
                                           "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (
        ("opened", "first_response"), ("opened", "resolved"), ("opened", "closed"), ("first_response", "resolved"),
    )

    number: Identifier = column(
        "The ticket's own identifier.",
        label="Number",
        required=True,
        example="INC0010001",
        also_called=("incident number", "incident id", "outage id", "outage number",
                     "service record #", "service record", "service record id", "sr #", "case reference", "case ref",
                     "case ref no", "complaint id", "complaint number", "complaint no", "complaint ref",
                     "complaint reference",
                     "complaint", "grievance id", "grievance number", "conversation id", "nº reclamação",
                     "nº da reclamação", "n reclamação", "número da reclamação", "nº de reclamo", "número de reclamo",
                     "número de reclamación", "n° de réclamation", "numéro de réclamation", "beschwerdenummer",
                     "reklamationsnummer", "numero reclamo", "klachtnummer", "protocolo", "nº protocolo",
                     "número do protocolo", "numer zgłoszenia", "nr zgłoszenia", "id zgłoszenia",
                     "ticket id", "ticket number", "ticket", "id", "issue key",
                     "case number", "ref", "reference", "inc number", "incident", "numéro", "nummer",
                     "ticketnummer",
                     "clave de incidencia", "número", "numero", "chave", "n°", "ticket no", "ticket #", "case id",
                     "incident no", "incident #", "número de incidente", "numéro d'incident", "störungsnummer",
                     "incidentnummer", "sagsnummer", "číslo", "numer", "ticket_id", "incident_id", "störung",
                     "key", "numero incidente", "ticket ref", "vorgangsnummer", "request id", "référence",
                     "numero ticket",
                     "número de ticket", "numéro de ticket", "numéro du ticket", "n° ticket", "n° de ticket",
                     "nº ticket",
                     "id ticket", "ticket nr", "ticket-id", "ticket-nr", "nº", "número do chamado", "chamado",
                     "id incidencia", "id de ticket", "nr", "nr.", "ticketnr", "nr zgłoszenia", "ärendenummer",
                     "sakid", "saksnummer", "meldingsnummer", "id do chamado", "nº de incidencia", "fallnummer",
                     "nº de caso", "número de caso", "caso", "n° de caso", "numéro de dossier", "fallnr",
                     "id caso"),
    )
    kind_of_ticket: Text = column(
        "What the tool calls this kind of ticket.", label="Type", example="Incident", dimension="type",
        also_called=("task type", "sys_class_name", "ticket type", "issue type", "type", "typ", "tipo",
                     "record type",
                     "tipo de incidencia", "vorgangstyp", "type de ticket", "tipo de ticket", "request type",
                     "ticketart", "type de demande", "tipologia"),
    )
    state: Text = column("The state as the tool writes it.", label="State", example="Resolved",
                         also_called=("incident_state", "incident state", *words.STATE))
    state_category: Choice = column(
        "The state in words common to all tools; a word nobody has mapped yet is 'unknown'.",
        label="State category", reads="state", choices=TICKET_STATES,
    )
    priority_label: Text = column("The priority as the tool writes it.", label="Priority", example="3 - Moderate",
                                  also_called=words.PRIORITY)
    priority: Rank = column(
        "The priority as a number, 1 the most urgent.", label="Priority rank", reads="priority_label",
        choices=PRIORITIES, dimension="priority",
    )
    impact: Rank = column("How much of the business is touched, 1 the most.", choices=LEVELS, example="2 - Medium",
                          also_called=("incident impact", *words.IMPACT))
    urgency: Rank = column("How soon it must be solved, 1 the soonest.", choices=LEVELS, example="2 - Medium",
                           also_called=words.URGENCY)
    severity: Rank = column("The severity, 1 the gravest.", choices=LEVELS,
                            also_called=("gravité", "schweregrad", "severidad", "severidade", "severità"))
    major: Text = column("Whether the tool handles it as a major incident, as written.", label="Major incident",
                         also_called=("major incident state", "major_incident_state", "is major", "major",
                                      "incident majeur", "incidente mayor", "großstörung"))
    opened: Timestamp = column("When it was reported.", example="2026-03-02 08:15:00",
                               also_called=("opening_date", *words.OPENED, "incident start", "outage start",
                                            "start of outage", "started at", "occurred at", "incident date",
                                            "date of incident", "start time", "detected at",
                                            "detected", "detected on", "detection time", "discovered at",
                                            "beginn", "störungsbeginn",
                                            "début de l'incident", "inicio del incidente"))
    acknowledged: Timestamp = column(
        "When somebody took it up.", example="2026-03-02 08:25:00",
        also_called=("acknowledged at", "ack_at", "work start", "initially assigned at",
                     "acknowledged on", "prise en compte", "date de prise en compte", "acknowledged time",
                     "acknowledgement time", "first assigned at", "work started", "work_start"),
    )
    first_response: Timestamp = column(
        "When the caller first heard back.", example="2026-03-02 08:40:00",
        also_called=("first response time", "first_response_time", "initial response time", "first response at",
                     "first responded", "[chart] date of first response", "date of first response", "responded at",
                     "première réponse", "erste antwort", "primera respuesta", "prima risposta",
                     "stat first response", "first response date", "response time", "response date", "responded on",
                     "first reply at", "first responded at"),
    )
    resolved: Timestamp = column("When service was last restored.", example="2026-03-02 11:05:00",
                                 also_called=(*words.RESOLVED, "incident end", "outage end", "end of outage",
                                              "ended at", "service restored", "restored at", "end time",
                                              "störungsende", "fin de l'incident", "fin del incidente"))
    closed: Timestamp = column("When the ticket was closed for good.", example="2026-03-09 11:05:00",
                               also_called=words.CLOSED)
    updated: Timestamp = column("When the ticket last changed.", example="2026-03-09 11:05:00",
                                also_called=words.UPDATED)
    service: Text = column("The service that suffered.", dimension="service", example="Payments",
                           also_called=words.SERVICE)
    service_offering: Text = column("The offering of the service.", also_called=("service_offering", "offering"))
    configuration_item: Text = column("The configuration item that failed.", example="sap-prd-01",
                                      also_called=words.CONFIGURATION_ITEM)
    category: Text = column("The category.", example="Software", dimension="category", also_called=words.CATEGORY)
    subcategory: Text = column("The subcategory.", also_called=words.SUBCATEGORY)
    channel: Text = column("How it was reported.", example="Phone", dimension="channel", also_called=words.CHANNEL)
    assignment_group: Text = column("The team that holds it.", dimension="team", example="Service Desk",
                                    also_called=words.ASSIGNMENT_GROUP)
    assignee: Person = column("The person who holds it, as a keyed hash.", also_called=words.ASSIGNEE)
    vendor: Text = column("The supplier who works on it.", dimension="vendor", example="Nordwind IT",
                          also_called=words.VENDOR)
    client: Text = column("The client it belongs to.", dimension="client", example="Fjord Energy",
                          also_called=words.CLIENT)
    location: Text = column("Where the caller is.",
                            also_called=("site", "user location", "caller location", "location name",
                                         "office location", "site name", "standort", "lieu", "ubicación", "sede",
                                         "localização", "ort"))
    caller: Person = column("Who reported it, as a keyed hash.", also_called=words.CALLER)
    reassignments: Whole = column(
        "How often it changed teams.", example="1",
        also_called=("reassignment count", "reassignment_count", "no_of_reassignments", "reassign count",
                     "number of reassignments", "reassigned", "# reassignments", *words.REASSIGNMENTS),
    )
    reopens: Whole = column("How often it was opened again.", example="0",
                            also_called=("reopen count", "reopen_count", "reopened", "number of reopens",
                                         "times reopened", *words.REOPENS))
    replies: Whole = column("How often the caller and the desk were in touch.",
                            also_called=("customer interactions", "interactions", "touches", "replies",
                                         "count related interactions", "no_of_related_interactions"))
    parent: Identifier = column("The ticket this one repeats or belongs to.",
                                also_called=("parent incident", "parent_incident", *words.PARENT))
    problem: Identifier = column("The problem record behind it.",
                                 also_called=("problem_id", "problem id", "related problem", "problem number"))
    caused_by_change: Identifier = column("The change that caused it.",
                                          also_called=("caused_by", "caused by", "caused by change",
                                                       "related_change", "related change"))
    fixed_by_change: Identifier = column("The change that will fix it.", also_called=("rfc", "change request"))
    close_code: Text = column("How it ended, as the tool writes it.", example="Solution provided",
                              also_called=words.CLOSE_CODE)
    post_incident_review: Timestamp = column("When the review after a major incident was held.",
                                             also_called=("pir date", "pir_at", "post incident review date",
                                                          "post incident report", "rca date"))
    calendar_duration: Duration = column(
        "From opened to resolved by the tool's own clock, 24×7.", unit="s", label="Resolve time",
        also_called=("calendar_stc", "resolve time", "calendar duration", "resolution time", "time to resolution",
                     "handle time", "handle_time_hrs", "handle time hours", "total duration", "time to resolve",
                     "full resolution time", "ttr", "mttr", "time to close", "seconds to resolve", "to resolve",
                     "close time",
                     *words.RESOLVE_TIME, "resolution"),
    )
    business_duration: Duration = column(
        "From opened to resolved by the tool's own working calendar.", unit="s", label="Business resolve time",
        also_called=("business_stc", "business duration", "full resolution time within business hours"),
    )
    first_response_duration: Duration = column(
        "From opened to the first answer by the tool's own clock.", unit="s",
        also_called=("first reply time", "first response time", "time to first response", "first response",
                     "response time", "time to respond", "time to response", "reply time", "erste antwort",
                     "reaktionszeit", "temps de réponse", "délai de réponse", "tiempo de respuesta",
                     "tempo de resposta", "tempo di risposta"),
    )
    hold_duration: Duration = column("How long it waited on hold.", unit="s", label="On hold time",
                                     also_called=("on hold duration", "hold duration"))
    hold_reason: Text = column("Why it waits.", also_called=("on hold reason", "pending reason"))
    tool_sla_met: Flag = column(
        "Whether the tool itself says its SLA was met; the tool's rule, not the contract's.",
        label="Made SLA",
        choices={"true": ("met", "within sla", "in sla", "achieved", "kept", "not breached", "on time", "in time",
                          "within the service target", "compliant", "respecté", "respectée", "tenu", "eingehalten",
                          "cumplido", "cumplida", "rispettato", "rispettata", "cumprido", "cumprida",
                          "dentro do prazo", "en plazo", "dentro del plazo", "no prazo", "dans les délais"),
                 "false": ("not met", "breached", "missed", "violated", "sla violated", "out of sla", "failed",
                           "overdue", "late", "non compliant", "service targets breached",
                           "all service targets breached", "dépassé", "dépassée", "non respecté", "verletzt",
                           "überschritten", "nicht eingehalten", "incumplido", "incumplida", "vencido", "vencida",
                           "violato", "violata", "non rispettato", "violado", "violada", "estourado",
                           "fora do prazo", "fuera de plazo", "hors délai")},
        also_called=("made_sla", "sla met", "within sla", "resolution status", "sla compliant", "sla status",
                     "sla breached", "sla breach", "sla violated", "resolution sla breached", "sla for resolution",
                     "resolution sla status", "met sla", "sla compliance", "sla", "sla dépassé", "sla respecté",
                     "sla verletzt", "sla eingehalten", "sla cumplido", "sla incumplido", "sla vencido",
                     "sla rispettato", "sla violato", "sla cumprido", "sla violado", "sla estourado", "sla result",
                     "sla outcome", "sla missed", "is sla breached", "breached", "is breached", "breach status",
                     "within target", "estado sla", "statut sla",
                     "status sla", "sla-status"),
    )
    response_sla_met: Flag = column("Whether the tool itself says the first answer came in time.",
                                    also_called=("first response status", "response sla met",
                                                 "sla for first response", "response sla status"))
    resolution_time_left: Text = column(
        "What the tool says is left of the resolution target, as written; negative means missed. Not a duration.",
        also_called=("time to resolution left",),
    )
    response_time_left: Text = column(
        "What the tool says is left of the response target, as written; negative means missed. Not a duration.",
        also_called=("time to first response left",),
    )
    due: Timestamp = column("When it was due.", until=True, also_called=words.DUE)
    satisfaction_label: Text = column("The caller's rating of this ticket, as written.", label="Satisfaction",
                                      also_called=("satisfaction score", "satisfaction rating", "survey results",
                                                   "satisfaction survey - satisfaction", "csat",
                                                   "calificación de satisfacción", "customer satisfaction rating",
                                                   "customer satisfaction", "customer satisfaction score",
                                                   "csat score",
                                                   "csat rating", "customer rating", "satisfaction level",
                                                   "user satisfaction", "user_satisfaction",
                                                   "enquête de satisfaction - satisfaction"))
    satisfaction: Number = column("The caller's rating as a number, on the scale of the tool.",
                                  label="Satisfaction number", reads="satisfaction_label")
    short_text: Text = column("What it is about, in one line.", label="Short description",
                              example="Cannot print invoices", also_called=words.SHORT_TEXT)
