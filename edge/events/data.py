"""What every event is made of."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class EventData(BaseModel):
    """Base of all event data. `kind` names it on the wire; `key` is what the event is about (a table, a camera)."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # a newer writer may have added fields

    kind: ClassVar[str] = ""

    @property
    def key(self) -> str:
        """The thing this event is about: groups events and names retained topics."""
        return ""


class UnknownData(EventData):
    """Data of a kind this version does not know, kept as it was written."""

    model_config = ConfigDict(frozen=True, extra="allow")


__all__ = [
    "EventData",
    "UnknownData",
]
