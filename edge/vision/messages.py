"""What the daemon and its eyes, the vision worker, say to each other: frozen and schema-checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from calibration import Calibration
from edge.events import CameraReason, CameraStatus, Id, Utc, Value
from edge.vision.classify import BatchSettings
from edge.vision.looks import Look
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes
from edge.vision.views import LookSettings

# --- down: from the daemon to the worker


class CameraSetup(Value):
    """A camera to watch. Its calibration comes with it, so that no frame is ever seen without its masks."""

    source: CameraSource
    calibration: Calibration | None = None


class Configure(Value):
    """All cameras to watch, and the classifier to watch them with. Replaces what was configured before."""

    type: Literal["configure"] = "configure"
    cameras: tuple[CameraSetup, ...]
    bundle: Path
    providers: tuple[str, ...] | None = None
    threads: int = Field(default=1, ge=1)
    times: CaptureTimes = CaptureTimes()
    looks: LookSettings = LookSettings()
    batch: BatchSettings = BatchSettings()


class LookNow(Value):
    """Classify these views at every frame for `for_s` seconds, and let frames come as often as they can."""

    type: Literal["look_now"] = "look_now"
    camera: Id
    views: tuple[Id, ...]
    for_s: float = Field(gt=0, le=60)


class SnapshotRequest(Value):
    """Send the newest picture of a camera, its boxes drawn. Answered by `Snapshot` or `SnapshotRefused`."""

    type: Literal["snapshot"] = "snapshot"
    id: int = Field(ge=0, lt=2**64)
    camera: Id


class Stop(Value):
    """End in order."""

    type: Literal["stop"] = "stop"


# --- up: from the worker to the daemon


class Ready(Value):
    """The classifier is loaded. `provider`: the execution provider that is really active."""

    type: Literal["ready"] = "ready"
    name: str
    version: str
    provider: str
    labels: tuple[str, str, str]
    class_prior: tuple[float, float, float]


class ClassifierFailed(Value):
    """The bundle cannot be used: cameras are watched, tables are not. `problem` says what to do."""

    type: Literal["classifier_failed"] = "classifier_failed"
    problem: str


class CameraReport(Value):
    """A camera's status changed. `detail`: the trouble in words, without secrets."""

    type: Literal["camera"] = "camera"
    camera: Id
    status: CameraStatus
    reason: CameraReason
    since: Utc
    detail: str = ""


class Looks(Value):
    """Looks at views of one camera; `utc` is the wall time of the last of them."""

    type: Literal["looks"] = "looks"
    camera: Id
    utc: Utc
    looks: tuple[Look, ...]


class SnapshotRefused(Value):
    """There is no picture to send, and why."""

    type: Literal["snapshot_refused"] = "snapshot_refused"
    id: int
    problem: str


class CameraStats(Value):
    """One camera's counters since the worker started, and what is known of its stream now."""

    camera: Id
    frames: int
    dropped: int
    corrupt: int
    attempts: int
    left_behind: int
    keyframes_only: bool
    gop_s: float | None
    size: tuple[int, int] | None
    unchanged: int = 0
    abstained: int = 0
    cropped: int = 0
    postponed: int = 0
    answered: int = 0
    failed: int = 0
    outdated: int = 0


class ClassifierStats(Value):
    """The batcher's counters since the worker started."""

    submitted: int
    replaced: int
    batches: int
    classified: int
    failed: int


class Heartbeat(Value):
    """The worker lives. Counters of all its parts."""

    type: Literal["heartbeat"] = "heartbeat"
    cameras: tuple[CameraStats, ...] = ()
    classifier: ClassifierStats | None = None


class Snapshot(Value):
    """A masked picture with its boxes drawn, as JPEG."""

    id: int
    jpeg: bytes = Field(repr=False)


Down = Configure | LookNow | SnapshotRequest | Stop
Report = Ready | ClassifierFailed | CameraReport | Looks | Heartbeat
"""What the daemon's handler gets."""
Up = Report | Snapshot | SnapshotRefused

__all__ = [
    "CameraReport",
    "CameraSetup",
    "CameraStats",
    "ClassifierFailed",
    "ClassifierStats",
    "Configure",
    "Down",
    "Heartbeat",
    "LookNow",
    "Looks",
    "Ready",
    "Report",
    "Snapshot",
    "SnapshotRefused",
    "SnapshotRequest",
    "Stop",
    "Up",
]
