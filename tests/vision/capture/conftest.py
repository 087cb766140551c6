"""A camera under watch, with patience scaled down to tenths of seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from calibration import Calibration
from edge.clock import SystemClock
from edge.events import CameraReason, CameraStatus
from edge.vision.capture import CameraSource, CameraState, Capture, CaptureTimes, Frame
from tests.rtsp.clip import Clip, load
from tests.rtsp.video import Scene, film

PATIENCE_S = 10.0
"""How long a test waits for what must happen. It happens much sooner; a busy machine may be slow."""

TIMES = CaptureTimes(
    open_s=1.0,
    read_s=0.5,
    grace_s=0.3,
    first_frame_s=1.5,
    newest_frame_s=0.8,
    frozen_s=0.8,
    settled_s=0.2,
    sample_s=0.01,
    quiet_s=0.2,
    backoff_first_s=0.05,
    backoff_silent_s=0.2,
    backoff_refusing_s=0.3,
    tick_s=0.02,
)


@dataclass
class Watched:
    """A running capture and all it has told."""

    capture: Capture
    states: list[CameraState] = field(default_factory=list)
    told: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, state: CameraState) -> None:
        with self.told:
            self.states.append(state)
            self.told.notify_all()

    def becomes(self, status: CameraStatus, reason: CameraReason = CameraReason.NONE) -> CameraState:
        """Wait until the camera is so, from now on or already; the state."""

        def found() -> bool:
            return (self.capture.state.status, self.capture.state.reason) == (status, reason)

        with self.told:
            assert self.told.wait_for(found, PATIENCE_S), f"never {status}/{reason}, but {self.states}"
        return self.capture.state

    def shows(self, wanted: Callable[[Frame], bool] = lambda frame: True) -> Frame:
        """Wait for a frame from now on that is as wanted."""
        newest = self.capture.newest()
        seq = newest.seq if newest else 0
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            frame = self.capture.wait(seq, 0.5)
            if frame and wanted(frame):
                return frame
            seq = frame.seq if frame else seq
        raise AssertionError(f"no such frame came; {self.capture.stats()}, {self.states}")


Watch = Callable[..., Watched]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Starts captures that are stopped after the test."""
    running: list[Watched] = []

    def start(source: CameraSource, times: CaptureTimes = TIMES, calibration: Calibration | None = None) -> Watched:
        watched = Watched(Capture(source, SystemClock(), lambda state: watched.tell(state), times=times))
        watched.capture.calibrate(calibration)
        running.append(watched)
        watched.capture.start()
        return watched

    yield start
    for watched in running:
        watched.capture.stop()


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of 320 x 180 at 20 frames per second, keyframes every 0.25 s."""
    return film(tmp_path_factory.mktemp("video") / "room.mp4", Scene(fps=20, gop_s=0.25, duration_s=3.0))


@pytest.fixture(scope="session")
def clip(video: Path) -> Clip:
    return load(video)
