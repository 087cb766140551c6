"""Crops: a rotated box, upright, at the size a classifier wants, in one anti-aliased warp.

Magnifying, a pixel of the crop is the frame at the pixel's middle, interpolated bilinearly. Shrinking, it is the mean
of the interpolated frame over the pixel's own rotated footprint: the warp takes a grid of 2 x 2, 4 x 4, ... samples
within each footprint, no further apart than the frame's pixels, and the crop is their plain mean. So the frame is
interpolated once and the crop never. Chosen over shrinking the frame first and warping that: it interpolates twice,
blurs more, and touches the envelope of the box, twice its area.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.geometry import RotatedBox

Fit = Literal["stretch", "pad", "short_side_crop"]
"""How a box of one shape fills a crop of another: distorted, whole with black bars, or filled and cut off."""

_MAX_SPACING_PX = 1.0
"""Samples lie at most this far apart in the frame, so that each of its pixels has its share."""

_MAX_SAMPLES = 32
"""Per side and crop pixel, so that a box of any size costs a bounded amount of memory."""


class Placement(NamedTuple):
    """What of the frame is shown and where: `region` fills the `inner` (width, height) px at `offset` in the crop."""

    region: RotatedBox
    offset: tuple[int, int]
    inner: tuple[int, int]


def place(box: RotatedBox, size: tuple[int, int], *, fit: Fit, margin: float = 0.0, up: float = 0.0) -> Placement:
    """How `box` fills a crop of `size` (width, height) px.

    `margin`: context added on every side as a share of the box's side: 0.1 shows 1.2 times its width and height;
    negative values, above -0.5, cut its rim off. `up`: degrees (a multiple of 90) clockwise from the box's top to the
    side that is up in the crop.
    """
    if margin <= -0.5:
        raise ValueError(f"a margin of {margin} leaves nothing of the box; it must be above -0.5")
    turned = box.turned(up)
    shown = (turned.size[0] * (1 + 2 * margin), turned.size[1] * (1 + 2 * margin))
    across, down = size[0] / shown[0], size[1] / shown[1]
    inner = size
    if fit == "short_side_crop":
        scale = max(across, down)
        shown = (size[0] / scale, size[1] / scale)
    elif fit == "pad":
        scale = min(across, down)
        inner = (max(1, round(shown[0] * scale)), max(1, round(shown[1] * scale)))
    region = RotatedBox(center=turned.center, size=shown, angle=turned.angle)
    return Placement(region, ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2), inner)


def rectify(
    image: NDArray[np.uint8],
    box: RotatedBox,
    size: tuple[int, int],
    *,
    fit: Fit,
    margin: float = 0.0,
    up: float = 0.0,
) -> NDArray[np.uint8]:
    """The upright crop of `box`: uint8 [height, width, 3] or [height, width] like `image`, for `size` (width, height).

    Outside the frame, and in the bars of `fit="pad"`, it is black. See `place` for `fit`, `margin` and `up`.
    """
    region, (left, top), inner = place(box, size, fit=fit, margin=margin, up=up)
    picture = _shown(image, region, inner)
    if inner == size:
        return picture
    crop = np.zeros((size[1], size[0], *image.shape[2:]), dtype=np.uint8)
    crop[top : top + inner[1], left : left + inner[0]] = picture
    return crop


def frame_from_crop(region: RotatedBox, size: tuple[int, int]) -> NDArray[np.float64]:
    """[2, 3] matrix from cv2 pixel indices of a picture of `size` that shows `region` to those of the frame.

    cv2 counts from pixel centres, the geometry from pixel edges; the halves here go from one to the other.
    """
    axes = region.axes() * (np.asarray(region.size) / size)
    middle = (np.asarray(size) - 1) / 2
    origin = np.asarray(region.center) - 0.5 - axes @ middle
    return np.hstack([axes, origin[:, None]])


def _shown(image: NDArray[np.uint8], region: RotatedBox, size: tuple[int, int]) -> NDArray[np.uint8]:
    samples = _samples_per_side(max(region.size[0] / size[0], region.size[1] / size[1]))
    grid = (size[0] * samples, size[1] * samples)
    picture = cv2.warpAffine(
        image,
        frame_from_crop(region, grid),
        grid,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    while samples > 1:  # the mean over samples x samples, by halves: OpenCV's fastest way to an exact mean
        samples //= 2
        picture = cv2.resize(picture, (size[0] * samples, size[1] * samples), interpolation=cv2.INTER_AREA)
    return np.asarray(picture, dtype=np.uint8)


def _samples_per_side(frame_px_per_pixel: float) -> int:
    samples = 1
    while frame_px_per_pixel / samples > _MAX_SPACING_PX and samples < _MAX_SAMPLES:
        samples *= 2
    return samples
