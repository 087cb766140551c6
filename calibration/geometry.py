"""Rotated boxes and frames.

Image coordinates are continuous, y down: the pixel in column `i` and row `j` covers [i, i+1) x [j, j+1), so that a box
of the frame's own size at its middle is the frame, and coordinates scale with the picture. Angles are degrees,
clockwise on screen (OpenCV's RotatedRect).
"""

from __future__ import annotations

import math
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

Finite = Annotated[float, Field(allow_inf_nan=False)]
Length = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Point = tuple[Finite, Finite]

_BOX_POINTS = np.array([[-0.5, 0.5], [-0.5, -0.5], [0.5, -0.5], [0.5, 0.5]])
"""A unit box in the order of cv2.boxPoints; at 0 degrees: bottom left, top left, top right, bottom right."""


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Frame(Value):
    """The size of a picture in pixels."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)


class RotatedBox(Value):
    """A rectangle of `size` (width, height) px around `center` (x, y), turned clockwise by `angle` degrees."""

    center: Point
    size: tuple[Length, Length]
    angle: Finite

    def axes(self) -> NDArray[np.float64]:
        """[2, 2]: columns are the unit vectors along the box's width and along its height, in image coordinates."""
        cosine, sine = _cos_sin(self.angle)
        return np.array([[cosine, -sine], [sine, cosine]])

    def corners(self) -> NDArray[np.float32]:
        """[4, 2] corners in px, in the order of cv2.boxPoints."""
        offsets = _BOX_POINTS * self.size
        return (offsets @ self.axes().T + self.center).astype(np.float32)

    def turned(self, up: float) -> RotatedBox:
        """The same rectangle described from its side that lies `up` degrees (a multiple of 90) clockwise of its top."""
        if up % 90:
            raise ValueError(f"up must be a multiple of 90 degrees, not {up:g}")
        width, height = self.size
        size = (width, height) if up % 180 == 0 else (height, width)
        return RotatedBox(center=self.center, size=size, angle=(self.angle + up) % 360)

    def visible_share(self, frame: Frame) -> float:
        """The share of the box's area that lies inside the frame, in [0, 1]."""
        edges = np.array([[0, 0], [frame.width, 0], [frame.width, frame.height], [0, frame.height]], dtype=np.float32)
        area, _ = cv2.intersectConvexConvex(self.corners(), edges)
        return min(1.0, float(area) / (self.size[0] * self.size[1]))


def _cos_sin(angle_deg: float) -> tuple[float, float]:
    """Cosine and sine, exact for multiples of 90 degrees so that upright boxes stay on the pixel grid."""
    quarter, rest = divmod(angle_deg % 360, 90)
    if rest == 0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarter) % 4]
    angle = math.radians(angle_deg)
    return math.cos(angle), math.sin(angle)
