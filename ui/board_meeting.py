"""The board meeting on screen: which month and topic, the keys, full screen, rotation, notes, headlines."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from charts.numbers import written_day
from metrics.board import BOARD, TOPICS, Board, edit_headline, last_month, month_scope
from metrics.board_parts import Screen
from metrics.query_values import values_of
from metrics.scope import Scope
from ui.board import board_of, draw
from ui.board_keys import BUTTON_STYLE, keys, narrow
from ui.states import STALE_AFTER_DAYS
from ui.view import View, page_at

#: Seconds a topic stays on a wall display.
SECONDS = 25
#: How many months back can be chosen.
MONTHS = 18
TOPIC = "board-topic"
_PENDING = "board-next"
_TURNED = "board-turned"
#: The topic whose long tables were paged, and to which page.
_PAGED = "board-paged"

_FULL_SCREEN = """
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const toggle = () => document.fullscreenElement
    ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  const typed = (event) => {
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (!field && !event.ctrlKey && !event.metaKey && !event.altKey && event.key.toLowerCase() === "f") toggle();
  };
  button.onclick = toggle;
  document.addEventListener("keydown", typed);
  return () => document.removeEventListener("keydown", typed);
}
"""


def month_and_clients(view: View) -> Scope:
    """Choose the month and the clients; kept in the address."""
    last = last_month(view.warehouse, view.scope.grants)
    year, number = (int(part) for part in last.split("-"))
    months = [
        f"{(count := year * 12 + number - 1 - back) // 12}-{count % 12 + 1:02d}" for back in range(MONTHS)
    ]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _from_address("month", "board-month", months)
        month = st.selectbox(
            "Month", months, key="board-month", label_visibility="collapsed", width=170, required=True,
            format_func=lambda named: f"{datetime.fromisoformat(f'{named}-01'):%B %Y}",
        )  # fmt: skip
        clients = st.multiselect(
            "Clients", _clients(view), key="board_client", bind="query-params", placeholder="All clients",
            label_visibility="collapsed", width=360,
        )  # fmt: skip
    st.query_params["month"] = month
    chosen = Scope(grants=view.scope.grants, filters=(("client", tuple(clients)),) if clients else ())
    return month_scope(month if month in months else last, chosen)


def _from_address(name: str, key: str, options: Sequence[str]) -> None:
    """Let the address say what is chosen, with the option's own name and not the words people see."""
    if key not in st.session_state and st.query_params.get(name) in options:
        st.session_state[key] = st.query_params[name]


def _clients(view: View) -> list[str]:
    kinds = tuple(sorted(set(view.warehouse.imports()["kind"].dropna())))
    return values_of(view.warehouse, "client", kinds, view.scope.grants)


def meeting(view: View) -> None:
    """The sequence of the board, one topic a screen; with `board=1` in the address for the room."""
    large = st.query_params.get("board") == "1"
    _from_address("topic", TOPIC, TOPICS)
    if _PENDING in st.session_state:
        st.session_state[TOPIC] = st.session_state.pop(_PENDING)
    if large:
        st.html("<style>.st-key-frame, .st-key-sample { display: none; }</style>")
        scope = _scope_from_address(view)
    else:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            scope = month_and_clients(view)
            if st.button("Present", icon=":material/slideshow:", type="primary", key="board-present"):
                st.query_params["board"] = "1"
                st.rerun()
    shown = board_of(view, scope)
    screen = shown.screen(st.session_state.get(TOPIC) or TOPICS[0])
    st.query_params["topic"] = screen.topic
    draw(
        screen,
        _stamp(view, shown),
        view,
        large=large,
        narrow=narrow(),
        page=_page(screen),
        stale=_stale(view),
    )
    if not large and screen.edited:
        st.caption(screen.edited)
    _controls(view, shown, screen, large=large)


def _scope_from_address(view: View) -> Scope:
    month = st.query_params.get("month") or last_month(view.warehouse, view.scope.grants)
    clients = tuple(st.query_params.get_all("board_client"))
    chosen = Scope(grants=view.scope.grants, filters=(("client", clients),) if clients else ())
    try:
        return month_scope(month, chosen)
    except ValueError:
        return month_scope(last_month(view.warehouse, view.scope.grants), chosen)


def _stamp(view: View, shown: Board) -> str:
    sample = "sample data · " if view.warehouse.sample else ""
    clients = "; ".join(", ".join(values) for _, values in shown.scope.filters)
    return f"{sample}{shown.month_words}{f' · {clients}' if clients else ''} · data to {written_day(shown.data_to)}"


def _stale(view: View) -> str:
    """A wall display must never show old figures as if they were new."""
    if view.as_of is None or view.warehouse.sample:
        return ""
    days = (datetime.now(UTC).replace(tzinfo=None) - view.as_of).days
    return (
        f"These figures are {days} days old: the newest data are of {written_day(view.as_of.date())}."
        if days > STALE_AFTER_DAYS
        else ""
    )


def _chosen(key: str) -> None:
    st.session_state[TOPIC] = st.session_state[key]
    st.session_state[_TURNED] = time.monotonic()


def _turned_to(place: int) -> None:
    st.session_state[TOPIC] = TOPICS[place]
    st.session_state[_TURNED] = time.monotonic()


def _page(screen: Screen) -> int:
    topic, page = st.session_state.get(_PAGED, ("", 0))
    return int(page) if topic == screen.topic else 0


def _more(screen: Screen, pages: int) -> None:
    st.session_state[_PAGED] = (screen.topic, (_page(screen) + 1) % pages)
    st.session_state[_TURNED] = time.monotonic()


def _controls(view: View, shown: Board, screen: Screen, *, large: bool) -> None:
    place = TOPICS.index(screen.topic)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="board-keys"):
        keys(place, [topic.title for topic in BOARD], _turned_to)
        # A list of its own for each topic: were it one, a key pressed while a screen is still being drawn would be
        # lost, because the browser would go on saying what the list showed before.
        chosen = f"{TOPIC}-{place}"
        st.selectbox(
            "Topic", TOPICS, index=place, key=chosen, on_change=_chosen, args=(chosen,),
            label_visibility="collapsed", width=340, required=True,
            format_func=lambda name: f"{TOPICS.index(name) + 1} of {len(TOPICS)} · {BOARD[TOPICS.index(name)].title}",
        )  # fmt: skip
        pages = max((grid.pages for grid in screen.grids), default=1) if large else 1
        if pages > 1:
            st.button(
                f"Rows {_page(screen) + 1} of {pages}", shortcut="Down", on_click=_more, args=(screen, pages),
                key="board-more", help="The next rows of this topic's tables",
            )  # fmt: skip
        if st.button(
            "Notes",
            shortcut="N",
            icon=":material/speaker_notes:",
            key="board-notes",
            disabled=not screen.notes,
        ):
            st.dialog(f"Notes: {screen.title}", width="large", position="right")(_notes)(screen)
        if large:
            rotating = st.toggle(
                "Rotate", key="rotate", bind="query-params", help=f"A new topic every {SECONDS} s"
            )
            _full_screen()()
            if st.button(
                "Leave", icon=":material/close:", type="tertiary", key="board-leave", shortcut="Ctrl+Shift+L"
            ):
                del st.query_params["board"]
                st.rerun()
            if rotating:
                _rotate(place)
        else:
            with st.popover("Headline", icon=":material/edit:"):
                _edit(view, shown, screen)
            if st.button("Freeze and compare", icon=":material/ac_unit:", key="board-to-freeze"):
                st.switch_page(page_at("board/freeze.py"))


@st.cache_resource(show_spinner=False)
def _full_screen() -> Callable[..., object]:
    return st.components.v2.component(
        "full_screen",
        html='<button type="button" title="F">Full screen</button>',
        css=BUTTON_STYLE,
        js=_FULL_SCREEN,
    )


@st.fragment(run_every=5)
def _rotate(place: int) -> None:
    """Turn to the next topic once the present one has stood long enough; new data are shown by themselves."""
    now = time.monotonic()
    turned = st.session_state.setdefault(_TURNED, now)
    if now - turned >= SECONDS:
        st.session_state[_TURNED] = now
        st.session_state[_PENDING] = TOPICS[(place + 1) % len(TOPICS)]
        st.rerun(scope="app")


def _notes(screen: Screen) -> None:
    if screen.edited:
        st.caption(screen.edited)
    for note in screen.notes:
        st.text(f"• {note}")


def _edit(view: View, shown: Board, screen: Screen) -> None:
    st.caption("The rule says:")
    st.text(screen.written)
    with st.form(f"headline-{shown.month}-{screen.topic}", border=False):
        text = st.text_area("Your headline", value=screen.headline if screen.edited else "", max_chars=240)
        author = st.text_input("Who writes it")
        if st.form_submit_button("Save", help="An empty headline goes back to the rule's") and _saved(
            view, shown.month, screen.topic, text, author
        ):
            st.rerun()


def _saved(view: View, month: str, topic: str, text: str, author: str) -> bool:
    try:
        edit_headline(view.warehouse, month, topic, text, author)
    except ValueError as problem:
        st.error(str(problem))
        return False
    return True
