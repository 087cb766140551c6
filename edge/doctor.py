"""`maitred doctor`: what is wrong with this box, and what to do. Reads only; opens cameras for a few seconds."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from edge.errors import MaitredError
from edge.events import Value
from edge.journal import DiskState, disk_state, sqlite_warning, used_share
from edge.settings import CameraWiring, Settings, SettingsRefused, check_files, load

CAMERA_LIMIT_S = 12.0


Level = Literal["fine", "warning", "fault"]


class Finding(Value):
    """One thing looked at. `says` is a sentence; `hint` what to do next, empty where all is fine."""

    about: str
    level: Level
    says: str
    hint: str = ""


def examine(config: Path, environ: Mapping[str, str], *, cameras: bool = True) -> list[Finding]:
    """Everything the doctor looks at, in order of what stands on what."""
    found = [_python(), _sqlite()]
    try:
        settings = load(config, environ)
    except SettingsRefused as refused:
        listed = "; ".join(str(problem) for problem in refused.problems)
        found.append(Finding(about="settings", level="fault", says=listed, hint=refused.hint))
        return [*found, _clock()]
    found += list(_settings(settings, config))
    found += [_disk(settings.store.state_dir), _state_dir(settings.store.state_dir), _clock()]
    found += list(_tls(settings))
    found += list(_classifier(settings))
    if cameras and settings.cameras:
        with ThreadPoolExecutor(max_workers=8) as pool:
            found += list(pool.map(_camera, settings.cameras))
    return found


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(about="python", level="fine", says=f"Python {version} on {os.cpu_count()} cores.")


def _sqlite() -> Finding:
    warning = sqlite_warning(sqlite3.sqlite_version)
    if warning:
        hint = "Use a Python that brings SQLite 3.51.3 or newer."
        return Finding(about="sqlite", level="warning", says=warning, hint=hint)
    return Finding(about="sqlite", level="fine", says=f"SQLite {sqlite3.sqlite_version}.")


def _settings(settings: Settings, config: Path) -> Iterator[Finding]:
    problems = check_files(settings, config)
    for problem in problems:
        yield Finding(about="settings", level="fault", says=str(problem), hint=f"maitred check --config {config}")
    if not settings.cameras:
        yield Finding(about="settings", level="warning", says="No camera is set up.", hint="Add a [[cameras]] section.")
    elif not problems:
        yield Finding(about="settings", level="fine", says=f"{config} names {len(settings.cameras)} cameras.")


def _nearest(folder: Path) -> Path:
    return next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())


def _disk(folder: Path) -> Finding:
    share = used_share(_nearest(folder))
    says = f"The disk that holds {folder} is {share:.0%} full."
    hint = "Free some space: at 95 % maitred stops saving what cameras see."
    match disk_state(share):
        case DiskState.OK:
            return Finding(about="disk", level="fine", says=says)
        case DiskState.LOW:
            return Finding(about="disk", level="warning", says=says, hint=hint)
        case DiskState.FULL:
            return Finding(about="disk", level="fault", says=says, hint=hint)


def _state_dir(folder: Path) -> Finding:
    nearest = _nearest(folder)
    if not nearest.is_dir():
        hint = "Set store.state_dir to a folder."
        return Finding(about="state", level="fault", says=f"{nearest} is a file, no folder.", hint=hint)
    if os.access(nearest, os.W_OK):
        return Finding(about="state", level="fine", says=f"{folder} can be written.")
    return Finding(
        about="state",
        level="fault",
        says=f"{folder} cannot be written by this user.",
        hint="Run the doctor as the daemon's user, or set store.state_dir.",
    )


def _clock() -> Finding:
    try:
        asked = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False).stdout.strip()  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        answer = ""
    if answer == "yes":
        return Finding(about="clock", level="fine", says="The clock is kept by the network.")
    if answer == "no":
        hint = "Install chrony, or turn on systemd-timesyncd: times on screens would drift."
        return Finding(about="clock", level="warning", says="The clock is not kept by the network.", hint=hint)
    return Finding(
        about="clock",
        level="warning",
        says="Whether the clock is kept by the network could not be found out.",
        hint="Check that chrony or systemd-timesyncd runs.",
    )


def _tls(settings: Settings) -> Iterator[Finding]:
    """Certificates of `files` are looked at with the settings."""
    if settings.web.secured_by is None:
        hint = "" if settings.web.tls == "auto" else 'Pages work online only. Set `tls = "auto"` under [web].'
        level: Level = "warning" if hint else "fine"
        yield Finding(about="tls", level=level, says="The box listens without TLS.", hint=hint)
    elif settings.web.secured_by == "own":
        yield _authority(settings.store.state_dir)


def _authority(state_dir: Path) -> Finding:
    from edge.tls import fingerprint, read_authority

    try:
        authority = read_authority(state_dir)
    except MaitredError as error:
        return Finding(about="tls", level="fault", says=error.message, hint=error.hint)
    if authority is None:
        says = "The store's certificate authority is made at the first start."
        return Finding(about="tls", level="fine", says=says)
    says = f"The store's certificate authority, as tablets must show it (SHA-256): {fingerprint(authority)}"
    return Finding(about="tls", level="fine", says=says)


def _classifier(settings: Settings) -> Iterator[Finding]:
    import onnxruntime

    from models.bundle import Bundle, BundleError

    providers = ", ".join(name.removesuffix("ExecutionProvider") for name in onnxruntime.get_available_providers())
    try:
        bundle = Bundle.load(settings.model.folder, providers=settings.model.providers)
    except BundleError as error:
        yield Finding(about="classifier", level="fault", says=error.message, hint=error.hint)
        return
    says = f"{bundle.card.name} {bundle.card.version} runs on {bundle.provider} (at hand: {providers})."
    yield Finding(about="classifier", level="fine", says=says)


def _camera(camera: CameraWiring) -> Finding:
    from edge.vision import probe

    about = f"camera {camera.id}"
    try:
        seen = probe(camera.source(), limit_s=CAMERA_LIMIT_S)
    except MaitredError as error:
        return Finding(about=about, level="fault", says=error.message, hint=error.hint)
    width, height = seen.size
    says = f"{width} x {height}, first picture after {seen.first_frame_s:.1f} s."
    return Finding(about=about, level="fine", says=says)


__all__ = ["Finding", "examine"]
