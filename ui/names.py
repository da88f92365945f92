"""One name for one client: names that are probably the same, decided by the reader, never by the machine."""

import streamlit as st

from ui.scope_bar import FILTERS
from ui.view import View, escaped
from warehouse import aliases

SHOWN = 5


def proposals(view: View) -> None:
    """Pairs of names that may be one, the most alike first, and what was decided before."""
    found = _found(view.content_id, view)
    if not found:
        st.caption("No two names of clients, services, teams or vendors look like one and the same.")
    for number, pair in enumerate(found[:SHOWN]):
        what = FILTERS.get(pair.dimension, pair.dimension).lower()
        st.markdown(
            f"**{escaped(pair.written)}** ({pair.rows_written:,} rows) is the {what} "
            f"**{escaped(pair.name)}** ({pair.rows_name:,} rows)?  \n:gray[{escaped(pair.why)}]"
        )
        with st.container(horizontal=True):
            for label, same in (("The same", True), ("Two different", False)):
                if st.button(label, key=f"alias-{number}-{same}"):
                    aliases.decide(view.warehouse, pair.dimension, pair.written, pair.name, same=same)
                    st.rerun()
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN} more after these.")
    decided = aliases.decisions(view.warehouse)
    if decided:
        with st.expander(f"{len(decided)} decided"):
            for dimension, written, name, same in decided:
                sign = "is shown as" if same else "is not"
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(f"{escaped(written)} {sign} {escaped(name)}", width="content")
                    if st.button("Take back", type="tertiary", key=f"alias-back-{dimension}-{written}"):
                        aliases.take_back(view.warehouse, dimension, written)
                        st.rerun()


@st.cache_data(max_entries=5, show_spinner=False)
def _found(content_id: str, _view: View) -> list[aliases.Proposal]:  # noqa: ARG001 - another content, other names
    return aliases.proposals(_view.warehouse)
