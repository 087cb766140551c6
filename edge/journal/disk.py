"""How full the disk is, and what that means for writing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from edge.clock import Clock

ALARM_SHARE = 0.85
FULL_SHARE = 0.95
_CHECK_EVERY_S = 5.0

DiskUsage = Callable[[Path], float]
"""The used share of the disk that holds a folder, in [0, 1]."""


class DiskState(StrEnum):
    """`low`: a person should make room (85 %). `full`: what cameras see is no longer journaled, commands are (95 %)."""

    OK = "ok"
    LOW = "low"
    FULL = "full"


def used_share(folder: Path) -> float:
    """As `df` counts: used against used and available."""
    usage = shutil.disk_usage(folder)
    return usage.used / max(usage.used + usage.free, 1)


def disk_state(share: float) -> DiskState:
    """What a used share means."""
    if share >= FULL_SHARE:
        return DiskState.FULL
    return DiskState.LOW if share >= ALARM_SHARE else DiskState.OK


class DiskWatch:
    """Looks at the disk at most every few seconds, and remembers."""

    def __init__(self, folder: Path, clock: Clock, usage: DiskUsage) -> None:
        self._folder = folder
        self._clock = clock
        self._usage = usage
        self._due_s = clock.monotonic()
        self.state = DiskState.OK

    def look(self) -> DiskState:
        """The state, measured again if the last measure is old. A disk that cannot be asked counts as before."""
        now_s = self._clock.monotonic()
        if now_s >= self._due_s:
            self._due_s = now_s + _CHECK_EVERY_S
            try:
                self.state = disk_state(self._usage(self._folder))
            except OSError:
                return self.state
        return self.state
