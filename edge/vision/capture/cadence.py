"""How often keyframes come, and whether anything stirs between them: both seen without decoding a picture."""

from __future__ import annotations

from collections import deque

REMEMBERED_GOPS = 3
LATE = 1.5
"""A keyframe that is later than this many times the limit ends keyframe mode."""

REMEMBERED_LARGEST = 240
"""GOPs whose largest predicted picture is remembered."""

STILL_SHARE = 5
"""Of these, the stillest fifth is taken for the still room."""

STIR_RATIO = 1.1
STIR_BYTES = 200
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
    """Tells from the sizes of coded pictures whether anything moves.

    A predicted picture holds what changed, so in a still room all of them are small. One well above what the stillest
    of the last GOPs had, or a keyframe of another size than the last decoded one, means that it is worth to look.
    """

    def __init__(self) -> None:
        self._largest: deque[int] = deque(maxlen=REMEMBERED_LARGEST)
        self._in_this_gop = 0
        self._still = 0
        self._keyframe = self._looked_at = 0
        self.seen = True

    def predicted(self, size: int) -> None:
        """A picture between keyframes arrived, `size` bytes long."""
        self._in_this_gop = max(self._in_this_gop, size)
        if size > self._still * STIR_RATIO + STIR_BYTES:
            self.seen = True

    def keyframe(self, size: int) -> None:
        """A keyframe arrived, `size` bytes long."""
        if self._in_this_gop:
            self._largest.append(self._in_this_gop)
            self._still = sorted(self._largest)[len(self._largest) // STILL_SHARE]
        self._in_this_gop, self._keyframe = 0, size
        low, high = sorted((size, self._looked_at))
        if high > low * KEYFRAME_RATIO:
            self.seen = True

    def looked(self) -> None:
        """The last keyframe was decoded."""
        self._looked_at, self.seen = self._keyframe, False


__all__ = ["Cadence", "Stir"]
