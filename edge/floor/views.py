"""What the floor shows: the shapes of `GET /api/v1/floor` and of a table's history."""

from __future__ import annotations

from pydantic import Field

from edge.events import (
    Availability,
    CameraReason,
    CameraStatus,
    Envelope,
    Id,
    Observation,
    Source,
    TableChanged,
    Utc,
    Value,
)


class TableView(Value):
    """A table right now.

    `value` is None until something is known; `confidence` is the posterior of `value`; `people` the most any camera
    sees (None: unknown); `since` when the state began to show; `observed_at` the last usable look since the daemon
    started; `source` who said `value` (`system`: nobody yet); `stale`: not confirmed by a camera lately. `seen` is what
    cameras saw last, where a person may have said otherwise; `dispute` the open one about it, if there is one.
    """

    table: Id
    value: Availability | None = None
    confidence: float = Field(default=0.0, ge=0.0, le=1.0)
    people: int | None = Field(default=None, ge=0)
    since: Utc | None = None
    observed_at: Utc | None = None
    source: Source = Source.SYSTEM
    stale: bool = True
    seen: Availability | None = None
    dispute: int | None = None

    def changed(self, change: TableChanged) -> TableView:
        """The table after an event."""
        return _replaced(
            self,
            value=change.value,
            confidence=change.confidence,
            people=change.people if change.source is Source.CAMERA else self.people,
            since=change.since,
            source=change.source,
            seen=change.value if change.source is Source.CAMERA else self.seen,
        )

    def looked(self, observation: Observation) -> TableView:
        """The table after vision looked. The value changes by events alone: confidence in another one says nothing."""
        same = observation.value == self.value
        return _replaced(
            self,
            confidence=observation.confidence if same else self.confidence,
            people=self.people if observation.people is None else observation.people,
            observed_at=observation.observed_at or self.observed_at,
            stale=observation.stale,
            seen=observation.value or self.seen,
        )

    def disputed(self, dispute: int | None) -> TableView:
        """The table while a dispute about it is open, or after it."""
        return _replaced(self, dispute=dispute)


class CameraView(Value):
    """A camera right now. `since`: when it came to be so."""

    camera: Id
    status: CameraStatus = CameraStatus.STARTING
    reason: CameraReason = CameraReason.NONE
    since: Utc | None = None


class FloorView(Value):
    """The floor right now, with every event up to `seq` in it."""

    device: str
    seq: int
    tables: list[TableView]
    cameras: list[CameraView]


class TableChange(Value):
    """One change in a table's history. `seq` and `at` are its event's, `actor` is who caused it."""

    seq: int
    at: Utc
    value: Availability
    previous: Availability | None
    confidence: float
    people: int | None
    since: Utc
    source: Source
    actor: str

    @classmethod
    def of(cls, envelope: Envelope, change: TableChanged) -> TableChange:
        """The change that an event tells of."""
        return cls(
            seq=envelope.seq,
            at=envelope.at,
            value=change.value,
            previous=change.previous,
            confidence=change.confidence,
            people=change.people,
            since=change.since,
            source=change.source,
            actor=envelope.actor,
        )


def _replaced(view: TableView, **fields: object) -> TableView:
    """A copy with some fields replaced by values that were checked where they come from."""
    return view.model_copy(update=fields)


__all__ = ["CameraView", "FloorView", "TableChange", "TableView"]
