"""Privacy masks: pixels that nothing in maitred may ever see."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.document import Calibration

_SHIFT = 4
"""Fractional bits of the corners handed to cv2.fillPoly."""

_RIM = np.ones((5, 5), dtype=np.uint8)
"""How far a mask grows: more than rasterising may round away."""

_FAR_PX = 1 << 24
"""Corners are clamped to this before rasterising: far outside any frame, well inside OpenCV's integers."""


def rasterize_masks(calibration: Calibration) -> NDArray[np.bool_]:
    """[h, w] True where a pixel is masked: every pixel that a polygon touches, and about two more around it."""
    covered = np.zeros((calibration.frame.height, calibration.frame.width), dtype=np.uint8)
    for polygon in calibration.masks:
        centred = np.clip(np.asarray(polygon), -_FAR_PX, _FAR_PX) - 0.5  # OpenCV counts from pixel centres
        corners = np.rint(centred * (1 << _SHIFT)).astype(np.int64).astype(np.int32)
        cv2.fillPoly(covered, [corners], 1, shift=_SHIFT)
    if calibration.masks:
        cv2.dilate(covered, _RIM, dst=covered)
    return covered.astype(np.bool_)


def apply_masks(image: NDArray[np.uint8], masks: NDArray[np.bool_]) -> None:
    """Blank the masked pixels of `image` (uint8 [h, w, 3] or [h, w]) in place. Raises `ValueError` on another size."""
    if image.shape[:2] != masks.shape:
        raise ValueError(f"masks are for a picture of {masks.shape[::-1]} px, not {image.shape[1::-1]}")
    image[masks] = 0
