"""How do our clients feel about us, and how sure can we be?"""

import streamlit as st

import ui
from metrics.client_mood import CES, CSAT, MOOD_LOG, NPS
from ui import moods

view = ui.page(needs=("survey_responses", "interactions"))
moods.answer(view)
ui.kpis(view, NPS, CSAT, CES, MOOD_LOG)
moods.heard(view)
with st.grid(2, min_column_width=420, gap="small"):
    moods.by_client(view)
    moods.themes(view)
    ui.trend(view, NPS)
    moods.driving(view)
moods.words(view)
