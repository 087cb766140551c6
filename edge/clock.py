"""Time, passed in so that tests and replays can bring their own."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Two clocks in one: the wall's for what people read, the monotonic one for every duration."""

    def now(self) -> datetime:
        """Wall time, timezone-aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow (CLOCK_MONOTONIC: the same in every process of one boot)."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass
class ManualClock:
    """A clock that stands still until it is told to move. For tests and replays."""

    start: datetime = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
    elapsed_s: float = field(default=0.0)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed_s)

    def monotonic(self) -> float:
        return self.elapsed_s

    def advance(self, seconds: float) -> None:
        """Move both clocks forward. Negative steps are a caller's mistake."""
        if seconds < 0:
            raise ValueError("a clock cannot be advanced by a negative step")
        self.elapsed_s += seconds

    def move_to(self, monotonic_s: float) -> None:
        """Move forward to an absolute monotonic time; earlier times are ignored."""
        self.elapsed_s = max(self.elapsed_s, monotonic_s)


__all__ = ["Clock", "ManualClock", "SystemClock"]
