"""What may be changed in the room, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import BadInput, Conflict, MaitredError, NotFound
from edge.events import EventData, HousePolicy, Place, RoutingMode, RoutingPolicy
from edge.floor.setup import Room, Section, TableSetup, Uses, read_room, rules
from edge.floor.setup.joining import join, part
from tests.floor.setup.rooms import SECTIONS, TABLES, a_room, documents, policies, room_of, tables

Rule = Callable[[Room, Uses], list[EventData]]
BUSY = Uses(visits={"T1": 12}, watched={"T3": "cam-east"}, sections={"patio": "shift 9 works there"})


def furnished() -> tuple[Room, Uses]:
    """T1 has guests; T3 is watched by a camera; T4 and T5 are joined; somebody works in the empty patio."""
    fold, room = a_room(*(TableSetup(table=table, section="main") for table in TABLES))
    fold.append(join(room, ["T4", "T5"], Uses()))
    return read_room(fold.read), BUSY


@pytest.mark.parametrize(
    ("rule", "error", "says"),
    [
        (lambda r, u: rules.remove_section(r, "attic", u), NotFound, "no section attic"),
        (lambda r, u: rules.remove_section(r, "main", u), Conflict, "T1, T2, T3, T4, T5, T6 stand there"),
        (lambda r, u: rules.remove_section(r, "patio", u), Conflict, "shift 9 works there"),
        (lambda r, u: rules.remove_table(r, "T9", u), NotFound, "no table T9"),
        (lambda r, u: rules.remove_table(r, "T1", u), Conflict, "visit 12 sits there"),
        (lambda r, u: rules.remove_table(r, "T3", u), Conflict, "camera cam-east watches it"),
        (lambda r, u: rules.remove_table(r, "T4", u), Conflict, r"joined \(T4 \+ T5\)"),
        (lambda r, u: rules.set_table(r, TableSetup(table="T7", section="attic"), u), BadInput, "no section attic"),
        (
            lambda r, u: rules.set_table(r, TableSetup(table="T7", seats_min=5, seats_max=4), u),
            BadInput,
            "seats_min 5 is more than seats_max 4",
        ),
        (
            lambda r, u: rules.set_table(r, TableSetup(table="T7", place=Place(x=1e300, y=0, width=9, height=9)), u),
            BadInput,
            "where no plan reaches",
        ),
        (lambda r, u: rules.set_table(r, TableSetup(table="T1", active=False), u), Conflict, "visit 12 sits there"),
        (lambda r, u: rules.set_table(r, TableSetup(table="T5", active=False), u), Conflict, "joined"),
    ],
)
def test_what_is_in_use_or_makes_no_sense_is_refused(rule: Rule, error: type[MaitredError], says: str) -> None:
    room, uses = furnished()
    with pytest.raises(error, match=says) as refused:
        rule(room, uses)
    assert refused.value.hint


@pytest.mark.parametrize(
    "rule",
    [
        lambda r, u: rules.remove_section(r, "bar", u),
        lambda r, u: rules.remove_table(r, "T2", u),
        lambda r, u: rules.set_table(r, TableSetup(table="T1", seats_max=8), u),
        lambda r, u: rules.set_table(r, TableSetup(table="T3", active=False), u),
        lambda r, u: rules.set_section(r, Section(section="main", active=False)),
        lambda r, u: rules.set_policy(r, HousePolicy(routing=RoutingPolicy(mode=RoutingMode.ROTATION))),
    ],
)
def test_what_is_free_may_be_changed(rule: Rule) -> None:
    assert len(rule(*furnished())) == 1


def test_what_is_so_already_is_no_event() -> None:
    room, uses = furnished()
    assert rules.set_section(room, Section(section="main")) == []
    assert rules.set_table(room, TableSetup(table="T1", section="main"), uses) == []
    assert rules.set_policy(room, HousePolicy()) == []


def test_policy_has_the_keys_and_defaults_that_users_bring_along() -> None:
    routing = RoutingPolicy()
    assert (routing.mode, routing.max_tables_per_waiter, routing.efficiency_weight) == ("section", 5, 1.0)
    assert (routing.workload_penalty, routing.tip_penalty) == (3.0, 2.0)
    assert (routing.recency_penalty_minutes, routing.recency_penalty_weight) == (5.0, 1.5)


@st.composite
def commands(draw: st.DrawFn) -> Rule:
    """Any command on the set-up."""
    section, table = draw(st.sampled_from(SECTIONS)), draw(st.sampled_from(TABLES))
    asked = draw(st.lists(st.sampled_from(TABLES), min_size=2, max_size=3, unique=True))
    policy, shape, open_ = draw(policies), draw(tables(SECTIONS)), draw(st.booleans())
    return draw(
        st.sampled_from(
            [
                lambda r, u: rules.set_section(r, Section(section=section, active=open_)),
                lambda r, u: rules.remove_section(r, section, u),
                lambda r, u: rules.set_table(r, shape, u),
                lambda r, u: rules.remove_table(r, table, u),
                lambda r, u: rules.set_policy(r, policy),
                lambda r, u: [join(r, asked, u)],
                lambda r, u: [part(r, table, u)],
            ]
        )
    )


@given(documents(), st.lists(commands(), max_size=12))
def test_no_command_breaks_the_room_and_each_can_be_taken_back(document, asked: list[Rule]) -> None:  # type: ignore[no-untyped-def]
    fold, room = room_of(document)
    for rule in asked:
        try:
            events = rule(room, Uses())
        except MaitredError:
            continue
        fold.extend(events)
        after = read_room(fold.read)
        check(after)
        undone = [back for event in reversed(events) if (back := rules.inverse(event, room))]
        fold.extend(undone)
        assert read_room(fold.read) == room
        fold.extend(events)
        room = read_room(fold.read)
        assert room == after


def check(room: Room) -> None:
    """What holds in every room."""
    joined = [table for each in room.joins for table in each.tables]
    assert len(joined) == len(set(joined))
    assert all(room.tables[table].active for table in joined)
    for table in room.tables.values():
        assert table.section is None or table.section in room.sections
        assert 1 <= table.seats_min <= table.seats_max
