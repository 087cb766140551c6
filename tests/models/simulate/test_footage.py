import json
from pathlib import Path

import av
import pytest

from calibration import load

pytest.importorskip("panda3d")

from models.simulate.dining import dining_room
from models.simulate.footage import write_video
from models.simulate.timeline import Timeline, sample_timeline


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("footage") / "hall.mp4"
    whole = sample_timeline(dining_room(2, 4, size=(480, 270)), 40.0, 2)
    write_video(Timeline(whole.room, 3.0, ()), path, fps=5, size=(480, 270), first_table=3)
    return path


def test_it_is_h264_with_a_keyframe_every_second(video: Path) -> None:
    with av.open(str(video)) as source:
        frames = list(source.decode(video=0))
        assert source.streams.video[0].codec_context.name == "h264"
    assert len(frames) == 15
    assert [frame.key_frame for frame in frames] == [n % 5 == 0 for n in range(15)]
    assert (frames[0].width, frames[0].height) == (480, 270)


def test_its_calibration_and_truth_lie_beside_it(video: Path) -> None:
    calibration = load(video.with_suffix(".json"))
    truth = json.loads(video.with_suffix(".truth.json").read_text())
    names = ["T3", "T4", "T5", "T6"]
    assert calibration.camera == "hall"
    assert [view.table for view in calibration.tables] == names
    assert [change["table"] for change in truth["changes"]] == names
    assert {change["state"] for change in truth["changes"]} == {"clean"}
