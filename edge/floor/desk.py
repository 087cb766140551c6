"""Where commands are carried out: decided on disk, done once, and undoable for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from sqlite3 import Row
from typing import TypeVar

from edge.done import Done
from edge.events import EventData, Source
from edge.floor.setup import read_policy
from edge.floor.undo import Kept, Offer, Undo, named, subjects
from edge.journal import Journal, Once, Parameter, Transaction

D = TypeVar("D", bound=Done)


@dataclass(eq=False)
class Deed:
    """One command while it is decided: what it reads, what it writes, and how it would be taken back."""

    transaction: Transaction
    final: bool = False
    _back: list[EventData] = field(default_factory=list)
    _kept: list[Kept] = field(default_factory=list)
    _erase: list[int] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """Wall time, UTC."""
        return self.transaction.now

    def read(self, sql: str, params: Sequence[Parameter] = (), /) -> list[Row]:
        """Rows of a query, with everything written so far."""
        return self.transaction.read(sql, params)

    def append(self, event: EventData) -> int:
        """Journal an event. Returns its seq."""
        return self.transaction.append(event)

    def undo(self, *events: EventData, erase: int | None = None) -> None:
        """What takes back the step just made; `erase`: whose typed data goes with it. The last step goes first."""
        self._back[:0] = events
        self._erase += [] if erase is None else [erase]

    def keep(self, seq: int, kind: str, document: str) -> None:
        """Hold what was typed about somebody in place of what was held."""
        self._set_aside(seq, kind)
        self.transaction.keep(seq, kind, document)

    def forget(self, seq: int, kind: str) -> None:
        """Erase what was typed about somebody. It stays in memory for as long as the command can be undone."""
        self._set_aside(seq, kind)
        self.transaction.forget(seq)

    def hold(self, kept: Kept) -> None:
        """What a step erased by itself stays in memory too."""
        self._kept.append(kept)

    def _set_aside(self, seq: int, kind: str) -> None:
        if document := self.transaction.kept(seq):
            self._kept.append(Kept(seq, kind, document))

    def offer(self) -> Offer | None:
        """How to take all of it back; None: it cannot be."""
        if self.final or not self._back:
            return None
        appended = self.transaction.appended
        return Offer(
            undoes=tuple(one.seq for one in appended),
            keys=frozenset[str]().union(*map(subjects, appended), *map(named, self._back)),
            events=tuple(self._back),
            kept=tuple(self._kept),
            erase=tuple(self._erase),
        )

    def answer(self, kind: Callable[..., D], **more: object) -> D:
        """What the command returns: a `Done` of some kind, with how long it can be undone."""
        seq = self.transaction.appended[-1].seq
        undo_s = read_policy(self.read).undo_s
        if self.final or not self._back or not undo_s:
            return kind(seq=seq, **more)
        return kind(seq=seq, undo=seq, undo_until=self.now + timedelta(seconds=undo_s), **more)


class Desk:
    """Carries commands out. Whatever a decision raises leaves everything as it was."""

    def __init__(self, journal: Journal, undo: Undo) -> None:
        self._journal = journal
        self._undo = undo

    async def carry_out(
        self, decide: Callable[[Deed], D], *, actor: str, source: Source = Source.PERSON, once: Once | None = None
    ) -> D:
        """Decide in the writer's thread; then offer to undo what came of it."""
        deeds: list[Deed] = []

        def run(transaction: Transaction) -> D:
            deed = Deed(transaction)
            answer = decide(deed)
            deeds.append(deed)
            return answer

        done = await self._journal.command(run, actor=actor, source=source, once=once)
        for deed in deeds:  # none where the command had been carried out before
            self._finish(done, deed, actor)
        return done

    def _finish(self, done: Done, deed: Deed, actor: str) -> None:
        offer = deed.offer()
        if done.undo is not None and done.undo_until is not None and offer:
            self._undo.hold(done.undo, offer, done.undo_until, by=actor)


__all__ = ["Deed", "Desk"]
