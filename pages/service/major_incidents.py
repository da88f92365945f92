"""What hurt us most, and did we learn from it?"""

import streamlit as st

import ui
from metrics.incident_trends import DAYS_SINCE_MAJOR, MAJOR, REVIEWED, URGENT
from ui import causes

COLUMNS = (
    "number",
    "service",
    "client",
    "opened",
    "resolved",
    "priority",
    "short_text",
    "post_incident_review",
)

view = ui.page(needs="incidents")
ui.answer(view, MAJOR, REVIEWED, URGENT)
ui.kpis(view, MAJOR, DAYS_SINCE_MAJOR, REVIEWED, URGENT)
with st.grid(2, min_column_width=420, gap="small"):
    ui.trend(view, URGENT)
    ui.breakdown(view, URGENT, by=("service", "client", "vendor"))
ui.records(view, MAJOR, COLUMNS, finding="Major incidents, the newest first", newest_first="opened")
causes.reliable(view)
