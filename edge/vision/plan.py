"""A first floor plan from what the cameras see, until a person draws one.

A camera's picture is no map: near tables are large and low, far ones small and high. The order of the tables in it is
true, though, so each camera becomes a section whose tables stand in rows, far ones at the top, left to right as seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calibration import Calibration, View
from edge.events import TablePlace

PLAN_WIDTH = 1000.0
TABLE_WIDTH = 110.0
TABLE_HEIGHT = 84.0
COLUMN_GAP = 78.0
ROW_GAP = 92.0
MARGIN = 80.0
ROUND_UP_TO_ASPECT = 1.15
"""A box nearly as wide as high is drawn round: most square boxes around a table hold a small round or square one."""


def draft_plan(calibrations: Iterable[Calibration]) -> list[TablePlace]:
    """Places for all tables of all cameras, in plan units. A table that several cameras see stands with the first."""
    places: list[TablePlace] = []
    placed: set[str] = set()
    top = 0.0
    for calibration in calibrations:
        views = {view.table: view for view in reversed(calibration.tables) if view.table not in placed}
        placed |= views.keys()
        rows = _rows(list(views.values()))
        places += _section(calibration.camera, rows, top)
        top += len(rows) * (TABLE_HEIGHT + ROW_GAP) + (MARGIN if rows else 0)
    return places


def _rows(views: Sequence[View]) -> list[list[View]]:
    """Views in rows from far to near; a new row begins where the next view lies half a table lower."""
    rows: list[list[View]] = []
    limit = _columns()
    for view in sorted(views, key=lambda view: view.box.center[1]):
        reach = min(view.box.size) / 2
        first = rows[-1][0].box.center[1] if rows else 0.0
        if rows and view.box.center[1] - first < reach and len(rows[-1]) < limit:
            rows[-1].append(view)
        else:
            rows.append([view])
    return [sorted(row, key=lambda view: view.box.center[0]) for row in rows]


def _columns() -> int:
    return int((PLAN_WIDTH - 2 * MARGIN + COLUMN_GAP) // (TABLE_WIDTH + COLUMN_GAP))


def _section(section: str, rows: Sequence[Sequence[View]], top: float) -> list[TablePlace]:
    places = []
    for index, row in enumerate(rows):
        step = (PLAN_WIDTH - 2 * MARGIN) / len(row)
        y = top + MARGIN + TABLE_HEIGHT / 2 + index * (TABLE_HEIGHT + ROW_GAP)
        for column, view in enumerate(row):
            places.append(_place(view, section, MARGIN + step * (column + 0.5), y))
    return places


def _place(view: View, section: str, x: float, y: float) -> TablePlace:
    long, short = max(view.box.size), min(view.box.size)
    is_round = long / short <= ROUND_UP_TO_ASPECT
    width = TABLE_HEIGHT if is_round else TABLE_WIDTH
    shape = "round" if is_round else "rectangle"
    return TablePlace(table=view.table, section=section, x=x, y=y, width=width, height=TABLE_HEIGHT, shape=shape)


__all__ = ["draft_plan"]
