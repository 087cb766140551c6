"""The recorded shape of every event class: what has been written once can be read for ever.

`python -m tests.journal.schema` records today's classes, after fields or kinds were added.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import JsonValue

from edge.events import KINDS, EventData

RECORD = Path(__file__).with_name("events.schema.json")

Shape = dict[str, JsonValue]


def shape(event: type[EventData]) -> Shape:
    """Field by field: its JSON type without titles and texts, and whether it must be there."""
    schema = event.model_json_schema(mode="validation")
    required = schema.get("required", [])
    definitions = schema.get("$defs", {})
    return {
        name: {"required": name in required, "type": _bare(field, definitions)}
        for name, field in schema.get("properties", {}).items()
    }


def _bare(schema: JsonValue, definitions: dict[str, JsonValue]) -> JsonValue:
    if isinstance(schema, list):
        return [_bare(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(reference := schema.get("$ref"), str):
        return _bare(definitions[reference.rpartition("/")[2]], definitions)
    texts = {"title", "description", "default"}
    return {name: _bare(part, definitions) for name, part in schema.items() if name not in texts}


def current() -> dict[str, Shape]:
    return {kind: shape(event) for kind, event in sorted(KINDS.items())}


def recorded() -> dict[str, Shape]:
    shapes: dict[str, Shape] = json.loads(RECORD.read_text())
    return shapes


def breaks(old: dict[str, Shape], new: dict[str, Shape]) -> list[str]:
    """What of `old` cannot be read as `new` any more, in words. Empty: only additions."""
    problems = [f"{kind} is gone" for kind in old if kind not in new]
    for kind in old.keys() & new.keys():
        problems += [f"{kind}.{field} {problem}" for field, problem in _changes(old[kind], new[kind])]
    return sorted(problems)


def _changes(old: Shape, new: Shape) -> list[tuple[str, str]]:
    problems = [(field, "is gone") for field in old if field not in new]
    problems += [(field, "is new but required") for field in new if field not in old and _part(new[field], "required")]
    for field in old.keys() & new.keys():
        if _part(new[field], "required") and not _part(old[field], "required"):
            problems.append((field, "became required"))
        if not _reads(_part(old[field], "type"), _part(new[field], "type")):
            problems.append((field, "changed its type"))
    return problems


def _part(field: JsonValue, name: str) -> JsonValue:
    return field.get(name) if isinstance(field, dict) else None


def _reads(old: JsonValue, new: JsonValue) -> bool:
    """Whether all of the old type is of the new one: the same, save for words and optional fields that were added."""
    if isinstance(old, dict) and isinstance(new, dict):
        if isinstance(words := old.get("enum"), list) and isinstance(more := new.get("enum"), list):
            return all(word in more for word in words)
        fields, more_fields = old.get("properties"), new.get("properties")
        if isinstance(fields, dict) and isinstance(more_fields, dict):  # those now required are compared beside them
            new = new | {"properties": {name: more_fields[name] for name in fields if name in more_fields}}
        return old.keys() == new.keys() and all(_reads(old[name], new[name]) for name in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(_reads(one, other) for one, other in zip(old, new, strict=True))
    return old == new


if __name__ == "__main__":
    if RECORD.exists() and (problems := breaks(recorded(), current())):
        raise SystemExit("Not recorded: a changed meaning is a new kind.\n" + "\n".join(problems))
    RECORD.write_text(json.dumps(current(), indent=1, sort_keys=True) + "\n")
