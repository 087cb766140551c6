"""Sections: the parts of the room."""

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import Id, Value
from edge.floor.setup import Section
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Role


class SectionPath(Asked):
    """Which section."""

    section: Id


class SectionBody(Asked):
    """A section. `active` false: closed for now; no shift can be put there."""

    active: bool = True


class SectionList(Value):
    """All sections."""

    sections: list[Section]


@endpoint("GET", "/api/v1/sections", role=Role.VIEW)
async def read_sections(call: Plain) -> SectionList:
    """Every section, closed ones too."""
    room = await call.house.setup.room()
    return SectionList(sections=list(room.sections.values()))


@endpoint("PUT", "/api/v1/sections/{section}", role=Role.MANAGER, command=True, raises=(Conflict,))
async def set_section(call: Call[SectionPath, Nothing, SectionBody]) -> Done:
    """Make or change a section."""
    section = Section(section=call.path.section, active=call.body.active)
    return await call.house.setup.set_section(section, actor=call.actor, once=call.once)


@endpoint("DELETE", "/api/v1/sections/{section}", role=Role.MANAGER, command=True, raises=(NotFound, Conflict))
async def remove_section(call: Call[SectionPath, Nothing, Nothing]) -> Done:
    """Delete a section that nothing is in: no table, no shift, no waiting party."""
    return await call.house.setup.remove_section(call.path.section, actor=call.actor, once=call.once)


ENDPOINTS = (read_sections, set_section, remove_section)

__all__ = ["ENDPOINTS"]
