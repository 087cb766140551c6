"""`python -m benchmarks.fit`: fit the house anew and write the numbers, and the docs' picture and table."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import NotAtHand
from benchmarks.fit.estimate import Fit, estimate
from benchmarks.fit.exports import read_checks
from benchmarks.fit.picture import picture
from benchmarks.fit.table import put_in, table
from edge.demo.evening.house import FITTED

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = DOCS / "images" / "evening-fit.svg"
PAGE = DOCS / "explanation" / "evening.md"


def write(fit: Fit) -> None:
    """Everything that follows from a fit."""
    FITTED.write_text(fit.house.model_dump_json(indent=1) + "\n", encoding="utf-8")
    PICTURE.write_text(picture(fit), encoding="utf-8")
    PAGE.write_text(put_in(PAGE.read_text(encoding="utf-8"), table(fit)), encoding="utf-8")


if __name__ == "__main__":
    try:
        fit = estimate(*read_checks())
    except NotAtHand as missing:
        sys.exit(f"fit: {missing}")
    write(fit)
    print(f"{FITTED.name}: {fit.house.checks} checks of {fit.house.days} days")
