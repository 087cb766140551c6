"""Settings: what is accepted, what is refused, and how plainly it is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edge.settings import Settings, SettingsRefused, load, read

GOOD = """
[store]
name = "Trattoria Lupo"
timezone = "Europe/Rome"
state_dir = "state"

[web]
port = 8081

[model]
bundle = "rooms-2"

[[cameras]]
id = "cam-east"
url = "rtsp://10.0.0.21/stream2"
username = "viewer"
password_env = "CAM_EAST_PASSWORD"

[[cameras]]
id = "bar"
url = "bar.mp4"
loop = true
"""


def test_a_good_file_is_read_with_its_paths_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "maitred.toml"
    file.write_text(GOOD, encoding="utf-8")
    settings = load(file, {"CAM_EAST_PASSWORD": "s3cret"})
    assert settings.store.state_dir == tmp_path / "state"
    assert settings.model.folder == tmp_path / "rooms-2"
    east, bar = settings.cameras
    assert (east.source_kind, bar.source_kind) == ("rtsp", "file")
    assert bar.url == str(tmp_path / "bar.mp4")
    assert east.password is not None
    assert east.password.get_secret_value() == "s3cret"


def test_no_secret_is_ever_printed(tmp_path: Path) -> None:
    settings = read(GOOD, {"CAM_EAST_PASSWORD": "s3cret"})
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in settings.model_dump_json()


def test_the_secret_of_the_till_is_read_from_beside_the_file_and_never_printed(tmp_path: Path) -> None:
    (tmp_path / "till").write_text("0123456789abcdef\n")
    settings = read("[pos]\nwebhook_secret_file = 'till'", {}, folder=tmp_path)
    assert settings.pos.webhook_secret is not None
    assert settings.pos.webhook_secret.get_secret_value() == "0123456789abcdef"
    assert "0123456789" not in repr(settings) + settings.model_dump_json()
    (tmp_path / "till").write_text("too short")
    with pytest.raises(SettingsRefused, match="fewer than 16 characters") as refused:
        read("[pos]\nwebhook_secret_file = 'till'", {}, folder=tmp_path)
    assert "too short" not in str(refused.value)


def test_the_environment_overrides_the_file() -> None:
    settings = read(GOOD, {"CAM_EAST_PASSWORD": "x", "MAITRED_WEB__PORT": "9000", "MAITRED_STORE__NAME": "Bar"})
    assert (settings.web.port, settings.store.name) == (9000, "Bar")


def test_an_empty_file_is_a_whole_set_of_defaults() -> None:
    assert read("", {}) == Settings()


BAD = [
    pytest.param("[store\nname = 1", "TOML", 1, id="no toml"),
    pytest.param("[store]\nnmae = 'x'", "Did you mean `name`?", 2, id="unknown key"),
    pytest.param("[storr]\nname = 'x'", "Did you mean `store`?", 1, id="unknown section"),
    pytest.param("[web]\nhost = '0.0.0.0'\nport = 99999", "less than or equal to 65535", 3, id="port out of range"),
    pytest.param("[store]\ntimezone = 'Rome'", "no IANA time zone", 2, id="zone"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'rtsp://u:p@host/x'", "`password_env`", 1, id="secret in url"),
    pytest.param("[[cameras]]\nid = 'a b'\nurl = 'x.mp4'", "pattern", 2, id="bad id"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'http://host/x'", 'kind = "mjpeg"', 1, id="http without kind"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'x'\nfps = 3", "no such setting", 4, id="unknown camera key"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'x'\n[[cameras]]\nid = 'a'\nurl = 'y'", "two cameras", None, id="twice"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'x'\npassword_env = 'NOPE'", "NOPE is not set", 1, id="env missing"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'x'\npassword_file = '/nope'", "cannot be read", 1, id="file missing"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'x'\npassword_file = '/dev/null'", "is empty", 1, id="file empty"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'x'\npassword = 'p'", "never stands in this file", 1, id="password"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'gopher://h/x'", "nothing here reads gopher://", 1, id="scheme"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'h/x'\nkind = 'rtsp'", "begins with rtsp://", 1, id="no scheme"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'rtsp://h'\nkind = 'mjpeg'", "begins with http://", 1, id="kind"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'rtsp:///x'", "names no host", 1, id="no host"),
    pytest.param("[[cameras]]\nid = 'a'\nurl = 'rtsp://h:99999/x'", "Port out of range", 1, id="no such port"),
    pytest.param("[store]\ncurrency = 'euro'", "pattern", 2, id="currency"),
    pytest.param("[pos]\nwebhook_secret = 'x'", "never stands in this file", 1, id="pos secret"),
    pytest.param("[pos]\nwebhook_secret_env = 'NOPE'", "NOPE is not set", 1, id="pos env missing"),
    pytest.param("[pos]\nwebhook_secret_file = '/dev/null'", "is empty", 1, id="pos file empty"),
    pytest.param("[pos]\nwebhook_secret_env = 'A'\nwebhook_secret_file = 'b'", "not both", 1, id="pos both"),
]


@pytest.mark.parametrize(("text", "says", "line"), BAD)
def test_what_is_wrong_is_said_with_its_line(text: str, says: str, line: int | None) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(text, {})
    (problem,) = refused.value.problems
    assert says in str(problem)
    assert problem.line == line


def test_a_secret_in_a_url_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(SettingsRefused) as refused:
        read("[[cameras]]\nid = 'a'\nurl = 'rtsp://u:hunter2@host/x'", {})
    assert "hunter2" not in str(refused.value)


def test_a_password_file_that_is_no_text_is_not_repeated_in_the_refusal(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"hunter2\xff")
    with pytest.raises(SettingsRefused, match="is not UTF-8 text") as refused:
        read("[[cameras]]\nid = 'a'\nurl = 'x'\npassword_file = 'secret'", {}, folder=tmp_path)
    assert "hunter2" not in str(refused.value)


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(SettingsRefused) as refused:
        read("[web]\nport = -1\n[store]\nname = ''\ncolour = 1", {})
    assert [problem.line for problem in refused.value.problems] == [4, 5, 2]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not text"])
def test_an_unreadable_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "maitred.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsRefused, match="cannot be read"):
        load(file, {})


HOOKED = """
[messages]
url = "https://sms.example.com/send"
secret_env = "SMS_SECRET"

[[webhooks]]
url = "http://10.0.0.7/very-secret-path"
secret_file = "hook.secret"
kinds = ["table.state", "visit.*"]
"""


def test_receivers_are_read_with_their_secrets_and_print_none(tmp_path: Path) -> None:
    (tmp_path / "hook.secret").write_text("a secret of some length\n", encoding="utf-8")
    settings = read(HOOKED, {"SMS_SECRET": "another secret of length"}, folder=tmp_path)
    hook = settings.webhooks[0].webhook()
    assert hook.secret.get_secret_value() == "a secret of some length"
    assert {"table.state", "visit.opened"} <= hook.kinds
    assert settings.messages is not None
    held = {"a secret of some length", "another secret of length", "http://10.0.0.7/very-secret-path"}
    assert held <= set(settings.secrets)
    assert not any(secret in repr(settings) for secret in held)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"table.state", "visit.*"', '"tablet.paired"', "stays in the box"),
        ('"table.state", "visit.*"', "", "kinds"),
        ("http://10.0.0.7", "ftp://10.0.0.7", "must begin with https://"),
        ("http://10.0.0.7", "http://user:pw@10.0.0.7", "carries a user name or password"),
        ("https://sms.example.com", "http://sms.example.com", "phone numbers"),
        ('secret_env = "SMS_SECRET"', 'secret = "in the file"', "never stands in this file"),
        ('secret_env = "SMS_SECRET"', "", "give `secret_env` or `secret_file`"),
        ('secret_env = "SMS_SECRET"', 'secret_env = "NOT_SET"', "NOT_SET is not set"),
        ('secret_file = "hook.secret"', 'secret_env = "SHORT"', "fewer than 16 characters"),
        ('secret_file = "hook.secret"', 'secret_flie = "hook.secret"', "Did you mean `secret_file`?"),
    ],
)
def test_receivers_that_cannot_be_are_refused(tmp_path: Path, before: str, after: str, says: str) -> None:
    (tmp_path / "hook.secret").write_text("a secret of some length\n", encoding="utf-8")
    environ = {"SMS_SECRET": "another secret of length", "SHORT": "short"}
    assert before in HOOKED
    with pytest.raises(SettingsRefused, match=re.escape(says)):
        read(HOOKED.replace(before, after), environ, folder=tmp_path)


def test_two_webhooks_to_one_address_are_refused() -> None:
    one = '[[webhooks]]\nurl = "https://a.example.com/"\nsecret_env = "S"\nkinds = ["*"]\n'
    with pytest.raises(SettingsRefused, match="same URL"):
        read(one + one, {"S": "a secret of some length"})
