"""What every test may ask for: the real files, a running app, a browser that stays on this machine."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tools import browser as installed_browser

ROOT = Path(__file__).parents[1]
#: How long an example takes says how busy the machine is, not whether a figure is right.
settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")

SECONDS_TO_START = 600  # on a machine that is busy with other tests


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports that nobody on the team wrote; the test is skipped where it is not."""
    folder = Path(os.environ.get("BRIDGEVIEW_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(
            f"The real files are not on this machine: {folder} is no folder (BRIDGEVIEW_SHARED_DATA)."
        )
    return folder


@pytest.fixture(scope="session")
def loaded_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database that the app makes of the sample data, made once for all test processes."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "loaded_sample"
    done = folder / "done"
    try:
        folder.mkdir()  # the process that can make the folder also fills it
    except FileExistsError:
        give_up = time.monotonic() + SECONDS_TO_START
        while not done.exists() and time.monotonic() < give_up:
            time.sleep(0.2)
        return folder
    try:
        made = subprocess.run(
            [sys.executable, "-c", "from ui.start import prepare; prepare()"],
            cwd=ROOT,
            env={**os.environ, "BRIDGEVIEW_DB": str(folder / "bridgeview.duckdb")},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        done.touch()
    assert made.returncode == 0, f"the sample data could not be loaded:\n{made.stderr[-3000:]}"
    return folder


def lay_sample_beside(database: Path, loaded_sample: Path) -> None:
    """Copy the loaded sample to where the app looks for it, so that it need not load it again."""
    for path in loaded_sample.glob("bridgeview.sample*"):
        target = database.with_name(path.name.replace("bridgeview", database.stem, 1))
        if path.is_dir():
            shutil.copytree(path, target, dirs_exist_ok=True)
        else:
            shutil.copy(path, target)


@contextlib.contextmanager
def running_app(database: Path, log: Path) -> Iterator[str]:
    """Start the app as `make run` does, on a free port with a database of its own, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "BRIDGEVIEW_DB": str(database)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(process, port, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        health = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            health.request("GET", "/_stcore/health")
            if health.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            health.close()
    said = log.read_text(encoding="utf-8", errors="replace")[-3000:]
    pytest.fail(f"The app did not start within {SECONDS_TO_START} seconds. It said:\n{said}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, loaded_sample: Path) -> Iterator[str]:
    """The address of one running app, shared by the browser tests of a test process; nothing is imported yet.

    A test that needs a server nobody has visited, or a warehouse of its own, asks for `start_server`.
    """
    folder = tmp_path_factory.mktemp("server")
    lay_sample_beside(folder / "bridgeview.duckdb", loaded_sample)
    with running_app(folder / "bridgeview.duckdb", folder / "server.log") as address:
        yield address


@pytest.fixture
def start_server(tmp_path: Path, loaded_sample: Path) -> Iterator[Callable[..., str]]:
    """A function that starts a fresh app, on the database given or an empty one, and returns its address."""
    with contextlib.ExitStack() as running:

        def start(database: Path | None = None) -> str:
            database = database or tmp_path / "bridgeview.duckdb"
            lay_sample_beside(database, loaded_sample)
            return running.enter_context(running_app(database, tmp_path / "server.log"))

        yield start


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for all browser tests of a test process."""
    executable = installed_browser.find() or installed_browser.playwrights_own(sys.executable)
    if executable is None:
        pytest.skip("There is no Chromium or Chrome on this machine; `make test` gets one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            # Root in a container has neither the sandbox nor enough shared memory; the pages are our own.
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"],
        )
        yield browser
        browser.close()


@pytest.fixture
def foreign_requests() -> list[str]:
    """Addresses outside this machine that the page of `browser_page` tried to reach."""
    return []


@pytest.fixture
def browser_page(chromium: Browser, foreign_requests: list[str]) -> Iterator[Page]:
    """A browser page of 1920×1080 that can reach nothing but this machine.

    A request to anywhere else is stopped, recorded in `foreign_requests`, and fails the test at its end.
    """
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    context.set_default_timeout(120_000)

    def stay_here(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            foreign_requests.append(route.request.url)
            route.abort()

    context.route(lambda url: urlsplit(url).scheme in {"http", "https"}, stay_here)
    page = context.new_page()
    page.on(
        "websocket",
        lambda socket: (
            None if urlsplit(socket.url).hostname == "127.0.0.1" else foreign_requests.append(socket.url)
        ),
    )
    yield page
    context.close()
    assert not foreign_requests, "the page tried to leave this machine"
