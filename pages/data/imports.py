"""Which files are loaded, and what became of every row?"""

import streamlit as st

import ui
from ui import imports, names, safekeeping

view = ui.page()
imports.choose_files(view)
if not imports.progress():
    imports.review(view)
st.header("Imports so far", anchor=False)
imports.history(view)
with st.grid(3, min_column_width=320, gap="small"):
    with st.container(border=True, height="stretch"):
        st.header("Templates", anchor=False)
        imports.templates()
    with st.container(border=True, height="stretch"):
        st.header("One name for one client", anchor=False)
        names.proposals(view)
    with st.container(border=True, height="stretch"):
        st.header("Safekeeping", anchor=False)
        safekeeping.backups(view)
        safekeeping.settings_link()
