"""A slow, obviously right resampler to hold `rectify` against."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration import RotatedBox

DENSITY = 12
"""Samples per side of each crop pixel."""


def mean_over_footprints(
    image: NDArray[np.uint8], region: RotatedBox, size: tuple[int, int], density: int = DENSITY
) -> NDArray[np.float64]:
    """[h, w, 3] floats: each pixel is the mean of a dense grid of bilinear samples spread over its own footprint.

    The footprints come from the corners that cv2.boxPoints gives, by going along the box's top and left edges.
    """
    _, top_left, top_right, _ = cv2.boxPoints((region.center, region.size, region.angle)).astype(np.float64)
    bottom_left = 2 * np.asarray(region.center) - top_right
    across = (np.arange(size[0] * density) + 0.5) / (size[0] * density)
    down = (np.arange(size[1] * density) + 0.5) / (size[1] * density)
    points = top_left + across[None, :, None] * (top_right - top_left) + down[:, None, None] * (bottom_left - top_left)
    samples = bilinear(image, points[..., 0], points[..., 1])
    return samples.reshape(size[1], density, size[0], density, -1).mean(axis=(1, 3))


def bilinear(image: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """The image at points where pixel (i, j) has its centre at (i + 0.5, j + 0.5); black outside."""
    framed = np.pad(image.astype(np.float64), ((2, 2), (2, 2), (0, 0)))
    x = np.clip(x + 1.5, 0, framed.shape[1] - 2)
    y = np.clip(y + 1.5, 0, framed.shape[0] - 2)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right, bottom = (x - left)[..., None], (y - top)[..., None]
    upper = framed[top, left] * (1 - right) + framed[top, left + 1] * right
    lower = framed[top + 1, left] * (1 - right) + framed[top + 1, left + 1] * right
    return upper * (1 - bottom) + lower * bottom
