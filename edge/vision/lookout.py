"""One camera in the worker: its newest frames become looks and crops."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import timedelta

from calibration import Calibration
from edge.clock import Clock
from edge.errors import CameraUnavailable
from edge.events import CameraStatus
from edge.vision.capture import CameraState, Capture, Image
from edge.vision.crops import Answer, Crop, CropSpec
from edge.vision.looks import Look
from edge.vision.messages import CameraReport, CameraSetup, CameraStats, Looks
from edge.vision.snapshot import draw
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes
from edge.vision.views import CameraLooks, LookSettings

log = logging.getLogger(__name__)

WAIT_S = 0.5


class Lookout:
    """Watches one camera in a thread of its own. `tell` reports to the daemon, `submit` hands over crops."""

    def __init__(
        self,
        setup: CameraSetup,
        clock: Clock,
        times: CaptureTimes,
        *,
        tell: Callable[[CameraReport | Looks], None],
        submit: Callable[[Crop], None],
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._submit = submit
        self._calibration: Calibration | None = None
        self._looks: CameraLooks | None = None
        self._classifier: tuple[CropSpec, LookSettings] | None = None
        self._capture = Capture(setup.source, clock, self._report, times=times)
        self._stopping = threading.Event()
        self._failing = False
        self._thread = threading.Thread(target=self._run, name=f"look-{setup.source.camera}", daemon=True)
        self.calibrate(setup.calibration)

    @property
    def source(self) -> CameraSource:
        """What it watches."""
        return self._capture.source

    def start(self) -> None:
        self._capture.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._capture.stop()
        self._thread.join()

    def calibrate(self, calibration: Calibration | None) -> None:
        """Take up a calibration: its masks first, then its views. The same one again changes nothing."""
        if calibration == self._calibration:
            return
        self._capture.calibrate(calibration)
        self._calibration = calibration
        if calibration is None or self._looks is None:
            self._looks = None
            self._begin_to_look()
        else:
            self._looks.calibrate(calibration)

    def classify_with(self, spec: CropSpec, settings: LookSettings) -> None:
        """The classifier is there: looks can begin."""
        self._classifier = spec, settings
        self._begin_to_look()

    def look_now(self, views: Iterable[str], for_s: float) -> None:
        """Look at every frame for so long, and ask for as many frames as there are."""
        self._capture.attend(for_s)
        if looks := self._looks:
            looks.look_now(tuple(views), self._clock.monotonic() + for_s)

    def answered(self, answers: Iterable[Answer]) -> None:
        """Send the looks that the classifier's answers make."""
        if looks := self._looks:
            self._send(looks.answered(answers))

    def snapshot(self) -> bytes:
        """The newest picture with its boxes drawn, as JPEG. Raises `CameraUnavailable` if there is no present one."""
        state = self._capture.state
        frame = self._capture.newest()
        if state.status is not CameraStatus.ONLINE or frame is None:
            words = state.detail or f"it is {state.status.value}"
            raise CameraUnavailable(f"{self.source.camera} has no picture to show: {words}")
        return draw(frame.image, self._calibration)

    def stats(self) -> CameraStats:
        """Its counters."""
        capture = self._capture.stats()
        seen = asdict(self._looks.counters) if self._looks else {}
        seen.pop("frames", None)
        return CameraStats(
            camera=self.source.camera,
            frames=capture.frames,
            dropped=capture.dropped,
            corrupt=capture.corrupt,
            attempts=capture.attempts,
            left_behind=capture.left_behind,
            keyframes_only=capture.mode == "keyframes",
            gop_s=capture.gop_s,
            size=capture.size,
            **seen,
        )

    def _begin_to_look(self) -> None:
        if self._calibration is not None and self._classifier is not None:
            spec, settings = self._classifier
            self._looks = CameraLooks(self._calibration, spec, settings)

    def _report(self, state: CameraState) -> None:
        level = logging.INFO if state.status is CameraStatus.ONLINE else logging.WARNING
        log.log(level, "camera %s: %s (%s) %s", self.source.camera, state.status, state.reason, state.detail)
        self._tell(
            CameraReport(
                camera=self.source.camera,
                status=state.status,
                reason=state.reason,
                since=state.since,
                detail=state.detail,
            )
        )

    def _run(self) -> None:
        seq = 0
        while not self._stopping.is_set():
            frame = self._capture.wait(seq, WAIT_S)
            if frame is None:
                continue
            seq = frame.seq
            try:
                self._look(frame.image, frame.at)
            except Exception:  # the supervised loop of one camera: whatever one frame breaks, the next may work
                if not self._failing:
                    log.exception("camera %s: looking at its tables failed", self.source.camera)
                self._failing = True
            else:
                if self._failing:
                    log.warning("camera %s: looking at its tables works again", self.source.camera)
                self._failing = False

    def _look(self, image: Image, at: float) -> None:
        looks = self._looks
        if looks is None:
            return
        seen = looks.see(image, at)
        for crop in seen.crops:
            self._submit(crop)
        self._send(seen.looks)

    def _send(self, looks: list[Look]) -> None:
        if looks:
            age = timedelta(seconds=self._clock.monotonic() - max(look.at for look in looks))
            self._tell(Looks(camera=self.source.camera, utc=self._clock.now() - age, looks=tuple(looks)))


__all__ = ["Lookout"]
