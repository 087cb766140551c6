"""The contract with everyone outside, held over every event class there is."""

from __future__ import annotations

import copy
import json
import string
import types
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

import edge.events
from edge.events import KINDS, DaemonStopped, Envelope, EventData, Source, UnknownData, read_data

from .journal.schema import breaks, current, recorded

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
HASH_PATTERN = r"^[0-9a-f]{64}$"
SAFE_PATTERNS = (ID_PATTERN, HASH_PATTERN)

REVIEWED_TEXTS = {
    "daemon.started.version": "a version number of this program",
    "calibration.applied.sha256": "a hash",
    "calibration.applied.document": "geometry and ids only: calibration.Calibration has no other texts",
}
"""Texts that are no ids, and why no person can be in them. A new one needs a reviewer."""

PERSONAL = ("name", "phone", "mail", "address", "note", "comment", "message", "text", "guest", "birth")

every_kind = pytest.mark.parametrize("event", KINDS.values(), ids=KINDS.keys())


def texts(annotation: object, field: FieldInfo | None = None) -> Iterator[object]:
    """Every part of a type that could hold free text: anything not an id, number, time, yes/no or enumerated word."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        yield from texts(inner, next((note for note in notes if isinstance(note, FieldInfo)), field))
        return
    if field is not None and any(getattr(part, "pattern", None) in SAFE_PATTERNS for part in field.metadata):
        return
    if annotation in (int, float, bool, datetime, types.NoneType) or get_origin(annotation) is Literal:
        return
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for inner in annotation.model_fields.values():
            yield from texts(inner.annotation, inner)
    elif get_origin(annotation) in (Union, types.UnionType, list, tuple, set, frozenset):
        for part in get_args(annotation):
            if part is not Ellipsis:
                yield from texts(part)
    else:
        yield annotation


def event_classes(base: type[EventData] = EventData) -> Iterator[type[EventData]]:
    for event in base.__subclasses__():
        if event.__module__.startswith(f"{edge.events.__name__}.") and event is not UnknownData:
            yield event
        yield from event_classes(event)


def test_every_event_class_is_in_kinds_under_its_own_name() -> None:
    assert {event.kind: event for event in event_classes()} == KINDS
    assert "" not in KINDS


@every_kind
def test_no_names_phones_or_free_text(event: type[EventData]) -> None:
    for name, field in event.model_fields.items():
        if f"{event.kind}.{name}" not in REVIEWED_TEXTS:
            assert list(texts(field.annotation, field)) == [], f"{event.kind}.{name} could hold a person's data"
        assert not any(word in name.split("_") for word in PERSONAL), f"{event.kind}.{name} sounds like a person's data"


def test_no_reviewed_text_is_stale() -> None:
    assert {f"{kind}.{name}" for kind, event in KINDS.items() for name in event.model_fields} >= REVIEWED_TEXTS.keys()


@pytest.mark.parametrize(
    ("annotation", "found"),
    [
        (str, [str]),
        (str | None, [str]),
        (list[str], [str]),
        (dict[str, int], [dict[str, int]]),
        (bytes, [bytes]),
        (tuple[int, ...], []),
        (int | None, []),
        (Source, []),
        (Literal["a"], []),
        (Any, [Any]),
    ],
)
def test_the_walk_finds_texts(annotation: object, found: list[object]) -> None:
    assert list(texts(annotation)) == found


def test_only_additions_since_the_record() -> None:
    assert breaks(recorded(), current()) == []


def test_the_record_is_complete() -> None:
    assert recorded() == current(), "run: python -m tests.journal.schema"


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda shapes: shapes.pop("table.state"), "table.state is gone"),
        (lambda shapes: shapes["table.state"].pop("people"), "table.state.people is gone"),
        (lambda shapes: shapes["table.state"]["people"].update(required=True), "table.state.people became required"),
        (
            lambda shapes: shapes["table.state"]["confidence"]["type"].update(maximum=100.0),
            "confidence changed its type",
        ),
        (lambda shapes: shapes["clock.stepped"]["step_ms"].update(type={"type": "number"}), "step_ms changed its type"),
        (lambda shapes: shapes["camera.status"]["status"]["type"]["enum"].remove("stalled"), "status changed its type"),
        (lambda shapes: shapes["daemon.stopped"].update(x={"required": True, "type": {}}), "x is new but required"),
    ],
)
def test_a_break_is_noticed(edit: Any, problem: str) -> None:
    shapes = copy.deepcopy(current())
    edit(shapes)
    (found,) = breaks(current(), shapes)
    assert found.endswith(problem)


def test_additions_are_no_breaks() -> None:
    shapes: Any = copy.deepcopy(current())
    shapes["table.joined"] = {"table": {"required": True, "type": {"type": "string"}}}
    shapes["table.state"]["x"] = {"required": False, "type": {"type": "integer"}}
    shapes["camera.status"]["reason"]["type"]["enum"].append("dreaming")
    assert breaks(current(), shapes) == []


LIMITS = {"ge": "min_value", "le": "max_value", "gt": "min_value"}


def values(annotation: object, field: FieldInfo | None = None) -> st.SearchStrategy[object]:
    """Any value of a field's type."""
    notes = field.metadata if field else []
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return values(inner, next((note for note in more if isinstance(note, FieldInfo)), field))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        parts = {name: values(inner.annotation, inner) for name, inner in annotation.model_fields.items()}
        return st.fixed_dictionaries(parts).map(annotation.model_validate)
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if get_origin(annotation) in (Union, types.UnionType):
        return st.one_of([values(part, field) for part in get_args(annotation)])
    if get_origin(annotation) is tuple:
        sizes = {
            name: getattr(note, name) for note in notes for name in ("min_length", "max_length") if hasattr(note, name)
        }
        return st.lists(values(get_args(annotation)[0]), min_size=sizes.get("min_length", 0), max_size=4).map(tuple)
    limits = {LIMITS[name]: getattr(note, name) for note in notes for name in LIMITS if hasattr(note, name)}
    above = any(hasattr(note, "gt") for note in notes)
    hashed = any(getattr(note, "pattern", None) == HASH_PATTERN for note in notes)
    letters = "0123456789abcdef" if hashed else string.ascii_letters + string.digits
    return {
        int: st.integers(**limits),
        float: st.floats(**limits, allow_nan=False, allow_infinity=False, exclude_min=above),
        bool: st.booleans(),
        types.NoneType: st.none(),
        datetime: st.datetimes(timezones=st.just(UTC)).map(
            lambda at: at - timedelta(microseconds=at.microsecond % 1000)
        ),
        str: st.text(letters, min_size=64 if hashed else 1, max_size=64 if hashed else 40),
    }[annotation]  # type: ignore[index]


@every_kind
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_what_is_written_is_read_back(event: type[EventData], data: st.DataObject) -> None:
    one = event(**{name: data.draw(values(field.annotation, field)) for name, field in event.model_fields.items()})
    envelope = Envelope(
        device="box",
        seq=1,
        at=datetime(2026, 1, 2, tzinfo=UTC),
        boot="b",
        mono_ms=1,
        kind=one.kind,
        actor="system",
        source=Source.SYSTEM,
        key=one.key,
        data=one,
    )
    assert read_data(one.kind, one.model_dump_json()) == one
    of_a_newer_writer = json.dumps(one.model_dump(mode="json") | {"mood": "good"})
    assert read_data(one.kind, of_a_newer_writer) == one
    assert Envelope.model_validate_json(envelope.model_dump_json()) == envelope


def test_an_unknown_kind_is_kept_as_it_was_written() -> None:
    data = read_data("robot.arrived", '{"robot": "R2", "at": [1, 2]}')
    assert isinstance(data, UnknownData)
    assert data.model_dump() == {"robot": "R2", "at": [1, 2]}


def test_malformed_data_of_a_known_kind_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_data("clock.stepped", '{"step_ms": "soon"}')


@pytest.mark.parametrize("at", ["2026-01-02T12:00:00", datetime(2026, 1, 2)])  # noqa: DTZ001 - the point of it
def test_times_without_a_zone_are_refused(at: object) -> None:
    document = {"table": "T1", "value": "clean", "confidence": 0.5, "since": at}
    with pytest.raises(ValidationError):
        KINDS["table.state"].model_validate(document)


def test_times_are_written_in_utc_with_milliseconds() -> None:
    envelope = Envelope(
        device="box",
        seq=1,
        at=datetime.fromisoformat("2026-01-02T12:00:00.123456+02:00"),
        boot="b",
        mono_ms=1,
        kind="daemon.stopped",
        actor="system",
        source=Source.SYSTEM,
        key="",
        data=DaemonStopped(),
    )
    assert '"at":"2026-01-02T10:00:00.123Z"' in envelope.model_dump_json()


@pytest.mark.parametrize("name", ["Mrs Smith", "", "+44 20 7946 0000", "é", "x" * 41, "-x"])
def test_an_id_is_no_place_for_a_name(name: str) -> None:
    with pytest.raises(ValidationError):
        KINDS["camera.status"].model_validate({"camera": name, "status": "online"})
