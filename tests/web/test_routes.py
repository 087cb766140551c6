"""Every route of the box, today's and tomorrow's, walked as the API describes them: who may, and who may not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

import edge
from edge.web import Allowance, Limits, Role
from edge.web.openapi import document
from edge.web.routes import ENDPOINTS
from tests.web.house import Box, a_box

pytestmark = pytest.mark.asyncio(loop_scope="module")

Described = dict[str, object]

OPERATIONS = [
    pytest.param(method.upper(), path, operation, id=operation["operationId"])
    for path, methods in document(ENDPOINTS, version=edge.__version__)["paths"].items()  # type: ignore[attr-defined]
    for method, operation in methods.items()
]
GUARDED = [each for each in OPERATIONS if each.values[2]["x-role"]]  # type: ignore[index]
PEOPLE = [Role.VIEW, Role.WAITER, Role.HOST, Role.MANAGER]
LESSER = {
    **{role: PEOPLE[:rank] + ([Role.SERVICE] if rank else []) for rank, role in enumerate(PEOPLE)},
    Role.SERVICE: [Role.VIEW, Role.WAITER, Role.HOST],
}
"""For each role that a route may ask for, the roles that must not do."""

FOR_ALL = {
    "POST /api/v1/session",
    "DELETE /api/v1/session",
    "GET /api/v1/openapi.json",
    "GET /api/v1/certificate",
    "GET /ca.crt",
    "GET /livez",
    "GET /readyz",
}
"""What asks for no role. Webhooks do not either where their sender signs what it sends."""

GUESSING = Limits(requests=Allowance(1e9, 1e9), failures=Allowance(1e9, 1e9))
STREAMS = {"read_stream", "read_live"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def box(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Box]:
    async with a_box(tmp_path_factory.mktemp("box"), limits=GUESSING) as running:
        yield running


def filled(path: str, operation: Described) -> str:
    """The address with something of the right type in it."""
    values = {
        each["name"]: 1 if each["schema"].get("type") == "integer" else "T1"
        for each in operation["parameters"]  # type: ignore[attr-defined]
        if each["in"] == "path"
    }
    return path.format(**values)


@pytest.mark.parametrize(("method", "path", "operation"), GUARDED)
async def test_every_route_refuses_each_lesser_role_and_strangers(
    box: Box, method: str, path: str, operation: Described
) -> None:
    address, before = filled(path, operation), box.journal.seq
    proxied = {"X-Forwarded-For": "10.0.0.7"}  # not a program on the box itself
    needed = Role(str(operation["x-role"]))
    for role in LESSER[needed]:
        response, problem = await box.ask(method, address, role)
        assert (response.status, problem["type"]) == (403, "urn:maitred:problem:not-allowed"), role
    for stranger in (None, "nobody"):
        response, problem = await box.ask(method, address, stranger, headers=proxied)
        assert (response.status, problem["type"]) == (401, "urn:maitred:problem:unauthenticated")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert box.journal.seq == before


@pytest.mark.parametrize(("method", "path", "operation"), [each for each in GUARDED if each.id not in STREAMS])
async def test_every_route_lets_in_the_role_it_asks_for_and_each_greater_one(
    box: Box, method: str, path: str, operation: Described
) -> None:
    needed = Role(str(operation["x-role"]))
    for role in {needed, Role.MANAGER}:
        response, _ = await box.ask(method, filled(path, operation), role)
        assert response.status not in (401, 403)
        assert response.status != 500


@pytest.mark.parametrize(("method", "path", "operation"), [each for each in OPERATIONS if each.id not in STREAMS])
async def test_no_page_of_another_site_changes_or_reads_anything(
    box: Box, method: str, path: str, operation: Described
) -> None:
    evil = {"Origin": "http://evil.example", "Cookie": "maitred=token-manager"}
    response, _ = await box.ask(method, filled(path, operation), None, headers=evil)
    if method != "GET":
        assert response.status == 403
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_the_walk_covers_every_route_that_is_served() -> None:
    assert {each.address for each in ENDPOINTS} == {str(each.values[1]) for each in OPERATIONS}
    for_all = {f"{each.method} {each.address}" for each in ENDPOINTS if each.role is None}
    assert {each for each in for_all if not each.startswith("POST /api/v1/webhooks/")} == FOR_ALL


async def test_no_preflight_is_answered(box: Box) -> None:
    asks = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    response, _ = await box.ask("OPTIONS", "/api/v1/session", None, headers=asks)
    assert response.status == 405
    assert "Access-Control-Allow-Origin" not in response.headers
