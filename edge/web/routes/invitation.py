"""A QR code that brings guests to the page of their wait."""

import io

import segno
from aiohttp import web

from edge.errors import Conflict, NotFound
from edge.web import keys
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Seq
from edge.web.roles import Role

_QUIET_ZONE = 4  # modules; ISO/IEC 18004 asks for it


class InvitedParty(Asked):
    """Which party."""

    party: Seq


@endpoint("GET", "/api/v1/parties/{party}/qr.svg", role=Role.HOST, media="image/svg+xml", raises=(NotFound, Conflict))
async def read_qr(call: Call[InvitedParty, Nothing, Nothing]) -> web.Response:
    """The address of a party's page, as a QR code to be photographed from the host's tablet."""
    path = await call.house.service.guest_path(call.path.party)
    base = call.request.app[keys.LISTENING].guest_url
    if base is None:
        raise Conflict("Guests have no page on this box.", hint="Set `port` under [guest] in maitred.toml.")
    svg = io.BytesIO()
    code = segno.make_qr(base + path, error="m")
    code.save(svg, kind="svg", border=_QUIET_ZONE, light="#fff", omitsize=True, xmldecl=False)
    return web.Response(body=svg.getvalue(), content_type="image/svg+xml")


ENDPOINTS = (read_qr,)

__all__ = ["ENDPOINTS"]
