"""The only Streamlit outside app.py and pages/: the frame around every page, and what pages are made of."""

from ui.cards import fact, kpis
from ui.figures import ageing, breakdown, calendar, distribution, figure, flows, records, stock, table, trend
from ui.view import View, answer, ask, page, say

__all__ = [
    "View",
    "ageing",
    "answer",
    "ask",
    "breakdown",
    "calendar",
    "distribution",
    "fact",
    "figure",
    "flows",
    "kpis",
    "page",
    "records",
    "say",
    "stock",
    "table",
    "trend",
]
