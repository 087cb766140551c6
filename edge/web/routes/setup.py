"""The whole set-up as one document."""

from edge.done import Done
from edge.errors import BadInput, Conflict
from edge.floor.setup import SetupDocument
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Role


class SetupBody(SetupDocument, Asked):
    """The whole set-up, to be taken over."""


@endpoint("GET", "/api/v1/setup", role=Role.MANAGER)
async def read_setup(call: Plain) -> SetupDocument:
    """The whole set-up as one document: sections, tables, rules, and the staff without phones or e-mails.

    Keep it, or take it over on another box by `PUT`.
    """
    return await call.house.setup.export()


@endpoint("PUT", "/api/v1/setup", role=Role.MANAGER, command=True, raises=(BadInput, Conflict))
async def take_over_setup(call: Call[Nothing, Nothing, SetupBody]) -> Done:
    """Make the set-up as a document says: all of it, or nothing where anything stands against it.

    Sections and tables that are not in it are deleted; people are added or changed by their name, and nobody is
    deleted. A refusal lists everything that must be corrected.
    """
    document = SetupDocument(**dict(call.body))
    return await call.house.setup.take_over(document, actor=call.actor, once=call.once)


ENDPOINTS = (read_setup, take_over_setup)

__all__ = ["ENDPOINTS"]
