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

clause = partial(
    Metric, table="ticket_slas", kind="proportion", unit="percent", when="breach", else_when=("ended", "started"),
    sql=f"avg({KEPT})", leaves_out=(SLA_CANCELLED, PAUSED, NOT_DUE, NOT_JUDGED),
    needs=("breached|breach",), good="up",
)
OUR_PROMISE = "coalesce(sla_type, 'SLA') = 'SLA'"

#: A ticket may carry several clocks of one agreement and target; it counts once, by the one that decides.
of_tickets = partial(clause, table="deciding_slas", loaded=("ticket_slas",), needs=("target", "breached|breach"))
WHICH_DECIDES = "of several such clocks on a ticket a broken one decides, else one that still runs, else the first due"

SLA_RESOLUTION = of_tickets(
    name="sla_resolution", id="INC-14", title="Resolution SLAs kept",
    asks="Are we keeping our promise on resolution time?",
    formula="Of the tickets whose resolution SLA was due in the period, the share that kept it; open past breach is "
            f"missed. Every ticket counts once: {WHICH_DECIDES}.",
    source="ServiceNow: resolved in time, count distinct, stage not cancelled",
    where=f"{OUR_PROMISE} AND target = 'resolution'", target=0.95,
)
SLA_RESPONSE = of_tickets(
    name="sla_response", id="INC-15", title="Response SLAs kept",
    asks="Are we keeping our promise on response time?",
    formula="Of the tickets whose response SLA was due in the period, the share that kept it; open past breach is "
            f"missed. Every ticket counts once: {WHICH_DECIDES}.",
    source="ServiceNow",
    where=f"{OUR_PROMISE} AND target = 'response'", target=0.95,
)
SLA_RESOLUTION_CLOCKS = clause(
    name="sla_resolution_clocks", id="INC-14-CLOCKS", title="Resolution SLAs kept (clocks)",
    asks="How many of the clocks on resolution time were kept?",
    formula="As INC-14 with every clock counted, so that a ticket under two clauses counts twice.",
    where=f"{OUR_PROMISE} AND target = 'resolution'", needs=("target", "breached|breach"), target=0.95,
)
SLA_RESPONSE_CLOCKS = clause(
    name="sla_response_clocks", id="INC-15-CLOCKS", title="Response SLAs kept (clocks)",
    asks="How many of the clocks on response time were kept?",
    formula="As INC-15 with every clock counted, so that a ticket under two clauses counts twice.",
    where=f"{OUR_PROMISE} AND target = 'response'", needs=("target", "breached|breach"), target=0.95,
)
SLA_ANY = clause(
    name="sla_attainment", id="INC-14-ANY", title="SLAs kept, response and resolution together",
    asks="Are we keeping what we promised?",
    formula="Of all clocks of our SLAs due in the period, whatever they measure, the share kept.",
    where=OUR_PROMISE, target=0.95,
)
OLA_ANY = clause(
    name="ola_attainment", id="INC-14-OLA", title="Agreements between our own teams kept",
    asks="Do our own teams keep what they agreed?",
    formula="Of the OLA clocks due in the period, the share kept.",
    where="sla_type = 'OLA'", needs=("sla_type", "breached|breach"),
)
UC_ANY = clause(
    name="uc_attainment", id="INC-14-UC", title="Supplier agreements kept",
    asks="Do our suppliers keep what they promised?",
    formula="Of the clocks of underpinning contracts due in the period, the share kept.",
    where="sla_type = 'UC'", needs=("sla_type", "breached|breach"),
)
SLA_MISSED = clause(
    name="sla_missed", id="INC-14-MISSED", title="SLAs missed",
    asks="How many promises did we break?",
    formula="Number of clocks of our SLAs due in the period that were missed, response and resolution.",
    sql=f"sum(1 - ({KEPT}))", kind="sum", unit="count", where=OUR_PROMISE, good="down",
)
OWN_TARGET = Metric(
    name="own_target_resolution", id="INC-16",
    title="Resolved within the contract's time (clause's clock, gross of hold)",
    asks="Would the contract say we resolved it in time?",
    formula="Of the incidents with a clause whose time was up in the period, the share resolved in it, gross of hold; "
            "open past it is missed. The clock runs 24×7, or where the clause says so in working time: in the hours of "
            "the calendar it names, else of the service, the client or all, and the tool's own business time comes "
            "first. Without that calendar nothing is guessed.",
    table="incident_promises", every_child=True, loaded=("incidents", "sla_targets"), kind="proportion", unit="percent",
    sql="avg(CASE WHEN resolved IS NOT NULL THEN CAST(promise_used <= promised_seconds AS INTEGER) "
        "WHEN promise_bears_until < as_of THEN 0 END)",
    when="promise_due", else_when=("resolved", "opened"),
    leaves_out=(
        CANCELLED, BACKWARDS, NOT_YET,
        (f"{NO_RESOLUTION[0]} AND closed IS NOT NULL", NO_RESOLUTION[1]),
        NO_END,
        (
            "promise_clock = 'working time' AND promise_due IS NULL AND promise_used IS NULL",
            "in working time, and no calendar tells it",
        ),
        ("resolved IS NULL AND promise_bears_until >= as_of", "not due yet"),
    ),
    good="up", target=0.95,
)
# fmt: on
