"""The one place where errors become answers: problem+json (RFC 9457) that says what happened and what to do next."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web
from pydantic import Field, ValidationError

from edge.errors import BadInput, MaitredError, Retryable, TooManyRequests, Unauthenticated
from edge.events import Value
from edge.floor.service import Alternative, TableTaken

MEDIA = "application/problem+json"

_RETRY_S = 2


class Fault(Value):
    """One thing wrong with a request. `where`: a path like `body.token`; what was sent is never repeated."""

    where: str
    problem: str


class Problem(Value):
    """Why a request was not answered as asked."""

    type: str = Field(description="Names the kind of problem; the same for every problem of that kind.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened this time.")
    instance: str = Field(description="Names this one answer; it is in the box's log too.")
    hint: str = Field("", description="What to do next.")
    faults: list[Fault] = Field([], description="Everything that is wrong with the request.")
    alternatives: list[Alternative] = Field([], description="Where to sit instead, best first.")


class BadRequest(BadInput):
    """A request that does not fit its route. Nothing was done."""

    title = "The request does not fit"

    def __init__(self, faults: list[Fault]) -> None:
        listed = "; ".join(f"{fault.where}: {fault.problem}" for fault in faults)
        super().__init__(f"{listed}.", hint="See /api/v1/docs.")
        self.faults = faults

    @classmethod
    def of(cls, part: str, error: ValidationError) -> BadRequest:
        """What pydantic found wrong with a part of the request (`path`, `query`, `body`)."""
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return cls([Fault(where=".".join([part, *map(str, each["loc"])]), problem=each["msg"]) for each in found])


def kind(name: str) -> str:
    """The `type` of problems of an error class: `CameraUnavailable` is `urn:maitred:problem:camera-unavailable`."""
    return "urn:maitred:problem:" + re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def of_error(error: MaitredError, request_id: str) -> web.Response:
    """The answer to a request that the house refused or failed at."""
    problem = Problem(
        type=kind(type(error).__name__),
        title=error.title,
        status=error.status,
        detail=error.message,
        instance=_instance(request_id),
        hint=error.hint,
        faults=error.faults if isinstance(error, BadRequest) else [],
        alternatives=list(error.alternatives) if isinstance(error, TableTaken) else [],
    )
    return _response(problem, _headers(error))


def of_http(error: web.HTTPException, request: web.Request, request_id: str) -> web.Response:
    """The answer to a request that HTTP itself has no good answer for: no such address, too large, ..."""
    phrase = HTTPStatus(error.status).phrase
    detail, hint = _WORDS.get(error.status, (f"{phrase}.", ""))
    allowed = error.headers.get("Allow", "")
    problem = Problem(
        type=kind("".join(word.title() for word in re.findall(r"[A-Za-z]+", phrase))),
        title=phrase,
        status=error.status,
        detail=detail,
        instance=_instance(request_id),
        hint=hint or (f"It takes {allowed}." if allowed else ""),
    )
    return _response(problem, {name: error.headers[name] for name in ("Allow", "Upgrade") if name in error.headers})


def of_surprise(request_id: str) -> web.Response:
    """The answer when we made a mistake: nothing of its insides."""
    problem = Problem(
        type=kind("Internal"),
        title="Something failed here",
        status=500,
        detail="The box made a mistake; it is in its log.",
        instance=_instance(request_id),
        hint="Try again. If it stays, send the box's log and this instance to whoever looks after it.",
    )
    return _response(problem, {})


_WORDS: Mapping[int, tuple[str, str]] = {
    404: ("There is nothing at this address.", "See /api/v1/docs."),
    405: ("This address does not take this method.", ""),
    413: ("The request is larger than this address takes.", "Send less."),
    415: ("The body is not JSON.", "Send it with Content-Type: application/json."),
    426: ("This address speaks WebSocket only.", "Open it as a WebSocket, or take /api/v1/stream."),
}


def _instance(request_id: str) -> str:
    return f"urn:maitred:request:{request_id}"


def _headers(error: MaitredError) -> dict[str, str]:
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(max(1, math.ceil(error.retry_after_s)))}
    if isinstance(error, Retryable):
        return {"Retry-After": str(_RETRY_S)}
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="maitred"'}
    return {}


def _response(problem: Problem, headers: Mapping[str, str]) -> web.Response:
    return web.Response(
        body=problem.model_dump_json().encode(),
        status=problem.status,
        content_type=MEDIA,
        headers={"Cache-Control": "no-store", **headers},
    )


__all__ = ["MEDIA", "BadRequest", "Fault", "Problem", "kind", "of_error", "of_http", "of_surprise"]
