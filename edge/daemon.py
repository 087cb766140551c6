"""The composition root: builds the parts, starts them in order, stops them in reverse. No logic."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from functools import partial
from zoneinfo import ZoneInfo

from calibration import Calibration, CalibrationError
from edge import __version__
from edge.clock import Clock, SystemClock
from edge.control import SOCKET, Backup, BackupRequest, PairingOffer, PairRequest, Status, StatusRequest
from edge.doors import certificates_of, opened
from edge.errors import BadSettings, ClassifierUnusable, JournalUnusable, StoreBusy
from edge.events import DaemonStarted, DaemonStopped, Source
from edge.floor import Floor
from edge.journal import ControlServer, DiskState, Journal
from edge.outgoing import outgoing
from edge.rooms import PROJECTIONS, Rooms, build_rooms
from edge.settings import CameraWiring, Settings
from edge.telemetry import Metrics, notify, owned
from edge.tls import Certificates, reachable
from edge.upkeep import Upkeep
from edge.vision import (
    CalibrationRegister,
    CaptureTimes,
    Eyes,
    EyesSettings,
    LookSettings,
    PaceSettings,
    Report,
    Tables,
    Watch,
    adopt,
    draft_plan,
    in_force,
)
from edge.web import (
    AllowLoopback,
    AnyOf,
    Authenticator,
    House,
    Role,
    Store,
    Tablets,
    TabletsProjection,
    TokenStore,
)
from models.bundle import BundleError, Card

log = logging.getLogger(__name__)

DATABASE = "maitred.db"


class Daemon:
    """One running box: `async with Daemon(settings).running() as url`.

    `demo` needs no token, on loopback only; `listen` is told of everything the eyes report, for measurements.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        demo: bool = False,
        listen: Callable[[Report], None] | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._demo = demo
        self._listen = listen
        self._state_dir = settings.store.state_dir
        self._metrics = Metrics()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Start everything; the value is the URL of the page. Leaving stops it all in reverse order."""
        async with AsyncExitStack() as house:
            journal = await house.enter_async_context(self._journal())
            calibrations = await self._calibrations(journal)
            rooms = build_rooms(journal, self._clock, ZoneInfo(self._settings.store.timezone))
            floor = rooms.floor
            await floor.restore()
            await rooms.setup.adopt({view.table: one.camera for one in calibrations for view in one.tables})
            cameras = [camera.id for camera in self._settings.cameras]
            floor.furnish({view.table for one in calibrations for view in one.tables}, cameras)
            watch = self._watch(floor, calibrations)
            eyes = await house.enter_async_context(self._eyes(watch, calibrations))
            tablets = Tablets(journal, self._clock)
            await tablets.restore()
            certificates = await asyncio.to_thread(certificates_of, self._settings, self._clock)
            web = self._house(journal, rooms, watch, eyes, calibrations, tablets, certificates)
            url = await house.enter_async_context(opened(web, self._settings))
            await house.enter_async_context(self._control(journal, floor, watch, tablets, url))
            await house.enter_async_context(outgoing(self._settings, journal, rooms, self._clock))
            upkeep = Upkeep(journal, rooms, watch, eyes, self._metrics, self._clock)
            for loop in upkeep.loops():
                await house.enter_async_context(owned(loop))
            notify("READY=1")
            house.callback(notify, "STOPPING=1")
            yield url

    @asynccontextmanager
    async def _journal(self) -> AsyncIterator[Journal]:
        self._make_state_dir()
        projections = (*PROJECTIONS, CalibrationRegister(), TabletsProjection())
        async with Journal.open(self._state_dir / DATABASE, clock=self._clock, projections=projections) as journal:
            started = DaemonStarted(version=__version__, clean=journal.clean)
            await journal.append([started], actor="system", source=Source.SYSTEM)
            try:
                yield journal
            finally:
                await self._say_stopped(journal)

    def _make_state_dir(self) -> None:
        try:
            self._state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise BadSettings(
                f"The folder {self._state_dir} cannot be made: {error.strerror}.",
                hint="Set store.state_dir to a folder that the daemon's user may write.",
            ) from error

    async def _say_stopped(self, journal: Journal) -> None:
        """Going down goes on where the disk is full: the next start then says that this run did not end cleanly."""
        try:
            await journal.append([DaemonStopped()], actor="system", source=Source.SYSTEM)
        except (StoreBusy, JournalUnusable) as error:
            log.warning("That the daemon stops could not be saved: %s", error)

    async def _calibrations(self, journal: Journal) -> list[Calibration]:
        """The calibrations in force, after importing the files that have changed.

        A broken file is refused: the version in force stays, and where there is none the start ends with `BadSettings`.
        """
        known = await journal.read(in_force)
        for camera in self._settings.cameras:
            try:
                await _import_calibration(journal, camera)
            except BadSettings as refused:
                if camera.id not in known:
                    raise
                log.error("%s The tables of %s stay as they were. %s", refused.message, camera.id, refused.hint)
        wired = {camera.id for camera in self._settings.cameras}
        return [one for camera, one in (await journal.read(in_force)).items() if camera in wired]

    def _watch(self, floor: Floor, calibrations: list[Calibration]) -> Watch:
        try:
            card = Card.read(self._settings.model.folder)
        except BundleError as error:
            raise ClassifierUnusable(error.message, hint=error.hint) from error
        watch = Watch(Tables(self._settings.belief, card.class_prior), floor, self._clock)
        watch.begin(calibrations, floor.last_seen())
        return watch

    @asynccontextmanager
    async def _eyes(self, watch: Watch, calibrations: list[Calibration]) -> AsyncIterator[Eyes]:
        async def take(report: Report) -> None:
            self._metrics.take(report, self._clock.monotonic())
            if self._listen:
                self._listen(report)
            await watch.take(report)

        eyes = Eyes(self._eyes_settings(), take, self._clock)
        await eyes.set_cameras([camera.source() for camera in self._settings.cameras])
        for calibration in calibrations:
            await eyes.calibrate(calibration)
        await eyes.start()
        try:
            yield eyes
        finally:
            await eyes.stop()

    def _eyes_settings(self) -> EyesSettings:
        model, vision = self._settings.model, self._settings.vision
        return EyesSettings(
            bundle=model.folder,
            providers=model.providers,
            threads=model.threads or max(1, (os.cpu_count() or 2) - 1),
            times=CaptureTimes(sample_s=vision.sample_interval_s),
            looks=LookSettings(pace=PaceSettings(heartbeat_s=vision.heartbeat_s)),
        )

    def _house(
        self,
        journal: Journal,
        rooms: Rooms,
        watch: Watch,
        eyes: Eyes,
        calibrations: list[Calibration],
        tablets: Tablets,
        certificates: Certificates | None,
    ) -> House:
        store = self._settings.store
        return House(
            store=Store(
                name=store.name,
                timezone=store.timezone,
                version=__version__,
                device=journal.device,
                currency=store.currency,
                demo=self._demo,
            ),
            floor=rooms.floor,
            setup=rooms.setup,
            staff=rooms.staff,
            service=rooms.service,
            undo=rooms.undo,
            alerts=rooms.alerts,
            advice=rooms.advice,
            journal=journal,
            plan=partial(rooms.setup.plan, draft_plan(calibrations)),
            snapshot=eyes.snapshot,
            not_ready=lambda: watch.waiting_for,
            auth=AnyOf(tablets, self._first_manager()),
            pos_secret=self._settings.pos.webhook_secret,
            tablets=tablets,
            certificates=certificates,
            metrics=self._metrics.registry,
            clock=self._clock,
        )

    def _first_manager(self) -> Authenticator:
        return AllowLoopback() if self._demo else TokenStore.open(self._state_dir, clock=self._clock)

    @asynccontextmanager
    async def _control(
        self, journal: Journal, floor: Floor, watch: Watch, tablets: Tablets, url: str
    ) -> AsyncIterator[None]:
        async def status(_: StatusRequest) -> Status:
            warnings = tuple(_warnings(journal))
            return Status(url=url, floor=floor.snapshot(), waiting_for=watch.waiting_for, warnings=warnings)

        async def backup(request: BackupRequest) -> Backup:
            await journal.backup(request.target)
            return Backup(target=request.target, seq=journal.seq)

        async def pair(request: PairRequest) -> PairingOffer:
            offer = await tablets.offer(Role(request.role), request.waiter, by="control")
            return PairingOffer(code=offer.code, role=request.role, expires_at=offer.expires_at, url=reachable(url))

        server = ControlServer(self._state_dir / SOCKET)
        server.register("status", StatusRequest, status)
        server.register("backup", BackupRequest, backup)
        server.register("pair", PairRequest, pair)
        await server.start()
        try:
            yield
        finally:
            await server.stop()


async def _import_calibration(journal: Journal, camera: CameraWiring) -> None:
    """Make the content of the camera's calibration file the one in force. Raises `BadSettings`."""
    if camera.calibration is None:
        return
    try:
        document = await asyncio.to_thread(camera.calibration.read_bytes)
        await journal.command(partial(adopt, camera=camera.id, source=document), actor="system", source=Source.SYSTEM)
    except OSError as error:
        says = f"{camera.calibration} cannot be read: {error.strerror}."
        raise BadSettings(says, hint="See `maitred check`.") from error
    except CalibrationError as error:
        raise BadSettings(f"{camera.calibration}: {error}", hint="See `maitred check`.") from error


def _warnings(journal: Journal) -> Iterator[str]:
    if journal.set_aside:
        yield f"The database was damaged and is set aside as {journal.set_aside}; a new one was begun."
    if journal.disk_state is not DiskState.OK:
        yield f"The disk is nearly full ({journal.disk_state.value}): free some space."


Beside = Callable[[str], Coroutine[None, None, None]]
"""What runs beside a daemon for as long as that does; it is given its URL."""


def run_until_stopped(daemon: Daemon, beside: Beside | None = None) -> None:
    """Run until SIGINT or SIGTERM, then stop in order. What it writes is for its own user alone."""
    os.umask(0o077)
    asyncio.run(_run(daemon, beside))


async def _run(daemon: Daemon, beside: Beside | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with daemon.running() as url:
        log.info("The floor is at %s", url)
        gc.collect()
        gc.freeze()  # what was imported stays: walking it again every few seconds would hold commands up by 20 ms
        async with owned(beside(url)) if beside else nullcontext():
            await stop.wait()
            log.info("Stopping")


__all__ = ["Daemon", "run_until_stopped"]
