"""How a tablet comes to trust this box."""

from aiohttp import web

from edge.errors import NotFound
from edge.events import Value
from edge.web import keys
from edge.web.endpoint import Plain, endpoint

_INSTALL = "/ca.crt"


class Trust(Value):
    """How this box is reached with TLS. Without it, pages work online only: they keep nothing and let the screen sleep.

    `secure`: this very answer came with TLS; `tls_port` None: there is none; `install`: the certificate that a tablet
    must trust first, whose SHA-256 `fingerprint` it shows: compare it with the box's own. None where it needs none.
    """

    secure: bool
    tls_port: int | None
    install: str | None
    fingerprint: str | None


@endpoint("GET", "/api/v1/certificate", role=None)
async def read_certificate(call: Plain) -> Trust:
    """How to reach this box with TLS, and what to install for it."""
    certificates = call.house.certificates
    own = certificates is not None and certificates.authority is not None
    return Trust(
        secure=call.request.secure,
        tls_port=call.request.app[keys.LISTENING].tls_port,
        install=_INSTALL if own else None,
        fingerprint=certificates.fingerprint if certificates else None,
    )


@endpoint("GET", _INSTALL, role=None, media="application/x-x509-ca-cert", raises=(NotFound,))
async def read_authority(call: Plain) -> web.Response:
    """The certificate of the store's own authority, to install on a tablet."""
    certificates = call.house.certificates
    if certificates is None or certificates.authority is None:
        raise NotFound("This box has no certificate authority of its own.", hint="Tablets need to install nothing.")
    return web.Response(body=certificates.authority, content_type="application/x-x509-ca-cert")


ENDPOINTS = (read_certificate, read_authority)

__all__ = ["ENDPOINTS"]
