"""The keys of the board: Previous and Next, of which no press is lost however busy the server is."""

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

#: A button of a component beside Streamlit's own.
BUTTON_STYLE = """
button { font: 0.875rem var(--st-font); color: var(--st-text-color); background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: 0.5rem; padding: 0.35rem 0.7rem; min-height: 2.5rem;
  white-space: nowrap; }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
"""
_HTML = """
<div class="turn">
  <button type="button" class="previous" title="Left arrow">Previous <span aria-hidden="true">←</span></button>
  <button type="button" class="next" title="Right arrow">Next <span aria-hidden="true">→</span></button>
  <span class="coming" role="status"></span>
</div>
"""
_STYLE = f"""{BUTTON_STYLE}
.turn {{ display: flex; align-items: center; gap: 0.6rem; }}
.coming {{ font: 600 0.875rem var(--st-font); color: var(--st-text-color); white-space: nowrap; }}
.coming:empty {{ display: none; }}
"""
_KEY = "board-turn"
#: How many presses the server has answered in this session, and a name for the session.
_PRESSES = "board-presses"
_SESSION = "board-session"


def keys(place: int, titles: Sequence[str], turned: Callable[[int], None]) -> None:
    """Draw the two buttons and listen to ← and →; `turned` is told the place that is wanted, counted from 0.

    A press carries the place and not a step: Streamlit makes one message of the presses that come while a screen
    is being drawn, and keeps the last.
    """
    session = st.session_state.setdefault(_SESSION, uuid.uuid4().hex)

    def pressed() -> None:
        wanted = st.session_state[_KEY]["wanted"]
        if wanted and wanted["presses"] > st.session_state.get(_PRESSES, 0):
            st.session_state[_PRESSES] = wanted["presses"]
            turned(int(wanted["place"]) % len(titles))

    _component()(
        key=_KEY,
        data={
            "place": place,
            "titles": list(titles),
            "presses": st.session_state.get(_PRESSES, 0),
            "session": session,
            "narrow": narrow(),
        },
        on_narrow_change=lambda: None,
        on_wanted_change=pressed,
        width="content",
    )


def narrow() -> bool:
    """Whether the page is shown on a phone, as far as its browser has said so."""
    return bool((st.session_state.get(_KEY) or {}).get("narrow", False))


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_name("board_keys.js").read_text(encoding="utf-8")
    return st.components.v2.component("board_keys", html=_HTML, css=_STYLE, js=script)
