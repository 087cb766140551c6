"""Rooms for tests: small ones by hand, and any that rules allow."""

from __future__ import annotations

from hypothesis import strategies as st

from edge.events import HousePolicy, Id, Location, Place, PolicySet, RoutingMode, RoutingPolicy, SectionSet, TableType
from edge.floor.setup import Room, Section, SetupDocument, SetupProjection, TableSetup, read_room
from tests.folding import Fold

SECTIONS = ("bar", "main", "patio")
TABLES = ("T1", "T2", "T3", "T4", "T5", "T6")

places = st.builds(
    Place,
    x=st.floats(0, 1000),
    y=st.floats(0, 1000),
    width=st.floats(10, 200),
    height=st.floats(10, 200),
    angle_deg=st.floats(0, 360),
)
policies = st.builds(HousePolicy, routing=st.builds(RoutingPolicy, mode=st.sampled_from(RoutingMode)))


def tables(sections: tuple[Id, ...] | list[Id], table: Id | None = None) -> st.SearchStrategy[TableSetup]:
    """Any table that makes sense where there are these sections."""
    seats = st.tuples(st.integers(1, 10), st.integers(1, 10)).map(sorted)
    return st.builds(
        lambda seats, **fields: TableSetup(seats_min=seats[0], seats_max=seats[1], **fields),
        seats=seats,
        table=st.just(table) if table else st.sampled_from(TABLES),
        section=st.sampled_from([None, *sections]),
        type=st.sampled_from(TableType),
        location=st.sampled_from(Location),
        place=st.none() | places,
        active=st.booleans(),
    )


@st.composite
def documents(draw: st.DrawFn) -> SetupDocument:
    """Any document that makes sense in itself."""
    sections = draw(st.lists(st.sampled_from(SECTIONS), unique=True))
    named = draw(st.lists(st.sampled_from(TABLES), unique=True))
    return SetupDocument(
        sections=tuple(Section(section=section, active=draw(st.booleans())) for section in sorted(sections)),
        tables=tuple(draw(tables(sections, table)) for table in sorted(named)),
        policy=draw(policies),
    )


def room_of(document: SetupDocument) -> tuple[Fold, Room]:
    """The room that a document describes."""
    fold = Fold(SetupProjection())
    fold.extend(SectionSet(section=section.section, active=section.active) for section in document.sections)
    fold.extend(table.event() for table in document.tables)
    fold.append(PolicySet(policy=document.policy))
    return fold, read_room(fold.read)


def a_room(*tables: TableSetup, sections: tuple[Id, ...] = SECTIONS) -> tuple[Fold, Room]:
    """A room with some sections and tables."""
    return room_of(SetupDocument(sections=tuple(Section(section=each) for each in sections), tables=tables))
