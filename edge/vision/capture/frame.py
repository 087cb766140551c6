"""The newest picture of a camera, and the slot that holds only it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""RGB [height, width, 3], read-only."""


@dataclass(frozen=True)
class Frame:
    """One masked picture. `at`: monotonic seconds when it was decoded; `seq` counts the camera's frames from 1."""

    image: Image
    at: float
    utc: datetime
    seq: int
    keyframe: bool

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in px."""
        height, width = self.image.shape[:2]
        return width, height


class NewestFrame:
    """Holds one frame: a newer one replaces it. `dropped` counts frames that nobody took."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._taken = True
        self._closed = False
        self.dropped = 0

    def put(self, frame: Frame) -> None:
        """Replace the frame and wake who waits."""
        with self._changed:
            self.dropped += not self._taken
            self._frame, self._taken = frame, False
            self._changed.notify_all()

    def newest(self, after_seq: int = 0) -> Frame | None:
        """The frame, if it is newer than `after_seq`."""
        with self._changed:
            return self._take(after_seq)

    def wait(self, after_seq: int, timeout_s: float) -> Frame | None:
        """A frame newer than `after_seq`, waiting for it up to `timeout_s`; None if none came or the slot closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._is_newer(after_seq), timeout_s)
            return self._take(after_seq)

    def close(self) -> None:
        """Let waiting readers go; the last frame is forgotten."""
        with self._changed:
            self._closed, self._frame = True, None
            self._changed.notify_all()

    def forget(self) -> None:
        """Drop the frame: what it shows may no longer be shown (its masks changed)."""
        with self._changed:
            self._frame, self._taken = None, True

    def _is_newer(self, after_seq: int) -> bool:
        return self._frame is not None and self._frame.seq > after_seq

    def _take(self, after_seq: int) -> Frame | None:
        if not self._is_newer(after_seq):
            return None
        self._taken = True
        return self._frame


__all__ = ["Frame", "Image", "NewestFrame"]
