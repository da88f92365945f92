"""Problems: the causes behind incidents, from suspicion to the lasting fix."""

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
    Whole,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

#: Words for the states of a problem; the numbers are those of the problem state model, not of incidents.
PROBLEM_STATES: dict[str, tuple[str, ...]] = {
    **{state: tuple(word for word in spoken if not word.isdigit()) for state,
       spoken in words.TICKET_STATES.items()},
    "new": (*(w for w in words.TICKET_STATES["new"] if not w.isdigit()), "101", "queued"),
    "in_progress": (*(w for w in words.TICKET_STATES["in_progress"] if not w.isdigit()), "102", "103", "104",
                    "root cause analysis", "fix in progress", "assess", "analyse de la cause première",
                    "analyse de la cause racine", "analyse des causes", "ursachenanalyse", "análisis de causa raíz",
                    "análise de causa raiz", "analisi della causa principale", "correction en cours"),
    "resolved": (*(w for w in words.TICKET_STATES["resolved"] if not w.isdigit()), "106"),
    "closed": (*(w for w in words.TICKET_STATES["closed"] if not w.isdigit()), "107"),
}


class Problems(Contract):
    """One problem as it stands in its newest export."""

    kind: ClassVar[str] = "problems"
    title: ClassVar[str] = "Problems"
    about: ClassVar[str] = "Causes behind incidents, one row a problem."
    key: ClassVar[tuple[str, ...]] = ("number",)
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "opened"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("state", "opened", "updated", "known_error", "workaround"),
    )
    happened: ClassVar[tuple[str, ...]] = ("opened", "root_cause_found", "fixed", "resolved", "closed", "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (
        ("opened", "root_cause_found"), ("opened", "resolved"), ("opened", "closed"))

    number: Identifier = column(
        "The problem's own identifier.", required=True, example="PRB0040001",
        also_called=("problem number", "problem id", "prb number", "problem", "problem record", "problemnummer",
                     "numéro", "nummer", "número", "numero", "sr number", "problem no"),
    )
    state: Text = column("The state as the tool writes it.", example="Root Cause Analysis",
                         also_called=("problem_state", "problem state", "problem status", "concept:name",
                                      *words.STATE))
    substate: Text = column("The finer state, where the tool has one.", label="Sub state",
                            also_called=("sub status", "problem sub status", "substatus", "lifecycle:transition"))
    state_category: Choice = column("The state in words common to all tools.", reads="state",
                                    choices=PROBLEM_STATES)
    priority_label: Text = column("The priority as the tool writes it.", label="Priority", example="2 - High",
                                  also_called=words.PRIORITY)
    priority: Rank = column("The priority as a number, 1 the most urgent.", label="Priority rank",
                            reads="priority_label", choices=words.PRIORITIES, dimension="priority")
    impact: Rank = column("How much of the business is touched, 1 the most.", choices=words.LEVELS,
                          also_called=("latest impact", "problem latest impact", "problem impact", *words.IMPACT))
    urgency: Rank = column("How soon it must be solved.", choices=words.LEVELS, also_called=words.URGENCY)
    opened: Timestamp = column("When it was recorded.", example="2026-02-02 09:00:00", also_called=words.OPENED)
    root_cause_found: Timestamp = column(
        "When the root cause was known.", example="2026-02-10 09:00:00",
        also_called=("confirmed_at", "confirmed at", "confirmed", "rca done", "rca_done_at", "rca completed",
                     "root cause found at", "rca date", "root cause identified"))
    fixed: Timestamp = column("When the lasting fix was in place.", example="2026-03-01 20:00:00",
                              also_called=("fix_at", "fixed at", "fix implemented", "fix date"))
    resolved: Timestamp = column("When it was resolved.", also_called=words.RESOLVED)
    closed: Timestamp = column("When it was closed.", also_called=words.CLOSED)
    updated: Timestamp = column("When it last changed.",
                                also_called=("problem change date+time", "change date", "change date+time",
                                             "time:timestamp", "problem change date", *words.UPDATED))
    due: Timestamp = column("When the root cause or fix was due.", until=True, also_called=words.DUE)
    known_error: Flag = column("Whether the cause is known and a fix is still missing.", example="true",
                               also_called=("known_error", "is known error", "known error state", "erreur connue",
                                            "bekannter fehler", "error conocido", "erro conhecido", "errore noto"))
    workaround: Text = column("How to live with it.", also_called=("work around", "workaround notes",
                                            "solution de contournement",
                                            "problemumgehung", "umgehungslösung", "solución alternativa",
                                            "solución temporal", "solução de contorno", "soluzione temporanea"))
    cause_notes: Text = column("The cause.", also_called=("cause_notes", "root cause", "cause", "grundursache"))
    fix_notes: Text = column("The fix.", also_called=("fix_notes", "fix", "solution"))
    resolution_code: Text = column("How it ended, as the tool writes it.",
                                   also_called=("resolution_code", *words.CLOSE_CODE))
    fix_change: Identifier = column("The change that fixes it.",
                                    also_called=("rfc", "change request", "fix change", "related change"))
    incidents: Whole = column("How many incidents hang on it.", label="Related incidents", example="7",
                              also_called=("related_incidents", "incident count", "number of incidents",
                                            "incidents associés", "incidents liés", "zugehörige incidents",
                                            "incidentes relacionados", "incident correlati", "linked incidents"))
    first_reported_by: Identifier = column("The ticket that first showed it.",
                                           also_called=("first_reported_by_task", "first reported by"))
    major: Flag = column("Whether it is handled as a major problem.", label="Major problem",
                         also_called=("major_problem", "is major problem"))
    service: Text = column("The service that suffers.", dimension="service", example="Payments",
                           also_called=words.SERVICE)
    configuration_item: Text = column("The configuration item at fault.", also_called=words.CONFIGURATION_ITEM)
    category: Text = column("The category.", dimension="category", also_called=words.CATEGORY)
    assignment_group: Text = column(
        "The team that holds it.", dimension="team", example="Database Operations",
        also_called=("involved st", "owner st", "organization involved", *words.ASSIGNMENT_GROUP))
    assignee: Person = column("The person who holds it, as a keyed hash.",
                              also_called=("owner first name", "action owner first name", "org:resource",
                                           *words.ASSIGNEE))
    vendor: Text = column("The supplier who works on it.", dimension="vendor", also_called=words.VENDOR)
    client: Text = column("The client it belongs to.", dimension="client", also_called=words.CLIENT)
    country: Text = column("The country that owns it.",
                           also_called=("owner country", "action owner country", "organization country",
                                        "resource country"))
    short_text: Text = column("The problem statement, in one line.", label="Problem statement",
                              example="Nightly batch overruns",
                              also_called=("énoncé du problème", "problembeschreibung", "enunciado del problema",
                                           "declaração do problema", "descrizione del problema",
                                           *words.SHORT_TEXT))
