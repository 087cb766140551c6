"""The gate before every route, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from edge.clock import ManualClock
from edge.web import Allowance, AllowLoopback, Limits, TokenStore
from tests.web.house import QUICK, UNLIMITED, Box, a_box


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Basic dG9rZW4tdmlldw==", "token-view", "Bearer token-view token-view", "Bearer tökén"],
)
async def test_malformed_credentials_are_nobodys(box: Box, authorization: str) -> None:
    response, _ = await box.get("/api/v1/floor", None, headers={"Authorization": authorization})
    assert response.status == 401


async def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_never_see(box: Box) -> None:
    response, session = await box.ask("POST", "/api/v1/session", None, json={"token": "token-host"})
    assert (response.status, session) == (201, {"id": "id-host", "role": "host", "waiter": None})
    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    jar = {"Cookie": cookie.partition(";")[0]}
    response, session = await box.get("/api/v1/session", None, headers=jar)
    assert (response.status, session["role"]) == (200, "host")
    own = {"Origin": box.url}
    response, _ = await box.ask("DELETE", "/api/v1/session", None, headers=jar | own)
    assert response.status == 204
    assert 'maitred=""' in response.headers["Set-Cookie"]
    assert "Max-Age=0" in response.headers["Set-Cookie"]


async def test_a_wrong_token_signs_nobody_in(box: Box) -> None:
    response, problem = await box.ask("POST", "/api/v1/session", None, json={"token": "wrong"})
    assert response.status == 401
    assert "Set-Cookie" not in response.headers
    assert "wrong" not in str(problem)


COOKIE = {"Cookie": "maitred=token-manager"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("DELETE", "/api/v1/session", COOKIE | {"Origin": "http://evil.example"}, 403),
        ("DELETE", "/api/v1/session", COOKIE | {"Sec-Fetch-Site": "cross-site"}, 403),
        ("DELETE", "/api/v1/session", COOKIE | {"Sec-Fetch-Site": "same-site"}, 403),
        ("DELETE", "/api/v1/session", COOKIE | {"Origin": "null"}, 403),
        ("DELETE", "/api/v1/session", COOKIE, 403),
        ("DELETE", "/api/v1/session", COOKIE | {"Sec-Fetch-Site": "same-origin"}, 204),
        ("DELETE", "/api/v1/session", COOKIE | {"Origin": "{url}"}, 204),
        ("DELETE", "/api/v1/session", COOKIE | {"Origin": "{url}", "Sec-Fetch-Site": "cross-site"}, 403),
        ("DELETE", "/api/v1/session", {"Authorization": "Bearer token-view"}, 204),
        ("POST", "/api/v1/session", {"Origin": "http://evil.example"}, 403),
        ("GET", "/api/v1/floor", COOKIE | {"Origin": "http://evil.example"}, 200),  # readable by no other site: no CORS
        ("GET", "/api/v1/live", COOKIE | {"Origin": "http://evil.example", "Upgrade": "websocket"}, 403),
        ("GET", "/api/v1/live", COOKIE | {"Origin": "{url}", "Upgrade": "websocket"}, 426),
    ],
)
async def test_other_sites_change_nothing_and_listen_to_nothing(
    box: Box, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(url=box.url) for name, value in headers.items()}
    response, _ = await box.ask(method, path, None, headers=sent)
    assert response.status == status
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]


async def test_no_site_is_given_leave_to_ask(box: Box) -> None:
    asks = {"Origin": "http://evil.example", "Access-Control-Request-Method": "DELETE"}
    response, _ = await box.ask("OPTIONS", "/api/v1/session", None, headers=asks)
    assert response.status == 405
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_guessing_is_slowed_down_and_comes_back(tmp_path: Path) -> None:
    limits = Limits(failures=Allowance(burst=3, per_s=0.1), requests=Allowance(1e9, 1e9), pace=QUICK)
    async with a_box(tmp_path, limits=limits) as box:
        for _ in range(3):
            assert (await box.get("/api/v1/floor", "guess"))[0].status == 401
        response, problem = await box.get("/api/v1/floor", "view")
        assert (response.status, problem["title"]) == (429, "Too many requests")
        assert response.headers["Retry-After"] == "10"
        response, _ = await box.ask("POST", "/api/v1/session", None, json={"token": "token-view"})
        assert response.status == 429
        assert (await box.get("/api/v1/floor", None))[0].status == 401, "who brings no token does not guess"
        box.clock.advance(10)
        assert (await box.get("/api/v1/floor", "view"))[0].status == 200


async def test_who_asks_too_often_is_slowed_down_alone(tmp_path: Path) -> None:
    limits = Limits(requests=Allowance(burst=5, per_s=1), pace=QUICK)
    async with a_box(tmp_path, limits=limits) as box:
        statuses = [(await box.get("/api/v1/plan", "view"))[0].status for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        assert (await box.get("/api/v1/plan", "host"))[0].status == 200
        box.clock.advance(1)
        assert (await box.get("/api/v1/plan", "view"))[0].status == 200


async def test_a_demo_needs_no_token_on_this_machine_and_under_its_own_name(tmp_path: Path) -> None:
    async with a_box(tmp_path, auth=AllowLoopback()) as box:
        response, session = await box.get("/api/v1/session", None)
        assert (response.status, session["role"]) == (200, "manager")
        for stranger in ({"Host": "evil.example"}, {"X-Forwarded-For": "10.0.0.7"}, {"Forwarded": "for=10.0.0.7"}):
            assert (await box.get("/api/v1/floor", None, headers=stranger))[0].status == 401
        response, _ = await box.ask("DELETE", "/api/v1/session", None, headers={"Origin": "http://evil.example"})
        assert response.status == 403


async def test_metrics_are_for_machines_and_for_this_one(box: Box) -> None:
    response, text = await box.get("/metrics", None)
    assert response.status == 200
    assert b"maitred_http_answers_total" in text
    assert (await box.get("/metrics", None, headers={"Host": "box.lan"}))[0].status == 401
    assert (await box.get("/metrics", "host"))[0].status == 403
    assert (await box.get("/metrics", "service"))[0].status == 200


async def test_real_tokens_end_to_end_and_never_in_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = TokenStore.open(tmp_path / "state", clock=ManualClock())
    token = store.manager_file.read_text().strip()
    async with a_box(tmp_path, auth=store, limits=UNLIMITED) as box:
        good = {"Authorization": f"Bearer {token}"}
        assert (await box.get("/api/v1/cameras/cam-east/snapshot.jpg", None, headers=good))[0].status == 200
        assert (await box.get("/api/v1/floor", None, headers={"Authorization": f"Bearer {token}x"}))[0].status == 401
        await box.ask("POST", "/api/v1/session", None, json={"token": token, "extra": 1})
        cut_short = {"data": f'{{"token": "{token}'.encode(), "headers": {"Content-Type": "application/json"}}
        await box.ask("POST", "/api/v1/session", None, **cut_short)
        await _send_raw(box, f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\x00\r\n\r\n".encode())
        await _send_raw(box, b"GET /api/v1/floor HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\n\r\n", 401)
        await _send_raw(box, b"GET /api/v1/floor HTTP/1.1\r\nHost: x\r\nCookie: maitred=\xff\xfe\r\n\r\n", 401)
        await _send_raw(box, f"Bearer {token}\r\n\r\n".encode())
        store.revoke(store.records[0].id)
        assert (await box.get("/api/v1/floor", None, headers=good))[0].status == 401
    assert token not in caplog.text
    assert token not in repr(store)


async def _send_raw(box: Box, request: bytes, status: int = 400) -> None:
    """A request that no client library would send."""
    at = urlsplit(box.url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(request)
    assert f" {status} ".encode() in await reader.readline()
    writer.close()
    await writer.wait_closed()
