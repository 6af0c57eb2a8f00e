"""A headless Chromium, driven over the DevTools protocol, that looks at the questionnaire in a page."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
INSTALL = "this test needs Chromium; install it: apt-get install -y chromium (macOS: brew install --cask chromium)"
PATIENCE_S = 60
QUIET_S = 0.3
_CONTROL = re.compile(r"\x1b\[[0-9;?<>=$]*[a-zA-Z]|\x1b[()][A-Z0-9]")


def chromium() -> str:
    """Where the browser is. Without one the test fails and says how to get it."""
    for name in NAMES:
        if (found := shutil.which(name)) is not None:
            return found
    raise AssertionError(INSTALL)


class Page:
    """One tab: what it was sent, where it went, and keys to press."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.sent = ""
        """Text that the server painted, control codes left out, oldest first."""
        self.hosts: set[str] = set()
        """Hosts that were asked for anything."""

    async def listen(self) -> None:
        async for message in self._socket:
            data = json.loads(message.data)
            if (number := data.get("id")) is not None:
                self._answers.pop(number).set_result(data)
            elif data["method"] == "Network.requestWillBeSent":
                self._went(data["params"]["request"]["url"])
            elif data["method"] == "Network.webSocketCreated":
                self._went(data["params"]["url"])
            elif data["method"] == "Network.webSocketFrameReceived":
                self._painted(data["params"]["response"])

    def _went(self, url: str) -> None:
        if not url.startswith("data:"):
            self.hosts.add(url.split("/")[2])

    def _painted(self, frame: dict[str, Any]) -> None:
        if frame["opcode"] == 2:
            self.sent += _CONTROL.sub("", base64.b64decode(frame["payloadData"]).decode("utf-8", "replace"))

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        answer = self._answers[number]
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        said = await asyncio.wait_for(answer, PATIENCE_S)
        assert "error" not in said, said
        return said

    async def type(self, text: str) -> None:
        for letter in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)
        await self.quiet()

    async def press(self, key: str, code: int, text: str = "") -> None:
        more = {"text": text} if text else {}
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, **more}
            await self.call("Input.dispatchKeyEvent", **event)
        await self.quiet()

    async def click(self, x: int, y: int) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def enter(self) -> None:
        await self.press("Enter", 13, "\r")

    async def tab(self) -> None:
        await self.press("Tab", 9)

    async def escape(self) -> None:
        await self.press("Escape", 27)

    async def quiet(self) -> None:
        """Until nothing more is painted for a moment: a person looks before pressing the next key."""
        before = -1
        while before != len(self.sent):
            before = len(self.sent)
            await asyncio.sleep(QUIET_S)

    async def see(self, words: str) -> None:
        """Wait until the words are painted, and forget what was painted up to them."""
        for _ in range(PATIENCE_S * 10):
            if words in self.sent:
                self.sent = self.sent.partition(words)[2]
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"never painted: {words!r}; last: {self.sent[-1500:]!r}")


@asynccontextmanager
async def browser(url: str) -> AsyncIterator[Page]:
    """A page at that address, in a browser of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            chromium(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--window-size=1400,900", f"--user-data-dir={profile}", "--remote-debugging-port=0",
            "about:blank", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            port = await _port(Path(profile))
            async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/json") as answer:
                tabs = await answer.json()
                where = next(t["webSocketDebuggerUrl"] for t in tabs if t["type"] == "page")
                async with session.ws_connect(where, max_msg_size=0) as socket:
                    page = Page(socket)
                    listening = asyncio.create_task(page.listen())
                    await page.call("Network.enable")
                    await page.call("Page.enable")
                    await page.call("Page.navigate", url=url)
                    yield page
                    listening.cancel()
        finally:
            process.kill()
            await process.wait()


async def _port(profile: Path) -> int:
    """The port that the browser chose, as soon as it says so."""
    file = profile / "DevToolsActivePort"
    for _ in range(PATIENCE_S * 10):
        if file.exists() and (lines := file.read_text(encoding="utf-8").split()):
            return int(lines[0])
        await asyncio.sleep(0.1)
    raise AssertionError("Chromium did not start")
