"""What past quotes teach: where their ends should have been. Pure.

Each end of the range follows its own quantile by small steps (Gibbs & Candès, Adaptive Conformal Inference, 2021): a
party seated after the range moves its upper end up a lot, every other one moves it down a little. In the long run as
many fall outside as shall, whatever the simulation gets wrong about the house.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

BELOW, ABOVE = 0.10, 0.08
"""The shares of parties to be seated before the range and after it; being late hurts more."""
STEP = 0.06
MOST = 0.7
"""The furthest that an end may be moved, as a logarithm: about half, and twice."""
OFFSET_MIN = 5.0
"""Added before scaling, so that short waits are moved too."""


@dataclass(frozen=True, slots=True)
class Told:
    """A quote, and what became of it, in minutes."""

    low_min: float
    high_min: float
    waited_min: float


@dataclass(frozen=True, slots=True)
class Correction:
    """How far each end of a range is moved, as logarithms; 0 leaves it where it is."""

    low: float = 0.0
    high: float = 0.0

    def ends(self, low_min: float, high_min: float) -> tuple[float, float]:
        """The corrected range, the lower end never above the upper one."""
        low, high = _scaled(low_min, self.low), _scaled(high_min, self.high)
        return max(0.0, min(low, high)), max(0.0, low, high)

    def after(self, told: Told) -> Correction:
        """The correction once one more quote has been put to the test."""
        early, late = told.waited_min < told.low_min, told.waited_min > told.high_min
        low = self.low + STEP * (BELOW - early) if told.low_min > 0 else self.low  # nobody can be seated before now
        return Correction(_bounded(low), _bounded(self.high + STEP * (late - ABOVE)))


def learn(pairs: Iterable[Told]) -> Correction:
    """The correction after all quotes so far, in the order in which their parties sat down."""
    correction = Correction()
    for told in pairs:
        correction = correction.after(told)
    return correction


def _scaled(minutes: float, by: float) -> float:
    return (minutes + OFFSET_MIN) * math.exp(by) - OFFSET_MIN


def _bounded(value: float) -> float:
    return max(-MOST, min(MOST, value))


__all__ = ["Correction", "Told", "learn"]
