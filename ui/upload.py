"""The files a reader has given: kept for the session, looked at or loaded in the background, with how far that is."""

import shutil
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from ui.loading_job import Job
from ui.view import View, escaped

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
    "gz",
    "bz2",
    "xz",
)
#: Where the session keeps the job at work, what was answered of the files, the files, and what was found.
_JOB, ANSWERS, FILES, RESULTS = "load-job", "load-answers", "load-files", "load-results"


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
        st.session_state[FILES] = _keep(given or [])
        st.session_state[ANSWERS] = {}
        st.session_state.pop(RESULTS, None)
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
        view.warehouse, st.session_state[FILES], st.session_state[ANSWERS], dry_run=dry_run
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
        st.session_state[RESULTS] = (job.dry_run, job.results, job.failure)
        st.rerun()
    name = job.files[job.place][1] if job.files else ""
    doing = "Looking at" if job.dry_run else "Loading"
    with st.container(border=True, key="card-progress"):
        st.progress(job.share or 0.0, text=f"{doing} **{escaped(name)}** · {escaped(job.stage)}")
        st.caption(f"File {job.place + 1} of {len(job.files)}")
        st.button("Cancel", icon=":material/close:", on_click=job.cancel, key="load-cancel")


def start_over() -> None:
    """Forget the files that were given and what was found of them."""
    st.session_state["upload-round"] = st.session_state.get("upload-round", 0) + 1
    for name in (RESULTS, FILES, ANSWERS, "upload-names", "upload-folder"):
        st.session_state.pop(name, None)
