"""The launcher: started with `streamlit run app.py`, it serves ui/shell.py.

Were the pages served by a script beside `pages/`, the first deep link after a start would show a page without
the frame around it. With ui/shell.py as the main script this cannot happen.
"""

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ui.guard import Guard  # noqa: E402 - found only with the project's folder on the path
from ui.start import begin  # noqa: E402

#: Names under which a proxy may reach this server, beside the machine's own (comma separated).
EXTRA_HOSTS = "BRIDGEVIEW_HOSTS"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Do the slow work once, before the first reader comes: imports, the database, the sample data."""
    await asyncio.to_thread(begin)
    # Streamlit collects garbage after every run; what was imported above never becomes garbage, and walking
    # it each time took three quarters of a page's time.
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    ROOT / "ui" / "shell.py",
    lifespan=lifespan,
    middleware=[Middleware(Guard, hosts=(*LOCAL_HOSTS, *os.environ.get(EXTRA_HOSTS, "").split(",")))],
)
