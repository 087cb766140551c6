"""Facts to disk, never lost. The only place that opens SQLite; how and why: docs/explanation/journal.md."""

from edge.journal.clockwatch import ClockWatch
from edge.journal.connections import sqlite_warning
from edge.journal.control import ControlServer, call
from edge.journal.disk import DiskState, disk_state, used_share
from edge.journal.erasable import read_kept
from edge.journal.journal import Journal
from edge.journal.once import Once
from edge.journal.projection import Projection
from edge.journal.query import Parameter, Rows, rows_of
from edge.journal.rows import from_ms, to_ms
from edge.journal.subscription import FellBehind, Subscription
from edge.journal.transaction import Transaction

__all__ = [
    "ClockWatch",
    "ControlServer",
    "DiskState",
    "FellBehind",
    "Journal",
    "Once",
    "Parameter",
    "Projection",
    "Rows",
    "Subscription",
    "Transaction",
    "call",
    "disk_state",
    "from_ms",
    "read_kept",
    "rows_of",
    "sqlite_warning",
    "to_ms",
    "used_share",
]
