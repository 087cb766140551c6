"""Shifts: who works, in which section, and when they rest."""

from pydantic import Field

from edge.errors import Conflict, NotFound
from edge.events import Id, Value
from edge.floor.service import HandOver
from edge.staff import Person, Shift, ShiftDone
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Flag, Seq
from edge.web.roles import Role


class ShiftPath(Asked):
    """Which shift."""

    shift: Seq


class ShiftQuery(Asked):
    """Which shifts."""

    active: Flag | None = Field(None, description="Only open ones, or only those that have ended.")
    waiter: Seq | None = Field(None, description="Only somebody's.")
    limit: int = Field(100, ge=1, le=500, description="How many, newest first.")


class ShiftBody(Asked):
    """Somebody clocks in. `section` null: they work anywhere."""

    waiter: Seq
    section: Id | None = None


class ShiftSection(Asked):
    """Another section; null: anywhere."""

    section: Id | None


class HandOff(Asked):
    """An open visit goes to somebody else."""

    visit: Seq
    waiter: Seq
    credit: float = Field(0.0, ge=0, le=1, description="The share of covers and tip that stays with who leaves.")


class ShiftEnd(Asked):
    """Somebody clocks out. `handoff`: who takes each of their open visits."""

    handoff: tuple[HandOff, ...] = Field((), max_length=100)


class ShiftView(Shift):
    """A shift that is or was, and whose it is. `name` null: erased."""

    name: str | None


class ShiftList(Value):
    """Shifts, newest first."""

    shifts: list[ShiftView]


@endpoint("GET", "/api/v1/shifts", role=Role.WAITER)
async def read_shifts(call: Call[Nothing, ShiftQuery, Nothing]) -> ShiftList:
    """Shifts that are or were, with their breaks, newest first."""
    asked, staff = call.query, call.house.staff
    names = {person.waiter: person for person in await staff.people()}
    shifts = await staff.shifts(waiter=asked.waiter, active=asked.active, limit=asked.limit)
    return ShiftList(shifts=[_view(shift, names[shift.waiter]) for shift in shifts])


@endpoint("GET", "/api/v1/shifts/{shift}", role=Role.WAITER, raises=(NotFound,))
async def read_shift(call: Call[ShiftPath, Nothing, Nothing]) -> ShiftView:
    """One shift with its breaks."""
    shift = await call.house.staff.shift(call.path.shift)
    person, _ = await call.house.staff.person(shift.waiter)
    return _view(shift, person)


@endpoint("POST", "/api/v1/shifts", role=Role.HOST, status=201, command=True, raises=(NotFound, Conflict))
async def start_shift(call: Call[Nothing, Nothing, ShiftBody]) -> ShiftDone:
    """Clock somebody in. Nobody has two open shifts."""
    return await call.house.staff.start(call.body.waiter, call.body.section, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/shifts/{shift}/break", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def start_break(call: Call[ShiftPath, Nothing, Nothing]) -> ShiftDone:
    """Somebody goes on break: they are given no table until they are back."""
    return await call.house.staff.start_break(call.path.shift, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/shifts/{shift}/resume", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def end_break(call: Call[ShiftPath, Nothing, Nothing]) -> ShiftDone:
    """Somebody is back from break."""
    return await call.house.staff.end_break(call.path.shift, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/shifts/{shift}/section", role=Role.HOST, command=True, raises=(NotFound, Conflict))
async def move_shift(call: Call[ShiftPath, Nothing, ShiftSection]) -> ShiftDone:
    """Give somebody another section, or any."""
    return await call.house.staff.move(call.path.shift, call.body.section, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/shifts/{shift}/end", role=Role.HOST, command=True, raises=(NotFound, Conflict))
async def end_shift(call: Call[ShiftPath, Nothing, ShiftEnd]) -> ShiftDone:
    """Clock somebody out, handing over their open tables.

    Refused, naming the tables, while one of them has nobody to take it.
    """
    handoff = [HandOver(visit=one.visit, waiter=one.waiter, credit=one.credit) for one in call.body.handoff]
    return await call.house.service.end_shift(call.path.shift, handoff, actor=call.actor, once=call.once)


def _view(shift: Shift, person: Person) -> ShiftView:
    return ShiftView(**dict(shift), name=person.name)


ENDPOINTS = (read_shifts, read_shift, start_shift, start_break, end_break, move_shift, end_shift)

__all__ = ["ENDPOINTS"]
