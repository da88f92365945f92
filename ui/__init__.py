"""The only Streamlit outside app.py and pages/: the frame around every page, and what pages are made of.

Names are imported when a page first uses them, so that the server answers before the slow libraries are there.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.cards import kpis
    from ui.figure_card import figure
    from ui.figures import ageing, breakdown, calendar, distribution, flows, stock, trend
    from ui.record_list import records
    from ui.tables import table
    from ui.view import View, answer, ask, page, say

_PLACES = {
    "ui.cards": ("kpis",),
    "ui.figure_card": ("figure",),
    "ui.figures": ("ageing", "breakdown", "calendar", "distribution", "flows", "stock", "trend"),
    "ui.record_list": ("records",),
    "ui.tables": ("table",),
    "ui.view": ("View", "answer", "ask", "page", "say"),
}  # fmt: skip
_PLACE_OF = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "View",
    "ageing",
    "answer",
    "ask",
    "breakdown",
    "calendar",
    "distribution",
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


def __getattr__(name: str) -> Any:
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACE_OF[name]), name)
