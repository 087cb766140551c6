"""Suggestions: where to seat a party, who serves it, and why."""

from pydantic import Field

from edge.errors import NotFound
from edge.events import Id, Location, TableType
from edge.floor.advice import Choices
from edge.floor.service import PartyWish
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Seq
from edge.web.roles import Role


class WishBody(Asked):
    """Who wants a table: a party on the list, or what somebody at the door says. `size` null: nobody has said."""

    party: Seq | None = Field(None, description="A party on the list; then only `top` counts beside it.")
    size: int | None = Field(None, ge=1, le=100)
    table_type: TableType | None = None
    location: Location | None = None
    section: Id | None = None
    top: int | None = Field(None, ge=1, le=10, description="How many options; null: as the policy says.")


@endpoint("POST", "/api/v1/suggestions", role=Role.HOST, raises=(NotFound,))
async def suggest(call: Call[Nothing, Nothing, WishBody]) -> Choices:
    """The best tables and waiters for a party, with reasons.

    Changes nothing. Never a table that is not free or too small, never a waiter on break or with all the tables they
    may have. Where a wish cannot be met it is given up, in the order type, location, section, and the answer says so.
    """
    body = call.body
    wish = PartyWish(size=body.size, table_type=body.table_type, location=body.location, section=body.section)
    return await call.house.advice.suggest(wish, party=body.party, top=body.top)


ENDPOINTS = (suggest,)

__all__ = ["ENDPOINTS"]
