"""The service as others use it: commands and queries about parties, visits and payments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from edge.clock import Clock
from edge.done import Done
from edge.errors import NotFound
from edge.events import Envelope, Id, PartyKind, PartyStatus, Phase, Source
from edge.floor.desk import Desk
from edge.floor.service import following, meals, moves, payments, seating, waitlist
from edge.floor.service.board import Board
from edge.floor.service.guests import Guest, GuestPosition
from edge.floor.service.history import read_detail
from edge.floor.service.moves import HandOver
from edge.floor.service.parties import LISTED, Party, PartyDone, PartyWish, read_latest_parties, read_parties
from edge.floor.service.payments import Bill, Payment, PaymentDone, read_payments
from edge.floor.service.seating import Alternatives, Seating, TableTaken, no_alternatives
from edge.floor.service.view import (
    ListedParty,
    ReadAlerts,
    ServiceView,
    no_alerts,
    read_called,
    read_guests,
    read_listed,
)
from edge.floor.service.visits import Visit, VisitDetail, VisitDone, read_visits
from edge.floor.service.waitlist import Quote
from edge.journal import Journal, Once, Rows, Transaction, rows_of
from edge.staff import ShiftDone

D = TypeVar("D", bound=Done)
T = TypeVar("T")


class Service:
    """Parties, visits and payments of one store.

    `alternatives` finds where else a party could sit when its table is taken; `read_alerts` what to show of alerts.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        desk: Desk,
        *,
        alternatives: Alternatives = no_alternatives,
        read_alerts: ReadAlerts = no_alerts,
    ) -> None:
        self._journal = journal
        self._desk = desk
        self._alternatives = alternatives
        self._board = Board(journal, clock, read_alerts)

    async def view(self) -> ServiceView:
        """The whole service as it is on disk right now."""
        return await self._board.view()

    async def guest_position(self, token: str) -> GuestPosition:
        """What a party's guests see of their wait. Raises `NotFound` for a token that is none, or no longer."""
        return await self._board.guest_position(token)

    async def guest_path(self, party: int) -> str:
        """Where a party's guests see their wait, on the guests' address. Raises `NotFound` once it is forgotten."""
        listed = await self.party(party)
        kept = (await self._journal.read(lambda db: read_guests(db, [listed.party]))).get(party)
        if kept is None:
            raise NotFound(f"Party {party} has no page of its own.", hint="It may have left, or its visit is over.")
        return kept.path

    async def parties(self, statuses: Sequence[PartyStatus] = (), limit: int = 100) -> list[Party]:
        """Parties: of some statuses in their order, or the latest of all, newest first."""
        return await self._read(
            lambda read: read_parties(read, statuses, limit) if statuses else read_latest_parties(read, limit)
        )

    async def party(self, party: int) -> ListedParty:
        """One party with what was typed about it, as long as that is kept. Raises `NotFound`."""
        return await self._journal.read(lambda db: read_listed(db, party))

    async def called_guest(self, party: int) -> Guest | None:
        """What was typed about a party that is called and not seated yet; None about any other."""
        return await self._journal.read(lambda db: read_called(db, party))

    async def visits(
        self, *, open_only: bool = True, table: Id | None = None, waiter: int | None = None, limit: int = 100
    ) -> list[Visit]:
        """Visits, newest first."""
        return await self._read(lambda read: read_visits(read, open_only, table=table, waiter=waiter, limit=limit))

    async def visit(self, visit: int) -> VisitDetail:
        """One visit with its milestones and all that happened to it. Raises `NotFound`."""
        return await self._read(lambda read: read_detail(read, visit))

    async def payments(self, *, unmatched: bool = False, limit: int = 100) -> list[Payment]:
        """Payments, newest first; `unmatched`: only those that fit no visit yet."""
        return await self._read(lambda read: read_payments(read, unmatched=unmatched, limit=limit))

    async def add_party(
        self,
        came: PartyKind,
        wish: PartyWish,
        guest: Guest | None = None,
        quote: Quote | None = None,
        *,
        actor: str,
        once: Once | None = None,
    ) -> PartyDone:
        """Put a party on the list. Raises `BadInput`."""
        decide = partial(waitlist.add, came=came, wish=wish, guest=guest or Guest(), quote=quote)
        return await self._desk.carry_out(decide, actor=actor, once=once)

    async def change_party(
        self, party: int, edit: Callable[[waitlist.Entry], waitlist.Entry], *, actor: str, once: Once | None = None
    ) -> Done:
        """Put right what is known of a party; `edit` gets it as it is. Raises `NotFound`, `Conflict` or `BadInput`."""
        return await self._desk.carry_out(partial(waitlist.change, party=party, edit=edit), actor=actor, once=once)

    async def page(self, party: int, *, actor: str, once: Once | None = None) -> Done:
        """Call a party that is here. Raises `NotFound` or `Conflict`."""
        return await self._desk.carry_out(partial(waitlist.page, party=party), actor=actor, once=once)

    async def arrive(self, party: int, *, actor: str, once: Once | None = None) -> Done:
        """A reservation is here. Raises `NotFound` or `Conflict`."""
        return await self._desk.carry_out(partial(waitlist.arrive, party=party), actor=actor, once=once)

    async def leave(self, party: int, status: PartyStatus, *, actor: str, once: Once | None = None) -> Done:
        """A party will not be seated. Raises `NotFound`, `Conflict` or `BadInput`."""
        return await self._desk.carry_out(partial(waitlist.leave, party=party, status=status), actor=actor, once=once)

    async def seat(self, seating_: Seating, *, actor: str, once: Once | None = None) -> VisitDone:
        """Open a visit. Raises `TableTaken` with alternatives, `Conflict`, `NotFound` or `BadInput`."""
        try:
            return await self._desk.carry_out(partial(seating.seat, asked=seating_), actor=actor, once=once)
        except TableTaken as taken:
            raise await self._with_alternatives(taken, seating_) from None

    async def set_phase(
        self, visit: int, phase: Phase, *, actor: str, source: Source = Source.PERSON, once: Once | None = None
    ) -> VisitDone:
        """Say how far a meal is. Raises `NotFound`, or `Conflict` where it is that far already."""
        decide = partial(meals.set_phase, visit=visit, phase=phase)
        return await self._desk.carry_out(decide, actor=actor, source=source, once=once)

    async def set_size(self, visit: int, size: int, *, actor: str, once: Once | None = None) -> VisitDone:
        """Say how many guests there really are. Raises `NotFound` or `Conflict`."""
        return await self._desk.carry_out(partial(meals.set_size, visit=visit, size=size), actor=actor, once=once)

    async def move(self, visit: int, tables: Sequence[Id], *, actor: str, once: Once | None = None) -> VisitDone:
        """Let a visit go on at other tables. Raises like `seat`."""
        try:
            return await self._desk.carry_out(partial(moves.move, visit=visit, tables=tables), actor=actor, once=once)
        except TableTaken as taken:
            size = (await self.visit(visit)).size
            raise await self._with_alternatives(taken, Seating(tables=tuple(tables), size=size)) from None

    async def transfer(
        self, visit: int, waiter: int, credit: float = 0.0, *, actor: str, once: Once | None = None
    ) -> VisitDone:
        """Give a visit to another waiter; `credit` in [0, 1] stays with the one before. Raises `Conflict`."""
        decide = partial(moves.transfer, visit=visit, waiter=waiter, credit=credit)
        return await self._desk.carry_out(decide, actor=actor, once=once)

    async def close(self, visit: int, *, actor: str, once: Once | None = None) -> VisitDone:
        """The guests have left. Raises `NotFound`, or `Conflict` if it is over."""
        return await self._desk.carry_out(partial(moves.close, visit=visit), actor=actor, once=once)

    async def end_shift(
        self, shift: int, handoff: Sequence[HandOver] = (), *, actor: str, once: Once | None = None
    ) -> ShiftDone:
        """Hand over somebody's open tables and clock them out. Raises `OpenTables` naming what nobody takes."""
        return await self._desk.carry_out(partial(moves.end, shift=shift, handoff=handoff), actor=actor, once=once)

    async def take_payment(self, bill: Bill, *, actor: str) -> PaymentDone:
        """Book a payment, once per transaction. Raises `Conflict` where it came before with other amounts."""
        return await self._desk.carry_out(partial(payments.take, bill=bill), actor=actor, source=Source.POS)

    async def match_payment(self, payment: int, visit: int, *, actor: str, once: Once | None = None) -> PaymentDone:
        """Say which visit a payment belongs to. Raises `NotFound` or `Conflict`."""
        decide = partial(payments.match, payment=payment, visit=visit)
        return await self._desk.carry_out(decide, actor=actor, once=once)

    def follow(self, transaction: Transaction, envelope: Envelope) -> None:
        """Journal what follows for visits from a table's change, inside the command that journals that change."""
        following.follow(transaction, envelope)

    async def sweep(self) -> None:
        """End what everybody forgot about half a day ago."""
        await self._journal.command(following.sweep, actor="system", source=Source.SYSTEM)

    async def _with_alternatives(self, taken: TableTaken, asked: Seating) -> TableTaken:
        wish = PartyWish(size=asked.size)
        if asked.party is not None:
            wish = (await self.party(asked.party)).wish
        found = await self._alternatives(wish, taken.tables)
        return TableTaken(taken.message, hint=taken.hint, tables=taken.tables, alternatives=found)

    async def _read(self, query: Callable[[Rows], T]) -> T:
        return await self._journal.read(lambda db: query(rows_of(db)))


__all__ = ["LISTED", "Service"]
