"""Which invoices should not be paid yet, and what must be booked before the month is closed?"""

import streamlit as st

import ui
from metrics.orders import MATCHED, RECEIVED_BEFORE_PAID, RETROSPECTIVE, WITHOUT_ORDER
from ui import invoices

view = ui.page(needs=("invoices", "purchase_orders"))
invoices.answer(view)
ui.kpis(view, MATCHED, WITHOUT_ORDER, RETROSPECTIVE, RECEIVED_BEFORE_PAID)
invoices.holds(view)
with st.grid(2, min_column_width=420, gap="small"):
    invoices.matches(view)
    invoices.close_of_period(view)
    invoices.unconfirmed(view)
    invoices.suspects(view)
    invoices.late_orders(view)
