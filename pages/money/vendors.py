"""Do our suppliers deliver what we pay them for, and what do they owe us?"""

import streamlit as st

import ui
from metrics.vendors import VENDOR_RESOLUTION, VENDOR_RESPONSE
from ui import suppliers

view = ui.page(needs=("incidents", "sla_targets", "invoices"))
suppliers.answer(view)
with st.grid(2, min_column_width=420, gap="small"):
    suppliers.cards(view)
    ui.breakdown(view, VENDOR_RESOLUTION, by="vendor")
suppliers.owed(view)
suppliers.clauses(view)
suppliers.chain(view)
suppliers.dossier(view)
ui.kpis(view, VENDOR_RESOLUTION, VENDOR_RESPONSE)
