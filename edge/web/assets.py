"""Files of a page, served from memory: read once, named by their content, squeezed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ETag, hdrs, web
from pydantic import ConfigDict

from edge.web.endpoint import Asked, Endpoint, Plain, matches

_SQUEEZED = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_KINDS = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class PageQuery(Asked):
    """What stands behind the `?` of a page's address is for its script, such as `?page=waiter`."""

    model_config = ConfigDict(extra="ignore")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, their gzip where that helps, and its strong ETag."""

    kind: str
    body: bytes
    squeezed: bytes | None
    tag: str

    @classmethod
    def read(cls, path: Path) -> Asset:
        body = path.read_bytes()
        kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        squeezed = gzip.compress(body, 9, mtime=0) if kind.startswith(_SQUEEZED) else None
        return cls(kind, body, squeezed, hashlib.blake2b(body, digest_size=12).hexdigest())

    async def answer(self, call: Plain) -> web.Response:
        """The file; always asked for again, and 304 while it is the same."""
        headers: dict[str, str] = {hdrs.CACHE_CONTROL: "no-cache", hdrs.VARY: "Accept-Encoding"}
        tag = ETag(self.tag, is_weak=True)  # weak: the gzip has other bytes
        if matches(call.request, tag):
            response = web.Response(status=304, headers=headers)
        else:
            response = self._whole(call.request, headers)
        response.etag = tag
        return response

    def _whole(self, request: web.Request, headers: dict[str, str]) -> web.Response:
        body = self.body
        if self.squeezed is not None and "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
            body, headers = self.squeezed, {**headers, hdrs.CONTENT_ENCODING: "gzip"}
        text = self.kind.startswith("text/")
        return web.Response(body=body, content_type=self.kind, charset="utf-8" if text else None, headers=headers)


def assets(folder: Path, mount: str) -> tuple[Endpoint, ...]:
    """A route for every file in `folder`, at its path under `mount`; `index.html` also at `mount` itself.

    There is no path to escape by: what is not one of these files has no route.
    """
    found: list[Endpoint] = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and not each.name.startswith(".")):
        asset, name = Asset.read(path), path.relative_to(folder).as_posix()
        found.append(_route(f"{mount.rstrip('/')}/{name}", asset))
        if name == "index.html":
            found.append(_route(mount, asset))
    return tuple(found)


def _route(address: str, asset: Asset) -> Endpoint:
    return Endpoint("GET", address, None, asset.answer, query=PageQuery, documented=False)


__all__ = ["Asset", "assets"]
