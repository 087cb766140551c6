"""The set-up as one document: out, in, and refused whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from pydantic import ValidationError

from edge.errors import BadInput
from edge.events import StaffRole
from edge.floor.setup import Room, Section, SetupDocument, TableSetup, Uses, read_room
from edge.floor.setup.document import changes, write_document
from edge.floor.setup.joining import join
from edge.floor.setup.rules import inverse
from edge.staff import Colleague, Person
from tests.floor.setup.rooms import a_room, documents, room_of
from tests.folding import NOON


@given(documents(), documents())
def test_a_document_taken_over_is_what_is_written_out_and_can_be_taken_back(
    before: SetupDocument, wanted: SetupDocument
) -> None:
    fold, room = room_of(before)
    events = changes(room, wanted, Uses())
    fold.extend(events)
    after = read_room(fold.read)
    assert write_document(after, []) == wanted.model_copy(update={"staff": ()})
    assert changes(after, wanted, Uses()) == []
    fold.extend(back for event in reversed(events) if (back := inverse(event, room)))
    assert read_room(fold.read) == room


@given(documents())
def test_a_document_survives_json(document: SetupDocument) -> None:
    assert SetupDocument.model_validate_json(document.model_dump_json()) == document


def furnished() -> Room:
    """T1 has guests, T2 and T3 are joined; the patio is worked in."""
    fold, room = a_room(*(TableSetup(table=table, section="main") for table in ("T1", "T2", "T3", "T4")))
    fold.append(join(room, ["T2", "T3"], Uses()))
    return read_room(fold.read)


USES = Uses(visits={"T1": 12}, watched={"T4": "cam"}, sections={"patio": "shift 9 works there"})


def test_everything_that_stands_against_a_document_is_said_at_once() -> None:
    document = SetupDocument(
        sections=(Section(section="main"), Section(section="main"), Section(section="bar")),
        tables=(
            TableSetup(table="T1", section="main", active=False),
            TableSetup(table="T9", section="attic"),
            TableSetup(table="T9", seats_min=3, seats_max=2),
        ),
    )
    with pytest.raises(BadInput) as refused:
        changes(furnished(), document, USES)
    for fault in (
        "section main is there 2 times",
        "table T9 is there 2 times",
        "table T1 cannot be set inactive: visit 12 sits there",
        "table T9: there is no section attic",
        "table T9: seats_min 3 is more than seats_max 2",
        "table T2 is missing, but it is joined (T2 + T3)",
        "table T4 is missing, but camera cam watches it",
        "section patio is missing, but shift 9 works there",
    ):
        assert fault in refused.value.message
    assert "Nothing was changed" in refused.value.hint


def test_a_long_list_of_faults_is_cut() -> None:
    tables = tuple(TableSetup(table=f"X{n}", section="attic") for n in range(50))
    with pytest.raises(BadInput, match="and 35 more"):
        changes(furnished(), SetupDocument(tables=tables), USES)


@pytest.mark.parametrize(
    "document",
    [
        '{"format": 2}',
        '{"tables": [{"table": "no spaces please"}]}',
        '{"tables": [{"table": "T1", "colour": "red"}]}',
        '{"tables": [{"table": "T1", "seats_max": 0}]}',
        '{"staff": [{"name": "\\n"}]}',
        '{"policy": {"routing": {"mode": "lottery"}}}',
        "[]",
    ],
)
def test_what_is_no_set_up_is_refused(document: str) -> None:
    with pytest.raises(ValidationError):
        SetupDocument.model_validate_json(document)


def test_people_are_written_by_name_and_whoever_is_erased_is_not() -> None:
    ana = Person(waiter=3, name="Ana", role=StaffRole.BARTENDER, skill=0.9, active=False, since=NOON)
    gone = Person(waiter=4, name=None, role=StaffRole.SERVER, since=NOON, erased=True, active=False)
    line = Colleague(name="Ana", role=StaffRole.BARTENDER, skill=0.9, active=False)
    assert write_document(Room(), [ana, gone]).staff == (line,)
