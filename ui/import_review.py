"""What given files are and what they would change, which column is which, and what only their reader can know."""

from collections.abc import Sequence

import streamlit as st

from charts.numbers import digits
from data_loaders.outcome import Question, TableResult
from ui import import_answers, import_outcome, mapping, upload
from ui.import_outcome import kind_title, warn
from ui.import_sentences import on_the_page
from ui.states import tool_title
from ui.upload import ANSWERS, FILES, RESULTS
from ui.view import View, escaped

CERTAINTY = {
    "sure": ("Recognised", ":material/check_circle:", "green"),
    "unsure": ("Not sure", ":material/help:", "orange"),
    "unknown": ("Not recognised", ":material/error:", "red"),
}


def review(view: View) -> None:
    """What the files are and what they would change, the questions to answer, and the button to load."""
    found = st.session_state.get(RESULTS)
    if found is None:
        return
    dry_run, results, failure = found
    if failure:
        st.error(failure, icon=":material/error:")
    if not dry_run:
        import_outcome.loaded(view, results)
        return
    st.header("What was found", anchor=False)
    for position, result in enumerate(results):
        _found(view, result, position)
    asked = {question.name for result in results for question in result.questions}
    ready = [result for result in results if result.kind and not result.error and not result.questions]
    if asked:
        _questions(view, results)
    elif ready:
        rows = sum(result.rows_read for result in ready)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                f"Load {digits(rows, 0)} {'row' if rows == 1 else 'rows'}",
                type="primary",
                icon=":material/download_done:",
                key="load-now",
            ):
                upload.start(view, dry_run=False)
                st.rerun()
            if st.button("Choose other files", key="load-other"):
                upload.start_over()
                st.rerun()


def _found(view: View, result: TableResult, position: int) -> None:
    word, icon, colour = CERTAINTY.get(result.certainty or "unknown", CERTAINTY["unknown"])
    if result.already_imported:
        word, icon, colour = "Already loaded", ":material/done_all:", "gray"
    with st.container(border=True, key=f"card-found-{position}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            sheet = f", sheet {escaped(result.sheet)}" if result.sheet else ""
            st.markdown(f"**{escaped(result.file)}**{sheet}", width="content")
            st.badge(word, icon=icon, color=colour)  # type: ignore[arg-type]
        if result.error:
            st.error(escaped(on_the_page(result.error)), icon=":material/error:")
        if result.kind:
            tool = f" from {escaped(tool_title(result.tool))}" if result.tool else ""
            rows = f"{digits(result.rows_read, 0)} {'row' if result.rows_read == 1 else 'rows'}"
            st.markdown(
                f"{kind_title(result.kind)}{tool} · {rows} · "
                f"{digits(len(result.columns), 0)} columns understood"
            )
        warn([said for said in result.warnings if said != result.error], str(position))
        if not result.already_imported:
            import_answers.offers(view, result, str(position))
        if not result.already_imported and result.sheet:
            label = "Why, and which column is which" if result.kind else "Say what these rows are"
            # Who is asked what the rows are sees the first values of each column with the question.
            asked = result.certainty == "unsure"
            opened = st.expander(label, expanded=asked, on_change="rerun", key=f"why-{position}")
            if opened.open:
                with opened:
                    _explain(view, result, position)


def _explain(view: View, result: TableResult, position: int) -> None:
    st.markdown(
        "\n".join(f"- {escaped(reason)}" for reason in result.reasons if reason not in (result.error or ""))
    )
    path = next((path for path, name in st.session_state[FILES] if name == result.file), None)
    if path is None:
        return
    answers: dict[str, dict[str, str]] = st.session_state[ANSWERS]
    changed = mapping.editor(result, path, answers.get(result.file, {}), str(position))
    if changed:
        answers.setdefault(result.file, {}).update(changed)
        upload.start(view, dry_run=True)
        st.rerun()


def _questions(view: View, results: Sequence[TableResult]) -> None:
    """One form for everything that only the reader of the files can know."""
    st.header("Only you can know this", anchor=False)
    with st.form("load-questions", enter_to_submit=True):
        given: dict[tuple[str, str], str] = {}
        for file in dict.fromkeys(result.file for result in results):
            asked: dict[str, Question] = {}
            for result in results:
                if result.file == file:
                    asked |= {question.name: question for question in result.questions}
            if not asked:
                continue
            st.markdown(f"**{escaped(file)}**")
            for name, question in asked.items():
                given[file, name] = _ask(file, question)
        if st.form_submit_button("Answer", type="primary", icon=":material/check:"):
            answers: dict[str, dict[str, str]] = st.session_state[ANSWERS]
            for (file, name), value in given.items():
                if value.strip():
                    answers.setdefault(file, {})[name] = value.strip()
            upload.start(view, dry_run=True)
            st.rerun()


def _ask(file: str, question: Question) -> str:
    key = f"answer-{file}-{question.name}"
    if not question.options:
        return st.text_input(escaped(question.text), value=question.suggested or "", key=key)
    labels = {option.value: option for option in question.options}
    values = list(labels)
    chosen = st.radio(
        escaped(question.text),
        values,
        index=values.index(question.suggested) if question.suggested in values else None,
        format_func=lambda value: labels[value].label,
        captions=[option.effect for option in question.options]
        if any(o.effect for o in question.options)
        else None,
        key=key,
    )
    return chosen or ""
