from dataclasses import replace

import numpy as np
import pytest

from models.simulate import Renderer, render, sample_room
from models.simulate.part import Material
from models.simulate.room import Light, Room

pytest.importorskip("panda3d")
pytest.importorskip("mitsuba")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SIZE = (160, 90)


@pytest.fixture(scope="module")
def red_tops() -> Room:
    """A room whose table tops are bare and red, and nothing else is."""
    grey, red = Material((0.5, 0.5, 0.5)), Material((0.9, 0.02, 0.02), roughness=0.9)
    room = next(r for r in (sample_room(seed, "train") for seed in range(50)) if len(r.tables) >= 3)
    tables = tuple(replace(t, top=red, cloth=None, base=grey, seats=(), items=()) for t in room.tables)
    light = Light((0.7, 0.7, 0.7), (0.2, 0.2, 0.2), (0.3, 0.2, -1), ())
    return replace(room, tables=tables, people=(), clutter=(), floor=grey, walls=grey, skirting=None, light=light)


@pytest.mark.parametrize("renderer", ["fast", "good"])
def test_both_renderers_draw_things_where_the_truth_says_they_are(renderer: Renderer, red_tops: Room) -> None:
    image = render(red_tops, renderer, SIZE, sensor=False).image
    assert image.shape == (90, 160, 3)
    assert image.dtype == np.uint8
    middles = np.array([(table.x, table.y, table.height) for table in red_tops.tables])
    pixels, depth = red_tops.camera.project(middles, SIZE)
    seen = [
        tuple(map(int, p)) for p, d in zip(pixels, depth, strict=True) if d > 0 and 2 < p[0] < 157 and 2 < p[1] < 87
    ]
    assert seen
    for x, y in seen:
        red, green, blue = image[y, x].astype(int)
        assert red > green + 40
        assert red > blue + 40


def test_the_same_room_gives_the_same_picture() -> None:
    room = sample_room(3, "train")
    one, other = render(room, "fast", SIZE), render(room, "fast", SIZE)
    assert np.abs(one.image.astype(int) - other.image).mean() < 0.5
    assert one.tables == other.tables


def test_the_sensor_changes_a_picture_but_not_beyond_recognition() -> None:
    room = sample_room(3, "train")
    clean, sensed = (render(room, "fast", SIZE, sensor=on).image.astype(float) for on in (False, True))
    assert np.abs(clean - sensed).mean() > 1
    assert np.corrcoef(clean.mean(-1).ravel(), sensed.mean(-1).ravel())[0, 1] > 0.7
