"""Privacy masks: pixels that nothing in maitred may ever see.

Rasterised by hand because every touched pixel counts: cv2.fillPoly rounds corners and leaves thin or clipped polygons
short by up to a pixel.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.document import Calibration
from calibration.geometry import Point

_OUTLINE_STEP_PX = 0.25
"""The outline is followed in steps so short that each pixel it crosses, or a neighbour, is met."""

_RIM = np.ones((3, 3), dtype=np.uint8)


def rasterize_masks(calibration: Calibration) -> NDArray[np.bool_]:
    """[h, w] True where a pixel is masked: every pixel that a polygon touches, and one more around it."""
    covered = np.zeros((calibration.frame.height, calibration.frame.width), dtype=np.bool_)
    for polygon in calibration.masks:
        covered |= _inside(polygon, covered.shape) | _on_outline(polygon, covered.shape)
    return np.asarray(cv2.dilate(covered.astype(np.uint8), _RIM)).astype(np.bool_)


def apply_masks(image: NDArray[np.uint8], masks: NDArray[np.bool_]) -> None:
    """Blank the masked pixels of `image` (uint8 [h, w, 3] or [h, w]) in place. Raises `ValueError` on another size."""
    if image.shape[:2] != masks.shape:
        raise ValueError(f"masks are for a picture of {masks.shape[::-1]} px, not {image.shape[1::-1]}")
    if image.flags.c_contiguous:
        cv2.copyTo(np.zeros_like(image), masks.view(np.uint8), image)  # a boolean index takes 10 times as long
    else:
        image[masks] = 0


def _sides(polygon: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(zip(polygon, polygon[1:] + polygon[:1], strict=True))


def _inside(polygon: tuple[Point, ...], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """[h, w] True where a pixel's middle lies inside: a ray to its left crosses an odd number of sides."""
    rows, columns = np.arange(shape[0]) + 0.5, np.arange(shape[1]) + 0.5
    inside = np.zeros(shape, dtype=np.bool_)
    for (x1, y1), (x2, y2) in _sides(polygon):
        crossed = np.flatnonzero((rows > min(y1, y2)) & (rows <= max(y1, y2)))
        if crossed.size:
            crossing = x1 + (rows[crossed] - y1) * ((x2 - x1) / (y2 - y1))
            inside[crossed] ^= columns > crossing[:, None]
    return inside


def _on_outline(polygon: tuple[Point, ...], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """[h, w] True where a side passes through a pixel."""
    touched = np.zeros(shape, dtype=np.bool_)
    for (x1, y1), (x2, y2) in _sides(polygon):
        steps = int(np.hypot(x2 - x1, y2 - y1) / _OUTLINE_STEP_PX) + 2
        columns = np.floor(np.linspace(x1, x2, steps)).astype(np.int64)
        rows = np.floor(np.linspace(y1, y2, steps)).astype(np.int64)
        visible = (columns >= 0) & (columns < shape[1]) & (rows >= 0) & (rows < shape[0])
        touched[rows[visible], columns[visible]] = True
    return touched
