"""How do our clients feel about us, and how sure can we be?"""

from dataclasses import replace

import streamlit as st

import ui
from metrics.client_mood import CES, CSAT, MOOD_LOG, NPS
from ui import moods, reported

view = ui.page(needs=("survey_responses", "interactions", "satisfaction_summaries"))
# Surveys come in waves: single weeks have too few answers to show anything.
by_month = replace(view, scope=view.scope.but(grain="month"))
moods.answer(view)
ui.kpis(view, NPS, CSAT, CES, MOOD_LOG)
moods.heard(view)
reported.satisfaction(view)
with st.grid(2, min_column_width=420, gap="small"):
    moods.by_client(view)
    moods.themes(view)
    ui.trend(by_month, NPS)
    moods.driving(view)
moods.words(view)
