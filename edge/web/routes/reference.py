"""The API's own description. Its readable form is `edge/web/docs`."""

from aiohttp import web

from edge.web.endpoint import Plain, endpoint
from edge.web.openapi import DOCUMENT


@endpoint("GET", "/api/v1/openapi.json", role=None)
async def read_openapi(call: Plain) -> web.Response:
    """This API as an OpenAPI 3.1 document. It says nothing of this store."""
    return web.Response(body=call.request.app[DOCUMENT], content_type="application/json")


ENDPOINTS = (read_openapi,)

__all__ = ["ENDPOINTS"]
