"""Are decisions taken, escalations settled, and promises between teams kept?"""

import streamlit as st

import ui
from metrics.governance import (
    ACTIONS_IN_TIME,
    DECISION_LATENCY,
    DECISIONS_GOOD,
    DECISIONS_OVERDUE,
    DECISIONS_REVIEWED,
    DEPENDENCIES_IN_TIME,
    DEPENDENCY_GAP,
    ESCALATION_ANSWERED,
    ESCALATION_SETTLED,
    ESCALATIONS,
    MEETINGS_HELD,
    PROMISES_BROKEN,
)

DECISIONS = ("identifier", "summary", "raised", "due", "owner", "client", "project")
PROMISES = ("identifier", "summary", "provider", "consumer", "need_by", "committed", "delivered", "project")

view = ui.page(needs=("decisions", "escalations", "dependencies", "meetings"))
ui.answer(view, DECISIONS_OVERDUE, DEPENDENCIES_IN_TIME, ESCALATIONS)
ui.kpis(view, DECISIONS_OVERDUE, DECISION_LATENCY, ESCALATIONS, ESCALATION_ANSWERED)
with st.grid(2, min_column_width=420, gap="small"):
    ui.records(view, DECISIONS_OVERDUE, DECISIONS, finding="Decisions that are overdue", newest_first="due")
    ui.breakdown(view, ESCALATIONS, by=("client", "service"))
ui.records(
    view, DEPENDENCIES_IN_TIME, PROMISES, finding="What teams need from one another", newest_first="need_by"
)
ui.kpis(view, DEPENDENCIES_IN_TIME, DEPENDENCY_GAP, PROMISES_BROKEN, ESCALATION_SETTLED)
ui.kpis(view, MEETINGS_HELD, ACTIONS_IN_TIME, DECISIONS_REVIEWED, DECISIONS_GOOD)
