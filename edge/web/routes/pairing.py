"""Pairing tablets: a code from a manager, who is paired, and whose token is taken back."""

from pydantic import Field

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import Id, Utc, Value
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.params import Seq
from edge.web.roles import Role
from edge.web.tablets import Tablet


class NewTablet(Asked):
    """What the next tablet may do, and whose it is."""

    role: Role
    waiter: Seq | None = Field(None, description="Whose tablet it is; nobody's in particular without.")


class PairingCode(Value):
    """Six digits to type in on the tablet that is to be paired."""

    code: str = Field(repr=False)
    role: Role
    waiter: int | None
    expires_at: Utc


class TabletList(Value):
    """The paired tablets, oldest first."""

    tablets: list[Tablet]


class TabletPath(Asked):
    """A tablet by its name."""

    tablet: Id


@endpoint("POST", "/api/v1/pairing", role=Role.MANAGER, status=201, raises=(NotFound, Conflict))
async def offer_pairing(call: Call[Nothing, Nothing, NewTablet]) -> PairingCode:
    """Show a code that pairs one tablet.

    It is good once, for two minutes and five tries. The tablet sends it to `POST /api/v1/session`.
    """
    offer = await call.house.tablets.offer(call.body.role, call.body.waiter, by=call.actor)
    return PairingCode(code=offer.code, role=offer.role, waiter=offer.waiter, expires_at=offer.expires_at)


@endpoint("GET", "/api/v1/tablets", role=Role.MANAGER)
async def list_tablets(call: Plain) -> TabletList:
    """The tablets that are paired."""
    return TabletList(tablets=await call.house.tablets.paired())


@endpoint("DELETE", "/api/v1/tablets/{tablet}", role=Role.MANAGER, command=True, raises=(NotFound,))
async def revoke_tablet(call: Call[TabletPath, Nothing, Nothing]) -> Done:
    """Take a tablet's token back.

    It is good no more from this moment on; the tablet's open streams end.
    """
    return await call.house.tablets.revoke(call.path.tablet, actor=call.actor, once=call.once)


ENDPOINTS = (offer_pairing, list_tablets, revoke_tablet)

__all__ = ["ENDPOINTS"]
