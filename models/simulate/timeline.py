"""An evening at a few tables: parties come, eat, leave a mess, staff clear it. A pure function of time, and cyclic: the
end runs into the beginning, so that footage of it may be looped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.simulate.crowd import seated
from models.simulate.layout import surface
from models.simulate.palette import Palette
from models.simulate.people import Clothes, Person
from models.simulate.pools import POOLS
from models.simulate.room import Item, Room, State
from models.simulate.tabletop import things
from models.simulate.walk import Route, route, seat_side

CLEARING_S = 4.0
"""How long staff stand at a dirty table until it is clean."""


@dataclass(frozen=True)
class Pace:
    """Ranges in seconds of how long a party stays, its mess lies, and the table then rests."""

    stay_s: tuple[float, float] = (14.0, 24.0)
    mess_s: tuple[float, float] = (10.0, 15.0)
    rest_s: tuple[float, float] = (8.0, 14.0)


@dataclass(frozen=True)
class Guest:
    """One guest of a sitting: how they sit, and the way from the door to the seat; `lag_s` behind the first."""

    person: Person
    way: Route
    lag_s: float
    phase: float


@dataclass(frozen=True)
class Sitting:
    """A party at a table. Seconds of the timeline: the first sits down at `sits_s`, all get up at `leaves_s`, the table
    is clean again at `clean_s`; times may run past the end, which is the beginning."""

    table: int
    sits_s: float
    leaves_s: float
    clean_s: float
    guests: tuple[Guest, ...]
    meal: tuple[Item, ...]
    mess: tuple[Item, ...]
    staff: Clothes
    staff_way: Route


@dataclass(frozen=True)
class Moment:
    """From `t_s` on, `table` (0-based) is in this state with so many people."""

    t_s: float
    table: int
    state: State
    people: int


@dataclass(frozen=True)
class Timeline:
    room: Room
    duration_s: float
    sittings: tuple[Sitting, ...]

    def at(self, t_s: float) -> Room:
        """The room at a time (taken modulo the duration), with its people and what lies on its tables."""
        tables = list(self.room.tables)
        people: list[Person] = []
        for sitting in self.sittings:
            since = self._since(sitting, t_s)
            people += _present(sitting, since, t_s / self.duration_s)
            state, _ = _state(sitting, since)
            if state != "clean":
                bare = tables[sitting.table]
                tables[sitting.table] = replace(bare, state=state, items=_lying(sitting, since))
        return replace(self.room, tables=tuple(tables), people=tuple(people))

    def truth(self) -> list[Moment]:
        """Every change in order of time, after the state of each table at 0 s."""
        moments = [self._moment(number, 0.0) for number in range(len(self.room.tables))]
        last = {moment.table: (moment.state, moment.people) for moment in moments}
        for t_s in sorted(set(self._instants())):
            for number in range(len(self.room.tables)):
                moment = self._moment(number, t_s)
                if (moment.state, moment.people) != last[number]:
                    last[number] = (moment.state, moment.people)
                    moments.append(moment)
        return moments

    def _since(self, sitting: Sitting, t_s: float) -> float:
        """Seconds since the first guest sat down, from -half a round on."""
        half = self.duration_s / 2
        shift = (sitting.clean_s - sitting.sits_s) / 2
        return float((t_s - sitting.sits_s - shift + half) % self.duration_s - half + shift)

    def _instants(self) -> Iterator[float]:
        for sitting in self.sittings:
            arrivals = [sitting.sits_s + guest.lag_s for guest in sitting.guests]
            for t_s in (*arrivals, sitting.leaves_s, sitting.clean_s):
                yield round(t_s % self.duration_s, 3)

    def _moment(self, number: int, t_s: float) -> Moment:
        for sitting in self.sittings:
            if sitting.table == number:
                state, people = _state(sitting, self._since(sitting, t_s + 1e-3))
                if state != "clean":
                    return Moment(t_s, number, state, people)
        return Moment(t_s, number, "clean", 0)


def sample_timeline(room: Room, duration_s: float, seed: int, pace: Pace | None = None) -> Timeline:
    """A schedule for every table of the room: as many sittings as fit, the first change within about ten seconds."""
    rng = np.random.default_rng([seed, 21])
    palette = Palette(rng, POOLS[room.family], wild=False)
    pace = pace or Pace()
    sittings: list[Sitting] = []
    for number in range(len(room.tables)):
        start = float(rng.uniform(0, duration_s)) if number else 6.0
        end = start + duration_s
        while True:
            stay, mess, rest = (float(rng.uniform(*span)) for span in (pace.stay_s, pace.mess_s, pace.rest_s))
            if start + stay + mess + rest > end:
                break
            sittings.append(_sitting(room, number, (start, start + stay, start + stay + mess), palette, rng))
            start += stay + mess + rest
    return Timeline(room, duration_s, tuple(sittings))


def _sitting(
    room: Room, number: int, times: tuple[float, float, float], palette: Palette, rng: np.random.Generator
) -> Sitting:
    table = room.tables[number]
    order = rng.permutation(len(table.seats))[: int(rng.integers(1, len(table.seats) + 1))]
    guests = []
    for rank, index in enumerate(order):
        person = seated(number, table, table.seats[int(index)], palette, rng)
        person = replace(person, heading_deg=table.seats[int(index)].heading_deg, reach=max(person.reach, 0.3))
        way = route(room, (person.x, person.y), seat_side(table.seats[int(index)]))
        guests.append(Guest(person, way, 0.9 * rank, float(rng.uniform(0, 1))))
    top = surface(table)
    side = (table.x + 0.62 * table.width + 0.25, table.y)
    return Sitting(
        table=number,
        sits_s=times[0],
        leaves_s=times[1],
        clean_s=times[2],
        guests=tuple(guests),
        meal=things("occupied", top, palette, rng),
        mess=things("dirty", top, palette, rng),
        staff=palette.clothes(staff=True),
        staff_way=route(room, side, side),
    )


def _state(sitting: Sitting, since: float) -> tuple[State, int]:
    leaves, clean = sitting.leaves_s - sitting.sits_s, sitting.clean_s - sitting.sits_s
    if since < 0 or since >= clean:
        return "clean", 0
    if since >= leaves:
        return "dirty", 0
    return "occupied", sum(since >= guest.lag_s for guest in sitting.guests)


def _lying(sitting: Sitting, since: float) -> tuple[Item, ...]:
    """The meal comes after a while; the mess is cleared away in two goes."""
    leaves, clean = sitting.leaves_s - sitting.sits_s, sitting.clean_s - sitting.sits_s
    if since < leaves:
        return sitting.meal if since > 0.15 * leaves else sitting.meal[:1]
    return sitting.mess if since < clean - CLEARING_S / 2 else sitting.mess[: max(1, len(sitting.mess) // 2)]


def _present(sitting: Sitting, since: float, cycle: float) -> Iterator[Person]:
    """The party and the staff who clear after them, wherever they are on their ways."""
    leaves = sitting.leaves_s - sitting.sits_s
    for guest in sitting.guests:
        if guest.lag_s <= since < leaves:
            yield _seated(guest, since - guest.lag_s, leaves - since, cycle)
            continue
        arriving = since < guest.lag_s
        way, person = guest.way, guest.person
        walker = way.arriving(person, guest.lag_s - since) if arriving else way.leaving(person, since - leaves)
        if walker:
            yield walker
    worker = _staff(sitting, since - (sitting.clean_s - sitting.sits_s))
    if worker:
        yield worker


def _staff(sitting: Sitting, since_clean: float) -> Person | None:
    """Staff come to the table, stand there while they clear it, and carry things away."""
    worker = Person(0, 0, 0, sitting.staff, hands=("carry", "carry"))
    if since_clean >= 0:
        return sitting.staff_way.leaving(worker, since_clean)
    if since_clean < -CLEARING_S:
        return sitting.staff_way.arriving(worker, -CLEARING_S - since_clean)
    x, y = sitting.staff_way.end
    reach = 0.45 + 0.1 * float(np.sin(4 * since_clean))
    return replace(
        worker, x=x, y=y, heading_deg=90.0, hands=("table", "table"), lean_deg=24, look_deg=(0, 20), reach=reach
    )


def _seated(guest: Guest, so_far: float, left: float, cycle: float) -> Person:
    """Seated, moving a little, in whole periods of the timeline; going down and up take less than half a second."""
    p = guest.person
    sway = np.sin(2 * np.pi * (round(20 + 10 * guest.phase) * cycle + guest.phase))
    nod = np.sin(2 * np.pi * (round(33 + 12 * guest.phase) * cycle + 2 * guest.phase))
    rise = 0.12 * max(0.0, 1 - so_far / 0.4, 1 - left / 0.4)
    return replace(
        p,
        seat=p.seat + rise,
        lean_deg=p.lean_deg + 4 * float(sway) + 90 * rise,
        look_deg=(p.look_deg[0] + 14 * float(nod), p.look_deg[1] + 5 * float(sway)),
        reach=p.reach + 0.03 * float(nod),
    )
