"""A real Chromium for the page, and a guard: no script error, no request to anywhere but the box."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, async_playwright, expect

from tests.web.page.stage import Stage

CHROMIUM = Path("/usr/bin/chromium")
TABLET, UPRIGHT, PHONE = (1280, 800), (800, 1280), (390, 844)

Open = Callable[..., Awaitable[Page]]

expect.set_options(timeout=15_000)  # a busy machine; what is waited for usually comes in milliseconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of these tests, since they share one browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (Debian package chromium)")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[Open]:
    """Opens the page of a stage: `await open_page(stage, PHONE, color_scheme="dark")`. `clock`: time can be moved;
    `at`: which of the pages, the one for looking only unless said.

    At the end the stage is closed, and the page must have been quiet and have asked nobody else.
    """
    async with _opener(browser) as open_one:
        yield open_one


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def open_shared(browser: Browser) -> AsyncIterator[Open]:
    """The same, for a page that all tests of a module use."""
    async with _opener(browser) as open_one:
        yield open_one


@asynccontextmanager
async def _opener(browser: Browser) -> AsyncIterator[Open]:
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def open_one(
            stage: Stage, size: tuple[int, int] = TABLET, *, clock: bool = False, at: str = "?page=floor", **more: Any
        ) -> Page:
            url = await stage.open()
            stack.push_async_callback(stage.close)
            viewport: ViewportSize = {"width": size[0], "height": size[1]}
            context = await browser.new_context(**{"viewport": viewport, "locale": "en-GB", **more})
            stack.push_async_callback(context.close)
            page = await context.new_page()
            if clock:
                await page.clock.install()
            page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
            page.on("console", lambda message: complaints.extend(_complaint(message)))
            page.on("request", lambda request: complaints.extend(_stranger(request.url, url)))
            await page.goto(url + at)
            return page

        yield open_one
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    """Console errors, except Chromium's own note that a request was refused, which the page speaks of itself."""
    known = message.text.startswith("Failed to load resource")
    return [f"console: {message.text}"] if message.type in ("error", "warning") and not known else []


def _stranger(asked: str, box: str) -> list[str]:
    return [] if asked.startswith((box, "blob:", "data:")) else [f"request to {asked}"]
