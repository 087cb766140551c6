"""Simulated evenings: parties dealt by our API, by strict round-robin and by the formula of the system before.

Fifty evenings from seeds, the same guests, crews and cameras for all three (see docs/explanation/evening.md). Ours is
the whole box but its eyes: hosts ask the API for suggestions and follow them, quotes are told to those who must wait,
cameras err. The peers know the floor by what the cameras rightly say and lose nothing to their mistakes.

Variations are medians of the evenings; shares and waits are those of all parties of all evenings.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import fmean, median, quantiles

from benchmarks import Figures
from benchmarks.box import a_box, a_stand
from benchmarks.peers import PaperHost, RoundRobin, SeedHost
from edge.demo.evening import Evening, Host, Ledger, Quote, Service
from edge.events import Envelope, VisitClosed, VisitMoved, VisitOpened

EVENINGS, QUICK = 50, 4
OURS, ROUND_ROBIN, SEED = "ours", "round_robin", "seed"


@dataclass(frozen=True)
class Night:
    """What one evening came to under one policy; minutes and cents."""

    cover_cv: float
    tip_cv: float
    double_seats: int
    seatings: int
    waits: tuple[float, ...]
    left: int
    covers_lost: int
    seats_wasted: float
    revpash: float
    sent_to_taken_table: int
    quoted: tuple[tuple[Quote, float], ...]
    two_parties_one_table: int = 0
    refusals: int = 0


def run(quick: bool = False) -> Figures:
    """The benchmark's figures, from every core of this machine."""
    seeds = range(1, (QUICK if quick else EVENINGS) + 1)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        nights = list(pool.map(play, seeds))
    return figures({name: [night[name] for night in nights] for name in (OURS, ROUND_ROBIN, SEED)})


def play(seed: int) -> dict[str, Night]:
    """One evening, dealt three times."""
    evening = Evening.draw(seed)
    return {
        OURS: asyncio.run(_ours(evening)),
        ROUND_ROBIN: asyncio.run(_peer(evening, PaperHost(RoundRobin()))),
        SEED: asyncio.run(_peer(evening, SeedHost())),
    }


async def _ours(evening: Evening) -> Night:
    async with a_box(evening) as box, a_stand(box) as stand:
        ledger = await Service(evening, stand).run()
        shared = two_parties_one_table(await box.events())
        return _night(ledger, two_parties_one_table=shared, refusals=stand.refusals.total())


async def _peer(evening: Evening, host: Host) -> Night:
    return _night(await Service(evening, host).run())


def _night(ledger: Ledger, *, two_parties_one_table: int = 0, refusals: int = 0) -> Night:
    return Night(
        cover_cv=ledger.cover_cv,
        tip_cv=ledger.tip_cv,
        double_seats=ledger.double_seats,
        seatings=len(ledger.seatings),
        waits=tuple(ledger.waits),
        left=len(ledger.left),
        covers_lost=sum(guests.size for guests, _ in ledger.left),
        seats_wasted=ledger.seats_wasted,
        revpash=ledger.revpash,
        sent_to_taken_table=ledger.sent_to_taken_table,
        quoted=tuple((one.quote, one.waited) for one in ledger.seatings if one.quote),
        two_parties_one_table=two_parties_one_table,
        refusals=refusals,
    )


def two_parties_one_table(events: Iterable[Envelope]) -> int:
    """How often the journal holds a visit at a table where another one is open."""
    at: defaultdict[str, set[int]] = defaultdict(set)
    shared = 0
    for event in events:
        match event.data:
            case VisitOpened(tables=tables):
                shared += _sit(at, event.seq, tables)
            case VisitMoved(visit=visit, tables=tables):
                _go(at, visit)
                shared += _sit(at, visit, tables)
            case VisitClosed(visit=visit):
                _go(at, visit)
            case _:
                pass
    return shared


def _sit(at: defaultdict[str, set[int]], visit: int, tables: Sequence[str]) -> bool:
    shared = any(at[table] for table in tables)
    for table in tables:
        at[table].add(visit)
    return shared


def _go(at: defaultdict[str, set[int]], visit: int) -> None:
    for visits in at.values():
        visits.discard(visit)


def figures(nights: dict[str, list[Night]]) -> Figures:
    """The keys of the benchmark."""
    ours, turns, seed = (nights[name] for name in (OURS, ROUND_ROBIN, SEED))
    return {
        "cover_cv": _round(_cover_cv(ours)),
        "cover_cv_ratio_to_round_robin": _round(_cover_cv(ours) / _cover_cv(turns)),
        "cover_cv_ratio_to_seed": _round(_cover_cv(ours) / _cover_cv(seed)),
        "tip_cv": _round(median(night.tip_cv for night in ours)),
        "double_seat_rate": _round(_double_seat_rate(ours)),
        "two_parties_one_table": sum(night.two_parties_one_table for night in ours),
        "wait_p90_ratio_to_round_robin": _round(_wait_p90(ours) / _wait_p90(turns)),
        "revpash_ratio_to_round_robin": _round(_revpash(ours) / _revpash(turns)),
        **_quote_figures(ours),
        "evenings": len(ours),
        "fewest_parties": min(night.seatings + night.left for night in ours),
        **{f"{name}_{key}": value for name, each in nights.items() for key, value in _beside(each).items()},
    }


def _quote_figures(nights: Sequence[Night]) -> Figures:
    """Of those who were told a range and then seated. The same share stands for both ends of its target."""
    quoted = [one for night in nights for one in night.quoted]
    if not quoted:
        return {}
    within = _round(fmean(quote.low_min <= waited <= quote.high_min for quote, waited in quoted))
    return {
        "quotes": len(quoted),
        "quotes_within_range_min": within,
        "quotes_within_range_max": within,
        "median_range_width_min": median(quote.high_min - quote.low_min for quote, _ in quoted),
        "seated_after_range": _round(fmean(waited > quote.high_min for quote, waited in quoted)),
        "seated_before_range": _round(fmean(waited < quote.low_min for quote, waited in quoted)),
    }


def _beside(nights: Sequence[Night]) -> Figures:
    """What stands beside the targets for every policy."""
    return {
        "cover_cv": _round(_cover_cv(nights)),
        "tip_cv": _round(median(night.tip_cv for night in nights)),
        "double_seat_rate": _round(_double_seat_rate(nights)),
        "wait_p90_min": _round(_wait_p90(nights)),
        "wait_mean_min": _round(fmean(wait for night in nights for wait in night.waits)),
        "walked_away": _round(fmean(night.left for night in nights)),
        "covers_lost": _round(fmean(night.covers_lost for night in nights)),
        "seats_wasted": _round(fmean(night.seats_wasted for night in nights)),
        "revpash_cents": _round(_revpash(nights)),
        "sent_to_taken_table": sum(night.sent_to_taken_table for night in nights),
    }


def _cover_cv(nights: Sequence[Night]) -> float:
    return median(night.cover_cv for night in nights)


def _double_seat_rate(nights: Sequence[Night]) -> float:
    return sum(night.double_seats for night in nights) / sum(night.seatings for night in nights)


def _wait_p90(nights: Sequence[Night]) -> float:
    return quantiles([wait for night in nights for wait in night.waits], n=10, method="inclusive")[8]


def _revpash(nights: Sequence[Night]) -> float:
    return fmean(night.revpash for night in nights)


def _round(value: float) -> float:
    return round(value, 4)


__all__ = ["figures", "run", "two_parties_one_table"]
