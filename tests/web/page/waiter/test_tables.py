"""A waiter's tables: one card each, one strong tap on it, and never a lie about what was saved."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from edge.events import Availability
from edge.web import Role
from tests.web.page.conftest import PHONE, Open
from tests.web.page.friday import ANA, LUIS, MEI, friday
from tests.web.page.rooms import DIRTY, MINUTE
from tests.web.page.service_stage import ServiceStage, Somebody, alert
from tests.web.page.stage import view

AT = "?page=waiter"


async def ana(open_page: Open, stage: ServiceStage, **more: object) -> Page:
    """Ana's own phone."""
    stage.auth = Somebody(Role.WAITER, ANA)
    page = await open_page(stage, PHONE, at=AT, **more)
    await expect(page.locator(".visit").first).to_be_visible()
    return page


def card(page: Page, visit: int) -> Locator:
    return page.locator(f'.visit[data-visit="{visit}"]')


async def test_my_tables_and_nobody_elses_new_ones_first(open_page: Open) -> None:
    page = await ana(open_page, await friday())
    names = page.locator(".visit h3")
    await expect(names).to_have_text(["T5", "T2", "T1"])
    await expect(card(page, 104)).to_have_attribute("data-fresh", "true")
    await expect(card(page, 101)).to_contain_text("4 guests")
    await expect(card(page, 101)).to_contain_text("mains 0:22")
    await expect(card(page, 101).locator(".clock")).to_contain_text("0:52")
    await expect(card(page, 101).locator(".steps .done")).to_have_count(3)


@pytest.mark.parametrize(
    ("phase", "tap", "path", "body"),
    [
        ("seated", "Greeted", "phase", {"phase": "greeted"}),
        ("greeted", "Ordered", "phase", {"phase": "ordered"}),
        ("ordered", "Mains served", "phase", {"phase": "mains"}),
        ("mains", "Dessert served", "phase", {"phase": "dessert"}),
        ("dessert", "Check brought", "phase", {"phase": "check"}),
        ("check", "Paid", "phase", {"phase": "paid"}),
        ("paid", "They have left", "close", {}),
    ],
)
async def test_the_one_strong_tap_is_the_next_step(
    open_page: Open, phase: str, tap: str, path: str, body: dict[str, str]
) -> None:
    stage = await friday()
    stage.row("visit", 101)["phase"] = phase
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name=f"T1: {tap}").click()
    if path == "close":
        await expect(card(page, 101)).to_have_count(0)
    else:
        await expect(card(page, 101)).to_have_attribute("data-phase", body["phase"])
    await expect(page.locator(".bar")).to_contain_text(f"T1: {tap}")
    assert [(each.path, each.body) for each in stage.taps] == [(f"visits/101/{path}", body)]
    assert len(stage.taps[0].key) >= 32


async def test_once_the_guests_are_gone_the_tap_is_clean(open_page: Open) -> None:
    stage = await friday()
    stage.row("visit", 105)["waiter"] = ANA
    await stage.show(view("T7", DIRTY), view("T8", DIRTY))
    page = await ana(open_page, stage)
    await card(page, 105).get_by_role("button", name="T7 + T8: Table is clean").click()
    await expect(page.locator(".bar")).to_contain_text("Table is clean")
    await expect(card(page, 105)).to_have_attribute("data-pending", "false")
    assert sorted(each.path for each in stage.taps) == ["tables/T7/state", "tables/T8/state"]
    assert stage.tables["T7"].value is Availability.CLEAN


async def test_dirty_tables_of_my_section_are_a_tap_from_clean(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    row = page.locator('[data-clear="T6"]')
    await expect(row).to_contain_text("dirty 0:03")
    await expect(page.locator('[data-clear="P4"]')).to_have_count(0)  # the patio is Mei's
    await row.get_by_role("button", name="T6: Table is clean").click()
    await expect(row).to_have_count(0)
    assert [(each.path, each.body) for each in stage.taps] == [("tables/T6/state", {"value": "clean"})]


async def test_a_tap_looks_pending_until_it_is_saved(open_page: Open) -> None:
    stage = await friday()
    stage.gate.clear()
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name="T1: Dessert served").click()
    await expect(card(page, 101)).to_have_attribute("data-pending", "true")
    await expect(card(page, 101).locator(".strong")).to_be_disabled()
    await expect(card(page, 101).locator(".strong")).to_have_text("Saving…")
    stage.gate.set()
    await expect(card(page, 101)).to_have_attribute("data-pending", "false")
    await expect(card(page, 101).locator(".strong")).to_have_text("Check brought")


async def test_a_refused_tap_rolls_back_and_says_why(open_page: Open) -> None:
    stage = await friday()
    stage.refuse("visits/101/phase", "The visit at T1 is over.", "Look at the floor again.")
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name="T1: Dessert served").click()
    await expect(page.locator(".bar[role=alert]")).to_contain_text("The visit at T1 is over. Look at the floor again.")
    await expect(card(page, 101)).to_have_attribute("data-phase", "mains")


async def test_a_slip_is_taken_back(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name="T1: Dessert served").click()
    await expect(card(page, 101)).to_have_attribute("data-phase", "dessert")
    await page.locator(".bar").get_by_role("button", name="Undo").click()
    await expect(card(page, 101)).to_have_attribute("data-phase", "mains")


async def test_a_step_can_be_left_out_but_none_goes_back(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name="More for T1").click()
    sheet = page.get_by_role("dialog", name="T1")
    await expect(sheet.locator(".choices button")).to_have_text(["Check brought", "Paid", "They have left"])
    await sheet.get_by_role("button", name="Check brought").click()
    await expect(sheet).to_have_count(0)
    await expect(card(page, 101)).to_have_attribute("data-phase", "check")


async def test_the_count_of_guests_is_put_right(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name="More for T1").click()
    sheet = page.get_by_role("dialog", name="T1")
    await expect(sheet.get_by_role("button", name="Save")).to_be_disabled()
    await sheet.get_by_role("button", name="One guest more").click()
    await sheet.get_by_role("button", name="Save").click()
    await expect(card(page, 101)).to_contain_text("5 guests")
    assert stage.taps[-1].body == {"size": 5}


async def test_a_colleague_takes_a_table(open_page: Open) -> None:
    stage = await friday()
    stage.row("waiter", MEI)["on_break"] = True
    page = await ana(open_page, stage)
    await card(page, 101).get_by_role("button", name="More for T1").click()
    sheet = page.get_by_role("dialog", name="T1")
    await expect(sheet.get_by_role("button", name="Mei on break")).to_be_disabled()
    await sheet.get_by_role("button", name="Luis 2 tables").click()
    await expect(card(page, 101)).to_have_count(0)
    assert (stage.taps[-1].path, stage.taps[-1].body) == ("visits/101/transfer", {"waiter": LUIS})
    await expect(page.locator(".bar")).to_contain_text("Luis takes T1.")


async def test_what_camera_and_person_disagree_on_is_asked_where_it_is(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    question = card(page, 102).get_by_role("group")
    await expect(question).to_contain_text("T2 was said to be occupied, the camera sees it clean.")
    await question.get_by_role("button", name="occupied").click()
    await expect(question).to_have_count(0)
    assert (stage.taps[-1].path, stage.taps[-1].body) == ("disputes/401/resolve", {"kept": "said"})


async def test_a_table_that_waits_too_long_says_so_on_its_card(open_page: Open) -> None:
    stage = await friday()
    stage.service["alerts"].append(alert(310, "not_greeted", "104", minutes=6.2))
    stage.row("visit", 104)["opened_at"] = stage.row("visit", 102)["opened_at"]
    page = await ana(open_page, stage)
    await expect(card(page, 104)).to_contain_text("Not greeted for 6 min")


async def test_counters_stand_while_the_box_is_silent(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage, clock=True)
    clock = card(page, 101).locator(".clock b")
    await expect(clock).to_have_text("0:52")
    await stage.close()
    await page.clock.fast_forward(int(10 * MINUTE * 1000))
    await expect(page.get_by_role("alert").first).to_contain_text("No word from the box since")
    await expect(clock).to_have_text("0:52")


async def test_every_target_fits_a_thumb(open_page: Open) -> None:
    page = await ana(open_page, await friday())
    await card(page, 101).get_by_role("button", name="More for T1").click()
    small = """() => [...document.querySelectorAll("main button, dialog button")]
        .map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 48 || box.height < 48)).map(([text]) => text)"""
    assert await page.evaluate(small) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


async def test_the_whole_page_by_keyboard(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    await page.locator('.visit[data-visit="104"] .strong').focus()
    await page.keyboard.press("Enter")
    await expect(card(page, 104)).to_have_attribute("data-phase", "greeted")
    await card(page, 104).get_by_role("button", name="More for T5").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="T5")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
