"""`python -m models simulate`: labelled crops of rendered rooms."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

import click

from models.simulate.pools import Family
from models.simulate.render import Renderer
from models.simulate.shards import write_shards


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
