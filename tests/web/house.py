"""A house for web tests: the real journal and floor, function-backed ports for the rest, served over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession, web
from pydantic import SecretStr

from edge.clock import ManualClock
from edge.errors import CameraUnavailable
from edge.events import Availability, CameraStatus, Observation, TablePlace
from edge.floor import Floor
from edge.journal import Journal
from edge.rooms import PROJECTIONS as ROOMS
from edge.rooms import build_rooms
from edge.tls import Certificates
from edge.web import (
    Allowance,
    AnyOf,
    Authenticator,
    House,
    Limits,
    Pace,
    Role,
    Secured,
    Store,
    Tablets,
    TabletsProjection,
    create_app,
    serve,
)
from edge.web.auth import Peer
from edge.web.endpoint import Endpoint
from edge.web.roles import Identity
from edge.web.routes import ENDPOINTS

QUICK = Pace(now_s=0.01, ping_s=0.05, stall_s=60.0)
UNLIMITED = Limits(requests=Allowance(1e9, 1e9), pace=QUICK)
PROJECTIONS = (*ROOMS, TabletsProjection())
POS_SECRET = SecretStr("a secret between the till and us")
JPEG = b"\xff\xd8 a picture \xff\xd9"


@dataclass(frozen=True)
class Passwords:
    """An authenticator in one line: a token is its role's name behind `token-`."""

    loopback_only = False

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        role = (token or "").removeprefix("token-")
        return Identity(f"id-{role}", Role(role)) if token != role and role in set(Role) else None


def bearer(role: Role | str) -> dict[str, str]:
    return {"Authorization": f"Bearer token-{role}"}


async def picture(camera: str) -> bytes:
    if camera == "cam-dead":
        raise CameraUnavailable("cam-dead does not answer.", hint="Look at its cable.")
    return JPEG


PLAN = [TablePlace(table="T1", section="cam-east", x=1, y=2, width=80, height=60)]
"""What a camera makes of the room."""


@dataclass
class Box:
    """A whole box under test."""

    journal: Journal
    floor: Floor
    clock: ManualClock
    house: House
    app: web.Application
    url: str
    http: ClientSession
    stop: Callable[[], Awaitable[None]]

    async def see(self, table: str, value: Availability, confidence: float = 0.9, *, people: int | None = None) -> None:
        """Vision holds `value` of a table from this moment on. A command beside it spares the wait for company."""
        at = self.clock.now()
        seen = Observation(
            table=table, value=value, confidence=confidence, people=people, since=at, observed_at=at, stale=False
        )
        await asyncio.gather(self.floor.observe([seen]), self.journal.command(lambda _: None, actor="test"))

    async def get(self, path: str, role: Role | str | None = Role.VIEW, **more: Any) -> tuple[ClientResponse, Any]:
        """An answer and its body: JSON where it is JSON."""
        return await self.ask("GET", path, role, **more)

    async def ask(
        self,
        method: str,
        path: str,
        role: Role | str | None = Role.VIEW,
        *,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> tuple[ClientResponse, Any]:
        sent = {**(bearer(role) if role else {}), **(headers or {})}
        async with self.http.request(method, self.url + path, headers=sent, **more) as response:
            body = await response.read()
            return response, json.loads(body) if "json" in response.content_type and body else body


@asynccontextmanager
async def a_box(
    folder: Path,
    *,
    auth: Authenticator | None = None,
    limits: Limits = UNLIMITED,
    not_ready: Callable[[], Sequence[str]] = lambda: (),
    endpoints: Sequence[Endpoint] = ENDPOINTS,
    certificates: Certificates | None = None,
    start: datetime = ManualClock.start,
) -> AsyncIterator[Box]:
    """A box with tables T1 and T2 and cameras cam-east and cam-dead, listening on a free port. `start`: its time."""
    clock = ManualClock(start)
    async with Journal.open(folder / "store.db", clock=clock, projections=PROJECTIONS, device="box1") as journal:
        rooms = build_rooms(journal, clock)
        floor = rooms.floor
        await floor.restore()
        await rooms.setup.adopt({"T1": "cam-east", "T2": "cam-east"})
        floor.furnish(["T1", "T2"], ["cam-east", "cam-dead"])
        await floor.camera("cam-east", CameraStatus.ONLINE)
        tablets = Tablets(journal, clock)
        await tablets.restore()
        house = House(
            store=Store(name="Chez Test", timezone="Europe/Paris", version="1", device=journal.device),
            floor=floor,
            setup=rooms.setup,
            staff=rooms.staff,
            service=rooms.service,
            undo=rooms.undo,
            alerts=rooms.alerts,
            advice=rooms.advice,
            journal=journal,
            plan=partial(rooms.setup.plan, PLAN),
            snapshot=picture,
            not_ready=not_ready,
            auth=AnyOf(tablets, auth or Passwords()),
            tablets=tablets,
            certificates=certificates,
            pos_secret=POS_SECRET,
            clock=clock,
        )
        app = create_app(house, limits, endpoints)
        running = serve(app, "127.0.0.1", 0, Secured(0, certificates.context) if certificates else None)
        url = await running.__aenter__()
        try:
            async with ClientSession(read_bufsize=2**20) as http:
                yield Box(journal, floor, clock, house, app, url, http, lambda: running.__aexit__(None, None, None))
        finally:
            await running.__aexit__(None, None, None)
