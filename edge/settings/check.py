"""What only the rest of the box can tell about the settings: do the files they name exist, and do they fit?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import calibration
from edge.errors import BadSettings
from edge.settings.lines import Path as KeyPath
from edge.settings.lines import key_lines, line_of
from edge.settings.load import Problem
from edge.settings.wiring import CameraWiring, Settings, WebWiring
from models.bundle import Bundle, BundleError


def check_files(settings: Settings, source: Path) -> tuple[Problem, ...]:
    """Problems with the files that `settings` (read from `source`) name."""
    lines = key_lines(source.read_text(encoding="utf-8"))
    problems = [problem for index, camera in enumerate(settings.cameras) for problem in _camera(camera, index, lines)]
    try:
        Bundle.load(settings.model.folder, providers=settings.model.providers)
    except BundleError as error:
        where = line_of(("model", "bundle"), lines)
        problems.append(Problem("model", str(error), 'Write bundle = "embedded" for the one that ships.', where))
    return (*problems, *_certificate(settings.web, lines))


def _certificate(web: WebWiring, lines: Mapping[KeyPath, int]) -> Iterator[Problem]:
    from edge.tls import FileCertificates

    if web.tls_certificate and web.tls_key and web.secured_by == "files":
        try:
            FileCertificates(web.tls_certificate, web.tls_key)
        except BadSettings as error:
            yield Problem("web.tls_certificate", error.message, error.hint, line_of(("web", "tls_certificate"), lines))


def _camera(camera: CameraWiring, index: int, lines: Mapping[KeyPath, int]) -> Iterator[Problem]:
    where = f"cameras.{camera.id}"
    if camera.source_kind == "file" and not Path(camera.url).is_file():
        line = line_of(("cameras", index, "url"), lines)
        yield Problem(f"{where}.url", f"there is no file {camera.url}.", "Check the path.", line)
    if camera.calibration is None:
        return
    line = line_of(("cameras", index, "calibration"), lines)
    try:
        document = calibration.load(camera.calibration)
    except calibration.CalibrationError as error:
        hint = "Mend the file, or make it anew with: maitred calibration import"
        yield Problem(f"{where}.calibration", f"{error}.", hint, line)
        return
    if document.camera != camera.id:
        says = f"{camera.calibration} is for the camera {document.camera!r}."
        yield Problem(f"{where}.calibration", says, f"Name {camera.id}'s own file.", line)


__all__ = ["check_files"]
