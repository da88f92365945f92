"""Backups and what is kept of people: the switches of the Data page."""

import streamlit as st

from charts.numbers import digits
from ui.view import View, escaped
from warehouse import WarehouseError, backup, originals


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


def privacy(view: View) -> None:
    """Whether names of people are kept, and whether the files themselves are."""
    st.markdown("**What is kept of people and files**")
    sources = sorted({str(tool) for tool in view.warehouse.imports()["tool"].dropna()})
    for source in sources or ["servicenow"]:
        _switch(
            view,
            f"names_in_clear.{source}",
            f"Keep names of people from {source} as written",
            "Off: only a keyed hash is kept, the same for the same person. It holds for files loaded from now on.",
        )
    kept = str(view.warehouse.setting(originals.SETTING, "plain"))
    ways = {"plain": "as they are", "encrypted": "encrypted", "none": "not at all"}
    chosen = st.selectbox(
        "Keep the loaded files", list(ways), index=list(ways).index(kept) if kept in ways else 0,
        format_func=ways.__getitem__, key="originals",
        help="A receipt can be checked against the file itself only while the file is kept.",
    )  # fmt: skip
    if chosen != kept:
        view.warehouse.set_setting(originals.SETTING, chosen)
        st.toast("Kept for files loaded from now on.", icon=":material/check:")


def _switch(view: View, name: str, label: str, explained: str) -> None:
    before = bool(view.warehouse.setting(name, False))
    now = st.toggle(escaped(label), value=before, key=f"setting-{name}", help=explained)
    if now != before:
        view.warehouse.set_setting(name, now)
        st.toast("Changed for files loaded from now on.", icon=":material/check:")
