"""Ticket SLAs: the clocks that ran on tickets, as the tool kept them (one row per ticket, clock and run)."""

from typing import ClassVar

from contracts import ticket_words as words
from contracts.contract import Choice, Contract, Duration, Flag, Identifier, Number, Text, Timestamp, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class TicketSlas(Contract):
    """One run of one SLA clock on one ticket."""

    kind: ClassVar[str] = "ticket_slas"
    title: ClassVar[str] = "Ticket SLAs"
    about: ClassVar[str] = "SLA clocks on tickets: when they started, when they breach, whether they were kept."
    key: ClassVar[tuple[str, ...]] = ("ticket", "sla_name", "started")
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "breach"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("stage", "breached", "breach", "started", "business_elapsed_percent"),
    )
    happened: ClassVar[tuple[str, ...]] = ("started", "ended", "created", "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("started", "ended"),)

    ticket: Identifier = column("The ticket the clock runs on.", label="Task", required=True, example="INC0010001",
                                also_called=("task", "task number", "number", "inc number", "ticket number",
                                             "taskslatable_task", "inc_number", "aufgabe", "tâche", "tarea"))
    sla_name: Text = column("The SLA definition.", label="SLA definition", required=True,
                            example="P1 resolution 4 hours",
                            also_called=("sla", "sla name", "sla definition", "taskslatable_sla",
                                         "définition de sla",
                                         "sla-definition", "definición de sla", "slm name"))
    sla_type: Choice = column(
        "Whether it is promised to the client (SLA), between own teams (OLA) or by a supplier (UC).", label="Type",
        example="SLA", dimension="type",
        choices={"SLA": ("sla", "service level agreement"), "OLA": ("ola", "operational level agreement"),
                 "UC": ("uc", "underpinning contract", "vendor")},
        also_called=("sla.type", "sla type", "sla definition type", "agreement type"))
    target: Choice = column(
        "What the clock measures.", example="resolution", dimension="target",
        choices={"response": ("response", "respond", "reaction", "first response", "réponse", "reaktion",
                              "respuesta"),
                 "resolution": ("resolution", "resolve", "lösung", "résolution", "resolución", "fix"),
                 "other": ("other", "none")},
        also_called=("sla.target", "sla target", "sla definition target", "metric"))
    stage: Text = column("The stage as the tool writes it.", example="Completed",
                         also_called=("sla stage", "taskslatable_stage", "étape", "phase"))
    stage_category: Choice = column(
        "The stage in words common to all tools.", reads="stage",
        choices={"in_progress": ("in progress", "in_progress", "running", "active", "en cours", "in bearbeitung",
                                 "ongoing"),
                 "paused": ("paused", "pause", "on hold", "pausiert", "en pause"),
                 "completed": ("completed", "complete", "achieved", "abgeschlossen", "terminé", "completado",
                               "breached", "stopped"),
                 "cancelled": ("cancelled", "canceled", "abgebrochen", "annulé", "cancelado")})
    started: Timestamp = column("When the clock started.", label="Start time", example="2026-03-02 08:15:00",
                                also_called=("start_time", "start", "sla start", "taskslatable_start_time",
                                             "startzeit", "heure de début"))
    ended: Timestamp = column("When the clock stopped.", label="Stop time", example="2026-03-02 11:05:00",
                              also_called=("end_time", "stop", "end time", "stop_time", "taskslatable_end_time",
                                           "endzeit"))
    breach: Timestamp = column("When the promise breaks; it moves with every pause.", label="Breach time", until=True,
                               example="2026-03-02 12:15:00",
                               also_called=("planned_end_time", "planned end time", "breach date", "target time",
                                            "taskslatable_planned_end_time", "sla due"))
    original_breach: Timestamp = column("When the promise would have broken without pauses.",
                                        label="Original breach time", also_called=("original_breach_time",))
    breached: Flag = column("Whether the promise was broken.", label="Has breached", example="false",
                            also_called=("has_breached", "breached", "sla breached", "taskslatable_has_breached",
                                         "violated", "verletzt", "dépassé"))
    elapsed: Duration = column("Time on the clock, 24×7, without pauses.", unit="s", label="Actual elapsed time",
                               also_called=("duration", "elapsed time"))
    elapsed_percent: Number = column("Share of the promise used, 24×7, in percent.", unit="percent",
                                     label="Actual elapsed percentage", also_called=("percentage", "elapsed %"))
    time_left: Duration = column("Time left, 24×7.", unit="s", label="Actual time left",
                                 also_called=("time_left", "time left", "remaining time"))
    business_elapsed: Duration = column("Time on the clock in working time.", unit="s",
                                        label="Business elapsed time", also_called=("business_duration",
                                                                                   "business duration"))
    business_elapsed_percent: Number = column(
        "Share of the promise used in working time, in percent.", unit="percent",
        label="Business elapsed percentage", example="70.8",
        also_called=("business_percentage", "business percentage", "taskslatable_business_percentage"))
    business_time_left: Duration = column("Working time left.", unit="s",
                                          also_called=("business_time_left",))
    paused: Duration = column("How long the clock was paused, 24×7.", unit="s", label="Pause duration",
                              also_called=("pause_duration", "pause time"))
    business_paused: Duration = column("How long the clock was paused in working time.", unit="s",
                                       label="Business pause duration", also_called=("business_pause_duration",))
    schedule: Text = column("The working calendar of the clock.", example="8-17 weekdays",
                            also_called=("zeitplan", "calendrier"))
    timezone: Text = column("The time zone of the clock.", label="Timezone", also_called=("time zone",))
    active: Flag = column("Whether the clock still runs.")
    created: Timestamp = column("When the record was made.", also_called=("sys_created_on", "created on"))
    updated: Timestamp = column("When the record last changed.", also_called=words.UPDATED)
    assignment_group: Text = column("The team that holds the ticket.", dimension="team",
                                    also_called=("task.assignment_group", "task.assignment group",
                                                 *words.ASSIGNMENT_GROUP))
    priority_label: Text = column("The ticket's priority as written.", label="Priority",
                                  also_called=("task.priority", *words.PRIORITY))
    service: Text = column("The ticket's service.", dimension="service",
                           also_called=("task.business_service", "task.service", *words.SERVICE))
    vendor: Text = column("The supplier bound by it.", dimension="vendor", also_called=words.VENDOR)
    client: Text = column("The client it was promised to.", dimension="client",
                          also_called=("task.company", *words.CLIENT))
