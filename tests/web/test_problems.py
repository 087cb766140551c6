"""Errors become answers at one seam: every one of them, with what to do next and nothing of our insides."""

from __future__ import annotations

import inspect
import logging
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

import edge.errors
from edge.errors import BadInput, MaitredError, NotFound, Retryable, TooManyRequests
from edge.web import keys, problems
from edge.web.middleware import answer_errors
from edge.web.problems import BadRequest, Fault, Problem
from tests.web.house import Box, a_box


def _tree(root: type[MaitredError]) -> list[type[MaitredError]]:
    return [root, *(each for child in root.__subclasses__() for each in _tree(child))]


BESIDE_THE_WEB = ("edge.settings", "edge.cli", "edge.notify")
"""Errors of these rooms end a command, a start or a delivery: no request ever meets them."""

ERRORS = [
    each
    for each in _tree(MaitredError)
    if each.__module__.startswith("edge.") and not each.__module__.startswith(BESIDE_THE_WEB)
]


def _an(error: type[MaitredError]) -> MaitredError:
    return (
        BadRequest([Fault(where="body", problem="Odd")]) if error is BadRequest else error("It broke.", hint="Mend it.")
    )


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
async def test_every_error_of_the_house_is_an_answer(error: type[MaitredError]) -> None:
    request = make_mocked_request("GET", "/")
    request[keys.REQUEST_ID] = "r1"

    async def fail(_: object) -> None:
        raise _an(error)

    response = await answer_errors(request, fail)  # type: ignore[arg-type]
    body = response.body  # type: ignore[attr-defined]
    problem = Problem.model_validate_json(body)
    assert response.status == problem.status == error.status
    assert response.content_type == "application/problem+json"
    assert problem.type == problems.kind(error.__name__)
    assert problem.title
    assert problem.hint
    assert problem.instance == "urn:maitred:request:r1"
    assert ("Retry-After" in response.headers) == issubclass(error, Retryable)
    assert 400 <= error.status < 600


def test_kinds_of_problems_are_told_apart() -> None:
    kinds = [problems.kind(error.__name__) for error in ERRORS]
    assert len(set(kinds)) == len(kinds)


def test_the_tree_in_words_is_the_tree() -> None:
    drawn = edge.errors.__doc__ or ""
    named = [each for _, each in inspect.getmembers(edge.errors, inspect.isclass) if issubclass(each, MaitredError)]
    assert [each.__name__ for each in named if each.__name__ not in drawn] == []


def test_every_kind_of_problem_is_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/rest.md").read_text()
    statuses = [each.__name__ for each in ERRORS if each.__subclasses__() == []]
    assert [name for name in statuses if f"`{problems.kind(name).rpartition(':')[2]}`" not in page] == []


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "kind"),
    [
        ("GET", "/nothing", {}, 404, "not-found"),
        ("GET", "/api/v1/nothing", {}, 404, "not-found"),
        ("GET", "/api/v1/floor/", {}, 404, "not-found"),
        ("GET", "/../../etc/passwd", {}, 404, "not-found"),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", {}, 404, "not-found"),
        ("POST", "/api/v1/floor", {}, 405, "method-not-allowed"),
        ("PATCH", "/api/v1/session", {}, 405, "method-not-allowed"),
        ("PROPFIND", "/api/v1/floor", {}, 405, "method-not-allowed"),
        ("POST", "/api/v1/session", {"data": b"{}"}, 415, "unsupported-media-type"),
        ("POST", "/api/v1/session", {"data": {"token": "x"}}, 415, "unsupported-media-type"),
        ("POST", "/api/v1/session", {"json": {"token": "x" * 300_000}}, 413, "request-entity-too-large"),
        ("POST", "/api/v1/session", {"json": {}}, 422, "bad-request"),
        ("POST", "/api/v1/session", {"json": {"token": ""}}, 422, "bad-request"),
        ("POST", "/api/v1/session", {"json": {"token": 5}}, 422, "bad-request"),
        ("POST", "/api/v1/session", {"json": {"token": "x", "role": "manager"}}, 422, "bad-request"),
        ("POST", "/api/v1/session", {"json": [[[[]]]]}, 422, "bad-request"),
        ("GET", "/api/v1/live", {}, 426, "upgrade-required"),
    ],
)
async def test_what_http_refuses_is_a_problem_too(
    box: Box, method: str, path: str, more: dict[str, object], status: int, kind: str
) -> None:
    response, problem = await box.ask(method, path, "manager", **more)
    assert (response.status, response.content_type) == (status, "application/problem+json")
    assert problem["type"] == f"urn:maitred:problem:{kind}"
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["hint"]
    if status == 405:
        assert response.headers["Allow"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"token": "\xff"}', b'{"token": "\\ud800"}', b"[" * 50_000, b"null", b"1e999"]
)
async def test_bodies_that_are_no_json(box: Box, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response, problem = await box.ask("POST", "/api/v1/session", None, data=body, headers=headers)
    assert (response.status, problem["title"]) == (422, "The request does not fit")


async def test_what_was_sent_is_never_repeated(box: Box) -> None:
    secret = "do-not-repeat-me"
    for body in ({"token": [secret]}, {"token": "x", secret[:3]: secret}, {"token": secret * 20}):
        _, problem = await box.ask("POST", "/api/v1/session", None, json=body)
        assert secret not in str(problem)


async def test_a_mistake_of_ours_is_logged_once_and_kept_from_the_client(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> list[str]:
        raise ZeroDivisionError("the secret recipe")

    async with a_box(tmp_path, not_ready=broken) as box:
        response, problem = await box.get("/readyz", None)
    assert (response.status, problem["title"]) == (500, "Something failed here")
    assert "recipe" not in str(problem)
    assert "ZeroDivision" not in str(problem)
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(logged) == 1
    assert problem["instance"].rpartition(":")[2] == response.headers["X-Request-Id"]
    assert response.headers["X-Request-Id"] in logged[0].getMessage()


async def test_answers_carry_a_policy_that_keeps_the_page_to_itself(box: Box) -> None:
    for path, role in (("/api/v1/floor", "view"), ("/api/v1/floor", None), ("/nowhere", None), ("/livez", None)):
        response, _ = await box.get(path, role)
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Server"] == "maitred"


def test_how_long_to_wait_is_never_nothing() -> None:
    error = TooManyRequests("Slowly.", retry_after_s=0.01)
    assert problems.of_error(error, "r1").headers["Retry-After"] == "1"


@pytest.mark.parametrize("error", [NotFound("No table T9."), BadInput("No.")])
def test_an_error_is_told_in_its_own_words(error: MaitredError) -> None:
    problem = Problem.model_validate_json(problems.of_error(error, "r1").body)  # type: ignore[arg-type]
    assert (problem.detail, problem.title) == (error.message, error.title)
