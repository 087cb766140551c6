"""A box whose floor a test moves by hand, served by the real web: the page under test talks to the true API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry

from edge.clock import SystemClock
from edge.events import (
    Availability,
    CameraChanged,
    CameraReason,
    CameraStatus,
    Envelope,
    EventData,
    Source,
    TableChanged,
    TablePlace,
)
from edge.floor import CameraView, FloorView, TableChange, TableView
from edge.web import Allowance, Authenticator, House, Identity, Limits, Pace, Role, Store, create_app, serve
from edge.web.auth import Peer
from edge.web.endpoint import Endpoint
from edge.web.routes import ENDPOINTS

DEVICE = "box1"


class Anyone:
    """Everybody has one role, a manager's unless said."""

    loopback_only = False

    def __init__(self, role: Role = Role.MANAGER) -> None:
        self._role = role

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        return Identity("id-anyone", self._role)


class OnlyToken:
    """One token opens."""

    loopback_only = False

    def __init__(self, token: str, role: Role = Role.MANAGER) -> None:
        self._token = token
        self._role = role

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        return Identity("id-token", self._role) if token == self._token else None


class Tail:
    """Events after a seq, as they come."""

    def __init__(self, stage: Stage, after: int) -> None:
        self._stage = stage
        self._next = after

    def __aiter__(self) -> AsyncIterator[Envelope]:
        return self

    async def __anext__(self) -> Envelope:
        async with self._stage.moved:
            await self._stage.moved.wait_for(lambda: self._stage.seq > self._next)
        self._next += 1
        return self._stage.events[self._next - 1]

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Stage:
    """Plays floor, journal and plan of a house. Times are given as ages: how long ago something began."""

    places: Sequence[TablePlace]
    auth: Authenticator = field(default_factory=Anyone)
    pace: Pace = field(default_factory=lambda: Pace(now_s=0.01, ping_s=0.5))
    name: str = "Trattoria Lupo"
    demo: bool = False
    port: int = 0
    version: int = 0
    streams: int = 0
    jpeg: bytes = b""
    routes: Sequence[Endpoint] = ()
    events: list[Envelope] = field(default_factory=list)
    tables: dict[str, TableView] = field(default_factory=dict)
    cameras: dict[str, CameraView] = field(default_factory=dict)
    past: dict[str, list[TableChange]] = field(default_factory=dict)
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)
    _serving: AbstractAsyncContextManager[str] | None = None

    device: str = DEVICE

    @property
    def seq(self) -> int:
        return len(self.events)

    # The ports

    async def changed(self, after: int) -> int:
        async with self.moved:
            await self.moved.wait_for(lambda: self.version > after)
        return self.version

    def snapshot(self) -> FloorView:
        return FloorView(
            device=self.device, seq=self.seq, tables=list(self.tables.values()), cameras=list(self.cameras.values())
        )

    async def history(self, table: str, limit: int) -> Sequence[TableChange]:
        return self.past.get(table, [])[:limit]

    def subscribe(self, after: int) -> Tail:
        self.streams += 1
        return Tail(self, after)

    async def plan(self) -> Sequence[TablePlace]:
        return self.places

    async def picture(self, camera: str) -> bytes:
        return self.jpeg

    # Serving

    async def open(self) -> str:
        """Listen, on the port of the last time if there was one. Gives the page's address."""
        app = create_app(self._house(), Limits(requests=Allowance(1e9, 1e9), pace=self.pace), self._endpoints())
        self._serving = serve(app, "127.0.0.1", self.port)
        url = await self._serving.__aenter__()
        self.port = int(url.rsplit(":", 1)[1])
        return url + "/"

    def _house(self) -> House:
        """The doors that this stage plays; it has no others, and its page knocks at none."""
        doors: dict[str, Any] = {
            "store": Store(name=self.name, timezone="Europe/Rome", version="1", device=self.device, demo=self.demo),
            "floor": self,
            "journal": self,
            "plan": self.plan,
            "snapshot": self.picture,
            "not_ready": lambda: (),
            "auth": self.auth,
            "metrics": CollectorRegistry(),
            "clock": SystemClock(),
        }
        return House(**dict.fromkeys((each.name for each in fields(House)), None) | doors)

    def _endpoints(self) -> Sequence[Endpoint]:
        """The box's own routes, but for those that this stage answers itself. It has no evening to tell of."""
        own = {(each.method, each.address) for each in self.routes} | {("GET", "/api/v1/service")}
        return [*self.routes, *(each for each in ENDPOINTS if (each.method, each.address) not in own)]

    async def close(self) -> None:
        """Stop listening; every stream ends."""
        if self._serving:
            await self._serving.__aexit__(None, None, None)
            self._serving = None

    # What happens on the floor

    async def show(self, *tables: TableView) -> None:
        """Tables as they are from now on, told without an event."""
        self.tables |= {table.table: table for table in tables}
        await self._move()

    async def see(
        self, table: str, value: Availability, *, people: int | None = None, confidence: float = 0.97
    ) -> None:
        """Vision publishes a state, beginning now."""
        before = self.tables.get(table)
        data = TableChanged(table=table, value=value, confidence=confidence, people=people, since=ago())
        self.tables[table] = view(table, value, people=people, confidence=confidence)
        change = TableChange(
            seq=self.seq + 1,
            at=ago(),
            value=value,
            previous=before.value if before else None,
            confidence=confidence,
            people=people,
            since=ago(),
            source=Source.CAMERA,
            actor="vision",
        )
        self.past.setdefault(table, []).insert(0, change)
        await self._append(data)

    async def camera(
        self, camera: str, status: CameraStatus, reason: CameraReason = CameraReason.NONE, age_s: float = 0
    ) -> None:
        """A camera's status changes; tables of one that is down are no longer seen."""
        self.cameras[camera] = CameraView(camera=camera, status=status, reason=reason, since=ago(age_s))
        stale = status is not CameraStatus.ONLINE
        for place in self.places:
            if place.section == camera and place.table in self.tables:
                self.tables[place.table] = self.tables[place.table].model_copy(update={"stale": stale})
        await self._append(CameraChanged(camera=camera, status=status, reason=reason))

    async def _append(self, data: EventData) -> None:
        envelope = Envelope(
            device=self.device, seq=self.seq + 1, at=ago(), boot="b", mono_ms=0, kind=data.kind, actor="vision",
            source=Source.CAMERA, key=data.key, data=data,
        )  # fmt: skip
        self.events.append(envelope)
        await self._move()

    async def _move(self) -> None:
        self.version += 1
        async with self.moved:
            self.moved.notify_all()


def ago(seconds: float = 0) -> datetime:
    """UTC, that long before now by the box's clock."""
    return SystemClock().now().astimezone(UTC) - timedelta(seconds=seconds)


def view(
    table: str,
    value: Availability | None,
    *,
    age_s: float = 0,
    seen_s: float = 0,
    people: int | None = None,
    confidence: float = 0.97,
    stale: bool = False,
    source: Source = Source.CAMERA,
) -> TableView:
    """A table as the API shows it. `age_s`: how long it is in its state; `seen_s`: how long ago it was seen."""
    return TableView(
        table=table,
        value=value,
        confidence=confidence,
        people=people,
        since=ago(age_s) if value else None,
        observed_at=ago(seen_s) if value else None,
        source=source,
        stale=stale,
    )
