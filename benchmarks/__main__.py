"""`python -m benchmarks NAME`: run one benchmark and print its figures."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from benchmarks import Figures, NotAtHand

_HELPERS = {"__init__", "__main__", "rig"}
NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _HELPERS)


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
@click.option("--quick", is_flag=True, help="A short run while developing; its figures never count.")
def main(name: str, as_json: bool, quick: bool) -> None:
    """Run the benchmark NAME and print its figures. What each must show stands in docs/benchmarks.md."""
    try:
        figures: Figures = import_module(f"benchmarks.{name}").run(quick=quick)
    except NotAtHand as missing:
        click.echo(f"{name}: {missing}", err=True)
        sys.exit(3)
    if as_json:
        click.echo(json.dumps(figures))
    else:
        Console().print(_table(name, figures))


def _table(name: str, figures: Figures) -> Table:
    table = Table("figure", "value", title=name, box=None)
    for key, value in figures.items():
        table.add_row(key, f"{value:g}" if isinstance(value, int | float) else str(value))
    return table


if __name__ == "__main__":
    main()
