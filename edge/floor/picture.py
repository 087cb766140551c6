"""The floor in memory: every table and camera as events tell of them, and as cameras see them right now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from edge.events import (
    Availability,
    CameraChanged,
    CameraReason,
    CameraStatus,
    DisputeRaised,
    DisputeResolved,
    Envelope,
    HousePolicy,
    Id,
    Observation,
    PolicySet,
    Source,
    TableChanged,
    TableRemoved,
    TableSet,
    VisitClosed,
    VisitMoved,
    VisitOpened,
    VisitReopened,
    VisitSize,
)
from edge.floor.arbitration import Headcount, Patience, Standing, Word, people_at
from edge.floor.disputes import DisputeView
from edge.floor.views import CameraView, TableView

_CLOSED_MOST = 200
"""So many closed visits are remembered, in case one is reopened."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What the journal holds of a table: the newest `table.state` and its seq."""

    seq: int
    value: Availability


@dataclass(eq=False)
class Picture:
    """One moment of the floor. No clock inside: whoever folds something in says when."""

    seq: int = 0
    tables: dict[Id, TableView] = field(default_factory=dict)
    cameras: dict[Id, CameraView] = field(default_factory=dict)
    standings: dict[Id, Standing] = field(default_factory=dict)
    visits: dict[int, Headcount] = field(default_factory=dict)
    closed: dict[int, Headcount] = field(default_factory=dict)
    disputes: dict[int, DisputeView] = field(default_factory=dict)
    saved: dict[Id, Saved] = field(default_factory=dict)
    saved_statuses: dict[Id, tuple[CameraStatus, CameraReason]] = field(default_factory=dict)
    unsaved: dict[Id, TableChanged] = field(default_factory=dict)
    set_up: dict[Id, bool] = field(default_factory=dict)
    patience: Patience = field(default_factory=Patience)

    def view(self, table: Id) -> TableView:
        """A table as it is shown; an unknown one where nothing is known."""
        return self.tables.get(table) or TableView(table=table)

    def standing(self, table: Id) -> Standing:
        """What was said and seen of a table."""
        return self.standings.get(table) or Standing()

    def dispute_about(self, table: Id, about: str) -> DisputeView | None:
        """The open dispute about a table."""
        return next((one for one in self.disputes.values() if (one.table, one.about) == (table, about)), None)

    def visit_at(self, table: Id) -> Headcount | None:
        """The open visit at a table."""
        return next((one for one in self.visits.values() if table in one.tables), None)

    def show(self, tables: Iterable[Id], cameras: Iterable[Id], now: datetime) -> None:
        """Show these tables unless they are out of use, the ones that are set up, and these cameras; nothing else."""
        shown = {table for table in tables if self.set_up.get(table, True)}
        shown |= {table for table, active in self.set_up.items() if active}
        self.tables = {table: self.view(table) for table in sorted(shown)}
        known = self.cameras
        self.cameras = {one: known.get(one) or CameraView(camera=one, since=now) for one in sorted(set(cameras))}

    def look(self, seen: Observation, now_s: float) -> None:
        """Take in what cameras see of a table."""
        self.standings[seen.table] = self.standing(seen.table).looked(seen, now_s)
        if self.set_up.get(seen.table, True):
            self.tables[seen.table] = self.view(seen.table).looked(seen)

    def count(self, now_s: float) -> None:
        """Compare every visit's guests with what cameras count."""
        for visit, head in self.visits.items():
            self.visits[visit] = head.counted(self.people_at(head.tables), now_s)

    def people_at(self, tables: Iterable[Id]) -> int | None:
        """The guests that cameras count at the tables of one visit; None where they cannot tell."""
        return people_at([self.standing(table) for table in tables])

    def show_unsaved(self, change: TableChanged) -> None:
        """Show a change that the journal could not take; it is to be saved later."""
        self.unsaved[change.table] = change
        self._change(change)
        self.standings[change.table] = self.standing(change.table).moved(change.value)

    def fold(self, envelope: Envelope, now_s: float) -> bool:
        """Take in a committed event. Returns whether anything on the floor changed by it."""
        self.seq = envelope.seq
        match envelope.data:
            case TableChanged() as change:
                self._fold_change(envelope, change, now_s)
            case CameraChanged() as change:
                view = CameraView(camera=change.camera, status=change.status, reason=change.reason, since=envelope.at)
                self.cameras[change.camera] = view
                self.saved_statuses[change.camera] = (change.status, change.reason)
            case DisputeRaised() as raised:
                self.disputes[envelope.seq] = DisputeView.of(envelope, raised)
                self._mark(raised.table)
            case DisputeResolved() as resolved:
                self._resolve(resolved, envelope.at, now_s)
            case TableSet() | TableRemoved() | PolicySet():
                self._set_up(envelope)
            case _:
                self._seat(envelope)
                return False
        return True

    def _fold_change(self, envelope: Envelope, change: TableChanged, now_s: float) -> None:
        standing = self.standing(change.table)
        if change.source is Source.CAMERA:
            self.standings[change.table] = standing.moved(change.value)
        else:
            self.standings[change.table] = standing.told(Word(change.value, envelope.at, now_s))
        self.saved[change.table] = Saved(envelope.seq, change.value)
        self.unsaved.pop(change.table, None)
        self._change(change)

    def _change(self, change: TableChanged) -> None:
        if self.set_up.get(change.table, True):
            self.tables[change.table] = self.view(change.table).changed(change)

    def _resolve(self, resolved: DisputeResolved, at: datetime, now_s: float) -> None:
        dispute = self.disputes.pop(resolved.dispute, None)
        self._mark(resolved.table)
        if dispute is None or resolved.kept != "said":
            return
        if dispute.about == "state":
            standing = self.standing(dispute.table)
            self.standings[dispute.table] = standing.overruling(dispute.seen, at, now_s)
        elif head := self.visit_at(dispute.table):
            self.visits[head.visit] = replace(head, settled=True)

    def _mark(self, table: Id) -> None:
        open_ones = [one.dispute for one in self.disputes.values() if one.table == table]
        if table in self.tables:
            self.tables[table] = self.tables[table].disputed(min(open_ones, default=None))

    def _set_up(self, envelope: Envelope) -> None:
        match envelope.data:
            case PolicySet(policy=policy):
                self.obey(policy)
            case TableSet(table=table, active=active):
                self.set_up[table] = active
                if active:
                    self.tables[table] = self.view(table)
                else:
                    self.tables.pop(table, None)
            case TableRemoved(table=table):
                self.set_up.pop(table, None)
                if table not in self.standings:
                    self.tables.pop(table, None)

    def obey(self, policy: HousePolicy) -> None:
        """Take up the rules of the house."""
        self.patience = Patience.of(policy)

    def _seat(self, envelope: Envelope) -> None:
        match envelope.data:
            case VisitOpened(tables=tables, size=size):
                self.visits[envelope.seq] = Headcount(envelope.seq, tables, size)
            case VisitMoved(visit=visit, tables=tables) if visit in self.visits:
                self.visits[visit] = replace(self.visits[visit], tables=tables, apart_since_s=None)
            case VisitSize(visit=visit, size=size) if visit in self.visits:
                self.visits[visit] = Headcount(visit, self.visits[visit].tables, size)
            case VisitClosed(visit=visit) if visit in self.visits:
                self.closed[visit] = self.visits.pop(visit)
                self.closed = dict(list(self.closed.items())[-_CLOSED_MOST:])
            case VisitReopened(visit=visit) if visit in self.closed:
                self.visits[visit] = replace(self.closed.pop(visit), apart_since_s=None)


__all__ = ["Picture", "Saved"]
