"""A restaurant in service, on a real database: tables T1 to T4, the servers Ana and Ben, the host Hal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from edge.clock import ManualClock
from edge.events import (
    Availability,
    EventData,
    HousePolicy,
    PartyKind,
    PartyStatus,
    PolicySet,
    RoutingPolicy,
    Source,
    StaffRole,
    TableChanged,
)
from edge.floor.desk import Desk
from edge.floor.service import (
    Bill,
    Guest,
    PartyWish,
    PaymentDone,
    Seating,
    Service,
    ServiceProjection,
    ServiceView,
    Visit,
    VisitDone,
    WaiterLoad,
    read_loads,
    read_states,
)
from edge.floor.setup import Section, Setup, TableSetup
from edge.floor.undo import Undo
from edge.journal import Journal, Transaction, rows_of
from edge.rooms import PROJECTIONS, build_rooms
from edge.staff import Contact, Staff

WHO = "tablet:host"
TABLES = ("T1", "T2", "T3", "T4")


@dataclass
class House:
    """The rooms of one open journal, and short words for what tests do all the time."""

    folder: Path
    journal: Journal
    desk: Desk
    clock: ManualClock
    setup: Setup
    staff: Staff
    service: Service
    undo: Undo
    ana: int = 0
    ben: int = 0
    hal: int = 0
    shifts: dict[int, int] = field(default_factory=dict)

    async def furnish(self) -> None:
        """Set up four tables, and clock everybody in."""
        await self.setup.set_section(Section(section="main"), actor=WHO)
        for table in TABLES:
            await self.setup.set_table(TableSetup(table=table, section="main"), actor=WHO)
        self.ana = await self.hire("Ana")
        self.ben = await self.hire("Ben")
        self.hal = await self.hire("Hal", StaffRole.HOST)

    async def hire(self, name: str, role: StaffRole = StaffRole.SERVER) -> int:
        waiter = (await self.staff.add(Contact(name=name), role, actor=WHO)).waiter
        self.shifts[waiter] = (await self.staff.start(waiter, actor=WHO)).shift
        return waiter

    async def party(self, size: int | None = 2, name: str = "Lee", came: PartyKind = PartyKind.WALK_IN) -> int:
        due = self.clock.now() if came is PartyKind.RESERVATION else None
        wish = PartyWish(size=size, due=due)
        return (await self.service.add_party(came, wish, Guest(name=name), actor=WHO)).party

    async def seat(self, *tables: str, **more: object) -> VisitDone:
        return await self.service.seat(Seating.model_validate({"tables": tables, **more}), actor=WHO)

    async def see(self, table: str, value: Availability, confidence: float = 0.95) -> None:
        """A camera says what a table is; the floor journals it and lets the service follow."""

        def decide(transaction: Transaction) -> None:
            states = read_states(transaction.read)
            change = TableChanged(
                table=table,
                value=value,
                previous=states[table].value if table in states else None,
                confidence=confidence,
                since=self.clock.now(),
            )
            transaction.append(change)
            self.service.follow(transaction, transaction.appended[-1])

        await self.journal.command(decide, actor="vision", source=Source.CAMERA)

    async def say(self, event: EventData) -> None:
        await self.journal.append([event], actor=WHO, source=Source.PERSON)

    async def say_state(self, table: str, value: Availability) -> None:
        """A person says what a table is, and nothing follows."""
        now = self.clock.now()
        await self.say(TableChanged(table=table, value=value, confidence=1.0, since=now, source=Source.PERSON))

    async def reservation(self, minutes: float = 0) -> int:
        wish = PartyWish(size=2, due=self.clock.now() + timedelta(minutes=minutes))
        return (await self.service.add_party(PartyKind.RESERVATION, wish, Guest(name="Lee"), actor=WHO)).party

    async def step(self, party: int, step: str) -> None:
        """`page`, `arrive`, or how a party leaves."""
        if step in ("page", "arrive"):
            await getattr(self.service, step)(party, actor=WHO)
        else:
            await self.service.leave(party, PartyStatus(step), actor=WHO)

    async def pay(
        self, transaction: str, table: str | None, *, subtotal: int = 1000, tax: int = 0, tip: int = 0
    ) -> PaymentDone:
        bill = Bill(
            transaction=transaction, table=table, subtotal=subtotal, tax=tax, tip=tip, total=subtotal + tax + tip
        )
        return await self.service.take_payment(bill, actor="pos")

    async def limit(self, tables: int) -> None:
        await self.say(PolicySet(policy=HousePolicy(routing=RoutingPolicy(max_tables_per_waiter=tables))))

    async def view(self) -> ServiceView:
        return await self.service.view()

    async def visit_at(self, table: str) -> Visit | None:
        found = {name: visit for visit in (await self.view()).visits for name in visit.tables}
        return found.get(table)

    async def states(self) -> dict[str, Availability | None]:
        found = await self.journal.read(lambda db: read_states(rows_of(db)))
        return {name: state.value for name, state in found.items()}

    async def load(self, waiter: int) -> WaiterLoad:
        now = self.clock.now()
        loads = await self.journal.read(lambda db: read_loads(rows_of(db), now))
        return next(one for one in loads if one.waiter == waiter)

    async def kinds(self, after: int = 0) -> list[str]:
        return [one.kind for one in await self.journal.events(after=after)]


@asynccontextmanager
async def opened(folder: Path, clock: ManualClock, *, version: int = ServiceProjection.version) -> AsyncIterator[House]:
    """The rooms on what is on disk. Another `version` has the service's tables rebuilt from the events."""
    service = ServiceProjection()
    service.version = version
    projections = [service if isinstance(one, ServiceProjection) else one for one in PROJECTIONS]
    async with Journal.open(folder / "store.db", clock=clock, projections=projections) as journal:
        rooms = build_rooms(journal, clock)
        yield House(
            folder=folder,
            journal=journal,
            desk=Desk(journal, rooms.undo),
            clock=clock,
            setup=rooms.setup,
            staff=rooms.staff,
            service=rooms.service,
            undo=rooms.undo,
        )


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[House]:
    """A furnished restaurant."""
    async with opened(folder, ManualClock()) as house:
        await house.furnish()
        yield house
