"""Payments, and those that fit no visit yet."""

from pydantic import Field

from edge.errors import Conflict, NotFound
from edge.events import Value
from edge.floor.service import Payment, PaymentDone
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Flag, Seq
from edge.web.roles import Role


class PaymentPath(Asked):
    """Which payment."""

    payment: Seq


class PaymentQuery(Asked):
    """Which payments."""

    unmatched: Flag = Field(False, description="Only those that fit no visit yet.")
    limit: int = Field(100, ge=1, le=500, description="How many, newest first.")


class MatchBody(Asked):
    """Which visit it belongs to."""

    visit: Seq


class PaymentList(Value):
    """Payments, newest first. Amounts are in minor units."""

    payments: list[Payment]


@endpoint("GET", "/api/v1/payments", role=Role.MANAGER)
async def read_payments(call: Call[Nothing, PaymentQuery, Nothing]) -> PaymentList:
    """Payments, newest first."""
    asked = call.query
    return PaymentList(payments=await call.house.service.payments(unmatched=asked.unmatched, limit=asked.limit))


@endpoint("POST", "/api/v1/payments/{payment}/match", role=Role.MANAGER, command=True, raises=(NotFound, Conflict))
async def match_payment(call: Call[PaymentPath, Nothing, MatchBody]) -> PaymentDone:
    """Say which visit a payment belongs to, also where it was booked on another."""
    return await call.house.service.match_payment(call.path.payment, call.body.visit, actor=call.actor, once=call.once)


ENDPOINTS = (read_payments, match_payment)

__all__ = ["ENDPOINTS"]
