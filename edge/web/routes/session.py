"""Signing a browser in and out: a token traded for a cookie that scripts cannot read."""

from aiohttp import web
from pydantic import Field

from edge.errors import TooManyRequests, Unauthenticated
from edge.events import Value
from edge.web.access import COOKIE, GATE
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Identity, Role

_SESSION_S = 180 * 24 * 3600


class SignIn(Asked):
    """A token to sign in with."""

    token: str = Field(min_length=1, max_length=200, repr=False)


class Session(Value):
    """Who is signed in. `id` names the token, so that it can be revoked; it is not the token."""

    id: str
    role: Role


@endpoint("POST", "/api/v1/session", role=None, status=201, answers=Session, raises=(Unauthenticated, TooManyRequests))
async def sign_in(call: Call[Nothing, Nothing, SignIn]) -> web.Response:
    """Trade a token for this browser's session cookie."""
    identity = call.request.app[GATE].identify(call.body.token, call.request)
    body = _session(identity).model_dump_json().encode()
    response = web.Response(body=body, status=201, content_type="application/json")
    response.set_cookie(
        COOKIE,
        call.body.token,
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


@endpoint("DELETE", "/api/v1/session", role=None, status=204)
async def sign_out(call: Plain) -> web.Response:
    """Forget this browser's session cookie. The token itself stays good."""
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/", secure=call.request.secure, httponly=True, samesite="Strict")
    return response


def _session(identity: Identity) -> Session:
    return Session(id=identity.id, role=identity.role)


ENDPOINTS = (sign_in, read_session, sign_out)

__all__ = ["ENDPOINTS"]
