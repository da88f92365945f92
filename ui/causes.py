"""What to fix so that it does not come back, which records nobody can trust, and which services fail."""

import pandas as pd
import streamlit as st

from charts.numbers import written
from contracts import all_contracts
from metrics.change_calendar import Gate, documentation_gate
from metrics.hygiene import MASS_EDIT, MassEdit, hygiene_queue, mass_edit
from metrics.improvement import Cause, Improvements, improvements, problem_draft
from metrics.problems import Recurrence, recurrence
from metrics.query_tables import table
from metrics.service_reliability import Reliability, reliability
from metrics.wording import listed
from metrics.workbook import as_workbook
from ui.drawer import XLSX
from ui.evidence import Evidence, listing
from ui.figure_card import Choice
from ui.tables import heading
from ui.view import View, ask, say

WAYS = {
    "service and category": ("service", "category"),
    "category": ("category",),
    "configuration item": ("configuration_item",),
    "close code": ("close_code",),
}
OFTENER, RARER, SAME, UNKNOWN = "more often", "rarer", "no change beyond noise", "cannot be told"
#: What became of the incidents after a fix, in the order in which they are read.
VERDICTS = (OFTENER, RARER, SAME, UNKNOWN)
MOVEMENTS = {"new": "red", "growing": "red", "steady": "gray", "shrinking": "green"}


def heaviest(view: View) -> None:
    """The causes by the hours they cost, what is new or growing, and a draft of a problem for each."""
    known = table(view.warehouse, "incidents", view.scope.grants)
    # What no incident says comes last: it names no cause.
    ways = sorted(WAYS, key=lambda way: not all(known.is_filled(column) for column in WAYS[way]))
    choice = Choice(f"causes-by-{ways[0]}", "Causes by", tuple(ways))
    by = WAYS[choice.chosen]
    found: Improvements = ask(view, improvements, by=by)
    causes = [cause for cause in found.causes if cause.is_set]
    _say(found, causes)
    choice.draw()
    data = pd.DataFrame(
        [
            {
                "Cause": " / ".join(cause.name),
                "Movement": cause.movement,
                "Incidents": cause.n,
                "Share %": cause.share,
                "Hours": cause.hours,
                "Median hours": cause.median_hours,
                "Reopened %": cause.reopened,
                "First seen": cause.first_seen,
            }
            for cause in causes
        ],
        columns=[
            "Cause",
            "Movement",
            "Incidents",
            "Share %",
            "Hours",
            "Median hours",
            "Reopened %",
            "First seen",
        ],
    )
    listing(
        "causes",
        finding="What costs most",
        unit="hours to resolve × reopened, the heaviest first",
        data=data,
        asked=lambda row: _evidence(causes[row]),
        statuses={"Movement": MOVEMENTS},
        empty=_why_none(found),
        height=400,
    )
    if causes:
        _drafts(causes[:10], by)


def _why_none(found: Improvements) -> str:
    if found.reason:
        return found.reason
    return f"no incident says its {' and '.join(found.by).replace('_', ' ')}"


def _say(found: Improvements, causes: list[Cause]) -> None:
    if not causes:
        say(f"No cause can be named: {_why_none(found)}.")
        return
    first = causes[0]
    total = sum(cause.hours for cause in found.causes)
    share = f", {written(first.hours / total, 'percent')} of all hours" if total else ""
    growing = [cause for cause in causes if cause.movement in {"new", "growing"}]
    more = (
        f" New or growing beyond noise: {' / '.join(growing[0].name)}"
        if growing
        else " None grows beyond noise"
    )
    others = f" and {len(growing) - 1} more" if len(growing) > 1 else ""
    say(f"{' / '.join(first.name)} costs most: {first.hours:,.0f} hours{share}.{more}{others}.")


def _evidence(cause: Cause) -> Evidence:
    name = " / ".join(cause.name)
    sentence = f"{cause.n:,} incidents, {cause.hours:,.0f} hours to resolve in all, {cause.movement}."
    return Evidence(name, sentence, cause.rows)


def _drafts(causes: list[Cause], by: tuple[str, ...]) -> None:
    """Problem records to start from, in the columns of the problem template."""
    drafts = pd.DataFrame([problem_draft(cause, by) for cause in causes])
    st.download_button(
        "Draft problem records for these",
        data=lambda: as_workbook({all_contracts()["problems"].title: drafts}),
        file_name="problem_drafts.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="problem-drafts",
    )


def untidy(view: View) -> None:
    """The records somebody should look at before they spoil a figure."""
    queue = ask(view, hygiene_queue)
    edit: MassEdit = ask(view, mass_edit)
    notes = []
    if edit.share is not None and edit.share > MASS_EDIT and edit.minute is not None:
        share = written(edit.share, "percent")
        notes.append(
            f"{share} of the open incidents were updated in one minute ({edit.minute:%d %b %Y %H:%M})."
        )
    wanted = ["number", "finding", "opened", "priority", "service", "assignment_group", "state", "short_text"]
    shown = queue[[name for name in wanted if name in queue]]
    places = queue[["import_id", "sheet", "row_no"]].to_numpy().tolist() if len(queue) else []

    def behind(row: int) -> Evidence:
        import_id, sheet, row_no = places[row]
        entry = queue.iloc[row]
        return Evidence(
            str(entry["number"]), str(entry["finding"]), ((int(import_id), str(sheet), int(row_no)),)
        )

    findings = queue["finding"].nunique() if len(queue) else 0
    listing(
        "untidy",
        finding=f"{len(queue):,} things to put right in incident records"
        if len(queue)
        else "Incident records",
        unit=f"{findings} {'kind' if findings == 1 else 'kinds'}, the oldest first" if findings else "",
        data=shown.rename(columns=heading),
        asked=behind,
        empty="no record contradicts itself",
        notes=notes,
        height=360,
    )


def gate(view: View) -> None:
    """The changes that must not start as they are."""
    found: Gate = ask(view, documentation_gate)
    wanted = ["number", "missing", "planned_start", "service", "assignment_group", "short_text"]
    data = found.changes[[name for name in wanted if name in found.changes]].copy()
    if "missing" in data:
        data["missing"] = [
            ", ".join(words) if isinstance(words, list | tuple) else "" for words in data["missing"]
        ]
    listing(
        "gate",
        finding=f"{len(data):,} of {found.n:,} changes that start within five working days lack a document",
        data=data.rename(columns=heading),
        empty=found.reason or "every change that starts soon is documented",
        notes=[f"Not measurable: needs {listed(found.untold)}."] if found.untold else (),
    )


def reliable(view: View) -> None:
    """Every service with its failures, downtime and the time between failures."""
    found: tuple[Reliability, ...] = ask(view, reliability)
    failed = sorted(
        (service for service in found if service.failures),
        key=lambda service: (service.availability is None, service.availability or 0.0),
    )
    data = pd.DataFrame(
        [
            {
                "Service": service.service,
                "Failures": service.failures,
                "Hours down": service.down_hours,
                "Available at least %": service.availability,
                "Days between failures": None if service.mtbf_hours is None else service.mtbf_hours / 24,
                "Days since the last": None if service.hours_since_last is None else service.hours_since_last / 24,
            }
            for service in failed
        ],
        columns=[
            "Service", "Failures", "Hours down", "Available at least %", "Days between failures",
            "Days since the last",
        ],
    )  # fmt: skip
    clock = " and ".join(sorted({service.clock for service in failed})) or "24×7"
    listing(
        "reliability",
        finding="How long services last between failures",
        unit=f"priority 1 and 2, or major; {clock}; every failure taken as a full outage",
        data=data,
        asked=lambda row: Evidence(
            failed[row].service, f"{failed[row].failures} failures in this period.", failed[row].rows
        ),
        empty="no service failed in this period" if found else "no incident names its service",
    )


def came_back(view: View) -> None:
    """Whether incidents became rarer after the fix of each problem."""
    found: list[Recurrence] = sorted(ask(view, recurrence), key=lambda one: VERDICTS.index(_verdict(one)))
    data = pd.DataFrame(
        [
            {
                "Problem": one.problem,
                "Fixed": one.fixed,
                "Incidents before": one.before,
                "Incidents after": one.after,
                "Days on each side": one.days,
                "Verdict": _verdict(one),
                "Remark": one.reason,
            }
            for one in found
        ],
        columns=[
            "Problem",
            "Fixed",
            "Incidents before",
            "Incidents after",
            "Days on each side",
            "Verdict",
            "Remark",
        ],
    )
    worked = sum(1 for one in found if _verdict(one) == RARER)
    listing(
        "recurrence",
        finding=f"After {worked} of {len(found)} fixes incidents became rarer beyond noise"
        if found
        else "Fixes",
        data=data,
        asked=lambda row: Evidence(found[row].problem, found[row].verdict, found[row].rows),
        statuses={"Verdict": dict(zip(VERDICTS, ("red", "green", "gray", "gray"), strict=True))},
        empty="no problem has a date of its fix",
    )


def _verdict(one: Recurrence) -> str:
    if one.ratio is None:
        return UNKNOWN
    if one.ratio.high is not None and one.ratio.high < 1:
        return RARER
    return OFTENER if one.ratio.low > 1 else SAME
