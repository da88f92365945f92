"""Backups, and how to go back to one."""

import streamlit as st

from charts.numbers import digits
from ui.view import View, escaped, page_at
from warehouse import WarehouseError, backup


def backups(view: View) -> None:
    """Make a backup now, and how to restore one."""
    path = view.warehouse.path
    if path is None:
        st.caption("A database in memory cannot be backed up.")
        return
    if st.button("Back up now", icon=":material/save:", key="backup"):
        try:
            made = backup.back_up(view.warehouse)
        except (OSError, WarehouseError) as problem:
            st.error(f"No backup was made: {problem}")
        else:
            st.toast(f"Backup written: {made.name}", icon=":material/save:")
    known = backup.backups(path)
    if known:
        size = sum(file.stat().st_size for file in known) / 2**20
        st.caption(f"{len(known)} kept, {digits(size, 0)} MB; the newest is {escaped(known[0].name)}.")
    else:
        st.caption("There is no backup yet.")
    with st.expander("How to restore one"):
        st.markdown("Stop the app, then run this with the name of the backup, and start the app again:")
        name = known[0].name if known else "NAME.duckdb"
        st.code(f"python -m warehouse restore {name}", language="bash", wrap_lines=True)


def settings_link() -> None:
    """The way to what is kept of people and files."""
    st.page_link(
        page_at("data/settings.py"), label="What is kept of people and files", icon=":material/settings:"
    )
