"""Any order of appends, commands, refusals, readers and restarts leaves what a plain list would hold."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from edge.clock import ManualClock
from edge.errors import Conflict
from edge.events import SEEN, Availability, TableChanged
from edge.journal import Journal, Subscription, Transaction

from .conftest import LastStates, last_states
from .facts import changed

events = st.lists(
    st.builds(changed, st.sampled_from(["T1", "T2", "T3"]), st.sampled_from(SEEN)), min_size=1, max_size=3
)


class Reader:
    """A subscription and what it should still give."""

    def __init__(self, tail: Subscription, after: int) -> None:
        self.tail = tail
        self.read = after


class JournalMachine(RuleBasedStateMachine):
    readers = Bundle("readers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.facts: list[TableChanged] = []
        self.cursors: dict[str, int] = {}
        self.live: list[Reader] = []

    @initialize()
    def open(self) -> None:
        path = Path(self.folder.name) / "maitred.db"
        self.context: AbstractAsyncContextManager[Journal] = Journal.open(
            path, clock=self.clock, projections=[LastStates()]
        )
        self.journal = self.runner.run(self.context.__aenter__())

    @rule()
    def reopen(self) -> None:
        self.runner.run(self.context.__aexit__(None, None, None))
        self.live.clear()
        self.open()

    @rule(seen=events, said=events, refused=events)
    def a_batch_of_all_kinds(
        self, seen: list[TableChanged], said: list[TableChanged], refused: list[TableChanged]
    ) -> None:
        def accept(transaction: Transaction) -> int:
            return [transaction.append(fact) for fact in said][-1]

        def refuse(transaction: Transaction) -> None:
            for fact in refused:
                transaction.append(fact)
            raise Conflict("No.")

        async def batch() -> list[object]:
            return await asyncio.gather(
                self.journal.append(seen),
                self.journal.command(refuse, actor="person:1"),
                self.journal.command(accept, actor="person:2"),
                return_exceptions=True,
            )

        appended, error, last = self.runner.run(batch())
        self.facts += seen + said
        assert isinstance(appended, list)
        assert [envelope.data for envelope in appended] == seen
        assert isinstance(error, Conflict)
        assert last == len(self.facts)

    @rule(target=readers, share=st.floats(0, 1))
    def subscribe(self, share: float) -> Reader:
        after = int(len(self.facts) * share)
        reader = Reader(self.journal.subscribe(after), after)
        self.live.append(reader)
        return reader

    @rule(reader=readers, share=st.floats(0, 1))
    def read_on(self, reader: Reader, share: float) -> None:
        if reader not in self.live:
            return
        count = int((len(self.facts) - reader.read) * share)

        async def take() -> list[tuple[int, object]]:
            async with asyncio.timeout(10):
                return [(envelope.seq, envelope.data) for envelope in [await anext(reader.tail) for _ in range(count)]]

        expected = list(enumerate(self.facts, start=1))[reader.read : reader.read + count]
        assert self.runner.run(take()) == expected
        reader.read += count

    @rule(name=st.sampled_from(["mqtt", "central"]), share=st.floats(0, 1))
    def acknowledge(self, name: str, share: float) -> None:
        seq = int(len(self.facts) * share)
        self.cursors[name] = max(seq, self.cursors.get(name, 0))
        self.runner.run(self.journal.set_cursor(name, seq))

    @invariant()
    def everything_is_there(self) -> None:
        if not hasattr(self, "journal"):
            return

        async def look() -> None:
            past = await self.journal.events(after=0, limit=10_000)
            assert [(envelope.seq, envelope.data) for envelope in past] == list(enumerate(self.facts, start=1))
            assert self.journal.seq == len(self.facts)
            assert await self.journal.cursors() == self.cursors
            states: dict[str, Availability] = {fact.table: fact.value for fact in self.facts}
            assert await self.journal.read(last_states) == states

        self.runner.run(look())

    def teardown(self) -> None:
        if hasattr(self, "journal"):
            self.runner.run(self.context.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()


TestJournalMachine = JournalMachine.TestCase
TestJournalMachine.settings = settings(max_examples=10, stateful_step_count=20, deadline=None, derandomize=True)
