"""How the box is reached, as its settings say: plain, with TLS, and by guests on a listener of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Never

from aiohttp.web import Application

from edge.clock import Clock
from edge.settings import Settings
from edge.telemetry import owned, repeat
from edge.tls import TLS_FOLDER, Certificates, FileCertificates, OwnCertificates, box_names, reachable
from edge.web import House, Secured, create_app, create_guest_app, note_guest_url, serve, serve_guests

RENEW_S = 60.0


def certificates_of(settings: Settings, clock: Clock) -> Certificates | None:
    """What the box shows by TLS; None without it. Blocks: keys are made at the first start. Raises `BadSettings`."""
    web = settings.web
    if web.secured_by == "own":
        folder, names = settings.store.state_dir / TLS_FOLDER, partial(box_names, web.names)
        return OwnCertificates(folder, settings.store.name, names=names, clock=clock)
    if web.secured_by == "files" and web.tls_certificate and web.tls_key:
        return FileCertificates(web.tls_certificate, web.tls_key)
    return None


@asynccontextmanager
async def opened(house: House, settings: Settings) -> AsyncIterator[str]:
    """Listen on every port there is, and keep the certificate current. Gives the URL of the plain one."""
    web, certificates = settings.web, house.certificates
    app = create_app(house)
    async with AsyncExitStack() as doors:
        secured = Secured(web.tls_port, certificates.context) if certificates else None
        url = await doors.enter_async_context(serve(app, web.host, web.port, secured))
        if certificates:
            await doors.enter_async_context(owned(_renewing(certificates)))
        await doors.enter_async_context(_for_guests(app, house, settings))
        yield url


def _renewing(certificates: Certificates) -> Coroutine[None, None, Never]:
    async def renew() -> None:
        await asyncio.to_thread(certificates.refresh)

    return repeat("Renewing the certificate", renew, RENEW_S)


@asynccontextmanager
async def _for_guests(app: Application, house: House, settings: Settings) -> AsyncIterator[None]:
    guest = settings.guest
    if guest.port is None:
        yield
        return
    async with serve_guests(create_guest_app(house), guest.host, guest.port) as url:
        note_guest_url(app, guest.url or reachable(url))
        yield


__all__ = ["certificates_of", "opened"]
