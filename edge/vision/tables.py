"""All tables of the store: looks in, observations out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from calibration import Calibration
from edge.events import SEEN, Availability, Observation
from edge.vision.belief import BeliefSettings, Filter
from edge.vision.looks import Look
from edge.vision.publication import Moment
from edge.vision.table import Table, ViewKey, ViewMemory


class Tables:
    """What vision believes of every table. No clock inside: every call brings its time (monotonic seconds).

    A camera nobody has reported on counts as online; looks at views that no calibration knows are ignored.
    """

    def __init__(self, settings: BeliefSettings, class_prior: tuple[float, float, float]) -> None:
        self._settings = settings
        self._rule = Filter(settings, class_prior)
        self._tables: dict[str, Table] = {}
        self._table_of: dict[ViewKey, Table] = {}
        self._offline: set[str] = set()
        self._told_stale: dict[str, bool] = {}

    def configure(self, calibration: Calibration) -> None:
        """Replace one camera's views. An unchanged view keeps its word, a table that is still seen its belief."""
        kept, left = self._release(calibration.camera)
        for place in calibration.tables:
            key = (calibration.camera, place.view)
            table = self._table(place.table)
            memory = kept.get(key)
            table.views[key] = memory if memory and memory.place == place else ViewMemory(place)
            self._table_of[key] = table
        self._drop_unseen(left)

    def remove(self, camera: str) -> None:
        """Forget a camera and the tables that only it saw."""
        _, left = self._release(camera)
        self._offline.discard(camera)
        self._drop_unseen(left)

    def restore(self, table: str, value: Availability, since: datetime) -> None:
        """Take up a table's state from before a restart; it is stale until seen.

        States that a camera cannot see are ignored.
        """
        if value in SEEN:
            self._table(table).restore(value, since)

    def see(self, looks: Sequence[Look], utc: datetime) -> list[Observation]:
        """Take in looks in the order of their times; `utc` is the wall time of the last one.

        Looks of one moment may come in any order. Returns an observation for each table that was seen.
        """
        last = max((look.at for look in looks), default=0.0)
        seen: dict[str, Table] = {}
        for at, table, together in self._by_moment(looks):
            if table.see(together, Moment(at, utc - timedelta(seconds=last - at))):
                seen[table.table] = table
        return [self._tell(table, last) for table in seen.values()]

    def look(self, look: Look, utc: datetime) -> Observation | None:
        """Take in one look. None where it says nothing."""
        return next(iter(self.see([look], utc)), None)

    def camera(self, camera: str, online: bool, at: float) -> list[Observation]:
        """A camera came online or went away. Returns the tables that this made stale or fresh."""
        if online:
            self._offline.discard(camera)
        else:
            self._offline.add(camera)
        return self.tick(at)

    def tick(self, at: float) -> list[Observation]:
        """Let time pass without looks. Returns the tables that have become stale or fresh."""
        return [
            self._tell(table, at)
            for table in self._tables.values()
            if self._told_stale.get(table.table) != self._is_stale(table, at)
        ]

    def pending(self, at: float) -> list[ViewKey]:
        """Views to look at right now because a change of their table is undecided. Backs off while it stays so."""
        due = [table for table in self._tables.values() if table.is_due(at)]
        return [key for table in due for key in table.views if key[0] not in self._offline]

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            self._tables[name] = Table(name, self._settings, self._rule)
        return self._tables[name]

    def _release(self, camera: str) -> tuple[dict[ViewKey, ViewMemory], list[Table]]:
        """Take a camera's views from their tables; what they remember, and the tables that lost one."""
        left = {key: self._table_of.pop(key) for key in list(self._table_of) if key[0] == camera}
        return {key: table.views.pop(key) for key, table in left.items()}, list(left.values())

    def _drop_unseen(self, left: Iterable[Table]) -> None:
        for name in {table.table for table in left if not table.views}:
            self._tables.pop(name)
            self._told_stale.pop(name, None)

    def _by_moment(self, looks: Iterable[Look]) -> list[tuple[float, Table, list[Look]]]:
        together: dict[tuple[float, str], list[Look]] = defaultdict(list)
        for look in looks:
            if table := self._table_of.get((look.camera, look.view)):
                together[look.at, table.table].append(look)
        return [(at, self._tables[name], together[at, name]) for at, name in sorted(together)]

    def _is_stale(self, table: Table, at: float) -> bool:
        return table.is_stale(at, self._offline)

    def _tell(self, table: Table, at: float) -> Observation:
        self._told_stale[table.table] = self._is_stale(table, at)
        return table.observation(self._told_stale[table.table])


__all__ = ["Tables"]
