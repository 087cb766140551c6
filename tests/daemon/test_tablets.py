"""The whole box, from its first start to a paired tablet that talks to it by TLS."""

from __future__ import annotations

import ssl
from pathlib import Path

import aiohttp
import pytest

from edge.control import ask_pair
from edge.daemon import Daemon
from edge.doctor import examine
from edge.errors import NotFound, StoreBusy
from edge.settings import WebWiring
from edge.tls import fingerprint, read_authority

from .conftest import Restaurant


def with_tls(restaurant: Restaurant) -> Daemon:
    web = WebWiring(host="127.0.0.1", port=0, tls="own", tls_port=0)
    return Daemon(restaurant.settings().model_copy(update={"web": web}))


async def test_a_box_without_any_tablet_pairs_its_first_one_from_the_command_line(restaurant: Restaurant) -> None:
    state = restaurant.folder / "state"
    async with with_tls(restaurant).running() as url, aiohttp.ClientSession() as http:
        offer = await ask_pair(state, "manager", None)
        assert offer.url == url
        trust = await (await http.get(f"{url}/api/v1/certificate")).json()
        authority = await (await http.get(url + trust["install"])).text()
        secure = f"https://localhost:{trust['tls_port']}/api/v1"
        trusting = ssl.create_default_context(cadata=authority)
        async with http.post(f"{secure}/session", json={"code": offer.code}, ssl=trusting) as answer:
            assert (answer.status, (await answer.json())["id"]) == (201, "manager-1")
        async with http.get(f"{secure}/tablets", ssl=trusting) as answer:
            assert [each["tablet"] for each in (await answer.json())["tablets"]] == ["manager-1"]
        async with http.get(f"{secure}/audit", ssl=trusting) as answer:
            assert [each["event"]["actor"] for each in (await answer.json())["entries"]] == ["control"]
        with pytest.raises(NotFound, match="waiter 99"):
            await ask_pair(state, "waiter", 99)
    made = read_authority(state)
    assert made is not None
    assert fingerprint(made) == trust["fingerprint"]


async def test_a_code_needs_a_running_box(tmp_path: Path) -> None:
    with pytest.raises(StoreBusy):
        await ask_pair(tmp_path, "host", None)


def test_the_doctor_shows_the_fingerprint_to_compare(restaurant: Restaurant, tmp_path: Path) -> None:
    config = tmp_path / "maitred.toml"
    config.write_text(f'[store]\nstate_dir = "{tmp_path}"\n[model]\nbundle = "{restaurant.bundle}"\n')
    (before,) = [each for each in examine(config, {}, cameras=False) if each.about == "tls"]
    assert "first start" in before.says
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls/ca.pem").write_text("damaged")
    (damaged,) = [each for each in examine(config, {}, cameras=False) if each.about == "tls"]
    assert (damaged.level, "remove it" in damaged.hint) == ("fault", True)
