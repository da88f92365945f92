"""Where each milestone was promised and where it stands; how well plans are made."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from charts import time as times
from charts.colours import Status
from charts.numbers import digits, written, written_day
from metrics.plans import PlanQuality, milestone_reports, plan_quality
from metrics.query_frame import references
from ui.drawer import request
from ui.evidence import Evidence
from ui.figure_card import figure
from ui.tables import table
from ui.view import View, ask

#: A slip up to this many days is amber; beyond it, red.
AMBER_UP_TO_DAYS = 14
MOST_DRAWN = 24


def slips(view: View) -> None:
    """Every milestone with its first baseline and where it stands in its newest report."""
    reports = ask(view, milestone_reports)
    newest = _newest(reports)
    rows = [
        (
            _name(row, ":<br>"),
            row["original_baseline"].date(),
            row["stands"].date(),
            _standing(row["slip_days"]),
        )
        for row in newest.to_dict("records")
        if pd.notna(row["original_baseline"]) and pd.notna(row["stands"])
    ]
    late = sum(1 for row in newest.to_dict("records") if pd.notna(row["slip_days"]) and row["slip_days"] > 0)
    today = view.as_of.date() if view.as_of else None

    def open_milestone(point: dict[str, Any]) -> None:
        name = str(point.get("customdata")).replace(":<br>", ": ")
        told = reports[[_name(row) == name for row in reports.to_dict("records")]]
        sentence = f"{digits(len(told), 0)} reports on this milestone, the oldest first."
        request(Evidence(name, sentence, references(told)))

    figure(
        "milestone-slips",
        finding=f"{late} of {len(newest)} milestones stand later than first promised"
        if len(newest)
        else "Milestones",
        unit="hollow: first baseline · filled: now",
        draw=lambda: times.slips(rows[:MOST_DRAWN], today=today),
        data=lambda: _table(newest),
        on_click=open_milestone,
        notes=(f"The {MOST_DRAWN} that slip most; as a table all of them.",)
        if len(rows) > MOST_DRAWN
        else (),
        empty=None if rows else "no milestone has a baseline and a date",
    )


def _newest(reports: pd.DataFrame) -> pd.DataFrame:
    if reports.empty:
        return reports.assign(stands=None)
    newest = reports.groupby(["project", "name"], dropna=False, sort=False).tail(1).copy()
    newest["stands"] = pd.to_datetime(newest["actual"].fillna(newest["forecast"]))
    newest["original_baseline"] = pd.to_datetime(newest["original_baseline"])
    return newest.sort_values("slip_days", ascending=False, na_position="last")


def _name(row: dict[Hashable, Any], parted: str = ": ") -> str:
    project = row.get("project")
    return f"{project}{parted}{row['name']}" if isinstance(project, str) and project else str(row["name"])


def _standing(slip: float | None) -> Status:
    if slip is None or pd.isna(slip):
        return "none"
    return "good" if slip <= 0 else "warn" if slip <= AMBER_UP_TO_DAYS else "bad"


def _table(newest: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Milestone": [_name(row) for row in newest.to_dict("records")],
            "First baseline": [_day(value) for value in newest["original_baseline"]],
            "Now": [_day(value) for value in newest["stands"]],
            "Slip in days": newest["slip_days"].to_numpy(),
            "Since the report before": newest["moved_days"].to_numpy(),
        }
    )


def _day(value: Any) -> str:
    stamp = pd.to_datetime(value) if value is not None else None
    return (
        written_day(date(stamp.year, stamp.month, stamp.day))
        if stamp is not None and pd.notna(stamp)
        else "—"
    )


def plans(view: View) -> None:
    """How well the plans are made, check by check, each with the lines that fail it."""
    found: PlanQuality = ask(view, plan_quality)
    with st.container(border=True, key="figure-plans", height="stretch"):
        said = (
            f"Plans pass {written(found.score, 'percent')} of {digits(found.n, 0)} checks"
            if found.score is not None
            else f"Plans: {found.reason}"
        )
        st.html(f'<div class="bv-finding">{said}</div>')
        if found.checks:
            checks = pd.DataFrame(
                [
                    {
                        "A line of the plan": f"… {check.check}",
                        "Checked": check.n,
                        "Kept": check.passed,
                        "Kept %": check.passed / check.n if check.n else None,
                        "Rows that fail": ", ".join(str(row) for _, _, row in check.failing[:6])
                        + (f" and {len(check.failing) - 6} more" if len(check.failing) > 6 else ""),
                    }
                    for check in found.checks
                ]
            )
            table(checks, alt=said)
