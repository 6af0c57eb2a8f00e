"""The questionnaire in a browser, on loopback, for whoever knows the address with its secret.

textual-serve runs one questionnaire for each tab. It asks nobody who they are, so this server does: the host must be
this machine, the origin this very page, and the secret of the address must be known.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
RETRY_S = 0.05
COOKIE_AGE_S = 12 * 3600
_HEADERS = {
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' data:; connect-src 'self' ws:; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class LocalServer(Server):
    """textual-serve with a lock on the door, its own page, and no listing of its folders."""

    def __init__(self, port: int, knowledge: Sequence[str], announce: Callable[[str], None]) -> None:
        super().__init__(
            _command(knowledge),
            host=HOST,
            port=port,
            title="fakdx",
            templates_path=str(Path(__file__).with_name("web").resolve()),
        )
        self.secret = secrets.token_urlsafe(24)
        self._announce = announce
        self._cookie = f"fakdx-{port}"

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return f"http://{HOST}:{self.port}/?token={self.secret}"

    def initialize_logging(self) -> None:
        """Warnings only, to standard error."""
        logging.basicConfig(level=logging.WARNING)

    async def on_startup(self, _app: web.Application) -> None:
        """Say where it is, once it is there."""
        self._announcing = asyncio.create_task(self._when_open())

    async def _when_open(self) -> None:
        while True:
            try:
                _, writer = await asyncio.open_connection(HOST, self.port)
            except OSError:
                await asyncio.sleep(RETRY_S)
                continue
            writer.close()
            self._announce(self.address)
            return

    async def _make_app(self) -> web.Application:
        app: web.Application = await super()._make_app()
        for route in list(app.router.resources()):
            if isinstance(route, web.StaticResource):
                route._show_index = False
        app.middlewares.append(self._guard())
        return app

    def _guard(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if (refusal := self._refusal(request)) is not None:
                return web.Response(status=403, text=refusal, headers=_HEADERS)
            response = await handler(request)
            if not response.prepared:
                response.headers.update(_HEADERS)
                response.set_cookie(
                    self._cookie, self.secret, httponly=True, samesite="Strict", path="/", max_age=COOKIE_AGE_S
                )
            return response

        return guard

    def _refusal(self, request: web.Request) -> str | None:
        """Why a request is not answered; None when it is."""
        allowed = {f"{name}:{self.port}" for name in NAMES}
        if request.headers.get("Host", "") not in allowed:
            return "This server answers on its own machine only.\n"
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in allowed}:
            return "This server answers its own page only.\n"
        given = request.query.get("token") or request.cookies.get(self._cookie, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return "Open the address that `fakdx serve` printed; it holds a secret.\n"
        return None


def _command(knowledge: Sequence[str]) -> str:
    """What runs for each tab, told which process to end with."""
    words = [sys.executable, "-m", "fakdx", "ask", "--parent", str(os.getpid())]
    for folder in knowledge:
        words += ["--knowledge", str(Path(folder).resolve())]
    return subprocess.list2cmdline(words) if os.name == "nt" else f"exec {shlex.join(words)}"
