"""Do we do what we told our clients, and what could we offer them now?"""

import streamlit as st

import ui
from metrics.client_mood import MOOD_LOG, PROMISES_KEPT
from metrics.commerce import DELIVERY_SOURCED, PIPELINE, SALES_CYCLE, WIN_RATE
from ui import talks
from ui.next_steps import next_steps

view = ui.page(needs=("interactions", "expectations", "opportunities"))
ui.answer(view, PROMISES_KEPT, MOOD_LOG)
ui.kpis(view, PROMISES_KEPT, MOOD_LOG, PIPELINE, WIN_RATE)
next_steps(view, every_client=True)
talks.offers(view)
with st.grid(2, min_column_width=420, gap="small"):
    talks.expected(view)
    talks.escalated(view)
talks.talks(view)
ui.kpis(view, SALES_CYCLE, DELIVERY_SOURCED)
