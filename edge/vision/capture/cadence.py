"""How often keyframes come, and whether anything stirs between them: both seen without decoding a picture."""

from __future__ import annotations

from collections import deque
from statistics import median

REMEMBERED_GOPS = 3
LATE = 1.5
"""A keyframe that is later than this many times the limit ends keyframe mode."""

REMEMBERED_SIZES = 60
STIR_RATIO = 1.5
STIR_BYTES = 400
KEYFRAME_RATIO = 1.1


class Cadence:
    """Measures the distance of keyframes by their arrival. Timestamps of cameras are not trusted."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._intervals: deque[float] = deque(maxlen=REMEMBERED_GOPS)
        self._keyframe_at: float | None = None

    @property
    def begun(self) -> bool:
        """Whether a keyframe has come. What comes before is predicted from pictures that nobody has."""
        return self._keyframe_at is not None

    @property
    def gop_s(self) -> float | None:
        """The longest of the last intervals between keyframes, in seconds; None until two have come."""
        return max(self._intervals, default=None)

    def keyframe(self, at: float) -> None:
        """A keyframe arrived at monotonic time `at`."""
        if self._keyframe_at is not None:
            self._intervals.append(at - self._keyframe_at)
        self._keyframe_at = at

    def keyframes_suffice(self, at: float) -> bool:
        """Whether keyframes alone show the room often enough."""
        if self.gop_s is None or self._keyframe_at is None:
            return False
        return self.gop_s <= self._limit_s * 1.05 and at - self._keyframe_at <= self._limit_s * LATE


class Stir:
    """Tells from the sizes of coded pictures whether something moved since the last decoded one.

    A predicted picture holds what changed: in a quiet room all are about as small. One well above the median of the
    last minute's, or a keyframe of another size than the last decoded one, means that it is worth to look.
    """

    def __init__(self) -> None:
        self._sizes: deque[int] = deque(maxlen=REMEMBERED_SIZES)
        self._usual = 0.0
        self._keyframe = self._latest = 0
        self.seen = True

    def predicted(self, size: int) -> None:
        """A picture between keyframes arrived, `size` bytes long."""
        if self._usual and size > self._usual * STIR_RATIO + STIR_BYTES:
            self.seen = True
        self._sizes.append(size)

    def keyframe(self, size: int) -> None:
        """A keyframe arrived, `size` bytes long."""
        self._usual = float(median(self._sizes)) if self._sizes else 0.0
        low, high = sorted((size, self._keyframe))
        if high > low * KEYFRAME_RATIO:
            self.seen = True
        self._latest = size

    def looked(self) -> None:
        """The last keyframe was decoded."""
        self._keyframe, self.seen = self._latest, False


__all__ = ["Cadence", "Stir"]
