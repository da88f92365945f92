"""Does work flow, or does it wait?"""

import streamlit as st

import ui
from metrics.flow import AGE_OF_WORK, CYCLE_TIME, CYCLE_TIME_P85, FLOW_EFFICIENCY, THROUGHPUT, WIP
from ui.flow_diagram import flow_diagram

view = ui.page(needs="work_items")
ui.answer(view, CYCLE_TIME, THROUGHPUT, WIP)
ui.kpis(view, THROUGHPUT, CYCLE_TIME, WIP, AGE_OF_WORK)
with st.grid(2, min_column_width=420, gap="small"):
    ui.trend(view, THROUGHPUT)
    ui.distribution(view, CYCLE_TIME, CYCLE_TIME_P85)
    flow_diagram(view, WIP)
    ui.breakdown(view, CYCLE_TIME, by=("project", "team", "type"))
ui.kpis(view, CYCLE_TIME_P85, FLOW_EFFICIENCY)
