"""The questionnaire in a browser: end to end, behind its lock, gone when its server is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from fakdx.cli.main import main
from fakdx.tui.orphan import is_alive
from tests.conftest import ROOT
from tests.tui.browser import browser

PATIENCE_S = 30


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """`fakdx serve` on a free port: its address and its process."""
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "fakdx", "serve", "--port", "0",
        cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)).decode()
        assert line.startswith("Open http://127.0.0.1:"), line
        yield line.split()[1], process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def questionnaires(server: int) -> list[int]:
    """Processes that run a questionnaire for this server."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--parent" in words and str(server).encode() in words:
            found.append(int(entry.parent.name))
    return found


async def until_gone(processes: list[int]) -> bool:
    for _ in range(PATIENCE_S * 10):
        if not any(is_alive(p) for p in processes):
            return True
        await asyncio.sleep(0.1)
    return False


async def test_answer_in_the_browser_see_the_ranking_move_and_save_a_report(tmp_path: Path) -> None:
    async with served(tmp_path) as (address, process), browser(address) as page:
        await page.see("A new case")
        await page.click(700, 600)
        await page.type("n")
        await page.see("What brought you here?")
        await page.tab()
        for text in ("seen in a browser", "defactinib", "1 uM", "6 h", "SKBR3"):
            await page.type(text)
            await page.tab()
        await page.see("HER2-positive")
        await page.press("F2", 113)
        await page.see("What do you have already?")
        for line in ("y397 unchanged", "pHER2 up"):
            await page.type(line)
            await page.enter()
            await page.see("✓ phospho-")
        await page.escape()
        await page.see("Why I ask")
        await page.type("r")
        await page.see("POSSIBLE")
        await page.type("s")
        await page.see("seen_in_a_browser.md")
        await page.enter()
        await page.see("Saved")

        assert page.hosts == {address.split("/")[2]}
        running = questionnaires(process.pid)
        assert running

    assert await until_gone(running)
    assert "RTK trans-phosphorylation" in (tmp_path / "seen_in_a_browser.md").read_text(encoding="utf-8")
    (session,) = (tmp_path / "state" / "fakdx" / "sessions").glob("*.yaml")
    assert "{pHER2_Y1248: increased}" in session.read_text(encoding="utf-8")


async def test_a_closed_tab_ends_its_questionnaire(tmp_path: Path) -> None:
    async with served(tmp_path) as (address, process):
        async with browser(address) as page:
            await page.see("A new case")
            running = questionnaires(process.pid)
            assert running
        assert await until_gone(running)


async def test_a_killed_server_takes_its_questionnaires_with_it(tmp_path: Path) -> None:
    async with served(tmp_path) as (address, process), browser(address) as page:
        await page.see("A new case")
        running = questionnaires(process.pid)
        assert running

        process.send_signal(signal.SIGKILL)
        await process.wait()

        assert await until_gone(running)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/?token=guessed", {}),
        ("/ws", {}),
        ("/static/js/textual.js", {}),
        ("{token}", {"Host": "evil.example"}),
        ("{token}", {"Origin": "http://evil.example"}),
        ("/ws{token}", {"Origin": "http://evil.example"}),
    ],
)
async def test_who_does_not_know_the_secret_or_comes_from_elsewhere_is_refused(
    path: str, headers: dict[str, str], tmp_path: Path
) -> None:
    async with served(tmp_path) as (address, process), aiohttp.ClientSession() as session:
        base, _, token = address.partition("/?")
        url = base + path.replace("{token}", f"?{token}" if path != "{token}" else f"/?{token}")
        async with session.get(url, headers=headers) as answer:
            assert answer.status == 403
        assert not questionnaires(process.pid)


async def test_who_knows_the_secret_gets_the_page_and_keeps_it_in_a_cookie(tmp_path: Path) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with served(tmp_path) as (address, _), aiohttp.ClientSession(cookie_jar=jar) as session:
        async with session.get(address) as answer:
            page = await answer.text()
            cookie = answer.headers["Set-Cookie"]
        base = address.partition("/?")[0]
        async with session.get(f"{base}/static/js/textual.js") as script:
            assert script.status == 200
        async with session.get(f"{base}/static/") as listing:
            assert listing.status == 403

    assert "googleapis" not in page
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_port_that_is_no_port_is_said_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "99999"]) == 2
    assert capsys.readouterr().err == "fakdx: --port is 99999; expected a number from 0 to 65535\n"


def test_without_a_browser_the_test_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.tui.browser import chromium

    monkeypatch.setenv("PATH", "")
    with pytest.raises(AssertionError, match="apt-get install"):
        chromium()
