"""Flow of work: how much is in progress, how much gets done, how long an item takes (FLW-01 … FLW-12).

One level is counted, never mixed: items; not the epics above them nor the parts below.
"""

from functools import partial

from metrics.metric import Metric

# fmt: off
#: Epics, the items in them and the parts of items are one piece of work at three levels: only items are counted.
item = partial(Metric, table="work_items", where="is_counted")

CANCELLED = ("state_category = 'cancelled'", "cancelled")
BACKWARDS = ("done < started", "done before it was started")
NOT_STARTED = ("started IS NULL", "without a date of its start")
#: Days both ends counted: an item started and done on one day took one day, not none.
CYCLE_DAYS = "(epoch(CAST(done_day AS TIMESTAMP)) - epoch(CAST(started_day AS TIMESTAMP))) / 86400 + 1"
AGE_DAYS = "(epoch(CAST(as_of_day AS TIMESTAMP)) - epoch(CAST(started_day AS TIMESTAMP))) / 86400 + 1"
LEAD_DAYS = "(epoch(done) - epoch(created)) / 86400"
finished = partial(item, when="done", needs=("done",), good="down")

WIP = item(
    name="work_in_progress", id="FLW-01", title="Work in progress",
    asks="How much have we begun and not finished?",
    formula="Items started before the moment and not done before it.",
    source="Kanban Guide", sql="count(*)", kind="count", unit="items", open_from="started", open_until=("done",),
    leaves_out=(
        ("state_category IN ('done', 'cancelled') AND done IS NULL", "over without a date of its end"),
    ),
    needs=("started", "done|state_category"), good="down",
)
LEAD_WIP = item(
    name="lead_work_in_progress", id="FLW-01-LEAD", title="Items asked for and not done (lead WIP)",
    asks="How much has been asked of us and is not done?",
    formula="Items created before the moment and not done before it; for boards without a date of the start.",
    sql="count(*)", kind="count", unit="items", open_from="created", open_until=("done",),
    leaves_out=(
        ("state_category IN ('done', 'cancelled') AND done IS NULL", "over without a date of its end"),
    ),
    needs=("done|state_category",), good="down",
)
THROUGHPUT = finished(
    name="throughput", id="FLW-02", title="Items done",
    asks="How much do we finish?",
    formula="Number of items done in the period, whatever their size, without cancelled ones.",
    source="Kanban Guide", sql="count(*)", kind="count", unit="items", leaves_out=(CANCELLED,), good="up",
)
CYCLE_TIME = finished(
    name="cycle_time", id="FLW-03", title="Cycle time, median (days, weekends counted)",
    asks="How long does an item take once we have begun?",
    formula="Median over the items done in the period of the days from the day started to the day done, both counted.",
    source="Kanban Guide; jira-to-analytics 62", sql=f"median({CYCLE_DAYS})", kind="median", unit="days",
    leaves_out=(CANCELLED, NOT_STARTED, BACKWARDS), needs=("started", "done"), clock="24x7",
)
CYCLE_TIME_P85 = finished(
    name="cycle_time_p85", id="FLW-03-P85", title="Cycle time, 85th percentile (days, weekends counted)",
    asks="Within how many days is most work done once begun?",
    formula="The observed cycle time in days that 85 % of the items done in the period do not exceed.",
    sql=f"quantile_disc({CYCLE_DAYS}, 0.85)", kind="percentile", unit="days",
    leaves_out=(CANCELLED, NOT_STARTED, BACKWARDS), needs=("started", "done"), clock="24x7",
)
CYCLE_TIME_P95 = finished(
    name="cycle_time_p95", id="FLW-03-P95", title="Cycle time, 95th percentile (days, weekends counted)",
    asks="How long do the slow items take?",
    formula="The observed cycle time in days that 95 % of the items done in the period do not exceed.",
    sql=f"quantile_disc({CYCLE_DAYS}, 0.95)", kind="percentile", unit="days",
    leaves_out=(CANCELLED, NOT_STARTED, BACKWARDS), needs=("started", "done"), clock="24x7",
)
LEAD_TIME = finished(
    name="lead_time", id="FLW-04", title="Lead time, median (24×7)",
    asks="How long does one wait from asking to having?",
    formula="Median of the days from created to done over the items done in the period.",
    sql=f"median({LEAD_DAYS})", kind="median", unit="days",
    leaves_out=(CANCELLED, ("done < created", "done before it was created")), clock="24x7",
)
LEAD_TIME_P85 = finished(
    name="lead_time_p85", id="FLW-04-P85", title="Lead time, 85th percentile (24×7)",
    asks="Within how many days does one mostly get what one asked for?",
    formula="The days from created to done that 85 % of the items done in the period do not exceed.",
    sql=f"quantile_cont({LEAD_DAYS}, 0.85)", kind="percentile", unit="days",
    leaves_out=(CANCELLED, ("done < created", "done before it was created")), clock="24x7",
)
AGE_OF_WORK = item(
    name="work_item_age", id="FLW-05", title="Age of work in progress, median (days, weekends counted)",
    asks="How long has the work in progress been lying about?",
    formula="Median over the items in progress of the days from the day started to the as-of, both counted.",
    source="Kanban Guide", sql=f"median({AGE_DAYS})", kind="median", unit="days", open_from="started",
    open_until=("done",),
    leaves_out=(
        ("state_category IN ('done', 'cancelled') AND done IS NULL", "over without a date of its end"),
    ),
    needs=("started",), good="down", clock="24x7",
)
FLOW_EFFICIENCY = Metric(
    name="flow_efficiency", id="FLW-10", title="Flow efficiency",
    asks="How much of the time is an item really worked on?",
    formula="Days in stages of work over days in all stages from started to done, summed over the items done in the "
            "period; a stage waits where its name says so (waiting, blocked, ready, queue …).",
    source="jirametrics", table="staged_work_items", loaded=("work_items", "stage_changes"), when="done",
    where="is_counted",
    sql="sum(active_days) / nullif(sum(active_days + waiting_days), 0)", kind="ratio", unit="percent",
    leaves_out=(CANCELLED, BACKWARDS), good="up",
)
BLOCKED_DAYS = finished(
    name="blocked_days", id="FLW-11", title="Days blocked",
    asks="How much time do we lose waiting for others?",
    formula="Sum of the days on which the items done in the period were blocked.",
    source="jira-agile-metrics", sql="sum(blocked_days)", kind="sum", unit="days", leaves_out=(CANCELLED,),
    needs=("done", "blocked_days"),
)
DEFECT_ESCAPE = item(
    name="defect_escape", id="DEL-04", title="Defects found by the client",
    asks="How many defects do our clients find before we do?",
    formula="Of the defects created in the period for which it is known who found them, the share found by the client; "
            "a report that was cancelled is no defect.",
    sql="avg(CAST(found_by = 'client' AS INTEGER))", kind="proportion", unit="percent", when="created",
    where="is_counted AND "
          "lower(type) IN ('bug', 'defect', 'error', 'fehler', 'erreur', 'defecto', 'difetto', 'defeito')",
    leaves_out=(CANCELLED, ("found_by = 'unknown'", "found by somebody not mapped yet")), needs=("type", "found_by"),
    good="down",
)
