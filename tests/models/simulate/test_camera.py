import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.simulate.camera import Camera

SIZE = (640, 360)
CAMERA = Camera((0.0, -4.0, 3.0), (0.0, 0.0, 1.0), 70.0)


def test_the_target_is_the_middle_of_the_picture() -> None:
    pixels, depth = CAMERA.project([CAMERA.target], SIZE)
    assert pixels[0] == pytest.approx((320, 180))
    assert depth[0] == pytest.approx(np.hypot(4, 2))


@pytest.mark.parametrize(
    ("point", "axis", "sign"),
    [((0.5, 0, 1), 0, 1), ((-0.5, 0, 1), 0, -1), ((0, 0, 1.5), 1, -1), ((0, 0, 0.5), 1, 1)],
    ids=["right", "left", "above", "below"],
)
def test_x_grows_to_the_right_and_y_downwards(point: tuple[float, float, float], axis: int, sign: int) -> None:
    pixels, _ = CAMERA.project([point], SIZE)
    assert sign * (pixels[0, axis] - SIZE[axis] / 2) > 10


@settings(deadline=None, max_examples=40)
@given(st.floats(20, 100), st.floats(0, 360), st.floats(-15, 15))
def test_the_field_of_view_ends_at_the_edges(hfov: float, azimuth: float, roll: float) -> None:
    a = np.radians(azimuth)
    camera = Camera((3 * np.cos(a), 3 * np.sin(a), 2.5), (0.0, 0.0, 1.0), hfov, roll)
    right, forward, up = camera.axes()
    assert np.array([right, forward, up]) @ np.array([right, forward, up]).T == pytest.approx(np.eye(3), abs=1e-9)
    edge = np.array(camera.at) + forward + right * np.tan(np.radians(hfov / 2))
    pixels, _ = camera.project([edge], SIZE)
    assert pixels[0] == pytest.approx((SIZE[0], SIZE[1] / 2), abs=1e-6)
