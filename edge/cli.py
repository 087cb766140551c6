"""The `maitred` command. Each command parses, calls one room and renders; `--json` beside every human output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from edge import __version__
from edge.errors import BadInput, ClassifierUnusable, MaitredError
from edge.events import CameraReason
from edge.settings import SettingsRefused, check_files
from edge.settings import load as read_settings

if TYPE_CHECKING:
    from edge.control import TabletRole
    from edge.floor import FloorView
    from edge.vision.replay import Change

out = Console()
err = Console(stderr=True)

CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("/etc/maitred/maitred.toml"),
    show_default=True,
    envvar="MAITRED_CONFIG",
    help="The settings file.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

MARKS = {"fine": "[green]✓[/green] ", "warning": "[yellow]![/yellow] ", "fault": "[red]✗[/red] "}


def _print(text: str, mark: str = "", *, to: Console = out, style: str | None = None) -> None:
    """A line for a person. `text` comes out as it is: its square brackets are TOML's, not rich's."""
    to.print(f"{mark}{escape(text)}", style=style, highlight=False, soft_wrap=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="maitred")
def cli() -> None:
    """Knows every table in the room.

    First steps: `maitred demo` shows a rendered restaurant; `maitred check` reads your settings;
    `maitred run` starts the daemon.
    """


@cli.command()
@CONFIG
@click.option("--verbose", is_flag=True, help="Log more.")
def run(config: Path, verbose: bool) -> None:
    """Run the daemon until it is told to stop (Ctrl-C or SIGTERM)."""
    from edge.daemon import Daemon, run_until_stopped
    from edge.telemetry import set_up_logging

    settings = read_settings(config, os.environ)
    set_up_logging(secrets=settings.secrets, verbose=verbose)
    run_until_stopped(Daemon(settings))


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port on this machine.")
@click.option("--guests/--no-guests", default=True, show_default=True, help="Guests, hosts and waiters at work.")
@click.option("--verbose", is_flag=True, help="Log more.")
def demo(port: int, guests: bool, verbose: bool) -> None:
    """Show a rendered restaurant: two cameras, live tables, an evening's guests, no set-up."""
    from edge.demo.restaurant import run_demo
    from edge.telemetry import set_up_logging

    set_up_logging(verbose=verbose)
    run_demo(port, guests=guests)


@cli.command()
@CONFIG
@JSON
def check(config: Path, as_json: bool) -> None:
    """Read the settings and print every problem with its line and what to do. Exit 0 (fine) or 2."""
    try:
        settings = read_settings(config, os.environ)
        problems = check_files(settings, config)
    except SettingsRefused as refused:
        problems = refused.problems
    if as_json:
        out.print_json(json.dumps({"config": str(config), "problems": [vars(problem) for problem in problems]}))
    else:
        for problem in problems:
            _print(str(problem), MARKS["fault"])
        if not problems:
            cameras = "1 camera" if len(settings.cameras) == 1 else f"{len(settings.cameras)} cameras"
            _print(f"{config} is fine: {settings.store.name}, {cameras}.", MARKS["fine"])
            _print(f"  Start it with: maitred run --config {config}")
    if problems:
        sys.exit(2)


@cli.command()
@CONFIG
@JSON
@click.option("--no-cameras", is_flag=True, help="Do not open the cameras.")
def doctor(config: Path, as_json: bool, no_cameras: bool) -> None:
    """Say what is wrong with this box: SQLite, classifier, cameras, disk, clock. Exit 1 if anything fails."""
    from edge.doctor import examine

    findings = examine(config, os.environ, cameras=not no_cameras)
    if as_json:
        out.print_json(json.dumps([finding.model_dump(mode="json") for finding in findings]))
    else:
        for finding in findings:
            _print(finding.says, f"{MARKS[finding.level]}[bold]{finding.about}[/bold]  ")
            if finding.hint:
                _print(f"    {finding.hint}", style="dim")
    if any(finding.level == "fault" for finding in findings):
        sys.exit(1)


@cli.command()
@CONFIG
@JSON
def status(config: Path, as_json: bool) -> None:
    """Ask the running daemon how the floor is. Exit 0 if it is ready, 1 if not, 2 if none runs."""
    from edge.control import Status, ask_status

    store = read_settings(config, os.environ).store
    answer: Status = asyncio.run(ask_status(store.state_dir))
    if as_json:
        out.print_json(answer.model_dump_json())
    else:
        _print_floor(answer.floor, ZoneInfo(store.timezone))
        for warning in answer.warnings:
            _print(warning, MARKS["warning"], to=err)
        for reason in answer.waiting_for:
            _print(f"not ready: {reason}", to=err)
    if answer.waiting_for:
        sys.exit(1)


@cli.command()
@click.argument("target", type=click.Path(path_type=Path))
@CONFIG
def backup(target: Path, config: Path) -> None:
    """Copy the running daemon's database to TARGET, whole or not at all."""
    from edge.control import ask_backup

    copied = asyncio.run(ask_backup(read_settings(config, os.environ).store.state_dir, target.absolute()))
    _print(f"{copied.target} holds every event up to {copied.seq}.", MARKS["fine"])


@cli.command()
@CONFIG
@JSON
@click.option(
    "--role",
    type=click.Choice(["view", "waiter", "host", "manager", "service"]),
    default="manager",
    show_default=True,
    help="What the tablet may do.",
)
@click.option("--waiter", type=int, help="Whose tablet it is, by their number; nobody's in particular without.")
def pair(config: Path, as_json: bool, role: TabletRole, waiter: int | None) -> None:
    """Print a code of six digits that pairs one tablet: good once, for two minutes.

    For a box that no manager's tablet is paired with yet; later codes come from the manager's page.
    """
    from edge.control import ask_pair

    store = read_settings(config, os.environ).store
    offer = asyncio.run(ask_pair(store.state_dir, role, waiter))
    if as_json:
        out.print_json(offer.model_dump_json())
        return
    _print(f"{offer.code[:3]} {offer.code[3:]}", style="bold")
    until = offer.expires_at.astimezone(ZoneInfo(store.timezone))
    _print(f"  Open {offer.url} on the tablet and type it in before {until:%H:%M:%S}. Its role: {offer.role}.")


def _print_floor(floor: FloorView, zone: ZoneInfo) -> None:
    """Tables in columns, cameras below. Times of day are the store's."""
    table = Table("table", "state", "since", "people", "seen by", box=None)
    for row in floor.tables:
        seen = "not seen" if row.stale else row.source.value
        since = f"{row.since.astimezone(zone):%H:%M:%S}" if row.since else ""
        table.add_row(row.table, row.value or "unknown", since, "" if row.people is None else str(row.people), seen)
    out.print(table)
    for camera in floor.cameras:
        reason = "" if camera.reason is CameraReason.NONE else f" ({camera.reason.value.replace('_', ' ')})"
        _print(f"{camera.camera}: {camera.status.value}{reason}")


@cli.command()
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--calibration", "calibration_file", type=click.Path(path_type=Path), required=True, help="Its tables.")
@click.option("--bundle", default="embedded", show_default=True, help="Folder of a classifier bundle.")
@click.option("--config", type=click.Path(path_type=Path), help="Settings file whose [belief] to use.")
@JSON
def replay(video: Path, calibration_file: Path, bundle: str, config: Path | None, as_json: bool) -> None:
    """Run a recording through the whole pipeline as fast as it goes; one line for each published change."""
    from calibration import CalibrationError, load
    from edge.vision import BeliefSettings
    from edge.vision.replay import replay as play
    from models.bundle import Bundle, BundleError, embedded

    try:
        tables = load(calibration_file)
        classifier = Bundle.load(embedded() if bundle == "embedded" else bundle)
    except CalibrationError as error:
        raise BadInput(f"{error}.", hint="Nothing was played.") from error
    except BundleError as error:
        raise ClassifierUnusable(error.message, hint=error.hint) from error
    belief = read_settings(config, os.environ).belief if config else BeliefSettings()
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task(f"Playing {video.name}", total=1.0)
        for change in play(
            video, tables, classifier, belief=belief, progress=lambda share: bar.update(task, completed=share)
        ):
            if as_json:
                click.echo(change.model_dump_json())
            else:
                _print(_told(change))


def _told(change: Change) -> str:
    before = f" (was {change.previous.value})" if change.previous else ""
    people = "" if change.people is None else f", people: {change.people}"
    return f"{change.t_s:8.1f} s  {change.table}: {change.value.value}{before} since {change.since_s:.1f} s{people}"


@cli.group()
def calibration() -> None:
    """Rotated table boxes and privacy masks."""


@calibration.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--camera", required=True, help="The camera's id, for example cam-3.")
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="Calibration file to write.")
def import_calibration(file: Path, camera: str, target: Path) -> None:
    """Turn an annotation file (rotated boxes) into a calibration file."""
    from calibration import CalibrationError, dump, import_seed

    try:
        imported = import_seed(file.read_bytes(), camera)
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.", hint="Check the path.") from error
    except CalibrationError as error:
        raise BadInput(f"{file}: {error}", hint="Mend the file and import it again.") from error
    try:
        target.write_text(dump(imported) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.", hint="Name another file.") from error
    for warning in imported.warnings():
        _print(warning, MARKS["warning"], to=err)
    _print(f"{len(imported.tables)} tables written to {target}", MARKS["fine"])
    _print(f'  Next: name it in maitred.toml under this camera: calibration = "{target}"')


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: errors of ours are one readable message and exit 2, never a traceback."""
    try:
        cli.main(args=list(arguments) if arguments is not None else None, prog_name="maitred", standalone_mode=False)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except MaitredError as error:
        _print(error.message, "[red]maitred:[/red] ", to=err)
        if error.hint:
            _print(f"  {error.hint}", to=err)
        sys.exit(2)


if __name__ == "__main__":
    main()
