"""Crops against a slow, obviously right resampler.

Tolerances, in levels of 255, on a picture of full contrast with as much detail as a lens gives (white noise blurred by
one pixel, standard deviation 61): magnified, what rounding costs; shrunk, 2 in the mean (half of all crops are
within 0.5) and 20 at worst, 45 where the frame ends in black. Bilinear interpolation that does not care for aliasing is
off by 4 to 40 in the mean.
"""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from calibration import RotatedBox, place, rectify
from tests.calibration.resampler import mean_over_footprints

CROP = (32, 24)
BUSY = settings(max_examples=40, deadline=None)


def room(width: int = 200, height: int = 150) -> NDArray[np.uint8]:
    noise = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 1.0).astype(np.float32)
    return np.clip((soft - 128) * 3 + 128, 0, 255).astype(np.uint8)


ROOM = room()
CENTERS = st.tuples(st.floats(0, 200), st.floats(0, 150))  # many of these boxes leave the frame
ANGLES = st.floats(-180, 180)
SHARES = st.floats(0.05, 1.0)


def assert_shows(crop: NDArray[np.uint8], region: RotatedBox, size: tuple[int, int]) -> None:
    shrinks = region.size[0] > size[0] or region.size[1] > size[1]
    wanted = mean_over_footprints(ROOM, region, size, density=12 if shrinks else 1)
    off = np.abs(crop - wanted)
    assert off.max() <= (45.0 if shrinks else 1.0)
    assert off.mean() <= (2.0 if shrinks else 0.5)


@BUSY
@given(CENTERS, st.tuples(SHARES, SHARES), ANGLES)
def test_magnified_crops_are_exact(center: tuple[float, float], share: tuple[float, float], angle: float) -> None:
    box = RotatedBox(center=center, size=(CROP[0] * share[0], CROP[1] * share[1]), angle=angle)
    assert_shows(rectify(ROOM, box, CROP, fit="stretch"), box, CROP)


@BUSY
@given(CENTERS, st.floats(1.05, 6.0), st.floats(0.85, 1.0), ANGLES)
def test_shrunk_crops_are_the_mean_of_what_they_show(
    center: tuple[float, float], scale: float, flatter: float, angle: float
) -> None:
    box = RotatedBox(center=center, size=(CROP[0] * scale, CROP[1] * scale * flatter), angle=angle)
    assert_shows(rectify(ROOM, box, CROP, fit="stretch"), box, CROP)


def test_the_resampler_tells_aliasing_from_a_mean() -> None:
    box = RotatedBox(center=(100, 75), size=(CROP[0] * 3, CROP[1] * 3), angle=20)
    large = rectify(ROOM, box, (CROP[0] * 3, CROP[1] * 3), fit="stretch")
    careless = cv2.resize(large, CROP, interpolation=cv2.INTER_NEAREST)
    with pytest.raises(AssertionError):
        assert_shows(np.asarray(careless, dtype=np.uint8), box, CROP)


def test_the_whole_frame_is_itself() -> None:
    box = RotatedBox(center=(100, 75), size=(200, 150), angle=0)
    np.testing.assert_array_equal(rectify(ROOM, box, (200, 150), fit="stretch"), ROOM)


@pytest.mark.parametrize("scale", [0.3, 1.0, 1.7, 2.0, 3.6])
def test_a_plain_colour_stays_as_it_is(scale: float) -> None:
    plain = np.full((150, 200, 3), (10, 120, 240), dtype=np.uint8)
    box = RotatedBox(center=(100, 75), size=(CROP[0] * scale, CROP[1] * scale), angle=30)
    crop = rectify(plain, box, CROP, fit="stretch")
    assert np.unique(crop.reshape(-1, 3), axis=0).tolist() == [[10, 120, 240]]


@pytest.mark.parametrize("up", [0, 90, 180, 270])
def test_up_turns_the_crop(up: int) -> None:
    box = RotatedBox(center=(90, 70), size=(60, 40), angle=25)
    size = (30, 20) if up % 180 == 0 else (20, 30)
    upright = rectify(ROOM, box, (30, 20), fit="stretch")
    turned = rectify(ROOM, box, size, fit="stretch", up=up)
    np.testing.assert_allclose(turned.astype(int), np.rot90(upright, up // 90).astype(int), atol=1)


@BUSY
@given(CENTERS, ANGLES, st.sampled_from([0, 90, 180, 270]), st.floats(-0.2, 0.5), st.floats(20, 90), st.floats(20, 90))
def test_short_side_crop_fills_the_crop_with_the_middle(
    center: tuple[float, float], angle: float, up: int, margin: float, width: float, height: float
) -> None:
    box = RotatedBox(center=center, size=(width, height), angle=angle)
    crop = rectify(ROOM, box, CROP, fit="short_side_crop", margin=margin, up=up)
    across, down = (width, height) if up % 180 == 0 else (height, width)
    frame_px_per_pixel = min(across / CROP[0], down / CROP[1]) * (1 + 2 * margin)
    shown = RotatedBox(
        center=center, size=(CROP[0] * frame_px_per_pixel, CROP[1] * frame_px_per_pixel), angle=angle + up
    )
    assert_shows(crop, shown, CROP)


@BUSY
@given(CENTERS, ANGLES, st.sampled_from([0, 90, 180, 270]), st.floats(0, 0.5), st.floats(20, 90), st.floats(20, 90))
def test_pad_shows_the_whole_box_between_black_bars(
    center: tuple[float, float], angle: float, up: int, margin: float, width: float, height: float
) -> None:
    box = RotatedBox(center=center, size=(width, height), angle=angle)
    crop = rectify(ROOM, box, CROP, fit="pad", margin=margin, up=up)
    region, (left, top), inner = place(box, CROP, fit="pad", margin=margin, up=up)
    across, down = (width, height) if up % 180 == 0 else (height, width)
    np.testing.assert_allclose(region.size, (across * (1 + 2 * margin), down * (1 + 2 * margin)))
    assert CROP[0] in inner or CROP[1] in inner
    assert abs(inner[0] / across - inner[1] / down) * min(across, down) <= 1.0  # whole pixels
    shown = crop[top : top + inner[1], left : left + inner[0]]
    assert_shows(shown, region, inner)
    bars = crop.astype(int).copy()
    bars[top : top + inner[1], left : left + inner[0]] = 0
    assert not bars.any()


def test_outside_the_frame_is_black() -> None:
    white = np.full((40, 40, 3), 255, dtype=np.uint8)
    crop = rectify(white, RotatedBox(center=(0, 20), size=(20, 20), angle=0), (20, 20), fit="stretch")
    assert not crop[:, :9].any()
    assert (crop[:, 11:] == 255).all()


def test_a_grey_frame_gives_a_grey_crop() -> None:
    box = RotatedBox(center=(60, 60), size=(50, 40), angle=10)
    grey = np.ascontiguousarray(ROOM[..., 1])
    np.testing.assert_array_equal(rectify(grey, box, CROP, fit="pad"), rectify(ROOM, box, CROP, fit="pad")[..., 1])


def test_a_margin_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves nothing"):
        place(RotatedBox(center=(5, 5), size=(4, 4), angle=0), CROP, fit="pad", margin=-0.5)
