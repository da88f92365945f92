"""Which files are loaded, and what became of every row?"""

import streamlit as st

import ui
from ui import import_history, import_review, names, safekeeping, templates, upload

view = ui.page()
upload.choose_files(view)
if not upload.progress():
    import_review.review(view)
st.header("Imports so far", anchor=False)
import_history.history(view)
with st.grid(3, min_column_width=320, gap="small"):
    with st.container(border=True, height="stretch"):
        st.header("Templates", anchor=False)
        templates.choose()
    with st.container(border=True, height="stretch"):
        st.header("One name for one client", anchor=False)
        names.proposals(view)
    with st.container(border=True, height="stretch"):
        st.header("Safekeeping", anchor=False)
        safekeeping.backups(view)
        safekeeping.settings_link()
