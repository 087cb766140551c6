"""Quotes: how long a party that joins the line now will wait."""

from pydantic import Field

from edge.errors import Conflict
from edge.events import Location, TableType
from edge.floor.advice import Wait
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.roles import Role


class QuoteQuery(Asked):
    """Who asks."""

    size: int | None = Field(None, ge=1, le=100, description="How many they are; without it, a couple.")
    table_type: TableType | None = Field(None, description="Nobody waits for a wish: it is given up where it must be.")
    location: Location | None = Field(None, description="The same.")


@endpoint("GET", "/api/v1/quote", role=Role.HOST, raises=(Conflict,))
async def read_quote(call: Call[Nothing, QuoteQuery, Nothing]) -> Wait:
    """How long a party that joins the line now will wait, as a range in steps of five minutes.

    The live floor is played forward some hundred times; the range is from the tenth to the ninetieth of a hundred,
    corrected by what became of past quotes.
    """
    return await call.house.advice.quote(call.query.size)


ENDPOINTS = (read_quote,)

__all__ = ["ENDPOINTS"]
