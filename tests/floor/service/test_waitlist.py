"""The waitlist: order, what guests see, and what is kept of them for how long."""

from __future__ import annotations

import pytest

from edge.errors import BadInput, Conflict, NotFound
from edge.events import PartyKind, PartyStatus
from edge.floor.service import Entry, Guest, GuestPosition, PartyWish, Quote
from tests.floor.service.house import WHO, House


async def test_who_is_here_is_in_the_order_they_came_and_reservations_in_that_of_their_time(house: House) -> None:
    later = await house.reservation(minutes=90)
    first = await house.party(name="first")
    house.clock.advance(60)
    sooner = await house.reservation(minutes=30)
    second = await house.party(name="second")
    house.clock.advance(60)
    await house.service.arrive(sooner, actor=WHO)
    parties = (await house.view()).parties
    assert [(one.party, one.position) for one in parties] == [(first, 1), (second, 2), (sooner, 3), (later, None)]


async def test_guests_see_their_place_and_what_is_left_until_they_sit(house: House) -> None:
    await house.party()
    done = await house.service.add_party(
        PartyKind.WALK_IN, PartyWish(size=2), quote=Quote(low_min=10, high_min=20), actor=WHO
    )
    token = done.guest_path.removeprefix("/g/")
    see = house.service.guest_position
    assert await see(token) == GuestPosition(position=2, low_min=10, high_min=20)
    house.clock.advance(12 * 60)
    await house.service.page(done.party, actor=WHO)
    assert await see(token) == GuestPosition(position=2, low_min=0, high_min=8, paged=True)
    visit = (await house.seat("T1", party=done.party)).visit
    assert await see(token) == GuestPosition(ended=True)
    await house.service.close(visit, actor=WHO)
    for gone in (token, "", "x" * 500, "\ud800"):
        with pytest.raises(NotFound):
            await see(gone)


async def test_a_party_is_put_right_and_keeps_its_page(house: House) -> None:
    done = await house.service.add_party(PartyKind.WALK_IN, PartyWish(size=2), Guest(name="Lee"), actor=WHO)

    def edit(before: Entry) -> Entry:
        return Entry(wish=PartyWish(size=5), guest=Guest(name="Li", note="window"), quote=Quote(low_min=5, high_min=9))

    await house.service.change_party(done.party, edit, actor=WHO)
    party = await house.service.party(done.party)
    assert (party.size, party.name, party.note, party.low_min) == (5, "Li", "window", 5)
    seen = await house.service.guest_position(done.guest_path.removeprefix("/g/"))
    assert (seen.low_min, seen.high_min) == (5, 9)


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        (["page", "page"], PartyStatus.PAGED),
        (["walked_away"], PartyStatus.WALKED_AWAY),
        (["page", "cancelled"], PartyStatus.CANCELLED),
        (["arrive"], None),
        (["no_show"], None),
        (["walked_away", "page"], None),
        (["walked_away", "walked_away"], None),
    ],
)
async def test_what_may_become_of_a_walk_in(house: House, steps: list[str], status: PartyStatus | None) -> None:
    party = await house.party()
    *before, last = steps
    for step in before:
        await house.step(party, step)
    if status is None:
        with pytest.raises(Conflict):
            await house.step(party, last)
        return
    await house.step(party, last)
    assert (await house.service.party(party)).status is status


@pytest.mark.parametrize("step", ["no_show", "cancelled", "arrive"])
async def test_what_may_become_of_a_reservation(house: House, step: str) -> None:
    party = await house.reservation()
    with pytest.raises(Conflict):
        await house.step(party, "page")
    await house.step(party, step)
    expected = "waiting" if step == "arrive" else step
    assert (await house.service.party(party)).status == expected


async def test_a_quote_goes_upwards(house: House) -> None:
    with pytest.raises(BadInput):
        await house.service.add_party(PartyKind.WALK_IN, PartyWish(), quote=Quote(low_min=20, high_min=10), actor=WHO)


async def test_what_was_typed_is_kept_once_and_nowhere_after_they_left(house: House) -> None:
    secret = "Ω-very-own-name-Ω"
    party = await house.party(name=secret)
    await house.service.leave(party, PartyStatus.WALKED_AWAY, actor=WHO)
    await house.journal.checkpoint()
    assert secret.encode() not in (house.folder / "store.db").read_bytes()
