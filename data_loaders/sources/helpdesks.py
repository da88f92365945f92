"""Zendesk, Freshservice, Freshdesk, GLPI and iTop: ticket lists with durations in their own units."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
ZENDESK = Source(
    name="zendesk",
    title="Zendesk",
    exports=(
        Export(
            kind="incidents",
            tells=(("id", "requester", "subject", "solved at"), ("id", "requester", "group stations"),
                   ("id", "subject", "satisfaction score", "reopens"), ("id", "requester", "ticket type", "group"),
                   ("id", "requester id", "initially assigned at"), ("ticket id", "group stations"),
                   ("id", "subject", "via", "solved at"), ("id", "subject", "requester", "requested"),
                   ("id", "subject", "requester name", "solved at"), ("id", "subject", "group name", "solved at"),
                   ("ticket id", "ticket created timestamp"), ("ticket id", "ticket created date", "ticket status"),
                   ("ticket id", "ticket status", "ticket group", "ticket priority")),
            headings={
                "number": ("id", "ticket id"),
                "opened": ("created at", "requested", "ticket created timestamp", "ticket created date"),
                "resolved": ("solved at", "solved", "ticket solved timestamp", "ticket solved date"),
                "updated": ("updated at",), "acknowledged": ("initially assigned at",),
                "calendar_duration": ("full resolution time in minutes", "full resolution time (in minutes)",
                                      "full resolution time (min)", "resolution time in minutes"),
                "business_duration": ("full resolution time in minutes within business hours",),
                "first_response_duration": ("first reply time in minutes", "first reply time (in minutes)",
                                            "first reply time (min)", "reply time in minutes"),
                "hold_duration": ("on hold time in minutes", "on hold time (min)"),
                "client": ("organization", "organization name", "ticket organization name"),
                "caller": ("requester", "requester name", "requester email"),
                "assignment_group": ("group", "group name", "ticket group"),
                "assignee": ("assignee", "assignee name"), "channel": ("via",),
                "kind_of_ticket": ("ticket type", "type"),
                "satisfaction_label": ("satisfaction score",), "reopens": ("reopens",), "replies": ("replies",),
                "due": ("due date",), "short_text": ("subject",), "reassignments": ("group stations",),
            },
            notes={"reassignments": "“Group stations” counts the first group too: reassignments are one less."},
            units={"reassignments": "stations",
                   "calendar_duration": "min", "business_duration": "min", "first_response_duration": "min",
                   "hold_duration": "min"},
            # Here a new ticket is in nobody's hands yet, and an open one is.
            words={"state_category": {"in_progress": ("open",)}, "priority": {"1": ("urgent",)}},
            ticket_types={"requests": ("task", "question")},
            # "Resolution time" is in hours, and the first resolution is not the last one.
            ignore=("resolution time", "assigned at", "summation column", "submitter",
                    "first resolution time in minutes"),
        ),
        Export(
            kind="survey_responses",
            tells=(("id", "ticket_id", "score", "reason"), ("id", "ticket_id", "requester_id", "score"),
                   ("ticket id", "ticket satisfaction rating", "ticket satisfaction comment")),
            headings={
                "response": ("id",), "responded": ("updated_at", "created_at"), "comment": ("comment",),
                "respondent": ("requester_id",), "client": ("ticket organization name",),
            },
            # Asked, and not answered yet.
            not_rows={"score": (("offered", "unoffered"), "a survey that nobody answered"),
                      "ticket satisfaction rating": (("offered", "unoffered"), "a survey that nobody answered")},
        ),
    ),
)

_FRESH = {
    "opened": ("created time", "created at"), "resolved": ("resolved time", "resolved at"),
    "closed": ("closed time", "closed at"),
    "updated": ("last updated time", "last update time", "updated time"),
    "first_response": ("initial response time",),
    "first_response_duration": ("first response time (in hrs)",),
    "calendar_duration": ("resolution time (in hrs)",),
    "tool_sla_met": ("resolution status",), "response_sla_met": ("first response status",),
    "caller": ("requester name", "requester email", "full name", "contact id"),
    "replies": ("customer interactions",), "assignee": ("agent",), "assignment_group": ("group",),
    "client": ("company name", "department", "company"), "due": ("due by time",),
    "satisfaction_label": ("survey results", "survey result"), "channel": ("source",),
}
#: A second column "Source" says how the last reply came, not how the ticket was reported.
_FRESH_FIRST = ("source",)
_FRESH_UNITS = {"calendar_duration": "h", "first_response_duration": "h"}
_FRESH_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    # The numbers of its interface count up to the most urgent.
    "priority": {"1": ("urgent", "4"), "2": ("3",), "3": ("2",), "4": ("1",)},
    "state_category": {"new": ("2",), "on_hold": ("3",), "resolved": ("4",), "closed": ("5",)},
    "tool_sla_met": {"true": ("within sla",), "false": ("sla violated", "violated")},
    "response_sla_met": {"true": ("within sla",), "false": ("sla violated", "violated")},
}

FRESHSERVICE = Source(
    name="freshservice",
    title="Freshservice",
    exports=(
        Export(kind="incidents", headings=_FRESH, units=_FRESH_UNITS, words=_FRESH_WORDS,
               first_of=_FRESH_FIRST,
               tells=(("ticket id", "requester name", "resolution status"),
                      ("ticket id", "created time", "resolved time", "resolution status", "requester name"),
                      ("ticket id", "created time", "resolved time", "resolution status", "department"),
                      ("ticket id", "urgency", "impact", "created time"),
                      ("ticket id", "department", "created time"), ("ticket id", "item", "resolved time")),
               ignore=("source.1", "agent interactions", "time tracked")),
    ),
)

FRESHDESK = Source(
    name="freshdesk",
    title="Freshdesk",
    exports=(
        Export(kind="incidents", headings=_FRESH, units=_FRESH_UNITS, words=_FRESH_WORDS,
               first_of=_FRESH_FIRST,
               tells=(("ticket id", "full name", "contact id"), ("ticket id", "survey results", "created time"),
                      ("ticket id", "time tracked", "created time"),
                      ("ticket id", "agent interactions", "customer interactions", "tags"),
                      ("ticket id", "created time", "resolved time", "resolution status")),
               ignore=("source.1", "agent interactions", "time tracked")),
    ),
)

#: Its database counts up to the highest level; 6 is "major".
_GLPI_LEVELS: dict[str, tuple[str, ...]] = {"1": ("5", "6"), "2": ("4",), "3": ("3",), "4": ("2",), "5": ("1",)}

GLPI = Source(
    name="glpi",
    title="GLPI",
    noise=(r"(?:&lt;br ?/?&gt;|<br ?/?>|#LBBR#|#LBHR#|\s)+",),
    exports=(
        Export(
            kind="incidents",
            tells=(("id", "title", "opening date", "last update"), ("id", "title", "requester - requester"),
                   ("id", "title", "entity", "status", "opening date"), ("id", "titre", "statut", "date d'ouverture"),
                   ("id", "titre", "demandeur - demandeur"), ("id", "titel", "eröffnungsdatum", "status"),
                   ("id", "título", "fecha de apertura", "estado"), ("id", "título", "data de abertura", "status"),
                   ("id", "titolo", "data di apertura", "stato"),
                   # The table of its database.
                   ("id", "name", "date_mod", "solvedate"), ("id", "name", "date_mod", "itilcategories_id"),
                   ("id", "name", "users_id_recipient"), ("id", "name", "itilcategories_id"),
                   ("id", "name", "entities_id", "date"), ("id", "name", "content", "closedate"),
                   ("id", "name", "content", "solvedate"), ("id", "name", "takeintoaccount_delay_stat")),
            headings={
                "number": ("id",), "short_text": ("title", "titre", "titel", "título", "titolo", "name"),
                "opened": ("date",), "updated": ("date_mod",),
                "resolved": ("solvedate", "resolution date", "date de résolution", "fecha de solución", "lösungsdatum"),
                "closed": ("closedate", "closing date", "date de clôture", "fecha de cierre", "abschlussdatum"),
                "assignee": ("assigned to - technician", "attribué à - technicien", "zugewiesen an - techniker",
                             "asignado a - técnico", "assegnato a - tecnico", "atribuído a - técnico",
                             "atribuído - técnico"),
                "assignment_group": ("assigned to - technician group", "attribué à - groupe de techniciens",
                                     "zugewiesen an - technikergruppe", "asignado a - grupo de técnicos",
                                     "atribuído - grupo técnico", "atribuído - grupo de técnicos"),
                "caller": ("requester - requester", "demandeur - demandeur", "anforderer - anforderer",
                           "solicitante - solicitante", "richiedente - richiedente", "requerente - requerente"),
                "client": ("entity", "entité", "entität", "entidad", "entidade", "entità"),
                "satisfaction_label": ("satisfaction survey - satisfaction", "enquête de satisfaction - satisfaction"),
                "due": ("time to resolve", "ttr", "temps de résolution", "tempo para solução", "tempo para resolver",
                        "tiempo de resolución", "tiempo para resolver", "tempo di risoluzione", "lösungszeit"),
                "kind_of_ticket": ("type",),
                "calendar_duration": ("statistics - resolution time", "statistiques - temps de résolution",
                                      "estatísticas - tempo de solução", "estatísticas - tempo de resolução",
                                      "estadísticas - tiempo de resolución", "estadísticas - tiempo de solución",
                                      "statistiche - tempo di risoluzione", "statistiken - lösungszeit"),
                "hold_duration": ("statistics - waiting time", "statistics - pending time",
                                  "statistiques - temps d'attente", "estatísticas - tempo de espera",
                                  "estadísticas - tiempo de espera", "statistiche - tempo di attesa",
                                  "statistiken - wartezeit"),
                "vendor": ("assigned to - supplier", "attribué à - fournisseur"),
            },
            words={"priority": _GLPI_LEVELS, "urgency": _GLPI_LEVELS, "impact": _GLPI_LEVELS, "state_category": {
                # 1 to 6 are the states of its interface.
                "new": ("__ new", "__ nouveau", "__ neu", "1"),
                "in_progress": ("__ processing (assigned)", "__ processing (planned)", "__ en cours (attribué)",
                                "__ en cours (planifié)", "2", "3"),
                "on_hold": ("__ pending", "__ en attente", "4"), "resolved": ("__ solved", "__ résolu", "5"),
                "closed": ("__ closed", "__ clos", "6")}},
            ticket_types={"incidents": ("1",), "requests": ("2",)},
            ignore=("content", "time to resolve + progress", "time to resolve exceeded", "last edit by",
                    "total duration"),
        ),
    ),
)

ITOP = Source(
    name="itop",
    title="iTop",
    exports=(
        Export(
            kind="incidents",
            tells=(("ref", "start_date", "org_id_friendlyname"), ("ref", "title", "caller_id_friendlyname"),
                   ("ref", "tto_escalation_deadline"), ("ref", "sla_tto_passed"),
                   ("ref", "start_date", "resolution_date")),
            headings={"number": ("ref",), "opened": ("start_date", "start date"), "due": ("ttr_escalation_deadline",),
                      "calendar_duration": ("time_spent", "timespent"), "closed": ("close_date", "close date"),
                      "acknowledged": ("assignment_date", "assignment date"),
                      "satisfaction_label": ("user_satisfaction", "user satisfaction"),
                      "hold_reason": ("pending_reason",), "close_code": ("resolution_code",)},
            units={"calendar_duration": "s"},
            # Passed means the deadline was missed.
            words={},
            ignore=("sla_tto_passed", "sla_ttr_passed", "sla_tto_over", "sla_ttr_over"),
        ),
        Export(
            kind="changes",
            tells=(("ref", "start_date", "end_date", "impact", "reason"), ("ref", "outage", "fallback")),
            headings={"number": ("ref",), "planned_start": ("start_date",), "planned_end": ("end_date",),
                      "backout_plan": ("fallback",), "opened": ("creation_date",)},
        ),
    ),
)

REMEDY = Source(
    name="remedy",
    title="BMC Remedy",
    exports=(
        Export(kind="incidents",
               tells=(("incident id", "submit date"), ("incident id", "last resolved date"),
                      ("incident id", "reported source"), ("incident number", "reported date", "assigned group")),
               # It is reported when the caller says so, and submitted when somebody has typed it in.
               headings={"opened": ("reported date", "submit date"), "resolved": ("last resolved date",)}),
        Export(kind="changes",
               tells=(("change id", "class", "status"), ("infrastructure change id", "status"),
                      ("change id", "coordinator group"), ("change id", "change class", "status")),
               # Its "change type" tells changes from releases; how one ended is the reason of its status.
               headings={"number": ("infrastructure change id", "change id"), "type_label": ("class", "change class"),
                         "assignment_group": ("coordinator group", "change coordinator group"),
                         "assignee": ("change coordinator",), "close_code": ("status reason",)},
               ignore=("change type",)),
    ),
)

MANAGE_ENGINE = Source(
    name="manage_engine",
    title="ManageEngine ServiceDesk Plus",
    noise=(r"\s*(?:Not Assigned|-)\s*",),
    exports=(
        Export(kind="incidents",
               tells=(("request id", "subject", "requester", "technician"),
                      ("request id", "request status", "created time"),
                      ("request id", "dueby time", "created time")),
               headings={"number": ("request id",), "closed": ("completed time",), "client": ("account", "site"),
                         "due": ("dueby time", "due by time"), "first_response": ("responded time", "responded date")},
               words={"priority": {"1": ("urgent",)}},
               # Whether it is overdue, and how long people worked on it, are not when it ended.
               ignore=("overdue status", "time elapsed")),
    ),
)

REQUEST_TRACKER = Source(
    name="request_tracker",
    title="Request Tracker",
    exports=(
        Export(kind="incidents",
               tells=(("id", "queue", "requestors"), ("id", "queue", "subject", "finalpriority"),
                      ("id", "queue", "subject", "owner", "lastupdated")),
               headings={"number": ("id",), "assignment_group": ("queue",), "updated": ("lastupdated",),
                         "acknowledged": ("started",)},
               words={"state_category": {"in_progress": ("open",), "on_hold": ("stalled",)}},
               # Its priorities count from 0 to 100, the highest first.
               ignore=("priority", "finalpriority", "initialpriority", "starts", "timeworked", "timeleft",
                       "timeestimated")),
    ),
)
