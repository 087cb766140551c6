"""What of the room is in use right now, by whom: what the set-up must not pull away."""

from __future__ import annotations

from edge.events import Id, PartyStatus
from edge.floor.service import read_parties, read_visits
from edge.floor.service.states import read_states
from edge.floor.setup import Uses
from edge.journal import Rows
from edge.staff import read_on_shift

_WISHING = (PartyStatus.EXPECTED, PartyStatus.WAITING, PartyStatus.PAGED)


def read_uses(read: Rows) -> Uses:
    """Who sits where, what tables are, and which sections somebody works in or waits for."""
    return Uses(
        visits={table: visit.visit for visit in read_visits(read) for table in visit.tables},
        states={table: state.value for table, state in read_states(read).items() if state.value is not None},
        sections=_sections(read),
    )


def _sections(read: Rows) -> dict[Id, str]:
    waited_for = {
        party.section: f"party {party.party} waits for it"
        for party in read_parties(read, _WISHING)
        if party.section is not None
    }
    worked_in = {
        shift.section: f"shift {shift.shift} works there" for shift in read_on_shift(read) if shift.section is not None
    }
    return waited_for | worked_in


__all__ = ["read_uses"]
