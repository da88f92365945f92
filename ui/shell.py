"""The table of contents and the frame around every page: title, question, scope, freshness, sample banner."""

import html
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ui import ready  # noqa: E402 - found only with the project's folder on the path

ready.wait()

from charts.numbers import written_day  # noqa: E402
from metrics.comparison import With  # noqa: E402
from metrics.scope import Scope  # noqa: E402
from ui import start  # noqa: E402
from ui.drawer import open_if_asked  # noqa: E402
from ui.facts import facts  # noqa: E402
from ui.questions import question_of  # noqa: E402
from ui.saved_views import follow_if_asked, menu_of_views  # noqa: E402
from ui.scope_bar import scope_bar  # noqa: E402
from ui.states import freshness, preparing, sample_banner, stale_stamp  # noqa: E402
from ui.view import PAGES, TARGETS, View  # noqa: E402
from warehouse import Warehouse, WarehouseError  # noqa: E402


class Entry(NamedTuple):
    """A page of the table of contents.

    `scoped` pages have the period and the filters above them; `shows_sample` is False for a page that is
    about the reader's own data alone, even while the others show the sample.
    """

    path: str
    title: str
    scoped: bool = True
    shows_sample: bool = True


#: What has an order is listed. The first page is the one the app opens on.
CONTENTS: dict[str, tuple[Entry, ...]] = {
    "Portfolio": (
        Entry("portfolio/wall.py", "Portfolio"),
        Entry("portfolio/client.py", "One client"),
        Entry("portfolio/disagreements.py", "Disagreements"),
        Entry("portfolio/health_rules.py", "Health rules", scoped=False),
    ),
    "Service": (
        Entry("service/incidents.py", "Incidents"),
        Entry("service/slas.py", "SLAs"),
        Entry("service/major_incidents.py", "Major incidents"),
        Entry("service/changes.py", "Changes and freezes"),
        Entry("service/problems.py", "Problems"),
        Entry("service/requests.py", "Requests"),
        Entry("service/improvement.py", "Improvement"),
    ),
    "Delivery": (
        Entry("delivery/flow.py", "Flow"),
        Entry("delivery/forecast.py", "Forecast"),
        Entry("delivery/plans.py", "Plans and milestones"),
    ),
    "Clients": (
        Entry("clients/mood.py", "Client mood"),
        Entry("clients/interactions.py", "Talks and promises"),
    ),
    "Money": (
        Entry("money/budget.py", "Budget"),
        Entry("money/orders.py", "Orders and invoices"),
        Entry("money/vendors.py", "Vendors"),
        Entry("money/earned_value.py", "Earned value"),
    ),
    "Governance": (
        Entry("governance/risks.py", "Risks"),
        Entry("governance/decisions.py", "Decisions"),
        Entry("governance/readiness.py", "Readiness"),
    ),
    "Board": (
        Entry("board/meeting.py", "Board meeting", scoped=False),
        Entry("board/freeze.py", "Freeze and compare", scoped=False),
        Entry("board/pack.py", "Board pack", scoped=False),
    ),
    "Data": (
        Entry("data/imports.py", "Data", scoped=False, shows_sample=False),
        Entry("data/quality.py", "Data quality"),
        Entry("data/definitions.py", "Definitions", scoped=False),
        Entry("data/settings.py", "Settings", scoped=False, shows_sample=False),
    ),
}

GRANTS = ("*",)


def main() -> None:
    """Draw the frame and run the chosen page inside it."""
    st.set_page_config(page_title="Bridgeview", page_icon=ROOT / "ui" / "static" / "icon.png", layout="wide")
    st.html(ROOT / "ui" / "style.css")
    board = st.query_params.get("board") == "1"
    # Made once a session: each one looks for its file on the disk.
    listed = st.session_state.get(PAGES)
    if listed is None:
        listed = st.session_state[PAGES] = {
            entry.path: st.Page(
                ROOT / "pages" / entry.path, title=entry.title, url_path=Path(entry.path).stem
            )
            for section in CONTENTS.values()
            for entry in section
        }
    # The default page has no address of its own; this one leads to the first of the contents, so that every
    # page of the contents has one.
    door = st.Page(open_first, title="Bridgeview", default=True, visibility="hidden", url_path="start")
    sections = {name: [listed[entry.path] for entry in section] for name, section in CONTENTS.items()}
    chosen = st.navigation({"": [door], **sections}, position="hidden" if board else "top")
    if chosen == door:
        open_first()
    entry = next(entry for section in CONTENTS.values() for entry in section if listed[entry.path] == chosen)
    if board:
        st.html(ROOT / "ui" / "board.css")
    try:
        warehouse = start.shown() if entry.shows_sample else start.own()
        if isinstance(warehouse, start.Sample):
            st.title(entry.title, anchor=False)
            preparing(warehouse)
            return
    except WarehouseError as problem:
        st.title("Bridgeview", anchor=False)
        st.error(str(problem), title="The data cannot be opened")
        st.stop()
    follow_if_asked()
    st.session_state["view"] = view = frame(warehouse, entry)
    chosen.run()
    open_if_asked(view)


def open_first() -> None:
    """Go to the first page of the contents with whatever the address asks for."""
    first = next(iter(CONTENTS.values()))[0]
    st.switch_page(st.session_state[PAGES][first.path], query_params=st.query_params.to_dict())


def frame(warehouse: Warehouse, entry: Entry) -> View:
    """Everything above the page; gives what the page sees."""
    content_id = warehouse.content_id
    known = facts(content_id, warehouse, GRANTS)
    as_of = known.as_of
    sample_banner(warehouse)
    stamp = stale_stamp(warehouse, as_of)
    scope = Scope(grants=GRANTS, grain="month")
    compare: With = "previous"
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", key="frame"
    ):
        with st.container(width="content", gap=None, key="title"):
            st.title(entry.title, anchor=False)
            st.html(
                f'<div class="bv-question">{html.escape(question_of(entry.path))}</div>'
                f'<div class="bv-stamp">{html.escape(freshness(known))}</div>'
            )
            if stamp is not None and as_of is not None:
                newest = f"The newest data is of {written_day(as_of.date())}."
                st.badge(stamp, icon=":material/schedule:", color="orange", help=newest)
        with st.container(width="content", key="scope-and-chips"):
            views = partial(menu_of_views, warehouse, Path(entry.path).stem)
            if entry.scoped and as_of is not None:
                scope, compare = scope_bar(content_id, warehouse, known, GRANTS, views)
            else:
                views()
    targets = warehouse.setting(TARGETS, {})
    return View(warehouse, content_id, scope, compare, entry.title, as_of, targets)


main()
