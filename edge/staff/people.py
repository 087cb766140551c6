"""Who works here, and the rules about hiring, changing and erasing them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from edge.errors import Conflict, NotFound
from edge.events import StaffRole, Utc, Value, WaiterChanged, WaiterErased

PersonName = Annotated[
    str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$")
]
"""A name as people write it, in any script: at least one visible character and none that controls a terminal."""

Phone = Annotated[str, Field(pattern=r"^\+?[0-9 ()./-]{3,30}$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$")]


class Contact(Value):
    """What makes somebody on the staff a person: kept apart, and erasable."""

    name: PersonName
    phone: Phone | None = Field(None, repr=False)
    email: Email | None = Field(None, repr=False)


class Member(Value):
    """Somebody on the staff, without what makes them a person.

    `skill` in [0, 1] is set by the house; `active`: still works here; `since`: when they were added; `erased`: their
    name is gone for good.
    """

    waiter: int
    role: StaffRole
    skill: float = Field(0.5, ge=0, le=1)
    active: bool = True
    since: Utc
    erased: bool = False


class Person(Member):
    """Somebody on the staff. `name` None: erased."""

    name: str | None


def change(member: Member, role: StaffRole, skill: float, active: bool, shift: int | None) -> WaiterChanged:
    """Somebody's role, skill or standing changes. `shift`: their open one; nobody leaves in the middle of it."""
    if shift is not None and not active:
        raise Conflict(f"Waiter {member.waiter} is on shift {shift}.", hint="End the shift first.")
    return WaiterChanged(waiter=member.waiter, role=role, skill=skill, active=active)


def erase(member: Member, shift: int | None) -> WaiterErased:
    """Somebody's name and contact go for good. `shift`: their open one, which must be over first."""
    if shift is not None:
        raise Conflict(f"Waiter {member.waiter} is on shift {shift}.", hint="End the shift first.")
    return WaiterErased(waiter=member.waiter)


def known(members: dict[int, Member], waiter: int) -> Member:
    """Somebody by their id. Raises `NotFound`."""
    if waiter not in members:
        raise NotFound(f"There is no waiter {waiter}.", hint="GET /api/v1/waiters lists everybody.")
    return members[waiter]


def named(members: dict[int, Member], waiter: int) -> Member:
    """Somebody who is not erased. Raises `NotFound`, or `Conflict` for who is."""
    member = known(members, waiter)
    if member.erased:
        raise Conflict(f"Waiter {waiter} was erased.", hint="Add them anew if they are back.")
    return member


__all__ = ["Contact", "Email", "Member", "Person", "PersonName", "Phone", "change", "erase", "known", "named"]
