"""Notices when the wall clock jumps."""

from __future__ import annotations

from datetime import timedelta

from edge.clock import Clock
from edge.events import ClockStepped

TOLERANCE_S = 2.0


class ClockWatch:
    """Compares the wall clock with the monotonic one between two looks. Slow corrections are not steps."""

    def __init__(self, clock: Clock, *, tolerance_s: float = TOLERANCE_S) -> None:
        self._clock = clock
        self._tolerance_s = tolerance_s
        self._offset = self._measure()

    def look(self) -> ClockStepped | None:
        """The step since the last look, to be journaled; None if there was none."""
        before, self._offset = self._offset, self._measure()
        step = self._offset - before
        if abs(step.total_seconds()) <= self._tolerance_s:
            return None
        return ClockStepped(step_ms=round(step / timedelta(milliseconds=1)))

    def _measure(self) -> timedelta:
        """Wall time less monotonic time, as a distance from 1970."""
        wall_s = self._clock.now().timestamp()
        return timedelta(seconds=wall_s - self._clock.monotonic())
