"""What can be wrong with a stream, and what each trouble means for the camera."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from edge.events import CameraReason, CameraStatus


class Retry(Enum):
    """When to try again."""

    SOON = "soon"  # nothing answers: capped at `backoff_silent_s`
    LATER = "later"  # something answers and says no: capped at `backoff_refusing_s`
    NEVER = "never"  # only another source can help


@dataclass(frozen=True)
class Meaning:
    """`at_once`: the status changes now, not only when the newest frame has become too old."""

    status: CameraStatus
    retry: Retry
    at_once: bool


MEANINGS: dict[CameraReason, Meaning] = {
    CameraReason.NO_ANSWER: Meaning(CameraStatus.OFFLINE, Retry.SOON, at_once=False),
    CameraReason.CONNECTION_REFUSED: Meaning(CameraStatus.OFFLINE, Retry.LATER, at_once=False),
    CameraReason.CREDENTIALS: Meaning(CameraStatus.REFUSED, Retry.NEVER, at_once=True),
    CameraReason.NOT_FOUND: Meaning(CameraStatus.OFFLINE, Retry.LATER, at_once=False),
    CameraReason.NO_VIDEO: Meaning(CameraStatus.OFFLINE, Retry.LATER, at_once=False),
    CameraReason.WRONG_CODEC: Meaning(CameraStatus.OFFLINE, Retry.LATER, at_once=False),
    CameraReason.UNREADABLE: Meaning(CameraStatus.OFFLINE, Retry.LATER, at_once=False),
    CameraReason.NO_DATA: Meaning(CameraStatus.STALLED, Retry.SOON, at_once=True),
    CameraReason.FROZEN: Meaning(CameraStatus.STALLED, Retry.LATER, at_once=True),
    CameraReason.FRAME_SIZE: Meaning(CameraStatus.STALLED, Retry.LATER, at_once=True),
    CameraReason.ENDED: Meaning(CameraStatus.OFFLINE, Retry.SOON, at_once=False),
}
"""Of every reason that a stream can give."""


class StreamTrouble(Exception):
    """A stream cannot go on. `detail` says what happened in plain words, without secrets."""

    def __init__(self, reason: CameraReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    @property
    def meaning(self) -> Meaning:
        """What follows from it."""
        return MEANINGS[self.reason]


class PlayedOut(StreamTrouble):
    """A file that is not looped has been played to its end: there is nothing to try again."""

    def __init__(self, detail: str) -> None:
        super().__init__(CameraReason.ENDED, detail)

    @property
    def meaning(self) -> Meaning:
        return Meaning(CameraStatus.OFFLINE, Retry.NEVER, at_once=True)


__all__ = ["MEANINGS", "Meaning", "PlayedOut", "Retry", "StreamTrouble"]
