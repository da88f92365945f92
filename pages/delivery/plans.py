"""Are we keeping the dates we promised?"""

from dataclasses import replace

import streamlit as st

import ui
from metrics.plans import (
    CAPACITY_LOAD,
    FIRST_TIME_ACCEPTANCE,
    LARGEST_SLIP,
    MILESTONE_SLIP,
    MILESTONES_ON_TIME,
)
from ui import milestones

view = ui.page(needs=("milestones", "plan_items"))
ui.answer(view, MILESTONES_ON_TIME, MILESTONE_SLIP, FIRST_TIME_ACCEPTANCE)
ui.kpis(view, MILESTONES_ON_TIME, MILESTONE_SLIP, LARGEST_SLIP, FIRST_TIME_ACCEPTANCE)
milestones.slips(view)
# Capacity is planned by the month: a finer grain would leave gaps.
finer = view.scope.grain in (None, "day", "week")
monthly = replace(view, scope=view.scope.but(grain="month")) if finer else view
with st.grid(2, min_column_width=420, gap="small"):
    ui.trend(monthly, CAPACITY_LOAD)
    milestones.plans(view)
