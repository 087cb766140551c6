"""Signing a browser in and out: a token or a pairing code traded for a cookie that scripts cannot read."""

from __future__ import annotations

from typing import Annotated

from aiohttp import web
from pydantic import ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from edge.errors import StoreBusy, TooManyRequests, Unauthenticated
from edge.events import Value
from edge.web.access import COOKIE, GATE, peer_of, token_of
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Identity, Role

_SESSION_S = 180 * 24 * 3600


class SignIn(Asked):
    """A token to sign in with, or a pairing code to become a tablet of the box with: one of them."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["token"]}, {"required": ["code"]}]})

    token: Annotated[str, Field(min_length=1, max_length=200)] | SkipJsonSchema[None] = Field(None, repr=False)
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | SkipJsonSchema[None] = Field(None, repr=False)

    @model_validator(mode="after")
    def _one_of_them(self) -> SignIn:
        if len(self.model_fields_set) != 1 or (self.token or self.code) is None:
            raise ValueError("give either `token` or `code`")
        return self


class Session(Value):
    """Who is signed in. `id` names the token, to revoke it by; it is not the token. `waiter`: whose tablet."""

    id: str
    role: Role
    waiter: int | None = None


@endpoint(
    "POST",
    "/api/v1/session",
    role=None,
    status=201,
    answers=Session,
    raises=(Unauthenticated, TooManyRequests, StoreBusy),
)
async def sign_in(call: Call[Nothing, Nothing, SignIn]) -> web.Response:
    """Trade a token or a pairing code for this browser's session cookie.

    A code gives the tablet a token of its own, in the cookie alone; a tablet it was before is revoked.
    """
    gate, token = call.request.app[GATE], call.body.token
    if token is not None:
        identity = gate.identify(token, call.request)
    else:
        token, identity = await gate.pair(call.body.code or "", call.request)
    body = _session(identity).model_dump_json().encode()
    response = web.Response(body=body, status=201, content_type="application/json")
    response.set_cookie(
        COOKIE,
        token,
        max_age=_SESSION_S,
        path="/",
        secure=call.request.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


@endpoint("GET", "/api/v1/session", role=Role.VIEW)
async def read_session(call: Plain) -> Session:
    """Who is signed in here."""
    if call.identity is None:
        raise Unauthenticated("Nobody is signed in.", hint="Sign in first.")
    return _session(call.identity)


@endpoint("DELETE", "/api/v1/session", role=None, status=204, raises=(StoreBusy,))
async def sign_out(call: Plain) -> web.Response:
    """Forget this browser's session cookie.

    A paired tablet is revoked with it, since nobody else has its token; any other token stays good.
    """
    tablets = call.house.tablets
    if identity := tablets.identify(token_of(call.request), peer_of(call.request)):
        await tablets.revoke(identity.id, actor=f"tablet:{identity.id}")
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/", secure=call.request.secure, httponly=True, samesite="Strict")
    return response


def _session(identity: Identity) -> Session:
    return Session(id=identity.id, role=identity.role, waiter=identity.waiter)


ENDPOINTS = (sign_in, read_session, sign_out)

__all__ = ["ENDPOINTS"]
