"""What travels on the live streams, and how it looks as server-sent events and on a WebSocket."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from edge.events import Envelope, Utc, Value
from edge.floor import CameraView, FloorView, TableView

Kind = Literal["snapshot", "event", "now", "ping", "resync"]

OBSERVED_STEP_S = 5.0
"""A table that is merely seen again is told no more often than this."""

_CURSOR = re.compile(r"(?P<device>[^\s:]{1,64}):(?P<seq>[0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a client has read: all events up to `seq` of `device`'s journal. Written `device:seq`."""

    device: str
    seq: int

    @classmethod
    def parse(cls, text: str | None) -> Cursor | None:
        """Where a client says it is; None if it does not say, or makes no sense (then it gets a snapshot)."""
        found = _CURSOR.fullmatch(text or "")
        return cls(found["device"], int(found["seq"])) if found else None

    def __str__(self) -> str:
        return f"{self.device}:{self.seq}"


class Now(Value):
    """What changed without an event since the last message: confidences, people, looks, staleness."""

    tables: list[TableView]
    cameras: list[CameraView]

    def __bool__(self) -> bool:
        return bool(self.tables or self.cameras)


class Ping(Value):
    """The box is there. `at`: its time, for a tablet whose clock is wrong."""

    at: Utc


class LiveMessage(Value):
    """One message on the WebSocket. `id` and `event` come with what has a place in the journal."""

    type: Kind
    id: str | None = None
    event: str | None = None
    data: FloorView | Envelope | Now | Ping | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message on a stream. `data` is JSON without line breaks; `event` is the kind of a journaled event."""

    kind: Kind
    data: str = "null"
    cursor: Cursor | None = None
    event: str | None = None

    def as_sse(self) -> bytes:
        """As a block of a text/event-stream. A ping is a comment, so that nothing but the connection notices it."""
        if self.kind == "ping":
            return b": ping\n\n"
        lines = [f"event: {self.event or self.kind}", f"data: {self.data}"]
        if self.cursor:
            lines.insert(0, f"id: {self.cursor}")
        return ("\n".join(lines) + "\n\n").encode()

    def as_json(self) -> str:
        """As a WebSocket text: see `LiveMessage`."""
        head: dict[str, str] = {"type": self.kind}
        if self.cursor:
            head["id"] = str(self.cursor)
        if self.event:
            head["event"] = self.event
        return f'{json.dumps(head)[:-1]}, "data": {self.data}}}'


def snapshot(view: FloorView) -> Message:
    return Message("snapshot", view.model_dump_json(), Cursor(view.device, view.seq))


def event(envelope: Envelope) -> Message:
    return Message("event", envelope.model_dump_json(), Cursor(envelope.device, envelope.seq), envelope.kind)


def now(changed: Now) -> Message:
    return Message("now", changed.model_dump_json())


def ping(at: Ping) -> Message:
    return Message("ping", at.model_dump_json())


RESYNC = Message("resync")
"""The client was too slow: this stream ends, and the next one starts with a snapshot."""


def changed_since(told: FloorView | None, view: FloorView, *, but: Container[str] = ()) -> Now:
    """What a client that was told `told` (None: nothing sure) must be told to know `view`.

    Being seen again alone counts only every `OBSERVED_STEP_S`. Tables and cameras in `but` are left out.
    """
    tables = {each.table: each for each in told.tables} if told else {}
    cameras = {each.camera: each for each in told.cameras} if told else {}
    return Now(
        tables=[each for each in view.tables if each.table not in but and _differs(tables.get(each.table), each)],
        cameras=[each for each in view.cameras if each.camera not in but and cameras.get(each.camera) != each],
    )


def as_told(told: FloorView | None, changed: Now, view: FloorView) -> FloorView:
    """What the client knows after `changed`: of what it was not told of, still the old."""
    tables = {each.table: each for each in (*(told.tables if told else ()), *changed.tables)}
    cameras = {each.camera: each for each in (*(told.cameras if told else ()), *changed.cameras)}
    return view.model_copy(
        update={
            "tables": [tables[each.table] for each in view.tables if each.table in tables],
            "cameras": [cameras[each.camera] for each in view.cameras if each.camera in cameras],
        }
    )


def _differs(before: TableView | None, after: TableView) -> bool:
    if before is None or before.observed_at is None or after.observed_at is None:
        return before != after
    seen_later_s = (after.observed_at - before.observed_at).total_seconds()
    return seen_later_s >= OBSERVED_STEP_S or before != after.model_copy(update={"observed_at": before.observed_at})


__all__ = [
    "RESYNC",
    "Cursor",
    "LiveMessage",
    "Message",
    "Now",
    "Ping",
    "as_told",
    "changed_since",
    "event",
    "now",
    "ping",
    "snapshot",
]
