"""The gate: light, noise and compression are no change; a person, a plate and a glass are.

The smallest change seen every time: a disc of 5 % of the box's longer side in radius (a glass or a cup seen from above)
that differs from the cloth by 40 levels, or one of 8 % (a side plate) that differs by 25.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration import RotatedBox
from edge.vision.gate import Gate, GateSettings, Patch, patch_matrix, take_patch
from tests.vision.scenes import BOX, Image, noisy, relit, room, with_disc, with_person

MATRIX = patch_matrix(BOX)
ROOM = room()
LONGER = max(BOX.size)


def patch(image: Image) -> Patch:
    return take_patch(image, MATRIX)


def gate_after(image: Image, **changes: float) -> Gate:
    """A gate whose view was classified when it looked like this."""
    gate = Gate(GateSettings(**changes))
    gate.changed(patch(image))
    gate.classified(patch(image))
    return gate


def test_what_was_never_classified_is_a_change() -> None:
    gate = Gate(GateSettings())
    assert gate.changed(patch(ROOM))
    assert gate.changed(patch(ROOM))


def test_what_was_classified_is_none() -> None:
    assert not gate_after(ROOM).changed(patch(ROOM))


def test_what_was_forgotten_is_a_change_again() -> None:
    gate = gate_after(ROOM)
    gate.forget()
    assert gate.changed(patch(ROOM))


@pytest.mark.parametrize("deviation", [0.0, 2.0, 4.0, 8.0])
def test_noise_is_no_change(deviation: float) -> None:
    gate = gate_after(noisy(ROOM, deviation, seed=0))
    assert not any(gate.changed(patch(noisy(ROOM, deviation, seed))) for seed in range(1, 60))


@settings(max_examples=60, deadline=None)
@given(st.floats(0.6, 1.2), st.floats(-20, 15), st.integers(0, 9))
def test_another_exposure_is_no_change(gain: float, offset: float, seed: int) -> None:
    gate = gate_after(noisy(ROOM, 2, seed))
    assert not gate.changed(patch(noisy(relit(ROOM, gain, offset), 2, seed + 10)))


def test_exposure_that_drifts_is_no_change() -> None:
    gate = gate_after(noisy(ROOM, 2, 0))
    drift = (noisy(relit(ROOM, 1 - 0.005 * step, -0.1 * step), 2, step) for step in range(1, 60))
    assert not any(gate.changed(patch(image)) for image in drift)


def test_a_camera_that_shakes_by_half_a_pixel_is_no_change() -> None:
    gate = gate_after(ROOM)
    for shift in ([0.5, 0], [0, 0.5], [-0.5, 0], [0, -0.5]):
        moved = cv2.warpAffine(ROOM, np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64), (640, 360))
        assert not gate.changed(patch(np.asarray(moved, np.uint8)))


def compressed(frames: list[Image], kilobits: int) -> list[Image]:
    """The frames after H.264 at that rate, a keyframe each ten."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10, options={"g": "10", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 360, "yuv420p", kilobits * 1000
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@pytest.mark.parametrize("kilobits", [150, 600])
def test_compression_is_no_change(kilobits: int) -> None:
    frames = compressed([noisy(ROOM, 3, seed) for seed in range(40)], kilobits)[10:]  # its rate has settled by then
    gate = gate_after(frames[0])
    changes = [gate.changed(patch(frame)) for frame in frames[1:]]
    assert not any(changes)


CHANGES: list[tuple[str, Callable[[Image], Image]]] = [
    ("person", with_person),
    ("plate", lambda image: with_disc(image, 0.13 * LONGER / 2, (235, 235, 232))),
    ("dark bowl", lambda image: with_disc(image, 0.08 * LONGER, (90, 60, 50))),
    ("glass", lambda image: with_disc(image, 0.05 * LONGER, (165, 160, 150))),
    ("side plate", lambda image: with_disc(image, 0.08 * LONGER, (230, 225, 215))),
    ("cutlery gone", lambda image: with_disc(image, 0.05 * LONGER, (205, 200, 190), at=(380, 180))),
]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
@pytest.mark.parametrize("seed", range(5))
def test_something_on_the_table_is_a_change(change: Callable[[Image], Image], seed: int) -> None:
    gate = gate_after(noisy(ROOM, 2, seed))
    dimmed = relit(change(ROOM), 0.85, 5)
    assert gate.changed(patch(noisy(change(ROOM), 2, seed + 100)))
    assert gate.changed(patch(noisy(dimmed, 2, seed + 200)))


@settings(max_examples=80, deadline=None)
@given(
    st.tuples(st.integers(275, 365), st.integers(145, 215)),
    st.sampled_from([(0.05, 40), (0.08, 25), (0.05, -40), (0.08, -25), (0.15, -25)]),
    st.integers(0, 5),
)
def test_the_smallest_change_is_seen_wherever_it_is(at: tuple[int, int], thing: tuple[float, int], seed: int) -> None:
    """On a plain cloth, at a usual noise of 2 levels."""
    radius, levels = thing
    cloth = with_disc(ROOM, 78, (200, 200, 200), at=(320, 180))
    grey = 200 + levels
    gate = gate_after(noisy(cloth, 2, seed))
    assert gate.changed(patch(noisy(with_disc(cloth, radius * LONGER, (grey, grey, grey), at=at), 2, seed + 50)))


def test_lights_off_is_a_change_whatever_the_gain() -> None:
    assert gate_after(ROOM).changed(patch(relit(ROOM, 0.05)))


def test_slow_movement_around_does_not_blind_the_gate() -> None:
    """The calmest of the last looks tells the noise: people who move all the time do not."""
    gate = gate_after(ROOM)
    for step in range(30):
        gate.changed(patch(with_disc(ROOM, 20, (60, 60, 60), at=(280 + 3 * (step % 20), 180))))
    assert gate.changed(patch(with_disc(ROOM, 0.08 * LONGER, (90, 60, 50))))


def test_a_patch_tells_nothing_from_outside_the_box() -> None:
    inside = RotatedBox(center=BOX.center, size=(BOX.size[0] + 6, BOX.size[1] + 6), angle=BOX.angle)
    shown = cv2.fillPoly(np.zeros(ROOM.shape[:2], np.uint8), [np.rint(inside.corners()).astype(np.int32)], 1)
    other = np.where(shown[..., None] == 1, ROOM, 255 - ROOM).astype(np.uint8)
    np.testing.assert_array_equal(patch(other).pixels, patch(ROOM).pixels)
