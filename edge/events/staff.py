"""Events about the people who work here. Their names live in an erasable table, under the seq of `waiter.added`."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from edge.events.data import EventData
from edge.events.values import Id


class StaffRole(StrEnum):
    """What somebody does on a shift. Servers and bartenders are given tables."""

    SERVER = "server"
    BARTENDER = "bartender"
    HOST = "host"
    BUSSER = "busser"
    RUNNER = "runner"
    CHEF = "chef"


class WaiterAdded(EventData):
    """Somebody joined the staff; the seq of this event is their id."""

    kind: ClassVar[str] = "waiter.added"
    role: StaffRole = StaffRole.SERVER


class WaiterChanged(EventData):
    """Somebody's role or skill changed, or they left (`active` false). `skill` in [0, 1] is set by the house."""

    kind: ClassVar[str] = "waiter.changed"
    waiter: int
    role: StaffRole
    skill: float = Field(0.5, ge=0, le=1)
    active: bool = True

    @property
    def key(self) -> str:
        return str(self.waiter)


class WaiterErased(EventData):
    """Somebody's name and contact are gone for good; their past work stays, without them."""

    kind: ClassVar[str] = "waiter.erased"
    waiter: int

    @property
    def key(self) -> str:
        return str(self.waiter)


class ShiftStarted(EventData):
    """Somebody clocked in; the seq of this event is the shift's id."""

    kind: ClassVar[str] = "shift.started"
    waiter: int
    section: Id | None = None

    @property
    def key(self) -> str:
        return str(self.waiter)


class ShiftMoved(EventData):
    """A shift got another section; None: any."""

    kind: ClassVar[str] = "shift.moved"
    shift: int
    section: Id | None = None

    @property
    def key(self) -> str:
        return str(self.shift)


class BreakStarted(EventData):
    """Somebody went on break."""

    kind: ClassVar[str] = "shift.break_started"
    shift: int

    @property
    def key(self) -> str:
        return str(self.shift)


class BreakEnded(EventData):
    """Somebody is back from break."""

    kind: ClassVar[str] = "shift.break_ended"
    shift: int

    @property
    def key(self) -> str:
        return str(self.shift)


class ShiftEnded(EventData):
    """Somebody clocked out."""

    kind: ClassVar[str] = "shift.ended"
    shift: int

    @property
    def key(self) -> str:
        return str(self.shift)


__all__ = [
    "BreakEnded",
    "BreakStarted",
    "ShiftEnded",
    "ShiftMoved",
    "ShiftStarted",
    "StaffRole",
    "WaiterAdded",
    "WaiterChanged",
    "WaiterErased",
]
