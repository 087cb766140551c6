"""Rotated boxes: OpenCV's corners and angles, and what of a box the frame shows."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import Frame, RotatedBox

FRAME = Frame(width=100, height=80)
BOXES = st.builds(
    RotatedBox,
    center=st.tuples(st.floats(-50, 150), st.floats(-50, 150)),
    size=st.tuples(st.floats(1, 200), st.floats(1, 200)),
    angle=st.floats(-360, 360),
)


@given(BOXES)
def test_corners_are_those_of_opencv(box: RotatedBox) -> None:
    np.testing.assert_allclose(box.corners(), cv2.boxPoints((box.center, box.size, box.angle)), atol=2e-3)


def test_an_upright_box_starts_at_its_bottom_left() -> None:
    box = RotatedBox(center=(10, 20), size=(4, 6), angle=0)
    assert box.corners().tolist() == [[8, 23], [8, 17], [12, 17], [12, 23]]


def test_a_positive_angle_turns_clockwise_on_screen() -> None:
    top_left_moved_right = RotatedBox(center=(0, 0), size=(10, 10), angle=30).corners()[1]
    assert top_left_moved_right[0] > -5
    assert top_left_moved_right[1] < -5


@given(BOXES, st.sampled_from([0, 90, 180, 270]))
def test_turning_names_another_top_of_the_same_rectangle(box: RotatedBox, up: int) -> None:
    turned = box.turned(up).corners()
    as_before = np.roll(box.corners(), -up // 90, axis=0)
    np.testing.assert_allclose(turned, as_before, atol=1e-2)


def test_only_sides_can_be_up() -> None:
    with pytest.raises(ValueError, match="multiple of 90"):
        RotatedBox(center=(0, 0), size=(1, 1), angle=0).turned(45)


@pytest.mark.parametrize(
    ("center", "size", "angle", "share"),
    [
        ((50, 40), (20, 10), 33, 1.0),
        ((0, 40), (20, 10), 0, 0.5),
        ((0, 0), (20, 10), 0, 0.25),
        ((100, 80), (10, 10), 45, 0.25),
        ((50, 40), (200, 160), 0, 0.25),
        ((50, 40), (200, 160), 90, 80 * 80 / (200 * 160) + 20 * 80 / (200 * 160)),
        ((-50, 40), (20, 10), 0, 0.0),
    ],
)
def test_visible_share(center: tuple[float, float], size: tuple[float, float], angle: float, share: float) -> None:
    assert RotatedBox(center=center, size=size, angle=angle).visible_share(FRAME) == pytest.approx(share, abs=1e-4)
