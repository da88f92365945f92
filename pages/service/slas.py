"""Are we keeping what we promised?"""

import streamlit as st

import ui
from metrics.slas import SLA_RESOLUTION, SLA_RESPONSE, UC_ANY
from ui import promises

view = ui.page(needs="ticket_slas")
ui.answer(view, SLA_RESOLUTION, SLA_RESPONSE, UC_ANY)
ui.kpis(view, SLA_RESOLUTION, SLA_RESPONSE, UC_ANY, lambda: promises.left_card(view))
with st.grid(2, min_column_width=420, gap="small"):
    ui.trend(view, SLA_RESOLUTION)
    ui.breakdown(view, SLA_RESOLUTION, by=("service", "team", "client", "vendor"))
    promises.risk(view)
    ui.trend(view, SLA_RESPONSE)
promises.clocks(view)
