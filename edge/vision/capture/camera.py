"""One camera: its newest frame, how it is doing, and the thread that keeps it going."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from calibration import Calibration, CalibrationError
from edge.backoff import Backoff
from edge.clock import Clock
from edge.events import CameraReason, CameraStatus
from edge.vision.capture.frame import Frame, NewestFrame
from edge.vision.capture.privacy import PrivacyMasks
from edge.vision.capture.pulse import DecodeMode
from edge.vision.capture.reader import Reader
from edge.vision.capture.sampling import Picture
from edge.vision.capture.stillness import Stillness
from edge.vision.capture.trouble import Retry, StreamTrouble
from edge.vision.capture.watchdog import Verdict, diagnose, judge
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes

log = logging.getLogger(__name__)

MOST_LEFT_BEHIND = 3
"""Threads of one camera that may hang at the same time; then no new attempt is made until one ends."""


@dataclass(frozen=True)
class CameraState:
    """How a camera is doing. `detail`: the trouble in words, for logs and `doctor`; never holds a secret."""

    status: CameraStatus
    reason: CameraReason
    since: datetime
    detail: str = ""


@dataclass(frozen=True)
class CaptureStats:
    """Counters since the start (frames, dropped, corrupt, attempts) and the present (the rest)."""

    frames: int
    dropped: int
    corrupt: int
    attempts: int
    left_behind: int
    mode: DecodeMode
    gop_s: float | None
    size: tuple[int, int] | None


class Capture:
    """Reads one camera for as long as it runs, whatever the camera does.

    `on_state` is called from the camera's own thread whenever its status or reason changes.
    """

    def __init__(
        self,
        source: CameraSource,
        clock: Clock,
        on_state: Callable[[CameraState], None],
        *,
        times: CaptureTimes | None = None,
        rng: random.Random | None = None,
    ) -> None:
        self.source = source
        self.slot = NewestFrame()
        self._clock = clock
        self._on_state = on_state
        self._times = times or CaptureTimes()
        self._backoff = Backoff(self._times.backoff_first_s, rng)
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"camera-{source.camera}", daemon=True)
        self._delivery = threading.Lock()
        self._masks = PrivacyMasks()
        self._stillness = Stillness()
        self._unusable: StreamTrouble | None = None
        self._reader: Reader | None = None
        self._left_behind: list[Reader] = []
        self._trouble: StreamTrouble | None = None
        self._next_attempt_at: float | None = clock.monotonic()
        self._newest_at: float | None = None
        self._online_since: float | None = None
        self._size: tuple[int, int] | None = None
        self._frames = self._attempts = self._corrupt = 0
        self._mode: DecodeMode = "all"
        self._gop_s: float | None = None
        self.state = CameraState(CameraStatus.STARTING, CameraReason.NONE, clock.now())

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Let go of the camera. A thread that hangs in the network is left to its timeouts."""
        self._stopping.set()
        self._wake.set()
        self.slot.close()
        self._thread.join(timeout_s)

    def newest(self, after_seq: int = 0) -> Frame | None:
        """The newest frame if it is newer than `after_seq`."""
        return self.slot.newest(after_seq)

    def wait(self, after_seq: int, timeout_s: float) -> Frame | None:
        """A frame newer than `after_seq`, waiting for it up to `timeout_s`."""
        return self.slot.wait(after_seq, timeout_s)

    def calibrate(self, calibration: Calibration | None) -> None:
        """Mask what this calibration masks, from the next frame on; frames masked otherwise are forgotten."""
        with self._delivery:
            self._masks = PrivacyMasks(calibration)
            self.slot.forget()

    def attend(self, seconds: float) -> None:
        """For so long give pictures as often as the stream allows: something is about to change."""
        if reader := self._reader:
            reader.pulse.attention_until = self._clock.monotonic() + seconds

    def stats(self) -> CaptureStats:
        """Counters and what is known of the stream."""
        corrupt = self._corrupt + (self._reader.pulse.corrupt if self._reader else 0)
        return CaptureStats(
            self._frames,
            self.slot.dropped,
            corrupt,
            self._attempts,
            len(self._left_behind),
            self._mode,
            self._gop_s,
            self._size,
        )

    @property
    def trouble(self) -> StreamTrouble | None:
        """What is wrong right now, or was with the last attempt if nothing has come since."""
        return self._unusable or self._trouble

    # --- the reader's thread

    def _receive(self, reader: Reader, picture: Picture) -> None:
        """Mask a picture, then let others see it: it never existed unmasked outside of this call."""
        with self._delivery:
            if reader is not self._reader:
                return
            now = self._clock.monotonic()
            height, width = picture.image.shape[:2]
            self._size, self._mode, self._gop_s = (width, height), reader.pulse.mode, reader.pulse.gop_s
            self._unusable = self._check(picture, now)
            if self._unusable is None:
                self._newest_at = now
                self._frames += 1
                self.slot.put(Frame(picture.image, now, self._clock.now(), self._frames, picture.keyframe))
        self._wake.set()

    def _check(self, picture: Picture, now: float) -> StreamTrouble | None:
        """Mask the picture in place. What makes it unusable, if anything."""
        still_s = self._stillness.seconds(picture.image, now) if self.source.live else 0.0
        try:
            self._masks.apply(picture.image)
        except CalibrationError as error:
            return StreamTrouble(CameraReason.FRAME_SIZE, str(error))
        if still_s >= self._times.frozen_s:
            return StreamTrouble(CameraReason.FROZEN, f"{self.source.masked} repeats one picture.")
        return None

    # --- the camera's own thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            self._tick(self._clock.monotonic())
            self._wake.wait(self._times.tick_s)
        self._leave()

    def _tick(self, now: float) -> None:
        self._left_behind = [reader for reader in self._left_behind if reader.alive]
        if self._reader is None:
            self._attempt_if_due(now)
        elif trouble := self._find_trouble(self._reader, now):
            self._give_up(trouble, now)
        self._tell(self._judge(now), now)

    def _attempt_if_due(self, now: float) -> None:
        if self._next_attempt_at is None or now < self._next_attempt_at or len(self._left_behind) >= MOST_LEFT_BEHIND:
            return
        self._attempts += 1
        reader = Reader(self.source, self._times, self._clock, deliver=self._receive, ended=self._wake.set)
        self._reader = reader
        reader.start()

    def _find_trouble(self, reader: Reader, now: float) -> StreamTrouble | None:
        if not reader.alive:
            return reader.trouble or StreamTrouble(CameraReason.ENDED, f"{self.source.masked} ended the stream.")
        frozen = self._unusable is not None and self._unusable.reason is CameraReason.FROZEN
        if frozen and now - reader.pulse.started_at > max(self._times.frozen_s, self._times.backoff_refusing_s):
            return self._unusable  # a new connection may wake the camera up
        return diagnose(reader.pulse, self.source, self._times, now)

    def _give_up(self, trouble: StreamTrouble, now: float) -> None:
        self._trouble = trouble
        self._leave()
        match trouble.meaning.retry:
            case Retry.NEVER:
                self._next_attempt_at = None
            case Retry.SOON:
                self._next_attempt_at = now + self._backoff.next_s(self._times.backoff_silent_s)
            case Retry.LATER:
                self._next_attempt_at = now + self._backoff.next_s(self._times.backoff_refusing_s)

    def _leave(self) -> None:
        """Part from the reader; if its thread hangs, it is left behind."""
        with self._delivery:
            reader, self._reader = self._reader, None
        if reader is not None:
            self._corrupt += reader.pulse.corrupt
            reader.cancel()
            self._left_behind.append(reader)

    def _judge(self, now: float) -> Verdict:
        age_s = None if self._newest_at is None else now - self._newest_at
        reader = self._reader
        if reader is not None and reader.pulse.picture_at is not None:
            self._trouble = None  # pictures again
        limit_s = self._times.newest_frame_limit_s(self._slowest_s())
        return judge(age_s, limit_s, self.trouble)

    def _slowest_s(self) -> float | None:
        return self.source.poll_s if self.source.kind == "snapshot" else self._gop_s

    def _tell(self, verdict: Verdict, now: float) -> None:
        self._settle(verdict.status is CameraStatus.ONLINE, now)
        if (verdict.status, verdict.reason) == (self.state.status, self.state.reason):
            return
        detail = self.trouble.detail if self.trouble and verdict.reason is self.trouble.reason else ""
        self.state = CameraState(verdict.status, verdict.reason, self._clock.now(), detail)
        self._on_state(self.state)

    def _settle(self, online: bool, now: float) -> None:
        """Online for long enough, the camera has recovered."""
        if not online:
            self._online_since = None
        elif self._online_since is None:
            self._online_since = now
        elif now - self._online_since >= self._times.settled_s:
            self._backoff.reset()


__all__ = ["CameraState", "Capture", "CaptureStats"]
