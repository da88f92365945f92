"""Incidents: how many come and go, how many wait and for how long, and how well they are handled (INC-01 … INC-34)."""

from functools import partial

from metrics.metric import Metric

# fmt: off
incident = partial(Metric, table="incidents")

#: A cancelled ticket was neither resolved nor failed: it leaves the outcome, and is counted as left out (G5).
CANCELLED = ("state_category = 'cancelled'", "cancelled")
BACKWARDS = ("resolved < opened", "resolved before it was opened")
NOT_YET = ("resolved > as_of", "resolved in the future")
NO_RESOLUTION = ("resolved IS NULL", "closed without a date of resolution")
OUTCOME = (CANCELLED, NO_RESOLUTION, NOT_YET)
#: Impossible dates spoil a duration; whether a ticket was reopened or who solved it they do not (G16).
LASTING = (*OUTCOME[:2], BACKWARDS, NOT_YET)

#: A ticket that is over but carries no date of its end: nobody can say when it left the backlog.
NO_END = (
    "state_category IN ('resolved', 'closed', 'cancelled') AND resolved IS NULL AND closed IS NULL",
    "over without a date of its end",
)
#: Without a date of an end or a state every ticket ever opened would look open.
KNOWS_ENDS = ("resolved|closed|state_category",)
#: Stored when the table is built: every page asks for it, and a million subtractions take a while.
HOURS_TO_RESOLVE = "resolve_seconds / 3600"
AGE_IN_DAYS = "(epoch(as_of) - epoch(opened)) / 86400"
IS_MAJOR = (
    "(coalesce(priority, 0) = 1 OR lower(coalesce(major, '')) IN ('true', 'yes', 'y', '1', 'x', 'accepted', 'major'))"
)

# -- what comes and goes ----------------------------------------------------------------------------------

OPENED = incident(
    name="incidents_opened", id="INC-01", title="Incidents opened",
    asks="How much breaks?",
    formula="Number of incidents opened in the period, the cancelled ones too.",
    source="ServiceNow: Number of new incidents",
    sql="count(*)", kind="count", unit="count", when="opened", good="down",
)
CANCELLED_SHARE = incident(
    name="incidents_cancelled", id="INC-01-CANCELLED", title="Incidents cancelled",
    asks="How many incidents were no incidents?",
    formula="Of the incidents opened in the period, the share that was cancelled.",
    sql="avg(CAST(state_category = 'cancelled' AS INTEGER))", kind="proportion", unit="percent", when="opened",
    leaves_out=(("state_category = 'unknown'", "in a state nobody has mapped yet"),),
    needs=("state_category",), good="down",
)
RESOLVED = incident(
    name="incidents_resolved", id="INC-02", title="Incidents resolved",
    asks="How much do we put right?",
    formula="Number of incidents resolved in the period, without cancelled ones.",
    source="ServiceNow Benchmarks: resolved, not closed",
    sql="count(*)", kind="count", unit="count", when="resolved", else_when=("closed",),
    leaves_out=(CANCELLED, NO_RESOLUTION), needs=("resolved",), good="up",
)
CLOSED = incident(
    name="incidents_closed", id="INC-02-CLOSED", title="Incidents closed",
    asks="How much is closed for good?",
    formula="Number of incidents closed in the period, not cancelled; for tools that know no resolution.",
    sql="count(*)", kind="count", unit="count", when="closed", leaves_out=(CANCELLED,), needs=("closed",), good="up",
)
BACKLOG = incident(
    name="incident_backlog", id="INC-03", title="Incidents open",
    asks="How many incidents are open?",
    formula="Incidents opened before the moment and not resolved (or, without that date, closed) before it.",
    source="ServiceNow: open at the end of the collection date",
    sql="count(*)", kind="count", unit="count", open_from="opened", open_until=("resolved", "closed"),
    leaves_out=(NO_END,), needs=KNOWS_ENDS, good="down",
)
NET_FLOW = Metric(
    name="incident_net_flow", id="INC-04", title="Backlog growth",
    asks="Does the backlog grow?",
    formula="Incidents opened in the period minus incidents that ended in it (resolved, closed or cancelled).",
    source="ServiceNow: closed subtracted from new",
    table="incident_movements", loaded=("incidents",),
    sql="sum(step)", kind="sum", unit="count", when="happened", needs=("resolved|closed",), good="down",
)

# -- what waits -------------------------------------------------------------------------------------------

waiting = partial(
    incident, open_from="opened", open_until=("resolved", "closed"), leaves_out=(NO_END,), needs=KNOWS_ENDS,
    good="down", clock="24x7",
)
AGE_OF_OPEN = waiting(
    name="age_of_open_incidents", id="INC-05", title="Age of open incidents, median (24×7)",
    asks="How long have the open incidents been waiting?",
    formula="Median of the days from opened to the as-of over the incidents open then.",
    sql=f"median({AGE_IN_DAYS})", kind="median", unit="days",
)
AGE_OF_OPEN_P85 = waiting(
    name="age_of_open_incidents_p85", id="INC-05-P85", title="Age of open incidents, 85th percentile (24×7)",
    asks="How long have the longest waiting incidents been open?",
    formula="The age in days that 85 % of the open incidents do not exceed.",
    sql=f"quantile_cont({AGE_IN_DAYS}, 0.85)", kind="percentile", unit="days",
)
AGE_OF_OLDEST = waiting(
    name="age_of_oldest_incident", id="INC-05-MAX", title="Age of the oldest open incident (24×7)",
    asks="How old is the oldest open incident?",
    formula="The greatest age in days of an incident that is open.",
    sql=f"max({AGE_IN_DAYS})", kind="ratio", unit="days",
)


def _opened_before(days: int = 0, until: int | None = None) -> str:
    """Opened at least so many whole days before the as-of and less than so many."""
    limits = [f"epoch(opened) <= epoch(as_of) - {days * 86400}"] if days else []
    limits += [f"epoch(opened) > epoch(as_of) - {until * 86400}"] if until else []
    return " AND ".join(limits)


def _band(name: str, suffix: str, words: str, condition: str) -> Metric:
    return waiting(
        name=f"open_incidents_{name}", id=f"INC-06-{suffix}", title=f"Incidents open {words}",
        asks=f"How many incidents have been open {words}?",
        formula=f"Open incidents whose age in whole days is {suffix.replace('-', ' to ')}.",
        source="ServiceNow's own bands", sql="count(*)", kind="count", unit="count", where=condition,
    )


# Limits of `opened` and not of the age worked out from it: a large table is asked in half the time.
OPEN_UP_TO_1_DAY = _band("up_to_1_day", "0-1", "up to 1 day", _opened_before(until=2))
OPEN_2_TO_5_DAYS = _band("2_to_5_days", "2-5", "2 to 5 days", _opened_before(2, 6))
OPEN_6_TO_30_DAYS = _band("6_to_30_days", "6-30", "6 to 30 days", _opened_before(6, 31))
OPEN_31_TO_90_DAYS = _band("31_to_90_days", "31-90", "31 to 90 days", _opened_before(31, 91))
OPEN_OVER_90_DAYS = _band("over_90_days", "over-90", "more than 90 days", _opened_before(91))
#: The ageing bands in order; together they are the backlog.
AGEING_BANDS = (
    OPEN_UP_TO_1_DAY, OPEN_2_TO_5_DAYS, OPEN_6_TO_30_DAYS, OPEN_31_TO_90_DAYS, OPEN_OVER_90_DAYS,
)  # fmt: skip

STALE = waiting(
    name="stale_open_incidents", id="INC-07", title="Open incidents nobody touched for 5 working days",
    asks="Which share of the open incidents has been left alone?",
    formula="Of the open incidents, the share last updated more than five working days ago: days on which the calendar "
            "of the service, the client or all is open, holidays not; where there is no calendar, Monday to Friday.",
    source="ServiceNow: not updated in the last 5 days",
    # Where it was over when it was last updated there is no such moment: before that update nothing is known.
    sql="avg(CAST(updated < as_of AND stale_after < as_of AS INTEGER))", kind="proportion", unit="percent",
    needs=(*KNOWS_ENDS, "updated"), clock="working time",
)

# -- how long it takes ------------------------------------------------------------------------------------

finished = partial(
    incident, when="resolved", else_when=("closed",), leaves_out=OUTCOME, needs=("resolved",), good="down"
)
lasted = partial(finished, leaves_out=LASTING)

TIME_TO_RESOLVE = lasted(
    name="time_to_resolve", id="INC-08", title="Time to resolve, median (24×7)",
    asks="Are we restoring service quickly enough?",
    formula="Median of the hours from opened to the last resolution over the incidents resolved in the period.",
    source="ServiceNow Benchmarks: creation to resolution",
    sql=f"median({HOURS_TO_RESOLVE})", kind="median", unit="hours", clock="24x7",
)
TIME_TO_RESOLVE_P85 = lasted(
    name="time_to_resolve_p85", id="INC-08-P85", title="Time to resolve, 85th percentile (24×7)",
    asks="Within how many hours are most incidents resolved?",
    formula="The hours from opened to the last resolution that 85 % of the resolved incidents do not exceed.",
    sql=f"quantile_cont({HOURS_TO_RESOLVE}, 0.85)", kind="percentile", unit="hours", clock="24x7",
)
TIME_TO_CLOSE = incident(
    name="time_to_close", id="INC-08-C", title="Time to close, median (24×7)",
    asks="How long until an incident is closed for good?",
    formula="Median of the hours from opened to closed over the incidents closed in the period.",
    source="ServiceNow Success Dashboard: creation to closure",
    sql="median((epoch(closed) - epoch(opened)) / 3600)", kind="median", unit="hours", when="closed",
    leaves_out=(
        CANCELLED,
        ("closed < opened", "closed before it was opened"),
        ("closed > as_of", "closed in the future"),
    ),
    needs=("closed",), good="down", clock="24x7",
)
IN_WORKING_TIME = "coalesce(business_duration, working_seconds) / 3600"
WORKING_TIME_TO_RESOLVE = lasted(
    name="working_time_to_resolve", id="INC-08-W", title="Time to resolve, median (working time)",
    asks="How many working hours does it take to restore service?",
    formula="Median working hours from opened to resolved: the tool's own business time, else by the service calendar.",
    sql=f"median({IN_WORKING_TIME})", kind="median", unit="hours", clock="working time",
    needs=("resolved", "business_duration|working_seconds"),
)
WORKING_TIME_TO_RESOLVE_P85 = lasted(
    name="working_time_to_resolve_p85", id="INC-08-W-P85", title="Time to resolve, 85th percentile (working time)",
    asks="Within how many working hours are most incidents resolved?",
    formula="The working hours from opened to resolved that 85 % of the resolved incidents do not exceed.",
    sql=f"quantile_cont({IN_WORKING_TIME}, 0.85)", kind="percentile", unit="hours", clock="working time",
    needs=("resolved", "business_duration|working_seconds"),
)
MEAN_TIME_TO_RESOLVE = lasted(
    name="mean_time_to_resolve", id="INC-09", title="Mean time to resolve, MTTR (24×7)",
    asks="What is the mean time to resolve, read beside the median?",
    formula="Sum of the hours from opened to resolved over their number; never proof of an improvement. The interval "
            "of the whole is a bootstrap up to 2,000 incidents; beyond, and for single periods and parts, it is the t "
            "interval.",
    source="Davidovič 2021: poorly suited for decision making or trend analysis",
    sql=f"avg({HOURS_TO_RESOLVE})", kind="mean", unit="hours", clock="24x7",
)
TIME_TO_ACKNOWLEDGE = incident(
    name="time_to_acknowledge", id="INC-10", title="Time to acknowledge, median (24×7)",
    asks="How quickly does somebody take it up?",
    formula="Median of the minutes from opened to acknowledged over the incidents acknowledged in the period.",
    source="PagerDuty",
    sql="median((epoch(acknowledged) - epoch(opened)) / 60)", kind="median", unit="minutes", when="acknowledged",
    leaves_out=(
        CANCELLED,
        ("acknowledged < opened", "acknowledged before it was opened"),
        ("acknowledged > as_of", "acknowledged in the future"),
    ),
    needs=("acknowledged",), good="down", clock="24x7",
)
TIME_TO_FIRST_RESPONSE = incident(
    name="time_to_first_response", id="INC-11", title="Time to first response, median (24×7)",
    asks="How quickly does the caller hear back?",
    formula="Median of the minutes from opened to the first response over the incidents opened in the period.",
    source="Zendesk: first reply time",
    sql="median(coalesce(first_response_duration, epoch(first_response) - epoch(opened)) / 60)",
    kind="median", unit="minutes", when="opened",
    leaves_out=(
        CANCELLED,
        ("first_response < opened", "first response before it was opened"),
        ("first_response > resolved", "first response after the resolution"),
        ("first_response > as_of", "first response in the future"),
    ),
    needs=("first_response|first_response_duration",), good="down", clock="24x7",
)

# -- how well it is handled -------------------------------------------------------------------------------

TOOL_SLA_FLAG = incident(
    name="tool_sla_flag", id="INC-14-TOOL", title="SLA met according to the tool",
    asks="What does the tool itself say about its SLA?",
    formula="Of the incidents opened in the period that carry the tool's own flag and were not cancelled, the share it "
            "marks as met.",
    source="ServiceNow: Made SLA; the tool's rule, not the contract's",
    sql="avg(CAST(tool_sla_met AS INTEGER))", kind="proportion", unit="percent", when="opened", leaves_out=(CANCELLED,),
    needs=("tool_sla_met",), good="up",
)
REOPENED = finished(
    name="reopened", id="INC-19", title="Incidents reopened",
    asks="How often does a fix not hold?",
    formula="Of the incidents resolved in the period, the share that was opened again at least once.",
    source="ServiceNow Benchmarks",
    sql="avg(CAST(reopens > 0 AS INTEGER))", kind="proportion", unit="percent", needs=("resolved", "reopens"),
)
REOPENED_COUNT = incident(
    name="reopened_incidents", id="INC-19-COUNT", title="Number of incidents reopened",
    asks="How many incidents were opened again?",
    formula="Number of incidents opened in the period that were opened again at least once, resolved or not.",
    sql="count(*)", kind="count", unit="count", when="opened", where="reopens > 0", needs=("reopens",), good="down",
)
REASSIGNMENTS = finished(
    name="reassignments", id="INC-20", title="Reassignments per incident, mean",
    asks="How often does an incident change hands?",
    formula="Mean number of changes of team over the incidents resolved in the period.",
    source="ServiceNow: average reassignment",
    sql="avg(reassignments)", kind="mean", unit="ratio", needs=("resolved", "reassignments"),
)
PASSED_ON = finished(
    name="passed_on", id="INC-20-1", title="Incidents passed on",
    asks="How many incidents reach the right team only at the second attempt or later?",
    formula="Of the incidents resolved in the period, the share that changed teams at least once.",
    sql="avg(CAST(reassignments >= 1 AS INTEGER))", kind="proportion", unit="percent",
    needs=("resolved", "reassignments"),
)
PING_PONG = finished(
    name="ping_pong", id="INC-20-3", title="Incidents passed on three times or more",
    asks="How many incidents are sent from team to team?",
    formula="Of the incidents resolved in the period, the share that changed teams three times or more.",
    sql="avg(CAST(reassignments >= 3 AS INTEGER))", kind="proportion", unit="percent",
    needs=("resolved", "reassignments"),
)
FIRST_ASSIGNMENT = finished(
    name="first_assignment_resolution", id="INC-21", title="Resolved by the first team",
    asks="How often does the first team solve it?",
    formula="Of the incidents resolved in the period, the share that never changed teams; not first contact.",
    source="ServiceNow: first assignment",
    sql="avg(CAST(reassignments = 0 AS INTEGER))", kind="proportion", unit="percent",
    needs=("resolved", "reassignments"), good="up",
)
FIRST_CONTACT = finished(
    name="first_contact_resolution", id="INC-22", title="Resolved at first contact",
    asks="How often is the caller helped in one contact?",
    formula="Of the incidents people reported and we resolved in the period whose contacts are counted, the share with "
            "exactly one, not reopened; who counts contacts, not who solved it (first level is INC-23).",
    source="HDI, MetricNet",
    sql="avg(CASE WHEN replies IS NOT NULL THEN CAST(replies = 1 AND coalesce(reopens, 0) = 0 AS INTEGER) END)",
    kind="proportion", unit="percent",
    leaves_out=(
        *OUTCOME,
        (
            "lower(coalesce(channel, '')) IN ('monitoring', 'event', 'event management', 'auto', 'automatic', 'alert')",
            "raised by monitoring, not by a caller",
        ),
    ),
    needs=("resolved", "replies"), good="up",
)
FIRST_LEVEL = finished(
    name="first_level_resolution", id="INC-23", title="Resolved by the first level",
    asks="How often does the service desk solve it itself?",
    formula="Of the incidents resolved in the period by a known team, the share resolved by a first-level team (the "
            "setting says which teams these are).",
    source="MetricNet: not first contact resolution",
    sql="avg(CAST(support_level = 1 AS INTEGER))", kind="proportion", unit="percent",
    needs=("resolved", "assignment_group", "support_level"), good="up",
)
SAME_DAY = lasted(
    name="same_day_resolution", id="INC-24", title="Resolved on the day it was opened",
    asks="How often is it over on the same day?",
    formula="Of the incidents resolved in the period, the share opened on the same day of the reporting time zone.",
    source="ServiceNow",
    sql="avg(CAST(resolved_day = opened_day AS INTEGER))", kind="proportion", unit="percent", good="up",
)
MAJOR = incident(
    name="major_incidents", id="INC-25", title="Major incidents (marked as major, or priority 1)",
    asks="How often does something important break?",
    formula="Number of incidents opened in the period that the tool marks as major or that have priority 1, without "
            "cancelled ones.",
    source="ServiceNow",
    sql="count(*)", kind="count", unit="count", when="opened", where=IS_MAJOR,
    leaves_out=(CANCELLED,), needs=("priority|major",), good="down",
)
DAYS_SINCE_MAJOR = incident(
    name="days_since_major_incident", id="INC-25-SINCE", title="Days since the last major incident",
    asks="How long has it been quiet?",
    formula="Days from the newest opening of a major (or priority 1) incident, not cancelled, to the as-of.",
    sql="(max(epoch(as_of)) - max(epoch(opened))) / 86400", kind="ratio", unit="days", when="opened", where=IS_MAJOR,
    leaves_out=(CANCELLED,), needs=("priority|major",), good="up",
)
URGENT = incident(
    name="urgent_incidents", id="INC-25-P1P2", title="Incidents of priority 1 or 2 opened",
    asks="How often does something urgent break?",
    formula="Number of incidents of priority 1 or 2 opened in the period, without cancelled ones.",
    sql="count(*)", kind="count", unit="count", when="opened", where="priority <= 2",
    leaves_out=(CANCELLED,), needs=("priority",), good="down",
)
REVIEWED = incident(
    name="post_incident_reviews", id="INC-26", title="Major incidents with a review",
    asks="Do we learn from what breaks?",
    formula="Of the major incidents closed in the period, the share that carries a date of its review.",
    source="ServiceNow: share without a post-incident review",
    sql="avg(CASE WHEN post_incident_review IS NULL THEN 0 ELSE 1 END)", kind="proportion", unit="percent",
    when="closed", where=IS_MAJOR, leaves_out=(CANCELLED,), needs=("priority|major", "post_incident_review"), good="up",
)
ON_HOLD = lasted(
    name="on_hold_share", id="INC-31", title="Share of the time spent on hold (24×7)",
    asks="How much of the time do incidents wait for somebody?",
    formula="Hours on hold over hours from opened to resolved, summed over the incidents resolved in the period.",
    source="ServiceNow hold reasons",
    sql="sum(hold_duration) / nullif(sum(epoch(resolved) - epoch(opened)), 0)", kind="ratio", unit="percent",
    leaves_out=(*LASTING, ("hold_duration IS NULL", "without a hold time")),
    needs=("resolved", "hold_duration"), clock="24x7",
)
WITH_VENDOR = lasted(
    name="vendor_time_share", id="INC-32", title="Share of the time spent with vendors (24×7)",
    asks="Who holds our incidents up, we or our vendors?",
    formula="Hours a vendor's team held the incident over hours from opened to resolved, over incidents whose "
            "history is known: from an update log.",
    source="ServiceNow: SLA breakdown by group",
    sql="sum(seconds_with_vendor) / nullif(sum(epoch(resolved) - epoch(opened)), 0)", kind="ratio", unit="percent",
    leaves_out=(*LASTING, ("seconds_with_vendor IS NULL", "without a history from its opening on")),
    needs=("resolved", "seconds_with_vendor"), clock="24x7",
)
SELF_SERVICE = incident(
    name="self_service_share", id="INC-33", title="Incidents reported by self-service",
    asks="How many callers help themselves?",
    formula="Of the incidents opened in the period whose channel is known, the share from a portal or self-service.",
    source="ServiceNow: contact type and channel are one field",
    sql="avg(CAST(lower(channel) IN ('self-service', 'self service', 'selfservice', 'portal', 'service portal', 'web', "
    "'web form', 'virtual agent') AS INTEGER))",
    kind="proportion", unit="percent", when="opened", needs=("channel",), good="up",
)
PRIORITY_DISCIPLINE = incident(
    name="priority_discipline", id="INC-34", title="Priority follows impact and urgency",
    asks="Are priorities set by the rule?",
    formula="Of the incidents opened in the period, the share whose priority is impact + urgency − 1.",
    source="ServiceNow's default matrix",
    sql="avg(CAST(priority = impact + urgency - 1 AS INTEGER))", kind="proportion", unit="percent", when="opened",
    needs=("priority", "impact", "urgency"), good="up",
)
PRIORITY_LOWERED = incident(
    name="priority_lowered", id="INC-34-LOWERED", title="Priority 1 incidents whose priority was lowered",
    asks="How often is an alarm called off on paper?",
    formula="Of the incidents opened as priority 1, the share that now has a lower one; the priority at opening "
            "is known from an update log.",
    sql="avg(CAST(priority > first_priority AS INTEGER))", kind="proportion", unit="percent", when="opened",
    where="first_priority = 1", needs=("priority", "first_priority"),
)
