"""What the host stand looks like, against pictures of when it was right. As in `test_looks.py`."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.web.page.conftest import PHONE, TABLET, Open
from tests.web.page.host.evening import LINDQVIST, evening
from tests.web.page.test_people_looks import compare


@pytest.mark.parametrize(("name", "size", "scheme"), [("tablet-light", TABLET, "light"), ("phone-dark", PHONE, "dark")])
async def test_a_chosen_party(open_page: Open, name: str, size: tuple[int, int], scheme: str) -> None:
    page = await open_page(await evening(), size, at="", color_scheme=scheme)
    if size == PHONE:
        await page.get_by_role("button", name="Queue 3").click()
    await page.locator(f'[data-party="{LINDQVIST}"] .party').click()
    await expect(page.get_by_role("button", name="Seat at T3 with Mei")).to_be_visible()
    await expect(page.locator(".quoted dd").last).to_contain_text("min")
    await compare(page, f"host-{name}")
