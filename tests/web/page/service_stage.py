"""A box in the middle of an evening, for the pages of people who work in it.

Its routes are the box's own, with what they check of a request, but they answer from documents that a test lays out;
commands are noted, change those documents as the box would, and can be held back or refused.
"""

from __future__ import annotations

import asyncio
import copy
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from aiohttp import web

from edge.errors import Conflict, MaitredError
from edge.events import AlertCleared, Availability, Source
from edge.web import Identity, Role
from edge.web.auth import Peer
from edge.web.endpoint import Call, Endpoint
from edge.web.routes import ENDPOINTS
from tests.web.page.stage import Stage, ago, view

Json = dict[str, Any]

READS = ("service", "visits", "parties", "waiters", "tablets", "policy", "audit", "payments", "setup")
"""Nouns whose lists a test lays out."""


class Somebody:
    """Everybody has this role, and perhaps a waiter's tablet."""

    loopback_only = False

    def __init__(self, role: Role, waiter: int | None = None) -> None:
        self._identity = Identity("tablet-here", role, waiter)

    def identify(self, token: str | None, peer: Peer) -> Identity | None:
        return self._identity


@dataclass(frozen=True)
class Tap:
    """A command that came. `key`: its Idempotency-Key."""

    method: str
    path: str
    body: Any
    key: str


Change = Callable[["ServiceStage", Tap, list[str]], Json | None]


@dataclass
class ServiceStage(Stage):
    """A stage with people on shift, guests at tables and guests waiting."""

    documents: dict[str, Json] = field(default_factory=dict)
    taps: list[Tap] = field(default_factory=list)
    refusals: dict[str, MaitredError] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    before: dict[int, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.gate.set()
        self.routes = [replace(each, handler=self._play) for each in ENDPOINTS if _is_played(each)]

    @property
    def service(self) -> Json:
        return self.documents["service"]

    def row(self, noun: str, number: int) -> Json:
        """A visit, waiter, party, alert or dispute by its number."""
        found: Json = next(each for each in self.service[f"{noun}s"] if each[noun] == number)
        return found

    def refuse(self, path: str, message: str, hint: str) -> None:
        """The next command to a path is refused."""
        self.refusals[path] = Conflict(message, hint=hint)

    async def happen(self) -> None:
        """Something happened: pages ask for the service again."""
        await self._append(AlertCleared(alert=1))

    async def _play(self, call: Call[Any, Any, Any]) -> web.Response:
        path = call.request.path.removeprefix("/api/v1/")
        if call.request.method == "GET":
            return web.json_response(self.documents[path] | ({"seq": self.seq} if path == "service" else {}))
        key = call.request.headers.get("Idempotency-Key", "")
        tap = Tap(call.request.method, path, json.loads(await call.request.read() or b"null"), key)
        self.taps.append(tap)
        await self.gate.wait()
        if path in self.refusals:
            raise self.refusals.pop(path)
        before = copy.deepcopy(self.service)
        answer = self._change(tap)
        await self.happen()
        self.before[self.seq] = before
        undo = {"undo": self.seq, "undo_until": (ago() + timedelta(seconds=30)).isoformat()}
        return web.json_response({"seq": self.seq} | undo | answer)

    def _change(self, tap: Tap) -> Json:
        for pattern, change in CHANGES:
            if found := re.fullmatch(pattern, f"{tap.method} {tap.path}"):
                return change(self, tap, list(found.groups())) or {}
        return {}


def _is_played(endpoint: Endpoint) -> bool:
    noun = endpoint.address.removeprefix("/api/v1/").partition("/")[0]
    if endpoint.command or endpoint.address == "/api/v1/pairing":
        return endpoint.address.startswith("/api/v1/")
    return endpoint.method == "GET" and endpoint.address == f"/api/v1/{noun}" and noun in READS


def _phase(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    stage.row("visit", int(parts[0])).update(
        phase=tap.body["phase"], phase_since=ago().isoformat(), phase_confidence=1.0
    )


def _close(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    stage.service["visits"].remove(stage.row("visit", int(parts[0])))


def _set(noun: str, **fixed: Any) -> Change:
    def change(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
        row = next(
            each for each in stage.service[f"{noun}s"] if parts[0] in (str(each.get(noun)), str(each.get("shift")))
        )
        row.update(fixed or tap.body)

    return change


def _drop(plural: str, singular: str) -> Change:
    def change(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
        rows = stage.service[plural]
        rows.remove(next(each for each in rows if str(each[singular]) == parts[0]))

    return change


def _clock_in(stage: ServiceStage, tap: Tap, parts: list[str]) -> Json:
    person = next(each for each in stage.documents["waiters"]["waiters"] if each["waiter"] == tap.body["waiter"])
    shift = 9000 + len(stage.taps)
    stage.service["waiters"].append(
        waiter(person["waiter"], person["name"], shift=shift, section=tap.body.get("section"), since_min=0)
    )
    return {"shift": shift, "waiter": person["waiter"]}


def _end_shift(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    for hand in tap.body["handoff"]:
        stage.row("visit", hand["visit"])["waiter"] = hand["waiter"]
    rows = stage.service["waiters"]
    rows.remove(next(each for each in rows if each["shift"] == int(parts[0])))


def _hire(stage: ServiceStage, tap: Tap, parts: list[str]) -> Json:
    number = 500 + len(stage.taps)
    stage.documents["waiters"]["waiters"].append(person(number, tap.body["name"], tap.body["role"]))
    return {"waiter": number}


def _section(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    rows = stage.service["sections"]
    rows[:] = [each for each in rows if each["section"] != parts[0]]
    rows.append({"section": parts[0], **tap.body})


def _table(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    rows = stage.service["tables"]
    rows[:] = [each for each in rows if each["table"] != parts[0]]
    rows.append(table(parts[0]) | tap.body)


def _pair(stage: ServiceStage, tap: Tap, parts: list[str]) -> Json:
    return {"code": "482913", "expires_at": (ago() + timedelta(minutes=2)).isoformat(), "waiter": None} | tap.body


def _revoke(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    rows = stage.documents["tablets"]["tablets"]
    rows[:] = [each for each in rows if each["tablet"] != parts[0]]


def _match(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    rows = stage.documents["payments"]["payments"]
    rows[:] = [each for each in rows if str(each["payment"]) != parts[0]]


def _policy(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    stage.documents["policy"] = tap.body


def _say(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    stage.tables[parts[0]] = view(parts[0], Availability(tap.body["value"]), source=Source.PERSON)


def _undo(stage: ServiceStage, tap: Tap, parts: list[str]) -> None:
    stage.documents["service"] = stage.before[tap.body["undo"]]


CHANGES: Sequence[tuple[str, Change]] = (
    (r"POST visits/(\d+)/phase", _phase),
    (r"POST visits/(\d+)/close", _close),
    (r"POST visits/(\d+)/(?:size|transfer)", _set("visit")),
    (r"POST tables/([^/]+)/state", _say),
    (r"POST undo", _undo),
    (r"POST shifts/(\d+)/break", _set("waiter", on_break=True)),
    (r"POST shifts/(\d+)/resume", _set("waiter", on_break=False)),
    (r"POST shifts/(\d+)/section", _set("waiter")),
    (r"POST shifts/(\d+)/end", _end_shift),
    (r"POST shifts", _clock_in),
    (r"POST disputes/(\d+)/resolve", _drop("disputes", "dispute")),
    (r"POST alerts/(\d+)/acknowledge", _set("alert", acknowledged=True)),
    (r"POST waiters", _hire),
    (r"PUT sections/(.+)", _section),
    (r"DELETE sections/(.+)", _drop("sections", "section")),
    (r"PUT tables/(.+)", _table),
    (r"DELETE tables/(.+)", _drop("tables", "table")),
    (r"PUT policy", _policy),
    (r"POST pairing", _pair),
    (r"DELETE tablets/(.+)", _revoke),
    (r"POST payments/(\d+)/match", _match),
)


# Rows, as the box answers them


def visit(
    number: int,
    tables: str,
    who: int | None,
    phase: str,
    *,
    size: int | None = 2,
    age_min: float,
    phase_min: float = 0,
    **more: Any,
) -> Json:
    """A visit. `age_min`: how long they sit; `phase_min`: how long the phase lasts."""
    return {
        "visit": number, "tables": tables.split("+"), "party": None, "size": size, "waiter": who, "shift": None,
        "phase": phase, "phase_since": ago(60 * phase_min).isoformat(), "phase_confidence": 1.0,
        "opened_at": ago(60 * age_min).isoformat(), "paid": None, "original_waiter": who, "closed_at": None,
        "closed_reason": None,
    } | more  # fmt: skip


def waiter(
    number: int,
    name: str | None,
    *,
    shift: int | None = None,
    section: str | None = None,
    since_min: float = 180,
    **more: Any,
) -> Json:
    """Somebody on shift, with their load."""
    return {
        "waiter": number, "shift": shift or 1000 + number, "name": name, "role": "server", "section": section,
        "on_break": False, "since": ago(60 * since_min).isoformat(), "open_tables": 0, "open_covers": 0, "covers": 0,
        "parties": 0, "tips": 0, "sales": 0, "last_seated_at": None, "minutes_on_floor": since_min,
    } | more  # fmt: skip


def party(number: int, name: str | None, size: int | None, *, age_min: float, **more: Any) -> Json:
    """A party that came `age_min` ago."""
    return {
        "party": number, "came": "walk_in", "status": "waiting", "size": size, "due": None, "table_type": None,
        "location": None, "section": None, "added_at": ago(60 * age_min).isoformat(), "low_min": None,
        "high_min": None, "quoted_at": None, "paged_at": None, "name": name, "note": None, "position": None,
    } | more  # fmt: skip


def table(name: str, **more: Any) -> Json:
    return {
        "table": name, "section": None, "seats_min": 1, "seats_max": 4, "type": "table", "location": "inside",
        "place": None, "active": True, "joined": [], "visit": None, "dispute": None,
    } | more  # fmt: skip


def person(number: int, name: str, role: str = "server") -> Json:
    return {
        "waiter": number,
        "name": name,
        "role": role,
        "skill": 0.5,
        "active": True,
        "erased": False,
        "since": ago(1e6).isoformat(),
    }


def alert(number: int, kind: str, subject: str, *, minutes: float, acknowledged: bool = False) -> Json:
    return {
        "alert": number, "kind": kind, "subject": subject, "minutes": minutes, "raised_at": ago(60).isoformat(),
        "acknowledged": acknowledged,
    }  # fmt: skip


def paired(name: str, role: str, who: int | None = None) -> Json:
    return {"tablet": name, "role": role, "waiter": who, "paired_at": ago(7200).isoformat(), "seen_at": None}


def audited(seq: int, kind: str, key: str, *, tablet: str, name: str | None = None) -> Json:
    event = {"seq": seq, "at": ago(40).isoformat(), "actor": f"tablet:{tablet}", "kind": kind, "key": key}
    return {"event": event, "tablet": tablet, "role": None, "waiter": None, "name": name}


__all__ = [
    "Json",
    "ServiceStage",
    "Somebody",
    "Tap",
    "alert",
    "audited",
    "paired",
    "party",
    "person",
    "table",
    "visit",
    "waiter",
]
