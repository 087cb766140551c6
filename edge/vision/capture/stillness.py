"""Tells a frozen camera from a quiet room: a sensor never gives the very same picture twice, a stuck encoder does."""

from __future__ import annotations

import zlib

import numpy as np

from edge.vision.capture.frame import Image

ROW_STEP = 4
"""Rows looked at: every fourth, so that a burnt-in clock is always hit."""

FLAT = 8
"""A picture whose darkest and brightest sample differ by less shows nothing: it cannot tell."""


class Stillness:
    """Remembers since when a camera has been sending the very same picture."""

    def __init__(self) -> None:
        self._digest: int | None = None
        self._since = 0.0

    def seconds(self, image: Image, now: float) -> float:
        """For how long, at monotonic time `now`, the camera has shown exactly `image`. 0 for a flat picture."""
        rows = np.ascontiguousarray(image[::ROW_STEP])
        digest = zlib.adler32(rows.data)
        if digest != self._digest:
            self._digest, self._since = digest, now
        elif int(rows.max()) - int(rows.min()) < FLAT:
            self._since = now
        return now - self._since


__all__ = ["Stillness"]
