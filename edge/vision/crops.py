"""What goes to the classifier and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calibration import Fit, View
from edge.events import Value
from edge.vision.gate import Patch
from edge.vision.looks import AbstainReason
from models.bundle import Card


class CropSpec(Value):
    """How a classifier wants its crops: size in pixels, `fit` and `margin` as in `calibration.place`."""

    width: int
    height: int
    fit: Fit
    margin: float

    @classmethod
    def of(cls, card: Card) -> CropSpec:
        """What this bundle's card asks for."""
        return cls(width=card.input.width, height=card.input.height, fit=card.fit, margin=card.margin)


@dataclass(frozen=True, eq=False)
class Crop:
    """One view of one frame (monotonic time `at`, seconds): RGB uint8 [h, w, 3] and the gate's patch beside it."""

    camera: str
    view: View
    at: float
    pixels: NDArray[np.uint8]
    patch: Patch


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the classifier says of one crop. With a `reason` it says nothing, and `probabilities` is None.

    `probabilities` in the order of `edge.events.SEEN`; `people` >= 0; `embedding` float32 [d].
    """

    probabilities: tuple[float, float, float] | None = None
    people: float | None = None
    embedding: NDArray[np.float32] | None = None
    reason: AbstainReason | None = None


class Answer(NamedTuple):
    """A crop and what the classifier said of it."""

    crop: Crop
    evidence: Evidence


__all__ = ["Answer", "Crop", "CropSpec", "Evidence"]
