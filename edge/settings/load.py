"""From a file and the environment to `Settings`, or to a list of every problem with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, JsonValue, SecretStr, ValidationError

from edge.errors import BadSettings
from edge.settings.lines import Path as KeyPath
from edge.settings.lines import key_lines, line_of
from edge.settings.wiring import EMBEDDED, CameraWiring, ModelWiring, PosWiring, Settings, WebWiring

PREFIX = "MAITRED_"
"""`MAITRED_WEB__PORT=8081` overrides `port` in `[web]`."""

Document = dict[str, JsonValue]

_SHORTEST_SECRET = 16


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
    cameras, problems = [], []
    for index, camera in enumerate(settings.cameras):
        try:
            cameras.append(_wired(camera, environ, folder))
        except BadSettings as error:
            problems.append(
                Problem(f"cameras.{camera.id}", error.message, error.hint, line_of(("cameras", index), lines))
            )
    try:
        pos = _armed(settings.pos, environ, folder)
    except BadSettings as error:
        problems.append(Problem("pos", error.message, error.hint, line_of(("pos",), lines)))
    if problems:
        raise SettingsRefused(source, problems)
    return settings.model_copy(
        update={
            "cameras": tuple(cameras),
            "pos": pos,
            "store": settings.store.model_copy(update={"state_dir": folder / settings.store.state_dir}),
            "model": _beside(settings.model, folder),
            "web": _secured(settings.web, folder),
        }
    )


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
    secret = None
    if pos.webhook_secret_env:
        secret = _variable(pos.webhook_secret_env, environ, instead="webhook_secret_file")
    if pos.webhook_secret_file:
        secret = _read_secret(folder / pos.webhook_secret_file, "secret")
    if secret is not None and len(secret.get_secret_value()) < _SHORTEST_SECRET:
        raise BadSettings(
            f"the secret has fewer than {_SHORTEST_SECRET} characters.", hint="Make one with: openssl rand -hex 32"
        )
    return pos.model_copy(update={"webhook_secret": secret})


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
        model = CameraWiring if part == "cameras" else _section(model, part)
    near = get_close_matches(str(path[-1]), model.model_fields if model else (), n=1)
    return f"Did you mean `{near[0]}`?" if near else "Remove it."


def _section(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = model.model_fields.get(name)
    kind = field.annotation if field else None
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


__all__ = ["Problem", "SettingsRefused", "load", "read"]
