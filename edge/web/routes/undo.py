"""Taking a command back."""

from edge.done import Done
from edge.errors import Conflict, NotAllowed
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Seq
from edge.web.roles import Role


class UndoBody(Asked):
    """Which command: the `undo` it was answered with."""

    undo: Seq


@endpoint("POST", "/api/v1/undo", role=Role.WAITER, command=True, raises=(NotAllowed, Conflict))
async def undo(call: Call[Nothing, Nothing, UndoBody]) -> Done:
    """Take a command back, shortly after it and where it was given, unless something newer changed the same things."""
    return await call.house.undo.take_back(call.body.undo, actor=call.actor, once=call.once)


ENDPOINTS = (undo,)

__all__ = ["ENDPOINTS"]
