"""The command line as a person meets it: what it prints, and how it exits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from calibration import Calibration, Frame, RotatedBox, View, dump
from edge.cli import main
from tests.models.tiny_bundle import build_colour_bundle
from tests.rtsp.video import Patch, Scene, film

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `maitred ...`; exit status, standard output and standard error, as plain words."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as leave:
            code = int(leave.code or 0)
        captured = capfd.readouterr()
        return code, " ".join(captured.out.split()), " ".join(captured.err.split())

    return call


def one_table() -> Calibration:
    view = View(view="T1", table="T1", box=RotatedBox(center=(80, 80), size=(80, 80), angle=0))
    return Calibration(revision=1, camera="cam", frame=Frame(width=320, height=180), tables=(view,))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A good settings file with its files beside it: a table that is clean for 4 s, then occupied."""
    build_colour_bundle(tmp_path / "bundle")
    patch = Patch(box=(40, 40, 80, 80), colours=((0.0, (0, 200, 0)), (4.0, (200, 0, 0))))
    film(tmp_path / "room.mp4", Scene(duration_s=12.0, patches=(patch,)))
    (tmp_path / "cam.json").write_text(dump(one_table()), encoding="utf-8")
    file = tmp_path / "maitred.toml"
    file.write_text(
        f'[store]\nstate_dir = "state"\n[model]\nbundle = "{tmp_path}/bundle"\n'
        '[[cameras]]\nid = "cam"\nurl = "room.mp4"\ncalibration = "cam.json"\n',
        encoding="utf-8",
    )
    return file


def test_check_of_a_good_file_says_what_to_do_next(run: Run, config: Path) -> None:
    code, out, _ = run("check", "--config", config)
    assert code == 0
    assert "1 camera." in out
    assert "maitred run --config" in out


@pytest.mark.parametrize(
    ("before", "after", "says", "line"),
    [
        ("[store]", "[stroe]", "Did you mean `store`?", 1),
        ("room.mp4", "gone.mp4", "there is no file", 7),
        ("cam.json", "gone.json", "cannot be read", 8),
        ('"cam"', '"other"', "is for the camera 'cam'", 8),
        ("/bundle", "/nothing", 'Write bundle = "embedded"', 4),
    ],
)
def test_check_says_every_problem_with_its_line(
    run: Run, config: Path, before: str, after: str, says: str, line: int
) -> None:
    config.write_text(config.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    code, out, _ = run("check", "--config", config)
    assert code == 2
    assert says in out
    assert f"line {line}:" in out
    code, out, _ = run("check", "--json", "--config", config)
    assert code == 2
    assert [problem["line"] for problem in json.loads(out)["problems"]] == [line]


def test_doctor_looks_at_everything(run: Run, config: Path) -> None:
    _, out, _ = run("doctor", "--json", "--config", config)
    found = {finding["about"]: finding for finding in json.loads(out)}
    assert {"python", "sqlite", "settings", "disk", "state", "clock", "classifier", "camera cam"} <= found.keys()
    assert found["camera cam"]["level"] == "fine"
    assert "320 x 180" in found["camera cam"]["says"]
    assert found["classifier"]["level"] == "fine"


def test_square_brackets_come_out_as_they_are(run: Run, tmp_path: Path) -> None:
    (tmp_path / "maitred.toml").write_text('[store]\nstate_dir = "state"\n', encoding="utf-8")
    _, out, _ = run("doctor", "--config", tmp_path / "maitred.toml")
    assert "Add a [[cameras]] section." in out


def test_a_provider_that_is_not_there_is_said_before_the_start(run: Run, config: Path) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[model]\n", '[model]\nprovider = "tensorrt"\n'), encoding="utf-8")
    code, out, _ = run("check", "--config", config)
    assert code == 2
    assert "TensorrtExecutionProvider" in out


def test_doctor_says_what_is_wrong_with_a_camera(run: Run, config: Path) -> None:
    (config.parent / "room.mp4").write_bytes(b"")
    code, out, _ = run("doctor", "--config", config)
    assert code == 1
    assert "✗ camera cam" in out


def test_replay_prints_one_line_for_each_published_change(run: Run, config: Path) -> None:
    folder = config.parent
    replay = ("replay", folder / "room.mp4", "--calibration", folder / "cam.json", "--bundle", folder / "bundle")
    code, out, _ = run(*replay, "--json")
    assert code == 0
    changes = [json.loads(line) for line in out.replace("} {", "}\n{").splitlines()]
    assert [change["value"] for change in changes] == ["clean", "occupied"]
    assert abs(changes[1]["since_s"] - 4.0) <= 1.0
    code, out, _ = run(*replay)
    assert code == 0
    assert "T1: occupied (was clean)" in out


SEED = {
    "video_name": "cam",
    "frame_index": 0,
    "frame_width": 320,
    "frame_height": 180,
    "tables": [
        {"id": 0, "saved": True, "rotated_bbox": {"center": [80, 80], "size": [60, 40], "angle": 30}},
        {"id": 1, "saved": False, "rotated_bbox": {"center": [200, 80], "size": [60, 40], "angle": 0}},
    ],
}


def test_calibration_import_writes_a_file_that_check_accepts(run: Run, config: Path) -> None:
    annotations = config.parent / "annotations.json"
    annotations.write_text(json.dumps(SEED), encoding="utf-8")
    code, out, _ = run("calibration", "import", annotations, "--camera", "cam", "--out", config.parent / "cam.json")
    assert code == 0
    assert "1 table" in out
    assert run("check", "--config", config)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "--config", "nowhere.toml"), "cannot be read"),
        (("run", "--config", "nowhere.toml"), "cannot be read"),
        (("status", "--config", "nowhere.toml"), "cannot be read"),
        (("replay", "nowhere.mp4", "--calibration", "nowhere.json"), "nowhere.json"),
        (("calibration", "import", "nowhere.json", "--camera", "cam", "--out", "x.json"), "cannot be read"),
        (("demo", "--port", "99999"), "Invalid value"),
        (("dance",), "No such command"),
        (("replay",), "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_message(run: Run, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert says in out + err
    assert "Traceback" not in out + err


def test_a_calibration_that_cannot_be_written_is_said(run: Run, config: Path) -> None:
    annotations = config.parent / "annotations.json"
    annotations.write_text(json.dumps(SEED), encoding="utf-8")
    target = config.parent / "nowhere" / "cam.json"
    code, _, err = run("calibration", "import", annotations, "--camera", "cam", "--out", target)
    assert code == 2
    assert "cannot be written: No such file or directory." in err


def test_doctor_says_that_the_state_folder_is_a_file(run: Run, config: Path) -> None:
    (config.parent / "state").write_text("in the way", encoding="utf-8")
    code, out, _ = run("doctor", "--no-cameras", "--config", config)
    assert code == 1
    assert "state is a file, no folder." in out


def test_status_without_a_daemon(run: Run, config: Path) -> None:
    code, _, err = run("status", "--config", config)
    assert code == 2
    assert "maitred run" in err
