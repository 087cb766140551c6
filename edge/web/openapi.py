"""OpenAPI 3.1, generated from the routes and the types they take and give."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from inspect import cleandoc, getdoc

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from edge.errors import Conflict, MaitredError, NotAllowed, StoreBusy, TooManyRequests, Unauthenticated
from edge.events import KINDS
from edge.web.endpoint import Endpoint, Nothing
from edge.web.idempotency import HEADER, PATTERN, IdempotencyKeyNeeded
from edge.web.messages import LiveMessage
from edge.web.problems import MEDIA, BadRequest, Problem

DOCUMENT = web.AppKey("document", bytes)
"""The finished document, as JSON."""

Json = dict[str, object]

_COMPONENT = "#/components/schemas/"
_GUARDED: tuple[type[MaitredError], ...] = (Unauthenticated, NotAllowed)
_COMMANDED: tuple[type[MaitredError], ...] = (IdempotencyKeyNeeded, Conflict, StoreBusy)

_KEY: Json = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "New for every new command; the same when a command is sent again because no answer came.",
    "schema": {"type": "string", "pattern": PATTERN},
}


def document(endpoints: Iterable[Endpoint], *, version: str) -> Json:
    """The description of all documented routes, the same bytes for the same routes."""
    shown = [each for each in endpoints if each.documented]
    schemas = _schemas(shown)
    paths: dict[str, Json] = defaultdict(dict)
    for each in shown:
        paths[each.address][each.method.lower()] = _operation(each, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "maitred",
            "version": version,
            "summary": "The true floor of one restaurant.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(paths),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "maitred"},
            },
        },
    }


def _schemas(endpoints: Sequence[Endpoint]) -> Json:
    """Every type by name: what comes in as it is checked, what goes out as it is written."""
    given: dict[type[BaseModel], JsonSchemaMode] = {Problem: "serialization", LiveMessage: "serialization"}
    given.update(dict.fromkeys(KINDS.values(), "serialization"))
    for each in endpoints:
        given.update({kind: "serialization" for kind in (each.answers,) if kind})
        given.update({kind: "validation" for kind in (each.path, each.query, each.body) if kind is not Nothing})
    _, whole = models_json_schema(list(given.items()), ref_template=_COMPONENT + "{model}")
    defined = whole["$defs"]
    assert isinstance(defined, dict)  # noqa: S101 - pydantic's promise, for the type checker
    return dict(sorted(defined.items()))


def _operation(each: Endpoint, schemas: Json) -> Json:
    _, _, rest = (getdoc(each.handler) or "").partition("\n")
    operation: Json = {
        "operationId": each.name,
        "summary": each.summary,
        "description": "\n\n".join(part for part in (cleandoc(rest), cleandoc(each.notes)) if part),
        "tags": [each.noun],
        "x-role": each.role,
        "security": [{"bearer": []}, {"cookie": []}] if each.role else [],
        "parameters": [
            *_parameters(each.path, "path", schemas),
            *_parameters(each.query, "query", schemas),
            *([_KEY] if each.command else []),
        ],
        "responses": _responses(each),
    }
    if each.body is not Nothing:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(each.body)}}}
    return operation


def _parameters(kind: type[BaseModel], place: str, schemas: Json) -> list[Json]:
    """One parameter per field of the type."""
    if kind is Nothing:
        return []
    shape = schemas.pop(kind.__name__, None) or kind.model_json_schema(ref_template=_COMPONENT + "{model}")
    assert isinstance(shape, dict)  # noqa: S101 - pydantic's promise, for the type checker
    required = shape.get("required", [])
    return [
        {"name": name, "in": place, "required": name in required, "schema": schema}
        for name, schema in shape["properties"].items()
    ]


def _responses(each: Endpoint) -> Json:
    media: Json = {"schema": _ref(each.answers)} if each.answers else {}
    good: Json = {"description": HTTPStatus(each.status).phrase}
    if each.status not in (101, 204):
        good["content"] = {each.media: media}
    found: Json = {str(each.status): good}
    if each.answers and each.method == "GET" and each.status == 200:
        found["304"] = {"description": "Unchanged since the version in If-None-Match."}
    for status, errors in sorted(_errors(each).items()):
        found[str(status)] = {
            "description": " / ".join(errors),
            "content": {MEDIA: {"schema": _ref(Problem)}},
        }
    return found


def _errors(each: Endpoint) -> dict[int, list[str]]:
    """What may go wrong, by status, in words."""
    errors: dict[int, list[str]] = defaultdict(list)
    always: tuple[type[MaitredError], ...] = (TooManyRequests, BadRequest)
    guarded, commanded = _GUARDED if each.role else (), _COMMANDED if each.command else ()
    for error in dict.fromkeys((*always, *guarded, *commanded, *each.raises)):
        errors[error.status].append(error.title)
    if each.method not in ("GET", "HEAD"):
        errors[NotAllowed.status] = errors[NotAllowed.status] or [NotAllowed.title]
    if each.body is not Nothing:
        errors[413].append("Too large")
        errors[415].append("Not JSON")
    if each.status == 101:
        errors[426].append("Not a WebSocket")
    return errors


def _ref(kind: type[BaseModel]) -> Json:
    return {"$ref": _COMPONENT + kind.__name__}


def written(described: Json) -> bytes:
    """The document as JSON, as it lies in the repository."""
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()


__all__ = ["DOCUMENT", "document", "written"]
