"""Find, or get, a Chromium for the browser tests.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Set this to the path of a Chromium or Chrome to use that one.
ENVIRONMENT_VARIABLE = "BRIDGEVIEW_BROWSER"

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)


class NoBrowserError(Exception):
    """There is no browser for the tests; the message says what to install."""


def find() -> str | None:
    """The path of an installed browser of the Chromium family, or None.

    Raises:
        NoBrowserError: the environment names a browser that does not exist.
    """
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        found = shutil.which(named)
        if not found:
            raise NoBrowserError(f"{ENVIRONMENT_VARIABLE} names {named}, and there is no such program.")
        return found
    for command in COMMANDS:
        found = shutil.which(command)
        if found:
            return found
    return next((path for path in APPLICATIONS if Path(path).is_file()), None)


def get(python: str) -> str:
    """The path of a browser, installed first if there is none.

    On Debian and Ubuntu as root: the distribution's Chromium. Elsewhere: Playwright's own, through the
    interpreter `python` in which Playwright is installed.

    Raises:
        NoBrowserError: neither could be had.
    """
    found = find() or playwrights_own(python)
    if found:
        return found
    if _is_root_on_debian():
        print("No browser for the browser tests: installing Chromium with apt-get …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
                break
        found = find()
        if found:
            return found
    print("No browser for the browser tests: asking Playwright to download one …", flush=True)
    subprocess.run([python, "-m", "playwright", "install", "chromium"], check=False)
    found = playwrights_own(python)
    if found:
        return found
    raise NoBrowserError(
        "The browser tests need Chromium or Chrome: install either of them, "
        f"or set {ENVIRONMENT_VARIABLE} to the path of one you have."
    )


def _is_root_on_debian() -> bool:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return sys.platform == "linux" and is_root and shutil.which("apt-get") is not None


def playwrights_own(python: str) -> str | None:
    """The browser that Playwright has downloaded earlier, if it has."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).is_file() else None
