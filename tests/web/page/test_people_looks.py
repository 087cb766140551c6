"""What waiters, managers and guests see, against pictures of when it was right. As in `test_looks.py`."""

from __future__ import annotations

import os

import cv2
import numpy as np
import pytest
from playwright.async_api import Page, expect

from edge.web import Role
from tests.web.page.conftest import PHONE, TABLET, Open
from tests.web.page.friday import ANA, friday
from tests.web.page.guest.test_guest import LINK, door
from tests.web.page.service_stage import Somebody
from tests.web.page.test_looks import LARGEST_SHARE, LOOKS, MEAN_DIFFERENCE, taken


async def compare(page: Page, name: str) -> None:
    now = await taken(page)
    path = LOOKS / f"{name}.png"
    if os.environ.get("NEW_LOOKS"):
        cv2.imwrite(str(path), now)
    before = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert before is not None, f"{path} is missing: make it with NEW_LOOKS=1"
    assert now.shape == before.shape
    difference = np.abs(now.astype(int) - before.astype(int))
    assert difference.mean() < MEAN_DIFFERENCE
    assert (difference.max(axis=2) > 64).mean() < LARGEST_SHARE


@pytest.mark.parametrize(("name", "size", "scheme"), [("phone-light", PHONE, "light"), ("tablet-dark", TABLET, "dark")])
async def test_the_waiter_page(open_page: Open, name: str, size: tuple[int, int], scheme: str) -> None:
    page = await open_page(await friday(auth=Somebody(Role.WAITER, ANA)), size, at="?page=waiter", color_scheme=scheme)
    await expect(page.locator(".visit")).to_have_count(3)
    await compare(page, f"waiter-{name}")


@pytest.mark.parametrize(("part", "scheme"), [("Staff", "light"), ("Tablets", "dark")])
async def test_the_manager_page(open_page: Open, part: str, scheme: str) -> None:
    page = await open_page(await friday(auth=Somebody(Role.MANAGER)), at="?page=manager", color_scheme=scheme)
    await page.locator(".parts").get_by_role("button", name=part).click()
    await expect(page.locator(".lines").last.locator("li").first).to_be_visible()
    await compare(page, f"manager-{part.lower()}-{scheme}")


@pytest.mark.parametrize(("name", "paged", "scheme"), [("waiting-light", False, "light"), ("ready-dark", True, "dark")])
async def test_the_guest_page(open_page: Open, name: str, paged: bool, scheme: str) -> None:
    page = await open_page(door(paged=paged), PHONE, at=LINK, color_scheme=scheme)
    await expect(page.locator("main")).to_have_attribute("data-stage", "ready" if paged else "waiting")
    await page.locator("#truth").evaluate("node => node.remove()")  # the time of day
    await compare(page, f"guest-{name}")
