"""Listening."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from edge.errors import BadSettings
from edge.web import AllowLoopback, create_app, serve
from tests.web.house import Box, a_box


async def test_a_taken_port_is_a_matter_of_settings(box: Box) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadSettings, match=rf"port {port}: another program uses it"):
            async with serve(_again(box), "127.0.0.1", port):
                pass


@pytest.mark.parametrize("host", ["203.0.113.9", "not a host"])
async def test_an_address_that_is_not_ours(box: Box, host: str) -> None:
    with pytest.raises(BadSettings, match="Cannot listen"):
        async with serve(_again(box), host, 0):
            pass


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "box.lan"])
async def test_without_tokens_the_box_listens_to_itself_alone(tmp_path: Path, host: str) -> None:
    async with a_box(tmp_path, auth=AllowLoopback()) as box:
        with pytest.raises(BadSettings, match=r"127\.0\.0\.1"):
            async with serve(_again(box), host, 0):
                pass


async def test_port_0_takes_a_free_one_and_says_which(box: Box) -> None:
    async with serve(_again(box), "127.0.0.1", 0) as url:
        async with box.http.get(f"{url}/livez") as response:
            assert response.status == 200
        assert url != box.url


def _again(box: Box) -> web.Application:
    """A second application over the same house, with its own metrics."""
    return create_app(replace(box.house, metrics=CollectorRegistry()))
