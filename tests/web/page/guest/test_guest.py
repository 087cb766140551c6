"""A guest's page: one fact, on any phone, honest about how old it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

import edge.web
from edge.web.endpoint import Call, Endpoint
from tests.web.page.conftest import PHONE, Open
from tests.web.page.stage import Stage

GUEST = Path(edge.web.__file__).parent / "static" / "guest"
WAITING = {"position": 3, "low_min": 10, "high_min": 15, "paged": False, "ended": False}
LINK = "g/Zx81"
TEN = "10\N{EN DASH}15 min"


@dataclass
class Door(Stage):
    """Serves the page at a guest's link, and what a test says of their place. `answer` None: the link is not known."""

    answer: dict[str, Any] | None = None
    asked: int = 0

    def __post_init__(self) -> None:
        self.routes = [
            Endpoint("GET", "/g/{token}", None, self._page, path=_Token),
            Endpoint("GET", "/g/{token}/position", None, self._position, path=_Token),
        ]

    async def _page(self, call: Call[Any, Any, Any]) -> web.Response:
        return web.Response(body=(GUEST / "index.html").read_bytes(), content_type="text/html")

    async def _position(self, call: Call[Any, Any, Any]) -> web.Response:
        self.asked += 1
        return web.Response(status=404) if self.answer is None else web.json_response(self.answer)


class _Token(edge.web.endpoint.Asked):
    token: str


def door(**answer: Any) -> Door:
    return Door(places=(), answer=WAITING | answer)


async def later(page: Page) -> None:
    """The next question falls due."""
    await page.clock.fast_forward(20_000)


@pytest.mark.parametrize(
    ("answer", "stage", "headline", "more"),
    [
        ({}, "waiting", TEN, "2 parties are ahead of you."),
        ({"position": 2}, "waiting", TEN, "One party is ahead of you."),
        ({"position": 1, "low_min": 5, "high_min": 5}, "waiting", "5 min", "You are next."),
        ({"position": 1, "low_min": 0, "high_min": 0}, "waiting", "Any moment now", "You are next."),
        ({"low_min": None, "high_min": None}, "waiting", "You are on the list", "2 parties are ahead of you."),
        ({"position": None, "low_min": None, "high_min": None}, "waiting", "You are on the list", "We will show here how long it takes."),  # noqa: E501
        ({"paged": True}, "ready", "Your table is ready", "Please come to the host."),
        ({"ended": True}, "ended", "Your wait is over", "Enjoy your visit. If you are still waiting, please ask the host."),  # noqa: E501
    ],
)  # fmt: skip
async def test_what_a_guest_is_told(
    open_page: Open, answer: dict[str, Any], stage: str, headline: str, more: str
) -> None:
    page = await open_page(door(**answer), PHONE, at=LINK)
    await expect(page.locator("main")).to_have_attribute("data-stage", stage)
    await expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    await expect(page.locator("#more")).to_have_text(more)
    places = answer.get("position", 3) if stage == "waiting" else None
    await expect(page.locator("#queue li")).to_have_count(places or 0)


async def test_the_page_follows_by_itself_until_the_table_is_ready(open_page: Open) -> None:
    stage = door()
    page = await open_page(stage, PHONE, at=LINK, clock=True)
    headline = page.get_by_role("heading", level=1)
    await expect(headline).to_have_text(TEN)
    stage.answer = WAITING | {"position": 1, "low_min": 0, "high_min": 5}
    await later(page)
    await expect(headline).to_have_text("0\N{EN DASH}5 min")
    stage.answer = WAITING | {"paged": True}
    await later(page)
    await expect(headline).to_have_text("Your table is ready")
    await expect(page).to_have_title(re.compile("Your table is ready"))
    assert await page.locator("#told").get_attribute("aria-live") == "polite"


async def test_a_host_may_take_back_what_ended_the_wait(open_page: Open) -> None:
    stage = door(ended=True)
    page = await open_page(stage, PHONE, at=LINK, clock=True)
    await expect(page.locator("main")).to_have_attribute("data-stage", "ended")
    stage.answer = WAITING
    await page.clock.fast_forward(70_000)
    await expect(page.get_by_role("heading", level=1)).to_have_text(TEN)


async def test_an_unknown_link_says_so_and_shows_nobodys_place(open_page: Open) -> None:
    stage = door()
    stage.answer = None
    page = await open_page(stage, PHONE, at=LINK)
    await expect(page.get_by_role("heading", level=1)).to_have_text("This link is not known")
    await expect(page.locator("#queue li")).to_have_count(0)


async def test_a_lost_connection_greys_what_is_old_and_says_since_when(open_page: Open) -> None:
    stage = door()
    page = await open_page(stage, PHONE, at=LINK, clock=True)
    await expect(page.locator("#truth")).to_contain_text("updates by itself")
    await stage.close()
    await later(page)
    await later(page)
    await later(page)
    await expect(page.locator("main")).to_have_attribute("data-old", "true")
    await expect(page.locator("#truth")).to_contain_text("No connection since")
    await expect(page.get_by_role("heading", level=1)).to_have_text(TEN)
    await stage.open()
    await later(page)
    await expect(page.locator("main")).to_have_attribute("data-old", "false")


async def test_nothing_is_kept_and_only_one_address_is_asked(open_page: Open) -> None:
    stage = door()
    page = await open_page(stage, PHONE, at=LINK)
    await expect(page.get_by_role("heading", level=1)).to_have_text(TEN)
    assert stage.asked >= 1
    kept = await page.evaluate("document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })")
    assert kept == "{}"
    asked: list[str] = await page.evaluate(
        "performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname)"
    )
    assert set(asked) <= {
        "/guest/guest.css",
        "/guest/guest.js",
        "/guest/wait.js",
        "/guest/words.js",
        f"/{LINK}/position",
        "/favicon.ico",
    }


async def test_a_spanish_phone_reads_spanish(open_page: Open) -> None:
    page = await open_page(door(paged=True), PHONE, at=LINK, locale="es-AR")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Su mesa está lista")
    assert await page.evaluate("document.documentElement.lang") == "es"


async def test_both_languages_have_the_same_words(open_page: Open) -> None:
    page = await open_page(door(), PHONE, at=LINK)
    keys = """async () => {
        const { words } = await import("/guest/words.js");
        const keys = (tag) => Object.entries(words([tag])).map(([name, value]) => [name, typeof value]);
        return [keys("en"), keys("es")];
    }"""
    english, spanish = await page.evaluate(keys)
    assert english == spanish


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paged", [False, True])
async def test_it_can_be_read(open_page: Open, scheme: str, paged: bool) -> None:
    """WCAG 2 contrast of 4.5 for every text, on the ground it stands on."""
    page = await open_page(door(paged=paged), PHONE, at=LINK, color_scheme=scheme)
    await expect(page.locator("main")).to_have_attribute("data-stage", "ready" if paged else "waiting")
    assert await page.evaluate(CONTRASTS) >= 4.5


CONTRASTS = """() => {
    const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        const [x, y, z] = [r, g, b].map((c) => linear(c / 255));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (colour !== "rgba(0, 0, 0, 0)") return colour;
        }
    };
    const texts = [...document.querySelectorAll("main p, main h1")].filter((each) => each.textContent);
    return Math.min(...texts.map((node) => {
        const [a, b] = [light(rgb(getComputedStyle(node).color)), light(rgb(ground(node)))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    }));
}"""


async def test_it_fits_the_smallest_phone(open_page: Open) -> None:
    page = await open_page(door(position=9), (320, 480), at=LINK)
    await expect(page.get_by_role("heading", level=1)).to_have_text(TEN)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
