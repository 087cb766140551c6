"""The API's description: true, complete, in the repository, and readable without the internet."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from playwright.async_api import async_playwright
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

import edge
from edge.events import KINDS
from edge.web import Allowance, Role
from edge.web.openapi import document, written
from edge.web.routes import ENDPOINTS
from tests.web.house import UNLIMITED, Box, a_box, bearer

CHROMIUM = Path("/usr/bin/chromium")
REFERENCE = Path(__file__).parents[2] / "docs/reference"
DESCRIBED = document(ENDPOINTS, version=edge.__version__)


def test_the_description_in_the_repository_is_the_one_served() -> None:
    kept = (REFERENCE / "openapi.json").read_bytes()
    assert kept == written(DESCRIBED), "run: make docs"


async def test_the_box_serves_it_to_all(box: Box) -> None:
    response, served = await box.get("/api/v1/openapi.json", None)
    assert (response.status, served) == (200, DESCRIBED)


def test_every_type_is_a_valid_schema_and_every_reference_leads_somewhere() -> None:
    text = written(DESCRIBED).decode()
    schemas = DESCRIBED["components"]["schemas"]  # type: ignore[index]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(schemas)
    jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": schemas})


def test_every_event_is_described() -> None:
    schemas = DESCRIBED["components"]["schemas"]  # type: ignore[index]
    assert {each.__name__ for each in KINDS.values()} <= set(schemas)


def test_every_operation_says_what_it_is_in_words() -> None:
    names = [each.name for each in ENDPOINTS]
    assert len(set(names)) == len(names)
    assert [each.name for each in ENDPOINTS if not each.summary.endswith(".")] == []


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")
async def test_the_docs_page_shows_every_route_and_asks_nobody_but_the_box(box: Box) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{box.url}/api/v1/docs")
        await page.wait_for_selector("article")
        shown = await page.eval_on_selector_all("article", "all => all.map((each) => each.id)")
        await browser.close()
    assert {each.name for each in ENDPOINTS} <= set(shown)
    assert {f"type-{each}" for each in DESCRIBED["components"]["schemas"]} <= set(shown)  # type: ignore[index]
    assert [url for url in asked if not url.startswith(box.url)] == []
    assert complaints == []


PATIENT = replace(UNLIMITED, failures=Allowance(1e9, 1e9))
"""Wrong tokens are among what is tried."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a box that runs in a thread of its own, for a client that blocks."""
    url: list[str] = []
    up, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        async with a_box(tmp_path_factory.mktemp("box"), limits=PATIENT) as box:
            url.append(box.url)
            up.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert up.wait(20)
    yield url[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(20)
    loop.close()


BEYOND_SCHEMAS = {"PUT /api/v1/tables/{table}", "PUT /api/v1/setup"}
"""Bodies may contradict themselves in ways that no schema can tell: fewer seats at most than at least."""

schema = schemathesis.openapi.from_dict(DESCRIBED)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@schema.exclude(operation_id=["read_stream", "read_live"]).parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_the_answer_is_as_described(case: schemathesis.Case, served: str) -> None:
    excluded = [positive_data_acceptance] if case.operation.label in BEYOND_SCHEMAS else []
    case.call_and_validate(base_url=served, headers=bearer(Role.MANAGER), excluded_checks=excluded)
