"""How does one client stand with us, from tickets to money to mood?"""

from functools import partial

import streamlit as st

import ui
from metrics.client_mood import NPS, PROMISES_KEPT
from metrics.commerce import PIPELINE
from metrics.governance import ESCALATIONS
from metrics.incident_trends import BACKLOG, OPENED, RESOLVED, TIME_TO_RESOLVE
from metrics.slas import SLA_RESOLUTION
from ui import clients, reported
from ui.next_steps import next_steps

view = clients.chosen_client(ui.page(needs="anything"))
if view is not None:
    clients.standing(view)
    ui.kpis(view, TIME_TO_RESOLVE, SLA_RESOLUTION, NPS, ESCALATIONS)
    ui.kpis(
        view, partial(clients.budget_card, view), partial(clients.holds_card, view), PROMISES_KEPT, PIPELINE
    )
    with st.grid(2, min_column_width=420, gap="small"):
        ui.flows(view, OPENED, RESOLVED, names=("opened", "resolved"), level=BACKLOG)
        next_steps(view, every_client=False)
        clients.promises(view)
        clients.risks(view)
    clients.expected(view)
    reported.satisfaction(view)
