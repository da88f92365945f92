"""Choose what goes into the board pack, build it, and take it away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from metrics.board import BOARD, TOPICS, NoBoardError
from metrics.scope import Scope
from ui.board_meeting import month_and_clients
from ui.view import View

_BUILT = "board-pack"
_FORMS = {"pptx": "PowerPoint", "pdf": "PDF", "html": "HTML", "xlsx": "Excel annex"}


def pack(view: View, build: Callable[..., dict[str, bytes]], media: Mapping[Any, str]) -> None:
    """The page; `build` binds the files, `media` are their types."""
    scope = month_and_clients(view)
    titles = {topic.name: topic.title for topic in BOARD}
    topics = st.pills(
        "Topics",
        TOPICS,
        default=TOPICS,
        selection_mode="multi",
        format_func=titles.__getitem__,
        key="pack-topics",
    )
    forms = st.pills(
        "Files", tuple(media), default=tuple(media), selection_mode="multi", format_func=_FORMS.__getitem__,
        key="pack-forms",
    )  # fmt: skip
    wanted = (view.content_id, scope.model_dump_json(), tuple(topics), tuple(forms))
    if st.button(
        "Build the pack", type="primary", icon=":material/inventory_2:", disabled=not (topics and forms)
    ):
        st.session_state[_BUILT] = (wanted, _built(view, scope, topics, forms, build))
    made = st.session_state.get(_BUILT)
    if made is None:
        st.caption("The pack is made on this machine from the same figures as the screen; nothing leaves it.")
        return
    if made[0] != wanted:
        st.warning(
            "The choices or the data have changed since this pack was built.", icon=":material/update:"
        )
    with st.container(horizontal=True):
        for name, content in made[1].items():
            form = name.rsplit(".", 1)[-1]
            st.download_button(
                f"{_FORMS[form]} ({len(content) / 1024:,.0f} KB)", data=content, file_name=name, mime=media[form],
                icon=":material/download:", on_click="ignore", key=f"pack-{form}",
            )  # fmt: skip


def _built(
    view: View,
    scope: Scope,
    topics: Sequence[str],
    forms: Sequence[str],
    build: Callable[..., dict[str, bytes]],
) -> dict[str, bytes]:
    bar = st.progress(0.0, "Starting")
    try:
        return build(view.warehouse, scope, topics=topics, formats=forms, progress=bar.progress)
    except NoBoardError as problem:
        st.info(str(problem), icon=":material/event_busy:")
        st.stop()
    finally:
        bar.empty()
