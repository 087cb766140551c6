"""The floor fits every screen: nothing overlaps or runs out of the page, all is large enough to read and to hit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import combinations
from typing import Any

import pytest
from playwright.async_api import Page, expect

from edge.events import CameraReason, CameraStatus
from tests.web.page.conftest import PHONE, TABLET, UPRIGHT, Open
from tests.web.page.rooms import OCCUPIED, dinner, grid, place, some_state
from tests.web.page.stage import Stage, view

BOXES = """() => [...document.querySelectorAll(".floor .table")].map((table) => {
    const box = (part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return [left, top, right, bottom];
    };
    return {
        table: table.dataset.table,
        top: box(table.querySelector(".top")),
        target: box(table.querySelector(".target")),
        name: parseFloat(table.querySelector(".name").getAttribute("font-size")),
        lines: [...table.querySelectorAll(".line")].map((line) => parseFloat(line.getAttribute("font-size"))),
        words: box(table.querySelector(".name")),
    };
})"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def one() -> Stage:
    stage = Stage(places=[place("T1", "cam-one", 500, 300)])
    await stage.show(view("T1", OCCUPIED, people=2))
    return stage


async def forty() -> Stage:
    places = grid(40, 7)
    stage = Stage(places=places)
    await stage.camera("dining-room", CameraStatus.ONLINE)
    await stage.show(*(some_state(i, each.table) for i, each in enumerate(places)))
    return stage


async def tilted() -> Stage:
    """Tables at angles, two pushed together, one with a long name."""
    places = [
        place("T1", "hall", 150, 150).model_copy(update={"angle_deg": 30}),
        place("T2", "hall", 400, 150).model_copy(update={"angle_deg": 90}),
        place("T3", "hall", 600, 150),
        place("T4", "hall", 712, 150),
        place("window-corner-left", "hall", 300, 380),
    ]
    stage = Stage(places=places)
    await stage.show(*(some_state(i, each.table) for i, each in enumerate(places)))
    return stage


def overlap(a: list[float], b: list[float]) -> bool:
    slack = 1.0
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]


@pytest.mark.parametrize("room", [one, dinner, forty, tilted])
async def test_every_floor_fits_every_screen(open_page: Open, room: Callable[[], Awaitable[Stage]]) -> None:
    stage = await room()
    page = await open_page(stage)
    await expect(page.locator(".floor .table")).to_have_count(len(stage.places))
    await page.evaluate("document.fonts.ready")
    for size in (TABLET, UPRIGHT, PHONE):
        await resize(page, size)
        assert await page.evaluate(OVERFLOW) == 0
        boxes = await page.evaluate(BOXES)
        assert not [(a["table"], b["table"]) for a, b in combinations(boxes, 2) if overlap(a["top"], b["top"])]
        for box in boxes:
            check(box, size[0])


async def resize(page: Page, size: tuple[int, int]) -> None:
    """Turn or change the screen and wait until the floor fills it."""
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.wait_for_function(
        """() => {
            const fit = document.querySelector(".fit");
            return Number(document.querySelector(".floor").getAttribute("width")) === Math.floor(fit.clientWidth);
        }"""
    )


def check(box: dict[str, Any], width: float) -> None:
    """A table can be hit, is on the screen, and its words are large and in its middle."""
    left, top, right, bottom = box["target"]
    assert right - left >= 48, box
    assert bottom - top >= 48, box
    assert left >= 0, box
    assert right <= width, box
    assert min(box["lines"]) >= 16, box
    if len(box["table"]) <= 3:
        assert box["name"] >= 22, box
    middle = (box["words"][0] + box["words"][2]) / 2
    assert abs(middle - (box["top"][0] + box["top"][2]) / 2) < 1.5, box


async def test_a_tablet_shows_forty_tables_at_once_and_words_stay_on_them(open_page: Open) -> None:
    page = await open_page(await forty())
    await expect(page.locator(".floor .table")).to_have_count(40)
    await page.evaluate("document.fonts.ready")
    assert await page.locator(".stage").evaluate("stage => stage.scrollHeight - stage.clientHeight") == 0
    for box in await page.evaluate(BOXES):
        assert box["words"][0] >= box["top"][0], box
        assert box["words"][2] <= box["top"][2], box


async def test_places_keep_their_order(open_page: Open) -> None:
    """Whatever is left of, or above, something on the plan is so on the screen."""
    stage = await dinner()
    page = await open_page(stage)
    await expect(page.locator(".floor .table")).to_have_count(12)
    centres = {
        box["table"]: (box["top"][0] + box["top"][2], box["top"][1] + box["top"][3])
        for box in await page.evaluate(BOXES)
    }
    for a, b in combinations(stage.places, 2):
        if a.section != b.section:
            continue
        assert (b.x - a.x) * (centres[b.table][0] - centres[a.table][0]) >= 0, (a.table, b.table)
        assert (b.y - a.y) * (centres[b.table][1] - centres[a.table][1]) >= 0, (a.table, b.table)


async def test_on_a_phone_floor_and_list_are_a_tab_apart(open_page: Open) -> None:
    page = await open_page(await dinner(), PHONE)
    await expect(page.locator(".floor")).to_be_visible()
    await expect(page.get_by_role("heading", name="What needs eyes")).to_be_hidden()
    await page.get_by_role("button", name="Needs eyes 3").click()
    await expect(page.get_by_role("heading", name="What needs eyes")).to_be_visible()
    await expect(page.locator(".floor")).to_be_hidden()
    await page.locator('[data-row="P4"]').click()
    await expect(page.get_by_role("heading", name="P4")).to_be_visible()
    assert await page.evaluate(OVERFLOW) == 0


HEIGHTS = "() => [...document.querySelectorAll('button')].map((each) => each.getBoundingClientRect().height)"


async def test_every_button_is_large_enough_for_a_finger(open_page: Open) -> None:
    page = await open_page(await dinner(), PHONE)
    await page.locator('.floor [data-table="T1"]').click()
    await expect(page.get_by_role("button", name="Close")).to_be_visible()
    assert min(height for height in await page.evaluate(HEIGHTS) if height) >= 48


async def test_a_banner_takes_room_but_turns_nothing_around(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage, UPRIGHT)
    await expect(page.locator(".floor .table")).to_have_count(12)
    walls = "() => [...document.querySelectorAll('.walls rect')].map((each) => Number(each.getAttribute('x')))"
    before = await page.evaluate(walls)
    height = await page.locator(".floor").get_attribute("height")
    await stage.camera("cam-patio", CameraStatus.OFFLINE, CameraReason.NO_ANSWER)
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.locator(".floor")).not_to_have_attribute("height", height or "")
    assert await page.evaluate(walls) == before
