"""Requests and the load of the desk: one level counted, never mixed (REQ-01 … REQ-06)."""

from functools import partial

from metrics.metric import Metric

# fmt: off
#: Of each source items where it has any, else requests, else tasks: an order, its items and their tasks are three
#: levels of one wish, and counting them together counts it three times.
LEVEL_UNKNOWN = ("level = 'unknown'", "of a level nobody has mapped yet")
request = partial(Metric, table="counted_requests", loaded=("requests",), leaves_out=(LEVEL_UNKNOWN,))

CANCELLED = ("state_category = 'cancelled'", "cancelled")
NO_END = (
    "state_category IN ('resolved', 'closed', 'cancelled') AND closed IS NULL", "over without a date of its end",
)
BACKWARDS = ("closed < opened", "closed before it was opened")
DAYS_TO_FULFIL = "(epoch(closed) - epoch(opened)) / 86400"
fulfilled = partial(
    request, when="closed", leaves_out=(LEVEL_UNKNOWN, CANCELLED, BACKWARDS), needs=("closed",), good="down"
)

REQUESTS_OPENED = request(
    name="requests_opened", id="REQ-01-OPENED", title="Requests opened",
    asks="How much is asked of us?",
    formula="Number of requested items opened in the period, the cancelled ones too; of a source without items, of "
            "requests, else tasks.",
    sql="count(*)", kind="count", unit="count", when="opened",
)
REQUESTS_CLOSED = fulfilled(
    name="requests_fulfilled", id="REQ-01-CLOSED", title="Requests fulfilled",
    asks="How much do we deliver?",
    formula="Number of requested items closed in the period, without cancelled ones.",
    source="ServiceNow Benchmarks: closed sc_req_item", sql="count(*)", kind="count", unit="count",
    leaves_out=(LEVEL_UNKNOWN, CANCELLED), good="up",
)
FULFILMENT_TIME = fulfilled(
    name="fulfilment_time", id="REQ-01", title="Time to fulfil a request, median (24×7)",
    asks="How long do people wait for what they ordered?",
    formula="Median of the days from opened to closed over the requested items closed in the period.",
    source="ServiceNow Benchmarks", sql=f"median({DAYS_TO_FULFIL})", kind="median", unit="days", clock="24x7",
)
FULFILMENT_TIME_P85 = fulfilled(
    name="fulfilment_time_p85", id="REQ-01-P85", title="Time to fulfil a request, 85th percentile (24×7)",
    asks="Within how many days do most people get what they ordered?",
    formula="The days from opened to closed that 85 % of the requested items do not exceed.",
    sql=f"quantile_cont({DAYS_TO_FULFIL}, 0.85)", kind="percentile", unit="days", clock="24x7",
)
WORKING_FULFILMENT_TIME = fulfilled(
    name="working_fulfilment_time", id="REQ-01-W", title="Time to fulfil a request, median (working time)",
    asks="How many working hours does an order take?",
    formula="Median working hours from opened to closed by the service calendar.",
    sql="median(working_seconds / 3600)", kind="median", unit="hours", clock="working time",
    needs=("closed", "working_seconds"),
)
OPEN_REQUESTS = request(
    name="open_requests", id="REQ-01-OPEN", title="Requests open",
    asks="How many orders are waiting?",
    formula="Requested items opened before the moment and not closed before it.",
    sql="count(*)", kind="count", unit="count", open_from="opened", open_until=("closed",),
    leaves_out=(LEVEL_UNKNOWN, NO_END), needs=("closed|state_category",), good="down",
)
LATE = request(
    name="late_requests", id="REQ-02", title="Requests later than promised",
    asks="How often do people wait longer than we promised?",
    formula="Of the requested items due in the period, the share closed after the due date or still open past it.",
    source="ServiceNow", sql="avg(CASE WHEN coalesce(closed, as_of) > due THEN 1 ELSE 0 END)", kind="proportion",
    unit="percent", when="due",
    leaves_out=(LEVEL_UNKNOWN, CANCELLED, NO_END, ("closed IS NULL AND due >= as_of", "not due yet")),
    needs=("due",), good="down",
)
NEARLY_DUE = request(
    name="requests_nearly_due", id="REQ-03", title="Open requests due within five days",
    asks="Which orders must we deliver this week?",
    formula="Open requested items whose due date lies in the five days after the as-of.",
    source="ServiceNow", sql="count(*)", kind="count", unit="count", open_from="opened", open_until=("closed",),
    where="epoch(due) - epoch(as_of) BETWEEN 0 AND 432000", leaves_out=(LEVEL_UNKNOWN, NO_END),
    needs=("due", "closed|state_category"), good="down",
)
CONVERTED = request(
    name="requests_from_incidents", id="REQ-04", title="Requests that came as incidents",
    asks="How often do people call for what they should order?",
    formula="Of the requested items opened in the period, the share converted from an incident.",
    source="ServiceNow", sql="avg(CASE WHEN converted_from IS NULL THEN 0 ELSE 1 END)", kind="proportion",
    unit="percent", when="opened", needs=("converted_from",), good="down",
)
COST_EACH = request(
    name="cost_per_request", id="REQ-05", title="Cost of a request",
    asks="What does an order cost?",
    formula="Sum of the prices over the number of requested items closed in the period that carry one.",
    source="ServiceNow: guards against a count of 0", sql="avg(price)", kind="mean", unit="money", when="closed",
    leaves_out=(LEVEL_UNKNOWN, CANCELLED), needs=("price",), good="down",
)
WORKLOAD_GROWTH = Metric(
    name="workload_growth", id="REQ-06", title="Workload growth",
    asks="Does the work of the desk pile up?",
    formula="Opened minus ended incidents, problems and requested items in the period.",
    source="ServiceNow", table="ticket_movements", sql="sum(step)", kind="sum", unit="count", when="happened",
    needs=("ended",), good="down",
)
