"""The calibration of one camera: which rotated box shows which table, and what must never be looked at."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, JsonValue, ValidationError, field_validator, model_validator

from calibration.errors import CalibrationError
from calibration.geometry import Finite, Frame, Point, RotatedBox, Value

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""A short human id: `T12`, `cam-east` (the same rule as everywhere in the house)."""

MIN_VISIBLE_SHARE = 0.7
"""A box with less than this inside the frame is worth a warning."""

ASPECT_TOLERANCE = 0.005
"""How far the two scales of a stream's other size may differ: encoders round sides to even numbers."""


FARTHEST_PX = 100_000
"""How far masks may reach beyond the frame."""


class View(Value):
    """One table in one camera. `up`: degrees clockwise from the box's top to the side that is up in the crop."""

    view: Id
    table: Id
    box: RotatedBox
    up: Finite = 0.0

    @field_validator("up")
    @classmethod
    def _a_side_of_the_box(cls, up: float) -> float:
        if up not in (0.0, 90.0, 180.0, 270.0):
            raise ValueError("must be 0, 90, 180 or 270; turn the box by the rest with its angle")
        return up


class Calibration(Value):
    """Format 1 of the calibration document. `masks`: polygons of at least three points, blanked right after decoding.

    `reference` is what the camera drift watch compares with (keypoints, never pixels); it is carried as it is.
    """

    format: Literal[1] = 1
    revision: int = Field(ge=0)
    camera: Id
    frame: Frame
    tables: tuple[View, ...] = ()
    masks: tuple[tuple[Point, ...], ...] = ()
    reference: JsonValue = None

    @field_validator("masks")
    @classmethod
    def _simple_polygons(cls, masks: tuple[tuple[Point, ...], ...]) -> tuple[tuple[Point, ...], ...]:
        for index, mask in enumerate(masks):
            if any(abs(coordinate) > FARTHEST_PX for point in mask for coordinate in point):
                raise ValueError(f"mask {index} reaches further than {FARTHEST_PX} px; draw it around the frame")
            if len(mask) < 3:
                raise ValueError(f"mask {index} has {len(mask)} points; draw at least three")
            if _crosses_itself(mask):
                raise ValueError(f"mask {index} crosses itself; draw it as two masks")
        return masks

    @model_validator(mode="after")
    def _views_in_their_frame(self) -> Calibration:
        names = [view.view for view in self.tables]
        problems = [
            f"tables[{index}].view: {name} is used before; give every view its own name"
            for index, name in enumerate(names)
            if name in names[:index]
        ]
        problems += [
            f"tables[{index}].box.center: {view.box.center} is outside the frame of {self.frame.width} x "
            f"{self.frame.height} px; check the frame size or move the box"
            for index, view in enumerate(self.tables)
            if not _inside(view.box.center, self.frame)
        ]
        if problems:
            raise CalibrationError(problems)
        return self

    def warnings(self) -> list[str]:
        """What works but is worth a look: boxes of which less than 70 % lies inside the frame."""
        shares = [(index, view, view.box.visible_share(self.frame)) for index, view in enumerate(self.tables)]
        return [
            f"tables[{index}] ({view.table}): only {share:.0%} of its box lies inside the frame; "
            "the rest is filled with black"
            for index, view, share in shares
            if share < MIN_VISIBLE_SHARE
        ]


def load(document: Path | str | bytes) -> Calibration:
    """A calibration from its file (a `Path`) or from its JSON.

    Raises `CalibrationError` with a line for each thing that is wrong, beginning with the file's name.
    """
    try:
        return Calibration.model_validate_json(read(document), strict=True)
    except ValidationError as error:
        where = f"{document}: " if isinstance(document, Path) else ""
        raise CalibrationError([where + line for line in CalibrationError.of(error).lines]) from None


def dump(calibration: Calibration) -> str:
    """Canonical JSON: the same calibration always gives the same text, ready for a file."""
    return json.dumps(calibration.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def scaled(calibration: Calibration, frame: Frame) -> Calibration:
    """The calibration for a stream of another size that shows the same picture.

    Raises `CalibrationError` if the shape of the picture differs by more than rounding.
    """
    if frame == calibration.frame:
        return calibration
    across, down = frame.width / calibration.frame.width, frame.height / calibration.frame.height
    if abs(across / down - 1) > ASPECT_TOLERANCE:
        was = f"{calibration.frame.width} x {calibration.frame.height} px"
        line = (
            f"frame: {calibration.camera} was calibrated at {was}, but its picture is {frame.width} x {frame.height} px"
        )
        raise CalibrationError([f"{line}, which has another shape; calibrate it again"])
    return calibration.model_copy(
        update={
            "frame": frame,
            "tables": tuple(_scaled_view(view, across, down) for view in calibration.tables),
            "masks": tuple(tuple((x * across, y * down) for x, y in mask) for mask in calibration.masks),
        }
    )


def read(document: Path | str | bytes) -> str | bytes:
    """The document's text. Raises `CalibrationError` if the file cannot be read."""
    if not isinstance(document, Path):
        return document
    try:
        return document.read_bytes()
    except OSError as error:
        raise CalibrationError([f"{document}: cannot be read ({error.strerror}); check the path"]) from error


def _scaled_view(view: View, across: float, down: float) -> View:
    (x, y), (width, height) = view.box.center, view.box.size
    scale = (across * down) ** 0.5
    box = RotatedBox(center=(x * across, y * down), size=(width * scale, height * scale), angle=view.box.angle)
    return view.model_copy(update={"box": box})


def _inside(point: Point, frame: Frame) -> bool:
    return 0 <= point[0] <= frame.width and 0 <= point[1] <= frame.height


def _crosses_itself(polygon: tuple[Point, ...]) -> bool:
    sides = list(zip(polygon, polygon[1:] + polygon[:1], strict=True))
    apart = ((a, b) for a, b in combinations(range(len(sides)), 2) if b - a not in (1, len(sides) - 1))
    return any(_cross(*sides[a], *sides[b]) for a, b in apart)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    """Positive if `c` lies to one side of the line from `a` to `b`, negative on the other, 0 on it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
