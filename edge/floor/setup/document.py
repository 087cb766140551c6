"""The whole set-up as one JSON document: written out, read in again, and what reading it in would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from edge.errors import BadInput
from edge.events import EventData, HousePolicy, SectionRemoved, TableRemoved, Value
from edge.floor.setup.room import Room, Section, TableSetup, Uses
from edge.floor.setup.rules import set_policy, set_section, what_is_wrong, why_busy, why_table_stays
from edge.staff import Colleague, Person, list_staff

_SHOWN = 20


class SetupDocument(Value):
    """A restaurant's whole set-up.

    What it leaves out is deleted: sections and tables that are not in it. People are added or changed by their name;
    nobody is deleted by it, and `staff` null leaves the staff alone. Who sits where is not in it.
    """

    format: Literal[1] = 1
    sections: tuple[Section, ...] = Field((), max_length=200)
    tables: tuple[TableSetup, ...] = Field((), max_length=1000)
    policy: HousePolicy = HousePolicy()
    staff: tuple[Colleague, ...] | None = Field(None, max_length=1000)


def write_document(room: Room, people: Iterable[Person]) -> SetupDocument:
    """The set-up as a document. Who was erased is not in it."""
    return SetupDocument(
        sections=tuple(room.sections.values()),
        tables=tuple(TableSetup(**dict(table.event())) for table in room.tables.values()),
        policy=room.policy,
        staff=list_staff(people),
    )


def changes(room: Room, document: SetupDocument, uses: Uses) -> list[EventData]:
    """What makes the room as the document says. Raises `BadInput` with all that stands against it."""
    faults = list(_faults(room, document, uses))
    if faults:
        more = f" and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise BadInput(
            f"The set-up cannot be taken over: {'; '.join(faults[:_SHOWN])}{more}.",
            hint="Nothing was changed. Correct the document and send it again.",
        )
    return [
        *(event for section in document.sections for event in set_section(room, section)),
        *(table.event() for table in document.tables if _differs(room, table)),
        *(TableRemoved(table=table) for table in _tables_left_out(room, document)),
        *(SectionRemoved(section=section) for section in _sections_left_out(room, document)),
        *set_policy(room, document.policy),
    ]


def _faults(room: Room, document: SetupDocument, uses: Uses) -> Iterator[str]:
    sections = [section.section for section in document.sections]
    yield from _doubled("section", sections)
    yield from _doubled("table", [table.table for table in document.tables])
    for table in document.tables:
        if problem := what_is_wrong(table, sections):
            yield f"table {table.table}: {problem}"
        elif problem := _why_not_closed(room, table, uses):
            yield f"table {table.table} cannot be set inactive: {problem}"
    for left_out in _tables_left_out(room, document):
        if problem := why_table_stays(room, left_out, uses):
            yield f"table {left_out} is missing, but {problem}"
    for section in _sections_left_out(room, document):
        if problem := uses.sections.get(section):
            yield f"section {section} is missing, but {problem}"


def _doubled(noun: str, ids: list[str]) -> Iterator[str]:
    yield from (f"{noun} {one} is there {count} times" for one, count in Counter(ids).items() if count > 1)


def _why_not_closed(room: Room, table: TableSetup, uses: Uses) -> str | None:
    before = room.tables.get(table.table)
    return why_busy(room, table.table, uses) if before and before.active and not table.active else None


def _differs(room: Room, table: TableSetup) -> bool:
    before = room.tables.get(table.table)
    return before is None or before.event() != table.event()


def _tables_left_out(room: Room, document: SetupDocument) -> list[str]:
    kept = {table.table for table in document.tables}
    return [table for table in room.tables if table not in kept]


def _sections_left_out(room: Room, document: SetupDocument) -> list[str]:
    kept = {section.section for section in document.sections}
    return [section for section in room.sections if section not in kept]


__all__ = ["SetupDocument", "changes", "write_document"]
