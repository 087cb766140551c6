"""The rules of the house: how parties are dealt, when somebody is alerted, how long a tap holds."""

from edge.done import Done
from edge.events import HousePolicy
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Role


class PolicyBody(HousePolicy, Asked):
    """The rules of the house; what is left out gets its default."""


@endpoint("GET", "/api/v1/policy", role=Role.VIEW)
async def read_policy(call: Plain) -> HousePolicy:
    """The rules of the house in force."""
    return await call.house.setup.policy()


@endpoint("PUT", "/api/v1/policy", role=Role.MANAGER, command=True)
async def set_policy(call: Call[Nothing, Nothing, PolicyBody]) -> Done:
    """Change the rules of the house: all of them, what is left out gets its default. They hold from now on."""
    policy = HousePolicy(**dict(call.body))
    return await call.house.setup.set_policy(policy, actor=call.actor, once=call.once)


ENDPOINTS = (read_policy, set_policy)

__all__ = ["ENDPOINTS"]
