"""Whether a picture can be judged at all. A dark, covered or blurred picture must never look like an empty table.

A frame is judged when one of its views has changed: none could go bad without that, but for those that are too plain to
show it. A view's own light is judged at every look.
"""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from pydantic import Field

from edge.events import Value
from edge.vision.gate import Patch
from edge.vision.looks import AbstainReason

_OVERVIEW_WIDTH_PX = 240


class HealthSettings(Value):
    """When a picture is too bad to judge. Levels are of 8-bit luminance."""

    dark_level: float = Field(
        30.0, ge=0, le=255, description="Dark if hardly a pixel is brighter (mean + 2 deviations)."
    )
    flat_contrast: float = Field(4.0, ge=0, le=128, description="Covered if the deviation of the frame is below this.")
    sharpness: float = Field(
        0.035, ge=0, le=1, description="Blurred if fine detail is a smaller share of all contrast."
    )


def overview(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The luminance of an RGB frame, uint8 [h, w], thinned out to about 240 pixels across."""
    step = max(1, round(image.shape[1] / _OVERVIEW_WIDTH_PX))
    thin = cv2.resize(image, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(thin, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def frame_health(plane: NDArray[np.uint8], settings: HealthSettings) -> AbstainReason | None:
    """Why no view of this frame can be judged, from its `overview`; None if they can."""
    mean, contrast = (float(value[0, 0]) for value in cv2.meanStdDev(plane))
    if mean + 2 * contrast < settings.dark_level:
        return AbstainReason.DARK
    if contrast < settings.flat_contrast:
        return AbstainReason.OCCLUDED
    return AbstainReason.BLURRED if sharpness(plane) < settings.sharpness else None


def view_health(patch: Patch, visible_share: float, settings: HealthSettings) -> AbstainReason | None:
    """Why this view cannot be judged although the frame can: it lies in the dark. `visible_share` is not black."""
    return AbstainReason.DARK if patch.mean / visible_share + 2 * patch.contrast < settings.dark_level else None


def sharpness(plane: NDArray[np.uint8]) -> float:
    """Fine detail of an `overview` as a share of all its contrast, so that light hardly matters; 0 or more.

    About 0.1 in a sharp room, 0.07 and 0.035 in the same blurred by a Gaussian of 8 and 17 px at 1080p.
    """
    calm = cv2.blur(plane, (3, 3))  # a pixel's noise is no detail
    fine = cv2.subtract(calm, cv2.blur(calm, (5, 5)), dtype=cv2.CV_16S)
    return _deviation(fine) / max(_deviation(plane), 1.0)


def _deviation(plane: MatLike) -> float:
    return float(cv2.meanStdDev(plane)[1][0, 0])


__all__ = ["HealthSettings", "frame_health", "overview", "sharpness", "view_health"]
