"""Value types that everyone shares: ids, times, money, and the words for what a table or camera is."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

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


Money = Annotated[int, Field(ge=-(10**12), le=10**12)]
"""An amount in the minor unit of the store's currency (cents); negative for a refund."""


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
    "SEEN",
    "Availability",
    "CameraReason",
    "CameraStatus",
    "Id",
    "Money",
    "Observation",
    "Source",
    "TablePlace",
    "Utc",
    "Value",
]
