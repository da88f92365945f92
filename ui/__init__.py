"""The only Streamlit outside app.py and pages/: the frame around every page, and what pages are made of."""

from ui.cards import kpis
from ui.figures import ageing, breakdown, distribution, figure, flows, stock, table, trend
from ui.view import View, answer, ask, page, say

__all__ = [
    "View",
    "ageing",
    "answer",
    "ask",
    "breakdown",
    "distribution",
    "figure",
    "flows",
    "kpis",
    "page",
    "say",
    "stock",
    "table",
    "trend",
]
