"""A camera's address: secrets get to the camera and to nobody else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from edge.vision.source import REVEAL, CameraSource

SECRETS = ("hunter2", "tok-42")


def source(**fields: object) -> CameraSource:
    return CameraSource.model_validate({"camera": "cam", "kind": "rtsp"} | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "rtsp://cook:hunter2@10.0.0.7/stream?token=tok-42"},
        {"url": "rtsp://10.0.0.7/stream?token=tok-42", "username": "cook", "password": "hunter2"},
    ],
)
def test_secrets_are_in_no_text(fields: dict[str, object]) -> None:
    camera = source(**fields)
    texts = (repr(camera), str(camera), camera.masked, camera.model_dump_json(), repr(camera.model_dump()))
    assert not [secret for secret in SECRETS for text in texts if secret in text]
    assert camera.masked == "rtsp://10.0.0.7/stream?***"
    assert camera.address == "rtsp://10.0.0.7/stream?token=tok-42"


@pytest.mark.parametrize("mistake", [{"poll_s": -1}, {"kind": "telepathy"}, {"colour": "red"}, {"username": 5}])
def test_a_mistake_does_not_print_the_password(mistake: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as raised:
        source(**({"url": "rtsp://cook:hunter2@10.0.0.7/stream"} | mistake))
    assert "hunter2" not in str(raised.value)


def test_the_camera_gets_its_password_quoted() -> None:
    camera = source(url="rtsp://10.0.0.7:554/stream", username="cook", password="p@:/ ?")
    assert camera.address_with_credentials == "rtsp://cook:p%40%3A%2F%20%3F@10.0.0.7:554/stream"


def test_a_quoted_password_of_the_url_is_the_same_password() -> None:
    camera = source(url="rtsp://cook:p%40ss@10.0.0.7/stream")
    assert camera.password is not None
    assert camera.password.get_secret_value() == "p@ss"
    assert camera.address_with_credentials == "rtsp://cook:p%40ss@10.0.0.7/stream"


def test_the_worker_gets_everything() -> None:
    camera = source(url="rtsp://10.0.0.7/s?token=tok-42", username="cook", password="hunter2")
    assert CameraSource.model_validate_json(camera.model_dump_json(context=REVEAL)) == camera


def test_a_file_is_a_path_not_an_address() -> None:
    camera = source(kind="file", url="/videos/a@b?.mp4")
    assert camera.address_with_credentials == camera.masked == "/videos/a@b?.mp4"
    assert not camera.live
