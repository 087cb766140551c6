"""What may never be seen, for the frame size that the camera really sends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from calibration import Calibration, Frame, apply_masks, rasterize_masks, scaled
from edge.vision.capture.frame import Image


class PrivacyMasks:
    """A calibration's masks. Without a calibration nothing is masked and every size fits."""

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._calibration = calibration
        self._size: tuple[int, int] | None = None
        self._raster: NDArray[np.bool_] | None = None

    def apply(self, image: Image) -> None:
        """Blank the masked pixels of `image` in place, then make it read-only.

        Raises `CalibrationError` if the calibration is for a picture of another shape: nobody may see this one then.
        """
        height, width = image.shape[:2]
        if (width, height) != self._size:
            self._raster = self._rasterize(width, height)
            self._size = width, height
        if self._raster is not None:
            apply_masks(image, self._raster)
        image.flags.writeable = False

    def _rasterize(self, width: int, height: int) -> NDArray[np.bool_] | None:
        if self._calibration is None:
            return None
        fitting = scaled(self._calibration, Frame(width=width, height=height))
        return rasterize_masks(fitting) if fitting.masks else None


__all__ = ["PrivacyMasks"]
