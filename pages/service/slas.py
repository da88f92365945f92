"""Are we keeping what we promised?"""

import streamlit as st

import ui
from metrics.metric import Metric
from metrics.slas import OWN_TARGET, OWN_TARGET_RESPONSE, SLA_RESOLUTION, SLA_RESPONSE, UC_ANY
from ui import sla_clocks
from ui.facts import is_empty

view = ui.page(needs=("ticket_slas", "sla_targets"))
if is_empty(view.content_id, view.warehouse, "ticket_slas", view.scope.grants):
    # No clock of the tool: what contracts promise is measured on the incidents themselves.
    shown: tuple[Metric, ...] = (OWN_TARGET, OWN_TARGET_RESPONSE)
else:
    shown = (SLA_RESOLUTION, SLA_RESPONSE, UC_ANY)
ui.answer(view, *shown)
ui.kpis(view, *shown, lambda: sla_clocks.left_card(view))
with st.grid(2, min_column_width=420, gap="small"):
    ui.trend(view, shown[0])
    ui.breakdown(view, shown[0], by=("service", "team", "client", "vendor"))
    sla_clocks.risk(view)
    for metric in shown[1:2]:
        ui.trend(view, metric)
sla_clocks.clocks(view)
