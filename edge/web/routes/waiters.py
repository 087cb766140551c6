"""The staff: everybody who works here, and how to reach them."""

from pydantic import Field

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import StaffRole, Value
from edge.staff import Change, Contact, Email, Person, PersonName, Phone, Shift, WaiterDone
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Flag, Seq
from edge.web.roles import Role

_SHIFTS = 10


class WaiterPath(Asked):
    """Who."""

    waiter: Seq


class WaiterQuery(Asked):
    """Who of them."""

    active: Flag | None = Field(None, description="Only who works here, or only who left.")


class WaiterBody(Asked):
    """Somebody new. `skill` in [0, 1] is set by the house."""

    name: PersonName
    role: StaffRole = StaffRole.SERVER
    phone: Phone | None = Field(None, repr=False)
    email: Email | None = Field(None, repr=False)
    skill: float = Field(0.5, ge=0, le=1)


class WaiterPatch(Asked):
    """What changes about somebody; what is left out stays. `phone` or `email` null: no longer known."""

    name: PersonName | None = None
    role: StaffRole | None = None
    phone: Phone | None = Field(None, repr=False)
    email: Email | None = Field(None, repr=False)
    skill: float | None = Field(None, ge=0, le=1)
    active: bool | None = None


class WaiterList(Value):
    """The staff. `name` null: erased."""

    waiters: list[Person]


class WaiterDetail(Person):
    """Somebody, how to reach them, and their last shifts, newest first."""

    phone: Phone | None = Field(repr=False)
    email: Email | None = Field(repr=False)
    shifts: list[Shift]


@endpoint("GET", "/api/v1/waiters", role=Role.WAITER)
async def read_waiters(call: Call[Nothing, WaiterQuery, Nothing]) -> WaiterList:
    """Everybody on the staff, those who left too."""
    active = call.query.active
    people = await call.house.staff.people()
    return WaiterList(waiters=[person for person in people if active is None or person.active == active])


@endpoint("POST", "/api/v1/waiters", role=Role.MANAGER, status=201, command=True)
async def add_waiter(call: Call[Nothing, Nothing, WaiterBody]) -> WaiterDone:
    """Take somebody on. Their name and contact stay on this box and can be erased."""
    new = call.body
    contact = Contact(name=new.name, phone=new.phone, email=new.email)
    return await call.house.staff.add(contact, new.role, new.skill, actor=call.actor, once=call.once)


@endpoint("GET", "/api/v1/waiters/{waiter}", role=Role.MANAGER, raises=(NotFound,))
async def read_waiter(call: Call[WaiterPath, Nothing, Nothing]) -> WaiterDetail:
    """Somebody on the staff, their contact and their last shifts."""
    staff, waiter = call.house.staff, call.path.waiter
    person, contact = await staff.person(waiter)
    return WaiterDetail(
        **dict(person),
        phone=contact.phone if contact else None,
        email=contact.email if contact else None,
        shifts=await staff.shifts(waiter=waiter, limit=_SHIFTS),
    )


@endpoint("PATCH", "/api/v1/waiters/{waiter}", role=Role.MANAGER, command=True, raises=(NotFound, Conflict))
async def change_waiter(call: Call[WaiterPath, Nothing, WaiterPatch]) -> WaiterDone:
    """Change what is given; the rest stays. `active` false: they left, which must not be in the middle of a shift."""
    patch = call.body
    return await call.house.staff.change(
        call.path.waiter, lambda now: _edited(now, patch), actor=call.actor, once=call.once
    )


@endpoint("DELETE", "/api/v1/waiters/{waiter}", role=Role.MANAGER, command=True, raises=(NotFound, Conflict))
async def erase_waiter(call: Call[WaiterPath, Nothing, Nothing]) -> Done:
    """Erase somebody's name and contact for good. Their past work stays, without them. This cannot be undone."""
    return await call.house.staff.erase(call.path.waiter, actor=call.actor, once=call.once)


def _edited(now: Change, patch: WaiterPatch) -> Change:
    return Change(
        contact=_reached(now.contact, patch),
        role=patch.role or now.role,
        skill=now.skill if patch.skill is None else patch.skill,
        active=now.active if patch.active is None else patch.active,
    )


def _reached(now: Contact | None, patch: WaiterPatch) -> Contact | None:
    name = patch.name or (now.name if now else None)
    if name is None:
        return None
    given = patch.model_fields_set
    return Contact(
        name=name,
        phone=patch.phone if "phone" in given or now is None else now.phone,
        email=patch.email if "email" in given or now is None else now.email,
    )


ENDPOINTS = (read_waiters, add_waiter, read_waiter, change_waiter, erase_waiter)

__all__ = ["ENDPOINTS"]
