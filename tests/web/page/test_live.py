"""The floor moves by itself: tables, people, cameras; the list of what needs eyes follows."""

from __future__ import annotations

import cv2
import numpy as np
from playwright.async_api import expect

from edge.events import CameraReason, CameraStatus
from tests.web.page.conftest import Open
from tests.web.page.rooms import CLEAN, DIRTY, MINUTE, OCCUPIED, dinner, place
from tests.web.page.stage import Stage, view

PICTURE = bytes(cv2.imencode(".jpg", np.full((6, 8, 3), 128, np.uint8))[1])


async def test_a_change_is_shown_and_spoken(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage)
    table = page.locator('.floor [data-table="T3"]')
    await expect(table).to_have_attribute("data-look", "clean")
    await stage.see("T3", OCCUPIED, people=2)
    await expect(table).to_have_attribute("data-look", "occupied")
    await expect(table.locator(".seat.taken")).to_have_count(2)
    await expect(page.get_by_role("status")).to_have_text("T3 is now occupied.")


async def test_people_change_without_an_event(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage)
    seats = page.locator('.floor [data-table="T1"] .seat.taken')
    await expect(seats).to_have_count(4)
    await stage.show(view("T1", OCCUPIED, age_s=52 * MINUTE, people=2))
    await expect(seats).to_have_count(2)


async def test_dirty_tables_are_listed_longest_first(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage)
    rows = page.locator(".rows button b")
    await expect(rows).to_have_text(["P4", "T6", "P2"])
    await stage.see("T6", CLEAN)
    await stage.see("T8", DIRTY)
    await expect(rows).to_have_text(["P4", "T8", "P2"])


async def test_a_calm_floor_needs_no_eyes(open_page: Open) -> None:
    stage = Stage(places=[place("T1", "cam-east", 500, 300)])
    await stage.camera("cam-east", CameraStatus.ONLINE)
    await stage.show(view("T1", CLEAN))
    page = await open_page(stage)
    await expect(page.get_by_text("Nothing needs eyes")).to_be_visible()


async def test_a_dead_camera_is_unmistakable(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage)
    await expect(page.locator('.floor [data-table="P1"]')).to_have_attribute("data-look", "occupied")
    await stage.camera("cam-patio", CameraStatus.STALLED, CameraReason.NO_DATA)
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("cam-patio has given no picture since")
    await expect(alert).to_contain_text("its 4 tables are not being watched")
    for table in ("P1", "P2", "P3", "P4"):
        await expect(page.locator(f'.floor [data-table="{table}"]')).to_have_attribute("data-look", "unseen")
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute("data-look", "occupied")
    await expect(page.locator("footer")).to_contain_text("1 camera live")
    await expect(page.locator("footer")).to_contain_text("cam-patio: no picture for")
    await stage.camera("cam-patio", CameraStatus.ONLINE)
    await expect(alert).to_have_count(0)
    await expect(page.locator('.floor [data-table="P1"]')).to_have_attribute("data-look", "occupied")


async def test_a_refused_password_says_so_and_what_to_do(open_page: Open) -> None:
    stage = await dinner()
    await stage.camera("cam-east", CameraStatus.REFUSED, CameraReason.CREDENTIALS, age_s=90 * MINUTE)
    page = await open_page(stage)
    await expect(page.get_by_role("alert")).to_contain_text("cam-east has refused its password since")
    await expect(page.get_by_role("alert")).to_contain_text("Set its password again in the settings.")


async def test_nothing_moves_under_a_finger(open_page: Open) -> None:
    stage = await dinner()
    page = await open_page(stage)
    table = page.locator('.floor [data-table="T3"]')
    await expect(table).to_have_attribute("data-look", "clean")
    await page.mouse.move(5, 300)
    await page.mouse.down()
    async with page.expect_response("**/tables/T3"):
        await stage.see("T3", DIRTY)
        await page.evaluate("fetch('api/v1/tables/T3')")  # by its answer the event has come too
    assert await table.get_attribute("data-look") == "clean"
    await page.mouse.up()
    await expect(table).to_have_attribute("data-look", "dirty")


async def test_a_chosen_table_shows_its_past(open_page: Open) -> None:
    stage = await dinner()
    await stage.see("T4", DIRTY)
    await stage.see("T4", CLEAN)
    page = await open_page(stage)
    await page.locator('.floor [data-table="T4"]').click()
    detail = page.locator(".detail")
    await expect(detail.get_by_role("heading", name="T4")).to_be_visible()
    await expect(detail.locator(".facts")).to_contain_text("97 %")
    await expect(detail.locator(".history li > span:not(.soft)")).to_have_text(["clean", "dirty"])
    await stage.see("T4", OCCUPIED, people=5)
    await expect(detail.locator(".history li > span:not(.soft)")).to_have_text(["occupied, 5 people", "clean", "dirty"])
    await detail.get_by_role("button", name="Close").click()
    await expect(detail).to_have_count(0)


async def test_a_manager_looks_through_a_camera_and_nothing_is_kept(open_page: Open) -> None:
    stage = await dinner(jpeg=PICTURE)
    page = await open_page(stage)
    await page.locator('.floor [data-table="P1"]').click()
    await page.get_by_role("button", name="Look through its camera").click()
    picture = page.locator(".detail img")
    await expect(picture).to_have_js_property("naturalWidth", 8)
    assert (await picture.get_attribute("alt") or "").startswith("cam-patio at ")
