"""The guests' own listener: two addresses, no names, nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import cv2
import numpy as np
import pytest
from aiohttp import ClientResponse

from edge.web import Allowance, GuestLimits, create_guest_app, note_guest_url, serve_guests
from edge.web.routes import ENDPOINTS
from tests.web.house import Box, bearer
from tests.web.tablets import key

Get = Callable[[str], Awaitable[tuple[ClientResponse, Any]]]


@pytest.fixture
async def guest(box: Box) -> AsyncIterator[Get]:
    """Asks the guests' listener."""
    async with serve_guests(create_guest_app(box.house), "127.0.0.1", 0) as url:
        note_guest_url(box.app, "https://wait.example/")

        async def get(path: str) -> tuple[ClientResponse, Any]:
            async with box.http.get(url + path) as response:
                return response, await (response.json if "json" in response.content_type else response.text)()

        yield get


async def waiting(box: Box, name: str = "Ada Lovelace") -> dict[str, Any]:
    party = {"name": name, "phone": "+39 055 123", "came": "walk_in", "size": 2, "low_min": 15, "high_min": 25}
    response, done = await box.ask("POST", "/api/v1/parties", None, headers=bearer("host") | key(), json=party)
    assert response.status in (200, 201), done
    return dict(done)


async def test_a_guest_sees_their_place_and_nobodys_name(box: Box, guest: Get) -> None:
    first, second = await waiting(box), await waiting(box, "Bob")
    response, position = await guest(f"{second['guest_path']}/position")
    assert (response.status, position["position"], position["paged"], position["ended"]) == (200, 2, False, False)
    response, page = await guest(first["guest_path"])
    assert (response.status, response.content_type) == (200, "text/html")
    assert "Ada" not in page + str(position)
    assert not response.cookies
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_it_is_paged_over_and_gone(box: Box, guest: Get) -> None:
    party = await waiting(box)
    address = f"{party['guest_path']}/position"
    await box.ask("POST", f"/api/v1/parties/{party['party']}/page", None, headers=bearer("host") | key())
    assert (await guest(address))[1]["paged"] is True
    leave = {"status": "walked_away"}
    await box.ask("POST", f"/api/v1/parties/{party['party']}/leave", None, headers=bearer("host") | key(), json=leave)
    response, told = await guest(address)
    assert response.status == 404 or told["ended"] is True


@pytest.mark.parametrize("token", ["x", "A" * 65, "%20" * 20, "..%2f..%2fetc", "é" * 20, "A" * 20 + "'"])
async def test_whatever_is_no_token_is_answered_as_one_that_is_over(guest: Get, token: str) -> None:
    answers = [await guest(f"/g/{each}/position") for each in ("A" * 22, token)]
    assert [response.status for response, _ in answers] == [404, 404]
    over, none = ({name: each for name, each in problem.items() if name != "instance"} for _, problem in answers)
    assert over == none
    assert (over["type"], over["hint"]) == ("urn:maitred:problem:not-found", "Ask the host.")


@pytest.mark.parametrize("address", sorted({each.address for each in ENDPOINTS} | {"/", "/index.html", "/main.js"}))
async def test_nothing_of_the_tablets_is_there(guest: Get, address: str) -> None:
    response, _ = await guest(address.replace("{", "").replace("}", ""))
    assert response.status == 404


async def test_the_page_loads_its_own_files_alone(guest: Get) -> None:
    _, page = await guest(f"/g/{'A' * 22}")
    named = [part.split('"')[0] for part in page.split('href="')[1:] + page.split('src="')[1:]]
    assert named
    for each in named:
        assert each.startswith("/guest/")
        assert (await guest(each))[0].status == 200


async def test_who_asks_too_often_waits(box: Box) -> None:
    limits = GuestLimits(one=Allowance(burst=3, per_s=1))
    async with serve_guests(create_guest_app(box.house, limits), "127.0.0.1", 0) as url:
        answers = []
        for _ in range(4):
            async with box.http.get(f"{url}/g/{'A' * 22}/position") as response:
                answers.append((response.status, "Retry-After" in response.headers))
    assert answers == [(404, False)] * 3 + [(429, True)]


async def test_a_qr_code_leads_to_the_page(box: Box, guest: Get) -> None:
    party = await waiting(box)
    response, svg = await box.get(f"/api/v1/parties/{party['party']}/qr.svg", "host")
    assert (response.status, response.content_type) == (200, "image/svg+xml")
    assert _read(svg.decode()) == f"https://wait.example{party['guest_path']}"
    assert (await box.get("/api/v1/parties/99999/qr.svg", "host"))[0].status == 404


async def test_without_a_guests_listener_there_is_no_qr_code(box: Box) -> None:
    party = await waiting(box)
    response, problem = await box.get(f"/api/v1/parties/{party['party']}/qr.svg", "host")
    assert (response.status, "[guest]" in problem["hint"]) == (409, True)


def _read(svg: str) -> str:
    """What a phone's camera reads: the SVG's rows of dark modules, painted and decoded."""
    side = int(re.findall(r'viewBox="0 0 (\d+) \d+"', svg)[0])
    picture = np.full((side, side), 255, np.uint8)
    x = y = 0.0
    path = re.findall(r'stroke="#000"[^>]*d="([^"]+)"|d="([^"]+)"[^>]*stroke="#000"', svg)[0]
    for letter, numbers in re.findall(r"([MmhH])([-\d. ]+)", "".join(path)):
        values = [float(each) for each in numbers.split()]
        if letter == "M":
            x, y = values
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            picture[int(y), int(x) : int(x + values[0])] = 0
            x += values[0]
    large = cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return str(cv2.QRCodeDetector().detectAndDecode(large)[0])
