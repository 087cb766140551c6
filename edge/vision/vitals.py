"""Whether the worker is still well, as far as it can tell itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.clock import Clock
from edge.vision.classify import Batcher, Classifier
from models.bundle import Card, Output

BATCH_LIMIT_S = 30.0
"""A batch that takes longer hangs in its driver."""

FAILING_LIMIT_S = 15.0
"""A classifier that fails for so long will not recover in this process: a GPU's context may be lost."""

MOST_LEFT_BEHIND = 8
"""Hanging reader threads of all cameras together that the worker puts up with."""


class WatchedClassifier:
    """A classifier that remembers since when it has been busy, and since when it has been failing."""

    def __init__(self, classifier: Classifier, clock: Clock) -> None:
        self._classifier = classifier
        self._clock = clock
        self._busy_since: float | None = None
        self._failing_since: float | None = None

    @property
    def card(self) -> Card:
        """What it expects and how its answers are calibrated."""
        return self._classifier.card

    def run(self, crops: NDArray[np.uint8]) -> Output:
        """What it says of RGB crops uint8 [n, h, w, 3]."""
        self._busy_since = self._clock.monotonic()
        try:
            output = self._classifier.run(crops)
        except Exception:
            self._failing_since = self._failing_since or self._clock.monotonic()
            raise
        else:
            self._failing_since = None
            return output
        finally:
            self._busy_since = None

    def trouble(self) -> str | None:
        """Why it will not get well by itself."""
        now = self._clock.monotonic()
        if (since := self._busy_since) is not None and now - since > BATCH_LIMIT_S:
            return f"the classifier has been at one batch for {now - since:.0f} s"
        if (since := self._failing_since) is not None and now - since > FAILING_LIMIT_S:
            return f"the classifier has been failing for {now - since:.0f} s"
        return None


def why_start_again(batcher: Batcher | None, classifier: WatchedClassifier | None, left_behind: int) -> str | None:
    """Why only a fresh process helps, with `left_behind` threads hanging in the network; None while all is well."""
    if batcher is not None and not batcher.alive:
        return "the classifier's thread has ended"
    if left_behind >= MOST_LEFT_BEHIND:
        return f"{left_behind} threads hang in the network"
    return classifier.trouble() if classifier else None


__all__ = ["WatchedClassifier", "why_start_again"]
