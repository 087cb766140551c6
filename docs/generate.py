"""Write the reference pages that can be generated. Run from the project's root: python docs/generate.py

`pages()` is what tests compare with the files, so that none goes stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo

from edge.cli import cli
from edge.events import KINDS, Envelope, EventData
from edge.settings import CameraWiring, MessagesWiring, Settings, WebhookWiring

REFERENCE = Path(__file__).parent / "reference"
_LISTS: Mapping[str, tuple[type[BaseModel], str]] = {
    "cameras": (CameraWiring, "One section for each camera.\n"),
    "webhooks": (WebhookWiring, "One section for each server that is told of events.\n"),
}
_MADE = "<!-- Made by docs/generate.py; do not edit. -->\n"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    return {
        REFERENCE / "settings.md": settings_page(),
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "events.md": events_page(),
    }


def settings_page() -> str:
    """`maitred.toml`, key by key."""
    lines = [
        _MADE,
        "# Settings\n",
        "`maitred.toml`, read once at the start. Every key has a default unless it says *needed*; a key nobody",
        "knows is an error. The environment overrides a key with `MAITRED_SECTION__KEY`, for example",
        "`MAITRED_WEB__PORT=8081`. Relative paths are relative to the file. `maitred check --config FILE` says what is",
        "wrong, with its line.\n",
    ]
    for name, field in Settings.model_fields.items():
        if name in _LISTS:
            lines += [f"## [[{name}]]\n", _LISTS[name][1], *_keys(_LISTS[name][0])]
        elif name == "messages":
            lines += ["## [messages]\n", f"{_summary(MessagesWiring)}\n", *_keys(MessagesWiring)]
        elif isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            lines += [f"## [{name}]\n", f"{_summary(field.annotation)}\n", *_keys(field.annotation)]
    return "\n".join(lines)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | default | what it does |"
    yield "|---|---|---|"
    nested: list[tuple[str, FieldInfo]] = []
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            nested.append((name, field))
            continue
        yield f"| `{name}` | {_default(field)} | {field.description or ''} |"
    for name, field in nested:
        for key, value in field.get_default(call_default_factory=True):
            yield f"| `{name}.{key}` | `{value:g}` | {field.description or ''} |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "*needed*"
    value = field.get_default()
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value:%H:%M}`" if hasattr(value, "hour") else f"`{value}`"


def _summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def commands_page() -> str:
    """Every command with its help."""
    lines = [_MADE, "# Commands\n"]
    for path, command in _commands(cli, ("maitred",)):
        lines += [f"## {' '.join(path)}\n", "```", _help(command, " ".join(path)), "```\n"]
    return "\n".join(lines)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command,
        info_name=name,
        max_content_width=100,
        terminal_width=100,
        help_option_names=list(cli.context_settings["help_option_names"]),  # as when it is run
    )
    return command.get_help(context)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _commands(command.commands[name], (*path, name))


def events_page() -> str:
    """Every kind of event, field by field."""
    lines = [
        _MADE,
        "# Events\n",
        "What the journal holds, the streams carry and head office gets. Fields are only ever added; a changed",
        "meaning is a new kind; readers skip kinds and fields they do not know. No names, phones or free text: ids,",
        "numbers, times and words of a fixed list. Times are UTC with milliseconds. How events are kept:",
        "[the journal](../explanation/journal.md).\n",
        "## The envelope\n",
        *_event_fields(Envelope),
    ]
    for kind, event in sorted(KINDS.items()):
        lines += [f"## {kind}\n", f"{_text(event)}\n", *_event_fields(event)]
    return "\n".join(lines)


def _text(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


def _event_fields(model: type[BaseModel]) -> Iterator[str]:
    schema = model.model_json_schema(mode="validation")
    if model is Envelope:
        yield f"{_text(model)}\n"
    if not schema.get("properties"):
        yield "No fields.\n"
        return
    yield "| field | holds |"
    yield "|---|---|"
    for name, field in schema["properties"].items():
        yield f"| `{name}` | {_holds(field, schema.get('$defs', {}))} |"
    yield ""


def _holds(schema: dict[str, JsonValue], definitions: dict[str, dict[str, JsonValue]]) -> str:
    """A JSON type in a reader's words."""
    match schema:
        case {"$ref": str(reference)} if reference.endswith(f"/{EventData.__name__}"):
            return "the event's own fields, below"
        case {"$ref": str(reference)}:
            return _holds(definitions[reference.rpartition("/")[2]], definitions)
        case {"anyOf": [*parts]}:
            return " or ".join(_holds(part, definitions) for part in parts if isinstance(part, dict))
        case {"enum": [*words]}:
            return "one of " + ", ".join(f"`{word}`" for word in words)
        case {"const": value}:
            return f"`{value}`"
        case {"pattern": str()}:
            return "an id"
        case {"format": "date-time"}:
            return "a time"
        case {"minimum": low, "maximum": high}:
            return f"a number from {low} to {high}"
    return {"integer": "a whole number", "number": "a number", "boolean": "true or false", "null": "nothing"}.get(
        str(schema.get("type")), "text"
    )


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
        click.echo(f"wrote {file}")
