"""Privacy masks cover whatever they touch, and little more."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration import Calibration, Frame, apply_masks, rasterize_masks

FRAME = Frame(width=32, height=24)
Polygon = tuple[tuple[float, float], ...]


def with_masks(*masks: Polygon) -> Calibration:
    return Calibration(revision=1, camera="cam", frame=FRAME, masks=masks)


@st.composite
def polygons(draw: st.DrawFn) -> Polygon:
    """Star-shaped around a point, so that they never cross themselves; they may leave the frame."""
    middle = draw(st.tuples(st.floats(-5, 37), st.floats(-5, 29)))
    radii = draw(st.lists(st.floats(0.5, 18), min_size=3, max_size=8))
    turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False) + draw(st.floats(0, 6))
    return tuple(
        (middle[0] + r * float(np.cos(a)), middle[1] + r * float(np.sin(a))) for r, a in zip(radii, turns, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(polygons())
def test_every_touched_pixel_is_masked_and_none_far_away(polygon: Polygon) -> None:
    masked = rasterize_masks(with_masks(polygon))
    outline = np.array(polygon, dtype=np.float32).reshape(-1, 1, 2)
    for row, column in np.ndindex(masked.shape):
        points = [(column + dx, row + dy) for dx in (0.05, 0.5, 0.95) for dy in (0.05, 0.5, 0.95)]
        inward = max(cv2.pointPolygonTest(outline, point, True) for point in points)
        assert masked[row, column] or inward <= 0
        assert not masked[row, column] or inward >= -2.2


def test_overlapping_masks_leave_no_hole() -> None:
    square = ((5.0, 5.0), (20.0, 5.0), (20.0, 20.0), (5.0, 20.0))
    masked = rasterize_masks(with_masks(square, square))
    assert masked[6:19, 6:19].all()


def test_no_mask_covers_nothing() -> None:
    assert not rasterize_masks(with_masks()).any()


def test_a_mask_far_outside_the_frame_covers_all_it_crosses() -> None:
    assert rasterize_masks(
        with_masks(((-99_999, -99_999), (99_999, -99_999), (99_999, 99_999), (-99_999, 99_999)))
    ).all()


def test_masks_are_applied_in_place_and_nowhere_else() -> None:
    masks = rasterize_masks(with_masks(((10, 10), (20, 10), (20, 20))))
    image = np.full((24, 32, 3), 200, dtype=np.uint8)
    apply_masks(image, masks)
    assert not image[masks].any()
    assert (image[~masks] == 200).all()


def test_masks_for_another_picture_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(32, 24\) px, not \(640, 480\)"):
        apply_masks(np.zeros((480, 640, 3), dtype=np.uint8), rasterize_masks(with_masks()))
