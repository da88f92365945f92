"""The Data page: choose files, see what they are, answer what only a reader can know, load, take back."""

import shutil
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from charts.numbers import digits
from contracts import all_contracts
from data_loaders.outcome import Question, TableResult
from data_loaders.templates import template
from metrics.workbook import as_workbook
from ui import mapping
from ui.drawer import XLSX
from ui.loading_job import Job
from ui.states import tool_title
from ui.tables import prepared
from ui.view import View, escaped, page_at
from warehouse import Warehouse, ledger

ACCEPTED = (
    "xlsx",
    "xlsm",
    "xlsb",
    "xls",
    "ods",
    "csv",
    "tsv",
    "txt",
    "html",
    "htm",
    "mht",
    "xml",
    "zip",
)
_JOB, _ANSWERS, _FILES, _RESULTS = "load-job", "load-answers", "load-files", "load-results"

CERTAINTY = {
    "sure": ("Recognised", ":material/check_circle:", "green"),
    "unsure": ("Not sure", ":material/help:", "orange"),
    "unknown": ("Not recognised", ":material/error:", "red"),
}


def kind_title(kind: str | None) -> str:
    """A kind as people call it."""
    return all_contracts()[kind].title if kind in all_contracts() else "not recognised"


# -- choosing files ---------------------------------------------------------------------------------------


def choose_files(view: View) -> None:
    """The place to drop files; what is dropped is looked at at once, and nothing is changed yet."""
    given = st.file_uploader(
        "Drop the exports of your tools here: Excel, CSV, HTML or a zip of them, several at once",
        type=list(ACCEPTED),
        accept_multiple_files=True,
        key=f"upload-{st.session_state.get('upload-round', 0)}",
    )
    names = tuple((file.file_id, file.name) for file in given or [])
    if names != st.session_state.get("upload-names", ()):
        st.session_state["upload-names"] = names
        st.session_state[_FILES] = _keep(given or [])
        st.session_state[_ANSWERS] = {}
        st.session_state.pop(_RESULTS, None)
        if names:
            start(view, dry_run=True)
            st.rerun()


def _keep(given: Sequence[Any]) -> list[tuple[Path, str]]:
    """Write uploads to a folder of this session under random names; the name people know is kept apart."""
    folder = _folder()
    kept: list[tuple[Path, str]] = []
    for file in given:
        path = folder / f"{uuid.uuid4().hex}{Path(file.name).suffix.lower()[:8]}"
        with path.open("wb") as out:
            shutil.copyfileobj(file, out)
        kept.append((path, file.name))
    return kept


def _folder() -> Path:
    holder = st.session_state.get("upload-folder")
    if holder is None:
        # Goes away with the session: TemporaryDirectory removes itself when nobody holds it any longer.
        holder = st.session_state["upload-folder"] = tempfile.TemporaryDirectory(prefix="bridgeview-")
    return Path(holder.name)


def start(view: View, *, dry_run: bool) -> None:
    """Look at the chosen files, or load them, in the background."""
    st.session_state[_JOB] = Job(
        view.warehouse, st.session_state[_FILES], st.session_state[_ANSWERS], dry_run=dry_run
    ).start()


def progress() -> bool:
    """Show how far a load is; gives True while it is at work."""
    job: Job | None = st.session_state.get(_JOB)
    if job is None:
        return False
    _watch(job)
    return True


@st.fragment(run_every="0.6s")
def _watch(job: Job) -> None:
    if not job.running:
        st.session_state.pop(_JOB, None)
        st.session_state[_RESULTS] = (job.dry_run, job.results, job.failure)
        st.rerun()
    name = job.files[job.place][1] if job.files else ""
    doing = "Looking at" if job.dry_run else "Loading"
    with st.container(border=True, key="card-progress"):
        st.progress(job.share or 0.0, text=f"{doing} **{escaped(name)}** · {escaped(job.stage)}")
        st.caption(f"File {job.place + 1} of {len(job.files)}")
        st.button("Cancel", icon=":material/close:", on_click=job.cancel, key="load-cancel")


# -- what was recognised, what must be asked --------------------------------------------------------------


def review(view: View) -> None:
    """What the files are and what they would change, the questions to answer, and the button to load."""
    found = st.session_state.get(_RESULTS)
    if found is None:
        return
    dry_run, results, failure = found
    if failure:
        st.error(failure, icon=":material/error:")
    if not dry_run:
        _loaded(view, results)
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
                f"Load {digits(rows, 0)} rows",
                type="primary",
                icon=":material/download_done:",
                key="load-now",
            ):
                start(view, dry_run=False)
                st.rerun()
            if st.button("Choose other files", key="load-other"):
                _start_over()
                st.rerun()


def _start_over() -> None:
    st.session_state["upload-round"] = st.session_state.get("upload-round", 0) + 1
    for name in (_RESULTS, _FILES, _ANSWERS, "upload-names", "upload-folder"):
        st.session_state.pop(name, None)


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
            st.error(result.error, icon=":material/error:")
        if result.kind:
            tool = f" from {escaped(tool_title(result.tool))}" if result.tool else ""
            st.markdown(
                f"{kind_title(result.kind)}{tool} · {digits(result.rows_read, 0)} rows · "
                f"{digits(len(result.columns), 0)} columns understood"
            )
        for warning in result.warnings[:6]:
            st.markdown(f":orange[:material/warning:] {escaped(warning)}")
        if not result.already_imported and result.sheet:
            opened = st.expander("Why, and which column is which", on_change="rerun", key=f"why-{position}")
            if opened.open:
                with opened:
                    _explain(view, result, position)


def _explain(view: View, result: TableResult, position: int) -> None:
    for reason in result.reasons:
        st.markdown(f"- {escaped(reason)}")
    path = next((path for path, name in st.session_state[_FILES] if name == result.file), None)
    if path is None:
        return
    answers: dict[str, dict[str, str]] = st.session_state[_ANSWERS]
    changed = mapping.editor(result, path, answers.get(result.file, {}), str(position))
    if changed:
        answers.setdefault(result.file, {}).update(changed)
        start(view, dry_run=True)
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
            answers: dict[str, dict[str, str]] = st.session_state[_ANSWERS]
            for (file, name), value in given.items():
                if value.strip():
                    answers.setdefault(file, {})[name] = value.strip()
            start(view, dry_run=True)
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


# -- what became of it ------------------------------------------------------------------------------------


def _loaded(view: View, results: Sequence[TableResult]) -> None:
    st.header("What became of every row", anchor=False)
    for position, result in enumerate(results):
        with st.container(border=True, key=f"card-loaded-{position}"):
            sheet = f", sheet {escaped(result.sheet)}" if result.sheet else ""
            st.markdown(f"**{escaped(result.file)}**{sheet} · {kind_title(result.kind)}")
            if result.error:
                st.error(result.error, icon=":material/error:")
                continue
            st.markdown(equation(result))
            for warning in result.warnings[:6]:
                st.markdown(f":orange[:material/warning:] {escaped(warning)}")
            if result.import_id is not None and result.rows_rejected:
                rejects_download(view.warehouse, result.import_id, f"new-{position}")
    with st.container(horizontal=True):
        if any(result.kind == "incidents" and not result.error for result in results):
            st.page_link(
                page_at("service/incidents.py"), label="Open Incidents", icon=":material/arrow_forward:"
            )
        if st.button("Load more files", key="load-more"):
            _start_over()
            st.rerun()


def equation(result: TableResult | Mapping[str, Any]) -> str:
    """Every row of the sheet accounted for: read = loaded + superseded + rejected + skipped."""
    row = result if isinstance(result, Mapping) else vars(result)
    parts = [
        f"**{digits(int(row['rows_read']), 0)} rows read** = {digits(int(row['rows_loaded']), 0)} loaded",
        f"{digits(int(row['rows_superseded']), 0)} superseded by a newer row",
        f"{digits(int(row['rows_rejected']), 0)} rejected",
        f"{digits(int(row['rows_skipped']), 0)} skipped",
    ]
    changes = ", ".join(f"{digits(int(row[name]), 0)} {name}" for name in ("new", "changed", "unchanged"))
    return f"{' + '.join(parts)}  \n{changes}"


def rejects_download(warehouse: Warehouse, import_id: int, key: str) -> None:
    """The refused rows as a workbook to correct and load again."""
    st.download_button(
        "Download the rejected rows",
        data=lambda: as_workbook({"Rejected": ledger.rejects_to_correct(warehouse, import_id)}),
        file_name=f"rejected_import_{import_id}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key=f"rejects-{key}",
    )


# -- what is there already --------------------------------------------------------------------------------


def history(view: View) -> None:
    """Every import, newest first, with its rejects and the way to take it back."""
    imports = view.warehouse.imports()
    if imports.empty:
        st.caption("Nothing has been imported yet.")
        return
    shown = imports.sort_values("import_id", ascending=False)
    overview = pd.DataFrame(
        {
            "Import": shown["import_id"],
            "File": shown["file"],
            "Sheet": shown["sheet"],
            "Kind": shown["kind"].map(kind_title),
            "When (UTC)": shown["imported_at"],
            "Read": shown["rows_read"],
            "Loaded": shown["rows_loaded"],
            "Superseded": shown["rows_superseded"],
            "Rejected": shown["rows_rejected"],
            "Skipped": shown["rows_skipped"],
            "State": shown["undone_at"].map(lambda at: "in use" if pd.isna(at) else "taken back"),
        }
    )
    overview, config = prepared(overview)
    chosen = st.dataframe(
        overview,
        hide_index=True,
        column_config=config,
        on_select="rerun",
        selection_mode="single-row",
        key="history",
        alt="All imports",
    )
    rows = chosen.selection.rows
    if not rows:
        st.caption("Choose a row to see what became of it, or to take the import back.")
        return
    _one_import(view, {str(name): value for name, value in shown.iloc[rows[0]].items()})


def _one_import(view: View, entry: dict[str, Any]) -> None:
    import_id = int(entry["import_id"])
    with st.container(border=True, key="card-import"):
        st.markdown(f"**Import {import_id}: {escaped(str(entry['file']))}**")
        st.markdown(equation(entry))
        with st.container(horizontal=True):
            if int(entry["rows_rejected"]):
                rejects_download(view.warehouse, import_id, f"old-{import_id}")
            if pd.isna(entry["undone_at"]) and st.button(
                "Take this import back", icon=":material/undo:", key=f"undo-{import_id}"
            ):
                _confirm_undo(view, import_id, str(entry["file"]))


def _confirm_undo(view: View, import_id: int, file: str) -> None:
    @st.dialog("Take this import back?")
    def confirm() -> None:
        st.markdown(
            f"The rows of import {import_id} ({escaped(file)}) no longer count, and the rows they had replaced "
            "stand again. The file and the entry in the history stay."
        )
        if st.button("Take it back", type="primary", key="undo-confirmed"):
            ledger.undo(view.warehouse, import_id)
            st.toast(f"Import {import_id} was taken back.", icon=":material/undo:")
            st.rerun()

    confirm()


def templates() -> None:
    """A template to fill in, for every kind of rows."""
    contracts = all_contracts()
    kind = st.selectbox(
        "Kind of rows", list(contracts), format_func=lambda name: contracts[name].title, key="template-kind"
    )
    st.caption(escaped(contracts[kind].about))
    st.download_button(
        "Download the template",
        data=lambda: template(kind),
        file_name=f"{kind}_template.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
    )
