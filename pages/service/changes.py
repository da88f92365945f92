"""Do our changes work, and do they keep out of freezes?"""

import streamlit as st

import ui
from metrics.changes import (
    CHANGE_FAILURE_RATE,
    CHANGE_SUCCESS,
    DOCUMENTATION,
    EMERGENCY,
    FREEZE_COLLISIONS,
    OVERDUE,
)
from ui import causes

FREEZES = ("number", "freeze_name", "service", "planned_start", "planned_end", "type", "vendor", "short_text")
LATE = ("number", "planned_start", "state", "service", "assignment_group", "short_text")

view = ui.page(needs="changes")
ui.answer(view, CHANGE_SUCCESS, CHANGE_FAILURE_RATE, EMERGENCY, FREEZE_COLLISIONS)
ui.kpis(view, CHANGE_SUCCESS, CHANGE_FAILURE_RATE, EMERGENCY, DOCUMENTATION)
with st.grid(2, min_column_width=420, gap="small"):
    ui.trend(view, CHANGE_SUCCESS)
    ui.breakdown(view, CHANGE_SUCCESS, by=("service", "vendor", "team", "type"))
    ui.records(
        view,
        FREEZE_COLLISIONS,
        FREEZES,
        finding="Changes planned into a freeze",
        newest_first="planned_start",
    )
    ui.records(view, OVERDUE, LATE, finding="Changes that should have started", newest_first="planned_start")
causes.gate(view)
