"""One journaled fact, and every kind there is."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, SerializeAsAny, ValidationInfo, field_validator

from edge.events.attention import (
    AlertAcknowledged,
    AlertCleared,
    AlertRaised,
    DisputeRaised,
    DisputeResolved,
    TabletPaired,
    TabletRevoked,
)
from edge.events.box import ClockStepped, DaemonStarted, DaemonStopped
from edge.events.data import EventData, UnknownData
from edge.events.seen import CalibrationApplied, CameraChanged, TableChanged
from edge.events.service import (
    CommandUndone,
    PartyAdded,
    PartyChanged,
    PartyMoved,
    PartyQuoted,
    PaymentMatched,
    PaymentTaken,
    VisitClosed,
    VisitMoved,
    VisitOpened,
    VisitPhase,
    VisitReopened,
    VisitSize,
    VisitTransferred,
)
from edge.events.setup import (
    PolicySet,
    SectionRemoved,
    SectionSet,
    TableRemoved,
    TableSet,
    TablesJoined,
    TablesParted,
)
from edge.events.staff import (
    BreakEnded,
    BreakStarted,
    ShiftEnded,
    ShiftMoved,
    ShiftStarted,
    WaiterAdded,
    WaiterChanged,
    WaiterErased,
)
from edge.events.values import Source, Utc


class Envelope(BaseModel):
    """One journaled fact.

    `seq` numbers it in the store's journal; `at` is wall time, `boot` and `mono_ms` place it on the monotonic clock;
    `actor` is who caused it (`system`, `vision`, `person:<seq>`); `cause` is the seq of the event it follows from.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    v: Literal[1] = 1
    device: str
    seq: int
    at: Utc
    boot: str
    mono_ms: int
    kind: str
    actor: str
    source: Source
    cause: int | None = None
    key: str
    data: SerializeAsAny[EventData]

    @field_validator("data", mode="before")
    @classmethod
    def _data_of_its_kind(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, dict):
            return KINDS.get(info.data.get("kind", ""), UnknownData).model_validate(value)
        return value


KINDS: dict[str, type[EventData]] = {
    cls.kind: cls
    for cls in (
        DaemonStarted,
        DaemonStopped,
        ClockStepped,
        CameraChanged,
        CalibrationApplied,
        TableChanged,
        SectionSet,
        SectionRemoved,
        TableSet,
        TableRemoved,
        TablesJoined,
        TablesParted,
        PolicySet,
        WaiterAdded,
        WaiterChanged,
        WaiterErased,
        ShiftStarted,
        ShiftMoved,
        BreakStarted,
        BreakEnded,
        ShiftEnded,
        PartyAdded,
        PartyChanged,
        PartyQuoted,
        PartyMoved,
        VisitOpened,
        VisitPhase,
        VisitMoved,
        VisitSize,
        VisitTransferred,
        VisitClosed,
        VisitReopened,
        PaymentTaken,
        PaymentMatched,
        CommandUndone,
        DisputeRaised,
        DisputeResolved,
        AlertRaised,
        AlertCleared,
        AlertAcknowledged,
        TabletPaired,
        TabletRevoked,
    )
}
"""Every kind this version writes or understands."""


def read_data(kind: str, document: str | bytes) -> EventData:
    """Event data from its JSON. Kinds this version does not know come back as `UnknownData`.

    Raises `pydantic.ValidationError` if a known kind's data is malformed.
    """
    return KINDS.get(kind, UnknownData).model_validate_json(document)


__all__ = [
    "KINDS",
    "Envelope",
    "read_data",
]
