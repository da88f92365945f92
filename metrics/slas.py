"""Promises: which were kept and which broken, by the tool's own clocks or the times in contracts (INC-14 … INC-16)."""

from functools import partial

from metrics.incident_trends import BACKWARDS, CANCELLED, NO_END, NO_RESOLUTION, NOT_YET
from metrics.metric import Metric

# fmt: off
#: 1 kept, 0 missed, NULL not due yet. What the tool says counts first; a clock that still runs past its breach
#: time has missed, because that time already moves with every pause.
KEPT = (
    "CASE WHEN ended IS NOT NULL OR stage_category = 'completed' "
    "THEN CASE WHEN coalesce(breached, ended > breach) THEN 0 WHEN NOT coalesce(breached, ended > breach) THEN 1 END "
    "WHEN coalesce(breached, FALSE) AND coalesce(breach <= as_of, TRUE) THEN 0 "
    "WHEN breach < as_of THEN 0 END"
)
SLA_CANCELLED = ("stage_category = 'cancelled'", "cancelled")
PAUSED = (
    "stage_category = 'paused' AND ended IS NULL AND NOT coalesce(breached, FALSE)",
    "on hold, so its breach time still moves",
)
NOT_DUE = (
    (
        "ended IS NULL AND coalesce(stage_category, '') <> 'completed' "
        "AND (breach > as_of OR (NOT coalesce(breached, FALSE) AND coalesce(breach >= as_of, TRUE)))"
    ),
    "not due yet",
)

NOT_JUDGED = (
    "(ended IS NOT NULL OR stage_category = 'completed') AND coalesce(breached, ended > breach) IS NULL",
    "over without the tool's verdict or a time of breach",
)

#: A word nobody has mapped could name any of them: what it says is neither kept nor missed (and not our promise).
TYPE_UNKNOWN = ("sla_type = 'unknown'", "of an agreement type nobody has mapped yet")
TARGET_UNKNOWN = ("target = 'unknown'", "measuring something nobody has mapped yet")
STAGE_UNKNOWN = (
    "stage_category = 'unknown' AND ended IS NULL AND NOT coalesce(breached, FALSE)",
    "in a stage nobody has mapped yet",
)
UNDECIDED = (SLA_CANCELLED, PAUSED, STAGE_UNKNOWN, NOT_DUE, NOT_JUDGED)

clause = partial(
    Metric, table="ticket_slas", kind="proportion", unit="percent", when="breach", else_when=("ended", "started"),
    sql=f"avg({KEPT})", leaves_out=(TYPE_UNKNOWN, TARGET_UNKNOWN, *UNDECIDED),
    needs=("breached|breach",), good="up",
)
of_any_target = partial(clause, leaves_out=(TYPE_UNKNOWN, *UNDECIDED))
OUR_PROMISE = "coalesce(sla_type, 'SLA') IN ('SLA', 'unknown')"
ON_RESOLUTION = f"{OUR_PROMISE} AND target IN ('resolution', 'unknown')"
ON_RESPONSE = f"{OUR_PROMISE} AND target IN ('response', 'unknown')"

#: A ticket may carry several clocks of one agreement and target; it counts once, by the one that decides.
of_tickets = partial(clause, table="deciding_slas", loaded=("ticket_slas",), needs=("target", "breached|breach"))
WHICH_DECIDES = "of several such clocks on a ticket a broken one decides, else one that still runs, else the first due"

SLA_RESOLUTION = of_tickets(
    name="sla_resolution", id="INC-14", title="Resolution SLAs kept",
    asks="Are we keeping our promise on resolution time?",
    formula="Of the tickets whose resolution SLA was due in the period, the share that kept it; open past breach is "
            f"missed. Every ticket counts once: {WHICH_DECIDES}.",
    source="ServiceNow: resolved in time, count distinct, stage not cancelled",
    where=ON_RESOLUTION, target=0.95,
)
SLA_RESPONSE = of_tickets(
    name="sla_response", id="INC-15", title="Response SLAs kept",
    asks="Are we keeping our promise on response time?",
    formula="Of the tickets whose response SLA was due in the period, the share that kept it; open past breach is "
            f"missed. Every ticket counts once: {WHICH_DECIDES}.",
    source="ServiceNow",
    where=ON_RESPONSE, target=0.95,
)
SLA_RESOLUTION_CLOCKS = clause(
    name="sla_resolution_clocks", id="INC-14-CLOCKS", title="Resolution SLAs kept (clocks)",
    asks="How many of the clocks on resolution time were kept?",
    formula="As INC-14 with every clock counted, so that a ticket under two clauses counts twice.",
    where=ON_RESOLUTION, needs=("target", "breached|breach"), target=0.95,
)
SLA_RESPONSE_CLOCKS = clause(
    name="sla_response_clocks", id="INC-15-CLOCKS", title="Response SLAs kept (clocks)",
    asks="How many of the clocks on response time were kept?",
    formula="As INC-15 with every clock counted, so that a ticket under two clauses counts twice.",
    where=ON_RESPONSE, needs=("target", "breached|breach"), target=0.95,
)
SLA_ANY = of_any_target(
    name="sla_attainment", id="INC-14-ANY", title="SLAs kept, response and resolution together",
    asks="Are we keeping what we promised?",
    formula="Of all clocks of our SLAs due in the period, whatever they measure, the share kept.",
    where=OUR_PROMISE, target=0.95,
)
OLA_ANY = of_any_target(
    name="ola_attainment", id="INC-14-OLA", title="Agreements between our own teams kept",
    asks="Do our own teams keep what they agreed?",
    formula="Of the OLA clocks due in the period, the share kept.",
    where="sla_type IN ('OLA', 'unknown')", needs=("sla_type", "breached|breach"),
)
UC_ANY = of_any_target(
    name="uc_attainment", id="INC-14-UC", title="Supplier agreements kept",
    asks="Do our suppliers keep what they promised?",
    formula="Of the clocks of underpinning contracts due in the period, the share kept.",
    where="sla_type IN ('UC', 'unknown')", needs=("sla_type", "breached|breach"),
)
SLA_MISSED = of_any_target(
    name="sla_missed", id="INC-14-MISSED", title="SLAs missed",
    asks="How many promises did we break?",
    formula="Number of clocks of our SLAs due in the period that were missed, response and resolution.",
    sql=f"sum(1 - ({KEPT}))", kind="sum", unit="count", where=OUR_PROMISE, good="down",
)
CLAUSE_UNKNOWN = ("promise_clock = 'unknown'", "under a clause whose agreement or clock nobody has mapped yet")
NO_CALENDAR = (
    "promise_clock = 'working time' AND promise_due IS NULL AND promise_used IS NULL",
    "in working time, and no calendar tells it",
)
CLAUSE_CLOCK = (
    "The clock runs 24×7, or where the clause says so in working time: in the hours of the calendar it names, else of "
    "the service, the client or all"
)
NEEDS_RESPONSE = ("first_response|first_response_duration|acknowledged",)
IS_OVER = "(coalesce(resolved, closed) IS NOT NULL OR state_category IN ('resolved', 'closed'))"
by_contract = partial(
    Metric, every_child=True, loaded=("incidents", "sla_targets"), kind="proportion", unit="percent",
    when="promise_due", good="up", target=0.95,
)
OWN_TARGET = by_contract(
    name="own_target_resolution", id="INC-16",
    title="Resolved within the contract's time (clause's clock, gross of hold)",
    asks="Would the contract say we resolved it in time?",
    formula="Of the incidents with a clause whose time was up in the period, the share resolved in it, gross of hold; "
            f"open past it is missed. {CLAUSE_CLOCK}, and the tool's own business time comes first. Without that "
            "calendar nothing is guessed.",
    table="incident_promises",
    sql="avg(CASE WHEN resolved IS NOT NULL THEN CAST(promise_used <= promised_seconds AS INTEGER) "
        "WHEN promise_bears_until < as_of THEN 0 END)",
    else_when=("resolved", "opened"),
    leaves_out=(
        CANCELLED, CLAUSE_UNKNOWN, BACKWARDS, NOT_YET,
        (f"{NO_RESOLUTION[0]} AND closed IS NOT NULL", NO_RESOLUTION[1]),
        NO_END, NO_CALENDAR,
        ("resolved IS NULL AND promise_bears_until >= as_of", "not due yet"),
    ),
)
OWN_TARGET_RESPONSE = by_contract(
    name="own_target_response", id="INC-16-RESPONSE",
    title="First response within the contract's time (clause's clock)",
    asks="Would the contract say we answered it in time?",
    formula="Of the incidents with a clause on the first response whose time was up in the period, the share answered "
            "in it: by the first response or, where the row has none, when somebody took it up; open past it without "
            f"an answer is missed. {CLAUSE_CLOCK}. Without that calendar nothing is guessed.",
    table="response_promises",
    sql="avg(CASE WHEN responded IS NOT NULL THEN CAST(promise_used <= promised_seconds AS INTEGER) "
        "WHEN promise_bears_until < as_of THEN 0 END)",
    else_when=("first_response", "acknowledged", "opened"),
    leaves_out=(
        CANCELLED, CLAUSE_UNKNOWN,
        ("responded < opened", "answered before it was opened"),
        ("responded > coalesce(resolved, closed)", "answered after it was over"),
        ("responded > as_of", "answered in the future"),
        (
            f"responded IS NULL AND {IS_OVER}",
            "over without a date of its first response",
        ),
        NO_CALENDAR,
        ("responded IS NULL AND promise_bears_until >= as_of", "not due yet"),
    ),
    needs=NEEDS_RESPONSE,
)
# fmt: on
