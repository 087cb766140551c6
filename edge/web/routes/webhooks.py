"""What other systems tell: payments from the point of sale, and what classifiers outside see."""

from typing import Annotated, Literal

from pydantic import Field

from edge import signature
from edge.errors import BadInput, Conflict, NotFound
from edge.events import Availability, Id, Utc, Value
from edge.floor.evidence import OutsideView
from edge.floor.service import Bill, PaymentDone, minor_units
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Role

Amount = Annotated[int, Field(ge=-(10**12), le=10**12)] | Annotated[str, Field(max_length=20)]
"""Minor units as a number, or a decimal of the currency as a string: 1250 or "12.50"."""


class PaymentBody(Asked):
    """A payment; refunds are negative. A split check is several payments, each with its own `transaction_id`."""

    transaction_id: str = Field(min_length=1, max_length=200)
    table: Id | None = None
    subtotal: Amount
    tax: Amount = 0
    tip: Amount = 0
    total: Amount
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$", description="Refused if it is not the store's.")

    def bill(self, currency: str) -> Bill:
        """In the store's minor units. Raises `BadInput`."""
        if self.currency not in (None, currency):
            raise BadInput(f"This store's money is {currency}, not {self.currency}.", hint=f"Send {currency}.")
        return Bill(
            transaction=self.transaction_id,
            table=self.table,
            subtotal=minor_units(self.subtotal, currency),
            tax=minor_units(self.tax, currency),
            tip=minor_units(self.tip, currency),
            total=minor_units(self.total, currency),
        )


class SeenTable(Asked):
    """What a classifier takes a table for."""

    table: Id
    state: Literal[Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY]
    confidence: float = Field(ge=0, le=1)
    people: int | None = Field(None, ge=0, le=200)


class SeenBody(Asked):
    """What a classifier outside sees, at its own time `at`."""

    at: Utc | None = None
    tables: tuple[SeenTable, ...] = Field(min_length=1, max_length=500)


class EvidenceList(Value):
    """What classifiers outside said last of each table."""

    views: list[OutsideView]


@endpoint(
    "POST",
    "/api/v1/webhooks/pos/payment",
    role=None,
    raises=(signature.BadSignature, BadInput, Conflict),
    notes=f"""Signed by its header `{signature.HEADER}`: `t=<seconds since 1970>,v1=<signature>`, where the signature is
the lower-case hex HMAC-SHA256 of `<t>.<body>` with the secret that `[pos]` in the box's settings names. A signature is
good for five minutes. Sent again with the same `transaction_id`, nothing changes and the answer is the first one.""",
)
async def take_payment(call: Call[Nothing, Nothing, PaymentBody]) -> PaymentDone:
    """Take a payment: it finds the open visit of its table, or one closed within the last half hour."""
    house, request = call.house, call.request
    header, body = request.headers.get(signature.HEADER), await request.read()
    signature.check(house.pos_secret, header, body, house.clock.now())
    return await house.service.take_payment(call.body.bill(house.store.currency), actor="pos")


@endpoint("POST", "/api/v1/webhooks/ml/table-state", role=Role.SERVICE, raises=(NotFound,))
async def take_evidence(call: Call[Nothing, Nothing, SeenBody]) -> EvidenceList:
    """Hand in what a classifier outside sees. It is kept to be looked at, and changes no table."""
    known = {table.table for table in call.house.floor.snapshot().tables}
    if strange := sorted({each.table for each in call.body.tables} - known):
        raise NotFound(f"There is no table {strange[0]}.", hint="GET /api/v1/floor lists all tables.")
    now, by = call.house.clock.now(), call.actor
    views = [OutsideView(**dict(each), said_at=call.body.at, received_at=now, by=by) for each in call.body.tables]
    call.house.evidence.take(views)
    return EvidenceList(views=views)


@endpoint("GET", "/api/v1/evidence", role=Role.MANAGER)
async def read_evidence(call: Plain) -> EvidenceList:
    """What classifiers outside said last of each table."""
    return EvidenceList(views=call.house.evidence.views())


ENDPOINTS = (take_payment, take_evidence, read_evidence)

__all__ = ["ENDPOINTS"]
