"""Import of rotated-box annotation files ("crop JSON"): one object per camera, made by another system's editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from calibration.document import Calibration, View, read
from calibration.errors import CalibrationError
from calibration.geometry import Finite, Frame, Length, Point, RotatedBox

CORNER_TOLERANCE_PX = 0.01
"""How far the file's own corners may lie from the box it describes."""


class _Lenient(BaseModel):
    """The editor's files carry more than we need (crop files, table UUIDs): the rest is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Box(_Lenient):
    center: Point
    size: tuple[Length, Length]
    angle: Finite
    corners: tuple[Point, Point, Point, Point] | None = None

    @model_validator(mode="after")
    def _as_its_corners_say(self) -> _Box:
        if self.corners is not None:
            away = float(np.abs(np.array(self.corners) - self.rotated_box().corners()).max())
            if away > CORNER_TOLERANCE_PX:
                raise ValueError(
                    f"its corners lie {away:.2f} px from where center, size and angle put them; export the file again"
                )
        return self

    def rotated_box(self) -> RotatedBox:
        return RotatedBox(center=self.center, size=self.size, angle=self.angle)


class _Table(_Lenient):
    id: int
    box: _Box = Field(validation_alias=AliasChoices("rotated_bbox", "bbox"))


def _none_if_discarded(table: object) -> object:
    """Tables that their editor threw away: whatever else is in them does not matter."""
    if not isinstance(table, dict):
        return table
    number = table.get("id")
    discarded = table.get("saved") is False or (isinstance(number, int) and number < 0)
    return None if discarded else table


class _Annotations(_Lenient):
    frame_width: int = Field(gt=0)
    frame_height: int = Field(gt=0)
    tables: tuple[Annotated[_Table | None, BeforeValidator(_none_if_discarded)], ...]

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, document: object) -> object:
        return document.get("crop_json", document) if isinstance(document, dict) else document


_READER = TypeAdapter(_Annotations)


def import_seed(document: Path | str | bytes, camera: str, *, prefix: str = "T") -> Calibration:
    """The calibration of `camera` from an annotation file (a `Path`) or its JSON, as revision 1.

    A table numbered 3 becomes table `T3` (`prefix` names it otherwise) and view `<camera>.T3`.
    Raises `CalibrationError` with a line for each thing that is wrong.
    """
    try:
        annotations = _READER.validate_json(read(document))
    except ValidationError as error:
        raise CalibrationError.of(error) from None
    return _calibration(annotations, camera, prefix)


def _calibration(annotations: _Annotations, camera: str, prefix: str) -> Calibration:
    kept = [table for table in annotations.tables if table is not None]
    try:
        return Calibration(
            revision=1,
            camera=camera,
            frame=Frame(width=annotations.frame_width, height=annotations.frame_height),
            tables=tuple(
                View(view=f"{camera}.{prefix}{table.id}", table=f"{prefix}{table.id}", box=table.box.rotated_box())
                for table in kept
            ),
        )
    except ValidationError as error:
        raise CalibrationError.of(error) from None
