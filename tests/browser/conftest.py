"""Chromium, a server for it, and a page that notes everything that goes wrong."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.server import ROOT, Server
from tests.tables import public_table

WHY_ABSENT = "chromium is not on this machine (apt-get install chromium)"
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
SCREENSHOTS = ROOT / "build" / "screenshots"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium; skipped where there is none, unless POPPY_REQUIRE says so."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if "chromium" in os.environ.get("POPPY_REQUIRE", ""):
            pytest.fail(WHY_ABSENT)
        pytest.skip(WHY_ABSENT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, headless=True, args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own over an empty database."""
    with Server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def tips(tmp_path: Path) -> Path:
    """A real public table: 244 restaurant bills."""
    return public_table("tips", tmp_path)


class Watched:
    """A page, and what its browser complained about."""

    def __init__(self, context: BrowserContext, address: str):
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self._address = address
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> None:
        """Open a path of the server."""
        self.page.goto(self._address + path)

    def keep(self, name: str) -> None:
        """Keep a screenshot of the whole page."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def register(self) -> None:
        """Make an organization through the form."""
        self.open("/register")
        self.page.get_by_label("Your name").fill("Anna Vogel")
        self.page.get_by_label("E-mail").fill("anna@example.com")
        self.page.locator("#password").fill("correct horse battery")
        self.page.get_by_role("button", name="Create workspace").click()
        self.page.wait_for_url("**/datasets")

    def _listen(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator:
    """A function that opens a browser window of its own kind on the server."""
    contexts = []

    def open_window(**options) -> Watched:
        context = chromium.new_context(**{"viewport": WIDE, **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Watched(context, server.url)

    yield open_window
    for context in contexts:
        context.close()
