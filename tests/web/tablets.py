"""Tablets for tests: paired over real HTTP, each with its own cookie."""

from __future__ import annotations

from itertools import count

from tests.web.house import Box, bearer

_KEYS = count()
Headers = dict[str, str]


def key() -> Headers:
    """An Idempotency-Key of its own."""
    return {"Idempotency-Key": f"test-{next(_KEYS)}"}


async def code(box: Box, role: str = "host", waiter: int | None = None) -> str:
    response, offer = await box.ask("POST", "/api/v1/pairing", "manager", json={"role": role, "waiter": waiter})
    assert response.status == 201, offer
    return str(offer["code"])


async def sign_in(box: Box, with_code: str, headers: Headers | None = None) -> tuple[int, Headers, dict[str, object]]:
    """The status, the headers a browser sends from then on, and the session or problem."""
    own = {"Origin": box.url, **(headers or {})}
    response, body = await box.ask("POST", "/api/v1/session", None, json={"code": with_code}, headers=own)
    cookie = response.headers.get("Set-Cookie", "").partition(";")[0]
    return response.status, {"Cookie": cookie, "Origin": box.url}, body


async def paired(box: Box, role: str = "host", waiter: int | None = None) -> Headers:
    """The headers of a tablet that is paired."""
    status, headers, session = await sign_in(box, await code(box, role, waiter))
    assert (status, session["role"], session["waiter"]) == (201, role, waiter)
    return headers


async def revoke(box: Box, tablet: str) -> int:
    response, _ = await box.ask("DELETE", f"/api/v1/tablets/{tablet}", None, headers=bearer("manager") | key())
    return response.status
