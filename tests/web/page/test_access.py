"""The page can be used by ear, by keyboard, and with weak eyes."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from edge.web import Role
from tests.web.page.conftest import Open
from tests.web.page.rooms import dinner
from tests.web.page.stage import Anyone


async def focused(page: Page) -> str:
    name: str = await page.evaluate("document.activeElement.dataset.table ?? document.activeElement.tagName")
    return name


async def test_every_table_is_a_button_with_a_sentence(open_page: Open) -> None:
    page = await open_page(await dinner())
    buttons = page.get_by_role("group", name="Floor").get_by_role("button")
    await expect(buttons).to_have_count(12)
    names = await buttons.evaluate_all("buttons => buttons.map((each) => each.getAttribute('aria-label'))")
    assert "T2, occupied for 18 minutes, 3 people" in names
    assert all(re.match(r"^\w+, (clean|occupied|dirty|not seen) for ", name) for name in names)


async def test_tab_enters_the_floor_once_and_arrows_walk_it(open_page: Open) -> None:
    page = await open_page(await dinner(auth=Anyone(Role.VIEW)))
    await expect(page.locator(".floor .table")).to_have_count(12)
    await page.keyboard.press("Tab")
    walk = [await focused(page)]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "Home", "ArrowDown", "End"):
        await page.keyboard.press(key)
        walk.append(await focused(page))
    assert walk == ["T1", "T2", "T3", "T6", "T5", "T1", "T4", "P4"]
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.dataset.row") == "P4"  # out of the floor, into the list


async def test_enter_chooses_and_escape_lets_go(open_page: Open) -> None:
    page = await open_page(await dinner(auth=Anyone(Role.VIEW)))
    await expect(page.locator(".floor .table")).to_have_count(12)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="T1")).to_be_visible()
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("heading", name="T1")).to_have_count(0)
    assert await focused(page) == "T1"


CONTRAST = """([text, ground]) => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
        const hex = style.getPropertyValue(name).trim().slice(1);
        const parts = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
        const [r, g, b] = parts.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [a, b] = [light(text), light(ground)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_contrast(open_page: Open, scheme: str) -> None:
    """WCAG 2: 4.5 for text, 3 for shapes."""
    page = await open_page(await dinner(), color_scheme=scheme)
    texts = [("--ink", "--ground"), ("--ink", "--paper"), ("--ink-soft", "--ground"), ("--ink-soft", "--paper")]
    texts += [("--on-occupied", "--occupied"), ("--ink", "--wrong-ground"), ("--wrong", "--ground")]
    texts += [("--on-count", "--dirty")]
    shapes = [(f"--{name}", "--ground") for name in ("clean", "occupied", "dirty", "reserved", "grey", "wrong", "seat")]
    low = [(pair, 4.5) for pair in texts] + [(pair, 3.0) for pair in shapes]
    assert not [(pair, least) for pair, least in low if await page.evaluate(CONTRAST, pair) < least]


async def test_stillness_where_it_is_wished(open_page: Open) -> None:
    page = await open_page(await dinner(), reduced_motion="reduce")
    top = page.locator(".floor .top").first
    await expect(top).to_be_visible()
    assert await top.evaluate("top => getComputedStyle(top).transitionDuration") == "0s, 0s"


async def test_landmarks_and_headings(open_page: Open) -> None:
    page = await open_page(await dinner())
    await expect(page.locator(".floor .table")).to_have_count(12)
    await expect(page).to_have_title("Floor · Trattoria Lupo")
    for role in ("banner", "main", "contentinfo", "complementary"):
        await expect(page.get_by_role(role)).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Trattoria Lupo")
