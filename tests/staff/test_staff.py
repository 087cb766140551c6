"""The staff on a real journal: names apart and erasable, commands done once, all of it there after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from edge.clock import ManualClock
from edge.errors import Conflict, NotFound
from edge.events import StaffRole
from edge.journal import Journal, Once
from edge.staff import Change, Contact, ShiftDone, Staff, StaffProjection, end_shift

WHO = "tablet:m"
ANA = Contact(name="Ana García 🍷", phone="+34 600 123 456", email="ana@example.org")


@asynccontextmanager
async def a_staff(folder: Path, clock: ManualClock | None = None) -> AsyncIterator[tuple[Staff, Journal]]:
    clock = clock or ManualClock()
    path = folder / "store.db"
    async with Journal.open(path, clock=clock, projections=[StaffProjection()]) as journal:
        yield Staff(journal, lambda _: {"patio"}), journal


async def test_names_are_in_no_event_and_gone_for_good_once_erased(tmp_path: Path) -> None:
    async with a_staff(tmp_path) as (staff, journal):
        ana = await staff.add(ANA, StaffRole.BARTENDER, 0.8, actor=WHO)
        person, contact = await staff.person(ana.waiter)
        assert (person.name, person.role, person.skill, contact) == (ANA.name, StaffRole.BARTENDER, 0.8, ANA)
        events = [one.model_dump_json() for one in await journal.events(after=0)]
        assert not any(part in event for event in events for part in ("Ana", "600", "example.org"))
        await staff.erase(ana.waiter, actor=WHO)
        person, contact = await staff.person(ana.waiter)
        assert (person.name, person.erased, person.active, contact) == (None, True, False, None)
        for again in (staff.erase(ana.waiter, actor=WHO), staff.change(ana.waiter, lambda now: now, actor=WHO)):
            with pytest.raises(Conflict, match="was erased"):
                await again
        await journal.checkpoint()
    assert b"600 123 456" not in (tmp_path / "store.db").read_bytes()


async def test_somebody_changes_and_leaves_but_not_in_the_middle_of_a_shift(tmp_path: Path) -> None:
    def promoted(now: Change) -> Change:
        assert now.contact == ANA
        return Change(contact=Contact(name="Ana"), role=StaffRole.HOST, skill=1.0, active=False)

    async with a_staff(tmp_path) as (staff, journal):
        ana = await staff.add(ANA, actor=WHO)
        shift = await staff.start(ana.waiter, actor=WHO)
        before = journal.seq
        for refused in (staff.change(ana.waiter, promoted, actor=WHO), staff.erase(ana.waiter, actor=WHO)):
            with pytest.raises(Conflict, match=f"is on shift {shift.shift}"):
                await refused
        assert journal.seq == before
        await staff.end(shift.shift, actor=WHO)
        await staff.change(ana.waiter, promoted, actor=WHO)
        person, contact = await staff.person(ana.waiter)
        assert (person.name, person.role, person.skill, person.active) == ("Ana", StaffRole.HOST, 1.0, False)
        assert contact == Contact(name="Ana")
        with pytest.raises(Conflict, match="no longer works here"):
            await staff.start(ana.waiter, actor=WHO)


async def test_a_shift_with_its_breaks_is_there_after_a_restart(tmp_path: Path) -> None:
    clock = ManualClock()
    async with a_staff(tmp_path, clock) as (staff, _):
        ana = await staff.add(ANA, actor=WHO)
        shift = (await staff.start(ana.waiter, "patio", actor=WHO)).shift
        clock.advance(3600)
        await staff.start_break(shift, actor=WHO)
        clock.advance(600)
        await staff.end_break(shift, actor=WHO)
        clock.advance(600)
        await staff.start_break(shift, actor=WHO)
    async with a_staff(tmp_path, clock) as (staff, _):
        (one,) = await staff.on_shift()
        assert (one.waiter, one.section, one.on_break, one.rested_s) == (ana.waiter, "patio", True, 600.0)
        assert one.minutes_on_floor(clock.now() + timedelta(hours=1)) == 70.0
        await staff.move(shift, None, actor=WHO)
        await staff.end(shift, actor=WHO)
        found = await staff.shift(shift)
        assert [(rest.ended_at or rest.started_at) - rest.started_at for rest in found.breaks] == [
            timedelta(minutes=10),
            timedelta(0),
        ]
        assert found.section is None
        assert await staff.on_shift() == []
        assert [each.shift for each in await staff.shifts(waiter=ana.waiter, active=False)] == [shift]
        assert await staff.shifts(active=True) == []


async def test_a_command_sent_twice_is_done_once(tmp_path: Path) -> None:
    async with a_staff(tmp_path) as (staff, journal):
        ana = await staff.add(ANA, actor=WHO)
        once = Once("key", "print", ShiftDone)
        first = await staff.start(ana.waiter, actor=WHO, once=once)
        assert await staff.start(ana.waiter, actor=WHO, once=once) == first
        with pytest.raises(Conflict, match="already"):
            await staff.start(ana.waiter, actor=WHO)
        assert journal.seq == first.shift


async def test_a_shift_ends_inside_another_rooms_command(tmp_path: Path) -> None:
    async with a_staff(tmp_path) as (staff, journal):
        ana = await staff.add(ANA, actor=WHO)
        shift = (await staff.start(ana.waiter, actor=WHO)).shift
        await staff.start_break(shift, actor=WHO)
        await journal.command(lambda transaction: end_shift(transaction, shift), actor=WHO)
        assert [one.kind for one in await journal.events(after=journal.seq - 2)] == ["shift.break_ended", "shift.ended"]
        with pytest.raises(Conflict, match="has ended"):
            await journal.command(lambda transaction: end_shift(transaction, shift), actor=WHO)


async def test_who_and_what_is_not_there_is_said(tmp_path: Path) -> None:
    async with a_staff(tmp_path) as (staff, _):
        for asked in (
            staff.person(9),
            staff.shift(9),
            staff.start(9, actor=WHO),
            staff.start_break(9, actor=WHO),
            staff.end(9, actor=WHO),
            staff.erase(9, actor=WHO),
        ):
            with pytest.raises(NotFound) as refused:
                await asked
            assert refused.value.hint


@pytest.mark.parametrize("name", ["محمد", "李小龍", "👩‍🍳", "O'Brien-Ångström", " x ", "a" * 100])
async def test_names_are_kept_as_people_write_them(tmp_path: Path, name: str) -> None:
    async with a_staff(tmp_path) as (staff, _):
        await staff.add(Contact(name=name), actor=WHO)
        assert [person.name for person in await staff.people()] == [name]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "a\nb"},
        {"name": "\x1b[31m"},
        {"name": "a" * 101},
        {"name": "a", "phone": "call me"},
        {"name": "a", "email": "nowhere"},
    ],
)
def test_what_is_no_name_or_contact_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Contact(**fields)


def test_a_contact_shown_in_a_log_hides_how_to_reach_somebody() -> None:
    assert "600" not in repr(ANA)
    assert "example.org" not in repr(ANA)
