"""Payments: once, at the right visit, to the right people, to the last cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import BadInput, Conflict, NotFound
from edge.events import Phase
from edge.floor.service import minor_units
from edge.floor.service.credits import apportioned, credit_back, handed_over
from tests.floor.service.house import WHO, House

holders = st.tuples(st.integers(1, 4), st.integers(1, 4))
shares = st.dictionaries(holders, st.floats(0.001, 1.0), min_size=1, max_size=6)


async def test_a_payment_finds_the_open_visit_and_says_it_is_paid(house: House) -> None:
    visit = (await house.seat("T1", waiter=house.ana)).visit
    done = await house.pay("a", "T1", subtotal=2000, tax=200, tip=300)
    assert (done.visit, done.repeated) == (visit, False)
    detail = await house.service.visit(visit)
    assert (detail.phase, detail.paid) == (Phase.PAID, 2500)
    assert detail.history[-1].source == "pos"


async def test_a_split_check_is_several_payments_and_a_refund_a_negative_one(house: House) -> None:
    visit = (await house.seat("T1", waiter=house.ana)).visit
    await house.pay("a", "T1", subtotal=1000, tip=100)
    await house.pay("b", "T1", subtotal=1000, tip=200)
    await house.pay("c", "T1", subtotal=-400, tip=-50)
    load = await house.load(house.ana)
    assert (load.sales, load.tips) == (1600, 250)
    assert (await house.service.visit(visit)).paid == 1850


async def test_a_refund_says_nothing_about_the_meal(house: House) -> None:
    visit = (await house.seat("T1")).visit
    await house.pay("a", "T1", subtotal=-400)
    assert (await house.service.visit(visit)).phase is Phase.SEATED


@pytest.mark.parametrize(("minutes", "found"), [(29, True), (31, False)])
async def test_a_late_payment_finds_the_visit_that_just_closed(house: House, minutes: float, found: bool) -> None:
    visit = (await house.seat("T1")).visit
    await house.service.close(visit, actor=WHO)
    house.clock.advance(minutes * 60)
    assert (await house.pay("a", "T1")).visit == (visit if found else None)


async def test_an_undone_visit_is_paid_by_nobody(house: House) -> None:
    done = await house.seat("T1")
    assert done.undo
    await house.undo.take_back(done.undo, actor=WHO)
    assert (await house.pay("a", "T1")).visit is None


async def test_the_same_transaction_is_booked_once_and_never_with_other_amounts(house: House) -> None:
    await house.seat("T1", waiter=house.ana)
    first = await house.pay("a", "T1", subtotal=1000)
    seq = house.journal.seq
    again = await house.pay("a", "T1", subtotal=1000)
    assert (again.payment, again.repeated) == (first.payment, True)
    with pytest.raises(Conflict, match="other amounts"):
        await house.pay("a", "T1", subtotal=1001)
    assert house.journal.seq == seq
    assert (await house.load(house.ana)).sales == 1000


async def test_a_payment_matched_anew_leaves_its_old_visit(house: House) -> None:
    first = (await house.seat("T1", waiter=house.ana)).visit
    second = (await house.seat("T2", waiter=house.ben)).visit
    payment = (await house.pay("a", "T1", subtotal=1000, tip=90)).payment
    await house.service.match_payment(payment, second, actor=WHO)
    assert [(await house.service.visit(one)).paid for one in (first, second)] == [None, 1090]
    assert [(await house.load(one)).tips for one in (house.ana, house.ben)] == [0, 90]
    with pytest.raises(Conflict, match="already"):
        await house.service.match_payment(payment, second, actor=WHO)
    with pytest.raises(NotFound):
        await house.service.match_payment(999, second, actor=WHO)


@given(amount=st.integers(-(10**9), 10**9), held=shares)
def test_nothing_is_lost_and_nobody_is_off_by_more_than_one(amount: int, held: dict[tuple[int, int], float]) -> None:
    parts = apportioned(amount, held)
    assert sum(parts.values()) == amount
    total = sum(held.values())
    assert all(abs(parts[who] - amount * share / total) <= 1 for who, share in held.items())


@given(
    held=st.lists(st.sampled_from([(1, 1), (2, 2), (3, 3)]), min_size=1, max_size=6),
    kept=st.lists(st.floats(0, 1), min_size=6, max_size=6),
)
def test_shares_stay_whole_and_a_transfer_can_be_taken_back(held: list[tuple[int, int]], kept: list[float]) -> None:
    now, giver = handed_over({}, None, held[0], 0.0), held[0]
    for taker, credit in zip(held[1:], kept, strict=False):
        if taker == giver:
            continue
        after = handed_over(now, giver, taker, credit)
        assert sum(after.values()) == pytest.approx(1.0)
        back = credit_back(after, taker, now.get(giver, 0.0) - after.get(giver, 0.0))
        restored = handed_over(after, taker, giver, back)
        assert restored.get(giver, 0.0) == pytest.approx(now.get(giver, 0.0))
        now, giver = after, taker


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        (1250, "USD", 1250),
        ("12.50", "USD", 1250),
        ("12.5", "USD", 1250),
        ("12", "USD", 1200),
        ("-0.05", "USD", -5),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
    ],
)
def test_amounts_as_others_write_them(amount: int | str, currency: str, units: int) -> None:
    assert minor_units(amount, currency) == units


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("12.505", "USD"), ("12.5", "JPY"), ("12,50", "USD"), ("", "USD"), ("1e3", "USD"), ("١٢", "USD"), (" 1", "USD")],
)
def test_amounts_that_are_none(amount: str, currency: str) -> None:
    with pytest.raises(BadInput):
        minor_units(amount, currency)
