"""Do we remove the causes of incidents?"""

import streamlit as st

import ui
from metrics.problems import (
    AGE_OF_PROBLEMS,
    CAUSE_IN_TIME,
    KNOWN_ERRORS,
    LINKED,
    OPEN_PROBLEMS,
    PROBLEMS_OPENED,
    TIME_TO_REMOVE,
)
from ui import causes

COLUMNS = ("number", "opened", "service", "priority", "state", "known_error", "workaround", "short_text")

view = ui.page(needs="problems")
ui.answer(view, OPEN_PROBLEMS, LINKED, CAUSE_IN_TIME, TIME_TO_REMOVE)
ui.kpis(view, OPEN_PROBLEMS, AGE_OF_PROBLEMS, LINKED, CAUSE_IN_TIME)
with st.grid(2, min_column_width=420, gap="small"):
    ui.stock(view, OPEN_PROBLEMS)
    ui.trend(view, PROBLEMS_OPENED)
    ui.breakdown(view, OPEN_PROBLEMS, by=("service", "team", "priority"))
    ui.breakdown(view, KNOWN_ERRORS, by=("service", "team"))
ui.records(view, OPEN_PROBLEMS, COLUMNS, finding="Open problems", newest_first="opened")
causes.came_back(view)
