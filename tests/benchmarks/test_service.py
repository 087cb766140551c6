"""How evenings are summed up: the benchmark's own rules, on nights made up here; and ours played for real, short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from benchmarks.box import a_box, a_stand
from benchmarks.service import Night, figures, two_parties_one_table
from edge.demo.evening import Came, ClockedIn, Evening, Paid, Quote, Reached, Saw
from edge.events import (
    Availability,
    CloseReason,
    Envelope,
    EventData,
    PaymentTaken,
    Phase,
    Source,
    VisitClosed,
    VisitMoved,
    VisitOpened,
)


def night(cover_cv: float = 0.1, waits: Sequence[float] = (0.0, 10.0), **more: object) -> Night:
    made = Night(
        cover_cv=cover_cv,
        tip_cv=0.1,
        double_seats=1,
        seatings=20,
        waits=tuple(waits),
        left=2,
        covers_lost=5,
        seats_wasted=0.8,
        revpash=700.0,
        sent_to_taken_table=0,
        quoted=(),
    )
    return Night(**(vars(made) | more))  # type: ignore[arg-type]


def envelopes(*events: EventData) -> list[Envelope]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Envelope(
            device="box",
            seq=seq,
            at=now,
            boot="b",
            mono_ms=0,
            kind=event.kind,
            actor="tablet:1",
            source=Source.PERSON,
            key=event.key,
            data=event,
        )
        for seq, event in enumerate(events, 1)
    ]


@pytest.mark.parametrize(
    ("events", "shared"),
    [
        pytest.param([VisitOpened(tables=("T1",)), VisitOpened(tables=("T2",))], 0, id="two tables"),
        pytest.param([VisitOpened(tables=("T1",)), VisitOpened(tables=("T2", "T1"))], 1, id="one of joined ones"),
        pytest.param(
            [
                VisitOpened(tables=("T1",)),
                VisitClosed(visit=1, reason=CloseReason.CLEARED),
                VisitOpened(tables=("T1",)),
            ],
            0,
            id="one after the other",
        ),
        pytest.param(
            [VisitOpened(tables=("T1",)), VisitMoved(visit=1, tables=("T2",)), VisitOpened(tables=("T1",))],
            0,
            id="moved away",
        ),
        pytest.param(
            [VisitOpened(tables=("T1",)), VisitOpened(tables=("T2",)), VisitMoved(visit=1, tables=("T2",))],
            1,
            id="moved onto others",
        ),
    ],
)
def test_two_parties_at_one_table_are_seen_in_the_journal(events: list[EventData], shared: int) -> None:
    assert two_parties_one_table(envelopes(*events)) == shared


def test_variations_are_medians_and_waits_those_of_all_parties() -> None:
    ours = [night(0.1, [0.0] * 9 + [20.0]), night(0.3, [10.0] * 10), night(0.12)]
    turns = [night(0.2, [30.0] * 5)] * 3
    shown = figures({"ours": ours, "round_robin": turns, "seed": [night(0.4)] * 3})
    assert shown["cover_cv"] == 0.12
    assert shown["cover_cv_ratio_to_round_robin"] == 0.6
    assert shown["cover_cv_ratio_to_seed"] == 0.3
    assert shown["double_seat_rate"] == 0.05
    assert shown["wait_p90_ratio_to_round_robin"] == pytest.approx(10 / 30, abs=1e-4)
    assert shown["fewest_parties"] == 22


def test_quotes_count_where_their_party_was_seated() -> None:
    quoted = ((Quote(5, 20), 5.0), (Quote(5, 20), 20.0), (Quote(5, 15), 15.5), (Quote(10, 20), 9.0))
    nights = [night(quoted=quoted)]
    shown = figures({"ours": nights, "round_robin": [night()], "seed": [night()]})
    assert (shown["quotes"], shown["quotes_within_range_min"], shown["median_range_width_min"]) == (4, 0.5, 12.5)
    assert (shown["seated_after_range"], shown["seated_before_range"]) == (0.25, 0.25)
    assert shown["quotes_within_range_min"] == shown["quotes_within_range_max"]


async def test_a_party_goes_through_the_whole_box() -> None:
    """Quoted, listed, suggested, seated, served, paid and seen gone: each over HTTP, on a clock of its own."""
    evening = Evening.draw(3)
    guests = next(one for one in evening.guests if one.due is None and one.size == one.told == 2)
    async with a_box(evening) as box, a_stand(box) as stand:
        await stand.open(evening)
        for waiter in evening.crew[:4]:
            await stand.tell(0.0, ClockedIn(waiter))
        assert await stand.suggest(1.0, guests)
        assert await stand.quote(1.0, guests)
        await stand.tell(1.0, Came(guests))
        choice = await stand.suggest(4.0, guests)
        assert choice
        assert evening.room[choice.tables[0]].seats == 2
        assert await stand.seat(4.0, guests, choice) == choice
        await stand.tell(10.0, Reached(guests, Phase.ORDERED))
        await stand.tell(50.0, Paid(guests, guests.bill, guests.tip))
        for at, value in ((5.0, Availability.OCCUPIED), (55.0, Availability.DIRTY), (60.0, Availability.CLEAN)):
            await stand.tell(max(at, 50.0), Saw(choice.tables[0], value, people=2))
        events = [one.data for one in await box.events()]
        assert not stand.refusals
    (opened,) = [one for one in events if isinstance(one, VisitOpened)]
    (paid,) = [one for one in events if isinstance(one, PaymentTaken)]
    (closed,) = [one for one in events if isinstance(one, VisitClosed)]
    assert opened.tables == choice.tables
    assert (paid.subtotal, paid.tip, paid.visit) == (guests.bill, guests.tip, closed.visit)
    assert closed.reason is CloseReason.SEEN_CLEAN
