"""`python -m models simulate` and `footage`: labelled crops of rendered rooms, and video of rooms in service."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

import click

from models.simulate.dining import dining_room
from models.simulate.footage import Look, write_video
from models.simulate.pools import Family
from models.simulate.render import Renderer
from models.simulate.shards import write_shards
from models.simulate.timeline import sample_timeline


class RoomRange(click.ParamType[range]):
    """`A:B`: the room seeds from A up to, not including, B."""

    name = "A:B"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> range:
        if isinstance(value, range):
            return value
        first, _, last = str(value).partition(":")
        if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
            self.fail(
                f"{value!r} is no range of rooms: write two seeds, the first below the second, like 0:500", param, ctx
            )
        return range(int(first), int(last))


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the shards go.")
@click.option("--rooms", type=RoomRange(), required=True, help="Room seeds, the last not included, like 0:500.")
@click.option("--family", type=click.Choice(get_args(Family)), default="train", show_default=True)
@click.option("--renderer", type=click.Choice(get_args(Renderer)), default="fast", show_default=True)
@click.option("--size", type=click.IntRange(16, 1024), default=176, show_default=True, help="Side of a crop in pixels.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
def simulate(out: Path, rooms: range, family: str, renderer: str, size: int, jobs: int) -> None:
    """Render dining rooms and write crops of their tables with what is true of them."""
    written = write_shards(out, rooms, cast(Family, family), cast(Renderer, renderer), size, jobs)
    click.echo(f"{written} crops in {out}")


@click.command()
@click.argument("video", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--seed", type=int, required=True, help="Of the room and of what happens in it.")
@click.option("--tables", type=click.IntRange(1, 10), default=6, show_default=True)
@click.option("--first-table", type=click.IntRange(1), default=1, show_default=True, help="Tables are T1 and on.")
@click.option("--seconds", type=click.FloatRange(20, 36000), default=96.0, show_default=True)
@click.option("--fps", type=click.IntRange(1, 60), default=10, show_default=True)
@click.option("--size", type=(int, int), default=(960, 540), show_default=True, help="Width and height in pixels.")
@click.option("--crf", type=click.IntRange(10, 40), default=24, show_default=True, help="Higher is smaller and worse.")
@click.option("--look", type=click.Choice(get_args(Look)), default="fast", show_default=True)
def footage(
    video: Path,
    seed: int,
    tables: int,
    first_table: int,
    seconds: float,
    fps: int,
    size: tuple[int, int],
    crf: int,
    look: str,
) -> None:
    """Render VIDEO (.mp4) of a room in service, its calibration (.json) and what is true in it (.truth.json)."""
    room = dining_room(seed, tables, size=size)
    video.parent.mkdir(parents=True, exist_ok=True)
    chosen = cast(Look, look)
    timeline = sample_timeline(room, seconds, seed)
    write_video(timeline, video, fps=fps, size=size, crf=crf, look=chosen, first_table=first_table)
    click.echo(f"{video}: {video.stat().st_size / 1e6:.1f} MB")
