"""Posting a signed document to somebody's server."""

from __future__ import annotations

from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import SecretStr
from yarl import URL

from edge.clock import Clock
from edge.errors import Retryable
from edge.signature import HEADER, sign

_TIMEOUT = ClientTimeout(total=10.0)


class NotTaken(Retryable):
    """Whoever should take a message did not: no answer, or not a good one."""

    title = "Not delivered"


class Post(Protocol):
    """Hands a document over. Raises `NotTaken`; returning means it was taken."""

    async def __call__(self, url: str, secret: SecretStr, body: bytes) -> None: ...


class HttpPost:
    """Posts JSON, signed at the moment it is sent. Redirects are refused: they would lead a signature astray."""

    def __init__(self, session: ClientSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    async def __call__(self, url: str, secret: SecretStr, body: bytes) -> None:
        headers = {"Content-Type": "application/json", HEADER: sign(secret, body, self._clock.now())}
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            ) as answer:
                status = answer.status
        except (ClientError, TimeoutError, OSError) as error:
            raise NotTaken(f"{host_of(url)} cannot be reached: {type(error).__name__}.") from None
        if not 200 <= status < 300:
            raise NotTaken(f"{host_of(url)} answered {status}.")


def host_of(url: str) -> str:
    """What of an address may be logged: its path often is a secret."""
    parts = URL(url)
    return f"{parts.scheme}://{parts.host}"


__all__ = ["HttpPost", "NotTaken", "Post", "host_of"]
