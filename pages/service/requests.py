"""Do people get what they ask for in time?"""

import streamlit as st

import ui
from metrics.requests import (
    FULFILMENT_TIME,
    FULFILMENT_TIME_P85,
    LATE,
    NEARLY_DUE,
    OPEN_REQUESTS,
    REQUESTS_CLOSED,
    REQUESTS_OPENED,
)

view = ui.page(needs="requests")
ui.answer(view, LATE, FULFILMENT_TIME, OPEN_REQUESTS)
ui.kpis(view, FULFILMENT_TIME, LATE, OPEN_REQUESTS, NEARLY_DUE)
with st.grid(2, min_column_width=420, gap="small"):
    ui.flows(view, REQUESTS_OPENED, REQUESTS_CLOSED, names=("opened", "fulfilled"), level=OPEN_REQUESTS)
    ui.distribution(view, FULFILMENT_TIME, FULFILMENT_TIME_P85)
    ui.breakdown(view, FULFILMENT_TIME, by=("item", "team", "client"))
    ui.breakdown(view, LATE, by=("item", "team", "client"))
