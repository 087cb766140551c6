"""The life signs of one stream: written by the thread that reads it, read by the one that watches it."""

from __future__ import annotations

import threading
from typing import Literal

from edge.clock import Clock

DecodeMode = Literal["keyframes", "all"]


class Pulse:
    """Times are monotonic seconds, None until it happened. Single writer, so plain attributes suffice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cancelled = threading.Event()
        self.started_at = clock.monotonic()
        self.opened_at: float | None = None
        self.data_at: float | None = None
        self.picture_at: float | None = None
        self.gop_s: float | None = None
        self.mode: DecodeMode = "all"
        self.corrupt = 0
        self.attention_until = 0.0

    def now(self) -> float:
        return self._clock.monotonic()

    def opened(self) -> None:
        """The stream is there; data may follow."""
        self.opened_at = self.now()

    def data(self) -> float:
        """Bytes of a picture arrived. Returns when."""
        self.data_at = self.now()
        return self.data_at

    def picture(self) -> None:
        """A picture was decoded."""
        self.picture_at = self.now()

    @property
    def attentive(self) -> bool:
        """Whether somebody waits for pictures: sample as often as may be."""
        return self.now() < self.attention_until

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the reader to end."""
        self._cancelled.set()

    def sleep(self, seconds: float) -> bool:
        """Pause the reader. False: it was cancelled meanwhile."""
        return not self._cancelled.wait(max(0.0, seconds))


__all__ = ["DecodeMode", "Pulse"]
