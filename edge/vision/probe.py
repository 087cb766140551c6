"""One look at a camera, for a person who wants to know whether it works."""

from __future__ import annotations

from typing import NamedTuple

from edge.clock import SystemClock
from edge.errors import CameraUnavailable, CredentialsRefused
from edge.events import CameraReason
from edge.vision.source import CameraSource


class Probed(NamedTuple):
    """What a working camera showed: its picture's (width, height) in px, and how long the first one took."""

    size: tuple[int, int]
    first_frame_s: float


def probe(source: CameraSource, *, limit_s: float = 15.0) -> Probed:
    """Wait for the first picture of a camera, in this process.

    Raises `CredentialsRefused`, or `CameraUnavailable` with what is wrong, after `limit_s` seconds at the latest.
    """
    from edge.vision.capture import Capture  # libav is for processes that mean to touch pixels

    clock = SystemClock()
    started_at = clock.monotonic()
    capture = Capture(source, clock, lambda state: None)
    capture.start()
    try:
        while (left_s := started_at + limit_s - clock.monotonic()) > 0:
            if frame := capture.wait(0, min(left_s, 0.1)):
                return Probed(frame.size, clock.monotonic() - started_at)
            if capture.trouble is not None:
                break
    finally:
        capture.stop()
    if capture.trouble is None:
        raise CameraUnavailable(f"{source.masked} gave no picture within {limit_s:g} s.", hint="Is the address right?")
    if capture.trouble.reason is CameraReason.CREDENTIALS:
        raise CredentialsRefused(capture.trouble.detail, hint="Check `username` and the password of this camera.")
    raise CameraUnavailable(capture.trouble.detail, hint="Check that it is switched on and its address is right.")


__all__ = ["Probed", "probe"]
