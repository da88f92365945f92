"""What makes a cell of the portfolio red, amber, green or grey, and who sees it differently?"""

import streamlit as st

import ui
from ui import rule_editor

view = ui.page()
rules, targets, by_hand, text = st.tabs(["Rules", "Targets", "Colours by hand", "As text"])
with rules:
    rule_editor.rule_table(view)
with targets:
    rule_editor.targets(view)
with by_hand:
    rule_editor.overrides(view)
with text:
    rule_editor.as_text(view)
