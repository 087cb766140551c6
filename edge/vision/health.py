"""Whether a picture can be judged at all. A dark or blurred picture must never look like an empty table.

Asked only of frames in which something would be classified: what is still as it was when it was last classified is as
good a picture as it was then.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from edge.events import Value
from edge.vision.gate import Patch
from edge.vision.looks import AbstainReason

_OVERVIEW_WIDTH_PX = 480
_FINE, _MEDIUM, _COARSE = (3, 3), (5, 5), (25, 25)
"""Box filters on the overview: what is lost from the first to the second is fine detail, to the third all detail."""


class HealthSettings(Value):
    """When a picture is too bad to judge. Levels are of 8-bit luminance."""

    dark_level: float = Field(
        30.0, ge=0, le=255, description="Dark if hardly a pixel is brighter (mean + 2 deviations)."
    )
    flat_contrast: float = Field(4.0, ge=0, le=128, description="Covered if the deviation of the frame is below this.")
    sharpness: float = Field(0.1, ge=0, le=1, description="Blurred if fine detail is a smaller share of all detail.")


def overview(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The luminance of an RGB frame, uint8 [h, w], thinned out to about 480 pixels across."""
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
    """Fine detail as a share of all detail, in [0, 1], so that neither contrast nor light matters.

    About 0.25 of a sharp room, 0.13 and 0.08 of the same blurred by a Gaussian of 8 and 16 px at 1080p.
    """
    fine = cv2.blur(plane, _FINE).astype(np.float32)
    lost = cv2.meanStdDev(fine - cv2.blur(fine, _MEDIUM))[1][0, 0]
    detail = cv2.meanStdDev(fine - cv2.blur(fine, _COARSE))[1][0, 0]
    return float(lost / detail) if detail > 0 else 0.0


__all__ = ["HealthSettings", "frame_health", "overview", "sharpness", "view_health"]
