"""Recordings through the whole pipeline: real video, real decoder, a bundle that classifies by colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from calibration import Calibration, Frame, RotatedBox, View
from edge.errors import BadInput
from edge.events import Availability
from edge.vision.belief import BeliefSettings
from edge.vision.replay import Change, replay
from models.bundle import Bundle
from tests.models.tiny_bundle import build_colour_bundle
from tests.rtsp.video import Colour, Patch, Scene, film

GREEN: Colour = (20, 220, 20)
RED: Colour = (230, 20, 20)
BLUE: Colour = (20, 20, 230)

EVENING = Scene(
    duration_s=60.0,
    gop_s=1.0,
    patches=[
        Patch((20, 20, 80, 80), [(0.0, GREEN), (15.0, RED), (35.0, BLUE)]),
        Patch((180, 20, 80, 80), [(0.0, GREEN), (25.0, RED), (26.0, GREEN)]),
    ],
)
TABLES = Calibration(
    revision=1,
    camera="east",
    frame=Frame(width=320, height=180),
    tables=(
        View(view="T1", table="T1", box=RotatedBox(center=(60.0, 60.0), size=(100.0, 100.0), angle=0.0)),
        View(view="T2", table="T2", box=RotatedBox(center=(220.0, 60.0), size=(100.0, 100.0), angle=0.0)),
    ),
)


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return Bundle.load(build_colour_bundle(tmp_path_factory.mktemp("bundle")))


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T1 goes clean, occupied at 15 s, dirty at 35 s; T2 flickers for one second at 25 s. Keyframes every second."""
    return film(tmp_path_factory.mktemp("video") / "evening.mp4", EVENING)


def changes_of(changes: list[Change], table: str) -> list[tuple[Availability, Availability | None]]:
    return [(change.value, change.previous) for change in changes if change.table == table]


def test_a_recording_gives_its_changes_once_and_dated(evening: Path, classifier: Bundle) -> None:
    changes = list(replay(evening, TABLES, classifier))
    first, seated, left = [change for change in changes if change.table == "T1"]
    assert changes_of(changes, "T1") == [
        (Availability.CLEAN, None),
        (Availability.OCCUPIED, Availability.CLEAN),
        (Availability.DIRTY, Availability.OCCUPIED),
    ]
    assert first.t_s == first.since_s
    assert seated.since_s == pytest.approx(15.0, abs=2.1)
    assert left.since_s == pytest.approx(35.0, abs=2.1)
    assert 2.0 <= seated.t_s - seated.since_s <= 5.0
    assert 6.0 <= left.t_s - left.since_s <= 9.0
    assert seated.people == 3  # four at full red, and the box shows some floor


def test_what_flickers_for_a_second_is_not_published(evening: Path, classifier: Bundle) -> None:
    assert changes_of(list(replay(evening, TABLES, classifier)), "T2") == [(Availability.CLEAN, None)]


def test_the_dwell_is_the_recordings_time(evening: Path, classifier: Bundle) -> None:
    patient = BeliefSettings.model_validate({"dwell_s": {"clean_to_occupied": 15.0}})
    changes = list(replay(evening, TABLES, classifier, belief=patient))
    assert 15.0 <= changes[2].t_s - changes[2].since_s <= 18.0


def test_long_gops_are_decoded_in_full(tmp_path: Path, classifier: Bundle) -> None:
    video = film(tmp_path / "long-gop.mp4", Scene(**{**vars(EVENING), "gop_s": 10.0}))
    changes = list(replay(video, TABLES, classifier))
    assert [change.since_s for change in changes if change.table == "T1"][1:] == pytest.approx([15.0, 35.0], abs=0.7)


def test_progress_runs_from_start_to_end(evening: Path, classifier: Bundle) -> None:
    told: list[float] = []
    list(replay(evening, TABLES, classifier, progress=told.append))
    assert told == sorted(told)
    assert told[0] < 0.05
    assert 0.95 < told[-1] <= 1.0


def test_masked_tables_are_never_seen(evening: Path, classifier: Bundle) -> None:
    masked = TABLES.model_copy(update={"masks": (((0.0, 0.0), (130.0, 0.0), (130.0, 130.0), (0.0, 130.0)),)})
    changes = list(replay(evening, masked, classifier))
    assert {change.table for change in changes} == {"T2"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no readable video"),
        (b"this is not a video at all" * 100, "is no readable video"),
        (b"<html><body>404</body></html>", "is no readable video"),
    ],
)
def test_what_is_no_video_is_refused(tmp_path: Path, classifier: Bundle, content: bytes, says: str) -> None:
    video = tmp_path / "broken.mp4"
    video.write_bytes(content)
    with pytest.raises(BadInput, match=says):
        list(replay(video, TABLES, classifier))


def test_a_truncated_recording_is_refused(tmp_path: Path, evening: Path, classifier: Bundle) -> None:
    video = tmp_path / "truncated.mp4"
    video.write_bytes(evening.read_bytes()[:20_000])
    with pytest.raises(BadInput, match="is no readable video"):
        list(replay(video, TABLES, classifier))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, classifier: Bundle) -> None:
    with pytest.raises(BadInput, match="No such file"):
        list(replay(tmp_path / "none.mp4", TABLES, classifier))


def test_a_calibration_for_another_picture_is_refused(tmp_path: Path, classifier: Bundle) -> None:
    square = film(tmp_path / "square.mp4", Scene(width=320, height=320, duration_s=2.0))
    masked = TABLES.model_copy(update={"masks": (((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)),)})
    for calibration in (TABLES, masked):
        with pytest.raises(BadInput, match=r"square\.mp4"):
            list(replay(square, calibration, classifier))
