"""The live shift: what needs a person is a tap from settled; pace, waits and work are drawn from what happened."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

from edge.web import Role
from tests.web.page.conftest import PHONE, Open
from tests.web.page.friday import MEI, friday
from tests.web.page.service_stage import ServiceStage, Somebody


async def manager(open_page: Open, stage: ServiceStage, **more: Any) -> Page:
    stage.auth = Somebody(Role.MANAGER)
    page = await open_page(stage, at="?page=manager", **more)
    await expect(page.get_by_role("heading", name="Needs a person")).to_be_visible()
    return page


async def test_alerts_and_disputes_are_a_tap_from_gone(open_page: Open) -> None:
    stage = await friday()
    page = await manager(open_page, stage)
    needs = page.locator(".needs")
    await expect(needs).to_contain_text("Okafor has waited 24 min, longer than quoted")
    await needs.get_by_role("button", name="I take it: P4 has been dirty for 9 min").click()
    await expect(needs).to_contain_text("Somebody is on it: P4 has been dirty for 9 min")
    await needs.get_by_role("button", name="clean", exact=True).click()
    await expect(needs.locator(".disputed")).to_have_count(0)
    bodies = [(each.path, each.body) for each in stage.taps]
    assert bodies == [("alerts/302/acknowledge", {}), ("disputes/401/resolve", {"kept": "seen"})]


async def test_waits_are_shown_beside_what_was_quoted(open_page: Open) -> None:
    page = await manager(open_page, await friday())
    waits = page.locator(".waits")
    await expect(waits).to_contain_text("4 of 7 seated as quoted or sooner.")
    await expect(waits.locator('[data-verdict="later"]')).to_have_count(3)
    await expect(waits.locator(".lines [data-over=true]")).to_contain_text("Okafor")


async def test_work_is_in_order_of_name_with_the_mean(open_page: Open) -> None:
    page = await manager(open_page, await friday())
    rows = page.locator(".work tbody tr")
    await expect(rows.locator("th")).to_contain_text(["Ana", "Luis", "Mei"])
    await expect(page.locator(f'.work [data-waiter="{MEI}"]')).to_contain_text("9.0")
    await expect(page.locator(".work")).to_contain_text("The mark is the mean, 9.9.")


async def test_a_dead_camera_is_in_the_list_with_its_reason(open_page: Open) -> None:
    page = await manager(open_page, await friday())
    bad = page.locator('.cameras [data-mark="bad"]')
    await expect(bad).to_contain_text("cam-patio has given no picture since")
    await expect(page.locator('.cameras [data-mark="good"]')).to_contain_text("cam-east is live")


async def test_what_cannot_be_read_is_said(open_page: Open) -> None:
    page = await manager(open_page, await friday())
    await page.route("**/api/v1/visits?*", lambda route: route.fulfill(status=503))
    await page.reload()
    await expect(page.locator(".live > .problem")).to_contain_text("This cannot be read right now.")


QUARTERS = """async () => {
    const { quarters, coversToday } = await import("/manager/quarters.js");
    const { Times } = await import("/text/text.js");
    const times = new Times("en-GB", "Europe/Rome");
    const visit = (opened_at, size) => ({ opened_at, size });
    const visits = [
        visit("2026-03-27T19:05:00Z", 4), visit("2026-03-27T19:31:00Z", 2), visit("2026-03-27T02:30:00Z", 9),
        visit("2026-03-20T19:06:00Z", 6), visit("2026-03-13T19:14:00Z", 3), visit("2026-03-26T19:05:00Z", 50),
        visit("2026-03-27T19:33:00Z", null),
    ];
    const now = Date.parse("2026-03-27T19:40:00Z");
    return [quarters(visits, now, times, 4), coversToday(visits, now, times)];
}"""


async def test_pace_counts_quarters_beside_the_same_weekday(open_page: Open) -> None:
    """20:00 in Rome: 4 covers, usually (6 + 3) / 2. Before 04:00 local is still the day before."""
    page = await manager(open_page, await friday())
    found, today = await page.evaluate(QUARTERS)
    assert [(row["covers"], row["usual"]) for row in found["rows"]] == [(0, 0), (4, 4.5), (0, 0), (2, 0)]
    assert (found["days"], today) == (2, 6)


async def test_it_fits_a_phone_with_targets_for_a_thumb(open_page: Open) -> None:
    stage = await friday(auth=Somebody(Role.MANAGER))
    page = await open_page(stage, PHONE, at="?page=manager", color_scheme="dark")
    small = """() => [...document.querySelectorAll("main button, main select")]
        .map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 48 || box.height < 48)).map(([text]) => text)"""
    for part in ("Shift", "Staff", "Set-up", "Tablets", "Records"):
        await page.locator(".parts").get_by_role("button", name=part).click()
        await expect(page.locator(".part section").first).to_be_visible()
        assert await page.evaluate(small) == [], part
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], part
