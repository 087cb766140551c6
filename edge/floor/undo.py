"""Taking back: for a short while a command can be undone, unless something newer touched the same things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from edge.clock import Clock
from edge.done import Done
from edge.errors import Conflict, NotAllowed
from edge.events import (
    CommandUndone,
    Envelope,
    EventData,
    PartyAdded,
    PolicySet,
    TablesJoined,
    TablesParted,
    VisitMoved,
    VisitOpened,
)
from edge.journal import Journal, Once, Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed about people and forgotten by the command: kept again if it is taken back."""

    seq: int
    kind: str
    document: str


@dataclass(frozen=True, slots=True)
class Offer:
    """How to take a command back.

    `undoes`: the seqs of its events; `keys`: what nothing newer may have touched (see `subjects`); `events` restore
    the state; `kept` and `erase`: what was typed about people and comes back, or goes.
    """

    undoes: tuple[int, ...]
    keys: frozenset[str]
    events: tuple[EventData, ...]
    kept: tuple[Kept, ...] = ()
    erase: tuple[int, ...] = ()


class Undo:
    """The commands that may still be taken back, in memory: a restart makes them final."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._offers: dict[int, tuple[Offer, float, str | None]] = {}

    def offer(self, seq: int, keys: Iterable[str], events: Iterable[EventData], deadline: datetime) -> None:
        """Let the command of the one event `seq` be taken back until `deadline`: `events` restore what was before."""
        self.hold(seq, Offer((seq,), frozenset(keys), tuple(events)), deadline)

    def hold(self, seq: int, offer: Offer, deadline: datetime, by: str | None = None) -> None:
        """Hold an offer for the command whose last event is `seq`, until `deadline`; `by`: who alone may take it up."""
        now_s = self._clock.monotonic()
        left_s = (deadline - self._clock.now()).total_seconds()
        self._offers = {undo: held for undo, held in self._offers.items() if held[1] >= now_s}
        self._offers[seq] = offer, now_s + left_s, by

    async def take_back(self, undo: int, *, actor: str, once: Once | None = None) -> Done:
        """Undo a command by the seq it was offered under.

        Raises `Conflict` where it is too late, `NotAllowed` where somebody else did it.
        """
        done = await self._journal.command(
            lambda transaction: self._restore(transaction, undo, actor), actor=actor, once=once
        )
        self._offers.pop(undo, None)
        return done

    def _restore(self, transaction: Transaction, undo: int, actor: str) -> Done:
        """Runs in the writer's thread, where nothing can come between looking and writing."""
        offer = self._taken_up(undo, actor)
        for newer in transaction.since(undo):
            if touched := subjects(newer) & offer.keys:
                what = ", ".join(sorted(touched)).replace(":", " ")
                raise Conflict(f"Something newer has changed {what}.", hint="Change it by hand instead.")
        last = transaction.append(CommandUndone(events=offer.undoes))
        for event in offer.events:
            last = transaction.append(event, cause=undo)
        for one in offer.kept:
            transaction.keep(one.seq, one.kind, one.document)
        for seq in offer.erase:
            transaction.forget(seq)
        return Done(seq=last)

    def _taken_up(self, undo: int, actor: str) -> Offer:
        offer, deadline_s, by = self._offers.get(undo, (None, 0.0, None))
        if offer is None or self._clock.monotonic() > deadline_s:
            raise Conflict(f"Command {undo} can no longer be undone.", hint="Change it by hand instead.")
        if by not in (None, actor):
            raise NotAllowed(f"Command {undo} was given elsewhere.", hint="Undo it where it was given.")
        return offer


_NAMED = ("party", "visit", "waiter", "shift", "table", "section", "payment", "dispute", "alert", "tablet")
_SERVED = ("party", "visit")


def subjects(envelope: Envelope) -> frozenset[str]:
    """What an event changes: `table:T1`, `visit:7`, `shift:3`, ... Two events touch each other if these meet.

    A waiter who is given a visit is not changed by it, nor is a section that a party wishes for.
    """
    born = isinstance(envelope.data, PartyAdded | VisitOpened)
    own = {f"{envelope.kind.partition('.')[0]}:{envelope.seq}"} if born else set()
    return frozenset(own | named(envelope.data))


def named(data: EventData) -> set[str]:
    """What an event names as changed by it, but for what it gives birth to."""
    names = _SERVED if data.kind.partition(".")[0] in _SERVED else _NAMED
    found = {f"{name}:{value}" for name in names if isinstance(value := getattr(data, name, None), str | int)}
    if isinstance(data, VisitOpened | VisitMoved | TablesJoined | TablesParted):
        found.update(f"table:{table}" for table in data.tables)
    if isinstance(data, PolicySet):
        found.add("policy")
    return found


__all__ = ["Kept", "Offer", "Undo", "named", "subjects"]
