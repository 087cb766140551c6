"""The catalogues: the same keys in every language, and none unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest_asyncio
from playwright.async_api import expect

import edge.web
from tests.web.page.conftest import Open
from tests.web.page.rooms import dinner

STATIC = Path(edge.web.__file__).parent / "static"

KEYS = """async () => {
    const { en } = await import("/text/en.js");
    const { es } = await import("/text/es.js");
    const keys = (value, path) => typeof value === "object"
        ? Object.entries(value).flatMap(([name, inner]) => keys(inner, [...path, name]))
        : [[path.join("."), typeof value, value.length]];
    return { en: keys(en, []), es: keys(es, []) };
}"""

BY_DATA = {"states", "sources", "trouble", "advice", "seconds", "minutes", "hours", "days"}
BY_DATA |= {"phases", "kinds", "pages", "wishes", "leave", "left", "reasons", "came", "alerts", "taps", "parts"}
BY_DATA |= {"roles", "types", "locations", "modes", "modeMeanings", "names"}
"""Groups whose keys are picked by what the box says, or by a function over all of them."""


NOT_CODE = {"text", "vendor", "guest"}
"""Folders with words, with code of others, and with the guests' page, which has its own words."""

Found = dict[str, list[list[str]]]


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def found(open_shared: Open) -> Found:
    page = await open_shared(await dinner())
    keys: Found = await page.evaluate(KEYS)
    return keys


async def test_languages_have_the_same_words(found: Found) -> None:
    english = {key: kind for key, kind, _ in found["en"]}
    spanish = {key: kind for key, kind, _ in found["es"]}
    assert english == spanish


async def test_no_word_is_unused(found: Found) -> None:
    code = "\n".join(path.read_text() for path in STATIC.rglob("*.js") if not NOT_CODE & set(path.parts))
    code += "".join((STATIC / "text" / name).read_text() for name in ("text.js", "reason.js"))
    unused = [
        key
        for key, *_ in found["en"]
        if not BY_DATA & set(key.split(".")) and not re.search(rf"\.{key.rsplit('.', 1)[-1]}\b", code)
    ]
    assert unused == []


async def test_a_spanish_tablet_speaks_spanish(open_page: Open) -> None:
    page = await open_page(await dinner(), locale="es-MX")
    await expect(page.locator(".floor .table")).to_have_count(12)
    await expect(page.locator('.floor [data-table="T1"]')).to_have_attribute(
        "aria-label", "T1, ocupada desde hace 52 minutos, 4 personas"
    )
    assert await page.evaluate("document.documentElement.lang") == "es"
