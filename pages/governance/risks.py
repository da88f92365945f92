"""What could go wrong, how bad would it be, and does anybody look after it?"""

import streamlit as st

import ui
from metrics.risks import MITIGATED_IN_TIME, RISK_SCORE, STALE_RISKS
from ui import register

view = ui.page(needs="risks")
register.answer(view)
ui.kpis(view, RISK_SCORE, STALE_RISKS, MITIGATED_IN_TIME, lambda: register.exposure(view))
with st.grid(2, min_column_width=420, gap="small"):
    register.matrix(view)
    ui.breakdown(view, RISK_SCORE, by=("client", "service"))
register.listed(view)
register.calibrated(view)
