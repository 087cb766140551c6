"""What the room is made of: sections, tables, joined tables, and the rules of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field

from edge.events import Availability, HousePolicy, Id, Location, Place, TableSet, TableType, Value


class Section(Value):
    """A part of the room. `active` false: closed for now."""

    section: Id
    active: bool = True


class TableShape(Value):
    """What there is to say of a table. `place` None: nobody has drawn it; `active` false: not in use for now."""

    section: Id | None = None
    seats_min: int = Field(1, ge=1, le=100)
    seats_max: int = Field(4, ge=1, le=100)
    type: TableType = TableType.TABLE
    location: Location = Location.INSIDE
    place: Place | None = None
    active: bool = True


class _Named(Value):
    table: Id


class TableSetup(TableShape, _Named):
    """A table as it is set up: its id first, then what there is to say of it."""

    def event(self) -> TableSet:
        """The event that makes the table so."""
        return TableSet(**{name: getattr(self, name) for name in TableSetup.model_fields})


class Table(TableSetup):
    """A table in the room. `joined`: all tables it is pushed together with and itself, the lead first; else empty."""

    joined: tuple[Id, ...] = ()


class Join(Value):
    """Tables pushed together: the first one leads, `seats_max` is what they seat as one."""

    tables: tuple[Id, ...]
    seats_max: int


@dataclass(frozen=True)
class Room:
    """The whole set-up at one moment."""

    sections: Mapping[Id, Section] = field(default_factory=dict)
    tables: Mapping[Id, Table] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    policy: HousePolicy = field(default_factory=HousePolicy)


@dataclass(frozen=True)
class Uses:
    """What of the room is in use, and so cannot be changed freely.

    `visits`: who sits where; `states`: what tables are, as far as known; `watched`: tables and the camera that sees
    them; `sections`: why a section is needed, in words (`shift 12 works there`).
    """

    visits: Mapping[Id, int] = field(default_factory=dict)
    states: Mapping[Id, Availability] = field(default_factory=dict)
    watched: Mapping[Id, Id] = field(default_factory=dict)
    sections: Mapping[Id, str] = field(default_factory=dict)


__all__ = ["Join", "Room", "Section", "Table", "TableSetup", "TableShape", "Uses"]
