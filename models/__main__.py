"""`python -m models`: the classifier's life, one command for each step."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import cast, get_args

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.bundle import Bundle, BundleError
from models.crops import Crops, CropsError, Family, read

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
OUT = click.Path(path_type=Path, file_okay=False)
STEM, STEM_BLOCKS = (24, 48, 96), 2


RENDERED = ("footage", "simulate")


class _Steps(click.Group):
    """The steps below and those that render, whose libraries are only loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *RENDERED]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in RENDERED:
            return super().get_command(ctx, cmd_name)
        from models.simulate import cli

        return cast(click.Command, getattr(cli, cmd_name))


@click.group(cls=_Steps)
def main() -> None:
    """Render rooms, train a classifier on them, measure it, export it as a bundle."""


def _crops(folder: Path, family: Family) -> Crops:
    try:
        return read(folder, family)
    except CropsError as error:
        raise click.ClickException(str(error)) from error


def _progress(quiet: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=quiet)


@main.command()
@click.option("--data", type=FOLDER, required=True, help="Folder of train-*.npz and validation-*.npz.")
@click.option("--out", type=OUT, required=True, help="Where checkpoints go.")
@click.option("--start", type=FILE, help="Go on from this checkpoint instead of from scratch.")
@click.option("--size", nargs=3, type=int, default=(128, 4, 2), show_default=True, help="Dim, depth and heads.")
@click.option("--small", nargs=2, type=int, default=(25, 96), show_default=True, help="Epochs and pixels, first.")
@click.option("--full", nargs=2, type=int, default=(7, 144), show_default=True, help="Epochs and pixels, last.")
@click.option("--learning-rate", default=1.5e-3, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Shares of a batch that are learnt side by side.")
@click.option("--threads", default=1, show_default=True, help="Torch threads of one worker.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line per epoch instead of a progress bar.")
def train(
    data: Path,
    out: Path,
    start: Path | None,
    size: tuple[int, int, int],
    small: tuple[int, int],
    full: tuple[int, int],
    learning_rate: float,
    seed: int,
    workers: int,
    threads: int,
    as_json: bool,
) -> None:
    """Train a classifier; a checkpoint after every epoch, the best by ranking on unseen rooms as best.pt."""
    import torch

    from models import train as training
    from models.backbone import BackboneConfig
    from models.classifier import Classifier, load
    from models.record import Keeper, Record

    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    classifier = load(start) if start else Classifier(BackboneConfig(*size, stem=STEM, stem_blocks=STEM_BLOCKS))
    stages = tuple(training.Stage(*stage) for stage in (small, full) if stage[0])
    plan = training.Plan(stages=stages, learning_rate=learning_rate, seed=seed, workers=workers, threads=threads)
    crops, unseen = _crops(data, "train"), _crops(data, "validation")
    out.mkdir(parents=True, exist_ok=True)
    Record.of(crops, unseen, plan, Record.read(start.parent) if start else None).write(out)
    keeper = Keeper(out)
    with _progress(as_json) as progress:
        task = progress.add_task("training", total=plan.epochs * (len(crops) // plan.batch))
        on_step = lambda loss: progress.update(task, advance=1, description=f"loss {loss:.3f}")  # noqa: E731
        for epoch, averaged in training.train(classifier, crops, unseen, plan, on_step=on_step):
            keeper.keep(epoch, averaged)
            _say(epoch, as_json, progress.console)


def _say(epoch: object, as_json: bool, console: Console) -> None:
    figures = asdict(epoch)  # type: ignore[call-overload]
    if as_json:
        click.echo(json.dumps(figures))
    else:
        console.print("  ".join(f"{name} {value}" for name, value in figures.items()))


@main.command()
@click.argument("bundle", type=FOLDER)
@click.option("--data", type=FOLDER, required=True, help="Folder of labelled crops: {family}-*.npz.")
@click.option("--family", type=click.Choice(get_args(Family)), default="test", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON.")
def evaluate(bundle: Path, data: Path, family: Family, as_json: bool) -> None:
    """Measure a bundle on labelled crops: accuracy, confusion, recall, calibration, people, by tag."""
    from models.evaluate import evaluate as measure

    try:
        figures = measure(Bundle.load(bundle, threads=2), _crops(data, family))
    except BundleError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(figures.model_dump_json())
        return
    for name, value in figures.model_dump(exclude={"tags"}).items():
        click.echo(f"{name:18} {value}")
    for tag, of_tag in figures.tags.items():
        click.echo(f"  {tag:16} {of_tag.crops:6} crops  accuracy {of_tag.accuracy:.3f}")


@main.command()
@click.argument("checkpoint", type=FILE)
@click.option(
    "--data", type=FOLDER, required=True, help="Folder of validation-*.npz (temperature), test-*.npz (figures)."
)
@click.option("--out", type=OUT, required=True, help="The bundle's folder.")
@click.option("--name", default="rooms", show_default=True)
@click.option("--version", default="1", show_default=True)
@click.option("--side", default=144, show_default=True, help="Input size in pixels.")
@click.option("--json", "as_json", is_flag=True, help="What came of it as JSON.")
def export(checkpoint: Path, data: Path, out: Path, name: str, version: str, side: int, as_json: bool) -> None:
    """Calibrate a checkpoint, export it, prove the export equal, measure it, write the bundle."""
    from models.classifier import load
    from models.export import ExportError
    from models.publish import publish
    from models.record import Record

    try:
        done = publish(
            load(checkpoint),
            Record.read(checkpoint.parent),
            name=name,
            version=version,
            side=side,
            validation=_crops(data, "validation"),
            test=_crops(data, "test"),
            folder=out,
        )
    except ExportError as error:
        raise click.ClickException(f"{error}. Nothing was written to {out}.") from error
    text = f"{out}: {done.bytes / 1e6:.1f} MB, accuracy {done.held_out.accuracy:.3f}, ece {done.held_out.ece:.3f}"
    click.echo(done.model_dump_json() if as_json else text)


if __name__ == "__main__":
    main()
