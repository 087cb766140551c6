"""Files of the page, over real HTTP."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import edge.web
from edge.web.assets import assets
from tests.web.house import Box

STATIC = Path(edge.web.__file__).parent / "static"
DOCS = Path(edge.web.__file__).parent / "docs"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/favicon.svg", "image/svg+xml"),
        ("/vendor/inter/inter-latin.woff2", "font/woff2"),
        ("/vendor/preact.js", "text/javascript"),
        ("/api/v1/docs", "text/html"),
        ("/api/v1/docs/docs.css", "text/css"),
    ],
)
async def test_the_page_needs_no_token_and_says_what_it_is(box: Box, path: str, kind: str) -> None:
    response, _ = await box.get(path, None)
    assert (response.status, response.content_type) == (200, kind)
    assert response.headers["Cache-Control"] == "no-cache"
    again, nothing = await box.get(path, None, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status, nothing) == (304, b"")


@pytest.mark.parametrize(("accepted", "squeezed"), [("gzip", True), ("identity", False), ("br", False)])
async def test_text_is_squeezed_for_those_who_take_it(box: Box, accepted: str, squeezed: bool) -> None:
    async with box.http.get(
        f"{box.url}/vendor/preact.js", headers={"Accept-Encoding": accepted}, auto_decompress=False
    ) as response:
        sent = await response.read()
    assert (response.headers.get("Content-Encoding") == "gzip") is squeezed
    assert response.headers["Vary"] == "Accept-Encoding"
    assert (gzip.decompress(sent) if squeezed else sent) == (STATIC / "vendor/preact.js").read_bytes()


async def test_ranges_are_not_a_way_in(box: Box) -> None:
    for asked in ("bytes=0-5", "bytes=-1", "bytes=5-1", "bytes=0-99999999999999999999", "lines=1-2"):
        response, body = await box.get("/favicon.svg", None, headers={"Range": asked})
        assert (response.status, body) == (200, (STATIC / "favicon.svg").read_bytes())


async def test_only_what_is_in_the_folder_is_served(tmp_path: Path) -> None:
    page = tmp_path / "page"
    (page / "style").mkdir(parents=True)
    (page / "index.html").write_text("<p>")
    (page / "style/a.css").write_text("a{}")
    (page / ".secret").write_text("x")
    (tmp_path / "outside.txt").write_text("x")
    assert [each.address for each in assets(page, "/")] == ["/index.html", "/", "/style/a.css"]
    assert [each.address for each in assets(page, "/docs")] == ["/docs/index.html", "/docs", "/docs/style/a.css"]
    assert all(each.role is None and not each.documented for each in assets(page, "/"))
