"""Events about what cameras see."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from edge.events.data import EventData
from edge.events.values import Availability, CameraReason, CameraStatus, Id, Source, Utc


class CameraChanged(EventData):
    """A camera's status changed."""

    kind: ClassVar[str] = "camera.status"
    camera: Id
    status: CameraStatus
    reason: CameraReason = CameraReason.NONE

    @property
    def key(self) -> str:
        return self.camera


class CalibrationApplied(EventData):
    """A camera's calibration was replaced. `document`: its canonical JSON (geometry only); `sha256`: of its source."""

    kind: ClassVar[str] = "calibration.applied"
    camera: Id
    revision: int
    sha256: str
    document: str

    @property
    def key(self) -> str:
        return self.camera


class TableChanged(EventData):
    """A table's published availability changed. `since`: when the new state began to show."""

    kind: ClassVar[str] = "table.state"
    table: Id
    value: Availability
    previous: Availability | None = None
    confidence: float = Field(ge=0.0, le=1.0)
    people: int | None = None
    since: Utc
    source: Source = Source.CAMERA

    @property
    def key(self) -> str:
        return self.table


__all__ = [
    "CalibrationApplied",
    "CameraChanged",
    "TableChanged",
]
