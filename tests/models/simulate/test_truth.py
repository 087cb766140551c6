from dataclasses import replace

import cv2
import numpy as np
import pytest

from models.simulate import sample_room
from models.simulate.camera import Camera
from models.simulate.part import Material
from models.simulate.people import Clothes, Person
from models.simulate.room import Drawing, Room, Table
from models.simulate.truth import box_of, truths

SIZE = (640, 360)
GREY = Material((0.5, 0.5, 0.5))
CLOTHES = Clothes(GREY, GREY, GREY, GREY, GREY)


@pytest.fixture
def room() -> Room:
    """One bare clean table in the middle, seen from the south."""
    table = Table(
        "square", 0.9, 0.9, 0.75, 0, 0, 0, "four", GREY, GREY, None, (), (), "clean", False, Drawing("top", True, 1.0)
    )
    base = sample_room(0, "train")
    return replace(
        base, camera=Camera((0, -4, 2.6), (0, 0, 0.7), 45.0), tables=(table,), people=(), clutter=(), width=10, depth=10
    )


def person(x: float, y: float, table: int | None, heading: float = 0.0) -> Person:
    return Person(x, y, heading, CLOTHES, table=table)


@pytest.mark.parametrize("angle", [0, 20, 45, 70, 130])
@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize("around", ["top", "seats", "space"])
def test_boxes_hold_the_whole_top(room: Room, angle: float, upright: bool, around: str) -> None:
    table = replace(room.tables[0], turn_deg=angle, drawing=Drawing(around, upright, 1.02))  # type: ignore[arg-type]
    box = box_of(room, table, SIZE)
    a = np.radians(angle)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    corners = np.array([(0.45, 0.45), (0.45, -0.45), (-0.45, 0.45), (-0.45, -0.45)]) @ turn
    pixels, _ = room.camera.project(np.column_stack([corners, np.full(4, 0.75)]), SIZE)
    assert all(cv2.pointPolygonTest(box.corners(), tuple(map(float, pixel)), False) >= 0 for pixel in pixels)
    assert -45 <= box.angle <= 45


def test_nothing_hides_a_table_that_stands_alone(room: Room) -> None:
    (truth,) = truths(room, SIZE)
    assert (truth.state, truth.people, truth.occluded, truth.usable) == ("clean", 0, 0.0, True)


@pytest.mark.parametrize(("y", "hidden"), [(-1.4, True), (1.4, False)], ids=["before", "behind"])
def test_passers_hide_a_table_from_the_front_only_and_are_not_counted(room: Room, y: float, hidden: bool) -> None:
    (truth,) = truths(replace(room, people=(person(0, y, None),)), SIZE)
    assert (truth.occluded > 0.1) == hidden
    assert truth.people == 0


@pytest.mark.parametrize(("x", "counted"), [(0.6, 1), (6.0, 0)], ids=["in the box", "outside the picture"])
def test_only_guests_who_are_seen_are_counted(room: Room, x: float, counted: int) -> None:
    table = replace(room.tables[0], state="occupied", drawing=Drawing("space", True, 1.2))
    (truth,) = truths(replace(room, tables=(table,), people=(person(x, 0.0, 0, 90.0),)), SIZE)
    assert truth.people == counted
    assert truth.usable == (counted > 0)
