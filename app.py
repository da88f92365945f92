"""The launcher: started with `streamlit run app.py`, it serves ui/shell.py.

Were the pages served by a script beside `pages/`, the first deep link after a start would show a page without
the frame around it. With ui/shell.py as the main script this cannot happen.
"""

import gc
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ui import ready  # noqa: E402 - found only with the project's folder on the path
from ui.guard import Guard  # noqa: E402

#: Names under which a proxy may reach this server, beside the machine's own (comma separated).
EXTRA_HOSTS = "BRIDGEVIEW_HOSTS"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Answer at once; the slow work goes on beside it, and a reader who comes earlier waits for it."""
    ready.starting()
    threading.Thread(target=prepare, name="start", daemon=True).start()
    yield {}


def prepare() -> None:
    """Do the slow work once: imports, the database, the sample data."""
    try:
        from ui.start import begin

        begin()
    finally:
        ready.started()
    # What was imported never becomes garbage: looking for garbage among it took most of a page's time.
    gc.collect()
    gc.freeze()


app = st.App(
    ROOT / "ui" / "shell.py",
    lifespan=lifespan,
    middleware=[Middleware(Guard, hosts=(*LOCAL_HOSTS, *os.environ.get(EXTRA_HOSTS, "").split(",")))],
)
