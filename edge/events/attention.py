"""Events that ask for a person: disputes between people and cameras, and alerts; and the tablets people use."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from edge.events.data import EventData
from edge.events.values import Availability, Id


class DisputeRaised(EventData):
    """A person and the cameras have disagreed about a table for too long; the seq of this event is its id.

    `about`: whether it is the state, or how many people sit there.
    """

    kind: ClassVar[str] = "dispute.raised"
    table: Id
    about: Literal["state", "people"]
    said: Availability | None = None
    seen: Availability | None = None
    said_people: int | None = None
    seen_people: int | None = None
    confidence: float = Field(0.0, ge=0, le=1)

    @property
    def key(self) -> str:
        return self.table


class DisputeResolved(EventData):
    """A dispute is over: by one tap, or because both agree again. `kept`: whose view it was."""

    kind: ClassVar[str] = "dispute.resolved"
    dispute: int
    table: Id
    kept: Literal["said", "seen", "agreed"]

    @property
    def key(self) -> str:
        return self.table


class AlertKind(StrEnum):
    """What somebody should look after."""

    WAITING = "waiting"
    DIRTY = "dirty"
    NOT_GREETED = "not_greeted"
    NOT_ORDERED = "not_ordered"
    OVER_CAPACITY = "over_capacity"
    IDLE = "idle"
    PACE = "pace"
    CAMERA_BLIND = "camera_blind"


class AlertRaised(EventData):
    """Something needs a person; the seq of this event is its id. `subject`: a table, camera, section, or a seq."""

    kind: ClassVar[str] = "alert.raised"
    alert: AlertKind
    subject: Id
    minutes: float | None = Field(None, ge=0)

    @property
    def key(self) -> str:
        return self.subject


class AlertCleared(EventData):
    """What an alert was about is over."""

    kind: ClassVar[str] = "alert.cleared"
    alert: int

    @property
    def key(self) -> str:
        return str(self.alert)


class AlertAcknowledged(EventData):
    """A person has taken an alert on."""

    kind: ClassVar[str] = "alert.acknowledged"
    alert: int

    @property
    def key(self) -> str:
        return str(self.alert)


class TabletPaired(EventData):
    """A tablet got its own token. `tablet` names it, never the token."""

    kind: ClassVar[str] = "tablet.paired"
    tablet: Id
    role: Literal["view", "waiter", "host", "manager", "service"]
    waiter: int | None = None

    @property
    def key(self) -> str:
        return self.tablet


class TabletRevoked(EventData):
    """A tablet's token is good no more."""

    kind: ClassVar[str] = "tablet.revoked"
    tablet: Id

    @property
    def key(self) -> str:
        return self.tablet


__all__ = [
    "AlertAcknowledged",
    "AlertCleared",
    "AlertKind",
    "AlertRaised",
    "DisputeRaised",
    "DisputeResolved",
    "TabletPaired",
    "TabletRevoked",
]
