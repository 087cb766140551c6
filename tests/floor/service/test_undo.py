"""Taking back: all that a command did, for a short while, unless something newer touched it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from edge.done import Done
from edge.errors import Conflict, NotAllowed
from edge.events import Availability, HousePolicy, PartyKind, PartyStatus, Phase, PolicySet
from edge.floor.service import Entry, Guest, PartyWish, ServiceView
from tests.floor.service.house import WHO, House


class Table:
    """What the commands below work on: a waiting party, a called one, and a visit at T1 served by Ana."""

    def __init__(self, house: House, waiting: int, paged: int, visit: int) -> None:
        self.house = house
        self.waiting = waiting
        self.paged = paged
        self.visit = visit


@pytest.fixture
async def table(house: House) -> Table:
    waiting, paged, seated = [await house.party(size=2) for _ in range(3)]
    await house.service.page(paged, actor=WHO)
    visit = (await house.seat("T1", party=seated, waiter=house.ana)).visit
    await house.service.set_phase(visit, Phase.ORDERED, actor=WHO)
    house.clock.advance(100)
    return Table(house, waiting, paged, visit)


COMMANDS: dict[str, Callable[[Table], Awaitable[Done]]] = {
    "page": lambda t: t.house.service.page(t.waiting, actor=WHO),
    "leave": lambda t: t.house.service.leave(t.paged, PartyStatus.WALKED_AWAY, actor=WHO),
    "change": lambda t: t.house.service.change_party(
        t.waiting, lambda _: Entry(wish=PartyWish(size=7), guest=Guest(name="Other")), actor=WHO
    ),
    "seat": lambda t: t.house.seat("T2", "T3", party=t.paged, waiter=t.house.ben),
    "phase": lambda t: t.house.service.set_phase(t.visit, Phase.CHECK, actor=WHO),
    "size": lambda t: t.house.service.set_size(t.visit, 4, actor=WHO),
    "move": lambda t: t.house.service.move(t.visit, ("T4",), actor=WHO),
    "transfer": lambda t: t.house.service.transfer(t.visit, t.house.ben, 0.25, actor=WHO),
    "close": lambda t: t.house.service.close(t.visit, actor=WHO),
}


def bare(view: ServiceView) -> str:
    """All that a tablet shows, without the number and time of the look."""
    return view.model_copy(update={"seq": 0}).model_dump_json(exclude={"at"})


@pytest.mark.parametrize("name", COMMANDS)
async def test_undoing_brings_everything_back_as_it_was(table: Table, name: str) -> None:
    house = table.house
    for name_ in ("T1", "T2", "T3", "T4"):
        await house.see(name_, (await house.states()).get(name_) or Availability.CLEAN)
    before, states = bare(await house.view()), await house.states()
    done = await COMMANDS[name](table)
    assert done.undo
    assert done.undo_until
    assert bare(await house.view()) != before
    await house.undo.take_back(done.undo, actor=WHO)
    assert (await house.kinds(after=done.seq))[0] == "command.undone"
    assert bare(await house.view()) == before
    assert await house.states() == states


async def test_undoing_an_addition_takes_the_party_and_its_name_away(house: House) -> None:
    done = await house.service.add_party(PartyKind.WALK_IN, PartyWish(size=2), Guest(name="Lee"), actor=WHO)
    assert done.undo
    await house.undo.take_back(done.undo, actor=WHO)
    party = await house.service.party(done.party)
    assert (party.status, party.name) == (PartyStatus.CANCELLED, None)


@pytest.mark.parametrize("name", COMMANDS)
async def test_too_late_is_refused(table: Table, name: str) -> None:
    done = await COMMANDS[name](table)
    assert done.undo
    table.house.clock.advance(30.5)
    seq = table.house.journal.seq
    with pytest.raises(Conflict, match="no longer"):
        await table.house.undo.take_back(done.undo, actor=WHO)
    assert table.house.journal.seq == seq


@pytest.mark.parametrize(
    ("name", "newer", "undone"),
    [
        ("seat", "size of it", False),
        ("seat", "other table", True),
        ("seat", "camera there", False),
        ("phase", "size of it", False),
        ("close", "seat there", False),
        ("move", "seat there", False),
        ("transfer", "other visit to the same waiter", True),
    ],
)
async def test_what_something_newer_touched_stays(table: Table, name: str, newer: str, undone: bool) -> None:
    house = table.house
    done = await COMMANDS[name](table)
    assert done.undo
    visit = (await house.service.visits())[0].visit if name == "seat" else table.visit
    if newer == "size of it":
        await house.service.set_size(visit, 6, actor=WHO)
    elif newer == "camera there":
        await house.see("T2", Availability.DIRTY)
    elif newer == "seat there":
        await house.say_state("T1", Availability.CLEAN)
        await house.seat("T1", party=table.waiting)
    else:
        await house.seat("T4", waiter=house.ben)
    if undone:
        await house.undo.take_back(done.undo, actor=WHO)
    else:
        with pytest.raises(Conflict, match="Something newer"):
            await house.undo.take_back(done.undo, actor=WHO)


async def test_only_who_did_it_takes_it_back_and_only_once(house: House) -> None:
    done = await house.seat("T1")
    assert done.undo
    with pytest.raises(NotAllowed):
        await house.undo.take_back(done.undo, actor="tablet:other")
    await house.undo.take_back(done.undo, actor=WHO)
    with pytest.raises(Conflict):
        await house.undo.take_back(done.undo, actor=WHO)


async def test_a_house_may_have_no_undo_or_a_longer_one(house: House) -> None:
    await house.say(PolicySet(policy=HousePolicy(undo_s=0)))
    assert (await house.seat("T1")).undo is None
    await house.say(PolicySet(policy=HousePolicy(undo_s=120)))
    done = await house.seat("T2")
    house.clock.advance(100)
    assert done.undo
    await house.undo.take_back(done.undo, actor=WHO)
