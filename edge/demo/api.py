"""A client of the box's API: what a tablet sends, and what it is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import uuid4

from aiohttp import ClientResponse, ClientSession
from pydantic import JsonValue, SecretStr

from edge.signature import HEADER as SIGNATURE
from edge.signature import sign
from edge.web.idempotency import HEADER as KEY

_ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `json` is empty where nothing did."""

    status: int
    json: Mapping[str, JsonValue]

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.status < 300


class Api:
    """One tablet's connection. Paths are below `/api/v1`; every command gets a key of its own."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        self._name = uuid4().hex
        self._numbers = count()

    async def get(self, path: str, query: Mapping[str, JsonValue] | None = None) -> Answer:
        """Read."""
        asked = {name: str(value) for name, value in (query or {}).items()}
        async with self._http.get(self._address(path), params=asked) as response:
            return await _answer(response)

    async def post(self, path: str, body: Mapping[str, JsonValue]) -> Answer:
        """Send a command. A command without a body takes none."""
        return await self._send("POST", path, body)

    async def put(self, path: str, body: Mapping[str, JsonValue]) -> Answer:
        """Replace something."""
        return await self._send("PUT", path, body)

    async def post_signed(self, path: str, body: Mapping[str, JsonValue], secret: SecretStr, now: datetime) -> Answer:
        """Send a webhook as another system does."""
        data = json.dumps(body).encode()
        headers = {SIGNATURE: sign(secret, data, now), "Content-Type": "application/json"}
        async with self._http.post(self._address(path), data=data, headers=headers) as response:
            return await _answer(response)

    async def _send(self, method: str, path: str, body: Mapping[str, JsonValue]) -> Answer:
        headers = {KEY: f"{self._name}-{next(self._numbers)}"}
        async with self._http.request(method, self._address(path), json=body or None, headers=headers) as response:
            return await _answer(response)

    def _address(self, path: str) -> str:
        return f"{self._url}{_ROOT}/{path}"


async def _answer(response: ClientResponse) -> Answer:
    text = await response.text()
    said = json.loads(text) if text else {}
    return Answer(response.status, said if isinstance(said, dict) else {})


__all__ = ["Answer", "Api"]
