"""A waiter is told: by sound, vibration and words, when a table is theirs, and when their break is over."""

from __future__ import annotations

from playwright.async_api import Page, expect

from edge.web import Role
from tests.web.page.conftest import PHONE, TABLET, Open
from tests.web.page.friday import ANA, LUIS, friday
from tests.web.page.service_stage import ServiceStage, Somebody, visit

LISTEN = """() => {
    window.tones = []; window.buzzes = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
        window.tones.push(this.frequency.value);
        return start.apply(this, when);
    };
    Navigator.prototype.vibrate = (pattern) => { window.buzzes.push(pattern); return true; };
}"""


async def ana(open_page: Open, stage: ServiceStage) -> Page:
    """Ana's phone, touched once, with an ear on it."""
    stage.auth = Somebody(Role.WAITER, ANA)
    page = await open_page(stage, PHONE, at="?page=waiter")
    await expect(page.locator(".visit")).to_have_count(3)
    await page.evaluate(LISTEN)
    await page.locator(".mine h2").first.click()
    return page


async def told(page: Page, text: str, tones: int) -> None:
    await expect(page.locator(".page > [role=status]").last).to_contain_text(text)
    await page.wait_for_function("(n) => window.tones.length === n && window.buzzes.length > 0", arg=tones)


async def test_a_new_table_calls(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    stage.service["visits"].append(visit(120, "T3", ANA, "seated", size=2, age_min=0))
    await stage.happen()
    await told(page, "New for you: T3, 2 guests.", 2)
    await expect(page.locator('.visit[data-visit="120"]')).to_have_attribute("data-fresh", "true")


async def test_a_table_handed_over_calls_and_stays_new_until_it_is_touched(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    stage.row("visit", 103)["waiter"] = ANA
    await stage.happen()
    await told(page, "Luis handed you T4.", 3)
    handed = page.locator('.visit[data-visit="103"]')
    await expect(handed).to_contain_text("Handed to you")
    await expect(handed).to_have_attribute("data-fresh", "true")
    await handed.get_by_role("button", name="T4: Check brought").click()
    await expect(handed).to_have_attribute("data-fresh", "false")


async def test_coming_back_from_break_is_told(open_page: Open) -> None:
    stage = await friday()
    stage.row("waiter", ANA)["on_break"] = True
    page = await ana(open_page, stage)
    stage.row("waiter", ANA)["on_break"] = False
    await stage.happen()
    await told(page, "Your break is over.", 1)


async def test_other_peoples_news_makes_no_sound(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    stage.service["visits"].append(visit(121, "P3", LUIS, "seated", age_min=0))
    stage.row("visit", 101)["waiter"] = LUIS
    await stage.happen()
    await expect(page.locator(".page > [role=status]").last).to_contain_text("Luis takes T1.")
    assert await page.evaluate("window.tones.length + window.buzzes.length") == 0


async def test_what_came_while_the_tablet_slept_calls_once(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    await stage.close()
    stage.service["visits"].append(visit(122, "T3", ANA, "seated", size=4, age_min=0))
    await stage.open()
    await told(page, "New for you: T3, 4 guests.", 2)


async def test_break_and_back(open_page: Open) -> None:
    stage = await friday()
    page = await ana(open_page, stage)
    await page.get_by_role("button", name="My shift").click()
    await page.get_by_role("button", name="Take a break").click()
    await expect(page.locator(".shift")).to_contain_text("You are on break.")
    await page.get_by_role("button", name="Back from break").click()
    await expect(page.get_by_role("button", name="Take a break")).to_be_visible()
    assert [each.path for each in stage.taps] == ["shifts/1001/break", "shifts/1001/resume"]


async def test_my_share_beside_the_mean_and_nobody_elses(open_page: Open) -> None:
    stage = await friday()
    stage.auth = Somebody(Role.WAITER, ANA)
    page = await open_page(stage, TABLET, at="?page=waiter")
    shift = page.locator(".shift")
    await expect(shift.locator('[data-figure="covers"]')).to_contain_text("34 house mean 27.8")
    await expect(shift.locator('[data-figure="tips"]')).to_contain_text("$42.50 house mean $35.83")
    await expect(shift).not_to_contain_text("Luis")


async def test_a_shared_tablet_asks_once_who_it_is(open_page: Open) -> None:
    stage = await friday(auth=Somebody(Role.WAITER))
    page = await open_page(stage, PHONE, at="?page=waiter")
    await page.get_by_role("button", name="Ana").click()
    await expect(page.locator(".visit")).to_have_count(3)
    await page.reload()
    await expect(page.locator(".visit")).to_have_count(3)
    await page.get_by_role("button", name="My shift").click()
    await page.get_by_role("button", name="Not me").click()
    await expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()


async def test_a_paired_tablet_is_nobody_elses(open_page: Open) -> None:
    page = await ana(open_page, await friday())
    await page.get_by_role("button", name="My shift").click()
    await expect(page.get_by_role("button", name="Take a break")).to_be_visible()
    await expect(page.get_by_role("button", name="Not me")).to_have_count(0)


async def test_who_is_not_on_shift_is_told_so_and_followed(open_page: Open) -> None:
    stage = await friday(auth=Somebody(Role.WAITER, ANA))
    rows = stage.service["waiters"]
    mine = stage.row("waiter", ANA)
    rows.remove(mine)
    page = await open_page(stage, PHONE, at="?page=waiter")
    await expect(page.get_by_text("You are not on shift")).to_be_visible()
    rows.append(mine)
    await stage.happen()
    await expect(page.locator(".visit")).to_have_count(3)
