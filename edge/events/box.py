"""Events of the box itself."""

from __future__ import annotations

from typing import ClassVar

from edge.events.data import EventData


class DaemonStarted(EventData):
    """The daemon came up. `clean`: the last run ended with `daemon.stopped`."""

    kind: ClassVar[str] = "daemon.started"
    version: str
    clean: bool


class DaemonStopped(EventData):
    """The daemon went down in order."""

    kind: ClassVar[str] = "daemon.stopped"


class ClockStepped(EventData):
    """The wall clock jumped against the monotonic one by `step_ms` (positive: forward)."""

    kind: ClassVar[str] = "clock.stepped"
    step_ms: int


__all__ = [
    "ClockStepped",
    "DaemonStarted",
    "DaemonStopped",
]
