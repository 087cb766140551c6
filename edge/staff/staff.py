"""The staff's commands: hire, change and erase people; clock in and out, breaks, sections."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from edge.done import Done
from edge.errors import NotFound
from edge.events import EventData, Id, StaffRole
from edge.journal import Journal, Once, Rows, Transaction, rows_of
from edge.staff import people, shifts
from edge.staff.hiring import Change, add_member, as_is, change_member, open_shift_of
from edge.staff.people import Contact, Person
from edge.staff.records import read_contacts, read_members, read_on_shift, read_people, read_shifts
from edge.staff.shifts import OnShift, Shift

D = TypeVar("D", bound=Done)


class WaiterDone(Done):
    """Somebody on the staff was added or changed."""

    waiter: int


class ShiftDone(Done):
    """A shift was started or changed."""

    shift: int


class Staff:
    """The people of the house. `sections` tells inside a command which sections are open."""

    def __init__(self, journal: Journal, sections: Callable[[Rows], Collection[Id]]) -> None:
        self._journal = journal
        self._sections = sections

    async def people(self) -> list[Person]:
        """Everybody who ever worked here; the name of who was erased is None."""
        return await self._journal.read(read_people)

    async def person(self, waiter: int) -> tuple[Person, Contact | None]:
        """Somebody, and their contact unless erased. Raises `NotFound`."""
        members, contacts = await self._journal.read(
            lambda db: (read_members(rows_of(db)), read_contacts(db, [waiter]))
        )
        member, contact = people.known(members, waiter), contacts.get(waiter)
        return Person(**dict(member), name=contact.name if contact else None), contact

    async def on_shift(self) -> list[OnShift]:
        """Who is on shift now."""
        return await self._journal.read(lambda db: read_on_shift(rows_of(db)))

    async def shifts(self, *, waiter: int | None = None, active: bool | None = None, limit: int = 100) -> list[Shift]:
        """Shifts that are or were, newest first."""
        return await self._journal.read(lambda db: read_shifts(rows_of(db), waiter=waiter, active=active, limit=limit))

    async def shift(self, shift: int) -> Shift:
        """One shift with its breaks. Raises `NotFound`."""
        found = await self._journal.read(lambda db: read_shifts(rows_of(db), shift=shift))
        if not found:
            raise NotFound(f"There is no shift {shift}.", hint="GET /api/v1/shifts lists them.")
        return found[0]

    async def add(
        self,
        contact: Contact,
        role: StaffRole = StaffRole.SERVER,
        skill: float = 0.5,
        *,
        actor: str,
        once: Once | None = None,
    ) -> WaiterDone:
        """Take somebody on."""

        def decide(transaction: Transaction) -> WaiterDone:
            waiter = add_member(transaction, Change(contact=contact, role=role, skill=skill))
            return WaiterDone(seq=_last(transaction), waiter=waiter)

        return await self._journal.command(decide, actor=actor, once=once)

    async def change(
        self, waiter: int, edit: Callable[[Change], Change], *, actor: str, once: Once | None = None
    ) -> WaiterDone:
        """Change somebody's contact, role, skill or standing. `edit` gets them as they are and returns them anew.

        Raises `NotFound`; `Conflict` for who is erased, or leaves while on shift.
        """

        def decide(transaction: Transaction) -> WaiterDone:
            before = people.named(read_members(transaction.read), waiter)
            change_member(transaction, before, edit(as_is(transaction, before)))
            return WaiterDone(seq=_last(transaction), waiter=waiter)

        return await self._journal.command(decide, actor=actor, once=once)

    async def erase(self, waiter: int, *, actor: str, once: Once | None = None) -> Done:
        """Erase somebody's name and contact for good; their past work stays, without them.

        Raises `NotFound`; `Conflict` while they are on shift.
        """

        def decide(transaction: Transaction) -> Done:
            member = people.named(read_members(transaction.read), waiter)
            transaction.append(people.erase(member, open_shift_of(transaction, waiter)))
            transaction.forget(waiter)
            return Done(seq=_last(transaction))

        return await self._journal.command(decide, actor=actor, once=once)

    async def start(self, waiter: int, section: Id | None = None, *, actor: str, once: Once | None = None) -> ShiftDone:
        """Clock somebody in. Raises `NotFound`; `Conflict` for who left or is on shift already."""

        def decide(transaction: Transaction) -> ShiftDone:
            read = transaction.read
            member = people.known(read_members(read), waiter)
            shift = transaction.append(shifts.clock_in(member, section, read_on_shift(read), self._sections(read)))
            return ShiftDone(seq=shift, shift=shift)

        return await self._journal.command(decide, actor=actor, once=once)

    async def start_break(self, shift: int, *, actor: str, once: Once | None = None) -> ShiftDone:
        """Somebody goes on break. Raises `NotFound`; `Conflict` if they are on one, or their shift has ended."""
        return await self._alter(shift, lambda one, _: [shifts.begin_break(one)], actor, once)

    async def end_break(self, shift: int, *, actor: str, once: Once | None = None) -> ShiftDone:
        """Somebody is back from break. Raises `NotFound`; `Conflict` if they are on none, or their shift has ended."""
        return await self._alter(shift, lambda one, _: [shifts.end_break(one)], actor, once)

    async def move(self, shift: int, section: Id | None, *, actor: str, once: Once | None = None) -> ShiftDone:
        """Give a shift another section; None: any. Raises `NotFound`; `Conflict` if the shift has ended."""
        return await self._alter(
            shift, lambda one, read: [shifts.move(one, section, self._sections(read))], actor, once
        )

    async def end(self, shift: int, *, actor: str, once: Once | None = None) -> ShiftDone:
        """Clock somebody out, whatever tables they have: where there is a floor, it hands those over first."""

        def decide(transaction: Transaction) -> ShiftDone:
            end_shift(transaction, shift)
            return ShiftDone(seq=_last(transaction), shift=shift)

        return await self._journal.command(decide, actor=actor, once=once)

    async def _alter(
        self,
        shift: int,
        rule: Callable[[OnShift, Rows], Collection[EventData]],
        actor: str,
        once: Once | None,
    ) -> ShiftDone:
        def decide(transaction: Transaction) -> ShiftDone:
            for event in rule(open_shift(transaction.read, shift), transaction.read):
                transaction.append(event)
            return ShiftDone(seq=_last(transaction), shift=shift)

        return await self._journal.command(decide, actor=actor, once=once)


def end_shift(transaction: Transaction, shift: int) -> None:
    """Clock out, inside a command that has seen to the open tables.

    Raises `NotFound`, or `Conflict` if the shift has ended.
    """
    for event in shifts.clock_out(open_shift(transaction.read, shift)):
        transaction.append(event)


def open_shift(read: Rows, shift: int) -> OnShift:
    """An open shift. Raises `NotFound`, or `Conflict` if it has ended."""
    return shifts.open_one(read_on_shift(read), shift, ended=bool(read_shifts(read, shift=shift)))


def _last(transaction: Transaction) -> int:
    return transaction.appended[-1].seq


__all__ = ["ShiftDone", "Staff", "WaiterDone", "end_shift", "open_shift"]
