"""`Idempotency-Key`: what makes it safe to send a command again when no answer came."""

from __future__ import annotations

import hashlib
import re

from aiohttp import web
from pydantic import BaseModel

from edge.errors import BadInput
from edge.journal import Once
from edge.web import keys

HEADER = "Idempotency-Key"
PATTERN = r"^[!-~]{1,100}$"

_KEY = re.compile(PATTERN)


class IdempotencyKeyNeeded(BadInput):
    """A command came without the key that names it. Nothing was done."""

    status = 400
    title = "Idempotency-Key is missing"


async def once_of(request: web.Request, answers: type[BaseModel]) -> Once:
    """How the journal knows this command again: its key belongs to whoever asks, its fingerprint to what is asked.

    Raises `IdempotencyKeyNeeded`.
    """
    given = request.headers.getall(HEADER, [])
    if len(given) != 1 or not _KEY.match(given[0]):
        raise IdempotencyKeyNeeded(
            f"A command needs one header {HEADER} of 1 to 100 printable characters without spaces.",
            hint="Send a new random one (a UUID) with every new command, and the same one when you send it again.",
        )
    identity = keys.identity_of(request)
    asked = hashlib.blake2b(f"{request.method} {request.path_qs}\n".encode(), digest_size=16)
    asked.update(await request.read())
    return Once(f"{identity.id if identity else ''}:{given[0]}", asked.hexdigest(), answers)


__all__ = ["HEADER", "PATTERN", "IdempotencyKeyNeeded", "once_of"]
