"""What the page looks like, against pictures of when it was right.

The pictures are small (a quarter of each side) and the comparison is forgiving: fonts come with the page, but browsers
smooth edges differently. After a wanted change: `NEW_LOOKS=1 pytest tests/web/page/test_looks.py`, look, commit.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.async_api import Page, expect

from edge.events import CameraReason, CameraStatus
from tests.web.page.conftest import PHONE, TABLET, Open
from tests.web.page.rooms import dinner

LOOKS = Path(__file__).parent / "looks"
MEAN_DIFFERENCE, LARGEST_SHARE = 2.0, 0.01


async def taken(page: Page) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The page, uint8 [h/4, w/4, 3] BGR, with the time of day blackened."""
    await page.evaluate("document.fonts.ready")
    clock = page.locator('[data-figure="time"]')
    png = await page.screenshot(animations="disabled", mask=[clock], mask_color="#000000")
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.uint8)


@pytest.mark.parametrize(
    ("name", "size", "scheme", "camera_down"),
    [
        ("tablet-light", TABLET, "light", False),
        ("tablet-dark-camera-down", TABLET, "dark", True),
        ("phone-light", PHONE, "light", False),
    ],
)
async def test_it_looks_as_it_did(
    open_page: Open, name: str, size: tuple[int, int], scheme: str, camera_down: bool
) -> None:
    stage = await dinner()
    if camera_down:
        await stage.camera("cam-patio", CameraStatus.OFFLINE, CameraReason.WORKER_DOWN, age_s=0)
    page = await open_page(stage, size, color_scheme=scheme)
    await expect(page.locator(".floor .table")).to_have_count(12)
    now = await taken(page)
    path = LOOKS / f"{name}.png"
    if os.environ.get("NEW_LOOKS"):
        LOOKS.mkdir(exist_ok=True)
        cv2.imwrite(str(path), now)
    before = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert before is not None, f"{path} is missing: make it with NEW_LOOKS=1"
    assert now.shape == before.shape
    difference = np.abs(now.astype(int) - before.astype(int))
    assert difference.mean() < MEAN_DIFFERENCE
    assert (difference.max(axis=2) > 64).mean() < LARGEST_SHARE
