"""ServiceNow: list exports with labels (xlsx) or field names (csv), in any display language."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
SERVICENOW = Source(
    name="servicenow",
    title="ServiceNow",
    exports=(
        Export(
            kind="incidents",
            tells=(
                ("number", "opened_at", "short_description"),
                ("number", "incident_state"),
                ("number", "ident_state", "opened_at"),
                ("number", "sys_updated_on", "caller_id"),
                ("number", "opened_at", "caller_id"),
                ("number", "opened", "short description", "caller"),
                ("number", "opened", "short description", "assignment group"),
                ("number", "state", "caller", "assignment group"),
                ("nummer", "geöffnet", "kurzbeschreibung"),
                ("numéro", "ouvert", "brève description"),
                ("número", "abierto", "breve descripción"),
            ),
            headings={
                "opened": ("opened_at", "opened", "ouvert", "geöffnet", "abierto", "aperto", "aberto"),
                "fixed_by_change": ("rfc", "change request"),
                "caused_by_change": ("caused_by", "caused by change", "caused by"),
                "parent": ("parent_incident", "parent incident"),
                "calendar_duration": ("calendar_stc", "resolve time"),
                "business_duration": ("business_stc", "business resolve time"),
                "channel": ("contact_type", "contact type", "channel"),
                "close_code": ("close_code", "closed_code", "resolution code", "close code"),
                "state": ("incident_state", "ident_state", "state"),
                "client": ("company",),
            },
            # "Duration" runs from opened to closed, not to resolved; escalation and SLA due are no longer kept up.
            ignore=(
                "duration",
                "calendar_duration",
                "business duration",
                "business_duration",
                "sla due",
                "sla_due",
                "escalation",
                "caller.company",
            ),
        ),
        Export(
            kind="requests",
            tells=(
                ("number", "request_item"),
                ("number", "cat_item"),
                ("number", "request item", "state"),
                ("number", "requested for", "opened"),
                ("number", "request", "stage"),
                ("number", "item", "request", "requested for"),
                ("number", "request_state"),
                ("number", "request state"),
                ("number", "item", "stage"),
            ),
        ),
        Export(
            kind="changes",
            tells=(
                ("number", "planned start date", "planned end date"),
                ("number", "start_date", "end_date", "type"),
                ("number", "chg_model"),
                ("number", "conflict_status"),
                ("number", "backout_plan"),
                ("number", "cab_required"),
                ("number", "work_start", "work_end"),
                ("number", "type", "risk", "state", "assignment group"),
            ),
            headings={"opened": ("opened_at", "opened")},
            # Projects and demands have planned days, too.
            lacks=("project name", "overall health", "percent complete", "planned cost", "goal", "project manager"),
            ignore=("duration", "calendar_duration"),
        ),
        Export(
            kind="work_items",
            tells=(
                ("number", "points", "sprint"),
                ("number", "story points", "sprint"),
                ("number", "story_points", "sprint"),
                ("number", "points", "product"),
                ("number", "acceptance criteria", "story points"),
            ),
            headings={"item": ("number",), "size": ("points", "story points", "story_points"),
                      "done": ("closed", "closed_at"), "epic": ("epic",)},
        ),
        Export(
            kind="problems",
            tells=(
                ("number", "known_error"),
                ("number", "known error"),
                ("number", "problem statement"),
                ("number", "first_reported_by_task"),
                ("number", "related incidents", "state"),
                ("number", "cause_notes"),
                ("number", "workaround", "state"),
                ("numéro", "énoncé du problème"),
                ("nummer", "problembeschreibung"),
                ("número", "enunciado del problema"),
            ),
        ),
        Export(
            kind="survey_responses",
            tells=(
                ("metric", "actual value", "task"),
                ("metric", "actual_value"),
                ("instance", "metric", "actual value"),
                ("number", "trigger condition", "actual value"),
                ("metric.name", "actual_value"),
                ("metric definition", "actual value"),
                ("number", "taken on", "trigger id"),
                ("number", "taken_on", "trigger_id"),
                ("number", "taken on", "percent answered"),
            ),
            headings={
                "response": ("instance", "assessment instance", "instance.number", "number"),
                # One instance has a row for each question.
                "survey": ("metric", "metric.name", "metric definition"),
                "responded": ("taken on", "taken_on", "updated", "sys_updated_on", "created", "sys_created_on"),
                "ticket": ("task", "task_id", "trigger_id", "trigger id", "source_id", "source id"),
                "respondent": ("user", "assigned to", "assigned_to"),
            },
        ),
        Export(
            kind="ticket_slas",
            tells=(
                ("task", "sla", "stage"),
                ("task", "sla definition", "stage"),
                ("task", "sla", "has_breached"),
                ("task", "sla definition", "has breached"),
                ("task", "sla definition", "start time"),
                ("taskslatable_task", "taskslatable_stage"),
                ("inc_number", "taskslatable_stage"),
            ),
            headings={"breach": ("planned_end_time", "breach time"), "ticket": ("task", "inc_number")},
        ),
    ),
    not_data=(
        (
            ("parent", "child", "type", "relationship"),
            "relations between configuration items, which no metric uses",
        ),
    ),
)
