"""From a file and the environment to `Settings`, or to a list of every problem with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

from pydantic import BaseModel, JsonValue, SecretStr, ValidationError

from edge.errors import BadSettings
from edge.settings.lines import Path as KeyPath
from edge.settings.lines import key_lines, line_of
from edge.settings.receivers import Signed, WebhookWiring
from edge.settings.wiring import (
    EMBEDDED,
    CameraWiring,
    ModelWiring,
    PosWiring,
    Settings,
    WebWiring,
)

PREFIX = "MAITRED_"
"""`MAITRED_WEB__PORT=8081` overrides `port` in `[web]`."""

Document = dict[str, JsonValue]

W = TypeVar("W", bound=BaseModel)
S = TypeVar("S", bound=Signed)

_SHORTEST_SECRET = 16

_LISTS: Mapping[str, type[BaseModel]] = MappingProxyType({"cameras": CameraWiring, "webhooks": WebhookWiring})
"""Sections that come several times."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what to do."""

    where: str
    message: str
    hint: str = ""
    line: int | None = None

    def __str__(self) -> str:
        at = f"line {self.line}: " if self.line else ""
        return f"{at}{self.where}: {self.message}" + (f" {self.hint}" if self.hint else "")


class SettingsRefused(BadSettings):
    """The settings hold problems; none of them was applied."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        hint = f"Mend them, then run: maitred check --config {source}"
        super().__init__(f"{source} cannot be used:\n{listed}\n", hint=hint)


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Settings from `path` and `environ`. Relative paths in the file are relative to the file.

    Raises `SettingsRefused` with every problem found.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsRefused(str(path), [Problem("file", f"cannot be read: {reason}.")]) from error
    return read(text, environ, source=str(path), folder=path.parent)


def read(text: str, environ: Mapping[str, str], *, source: str = "maitred.toml", folder: Path = Path()) -> Settings:
    """Settings from TOML text. Raises `SettingsRefused`."""
    try:
        document: Document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise SettingsRefused(source, [Problem("TOML", f"{error}.", line=int(found[1]) if found else None)]) from error
    lines = key_lines(text)
    try:
        settings = Settings.model_validate(_overridden(document, environ))
    except ValidationError as error:
        raise SettingsRefused(source, _problems(error, lines)) from error
    complete = _Completion(environ, folder, lines)
    settings = settings.model_copy(update=_completed(settings, complete))
    if complete.problems:
        raise SettingsRefused(source, complete.problems)
    return settings


class _Completion:
    """Completes sections one by one, and collects what is wrong with each."""

    def __init__(self, environ: Mapping[str, str], folder: Path, lines: Mapping[KeyPath, int]) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._environ = environ
        self._lines = lines

    def __call__(self, section: W, path: KeyPath, name: str, fill: Callable[[W, Mapping[str, str], Path], W]) -> W:
        try:
            return fill(section, self._environ, self.folder)
        except BadSettings as error:
            self.problems.append(Problem(name, error.message, error.hint, line_of(path, self._lines)))
            return section


def _completed(settings: Settings, complete: _Completion) -> dict[str, object]:
    """The sections that name files or secrets, with paths made absolute and secrets read."""
    state_dir = complete.folder / settings.store.state_dir
    return {
        "cameras": tuple(
            complete(one, ("cameras", index), f"cameras.{one.id}", _wired) for index, one in enumerate(settings.cameras)
        ),
        "pos": complete(settings.pos, ("pos",), "pos", _armed),
        "messages": settings.messages and complete(settings.messages, ("messages",), "messages", _signed),
        "webhooks": tuple(
            complete(one, ("webhooks", index), f"webhooks.{index}", _signed)
            for index, one in enumerate(settings.webhooks)
        ),
        "store": settings.store.model_copy(update={"state_dir": state_dir}),
        "model": _beside(settings.model, complete.folder),
        "web": _secured(settings.web, complete.folder),
    }


def _overridden(document: Document, environ: Mapping[str, str]) -> Document:
    """The document with `MAITRED_SECTION__KEY` variables laid over it. Lists (cameras) stay with the file."""
    merged = dict(document)
    for name, value in environ.items():
        section, separator, key = name.removeprefix(PREFIX).lower().partition("__")
        if name.startswith(PREFIX) and separator:
            table = merged.get(section)
            merged[section] = {**(table if isinstance(table, dict) else {}), key: value}
    return merged


def _beside(model: ModelWiring, folder: Path) -> ModelWiring:
    """The model with its bundle's path made absolute."""
    return model if model.bundle == EMBEDDED else model.model_copy(update={"bundle": str(folder / model.bundle)})


def _wired(camera: CameraWiring, environ: Mapping[str, str], folder: Path) -> CameraWiring:
    """The camera with its password read and its paths made absolute. Raises BadSettings."""
    update: dict[str, object] = {}
    if camera.password_env:
        update["password"] = _variable(camera.password_env, environ, instead="password_file")
    if camera.password_file:
        update["password"] = _read_secret(folder / camera.password_file, "password")
    if camera.calibration:
        update["calibration"] = folder / camera.calibration
    if camera.source_kind == "file":
        update["url"] = str(folder / camera.url.removeprefix("file://"))
    return camera.model_copy(update=update)


def _armed(pos: PosWiring, environ: Mapping[str, str], folder: Path) -> PosWiring:
    """The point of sale with its secret read. Raises BadSettings."""
    env, file = pos.webhook_secret_env, pos.webhook_secret_file
    return pos.model_copy(update={"webhook_secret": _secret(env, file, environ, folder, "webhook_secret_file")})


def _signed(receiver: S, environ: Mapping[str, str], folder: Path) -> S:
    """A receiver with its secret read. Raises BadSettings."""
    secret = _secret(receiver.secret_env, receiver.secret_file, environ, folder, "secret_file")
    return receiver.model_copy(update={"secret": secret})


def _secret(
    variable: str | None, file: Path | None, environ: Mapping[str, str], folder: Path, instead: str
) -> SecretStr | None:
    """A secret to sign with, long enough to be one. Raises BadSettings."""
    secret = None
    if variable:
        secret = _variable(variable, environ, instead=instead)
    if file:
        secret = _read_secret(folder / file, "secret")
    if secret is not None and len(secret.get_secret_value()) < _SHORTEST_SECRET:
        raise BadSettings(
            f"the secret has fewer than {_SHORTEST_SECRET} characters.", hint="Make one with: openssl rand -hex 32"
        )
    return secret


def _secured(web: WebWiring, folder: Path) -> WebWiring:
    """The web with the paths of its certificate made absolute."""
    files = {"tls_certificate": web.tls_certificate, "tls_key": web.tls_key}
    return web.model_copy(update={name: folder / path for name, path in files.items() if path})


def _variable(name: str, environ: Mapping[str, str], *, instead: str) -> SecretStr:
    if not environ.get(name):
        raise BadSettings(f"the environment variable {name} is not set.", hint=f"Set it, or use `{instead}`.")
    return SecretStr(environ[name])


def _read_secret(file: Path, what: str) -> SecretStr:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSettings(
            f"{file} cannot be read: {error.strerror}.", hint="Check the path and who may read it."
        ) from error
    except UnicodeDecodeError:  # its text shows part of the secret
        raise BadSettings(f"{file} is not UTF-8 text.", hint=f"Write nothing but the {what} into it.") from None
    if not secret:
        raise BadSettings(f"{file} is empty.", hint=f"Write the {what} into it.")
    return SecretStr(secret)


def _problems(error: ValidationError, lines: Mapping[KeyPath, int]) -> list[Problem]:
    return [
        Problem(
            where=".".join(str(part) for part in item["loc"]) or "settings",
            message=_sentence(item["msg"]) if item["type"] != "extra_forbidden" else "there is no such setting.",
            hint=_did_you_mean(item["loc"]) if item["type"] == "extra_forbidden" else "",
            line=line_of(item["loc"], lines),
        )
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".") + "."


def _did_you_mean(path: KeyPath) -> str:
    model: type[BaseModel] | None = Settings
    for part in path[:-1]:
        if isinstance(part, int) or model is None:
            continue
        model = _LISTS[part] if part in _LISTS else _section(model, part)
    near = get_close_matches(str(path[-1]), model.model_fields if model else (), n=1)
    return f"Did you mean `{near[0]}`?" if near else "Remove it."


def _section(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = model.model_fields.get(name)
    kind = field.annotation if field else None
    kind = next((one for one in get_args(kind) if one is not type(None)), kind)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


__all__ = ["Problem", "SettingsRefused", "load", "read"]
