"""Tokens at rest: hashes in a file of the owner's, the token itself only where it was made."""

from __future__ import annotations

import errno
import json
import stat
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import BadSettings, NotFound
from edge.web import AllowLoopback, Role, TokenStore
from edge.web.auth import Peer

TABLET = Peer("10.0.0.7", loopback=False)


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    return TokenStore.open(tmp_path, clock=ManualClock())


def test_a_new_box_has_one_manager_and_says_its_token_once(store: TokenStore) -> None:
    token = store.manager_file.read_text().strip()
    identity = store.identify(token, TABLET)
    assert identity is not None
    assert identity.role is Role.MANAGER
    assert [record.role for record in store.records] == [Role.MANAGER]


def test_files_are_for_their_owner_alone_and_hold_no_token(store: TokenStore, tmp_path: Path) -> None:
    tokens = [store.issue(role) for role in Role] + [store.manager_file.read_text().strip()]
    kept = tmp_path / "tokens.json"
    for path in (kept, store.manager_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not [token for token in tokens if token in kept.read_text()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manager.token", "tokens.json"]


def test_tokens_outlive_a_restart(store: TokenStore, tmp_path: Path) -> None:
    token = store.issue(Role.WAITER)
    manager = store.manager_file.read_text()
    again = TokenStore.open(tmp_path)
    identity = again.identify(token, TABLET)
    assert identity is not None
    assert identity.role is Role.WAITER
    assert again.manager_file.read_text() == manager


def test_a_revoked_token_is_nobodys(store: TokenStore, tmp_path: Path) -> None:
    token = store.issue(Role.HOST)
    identity = store.identify(token, TABLET)
    assert identity is not None
    store.revoke(identity.id)
    assert store.identify(token, TABLET) is None
    assert TokenStore.open(tmp_path).identify(token, TABLET) is None
    with pytest.raises(NotFound):
        store.revoke(identity.id)


def test_a_box_that_lost_its_last_manager_gets_one_at_its_next_start(store: TokenStore, tmp_path: Path) -> None:
    before = store.manager_file.read_text()
    store.revoke(store.records[0].id)
    again = TokenStore.open(tmp_path)
    assert again.manager_file.read_text() != before
    assert again.identify(again.manager_file.read_text().strip(), TABLET) is not None


@pytest.mark.parametrize("token", [None, "", "x", "\ud800", "é" * 1000, "\0"])
def test_what_is_no_token_is_nobodys(store: TokenStore, token: str | None) -> None:
    assert store.identify(token, TABLET) is None


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '[{"id": "a"}]', json.dumps([{"id": "a", "sha256": "b", "role": "king"}]), "\0"]
)
def test_a_damaged_file_stops_the_start_and_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokens.json").write_text(content)
    with pytest.raises(BadSettings, match="remove it"):
        TokenStore.open(tmp_path)
    assert (tmp_path / "tokens.json").read_text() == content


def test_loopback_is_this_machine_only() -> None:
    here = AllowLoopback()
    assert here.identify(None, TABLET) is None
    assert here.identify("anything", TABLET) is None
    identity = here.identify(None, Peer("127.0.0.1", loopback=True))
    assert identity is not None
    assert identity.role is Role.MANAGER


@pytest.mark.parametrize("in_the_way", ["manager.token", "tokens.json"])
def test_a_first_start_that_cannot_keep_its_token_says_so_and_the_next_one_begins_again(
    tmp_path: Path, in_the_way: str
) -> None:
    obstacle = tmp_path / in_the_way
    obstacle.mkdir()
    with pytest.raises(BadSettings, match=r"cannot be (kept|read)"):
        TokenStore.open(tmp_path)
    obstacle.rmdir()
    store = TokenStore.open(tmp_path)
    assert store.identify(store.manager_file.read_text().strip(), TABLET)


def test_a_first_start_that_was_cut_off_locks_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as fault:
        fault.setattr(TokenStore, "_keep", cut)
        with pytest.raises(BadSettings, match="No space left"):
            TokenStore.open(tmp_path)
    store = TokenStore.open(tmp_path)
    assert store.identify(store.manager_file.read_text().strip(), TABLET)
