"""Who did what."""

from pydantic import Field

from edge.events import Envelope, Id, Value
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Seq
from edge.web.roles import Role


class AuditQuery(Asked):
    """How many, and from where on backwards."""

    limit: int = Field(100, ge=1, le=1000)
    before: Seq | None = Field(None, description="Only what happened before this event: the last seq of a page.")


class AuditEntry(Value):
    """One thing a person did. `tablet` None: no paired tablet (`event.actor` says what else).

    `role` is the tablet's; `waiter` whose it is, and `name` theirs: None where it is nobody's in particular, or erased.
    """

    event: Envelope
    tablet: Id | None = None
    role: Role | None = None
    waiter: int | None = None
    name: str | None = None


class Audit(Value):
    """What people did, newest first."""

    entries: list[AuditEntry]


@endpoint("GET", "/api/v1/audit", role=Role.MANAGER)
async def read_audit(call: Call[Nothing, AuditQuery, Nothing]) -> Audit:
    """What people did and on which tablet, newest first.

    Everything that a person says to the box is an event with an actor. Actors are `tablet:` and the tablet's name,
    `tablet:` and the id of another token (the first manager's), or `control`: a command on the box itself.
    """
    events = await call.house.journal.said(before=call.query.before, limit=call.query.limit)
    tablets = {f"tablet:{each.tablet}": each for each in await call.house.tablets.ever()}
    names = {person.waiter: person.name for person in await call.house.staff.people()}
    entries = []
    for event in events:
        tablet = tablets.get(event.actor)
        entries.append(
            AuditEntry(
                event=event,
                tablet=tablet.tablet if tablet else None,
                role=tablet.role if tablet else None,
                waiter=tablet.waiter if tablet else None,
                name=names.get(tablet.waiter) if tablet and tablet.waiter else None,
            )
        )
    return Audit(entries=entries)


ENDPOINTS = (read_audit,)

__all__ = ["ENDPOINTS"]
