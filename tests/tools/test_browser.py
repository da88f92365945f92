"""The browser tests get a browser, or one sentence says what to install."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser


def program(folder: Path, name: str) -> Path:
    """A file that counts as an installed program."""
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    monkeypatch.delenv(browser.ENVIRONMENT_VARIABLE, raising=False)


def test_chromium_is_preferred_to_chrome(tmp_path: Path) -> None:
    program(tmp_path, "google-chrome")
    chromium = program(tmp_path, "chromium")
    assert browser.find() == str(chromium)


def test_a_named_browser_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "chromium")
    named = program(tmp_path, "my-browser")
    monkeypatch.setenv(browser.ENVIRONMENT_VARIABLE, str(named))
    assert browser.find() == str(named)


def test_a_named_browser_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.ENVIRONMENT_VARIABLE, "/nowhere/chromium")
    with pytest.raises(browser.NoBrowserError, match="BRIDGEVIEW_BROWSER names /nowhere/chromium"):
        browser.find()


def test_without_any_way_to_a_browser_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = program(tmp_path, "python-without-playwright")
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    with pytest.raises(browser.NoBrowserError, match="install either of them, or set BRIDGEVIEW_BROWSER"):
        browser.get(str(python))


def test_root_on_debian_installs_the_distributions_chromium(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = program(tmp_path, "python-without-playwright")
    installer = program(tmp_path, "apt-get")
    installer.write_text(
        f'#!/bin/sh\n[ "$1" = install ] && /bin/cp {python} {tmp_path / "chromium"}\nexit 0\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert browser.get(str(python)) == str(tmp_path / "chromium")
    assert "installing Chromium with apt-get" in capsys.readouterr().out
