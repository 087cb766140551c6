"""Every kind of event and the value types they share: the contract with everyone outside.

Rules that tests hold over every class here:

- fields are only ever added; a changed meaning is a new kind; unknown kinds are skipped, never errors;
- no names, phones or free text in event data, only ids and numbers and enumerated words.

An event is a frozen pydantic class deriving from `EventData` with its own `kind`; the journal wraps it in `Envelope`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializeAsAny,
    ValidationInfo,
    field_validator,
)

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""A short human id: `T12`, `patio`, `cam-east`."""


def _utc_ms(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("times must carry a zone")
    return value


Utc = Annotated[datetime, AfterValidator(_aware), PlainSerializer(_utc_ms, return_type=str, when_used="json")]
"""A time in UTC; JSON has milliseconds and a `Z`."""


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Availability(StrEnum):
    """What a table is. The first three are seen, the last two are said by a person."""

    CLEAN = "clean"
    OCCUPIED = "occupied"
    DIRTY = "dirty"
    RESERVED = "reserved"
    UNAVAILABLE = "unavailable"


SEEN: tuple[Availability, Availability, Availability] = (Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY)
"""The states a camera can see, in the order of every probability vector in maitred."""


class Source(StrEnum):
    """Who says so."""

    CAMERA = "camera"
    PERSON = "person"
    POS = "pos"
    SYSTEM = "system"


class CameraStatus(StrEnum):
    """How a camera is doing. Only `online` cameras confirm anything."""

    STARTING = "starting"
    ONLINE = "online"
    STALLED = "stalled"
    OFFLINE = "offline"
    REFUSED = "refused"


class CameraReason(StrEnum):
    """Why a camera is not online, in words a program can read; texts for people live with the page."""

    NONE = "none"
    NO_ANSWER = "no_answer"
    CONNECTION_REFUSED = "connection_refused"
    CREDENTIALS = "credentials"
    NOT_FOUND = "not_found"
    NO_VIDEO = "no_video"
    WRONG_CODEC = "wrong_codec"
    UNREADABLE = "unreadable"
    NO_DATA = "no_data"
    FROZEN = "frozen"
    FRAME_SIZE = "frame_size"
    ENDED = "ended"
    WORKER_DOWN = "worker_down"


class Observation(Value):
    """What vision holds of one table right now: from `edge.vision` to `edge.floor`, never journaled.

    `value` is the published state (None until the first one), `confidence` its posterior in [0, 1], `people` the most
    any view saw (None: unknown), `since` when the state began to show, `observed_at` the last usable look,
    `stale` whether that look is too old or every camera of the table is down.
    """

    table: Id
    value: Availability | None
    confidence: float = Field(ge=0.0, le=1.0)
    people: int | None = Field(default=None, ge=0)
    since: Utc | None = None
    observed_at: Utc | None = None
    stale: bool = True


class EventData(BaseModel):
    """Base of all event data. `kind` names it on the wire; `key` is what the event is about (a table, a camera)."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # a newer writer may have added fields

    kind: ClassVar[str] = ""

    @property
    def key(self) -> str:
        """The thing this event is about: groups events and names retained topics."""
        return ""


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


class UnknownData(EventData):
    """Data of a kind this version does not know, kept as it was written."""

    model_config = ConfigDict(frozen=True, extra="allow")


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
    for cls in (DaemonStarted, DaemonStopped, ClockStepped, CameraChanged, CalibrationApplied, TableChanged)
}
"""Every kind this version writes or understands."""


def read_data(kind: str, document: str | bytes) -> EventData:
    """Event data from its JSON. Kinds this version does not know come back as `UnknownData`.

    Raises `pydantic.ValidationError` if a known kind's data is malformed.
    """
    return KINDS.get(kind, UnknownData).model_validate_json(document)


class TablePlace(Value):
    """Where a table is drawn on the floor plan, in plan units (1000 wide). `angle_deg` turns clockwise, y down."""

    table: Id
    section: Id
    x: float
    y: float
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    angle_deg: float = 0.0
    shape: Literal["rectangle", "round"] = "rectangle"
    seats: int | None = None


__all__ = [
    "KINDS",
    "SEEN",
    "Availability",
    "CalibrationApplied",
    "CameraChanged",
    "CameraReason",
    "CameraStatus",
    "ClockStepped",
    "DaemonStarted",
    "DaemonStopped",
    "Envelope",
    "EventData",
    "Id",
    "Observation",
    "Source",
    "TableChanged",
    "TablePlace",
    "UnknownData",
    "Utc",
    "Value",
    "read_data",
]
