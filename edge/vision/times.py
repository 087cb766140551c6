"""How patient capture is. Every duration is in seconds on the monotonic clock."""

from __future__ import annotations

from edge.events import Value


class CaptureTimes(Value):
    """Limits of one camera's capture. The defaults suit cameras on a store's network; tests scale them down."""

    open_s: float = 10.0
    """Connecting, logging in and finding the stream."""
    read_s: float = 4.0
    """One read from the network. No data for so long is a stall."""
    grace_s: float = 3.0
    """How far a read or open may run over its limit before its thread is taken for hung and abandoned."""
    first_frame_s: float = 15.0
    """From the first data to the first picture: a stream with long GOPs starts late."""
    newest_frame_s: float = 5.0
    """A newest frame older than this, and than `newest_frame_gops` GOPs, means that the camera does not work."""
    newest_frame_gops: float = 3.0
    frozen_s: float = 45.0
    """The very same pixels for so long are a frozen camera, not a quiet room: sensors are never that still."""
    settled_s: float = 10.0
    """Online for so long, the camera has recovered, and the next trouble starts with a short pause again."""
    keyframe_gop_s: float = 2.0
    """Up to this GOP only keyframes are decoded."""
    sample_s: float = 0.5
    """Shortest time between two frames that are converted and looked at."""
    quiet_s: float = 2.0
    """Longest time between two decoded keyframes while nothing stirs in the compressed stream."""
    backoff_first_s: float = 1.0
    backoff_silent_s: float = 15.0
    """Longest pause between attempts where nothing answers."""
    backoff_refusing_s: float = 60.0
    """Longest pause where the server refuses the connection or the request."""
    tick_s: float = 0.25
    """How often a camera's life is judged."""

    def newest_frame_limit_s(self, gop_s: float | None) -> float:
        """How old the newest frame may get with keyframes `gop_s` apart (None: unknown)."""
        return max(self.newest_frame_s, self.newest_frame_gops * (gop_s or 0.0))


__all__ = ["CaptureTimes"]
