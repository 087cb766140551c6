"""A route as one value: where it is, who may, what goes in and out. Served and documented from the same facts.

A handler takes a `Call` and returns a value to be sent as JSON, or a response of its own. The types of its path, query
and body are read from its annotation, so nothing is said twice:

    @endpoint("GET", "/api/v1/tables/{table}", role=Role.VIEW, raises=(NotFound,))
    async def read_table(call: Call[TablePath, HistoryQuery, Nothing]) -> TableDetail:
        '''One table and its past.'''

A route that changes the floor is a command: it is sent with an `Idempotency-Key` and hands `call.once` on.

    @endpoint("POST", "/api/v1/parties", role=Role.HOST, status=201, command=True)
    async def add_party(call: Call[Nothing, Nothing, NewParty]) -> PartyDone:
        '''Put a party on the list.'''
        return await call.house.service.add(call.body, actor=call.actor, once=call.once)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from aiohttp import ETag, web
from pydantic import BaseModel, ConfigDict, ValidationError

from edge.errors import MaitredError
from edge.events import Value
from edge.journal import Once
from edge.web import keys
from edge.web.house import House
from edge.web.idempotency import once_of
from edge.web.problems import BadRequest, Fault
from edge.web.roles import Identity, Role


class Asked(Value):
    """Base of what comes in: nothing unknown, nothing coerced."""

    model_config = ConfigDict(strict=True)


class Nothing(Asked):
    """A path, query or body without anything in it."""


Path = TypeVar("Path", bound=Asked)
Query = TypeVar("Query", bound=Asked)
Body = TypeVar("Body", bound=Asked)


@dataclass(frozen=True, slots=True)
class Call(Generic[Path, Query, Body]):
    """One request, read and checked."""

    request: web.Request
    house: House
    path: Path
    query: Query
    body: Body
    once: Once | None = None
    """Marks a command, so that it takes effect once however often it is sent; None on other routes."""

    @property
    def actor(self) -> str:
        """Who asks, as events name them."""
        return f"tablet:{self.identity.id}" if self.identity else "nobody"

    @property
    def identity(self) -> Identity | None:
        """Who asks; None only where a route asks for no role."""
        return keys.identity_of(self.request)


Plain = Call[Nothing, Nothing, Nothing]
"""A call that brings nothing but itself."""

Handler = Callable[[Any], Awaitable[BaseModel | web.StreamResponse | None]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route. `role` None: anybody may. `answers` None: not JSON, or nothing at all."""

    method: str
    address: str
    role: Role | None
    handler: Handler
    path: type[Asked] = Nothing
    query: type[Asked] = Nothing
    body: type[Asked] = Nothing
    answers: type[BaseModel] | None = None
    status: int = 200
    media: str = "application/json"
    raises: tuple[type[MaitredError], ...] = ()
    loopback: bool = False
    command: bool = False
    documented: bool = True
    notes: str = ""

    @property
    def name(self) -> str:
        """A name of its own in the API: `read_table`."""
        return getattr(self.handler, "__name__", self.address)

    @property
    def noun(self) -> str:
        """What it is about: the module it stands in."""
        return self.handler.__module__.rpartition(".")[2]

    @property
    def summary(self) -> str:
        """Its first line in words."""
        return (getdoc(self.handler) or "").partition("\n")[0]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Parse, call, render."""
        once = await once_of(request, self.answers) if self.command and self.answers else None
        call: Call[Asked, Asked, Asked] = Call(
            request=request,
            house=request.app[keys.HOUSE],
            path=_strings(self.path, "path", dict(request.match_info)),
            query=_strings(self.query, "query", _single(request)),
            body=await _json(self.body, request),
            once=once,
        )
        answer = await self.handler(call)
        if isinstance(answer, web.StreamResponse):
            return answer
        if answer is None:
            return web.Response(status=self.status)
        return rendered(request, answer.model_dump_json().encode(), self.status)


def endpoint(
    method: str,
    address: str,
    *,
    role: Role | None,
    status: int = 200,
    media: str = "application/json",
    answers: type[BaseModel] | None = None,
    raises: tuple[type[MaitredError], ...] = (),
    loopback: bool = False,
    command: bool = False,
    notes: str = "",
) -> Callable[[Handler], Endpoint]:
    """Make a handler a route.

    `answers`: what its JSON is where it builds the response itself; `raises`: beyond what every route may raise;
    `loopback`: programs on this machine need no token; `command`: it changes something and is sent with an
    `Idempotency-Key`, so it must answer with JSON; `notes`: Markdown for the docs.
    """

    def declare(handler: Handler) -> Endpoint:
        hints = get_type_hints(handler)
        path, query, body = get_args(hints["call"])
        given = answers or hints["return"]
        answered = given if issubclass(given, BaseModel) else None
        if command and answered is None:
            raise TypeError(f"the command {method} {address} must answer with JSON, to be answered alike when repeated")
        return Endpoint(
            method=method,
            address=address,
            role=role,
            handler=handler,
            path=path,
            query=query,
            body=body,
            answers=answered,
            status=status,
            media=media,
            raises=raises,
            loopback=loopback,
            command=command,
            notes=notes,
        )

    return declare


def _strings(kind: type[Asked], part: str, values: dict[str, str]) -> Asked:
    try:
        return kind.model_validate_strings(values)
    except ValidationError as error:
        raise BadRequest.of(part, error) from None


def _single(request: web.Request) -> dict[str, str]:
    """The query, where no name may come twice: which of the two was meant?"""
    values = {name: request.query.getall(name) for name in request.query}
    doubled = [Fault(where=f"query.{name}", problem="Given more than once") for name in values if values[name][1:]]
    if doubled:
        raise BadRequest(doubled)
    return {name: given[0] for name, given in values.items()}


async def _json(kind: type[Asked], request: web.Request) -> Asked:
    if kind is Nothing:
        return Nothing()
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        return kind.model_validate_json(_whole_numbers(await request.read()), strict=True)
    except ValidationError as error:
        raise BadRequest.of("body", error) from None


def _whole_numbers(body: bytes) -> bytes:
    """The same JSON with 7.0 written as 7: JSON and its schemas know but one kind of number. Else as it is."""
    if b"." not in body and b"e" not in body.lower():
        return body
    try:
        return json.dumps(json.loads(body, parse_float=_number)).encode()
    except (ValueError, RecursionError):
        return body  # no JSON, or beyond all bounds: for pydantic to refuse


def _number(written: str) -> int | float:
    number = float(written)
    return int(number) if number.is_integer() else number


def rendered(request: web.Request, body: bytes, status: int = 200) -> web.Response:
    """JSON; for a plain read with a weak ETag, so that an unchanged answer costs 304 and nothing else."""
    if request.method != "GET" or status != 200:
        return web.Response(body=body, status=status, content_type="application/json")
    tag = ETag(hashlib.blake2b(body, digest_size=12).hexdigest(), is_weak=True)
    response = (
        web.Response(status=304)
        if matches(request, tag)
        else web.Response(body=body, content_type="application/json", headers={"Cache-Control": "private, no-cache"})
    )
    response.etag = tag
    return response


def matches(request: web.Request, tag: ETag) -> bool:
    """Whether the client holds this version already (If-None-Match, compared weakly as RFC 9110 asks)."""
    held = request.if_none_match or ()
    return any(each.value in (tag.value, "*") for each in held)


__all__ = ["Asked", "Call", "Endpoint", "Nothing", "Plain", "endpoint", "matches", "rendered"]
