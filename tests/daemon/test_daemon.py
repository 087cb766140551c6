"""The whole box: from a camera to what a tablet is told, and through what can go wrong."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import Callable

import aiohttp
import psutil
import pytest

from edge.clock import SystemClock
from edge.control import ask_backup, ask_status
from edge.daemon import Daemon
from edge.errors import BadInput, BadSettings, JournalUnusable, StoreBusy
from edge.events import Availability, CameraReason, CameraStatus
from edge.floor import FloorView
from edge.journal import Journal
from edge.settings import CameraWiring
from tests.daemon.conftest import Restaurant
from tests.rtsp.clip import load as load_clip
from tests.rtsp.server import RtspCamera

LIMIT_S = 20.0


async def floor(url: str, token: str | None = None) -> FloorView:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession(headers=headers) as client, client.get(f"{url}/api/v1/floor") as answer:
        assert answer.status == 200, await answer.text()
        return FloorView.model_validate_json(await answer.read())


async def until(url: str, wanted: Callable[[FloorView], bool]) -> FloorView:
    """The floor, as soon as it is as wanted."""
    seen: list[FloorView] = []
    try:
        async with asyncio.timeout(LIMIT_S):
            while True:
                seen.append(await floor(url))
                if wanted(seen[-1]):
                    return seen[-1]
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"the floor never came to be as wanted; at last it was {seen[-1]}") from None


def values(view: FloorView) -> dict[str, Availability | None]:
    return {table.table: table.value for table in view.tables}


def confirmed(view: FloorView) -> bool:
    return all(table.value and not table.stale for table in view.tables)


async def test_a_camera_becomes_a_floor_and_changes_it(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        await until(url, lambda view: values(view) == {"T1": Availability.CLEAN, "T2": Availability.DIRTY})
        await until(url, lambda view: values(view)["T1"] is Availability.OCCUPIED)
        status = await ask_status(restaurant.folder / "state")
        assert status.url == url
        assert status.waiting_for == ()


async def test_after_a_restart_the_last_state_is_there_at_once_and_stale(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        before = await until(url, confirmed)
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        after = await floor(url)
        assert values(after) == values(before)
        assert all(table.stale for table in after.tables)
        assert after.device == before.device
        await until(url, confirmed)


async def test_a_killed_worker_comes_back_and_the_floor_stays(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        before = await until(url, confirmed)
        os.kill(worker_of_this_process(), signal.SIGKILL)
        down = await until(url, lambda view: view.cameras[0].status is not CameraStatus.ONLINE)
        assert down.cameras[0].reason is CameraReason.WORKER_DOWN
        assert all(table.stale for table in down.tables)
        assert set(values(down)) == set(values(before))
        await until(url, confirmed)


def worker_of_this_process() -> int:
    (worker,) = [one for one in psutil.Process().children() if "edge.vision.worker" in one.cmdline()]
    return int(worker.pid)


async def test_a_camera_that_goes_is_said_and_comes_back_by_itself(restaurant: Restaurant) -> None:
    camera = RtspCamera(load_clip(restaurant.video))
    await camera.start()
    wiring = CameraWiring(id="cam", url=camera.url, calibration=restaurant.calibration)
    try:
        async with Daemon(restaurant.settings(wiring), demo=True).running() as url:
            await until(url, confirmed)
            await camera.stop()
            gone = await until(url, lambda view: view.cameras[0].status is not CameraStatus.ONLINE)
            assert all(table.stale for table in gone.tables)
            assert all(gone_value for gone_value in values(gone).values())
            await camera.start()
            await until(url, confirmed)
    finally:
        await camera.stop()


async def test_without_a_token_nothing_is_told(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings()).running() as url:
        async with aiohttp.ClientSession() as client, client.get(f"{url}/api/v1/floor") as answer:
            assert answer.status == 401
        token = (restaurant.folder / "state" / "manager.token").read_text(encoding="utf-8").strip()
        assert len((await floor(url, token)).tables) == 2


async def test_two_daemons_never_share_a_database(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings(), demo=True).running():
        with pytest.raises(JournalUnusable, match="in use by another maitred"):
            async with Daemon(restaurant.settings(), demo=True).running():
                pass


async def test_a_bad_calibration_stops_the_start_and_changes_nothing(restaurant: Restaurant) -> None:
    restaurant.calibration.write_text("{}", encoding="utf-8")
    with pytest.raises(BadSettings, match="maitred check"):
        async with Daemon(restaurant.settings(), demo=True).running():
            pass


async def test_a_full_disk_does_not_keep_the_daemon_from_stopping(
    restaurant: Restaurant, caplog: pytest.LogCaptureFixture
) -> None:
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        async with Daemon(restaurant.settings(), demo=True).running() as url:
            before = await until(url, confirmed)
            log = restaurant.folder / "state" / "maitred.db-wal"
            resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, most))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    assert "That the daemon stops could not be saved" in caplog.text
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        assert set(values(await floor(url))) == set(values(before))


async def test_a_state_folder_that_cannot_be_made_is_refused(restaurant: Restaurant) -> None:
    (restaurant.folder / "state").write_text("in the way", encoding="utf-8")
    with pytest.raises(BadSettings, match="cannot be made"):
        async with Daemon(restaurant.settings(), demo=True).running():
            pass


async def test_status_without_a_daemon_says_so(restaurant: Restaurant) -> None:
    with pytest.raises(StoreBusy, match="maitred run"):
        await ask_status(restaurant.folder)


async def test_a_backup_of_the_running_daemon_opens_as_a_journal(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        await until(url, confirmed)
        copied = await ask_backup(restaurant.folder / "state", restaurant.folder / "copy.db")
        with pytest.raises(BadInput, match="cannot be written"):
            await ask_backup(restaurant.folder / "state", restaurant.folder / "nowhere" / "copy.db")
    async with Journal.open(copied.target, clock=SystemClock()) as journal:
        assert journal.seq >= copied.seq > 0


async def test_a_calibration_that_breaks_leaves_the_one_in_force(restaurant: Restaurant) -> None:
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        await until(url, confirmed)
    restaurant.calibration.write_text("{}", encoding="utf-8")
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        await until(url, confirmed)


async def test_tables_that_cameras_see_are_set_up_once_and_keep_what_a_manager_changed(restaurant: Restaurant) -> None:
    async def tables(url: str) -> dict[str, int]:
        async with aiohttp.ClientSession() as client, client.get(f"{url}/api/v1/tables") as answer:
            return {table["table"]: table["seats_max"] for table in (await answer.json())["tables"]}

    async with Daemon(restaurant.settings(), demo=True).running() as url:
        assert await tables(url) == {"T1": 4, "T2": 4}
        changed = {"json": {"seats_max": 6}, "headers": {"Idempotency-Key": "one"}}
        async with aiohttp.ClientSession() as client, client.put(f"{url}/api/v1/tables/T1", **changed) as answer:
            assert answer.status == 200, await answer.text()
    async with Daemon(restaurant.settings(), demo=True).running() as url:
        assert await tables(url) == {"T1": 6, "T2": 4}
        async with aiohttp.ClientSession() as client, client.get(f"{url}/api/v1/plan") as answer:
            assert [place["seats"] for place in (await answer.json())["tables"]] == [6, 4]
