"""Answers that sentences about a file offer (“to load it, answer hidden=load”), given with a click instead of typed."""

import re
from collections.abc import Iterable

import streamlit as st

from contracts import all_contracts
from data_loaders.outcome import TableResult
from ui import upload
from ui.import_outcome import kind_title
from ui.upload import ANSWERS
from ui.view import View, escaped

#: An answer stands in a sentence as `answer NAME=VALUE`; a name may hold a heading. A value in <> is the reader's, and
#: one that “(or …)” follows an example.
_OFFER = re.compile(r"\banswer ([a-z_]+(?:\.[^=.;]+)?)=(<[^<>]+>|[\w.+-]*\w)( \(or )?")


def offered(sentences: Iterable[str]) -> list[tuple[str, str]]:
    """The answers that sentences offer, as (name, value), each once; a value in <> is for the reader to fill in.

    >>> offered(["Sheet “Old” is hidden. To load it, answer hidden=load.", "To name it, answer contract=<name>."])
    [('hidden', 'load'), ('contract', '<name>')]
    """
    return list(
        dict.fromkeys(
            (name, f"<such as {value}>" if example else value)
            for sentence in sentences
            for name, value, example in _OFFER.findall(sentence)
        )
    )


def offers(view: View, result: TableResult, key: str) -> None:
    """A button for each answer that the sentences about a table offer, and one that takes given answers back."""
    answers: dict[str, dict[str, str]] = st.session_state[ANSWERS]
    given = answers.get(result.file, {})
    # Which kind it is and what a column is read as are chosen in the table below.
    found = [
        (name, value)
        for name, value in offered([*result.warnings, result.error or ""])
        if not name.startswith("map.") and (name, value) != ("kind", "<kind>") and given.get(name) != value
    ]
    if not found and not given:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, value in found:
            button = f"answer-{key}-{name}-{value}"
            if value.startswith("<"):
                written = st.text_input(
                    f"{escaped(name)}: {escaped(value[1:-1])}", key=f"{button}-text", width=260
                )
                if st.button("Answer", disabled=not written.strip(), key=button):
                    _answer(view, result.file, name, written.strip())
            elif st.button(_label(name, value), key=button):
                _answer(view, result.file, name, value)
        if given and st.button(
            "Take back the answers to this file", icon=":material/undo:", type="tertiary", key=f"answers-back-{key}",
            help=escaped(", ".join(f"{name}={value}" for name, value in given.items())),
        ):  # fmt: skip
            del answers[result.file]
            _look_again(view)


def _label(name: str, value: str) -> str:
    if name == "kind" and value in all_contracts():
        return f"Load them as {kind_title(value).lower()}"
    return f"Answer {escaped(name)}={escaped(value)}"


def _answer(view: View, file: str, name: str, value: str) -> None:
    answers: dict[str, dict[str, str]] = st.session_state[ANSWERS]
    answers.setdefault(file, {})[name] = value
    _look_again(view)


def _look_again(view: View) -> None:
    upload.start(view, dry_run=True)
    st.rerun()
