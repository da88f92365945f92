"""Pages under names of their own: a page with its period, filters and all else its address says."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple, Self
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ui.scope_bar import FILTERS, address_of_scope
from ui.view import PAGES
from warehouse import Warehouse, WarehouseError, settings
from warehouse.declared_settings import SAVED_VIEWS

_ASKED, _SAID, _OPEN = "view-asked", "view-said", "views"
LONGEST_NAME = 60


class SavedView(NamedTuple):
    """A name, the page's own word in the address, and what else the address says."""

    name: str
    page: str
    query: Mapping[str, tuple[str, ...]]

    @property
    def text(self) -> str:
        """The view as it is kept.

        >>> SavedView("Change board", "changes", {"period": ("last-3-months",)}).text
        'Change board = changes?period=last-3-months'
        """
        address = urlencode(dict(self.query), doseq=True)
        return f"{self.name} = {self.page}{f'?{address}' if address else ''}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """A view from the way it is kept; None where the text is none."""
        found = re.fullmatch(r"\s*([^=]+?)\s*=\s*(\w+)(?:\?(.*))?", text)
        if found is None:
            return None
        query = {name: tuple(values) for name, values in parse_qs(found[3] or "").items()}
        return cls(found[1], found[2], query)


#: The views there are until somebody keeps their own.
DECLARED = (
    SavedView("Board", "meeting", {}),
    SavedView("Delivery", "flow", {"period": ("last-3-months",), "grain": ("week",)}),
    SavedView("Vendor meeting", "vendors", {"period": ("last-quarter",)}),
    SavedView("Change board", "changes", {"period": ("last-3-months",), "grain": ("week",)}),
    SavedView("Client", "client", {"period": ("last-month",), "compare": ("year",)}),
)


def views_of(warehouse: Warehouse) -> list[SavedView]:
    """The views in their order; those that come with the app until one was saved, renamed or deleted."""
    kept = settings.value_of(warehouse, SAVED_VIEWS)
    if kept is None:
        return list(DECLARED)
    return [view for view in map(SavedView.read, kept) if view is not None]


def save(warehouse: Warehouse, view: SavedView) -> None:
    """Keep a view; one of the same name is replaced. Raises WarehouseError where the name is none."""
    name = _checked(view.name)
    others = [other for other in views_of(warehouse) if other.name.casefold() != name.casefold()]
    _keep(warehouse, [*others, view._replace(name=name)])


def rename(warehouse: Warehouse, old: str, new: str) -> None:
    """Give a view another name; raises WarehouseError where another has it or the name is none."""
    name = _checked(new)
    views = views_of(warehouse)
    if any(view.name.casefold() == name.casefold() and view.name != old for view in views):
        raise WarehouseError(f"There is a view “{name}” already: choose another name.", "view")
    _keep(warehouse, [view._replace(name=name) if view.name == old else view for view in views])


def delete(warehouse: Warehouse, name: str) -> None:
    """Forget a view."""
    _keep(warehouse, [view for view in views_of(warehouse) if view.name != name])


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or "=" in name or len(name) > LONGEST_NAME:
        raise WarehouseError(f"A view needs a name of at most {LONGEST_NAME} letters without “=”.", "view")
    return name


def _keep(warehouse: Warehouse, views: Sequence[SavedView]) -> None:
    settings.change(warehouse, SAVED_VIEWS, [view.text for view in views])


# -- on the page ------------------------------------------------------------------------------------------


def menu_of_views(warehouse: Warehouse, page: str) -> None:
    """The views to choose from, this page to be kept as another, and names to be changed or deleted."""
    if _SAID in st.session_state:
        st.toast(st.session_state.pop(_SAID), icon=":material/check:")
    with st.popover("Views", icon=":material/bookmarks:", key=_OPEN, on_change="rerun") as drawn:
        if not drawn.open:
            return
        views = views_of(warehouse)
        for view in views:
            st.button(
                view.name, key=f"view-{view.name}", type="tertiary", icon=":material/bookmark:",
                on_click=ask_for, args=(view,),
            )  # fmt: skip
        if warehouse.sample:
            st.caption("Views of your own can be kept once you have loaded data of your own.")
            return
        with st.form("view-new", clear_on_submit=True, border=False):
            name = st.text_input(
                "Keep this page as", key="view-name", placeholder="Name", max_chars=LONGEST_NAME
            )
            if st.form_submit_button("Save view", icon=":material/bookmark_add:", key="view-save"):
                _done(
                    f"View “{name}” saved", lambda: save(warehouse, SavedView(name, page, address_of_scope()))
                )
        if views:
            _changes(warehouse, views)


def _changes(warehouse: Warehouse, views: Sequence[SavedView]) -> None:
    with st.form("view-change", clear_on_submit=True, border=False):
        chosen = st.selectbox("Change a view", [view.name for view in views], key="view-chosen")
        name = st.text_input("New name", key="view-new-name", max_chars=LONGEST_NAME)
        with st.container(horizontal=True):
            renamed = st.form_submit_button("Rename", key="view-rename")
            deleted = st.form_submit_button("Delete", icon=":material/delete:", key="view-delete")
        if renamed:
            _done(f"View “{chosen}” is now “{name}”", lambda: rename(warehouse, chosen, name))
        if deleted:
            _done(f"View “{chosen}” deleted", lambda: delete(warehouse, chosen))


def _done(said: str, act: Callable[[], None]) -> None:
    try:
        act()
    except WarehouseError as problem:
        st.error(str(problem))
        return
    st.session_state[_SAID] = said
    st.rerun()


def ask_for(view: SavedView) -> None:
    """Go to a view once this run begins; for use in a callback."""
    st.session_state[_ASKED] = view


def follow_if_asked() -> None:
    """Go to the view a callback asked for: its page, and every control as its address says; before any is drawn."""
    view: SavedView | None = st.session_state.pop(_ASKED, None)
    if view is None:
        return
    page = next((page for path, page in st.session_state[PAGES].items() if _word(path) == view.page), None)
    if page is None:
        st.toast(f"The page of the view “{view.name}” is no more.", icon=":material/error:")
        return
    query = dict(view.query)
    for dimension in FILTERS:
        st.session_state[dimension] = list(query.get(dimension, ()))
    days = [date.fromisoformat(day) for day in query.get("days", ()) if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    if len(days) == 2:
        st.session_state["days"] = tuple(days)
    for name in ("period", "grain", "compare"):
        st.session_state.pop(name, None)
        st.session_state.pop(f"{name}-in-address", None)
    st.session_state[_OPEN] = False
    address: dict[str, list[str]] = {}
    for name, values in query.items():
        if name in {*FILTERS, "days"}:
            continue
        shown = st.session_state.get(name)
        if isinstance(
            shown, str | int
        ):  # a control of this very page, which owns what the address says of it
            with suppress(ValueError):  # an address written by hand
                st.session_state[name] = type(shown)(values[0])
        else:
            address[name] = list(values)
    st.switch_page(page, query_params=address)


def _word(path: str) -> str:
    """A page's word in the address."""
    return path.rpartition("/")[2].removesuffix(".py")
