"""From the eyes to the floor: looks become beliefs, beliefs become observations, pending changes ask for more looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from calibration import Calibration
from edge.clock import Clock
from edge.events import Availability, CameraReason, CameraStatus, Observation
from edge.vision.messages import CameraReport, ClassifierFailed, Heartbeat, Looks, Ready, Report
from edge.vision.tables import Tables

LOOK_FOR_S = 1.5
"""How long a view whose change is pending is looked at, at every frame, before it must be asked for again."""


class Floor(Protocol):
    """Where observations and camera states go."""

    async def observe(self, observations: Sequence[Observation]) -> None: ...

    async def camera(self, camera: str, status: CameraStatus, reason: CameraReason) -> None: ...


class Eyes(Protocol):
    """Who can be asked to look again."""

    async def look_now(self, camera: str, views: Sequence[str], for_s: float) -> None: ...


class Watch:
    """Holds the belief of every table and tells the floor. All calls come from one event loop."""

    def __init__(self, tables: Tables, floor: Floor, clock: Clock) -> None:
        self._tables = tables
        self._floor = floor
        self._clock = clock
        self._told: dict[str, tuple[CameraStatus, CameraReason]] = {}
        self.waiting_for: tuple[str, ...] = ("the vision worker",)
        """What is missing, in words, before tables can be seen at all."""

    def begin(self, calibrations: Iterable[Calibration], last: Mapping[str, tuple[Availability, datetime]]) -> None:
        """Take up the calibrations in force and the states from before the restart; nothing is confirmed yet."""
        for calibration in calibrations:
            self._tables.configure(calibration)
            self._told[calibration.camera] = (CameraStatus.STARTING, CameraReason.NONE)
            self._tables.camera(calibration.camera, False, self._clock.monotonic())
        for table, (value, since) in last.items():
            self._tables.restore(table, value, since)

    async def take(self, report: Report) -> None:
        """Take in what the eyes report."""
        match report:
            case Looks():
                await self._floor.observe(self._tables.see(report.looks, report.utc))
            case CameraReport():
                await self.camera(report.camera, report.status, report.reason)
            case Ready():
                self.waiting_for = ()
            case ClassifierFailed():
                self.waiting_for = (f"the classifier: {report.problem}",)
            case Heartbeat():
                pass

    async def camera(self, camera: str, status: CameraStatus, reason: CameraReason) -> None:
        """A camera reported. Only changes are passed on."""
        if self._told.get(camera) == (status, reason):
            return
        self._told[camera] = (status, reason)
        online = status is CameraStatus.ONLINE
        await self._floor.camera(camera, status, reason)
        await self._floor.observe(self._tables.camera(camera, online, self._clock.monotonic()))

    async def tick(self, eyes: Eyes) -> None:
        """Let time pass: tables nobody sees become stale, pending changes are looked at again."""
        at = self._clock.monotonic()
        if stale := self._tables.tick(at):
            await self._floor.observe(stale)
        wanted: dict[str, list[str]] = defaultdict(list)
        for camera, view in self._tables.pending(at):
            wanted[camera].append(view)
        for camera, views in wanted.items():
            await eyes.look_now(camera, views, LOOK_FOR_S)


__all__ = ["Watch"]
