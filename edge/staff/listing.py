"""The staff as a list that can be written out and read in again: names, roles and skills, no phone, no e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pydantic import Field

from edge.events import StaffRole, Value
from edge.journal import Transaction
from edge.staff.hiring import Change, add_member, as_is, change_member
from edge.staff.people import Contact, Member, Person, PersonName
from edge.staff.records import read_members


class Colleague(Value):
    """Somebody on the staff as a list tells of them."""

    name: PersonName
    role: StaffRole = StaffRole.SERVER
    skill: float = Field(0.5, ge=0, le=1)
    active: bool = True


def list_staff(people: Iterable[Person]) -> tuple[Colleague, ...]:
    """Everybody who is not erased."""
    return tuple(
        Colleague(name=person.name, role=person.role, skill=person.skill, active=person.active)
        for person in people
        if person.name is not None
    )


def enlist(transaction: Transaction, listed: Sequence[Colleague]) -> bool:
    """Make the staff as a list says, inside a command. Returns whether anything changed.

    People are matched by name, two of one name in the order they were added; whoever is not listed stays as they are.
    Raises `Conflict` where somebody would leave in the middle of their shift.
    """
    changed = False
    known = _by_name(transaction)
    for line in listed:
        if not known[line.name]:
            contact = Contact(name=line.name)
            add_member(transaction, Change(contact=contact, role=line.role, skill=line.skill, active=line.active))
            changed = True
            continue
        member, before = known[line.name].pop(0)
        after = before.model_copy(update={"role": line.role, "skill": line.skill, "active": line.active})
        if after != before:
            change_member(transaction, member, after)
            changed = True
    return changed


def _by_name(transaction: Transaction) -> dict[str, list[tuple[Member, Change]]]:
    found: dict[str, list[tuple[Member, Change]]] = defaultdict(list)
    for member in read_members(transaction.read).values():
        now = as_is(transaction, member)
        if now.contact is not None:
            found[now.contact.name].append((member, now))
    return found


__all__ = ["Colleague", "enlist", "list_staff"]
