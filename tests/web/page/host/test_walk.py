"""A new host's first minutes at a real box: pairing code, a walk-in, a table, and back. Only the camera is played."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from edge.events import Availability
from edge.web import Role
from tests.web.house import Box, a_box


async def told(box: Box, path: str, body: dict[str, Any]) -> Any:
    """What a manager does beforehand."""
    response, answer = await box.ask(
        "POST", f"/api/v1/{path}", Role.MANAGER, json=body, headers={"Idempotency-Key": path}
    )
    assert response.status in (200, 201), answer
    return answer


async def test_from_the_pairing_code_to_a_seated_party_and_back(browser: Browser, tmp_path: Path) -> None:
    async with a_box(tmp_path, start=datetime.now(UTC)) as box:
        ana = await told(box, "waiters", {"name": "Ana", "role": "server"})
        await told(box, "shifts", {"waiter": ana["waiter"]})
        for table in ("T1", "T2"):
            await box.see(table, Availability.CLEAN)
        pairing = await told(box, "pairing", {"role": "host"})
        page = await browser.new_page(locale="en-GB")
        await page.goto(box.url)
        await page.get_by_label("Pairing code").fill(pairing["code"])
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Add a party").click()
        await page.get_by_role("button", name="2", exact=True).click()
        await page.get_by_label("Name").fill("Zoë 🎉")
        await page.get_by_role("button", name="Add to the list").click()
        suggestion = page.get_by_role("region", name="Zoë 🎉, party of 2")
        await suggestion.get_by_role("button", name="Seat at T1 with Ana").click()
        bar = page.locator(".bar")
        await expect(bar).to_contain_text("Zoë 🎉 sits at T1.")
        t1 = page.locator('.floor [data-table="T1"]')
        await expect(t1).to_have_attribute("data-look", "occupied")
        await expect(t1.locator(".badge")).to_have_text("A")
        await expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
        await bar.get_by_role("button", name="Undo").click()
        await expect(page.locator(".parties li")).to_contain_text("Zoë 🎉")
        await expect(t1).to_have_attribute("data-look", "clean")
        _, service = await box.get("/api/v1/service", Role.HOST)
        assert service["visits"] == []
        assert [each["name"] for each in service["parties"]] == ["Zoë 🎉"]
        await page.context.close()
