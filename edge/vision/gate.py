"""The gate: is this view still as it was when it was last classified? Microseconds, so that most looks cost nothing.

A view is reduced to a rectified 64 x 64 patch of luminance, smoothed. The last classified patch is brought to the new
one's brightness and contrast (gain and offset: exposure, lamps, clouds), and what then differs by more than noise and
than the shaking of an edge is counted. A person, a plate or a glass leaves a spot; noise does not.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from calibration import RotatedBox, frame_from_crop
from edge.events import Value

PATCH_PX = 64
"""Width and height of a patch."""

_NEAR = np.ones((3, 3), dtype=np.uint8)
_CONTRAST_FLOOR = 4.0
"""Levels added to both contrasts before they are compared: on a plain cloth only noise is left to compare."""

_NOISE_WINDOW = 8
"""Looks of which the calmest tells how much noise there is, whoever moved in the others."""

_DEVIATIONS_PER_MEAN = 5.0
"""Four standard deviations of Gaussian noise, in mean absolute differences (a standard deviation is 1.25 of them)."""


class GateSettings(Value):
    """When a view counts as changed. Levels are of 8-bit luminance."""

    floor: float = Field(8.0, gt=0, le=64, description="Levels a pixel must differ by, at least.")
    floor_max: float = Field(24.0, gt=0, le=128, description="Levels to which noise can raise that floor.")
    edge_slack: float = Field(0.25, ge=0, le=2, description="Share of the local contrast that may differ (shaking).")
    area_px: int = Field(8, ge=1, le=PATCH_PX**2, description="Patch pixels that must differ.")
    gain_max: float = Field(2.5, gt=1, description="A contrast this many times higher or lower is a change in itself.")


class Patch(NamedTuple):
    """A view's smoothed luminance, uint8 [64, 64], its mean and its contrast (standard deviation), in levels."""

    pixels: NDArray[np.uint8]
    mean: float
    contrast: float


def patch_matrix(region: RotatedBox) -> NDArray[np.float64]:
    """[2, 3] matrix from the pixels of a patch to those of the frame, for a view that shows `region`."""
    return frame_from_crop(region, (PATCH_PX, PATCH_PX))


def take_patch(image: NDArray[np.uint8], matrix: NDArray[np.float64]) -> Patch:
    """The patch of a view in an RGB frame, uint8 [h, w, 3]. `matrix` is from `patch_matrix`; outside it is black.

    One bilinear sample for each pixel of the patch, even where that skips pixels of the frame: the camera stands
    still, so it is the same sample every time, and smoothing takes the noise.
    """
    sampled = cv2.warpAffine(
        image,
        matrix,
        (PATCH_PX, PATCH_PX),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    pixels = cv2.blur(cv2.cvtColor(sampled, cv2.COLOR_RGB2GRAY), (3, 3))
    mean, contrast = cv2.meanStdDev(pixels)
    return Patch(np.asarray(pixels, dtype=np.uint8), float(mean[0, 0]), float(contrast[0, 0]))


class Gate:
    """One view's gate: compares its patches with the one that was last classified."""

    def __init__(self, settings: GateSettings) -> None:
        self._settings = settings
        self._classified: Patch | None = None
        self._slack: NDArray[np.uint8] | None = None
        self._last: Patch | None = None
        self._noise: deque[float] = deque(maxlen=_NOISE_WINDOW)

    def changed(self, patch: Patch) -> bool:
        """Whether the view, in the newest frame, differs from when it was last classified. True if it never was."""
        if self._last is not None:
            self._noise.append(cv2.norm(patch.pixels, self._last.pixels, cv2.NORM_L1) / PATCH_PX**2)
        self._last = patch
        return self.differs(patch)

    def differs(self, patch: Patch) -> bool:
        """The same of a patch that was taken earlier, with what has been classified since."""
        if self._classified is None or self._slack is None:
            return True
        gain = (patch.contrast + _CONTRAST_FLOOR) / (self._classified.contrast + _CONTRAST_FLOOR)
        if not 1 / self._settings.gain_max < gain < self._settings.gain_max:
            return True
        return self._area(patch, self._classified, self._slack, gain) >= self._settings.area_px

    def classified(self, patch: Patch) -> None:
        """Compare with this patch from now on: its picture has been classified."""
        local_contrast = cv2.morphologyEx(patch.pixels, cv2.MORPH_GRADIENT, _NEAR)
        self._slack = np.asarray(cv2.convertScaleAbs(local_contrast, alpha=self._settings.edge_slack), dtype=np.uint8)
        self._classified = patch

    def forget(self) -> None:
        """Nothing that was classified can be trusted any more: every patch is a change."""
        self._classified = self._slack = None

    def _area(self, patch: Patch, old: Patch, slack: NDArray[np.uint8], gain: float) -> int:
        """How many pixels of the patch differ from the old one at today's light."""
        relit = cv2.convertScaleAbs(old.pixels, alpha=gain, beta=patch.mean - gain * old.mean)
        excess = cv2.subtract(cv2.absdiff(patch.pixels, relit), slack)
        _, spots = cv2.threshold(excess, self._floor(), 1, cv2.THRESH_BINARY)
        return cv2.countNonZero(spots)

    def _floor(self) -> float:
        noise = min(self._noise, default=0.0)
        return min(max(self._settings.floor, _DEVIATIONS_PER_MEAN * noise), self._settings.floor_max)


__all__ = ["PATCH_PX", "Gate", "GateSettings", "Patch", "patch_matrix", "take_patch"]
