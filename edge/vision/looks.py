"""What a look is: one visit to a view, and what it says."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from edge.events import Id, Value

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class LookKind(StrEnum):
    """`unchanged`: as at the last classified look. `evidence`: classified. `abstain`: nothing can be said."""

    UNCHANGED = "unchanged"
    EVIDENCE = "evidence"
    ABSTAIN = "abstain"


class AbstainReason(StrEnum):
    """Why a look says nothing."""

    LOW_CONFIDENCE = "low_confidence"
    DARK = "dark"
    BLURRED = "blurred"
    OCCLUDED = "occluded"
    NO_CROP = "no_crop"
    CLASSIFIER_FAILED = "classifier_failed"


class Look(Value):
    """One visit to a view, at monotonic time `at` of its frame in seconds.

    `probabilities` are calibrated, in the order of `edge.events.SEEN`; `people` is an estimate, not a whole number.
    `unchanged`: the gate found the picture as it was at the last classified look. Evidence of an unchanged picture (a
    heartbeat) says nothing new: it replaces what that look said. `embedding` is carried only where it was asked for.
    """

    view: Id
    table: Id
    camera: Id
    at: float
    kind: LookKind
    probabilities: tuple[Share, Share, Share] | None = None
    people: Annotated[float, Field(ge=0.0)] | None = None
    reason: AbstainReason | None = None
    unchanged: bool = False
    embedding: tuple[float, ...] | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_says(self) -> Look:
        if (self.probabilities is not None) != (self.kind is LookKind.EVIDENCE):
            raise ValueError("evidence, and only evidence, has probabilities")
        if (self.reason is not None) != (self.kind is LookKind.ABSTAIN):
            raise ValueError("a look that abstains, and only that, has a reason")
        return self


__all__ = ["AbstainReason", "Look", "LookKind"]
