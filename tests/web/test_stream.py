"""Live streams over real HTTP, against the real journal and floor: one table of cases for both kinds."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from edge.events import Availability, CameraStatus, ClockStepped
from edge.web import Allowance, Limits, Pace
from edge.web.auth import Peer
from edge.web.roles import Identity, Role
from tests.web.house import QUICK, Box, a_box
from tests.web.listening import Listener, events, live, sse, until

Open = Callable[..., AbstractAsyncContextManager[Listener]]

SEEN = (Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY)

both = pytest.mark.parametrize("listen", [sse, live], ids=["sse", "websocket"])


async def _five_changes(box: Box) -> None:
    for index in range(5):
        await box.see("T1", SEEN[index % 3])


@both
async def test_a_new_client_gets_the_floor_and_then_what_happens(box: Box, listen: Open) -> None:
    await box.see("T1", Availability.OCCUPIED)
    _, floor = await box.get("/api/v1/floor")
    async with listen(box) as stream:
        snapshot = await stream.next()
        assert snapshot is not None
        assert (snapshot.kind, snapshot.id, snapshot.data) == ("snapshot", f"box1:{floor['seq']}", floor)
        await box.see("T2", Availability.DIRTY)
        (event,) = await events(stream, box.journal.seq)
        assert event.event == "table.state"
        assert event.id == f"box1:{box.journal.seq}"
        assert event.data["data"]["value"] == "dirty"
        assert event.data["key"] == "T2"


@pytest.mark.parametrize(
    ("place", "first", "seqs"),
    [
        ("box1:{seq}", "now", []),
        ("box1:{before}", "event", [7, 8]),
        ("box1:0", "event", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("box2:{before}", "snapshot", []),
        ("box1:{ahead}", "snapshot", []),
        ("box1:-1", "snapshot", []),
        ("box1:", "snapshot", []),
        ("box1:2x", "snapshot", []),
        ("box1:" + "9" * 18, "snapshot", []),
        ("garbage", "snapshot", []),
        ("'; drop table events; --", "snapshot", []),
        ("box1:²", "snapshot", []),
        ("", "snapshot", []),
    ],
)
@both
async def test_resuming(box: Box, listen: Open, place: str, first: str, seqs: list[int]) -> None:
    await _five_changes(box)
    seq = box.journal.seq
    assert seq == 8  # two tables, the camera, then five changes of T1
    after = place.format(seq=seq, before=seq - 2, ahead=seq + 1)
    async with listen(box, after=after) as stream:
        heard = await until(stream, "now" if first != "snapshot" else "snapshot")
    assert heard[0].kind == first
    assert [each.seq for each in heard if each.kind == "event"] == seqs


@pytest.mark.parametrize("place", ["box1:4", "box9:4", "ünïcode"])
async def test_the_header_of_a_browser_says_the_same_as_the_query(box: Box, place: str) -> None:
    await _five_changes(box)
    async with sse(box, last_id=place) as stream:
        first = await stream.next()
    assert first is not None
    assert first.kind == ("event" if place == "box1:4" else "snapshot")


@both
async def test_a_pruned_place_gets_a_snapshot(box: Box, listen: Open) -> None:
    await _five_changes(box)
    box.clock.advance(timedelta(days=100).total_seconds())
    await box.see("T2", Availability.CLEAN)
    assert await box.journal.prune(timedelta(days=90)) > 2
    async with listen(box, after="box1:2") as stream:
        first = await stream.next()
    assert first is not None
    assert first.kind == "snapshot"


@both
async def test_after_a_resume_the_whole_floor_is_told_once_the_events_are(box: Box, listen: Open) -> None:
    await _five_changes(box)
    async with listen(box, after="box1:5") as stream:
        heard = await until(stream, "now")
    assert [each.kind for each in heard] == ["event", "event", "event", "now"]
    assert heard[-1].id is None
    assert [each["table"] for each in heard[-1].data["tables"]] == ["T1", "T2"]
    assert [each["camera"] for each in heard[-1].data["cameras"]] == ["cam-dead", "cam-east"]


@both
async def test_what_changes_without_an_event_is_told_without_a_number(box: Box, listen: Open) -> None:
    await box.see("T1", Availability.OCCUPIED, 0.7)
    async with listen(box) as stream:
        await until(stream, "snapshot")
        await box.see("T1", Availability.OCCUPIED, 0.99, people=4)
        now = (await until(stream, "now"))[-1]
    assert now.id is None
    assert [(each["table"], each["confidence"], each["people"]) for each in now.data["tables"]] == [("T1", 0.99, 4)]
    assert now.data["cameras"] == []


@both
async def test_pings_come_by_themselves(box: Box, listen: Open) -> None:
    async with listen(box) as stream:
        await until(stream, "ping")
        await until(stream, "ping")


@both
async def test_now_comes_at_most_once_a_period_and_skips_what_was_in_between(tmp_path: Path, listen: Open) -> None:
    slow = Limits(pace=Pace(now_s=3600, ping_s=0.05))
    async with a_box(tmp_path, limits=slow) as box, listen(box) as stream:
        await until(stream, "snapshot")
        await box.see("T1", Availability.OCCUPIED, 0.6)
        await until(stream, "now")
        for confidence in (0.7, 0.8, 0.9):
            await box.see("T1", Availability.OCCUPIED, confidence)
        heard = await until(stream, "ping") + await until(stream, "ping")
    assert "now" not in {each.kind for each in heard}


@both
async def test_nothing_is_missed_or_doubled_while_everything_happens_at_once(box: Box, listen: Open) -> None:
    """Clients come, go and resume while events are appended: each one's snapshots and events tell one true story."""
    rng = random.Random(7)
    done = asyncio.Event()

    async def happen() -> None:
        for index in range(200):
            await asyncio.gather(
                box.journal.append([ClockStepped(step_ms=index)]),
                box.see(f"T{1 + index % 2}", rng.choice(SEEN), rng.random()),
            )
        await box.journal.append([ClockStepped(step_ms=-1)])
        done.set()

    async def follow(client: random.Random) -> None:
        """Hold the client's picture against what the journal says, at every event."""
        place: str | None = None
        expected: int | None = None
        while not (done.is_set() and expected == box.journal.seq + 1):
            async with listen(box, after=place) as stream:
                for _ in range(client.randrange(1, 120)):
                    message = await stream.next()
                    assert message is not None
                    if message.kind == "snapshot":
                        assert place is None, "a resumed client needs no snapshot"
                        expected = message.seq + 1
                    elif message.kind == "event":
                        assert message.seq == expected
                        expected += 1
                    place = message.id or place
                    if done.is_set() and expected == box.journal.seq + 1:
                        break

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        group.create_task(happen())
        for seed in range(8):
            group.create_task(follow(random.Random(seed)))


@both
async def test_every_client_ends_up_with_the_true_floor(box: Box, listen: Open) -> None:
    """Whoever applies events and `now` messages in the order they come knows what `GET /floor` says."""
    rng = random.Random(3)

    async def picture() -> dict[str, dict[str, object]]:
        async with listen(box) as stream:
            first = (await until(stream, "snapshot"))[-1]
            tables = {each["table"]: each for each in first.data["tables"]}
            while (message := await stream.next()) is not None:
                if message.kind == "event" and message.event == "table.state":
                    tables[message.data["key"]] = tables[message.data["key"]] | {"value": message.data["data"]["value"]}
                elif message.kind == "now":
                    tables |= {each["table"]: each for each in message.data["tables"]}
                elif message.kind == "event" and message.event == "clock.stepped":
                    await until(stream, "ping")
                    return tables
        raise AssertionError("the stream ended")

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        pictures = [group.create_task(picture()) for _ in range(5)]
        for index in range(100):
            await box.see(f"T{1 + index % 2}", rng.choice(SEEN), rng.random())
        await box.journal.append([ClockStepped(step_ms=1)])
    _, floor = await box.get("/api/v1/floor")
    for each in pictures:
        assert [each.result()[table["table"]]["value"] for table in floor["tables"]] == [
            table["value"] for table in floor["tables"]
        ]


@both
async def test_cameras_are_told_by_events(box: Box, listen: Open) -> None:
    async with listen(box) as stream:
        await until(stream, "snapshot")
        await box.floor.camera("cam-east", CameraStatus.STALLED)
        (event,) = await events(stream, box.journal.seq)
    assert (event.event, event.data["data"]["status"]) == ("camera.status", "stalled")


@both
async def test_stopping_the_box_ends_streams_in_order(box: Box, listen: Open) -> None:
    async with listen(box) as stream:
        await until(stream, "snapshot")
        stopping = asyncio.create_task(box.stop())
        while await stream.next() is not None:  # a stream that is dropped instead of ended raises here
            pass
        await stopping


@both
async def test_a_revoked_token_stops_hearing(tmp_path: Path, listen: Open) -> None:
    good = {"token-view"}

    class Revocable:
        loopback_only = False

        def identify(self, token: str | None, peer: Peer) -> Identity | None:
            return Identity("v", Role.VIEW) if token in good else None

    async with a_box(tmp_path, auth=Revocable()) as box, listen(box) as stream:
        await until(stream, "ping")
        good.clear()
        while await stream.next() is not None:
            pass


async def test_there_is_an_end_to_how_many_streams_a_box_serves(tmp_path: Path) -> None:
    async with a_box(tmp_path, limits=Limits(streams=1, pace=QUICK, requests=Allowance(1e9, 1e9))) as box:
        await _one_stream_is_enough(box)


async def _one_stream_is_enough(box: Box) -> None:
    async with sse(box) as stream:
        await until(stream, "snapshot")
        response, problem = await box.get("/api/v1/stream")
    assert response.status == 429
    assert int(response.headers["Retry-After"]) > 0
    assert problem["type"] == "urn:maitred:problem:too-many-requests"


async def test_a_stream_says_how_it_wants_to_be_handled(box: Box) -> None:
    headers = {"Authorization": "Bearer token-view", "Accept-Encoding": "gzip"}
    async with box.http.get(f"{box.url}/api/v1/stream", headers=headers) as response:
        assert response.headers["Cache-Control"] == "no-store"
        assert "Content-Encoding" not in response.headers
        assert (await response.content.readline()).startswith(b"retry: ")


async def test_what_a_websocket_client_says_is_dropped(box: Box) -> None:
    async with box.http.ws_connect(f"{box.url}/api/v1/live", headers={"Authorization": "Bearer token-view"}) as socket:
        await socket.send_str('{"type": "command"}')
        await socket.send_bytes(b"\0" * 100)
        assert (await socket.receive_json())["type"] == "snapshot"
