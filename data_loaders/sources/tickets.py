"""Ticket lists of no tool in particular, and public data sets whose headings people know."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
CUSTOMER_SUPPORT = Source(
    name="customer_support",
    title="Customer support tickets",
    exports=(
        Export(
            kind="incidents",
            tells=(
                ("ticket id", "ticket subject", "ticket priority"),
                ("ticket id", "customer name", "ticket type"),
                ("ticket_id", "first_response_time", "time_to_resolution"),
            ),
            # Here a "customer" is the person who calls, and the product is what the service stands for.
            headings={
                "caller": ("customer name", "customer email"),
                "service": ("product purchased",),
                "category": ("ticket subject",),
                "kind_of_ticket": ("ticket type",),
                "resolved": ("time to resolution",),
                "first_response": ("first response time",),
                "close_code": ("resolution",),
            },
            ignore=("customer name ",),
        ),
    ),
)

CITY_REQUESTS = Source(
    name="city_requests",
    title="Service requests of a city (311)",
    exports=(
        Export(
            kind="requests",
            tells=(
                ("sr_number", "sr_type"),
                ("sr number", "sr type"),
                ("caseid", "opened", "responsible agency"),
                ("case id", "opened", "responsible agency"),
                ("srnumber", "requesttype"),
                ("service request number", "service request type"),
                ("service_request_id", "service_name"),
                ("service_request_id", "requested_datetime"),
                ("unique key", "agency", "complaint type"),
                ("case_enquiry_id", "open_dt"),
                # Lists that some cities publish without numbers.
                ("creation date", "service request type", "ward"),
                ("creation date", "service request type", "division"),
            ),
            headings={
                "number": ("sr_number", "caseid", "case id", "srnumber", "service_request_id", "unique key",
                           "case_enquiry_id", "service request number"),
                "item": ("sr_type", "sr type", "request type", "requesttype", "service_name", "complaint type", "type",
                         "service request type"),
                "assignment_group": ("owner_department", "owner department", "responsible agency", "agency",
                                     "agency_responsible", "division"),
                "opened": ("created_date", "opened", "requested_datetime", "open_dt"),
                "closed": ("closed_date", "closed", "closed_dt"),
            },
            # The words of the number: the requests of the city are of one kind.
            one_kind=True,
        ),
    ),
)

CONSUMER_COMPLAINTS = Source(
    name="consumer_complaints",
    title="Consumer complaints (CFPB)",
    exports=(
        Export(
            kind="incidents",
            tells=(("complaint id", "date received", "company response to consumer"),
                   ("complaint_id", "date_received", "company_response"),
                   ("complaint id", "date received", "sub-issue")),
            headings={
                "number": ("complaint id", "complaint_id"), "opened": ("date received", "date_received"),
                "state": ("company response to consumer", "company_response"),
                "client": ("company",), "service": ("product",), "category": ("issue",),
                "subcategory": ("sub-issue", "sub_issue"), "channel": ("submitted via", "submitted_via"),
                "tool_sla_met": ("timely response?", "timely"),
            },
            words={"state_category": {"closed": ("closed with explanation", "closed with monetary relief",
                                                 "closed with non-monetary relief", "closed without relief",
                                                 "closed with relief", "untimely response")}},
            # The state is one of the United States.
            ignore=("state", "tags"),
            one_kind=True,
        ),
    ),
)

RABOBANK = Source(
    name="rabobank",
    title="Service desk log with configuration items (BPI 2014)",
    exports=(
        Export(
            kind="incidents",
            tells=(
                ("incident_id", "ci_name", "open_time"),
                ("incident id", "ci name (aff)", "open time"),
                ("incident_id", "no_of_reassignments"),
            ),
            headings={
                "opened": ("open_time", "open time"),
                "resolved": ("resolved_time", "resolved time"),
                "closed": ("close_time", "close time"),
                "configuration_item": ("ci_name", "ci name (aff)"),
                "category": ("ci_cat", "ci type (aff)"),
                "subcategory": ("ci_subcat", "ci subtype (aff)"),
                "kind_of_ticket": ("category",),
                "service": ("wbs", "service component wbs (aff)"),
                "calendar_duration": ("handle_time_hrs", "handle time (hours)"),
                "caused_by_change": ("related_change", "related change"),
                "close_code": ("closure_code", "closure code"),
            },
            units={"calendar_duration": "h"},
            # All of them are records of the incident process; the category says what the caller wanted.
            one_kind=True,
        ),
        # Calls to the service desk, of which some become incidents.
        Export(
            kind="incidents",
            tells=(
                ("interaction id", "ci name (aff)", "first call resolution"),
                ("interaction id", "open time (first touch)"),
                ("interaction_id", "first_call_resolution"),
            ),
            headings={
                "number": ("interaction id", "interaction_id"), "kind_of_ticket": ("category",),
                "opened": ("open time (first touch)", "open_time_first_touch"), "closed": ("close time", "close_time"),
                "configuration_item": ("ci name (aff)", "ci_name_aff"), "category": ("ci type (aff)", "ci_type_aff"),
                "subcategory": ("ci subtype (aff)", "ci_subtype_aff"),
                "service": ("service comp wbs (aff)", "service_comp_wbs_aff"),
                "close_code": ("closure code", "closure_code"),
                "calendar_duration": ("handle time (secs)", "handle_time_secs"),
            },
            units={"calendar_duration": "s"},
            one_kind=True,
        ),
    ),
)

#: The headings of this log in the names of XES.
_EVENTS = ("case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition", "organization involved")

VOLVO = Source(
    name="volvo",
    title="Problem log of a manufacturer (BPI 2013)",
    exports=(
        Export(
            kind="problems",
            event_log=True,
            tells=(
                ("problem number", "problem change date+time"),
                ("problem number", "change date", "problem status"),
                # Every log of events has the first four of these; only this one the others too.
                _EVENTS,
            ),
            headings={
                "updated": ("problem change date+time", "change date", "time:timestamp"),
                "state": ("status", "problem status", "concept:name"),
                "substate": ("sub status", "problem sub status", "lifecycle:transition"),
                "assignment_group": ("involved st", "owner st", "organization involved"),
                "country": ("owner country", "action owner country", "resource country"),
                "number": ("problem number", "case:concept:name"),
            },
        ),
        Export(
            kind="incidents",
            event_log=True,
            tells=(("sr number", "change date+time"), ("sr number", "change date", "status")),
            headings={
                "number": ("sr number",),
                "updated": ("change date+time", "change date"),
                "assignment_group": ("involved st",),
                "impact": ("latest impact", "impact"),
                "assignee": ("owner first name",),
                "location": ("owner country", "country"),
            },
        ),
        Export(
            kind="incidents",
            event_log=True,
            tells=(_EVENTS,),
            headings={
                "number": ("case:concept:name",), "updated": ("time:timestamp",), "state": ("concept:name",),
                "assignment_group": ("organization involved",), "assignee": ("org:resource",),
                "location": ("resource country",),
            },
            # The same headings as those of problems; only incidents are solved on the phone or wait for a caller.
            when=((("lifecycle:transition",),
                   ("in call", "resolved", "wait - user", "wait - customer", "wait - implementation")),),
        ),
    ),
    not_data=(
        (
            ("st function division", "org line", "support line number"),
            "a list of support lines, which nothing here needs",
        ),
    ),
)
