"""Every state is its own shape, and says itself in words."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from edge.events import Availability, CameraStatus, Source
from edge.floor import TableView
from tests.web.page.conftest import Open
from tests.web.page.rooms import CLEAN, DIRTY, MINUTE, OCCUPIED, place
from tests.web.page.stage import Stage, view

RESERVED, UNAVAILABLE = Availability.RESERVED, Availability.UNAVAILABLE
PERSON = Source.PERSON


def table(value: Availability | None, minutes: float = 0, *, never_seen: bool = False, **more: Any) -> TableView:
    shown = view("T1", value, age_s=minutes * MINUTE + 1, **more)
    return shown.model_copy(update={"observed_at": None}) if never_seen else shown


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(places=[place("T1", "cam-east", 500, 300)])


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def page(open_shared: Open, stage: Stage) -> Page:
    """One table, on one page for all cases."""
    await stage.camera("cam-east", CameraStatus.ONLINE)
    return await open_shared(stage)


@pytest.mark.parametrize(
    ("shown", "look", "words", "label"),
    [
        ((CLEAN, 7), "clean", ["clean 0:07"], "T1, clean for 7 minutes"),
        ((OCCUPIED, 52, {"people": 3}), "occupied", ["0:52"], "T1, occupied for 52 minutes, 3 people"),
        (
            (OCCUPIED, 65, {"people": 1, "confidence": 0.61}),
            "occupied",
            ["1:05", "unsure"],
            "T1, occupied for 1 hour 5 minutes, 1 person, unsure",
        ),
        ((OCCUPIED,), "occupied", ["now"], "T1, occupied just now, people not counted"),
        ((DIRTY, 3), "dirty", ["dirty 0:03"], "T1, dirty for 3 minutes"),
        (
            (OCCUPIED, 9, {"stale": True, "seen_s": 3 * MINUTE + 1}),
            "unseen",
            ["not seen", "3 min"],
            "T1, not seen for 3 minutes, last seen occupied",
        ),
        ((None,), "unseen", ["not seen yet"], "T1, not seen yet"),
        (
            (OCCUPIED, 9, {"stale": True, "never_seen": True}),
            "unseen",
            ["not seen yet"],
            "T1, not seen yet, last seen occupied",
        ),
        ((RESERVED, 5, {"source": PERSON}), "reserved", ["reserved", "0:05"], "T1, reserved for 5 minutes"),
        ((UNAVAILABLE, 60, {"source": PERSON}), "unavailable", ["closed"], "T1, closed for 1 hour"),
    ],
)
async def test_a_table_says_its_state(
    page: Page, stage: Stage, shown: tuple[Any, ...], look: str, words: list[str], label: str
) -> None:
    *state, more = (*shown, {}) if not isinstance(shown[-1], dict) else shown
    await stage.show(table(*state, **more))
    button = page.get_by_role("button", name=label, exact=True)
    await expect(button).to_have_attribute("data-look", look)
    await expect(button.locator(".name")).to_have_text(["T1"])
    await expect(button.locator(".line")).to_have_text(words)


SHAPE = """async (table) => {
    const fading = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.all(fading.map((transition) => transition.finished.catch(() => null)));
    const style = getComputedStyle(table.querySelector(".top"));
    const paper = getComputedStyle(table.querySelector(".seat")).fill;
    const dash = parseFloat(style.strokeDasharray);
    const plain = { none: "none", [paper]: "paper" };
    const fill = plain[style.fill] ?? (style.fill.includes("hatch") ? "hatch" : "colour");
    const outline = Number.isNaN(dash) ? "solid" : dash < 1 ? "dotted" : "dashed";
    return [outline, fill, table.querySelector(".cross") ? "crossed" : "open"];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (CLEAN, ["solid", "paper", "open"]),
        (OCCUPIED, ["solid", "colour", "open"]),
        (DIRTY, ["solid", "hatch", "open"]),
        (RESERVED, ["dashed", "paper", "open"]),
        (UNAVAILABLE, ["solid", "none", "crossed"]),
        (None, ["dotted", "paper", "open"]),
    ],
)
async def test_states_differ_by_shape_and_not_only_by_colour(
    page: Page, stage: Stage, value: Availability | None, shape: list[str], scheme: Any
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await stage.show(table(value))
    drawn = page.locator('.floor [data-table="T1"]')
    await expect(drawn).to_have_attribute("data-look", value or "unseen")
    assert await drawn.evaluate(SHAPE) == shape


@pytest.mark.parametrize(("people", "drawn", "taken"), [(3, 4, 3), (None, 4, 0), (7, 7, 7), (0, 4, 0)])
async def test_people_are_filled_seats(page: Page, stage: Stage, people: int | None, drawn: int, taken: int) -> None:
    await stage.show(table(OCCUPIED, people=people))
    await expect(page.locator(".floor .seat")).to_have_count(drawn)
    await expect(page.locator(".floor .seat.taken")).to_have_count(taken)


async def test_without_known_seats_only_people_are_drawn_and_nobody_moves(open_page: Open) -> None:
    stage = Stage(places=[place("T1", "cam-east", 500, 300, None), place("T2", "cam-east", 800, 300, None)])
    await stage.show(table(OCCUPIED, people=2), view("T2", CLEAN))
    page = await open_page(stage)
    seats = page.locator(".floor .seat")
    places = "seats => seats.map((seat) => [seat.getAttribute('cx'), seat.getAttribute('cy')])"
    await expect(seats).to_have_count(2)
    before = await seats.evaluate_all(places)
    await stage.show(table(OCCUPIED, people=3))
    await expect(seats).to_have_count(3)
    assert (await seats.evaluate_all(places))[:2] == before


async def test_a_table_without_a_place_is_shown_all_the_same(open_page: Open) -> None:
    stage = Stage(places=[place("T1", "cam-east", 500, 300)])
    await stage.show(table(CLEAN), view("X9", DIRTY))
    page = await open_page(stage)
    await expect(page.locator('.floor [data-table="X9"]')).to_have_attribute("data-look", "dirty")
    await expect(page.locator(".walls", has_text="Not on the plan")).to_be_visible()


async def test_a_floor_without_tables_says_what_to_do(open_page: Open) -> None:
    page = await open_page(Stage(places=[]))
    await expect(page.get_by_text("No tables yet")).to_be_visible()
    await expect(page.get_by_text("Give a camera its calibration")).to_be_visible()
