"""The set-up's commands: each reads the room, asks a rule, and journals what it says, or is refused whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from edge.done import Done
from edge.events import EventData, HousePolicy, Id, Source, TablePlace
from edge.floor.setup import document as documents
from edge.floor.setup import joining, rules
from edge.floor.setup.document import SetupDocument
from edge.floor.setup.plan import draw
from edge.floor.setup.records import read_policy, read_room
from edge.floor.setup.room import Room, Section, TableSetup, Uses
from edge.journal import Journal, Once, Rows, rows_of
from edge.staff import enlist, read_people

if TYPE_CHECKING:
    from edge.floor.desk import Deed, Desk

Rule = Callable[[Room, Uses], Collection[EventData]]


class Setup:
    """Sections, tables, joined tables and the rules of the house.

    `uses` tells inside a command what of the room is in use.
    """

    def __init__(self, journal: Journal, desk: Desk, uses: Callable[[Rows], Uses] = lambda _: Uses()) -> None:
        self._journal = journal
        self._desk = desk
        self._uses = uses
        self._watched: Mapping[Id, Id] = {}

    async def room(self) -> Room:
        """The whole set-up as it is."""
        return await self._journal.read(lambda db: read_room(rows_of(db)))

    async def policy(self) -> HousePolicy:
        """The rules of the house in force."""
        return await self._journal.read(lambda db: read_policy(rows_of(db)))

    async def plan(self, draft: Sequence[TablePlace]) -> list[TablePlace]:
        """Where each table in use is drawn: where a person drew it, else as in the `draft`."""
        return draw((await self.room()).tables.values(), draft)

    async def adopt(self, watched: Mapping[Id, Id]) -> None:
        """Take over the tables that cameras see (each with one camera): new ones are set up with the defaults."""
        self._watched = dict(watched)

        def rule(room: Room, _: Uses) -> list[EventData]:
            return [TableSetup(table=table).event() for table in sorted(watched) if table not in room.tables]

        await self._carry_out(rule, actor="system", source=Source.SYSTEM)

    async def set_section(self, section: Section, *, actor: str, once: Once | None = None) -> Done:
        """Make or change a section."""
        return await self._carry_out(lambda room, _: rules.set_section(room, section), actor, once)

    async def remove_section(self, section: Id, *, actor: str, once: Once | None = None) -> Done:
        """Delete a section. Raises `NotFound`, or `Conflict` while something is in it."""
        return await self._carry_out(lambda room, uses: rules.remove_section(room, section, uses), actor, once)

    async def set_table(self, table: TableSetup, *, actor: str, once: Once | None = None) -> Done:
        """Make or change a table. Raises `BadInput`, or `Conflict` where it is closed while in use."""
        return await self._carry_out(lambda room, uses: rules.set_table(room, table, uses), actor, once)

    async def remove_table(self, table: Id, *, actor: str, once: Once | None = None) -> Done:
        """Delete a table. Raises `NotFound`, or `Conflict` while it is in use or a camera watches it."""
        return await self._carry_out(lambda room, uses: rules.remove_table(room, table, uses), actor, once)

    async def join(self, tables: Sequence[Id], *, actor: str, once: Once | None = None) -> Done:
        """Push free tables together; the first one leads. Raises `NotFound`, `BadInput` or `Conflict`."""
        return await self._carry_out(lambda room, uses: [joining.join(room, tables, uses)], actor, once)

    async def part(self, table: Id, *, actor: str, once: Once | None = None) -> Done:
        """Pull apart the tables that one is joined to. Raises `NotFound`, or `Conflict` while a party sits there."""
        return await self._carry_out(lambda room, uses: [joining.part(room, table, uses)], actor, once)

    async def set_policy(self, policy: HousePolicy, *, actor: str, once: Once | None = None) -> Done:
        """Change the rules of the house."""
        return await self._carry_out(lambda room, _: rules.set_policy(room, policy), actor, once)

    async def export(self) -> SetupDocument:
        """The whole set-up as one document."""
        room, people = await self._journal.read(lambda db: (read_room(rows_of(db)), read_people(db)))
        return documents.write_document(room, people)

    async def take_over(self, document: SetupDocument, *, actor: str, once: Once | None = None) -> Done:
        """Make the set-up as a document says, all of it or nothing. Raises `BadInput` with all that is against it."""

        def decide(deed: Deed) -> Done:
            self._append(deed, lambda room, uses: documents.changes(room, document, uses))
            deed.final = enlist(deed.transaction, document.staff or ())
            return _answer(deed)

        return await self._desk.carry_out(decide, actor=actor, once=once)

    async def _carry_out(
        self, rule: Rule, actor: str, once: Once | None = None, source: Source = Source.PERSON
    ) -> Done:
        def decide(deed: Deed) -> Done:
            self._append(deed, rule)
            return _answer(deed)

        return await self._desk.carry_out(decide, actor=actor, source=source, once=once)

    def _append(self, deed: Deed, rule: Rule) -> None:
        """Journal what a rule says, and what would take it back."""
        room = read_room(deed.read)
        for event in rule(room, replace(self._uses(deed.read), watched=self._watched)):
            back = rules.inverse(event, room)
            deed.append(event)
            deed.undo(*([back] if back else []))


def _answer(deed: Deed) -> Done:
    """The last event; where nothing had to change, the newest there is."""
    return deed.answer(Done) if deed.transaction.appended else Done(seq=deed.transaction.seq)


__all__ = ["Setup"]
