"""Workbooks to fill in where no tool exports what a page needs."""

import streamlit as st

from contracts import all_contracts
from data_loaders.templates import template
from ui.drawer import XLSX
from ui.view import escaped


def choose() -> None:
    """A template to fill in, for every kind of rows."""
    contracts = all_contracts()
    kind = st.selectbox(
        "Kind of rows", list(contracts), format_func=lambda name: contracts[name].title, key="template-kind"
    )
    st.caption(escaped(contracts[kind].about))
    st.download_button(
        "Download the template",
        data=lambda: template(kind),
        file_name=f"{kind}_template.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
    )
