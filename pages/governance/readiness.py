"""Is what comes next ready to be handed over, and does it settle afterwards?"""

import streamlit as st

import ui
from ui import gates
from ui.order_days import order_days

view = ui.page(needs=("readiness", "portfolio"))
gates.answer(view)
gates.gates(view)
with st.grid(2, min_column_width=420, gap="small"):
    gates.debt(view)
    gates.after_launch(view)
gates.pipeline(view)
order_days(view)
