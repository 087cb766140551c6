"""Judges a camera's life by its signs, never by return values. Pure: times in, verdicts out."""

from __future__ import annotations

from dataclasses import dataclass

from edge.events import CameraReason, CameraStatus
from edge.vision.capture.pulse import Pulse
from edge.vision.capture.trouble import StreamTrouble
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes


@dataclass(frozen=True)
class Verdict:
    """How a camera is doing, and why it is not online."""

    status: CameraStatus
    reason: CameraReason = CameraReason.NONE


def diagnose(pulse: Pulse, source: CameraSource, times: CaptureTimes, now: float) -> StreamTrouble | None:
    """What is wrong with a stream that is still being read at monotonic time `now`; None: nothing."""
    if pulse.opened_at is None:
        if now - pulse.started_at > times.open_s + times.grace_s:
            return StreamTrouble(CameraReason.NO_ANSWER, f"{source.masked} did not answer, and its thread hangs.")
        return None
    silent_s = now - (pulse.data_at or pulse.opened_at)
    if source.live and silent_s > _silence_limit_s(source, times):
        return StreamTrouble(CameraReason.NO_DATA, f"{source.masked} sent nothing for {silent_s:.1f} s.")
    if pulse.data_at is not None and _pictureless_s(pulse) > _picture_limit_s(pulse, times):
        return StreamTrouble(CameraReason.UNREADABLE, f"{source.masked} sends data that give no picture.")
    return None


def judge(newest_age_s: float | None, limit_s: float, trouble: StreamTrouble | None) -> Verdict:
    """The camera's status.

    `newest_age_s`: age of its newest usable frame (None: there never was one). `trouble`: of the last attempt. A
    picture younger than `limit_s` outlives a lost connection, so that a hiccup is no news.
    """
    fresh = newest_age_s is not None and newest_age_s <= limit_s
    if trouble is not None and (trouble.meaning.at_once or not fresh):
        return Verdict(trouble.meaning.status, trouble.reason)
    if fresh:
        return Verdict(CameraStatus.ONLINE)
    if newest_age_s is None:
        return Verdict(CameraStatus.STARTING)
    return Verdict(CameraStatus.STALLED, CameraReason.NO_DATA)


def _silence_limit_s(source: CameraSource, times: CaptureTimes) -> float:
    return source.poll_s + times.open_s + times.grace_s if source.kind == "snapshot" else times.read_s


def _pictureless_s(pulse: Pulse) -> float:
    """How long data have been coming without a picture."""
    return (pulse.data_at or 0.0) - (pulse.picture_at or pulse.opened_at or 0.0)


def _picture_limit_s(pulse: Pulse, times: CaptureTimes) -> float:
    return times.first_frame_s if pulse.picture_at is None else times.newest_frame_limit_s(pulse.gop_s)


__all__ = ["Verdict", "diagnose", "judge"]
