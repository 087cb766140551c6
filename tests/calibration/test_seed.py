"""Import of rotated-box annotation files."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import cv2
import pytest

from calibration import CalibrationError, Frame, RotatedBox, dump, import_seed, load

SHARED = Path(__file__).parents[3] / "shared" / "seed"


def annotated(number: int, x: float = 400.5, **more: object) -> dict[str, Any]:
    """One table as the annotation editor writes it."""
    center, size, angle = (x, 300.25), (210.5, 140.75), -31.5
    corners = cv2.boxPoints((center, size, angle)).tolist()
    box = {"center": list(center), "size": list(size), "angle": angle, "corners": corners}
    crop = {"crop_file": f"crops/table_{number:02}.jpg", "crop_size": {"width": 315, "height": 211}}
    return {"id": number, "rotated_bbox": box, "saved": True, **crop, **more}


def annotations(*tables: dict[str, Any]) -> dict[str, Any]:
    return {
        "video_name": "camera-9",
        "frame_index": 0,
        "frame_width": 1280,
        "frame_height": 720,
        "tables": list(tables),
    }


def renamed(table: dict[str, Any]) -> dict[str, Any]:
    """The variant that calls the box `bbox` and carries the ids of a table service."""
    other = copy.deepcopy(table)
    other["bbox"] = other.pop("rotated_bbox")
    return {**other, "table_id": "0b8f5c9e-8a54-4a45-b0a1-9d1c1f2f8f10", "table_number": 12}


BOX = RotatedBox(center=(400.5, 300.25), size=(210.5, 140.75), angle=-31.5)


def without_corners(table: dict[str, Any]) -> dict[str, Any]:
    del table["rotated_bbox"]["corners"]
    return table


@pytest.mark.parametrize(
    "document",
    [
        annotations(annotated(4)),
        {"crop_json": annotations(annotated(4))},
        annotations(renamed(annotated(4))),
        annotations(without_corners(annotated(4))),
        annotations(annotated(-1), annotated(4), annotated(5, saved=False)),
        annotations({"id": 7, "saved": False}, annotated(4), {"id": -3}),
    ],
    ids=["plain", "wrapped", "bbox", "no corners", "skipped", "skipped and empty"],
)
def test_every_variant_gives_the_same_view(document: dict[str, Any]) -> None:
    calibration = import_seed(json.dumps(document).encode(), "cam-9")
    assert calibration.frame == Frame(width=1280, height=720)
    assert (calibration.revision, calibration.camera) == (1, "cam-9")
    assert [(one.view, one.table, one.box, one.up) for one in calibration.tables] == [("cam-9.T4", "T4", BOX, 0.0)]
    assert load(dump(calibration)) == calibration


def test_tables_can_be_named_otherwise() -> None:
    view = import_seed(json.dumps(annotations(annotated(4))), "patio", prefix="P-").tables[0]
    assert (view.view, view.table) == ("patio.P-4", "P-4")


def broken(**box: object) -> dict[str, Any]:
    table = annotated(1)
    table["rotated_bbox"].update(box)
    return annotations(annotated(0), table)


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (broken(size=[210.5, 0]), "tables[1].rotated_bbox.size[1]: input should be greater than 0"),
        (broken(angle=-31.6), "tables[1].rotated_bbox: its corners lie 0.2"),
        (broken(center=[1300, 300], corners=None), "tables[1].box.center: (1300.0, 300.0) is outside the frame"),
        (annotations(annotated(3), annotated(3)), "tables[1].view: cam-9.T3 is used before"),
        (annotations({"id": 2, "saved": True}), "tables[0].rotated_bbox: field required"),
        ({"tables": []}, "frame_width: field required"),
        ([], "calibration: input should be an object"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(document: object, line: str) -> None:
    with pytest.raises(CalibrationError) as refusal:
        import_seed(json.dumps(document), "cam-9")
    assert any(said.startswith(line) for said in refusal.value.lines), refusal.value.lines


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real annotation files are not beside this checkout")
def test_the_real_files_import_as_they_are() -> None:
    files = sorted(SHARED.glob("camera-*.annotations.json"))
    calibrations = [import_seed(file, file.name.partition(".")[0]) for file in files]
    views = [(view, one.frame) for one in calibrations for view in one.tables]
    leaving = [view for view, frame in views if view.box.visible_share(frame) < 1 - 1e-6]
    assert (len(files), len(views), len(leaving)) == (4, 37, 5)
