"""The same Friday from the host stand: it answers suggestions and quotes too, and takes a host's commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import ConfigDict

from edge.events import Availability, CameraStatus, Source, TableChanged
from edge.web import Role
from edge.web.endpoint import Asked, Call, Endpoint
from tests.web.page.friday import documents
from tests.web.page.rooms import MINUTE, TWELVE, dinner_tables
from tests.web.page.service_stage import Json, ServiceStage, Somebody, Tap, party, visit
from tests.web.page.stage import ago, view

OKAFOR, LINDQVIST, HADDAD, MOREAU, UNKNOWN = 201, 202, 203, 204, 205
ASKED = ("/api/v1/suggestions", "/api/v1/quote")
LATER = (("POST", "/api/v1/tables/{table}/state"), ("POST", "/api/v1/joins"), ("DELETE", "/api/v1/joins/{table}"))


class Anything(Asked):
    """A query that is not looked at."""

    model_config = ConfigDict(extra="ignore")


@dataclass
class HostStage(ServiceStage):
    """A box at whose stand a host works. `best`: what it suggests, by size; `taken`: tables that somebody
    else was faster at, with where to sit instead."""

    best: dict[int, list[Json]] = field(default_factory=dict)
    taken: dict[str, list[Json]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        kept = [each for each in self.routes if each.address not in ASKED]
        known = {(each.method, each.address) for each in kept}
        asked = [
            Endpoint("POST", ASKED[0], Role.HOST, self._suggest),
            Endpoint("GET", ASKED[1], Role.HOST, self._quote, query=Anything),
        ]
        later = [Endpoint(*each, Role.WAITER, self._play) for each in LATER if each not in known]
        self.routes = [*kept, *asked, *later]

    async def _suggest(self, call: Call[Any, Any, Any]) -> web.Response:
        wish = await call.request.json()
        size = self.listed(wish["party"])["size"]
        if size is None:
            brackets = [
                {"size_from": 1, "size_to": 2, "option": option("T3", 3, "Mei", 2)},
                {"size_from": 3, "size_to": 6, "option": option("T7", 1, "Ana", 6)},
            ]
            return web.json_response({"options": [], "relaxed": [], "brackets": brackets, "none_because": None})
        found = [each for each in self.best.get(size, []) if self._is_free(each)]
        none = (
            None
            if found
            else {"code": "none_free", "values": {"size": size, "table": "T1", "ready_in_min": 12}, "text": "?"}
        )
        return web.json_response({"options": found, "relaxed": [], "brackets": [], "none_because": none})

    async def _quote(self, call: Call[Any, Any, Any]) -> web.Response:
        size = int(call.request.query["size"])
        return web.json_response({"low_min": 5 * size, "high_min": 5 * size + 5})

    def listed(self, number: int) -> Json:
        """A party on the list."""
        return next(each for each in self.service["parties"] if each["party"] == number)

    def _is_free(self, found: Json) -> bool:
        held = {table for each in self.service["visits"] for table in each["tables"]}
        return not held & set(found["tables"])

    def _change(self, tap: Tap) -> Json:
        for pattern, change in HOSTED:
            if found := re.fullmatch(pattern, f"{tap.method} {tap.path}"):
                return change(self, tap, found.groups())
        return super()._change(tap)

    async def _play(self, call: Call[Any, Any, Any]) -> web.Response:
        path = call.request.path.removeprefix("/api/v1/")
        if path == "visits" and call.request.method == "POST":
            for table in (await call.request.json())["tables"]:
                if table in self.taken:
                    return self._refused(table)
        response = await super()._play(call)
        await self._told(call.request.method, path)
        return response

    def _refused(self, table: str) -> web.Response:
        problem = {
            "type": "urn:maitred:problem:table-taken", "title": "Table taken", "status": 409, "instance": "urn:x",
            "detail": f"A party sits at {table} already.", "hint": "Choose another table.",
            "alternatives": self.taken[table],
        }  # fmt: skip
        return web.json_response(problem, status=409, content_type="application/problem+json")

    async def _told(self, method: str, path: str) -> None:
        """The floor's own events that follow a command: tables are what somebody said."""
        said = self.taps[-1].body if self.taps else {}
        if method == "POST" and (found := re.fullmatch(r"tables/(.+)/state", path)):
            await self.say(found[1], Availability(said["value"]))
        elif (method, path) == ("POST", "visits"):
            for table in said["tables"]:
                await self.say(table, Availability.OCCUPIED)

    async def say(self, table: str, value: Availability) -> None:
        """A person says what a table is."""
        self.tables[table] = view(table, value, source=Source.PERSON)
        await self._append(TableChanged(table=table, value=value, confidence=1.0, since=ago(), source=Source.PERSON))


Parts = tuple[str, ...]


def _seat(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    number = 1000 + len(stage.taps)
    who = tap.body.get("party")
    size = tap.body.get("size") or (stage.listed(who)["size"] if who else None)
    stage.service["parties"] = [each for each in stage.service["parties"] if each["party"] != who]
    row = visit(number, "+".join(tap.body["tables"]), tap.body.get("waiter"), "seated", size=size, age_min=0)
    stage.service["visits"].append(row | {"party": who})
    return {"visit": number}


def _add(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    number = 2000 + len(stage.taps)
    typed = {key: value for key, value in tap.body.items() if key != "phone"}
    status = "expected" if tap.body["came"] == "reservation" else "waiting"
    here = sum(each["status"] != "expected" for each in stage.service["parties"])
    row = party(number, None, None, age_min=0) | typed | {"status": status, "position": here + 1}
    stage.service["parties"].append(row | {"party": number})
    return {"party": number, "guest_path": "/g/abc"}


def _status(status: str) -> Callable[[HostStage, Tap, Parts], Json]:
    def change(stage: HostStage, tap: Tap, parts: Parts) -> Json:
        stage.listed(int(parts[0])).update(status=status, paged_at=ago().isoformat())
        return {}

    return change


def _leave(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    stage.service["parties"].remove(stage.listed(int(parts[0])))
    return {}


def _patch(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    stage.listed(int(parts[0])).update({key: value for key, value in tap.body.items() if key != "phone"})
    return {}


def _move(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    stage.row("visit", int(parts[0])).update(tables=tap.body["tables"])
    return {"visit": int(parts[0])}


def _join(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    for each in stage.service["tables"]:
        if each["table"] in tap.body["tables"]:
            each["joined"] = tap.body["tables"]
    return {}


def _part(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    for each in stage.service["tables"]:
        if parts[0] in each["joined"]:
            each["joined"] = []
    return {}


def _say(stage: HostStage, tap: Tap, parts: Parts) -> Json:
    return {}


HOSTED: tuple[tuple[str, Callable[[HostStage, Tap, Parts], Json]], ...] = (
    (r"POST visits", _seat),
    (r"POST visits/(\d+)/move", _move),
    (r"POST parties", _add),
    (r"PATCH parties/(\d+)", _patch),
    (r"POST parties/(\d+)/page", _status("paged")),
    (r"POST parties/(\d+)/arrive", _status("waiting")),
    (r"POST parties/(\d+)/leave", _leave),
    (r"POST joins", _join),
    (r"DELETE joins/(.+)", _part),
    (r"POST tables/(.+)/state", _say),
)


def option(tables: str, waiter: int | None, name: str | None, seats: int, **more: Any) -> Json:
    """A suggestion, with its reasons as codes."""
    names = tables.split("+")
    load = {"open_tables": 2, "last_seated_min": 14}
    reasons = [
        {"code": "seats" if len(names) == 1 else "joined", "values": {"table": tables, "seats": seats}, "text": "?"},
        {"code": "waiter_load", "values": load, "text": "?"},
    ]
    return {
        "tables": names,
        "waiter": waiter,
        "waiter_name": name,
        "score": 1.0,
        "reasons": reasons,
        "wasted_seats": 0,
    } | more


async def evening(**more: Any) -> HostStage:
    """Ten tables taken, two free, four parties to seat, two cameras that see."""
    stage = HostStage(places=TWELVE, documents=documents(), auth=more.pop("auth", Somebody(Role.HOST)), **more)
    said = stage.service
    said["visits"] = [each for each in said["visits"] if each["visit"] != 105]
    said["visits"].append(visit(105, "T8", 2, "check", size=7, age_min=41, phase_min=3, phase_confidence=0.6))
    said["parties"][0] |= {"table_type": "booth"}
    said["parties"].append(
        party(
            MOREAU, "Moreau", 6, age_min=300, came="reservation", status="expected", due=ago(-25 * MINUTE).isoformat()
        )
    )
    stage.best = {
        2: [option("T3", 3, "Mei", 2), option("T7", 1, "Ana", 6)],
        3: [option("T7", 1, "Ana", 6)],
        4: [option("T7", 1, "Ana", 6), option("P3", 3, "Mei", 4)],
    }
    for camera in ("cam-east", "cam-patio"):
        await stage.camera(camera, CameraStatus.ONLINE)
    await stage.show(*dinner_tables())
    return stage


__all__ = ["HADDAD", "LINDQVIST", "MOREAU", "OKAFOR", "UNKNOWN", "HostStage", "evening", "option"]
