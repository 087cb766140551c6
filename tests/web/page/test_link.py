"""A box that goes silent: the floor greys, says since when, keeps the last state, and comes back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from edge.web import Pace
from tests.web.page.conftest import Open
from tests.web.page.rooms import DIRTY, MINUTE, OCCUPIED, dinner
from tests.web.page.stage import OnlyToken, ago, view

SILENT = Pace(now_s=0.01, ping_s=3600)


async def pass_time(page: Page, seconds: int) -> None:
    """The tablet's time runs ahead in one step; what falls due happens once."""
    await page.clock.fast_forward(seconds * 1000)


async def test_a_lost_box_greys_the_floor_and_comes_back(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage, clock=True)
    whole = page.locator(".page")
    table = page.locator('.floor [data-table="T1"]')
    await expect(table).to_have_attribute("data-look", "occupied")
    await stage.close()
    await expect(page.locator("footer")).to_contain_text("Connection lost, trying again")
    await expect(whole).to_have_attribute("data-silent", "false")  # a hiccup is no silence
    await pass_time(page, 11)
    await expect(whole).to_have_attribute("data-silent", "true")
    await expect(page.get_by_role("alert")).to_contain_text("No word from the box since")
    assert await page.locator(".floor").evaluate("floor => getComputedStyle(floor).filter") == "grayscale(1)"
    await expect(table).to_have_attribute("data-look", "occupied")  # the last known state stays
    await stage.see("T1", DIRTY)
    await stage.open()
    await pass_time(page, 11)
    await expect(whole).to_have_attribute("data-silent", "false")
    await expect(table).to_have_attribute("data-look", "dirty")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(page.locator("footer")).to_contain_text("last message just now")
    await expect(page.get_by_role("status")).to_contain_text("T1 is now dirty.")


async def test_a_stream_that_hangs_open_is_noticed(open_page: Open) -> None:
    stage = await dinner(pace=SILENT)
    page = await open_page(stage, clock=True)
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute("data-look", "occupied")
    before = stage.streams
    await pass_time(page, 11)
    await expect(page.get_by_role("alert")).to_contain_text("No word from the box since")
    await pass_time(page, 11)
    await expect(page.locator(".page")).to_have_attribute("data-silent", "false")
    await expect(page.get_by_role("status")).to_have_text("The floor is live again.")
    assert stage.streams == before + 1


async def test_pings_keep_a_quiet_floor_live(open_page: Open) -> None:
    stage = await dinner(pace=Pace(now_s=0.01, ping_s=0.05))
    page = await open_page(stage, clock=True)
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute("data-look", "occupied")
    for _ in range(3):
        await pass_time(page, 4)
        await expect(page.locator("footer")).to_contain_text("last message just now")
    await expect(page.locator(".page")).to_have_attribute("data-silent", "false")
    assert stage.streams == 1


async def test_counters_stand_still_while_the_box_is_silent(open_page: Open) -> None:
    stage = await dinner(pace=SILENT)
    page = await open_page(stage, clock=True)
    counter = page.locator('.floor [data-table="T1"] .line')
    await expect(counter).to_have_text("0:52")
    await stage.close()
    await pass_time(page, 10 * 60)
    await expect(page.locator(".page")).to_have_attribute("data-silent", "true")
    await expect(counter).to_have_text("0:52")


@pytest.mark.parametrize("off", [timedelta(hours=-3), timedelta(days=400)])
async def test_a_tablet_with_a_wrong_clock_counts_right(open_page: Open, off: timedelta) -> None:
    stage = await dinner()
    page = await open_page(stage, clock=True)
    await page.clock.set_system_time(ago() + off)
    await page.reload()
    await expect(page.locator('.floor [data-table="T1"] .line')).to_have_text("0:52")


async def test_counters_tick_without_the_box(open_page: Open) -> None:
    stage = await dinner(pace=Pace(now_s=0.01, ping_s=0.05))
    await stage.show(view("T1", OCCUPIED, age_s=52 * MINUTE + 52, people=4))
    page = await open_page(stage, clock=True)
    counter = page.locator('.floor [data-table="T1"] .line')
    await expect(counter).to_have_text("0:52")
    for _ in range(2):
        await pass_time(page, 5)
        await expect(page.locator("footer")).to_contain_text("last message just now")
    await expect(counter).to_have_text("0:53")


async def test_a_restored_box_with_another_journal_is_followed(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage)
    table = page.locator('.floor [data-table="T1"]')
    await expect(table).to_have_attribute("data-look", "occupied")
    await stage.close()
    stage.device = "box2"
    stage.events.clear()
    await stage.open()
    await stage.see("T1", DIRTY)
    await expect(table).to_have_attribute("data-look", "dirty")


async def test_sign_in(open_page: Open) -> None:
    page = await open_page(await dinner(auth=OnlyToken("sesame")))
    await expect(page.get_by_role("heading", name="Sign in to see the floor")).to_be_visible()
    await expect(page.locator(".table")).to_have_count(0)
    await expect(page.get_by_label("Pairing code")).to_be_focused()
    await page.get_by_role("button", name="I have the manager token").click()
    field = page.get_by_label("Manager token", exact=True)
    await expect(field).to_be_focused()
    await field.fill("wrong")
    await page.get_by_role("button", name="Show me the floor").click()
    await expect(page.get_by_role("alert")).to_contain_text("This token is not known here.")
    await expect(field).to_be_focused()
    await page.route("**/api/v1/session", lambda route: route.fulfill(status=429), times=1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Too many tries.")
    await field.fill(" sesame ")
    await page.keyboard.press("Enter")
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute("data-look", "occupied")
    await page.reload()
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute("data-look", "occupied")
    assert "sesame" not in await page.evaluate(
        "document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })"
    )


async def test_a_revoked_token_leads_back_to_sign_in(open_page: Open) -> None:
    stage = await dinner(auth=OnlyToken("sesame"))
    page = await open_page(stage)
    await page.get_by_role("button", name="I have the manager token").click()
    await page.get_by_label("Manager token", exact=True).fill("sesame")
    await page.keyboard.press("Enter")
    await expect(page.locator('.floor [data-table="T1"]')).to_be_visible()
    await stage.close()
    stage.auth = OnlyToken("another")
    await stage.open()
    await expect(page.get_by_label("Pairing code")).to_be_visible()
