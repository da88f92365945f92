"""Changes: do they succeed, do they break things, are they prepared, do they respect freezes (CHG-01 … CHG-16)."""

from functools import partial

from metrics.metric import Metric

# fmt: off
change = partial(Metric, table="changes")

CANCELLED = ("state_category = 'cancelled' OR outcome = 'cancelled'", "cancelled")
WHOSE = "number is that of a change in the incident's own tool, of another one where only one has it."
NO_OUTCOME = ("outcome IS NULL OR outcome = 'unknown'", "closed without a known outcome")
closed = partial(change, when="closed", needs=("closed", "outcome"), leaves_out=(CANCELLED, NO_OUTCOME))

CHANGE_SUCCESS = closed(
    name="change_success", id="CHG-01", title="Changes that succeeded",
    asks="Do our changes work?",
    formula="Of the changes closed in the period with a known outcome, the share successful or successful with issues.",
    source="ServiceNow close codes; Spafford",
    sql="avg(CAST(outcome IN ('successful', 'with_issues') AS INTEGER))", kind="proportion", unit="percent", good="up",
    target=0.95,
)
CHANGE_SUCCESS_STRICT = closed(
    name="change_success_strict", id="CHG-01-STRICT", title="Changes that succeeded without issues",
    asks="Do our changes work at the first go?",
    formula="Of the changes closed in the period with a known outcome, the share successful without issues.",
    sql="avg(CAST(outcome = 'successful' AS INTEGER))", kind="proportion", unit="percent", good="up",
)
OUTCOME_UNKNOWN = change(
    name="change_outcome_unknown", id="CHG-01-UNKNOWN", title="Changes closed without a known outcome",
    asks="How much of the change record says nothing about the outcome?",
    formula="Of the changes closed in the period, the share whose close code is empty or not understood.",
    sql="avg(CASE WHEN outcome IS NULL OR outcome = 'unknown' THEN 1 ELSE 0 END)", kind="proportion", unit="percent",
    when="closed", leaves_out=(CANCELLED,), needs=("closed",), good="down",
)
CHANGE_FAILURE_RATE = Metric(
    name="change_failure_rate", id="CHG-02", title="Change failure rate",
    asks="How many of our changes break something?",
    formula="Of the changes closed in the period, the share that failed or caused at least one incident; "
            "a change counts once, however many incidents it caused, and one without a known outcome has not failed. A "
            f"{WHOSE}",
    source="DORA; apache/devlake PR 8890",
    table="changes_with_incidents", loaded=("changes",),
    sql="avg(CASE WHEN incidents_caused > 0 OR outcome = 'unsuccessful' THEN 1 ELSE 0 END)",
    kind="proportion", unit="percent", when="closed", leaves_out=(CANCELLED,),
    needs=("closed", "outcome|incidents_caused"), good="down",
)
CAUSED_BY_CHANGE = Metric(
    name="incidents_caused_by_changes", id="CHG-03", title="Incidents declared as caused by a change",
    asks="How much of what breaks did we break ourselves?",
    formula="Of the incidents opened in the period, the share that names the change that caused it; where the field "
            "is rarely filled, absence proves nothing.",
    table="incidents", sql="avg(CASE WHEN caused_by_change IS NULL THEN 0 ELSE 1 END)", kind="proportion",
    unit="percent", when="opened", leaves_out=(("state_category = 'cancelled'", "cancelled"),),
    needs=("caused_by_change",), good="down",
)
EMERGENCY = change(
    name="emergency_changes", id="CHG-05", title="Emergency changes",
    asks="How much of our change is firefighting?",
    formula="Of all changes closed in the period (standard, normal, emergency), the share of emergency changes.",
    source="ServiceNow Benchmarks",
    sql="avg(CAST(type = 'emergency' AS INTEGER))", kind="proportion", unit="percent", when="closed",
    leaves_out=(CANCELLED, ("type = 'unknown'", "of a type nobody has mapped yet")),
    needs=("closed", "type"), good="down",
)
EMERGENCY_WITHOUT_STANDARD = change(
    name="emergency_changes_without_standard", id="CHG-05-NORMAL", title="Emergency among normal and emergency changes",
    asks="How often is there no time for the normal way?",
    formula="As CHG-05 without standard (pre-approved) changes, which dilute it.",
    sql="avg(CAST(type = 'emergency' AS INTEGER))", kind="proportion", unit="percent", when="closed",
    where="coalesce(type, '') <> 'standard'",
    leaves_out=(CANCELLED, ("type = 'unknown'", "of a type nobody has mapped yet")),
    needs=("closed", "type"), good="down",
)
UNAUTHORIZED = change(
    name="unauthorized_changes", id="CHG-06", title="Changes without permission",
    asks="How much is changed behind our backs?",
    formula="Of the changes opened in the period, the share marked as unauthorised.",
    source="ServiceNow", sql="avg(CAST(unauthorized AS INTEGER))", kind="proportion", unit="percent", when="opened",
    needs=("unauthorized",), good="down",
)
TIME_TO_APPROVE = change(
    name="time_to_approve_changes", id="CHG-07", title="Time to approve a change, median (24×7)",
    asks="How long does a change wait for permission?",
    formula="Median of the days from opened to approved over the changes approved in the period.",
    sql="median((epoch(approved) - epoch(opened)) / 86400)", kind="median", unit="days", when="approved",
    leaves_out=(CANCELLED, ("approved < opened", "approved before it was opened")), needs=("approved",),
    good="down", clock="24x7",
)
TIME_TO_IMPLEMENT = change(
    name="time_to_implement_changes", id="CHG-07-IMPLEMENT", title="Time to implement a change, median (24×7)",
    asks="How long does a change take from request to done?",
    formula="Median of the days from opened to the actual end over the changes that ended in the period.",
    sql="median((epoch(actual_end) - epoch(opened)) / 86400)", kind="median", unit="days", when="actual_end",
    leaves_out=(CANCELLED, ("actual_end < opened", "ended before it was opened")), needs=("actual_end",),
    good="down", clock="24x7",
)
TIME_TO_IMPLEMENT_P85 = change(
    name="time_to_implement_changes_p85", id="CHG-07-IMPLEMENT-P85",
    title="Time to implement a change, 85th percentile (24×7)",
    asks="Within how many days are most changes done?",
    formula="The days from opened to the actual end that 85 % of the changes do not exceed.",
    sql="quantile_cont((epoch(actual_end) - epoch(opened)) / 86400, 0.85)", kind="percentile", unit="days",
    when="actual_end", leaves_out=(CANCELLED, ("actual_end < opened", "ended before it was opened")),
    needs=("actual_end",), good="down", clock="24x7",
)
ON_AGREED_TERMS = change(
    name="changes_on_agreed_terms", id="CHG-08", title="Changes delivered by the date first agreed",
    asks="Do we deliver changes when we said we would?",
    formula="Of the changes whose first agreed end lies in the period and is past, the share that ended by then; "
            "not ended is late.",
    sql="avg(CASE WHEN actual_end IS NULL THEN 0 ELSE CAST(actual_end <= agreed_end AS INTEGER) END)",
    kind="proportion", unit="percent", when="agreed_end", needs=("agreed_end", "actual_end"),
    leaves_out=(CANCELLED, ("agreed_end >= as_of", "not due yet")), good="up",
)
FREEZE_COLLISIONS = Metric(
    name="freeze_collisions", id="CHG-09", title="Changes planned into a freeze without an exception",
    asks="Do we keep our hands off when we said we would?",
    formula="Number of pairs of a change planned in the period and a freeze it overlaps, without approved exception.",
    source="ServiceNow conflict reasons",
    table="freeze_collisions", loaded=("changes", "freezes"),
    sql="count(*)", kind="count", unit="count", when="planned_start",
    where="NOT has_exception", good="down",
)
SCHEDULE_CONFLICTS = Metric(
    name="schedule_conflicts", id="CHG-10", title="Changes that overlap on one item, service or person",
    asks="Do changes get into each other's way?",
    formula="Number of pairs of changes planned for the same time on one configuration item, service or person.",
    table="change_conflicts", loaded=("changes",), needs=("configuration_item|service|assignee",),
    sql="count(*)", kind="count", unit="count", when="planned_start", good="down",
)
OUTSIDE_WINDOW = change(
    name="changes_outside_window", id="CHG-10-WINDOW", title="Changes outside the maintenance window",
    asks="How often do we change things at the wrong time?",
    formula="Of the changes planned in the period, the share outside the maintenance schedule according to the tool.",
    sql="avg(CAST(outside_maintenance_window AS INTEGER))", kind="proportion", unit="percent", when="planned_start",
    leaves_out=(CANCELLED,), needs=("outside_maintenance_window",), good="down",
)


#: What a change must have in writing before it starts: the column that says whether it has, and the words for it.
ARTEFACTS = {
    "has_implementation_plan": "implementation plan", "has_test_plan": "test plan", "has_backout_plan": "backout plan",
    "has_risk_analysis": "risk analysis",
}
documented = partial(
    Metric, table="documented_changes", loaded=("changes",), unit="percent", when="planned_start",
    where="coalesce(type, '') <> 'standard'", good="up", target=1.0,
)
DOCUMENTATION = documented(
    name="change_documentation", id="CHG-11", title="Change documents that are really there",
    asks="Are our changes prepared on paper before they start?",
    formula="Of the documents each change planned in the period needs (implementation, test, backout, risk), the share "
            "written, as far as its export has a column for them; placeholders and fewer than 20 characters count as "
            "missing. Standard changes need none.",
    sql="avg(CAST(documents_written AS DOUBLE) / nullif(documents_known, 0))", kind="mean",
    leaves_out=(CANCELLED, ("documents_known = 0", "its export has a column for none of the documents")),
    needs=("planned_start", "|".join(ARTEFACTS)), as_told=tuple(ARTEFACTS),
)


def _document(column: str, words: str) -> Metric:
    return documented(
        name=f"change_{column.removeprefix('has_')}", id=f"CHG-11-{words.upper().replace(' ', '-')}",
        title=f"Changes with a written {words}",
        asks=f"Has every change a {words} before it starts?",
        formula=f"Of the changes planned in the period, the share whose {words} is written; a placeholder or fewer "
                "than 20 characters is none. Standard changes need none.",
        sql=f"avg({column})", kind="proportion",
        leaves_out=(CANCELLED, (f"{column} IS NULL", "its export has no column for it")),
        needs=("planned_start", column),
    )


WITH_IMPLEMENTATION_PLAN, WITH_TEST_PLAN, WITH_BACKOUT_PLAN, WITH_RISK_ANALYSIS = (
    _document(column, words) for column, words in ARTEFACTS.items()
)
OVERDUE = change(
    name="overdue_changes", id="CHG-12", title="Overdue changes",
    asks="Which changes should have started?",
    formula="Changes whose planned start had passed at the moment and which had neither begun nor been closed by then.",
    source="ServiceNow: Overdue changes",
    sql="count(*)", kind="count", unit="count", open_from="planned_start", open_until=("actual_start", "closed"),
    leaves_out=(
        ("state_category IN ('implement', 'review', 'closed', 'cancelled') AND actual_start IS NULL AND closed IS NULL",
         "under way or over without a date of it"),
        ("coalesce(state_category, state, 'unknown') = 'unknown' AND actual_start IS NULL AND closed IS NULL",
         "in a state nobody has mapped"),
    ),
    needs=("planned_start", "state_category"), good="down",
)
#: Points per outcome and per incident caused, as ServiceNow's change success score has them.
SCORE = ("CASE outcome WHEN 'successful' THEN 3 WHEN 'with_issues' THEN -2 WHEN 'unsuccessful' THEN -5 ELSE 0 END"
         " - 10 * caused_p1 - 5 * caused_p2 - 2 * caused_p3"
         " + CASE WHEN each_child THEN 0 ELSE 10 * child_p1 + 5 * child_p2 + 2 * child_p3 END")
CHANGE_SCORE = Metric(
    name="change_success_score", id="CHG-13", title="Change success score",
    asks="Who makes changes that hold?",
    formula="3 a success, −2 with issues, −5 a failure, −10, −5 and −2 for every P1, P2 and P3 caused, a child counted "
            f"once at its parent unless each is; summed over the changes closed in the period. A {WHOSE}",
    source="ServiceNow",
    table="changes_with_incidents", loaded=("changes",), sql=f"sum({SCORE})", kind="sum", unit="points", when="closed",
    leaves_out=(CANCELLED, NO_OUTCOME), needs=("closed", "outcome"), good="up",
)
CHANGE_SCORE_EACH = Metric(
    name="change_success_score_each", id="CHG-13-EACH", title="Change success score per change",
    asks="How well does a typical change hold?",
    formula="The change success score divided by the number of changes, so that many and few compare.",
    table="changes_with_incidents", loaded=("changes",), sql=f"avg({SCORE})", kind="mean", unit="points", when="closed",
    leaves_out=(CANCELLED, NO_OUTCOME), needs=("closed", "outcome"), good="up",
)

UNPLANNED = Metric(
    name="unplanned_work", id="CHG-15", title="Unplanned work",
    asks="How much of our work do we choose ourselves?",
    formula="Of all changes closed, incidents resolved and work items done in the period, the share that was an "
            "emergency, of priority 1 or 2, or expedited.",
    table="work_done", sql="avg(CAST(unplanned AS INTEGER))", kind="proportion", unit="percent", when="happened",
    good="down",
)

# -- deployments, where there are any (DORA) ----------------------------------------------------------------

deployment = partial(
    Metric, table="judged_deployments", loaded=("deployments",), when="finished", source="DORA",
)
UNKNOWN_RESULT = ("result = 'unknown'", "of unknown result")
#: A mere list of deployments tells no results: what is listed was deployed.
SUCCEEDED = "coalesce(result, 'success') IN ('success', 'unknown')"

DEPLOYMENTS = deployment(
    name="deployments", id="CHG-16-FREQUENCY", title="Deployments",
    asks="How often do we deliver?",
    formula="Number of deployments that succeeded in the period; in a list without results, of all.",
    sql="count(*)", kind="count", unit="count", where=SUCCEEDED, leaves_out=(UNKNOWN_RESULT,), good="up",
)
DEPLOYMENT_LEAD_TIME = deployment(
    name="deployment_lead_time", id="CHG-16-LEAD", title="Lead time of a deployment, median (24×7)",
    asks="How long from a change in the code to its use?",
    formula="Median of the hours from committed to finished over the deployments that succeeded in the period.",
    sql="median((epoch(finished) - epoch(committed)) / 3600)", kind="median", unit="hours",
    where=SUCCEEDED, leaves_out=(UNKNOWN_RESULT, ("finished < committed", "finished before it was committed")),
    needs=("committed",), good="down", clock="24x7",
)
DEPLOYMENT_FAILURES = deployment(
    name="deployment_failure_rate", id="CHG-16-FAILURES", title="Deployments that failed",
    asks="How many deployments break something?",
    formula="Of the deployments finished in the period, the share that failed, was rolled back or has an incident.",
    sql="avg(CASE WHEN result IN ('failed', 'rolled_back') OR incident IS NOT NULL THEN 1 ELSE 0 END)",
    kind="proportion", unit="percent", leaves_out=(("result = 'unknown' AND incident IS NULL", "of unknown result"),),
    needs=("result|incident",), good="down",
)
DEPLOYMENT_RECOVERY = deployment(
    name="deployment_recovery_time", id="CHG-16-RECOVERY", title="Recovery from a failed deployment, median (24×7)",
    asks="How quickly do we repair what a deployment broke?",
    formula="Median of the hours from finished to restored over the failed deployments of the period; months without "
            "a failure have no recovery time, which is not zero.",
    sql="median((epoch(restored) - epoch(finished)) / 3600)", kind="median", unit="hours",
    where="result IN ('failed', 'rolled_back') OR incident IS NOT NULL",
    leaves_out=(
        ("restored IS NULL", "not restored, or without a date of it"),
        ("restored < finished", "restored before it was finished"),
    ),
    needs=("restored",), good="down", clock="24x7",
)
