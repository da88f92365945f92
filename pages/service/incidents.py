"""Are we restoring service quickly enough?"""

import streamlit as st

import ui
from metrics.incident_trends import (
    AGEING_BANDS,
    BACKLOG,
    OPENED,
    REOPENED,
    RESOLVED,
    TIME_TO_RESOLVE,
    TIME_TO_RESOLVE_P85,
    TOOL_SLA_FLAG,
)

AGES = ("0–1 d", "2–5 d", "6–30 d", "31–90 d", "over 90 d")

view = ui.page(needs="incidents")
ui.answer(view, TOOL_SLA_FLAG, TIME_TO_RESOLVE, BACKLOG, REOPENED, OPENED)
ui.kpis(view, TIME_TO_RESOLVE, TOOL_SLA_FLAG, REOPENED, BACKLOG)
with st.grid(2, min_column_width=420, gap="small"):
    ui.flows(view, OPENED, RESOLVED, names=("opened", "resolved"), level=BACKLOG)
    ui.ageing(view, AGEING_BANDS, AGES, words="open incidents")
    ui.distribution(view, TIME_TO_RESOLVE, TIME_TO_RESOLVE_P85)
    ui.breakdown(view, TIME_TO_RESOLVE, by=("service", "team", "priority"))
