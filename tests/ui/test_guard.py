"""Nothing is answered to a stranger's name for this machine, and every answer carries the headers."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ui.guard import HEADERS, Guard


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
    await send({"type": "http.response.body", "body": b"the page"})


def ask(host: str | None, *, path: str = "/", kind: str = "http") -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    headers = [(b"host", host.encode())] if host is not None else []
    guard = Guard(app, hosts=("127.0.0.1", "localhost", "[::1]", ""))
    # In a thread of its own: a browser test that ran before in this process leaves its event loop running here.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(
            asyncio.run, guard({"type": kind, "path": path, "headers": headers}, receive, send)
        ).result()
    return sent


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501"])
def test_this_machine_is_answered(host: str) -> None:
    assert ask(host)[0]["status"] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", None, "localhost.evil:8501"])
def test_any_other_name_is_refused_on_every_route(host: str | None) -> None:
    assert ask(host)[0]["status"] == 421
    assert ask(host, path="/media/file")[0]["status"] == 421
    assert ask(host, kind="websocket") == [{"type": "websocket.close", "code": 1008}]


def test_every_answer_carries_the_headers_and_ours_win() -> None:
    for answer in (ask("localhost"), ask("evil.example")):
        headers = answer[0]["headers"]
        assert set(HEADERS) <= set(headers)
        assert [value for name, value in headers if name == b"x-frame-options"] == [b"DENY"]


def test_the_policy_shows_only_what_this_server_sends() -> None:
    policy = dict(HEADERS)[b"content-security-policy"].decode()
    assert "img-src 'self' data: blob:" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


def test_figures_about_the_server_are_not_public() -> None:
    assert ask("localhost", path="/_stcore/metrics")[0]["status"] == 404
