"""Pauses between attempts: doubling, capped, jittered."""

from __future__ import annotations

import random


class Backoff:
    """Each pause is twice the one before, up to a cap, shortened at random by up to a quarter so that those which
    failed together do not come back together."""

    def __init__(self, first_s: float, rng: random.Random | None = None) -> None:
        self._first_s = first_s
        self._failures = 0
        self._rng = rng or random.Random()  # noqa: S311 - jitter, not a secret

    def next_s(self, cap_s: float) -> float:
        """The next pause in seconds, at most `cap_s`."""
        pause = min(cap_s, self._first_s * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return pause * self._rng.uniform(0.75, 1.0)

    def reset(self) -> None:
        """Start again with the first pause."""
        self._failures = 0


__all__ = ["Backoff"]
