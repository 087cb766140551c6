"""What has come due on the floor: tables that cameras move, disputes to raise, disputes that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from edge.events import Availability, DisputeRaised, DisputeResolved, EventData, Id, TableChanged
from edge.floor.arbitration import SLACK, Verdict, judge
from edge.floor.disputes import DisputeView
from edge.floor.picture import Picture, Saved
from edge.floor.service import read_visit_at
from edge.journal import Rows


def due(picture: Picture, tables: Iterable[Id], now: datetime, now_s: float) -> list[EventData]:
    """The events that follow from what is known of these tables right now."""
    return [event for table in tables for event in _due_at(picture, table, now, now_s)]


def due_counts(picture: Picture, now_s: float) -> list[EventData]:
    """The events that follow from the guests that cameras count."""
    return [*_counts_settled(picture), *_counts_to_ask(picture, now_s)]


def still_holds(read: Rows, event: EventData, saved: Saved | None) -> bool:
    """Whether nothing newer has come between deciding on an event and writing it. Runs inside the transaction."""
    if isinstance(event, DisputeResolved):
        return bool(read("SELECT 1 FROM floor_disputes WHERE dispute = ? AND kept IS NULL", (event.dispute,)))
    if isinstance(event, DisputeRaised) and event.about == "people":
        visit = read_visit_at(read, event.table)
        return visit is not None and visit.size == event.said_people
    if isinstance(event, TableChanged | DisputeRaised):
        rows = read("SELECT seq FROM floor_tables WHERE table_id = ?", (event.table,))
        return (rows[0]["seq"] if rows else 0) == (saved.seq if saved else 0)
    return True


def _due_at(picture: Picture, table: Id, now: datetime, now_s: float) -> Iterator[EventData]:
    if dispute := picture.dispute_about(table, "state"):
        if kept := _settled(picture, dispute):
            yield dispute.resolved(kept)
        return  # until it is settled, the table stays what was said
    standing = picture.standing(table)
    verdict = judge(standing, now_s, picture.patience)
    seen, fresh = standing.seen, standing.fresh
    if verdict is Verdict.DISPUTE and seen:
        yield DisputeRaised(table=table, about="state", said=standing.value, seen=fresh, confidence=seen.confidence)
    elif verdict is Verdict.FOLLOW and seen and fresh:
        yield TableChanged(
            table=table,
            value=fresh,
            previous=_value(picture.saved.get(table)),
            confidence=seen.confidence,
            people=seen.people,
            since=seen.since or now,
        )
    elif unsaved := picture.unsaved.get(table):
        yield unsaved


def _settled(picture: Picture, dispute: DisputeView) -> Literal["said", "agreed"] | None:
    """Both agree again, or somebody has said something else since."""
    standing = picture.standing(dispute.table)
    if standing.word is None:
        return "agreed"
    return "said" if standing.value is not dispute.said else None


def _value(saved: Saved | None) -> Availability | None:
    return saved.value if saved else None


def _counts_settled(picture: Picture) -> Iterator[EventData]:
    """Disputes about people that are over: both agree again, or the visit or its size is another one."""
    for dispute in picture.disputes.values():
        if dispute.about == "people":
            head = picture.visit_at(dispute.table)
            people = picture.people_at(head.tables) if head else None
            changed = head is None or head.size is None or head.size != dispute.said_people
            if changed or (people is not None and head and head.size and abs(people - head.size) < SLACK):
                yield dispute.resolved("agreed")


def _counts_to_ask(picture: Picture, now_s: float) -> Iterator[EventData]:
    for head in picture.visits.values():
        if head.asks(now_s, picture.patience) and not picture.dispute_about(head.tables[0], "people"):
            people = picture.people_at(head.tables)
            yield DisputeRaised(table=head.tables[0], about="people", said_people=head.size, seen_people=people)


__all__ = ["due", "due_counts", "still_holds"]
