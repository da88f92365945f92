"""What stands before every request: the host must be known, and every answer carries security headers."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

#: Only what this server sends may be shown or run; pictures may be drawn by the page itself.
POLICY = (
    "default-src 'self'; "
    "img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; "
    # The page's own code compiles chart and table templates while it runs.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "worker-src 'self' blob:; "
    "font-src 'self' data:; "
    "connect-src 'self' ws: wss:; "
    "media-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

#: Addresses that tell about the server and that no reader needs.
HIDDEN = frozenset({"/_stcore/metrics"})


class Guard:
    """Refuses hosts that are not on the list (421) and adds the security headers to every answer.

    A page on another site can make a browser ask this machine under a name of its own (DNS rebinding); the
    name it asked for is then in the Host header, on every route and on the websocket alike.
    """

    def __init__(self, app: Application, *, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.strip().casefold() for host in hosts if host.strip())

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif not self._known(scope):
            await _refuse(scope, send, 421, b"This server does not answer to that name.")
        elif scope["path"] in HIDDEN:
            await _refuse(scope, send, 404, b"There is nothing here.")
        else:
            await self._app(scope, receive, _with_headers(send))

    def _known(self, scope: Message) -> bool:
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return len(named) == 1 and _without_port(named[0]).casefold() in self._hosts


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in HEADERS}
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in said]
            message = {**message, "headers": [*kept, *HEADERS]}
        await send(message)

    return send_with_headers


async def _refuse(scope: Message, send: Send, status: int, sentence: bytes) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
