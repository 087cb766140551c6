"""What the web needs from the rest of the house, as ports that a test can fill with functions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from edge.clock import Clock, SystemClock
from edge.done import Done
from edge.events import Availability, Envelope, Id, TablePlace, Value
from edge.floor import FloorView, Kept, TableChange
from edge.floor.advice import Advice
from edge.floor.alerts import Alerts
from edge.floor.evidence import Evidence
from edge.floor.service import Service
from edge.floor.setup import Setup
from edge.floor.undo import Undo
from edge.journal import Once
from edge.staff import Staff
from edge.tls import Certificates
from edge.web.auth import Authenticator
from edge.web.tablets import Tablets


class Floor(Protocol):
    """The floor right now. `version` grows with every change, numbered or not."""

    @property
    def version(self) -> int: ...

    async def changed(self, after: int) -> int:
        """The version, as soon as it is greater than `after`."""
        ...

    def snapshot(self) -> FloorView:
        """All tables and cameras, with every event up to its `seq` in it."""
        ...

    async def history(self, table: str, limit: int) -> Sequence[TableChange]:
        """A table's last changes, newest first. Raises `NotFound`."""
        ...

    async def say(self, table: Id, value: Availability, *, actor: str, once: Once | None = None) -> Done:
        """A person says what a table is. Raises `NotFound` or `Conflict`."""
        ...

    async def resolve(self, dispute: int, kept: Kept, *, actor: str, once: Once | None = None) -> Done:
        """A person says who was right. Raises `NotFound` or `Conflict`."""
        ...


class Tail(Protocol):
    """Every event after a seq, once, in order, first from disk and then live. Ends with the journal.

    Iterating raises `FellBehind` when the reader is too slow.
    """

    def __aiter__(self) -> AsyncIterator[Envelope]: ...

    async def __anext__(self) -> Envelope: ...

    def close(self) -> None: ...


class Journal(Protocol):
    """What happened, from a seq on."""

    @property
    def device(self) -> str: ...

    @property
    def seq(self) -> int: ...

    async def said(self, *, before: int | None = None, limit: int = 100) -> Sequence[Envelope]:
        """What people said, newest first."""
        ...

    def subscribe(self, after: int) -> Tail:
        """Raises `FellBehind` where `after` is pruned, or not of this journal."""
        ...


class Store(Value):
    """Which restaurant this is. `timezone` is an IANA name, `currency` of ISO 4217; `demo`: nothing here is real."""

    name: str
    timezone: str
    version: str
    device: str
    currency: str = "USD"
    demo: bool = False


@dataclass(frozen=True, slots=True)
class House:
    """The doors the web opens.

    `plan` says where tables are drawn. `snapshot` gives a camera's newest masked picture as JPEG; it raises `NotFound`,
    `CameraUnavailable` or `WorkerUnavailable`. `not_ready` says in words what is still missing before the floor can be
    trusted.
    """

    store: Store
    floor: Floor
    setup: Setup
    staff: Staff
    service: Service
    undo: Undo
    alerts: Alerts
    advice: Advice
    journal: Journal
    plan: Callable[[], Awaitable[Sequence[TablePlace]]]
    snapshot: Callable[[str], Awaitable[bytes]]
    not_ready: Callable[[], Sequence[str]]
    auth: Authenticator
    tablets: Tablets
    pos_secret: SecretStr | None = None
    evidence: Evidence = field(default_factory=Evidence)
    certificates: Certificates | None = None
    metrics: CollectorRegistry = field(default_factory=CollectorRegistry)
    clock: Clock = field(default_factory=SystemClock)


__all__ = ["Floor", "House", "Journal", "Store", "Tail"]
