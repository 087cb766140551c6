"""Disputes between what was said of a table and what cameras see there."""

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.floor import Kept
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Seq
from edge.web.roles import Role


class DisputePath(Asked):
    """Which dispute."""

    dispute: Seq


class ResolutionBody(Asked):
    """Who was right."""

    kept: Kept


@endpoint("POST", "/api/v1/disputes/{dispute}/resolve", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def resolve_dispute(call: Call[DisputePath, Nothing, ResolutionBody]) -> Done:
    """Settle a dispute with one tap.

    `said`: it stays as people said, and cameras do not ask again until they see something else. `seen`: it becomes what
    they see; where the dispute is about people, the visit gets as many guests as they count.
    """
    return await call.house.floor.resolve(call.path.dispute, call.body.kept, actor=call.actor, once=call.once)


ENDPOINTS = (resolve_dispute,)

__all__ = ["ENDPOINTS"]
