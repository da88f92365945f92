"""What the address of a page says, in short codes that stay when the words people see change."""

from collections.abc import Callable

import streamlit as st


def from_address(name: str, usual: str, fits: Callable[[str], bool]) -> None:
    """Let the address decide what the control `name` shows; to be called before the control is drawn.

    It decides where it says something else than was written into it last: a link, a saved view, a first visit.
    Otherwise what the reader has chosen stays. What does not fit is ignored.
    """
    given = st.query_params.get(name)
    if given is not None and given != st.session_state.get(f"{name}-in-address") and fits(given):
        st.session_state[name] = given
    elif name not in st.session_state:
        st.session_state[name] = usual


def into_address(name: str, value: str, usual: str) -> None:
    """Write what a control shows into the address; what is usual is not written."""
    if value != usual:
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[f"{name}-in-address"] = value if value != usual else None
