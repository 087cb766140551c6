"""The calibration document: what is accepted, what is refused and in which words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import Calibration, CalibrationError, Frame, RotatedBox, View, dump, load, scaled

PLAIN: dict[str, Any] = {
    "format": 1,
    "revision": 3,
    "camera": "cam-east",
    "frame": {"width": 1280, "height": 720},
    "tables": [
        {"view": "a", "table": "T1", "box": {"center": [300, 200], "size": [120, 80.5], "angle": -12.5}, "up": 90},
        {"view": "b", "table": "T2", "box": {"center": [1270, 700], "size": [200, 200], "angle": 0}, "up": 0},
    ],
    "masks": [[[0, 0], [100, 0], [0, 100]]],
    "reference": None,
}


def changed(path: str, value: object) -> bytes:
    """The plain document with one place changed; `path` is like `tables.0.box.size`."""
    document = copy.deepcopy(PLAIN)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = document
    for part in way:
        place = place[part]
    place[last] = value
    return json.dumps(document).encode()


def test_a_document_is_read_as_it_is_written() -> None:
    calibration = load(json.dumps(PLAIN))
    assert json.loads(dump(calibration)) == PLAIN
    assert calibration.tables[0] == View(
        view="a", table="T1", box=RotatedBox(center=(300, 200), size=(120, 80.5), angle=-12.5), up=90
    )


@given(
    st.lists(st.tuples(st.floats(0, 1280), st.floats(0, 720), st.floats(0.1, 3000), st.floats(-400, 400)), max_size=5),
    st.integers(0, 10**6),
)
def test_dump_and_load_are_inverse(boxes: list[tuple[float, float, float, float]], revision: int) -> None:
    views = tuple(
        View(view=f"v{n}", table="T", box=RotatedBox(center=(x, y), size=(side, side / 2), angle=angle), up=270)
        for n, (x, y, side, angle) in enumerate(boxes)
    )
    calibration = Calibration(revision=revision, camera="c", frame=Frame(width=1280, height=720), tables=views)
    assert load(dump(calibration)) == calibration
    assert dump(load(dump(calibration))) == dump(calibration)


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "cam.json"
    file.write_text(json.dumps(PLAIN))
    assert load(file) == load(json.dumps(PLAIN))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match=r"nowhere\.json: cannot be read .*check the path"):
        load(tmp_path / "nowhere.json")


REFUSED = [
    ("format", 2, "format: input should be 1, but is 2; this version reads format 1"),
    ("revision", -1, "revision: input should be greater than or equal to 0, but is -1"),
    ("camera", "cam east", "camera: string should match pattern"),
    ("frame.width", 0, "frame.width: input should be greater than 0, but is 0"),
    ("frame.width", "1280", "frame.width: input should be a valid integer"),
    ("tables.0.box.size", [120, -4], "tables[0].box.size[1]: input should be greater than 0, but is -4"),
    ("tables.0.box.size", [120], "tables[0].box.size[1]: field required; add it"),
    ("tables.0.box.angle", float("nan"), "tables[0].box.angle: input should be a finite number"),
    ("tables.0.box.center", [1281, 5], "tables[0].box.center: (1281.0, 5.0) is outside the frame of 1280 x 720 px"),
    ("tables.0.box.center", [5, -0.5], "tables[0].box.center: (5.0, -0.5) is outside the frame"),
    ("tables.0.up", 45, "tables[0].up: must be 0, 90, 180 or 270; turn the box by the rest with its angle, but is 45"),
    ("tables.1.view", "a", "tables[1].view: a is used before; give every view its own name"),
    ("tables.1", 5, "tables[1]: input should be an object, but is 5"),
    ("masks.0", [[0, 0], [1, 1]], "masks: mask 0 has 2 points; draw at least three"),
    ("masks.0", [[0, 0], [9, 9], [9, 0], [0, 9]], "masks: mask 0 crosses itself; draw it as two masks"),
    ("masks.0", [[0, 0], [9, 9, 9], [9, 0]], "masks[0][1]"),
    ("masks.0", [[0, 0], [1e6, 0], [9, 9]], "masks: mask 0 reaches further than 100000 px; draw it around the frame"),
    ("mask", [], "mask: extra inputs are not permitted; remove it or correct its spelling"),
]


@pytest.mark.parametrize(("path", "value", "line"), REFUSED)
def test_what_is_wrong_is_said_with_its_place(path: str, value: object, line: str) -> None:
    with pytest.raises(CalibrationError) as refusal:
        load(changed(path, value))
    assert any(said.startswith(line) for said in refusal.value.lines), refusal.value.lines


def test_everything_that_is_wrong_is_said_at_once() -> None:
    document = json.loads(changed("camera", ""))
    document["frame"]["height"] = 0
    del document["revision"]
    with pytest.raises(CalibrationError) as refusal:
        load(json.dumps(document))
    assert [line.split(":")[0] for line in refusal.value.lines] == ["revision", "camera", "frame.height"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": 1,}', b"\xff\xfe"])
def test_what_is_no_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(CalibrationError, match=r"^calibration: "):
        load(text)


def test_boxes_that_leave_the_frame_are_warned_about() -> None:
    assert load(json.dumps(PLAIN)).warnings() == [
        "tables[1] (T2): only 33% of its box lies inside the frame; the rest is filled with black"
    ]


def test_a_smaller_stream_of_the_same_picture_scales_everything() -> None:
    half = scaled(load(json.dumps(PLAIN)), Frame(width=640, height=360))
    assert half.frame == Frame(width=640, height=360)
    assert half.tables[0].box == RotatedBox(center=(150, 100), size=(60, 40.25), angle=-12.5)
    assert half.masks == (((0, 0), (50, 0), (0, 50)),)
    assert load(dump(half)) == half


def test_sides_rounded_by_an_encoder_are_the_same_picture() -> None:
    assert scaled(load(json.dumps(PLAIN)), Frame(width=854, height=480)).frame.width == 854


@pytest.mark.parametrize("frame", [Frame(width=640, height=480), Frame(width=720, height=1280)])
def test_a_stream_of_another_shape_is_refused(frame: Frame) -> None:
    with pytest.raises(CalibrationError, match=r"cam-east was calibrated at 1280 x 720 px.*another shape"):
        scaled(load(json.dumps(PLAIN)), frame)
