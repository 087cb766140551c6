"""Taking people on and changing them, inside a command."""

from __future__ import annotations

from edge.events import StaffRole, Value, WaiterAdded
from edge.journal import Transaction
from edge.staff import people
from edge.staff.people import Contact, Member
from edge.staff.records import read_members, read_on_shift

CONTACT = "waiter"
"""The kind under which names and contacts are kept apart."""


class Change(Value):
    """What becomes of somebody on the staff: everything, not only what changes."""

    contact: Contact | None
    role: StaffRole = StaffRole.SERVER
    skill: float = 0.5
    active: bool = True


def add_member(transaction: Transaction, new: Change) -> int:
    """Take somebody on, inside a command. Returns their id."""
    waiter = transaction.append(WaiterAdded(role=new.role))
    member = read_members(transaction.read)[waiter]
    if (new.skill, new.active) != (member.skill, member.active):
        transaction.append(people.change(member, new.role, new.skill, new.active, None))
    _keep(transaction, waiter, new.contact)
    return waiter


def change_member(transaction: Transaction, member: Member, new: Change) -> None:
    """Change somebody, inside a command. Also told where only the name changed: whoever shows it must read it anew."""
    shift = open_shift_of(transaction, member.waiter)
    transaction.append(people.change(member, new.role, new.skill, new.active, shift))
    _keep(transaction, member.waiter, new.contact)


def as_is(transaction: Transaction, member: Member) -> Change:
    """Somebody as they are now."""
    document = transaction.kept(member.waiter)
    contact = Contact.model_validate_json(document) if document else None
    return Change(contact=contact, role=member.role, skill=member.skill, active=member.active)


def _keep(transaction: Transaction, waiter: int, contact: Contact | None) -> None:
    if contact is not None:
        transaction.keep(waiter, CONTACT, contact.model_dump_json())


def open_shift_of(transaction: Transaction, waiter: int) -> int | None:
    """The shift somebody is on."""
    return next((one.shift for one in read_on_shift(transaction.read) if one.waiter == waiter), None)


__all__ = ["CONTACT", "Change", "add_member", "as_is", "change_member", "open_shift_of"]
