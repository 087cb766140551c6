"""How far a meal is: said by a person, told by the POS, or inferred with confidence. It goes forward."""

from __future__ import annotations

from edge.errors import Conflict
from edge.events import Phase, VisitPhase, VisitSize
from edge.floor.desk import Deed
from edge.floor.service.visit_rows import RANK
from edge.floor.service.visits import Visit, VisitDone, read_open

_SAID = 1.0


def next_phase(visit: Visit, phase: Phase, confidence: float = _SAID) -> VisitPhase | None:
    """The event that brings a meal to `phase`; None where that is no news.

    What was only inferred gives way to what is said, also backwards; what was said only goes forward.
    """
    rank, now = RANK[phase], RANK[visit.phase]
    inferred_before = visit.phase_confidence < _SAID
    news = rank > now or (inferred_before and confidence == _SAID)
    return VisitPhase(visit=visit.visit, phase=phase, confidence=confidence) if news else None


def set_phase(deed: Deed, visit: int, phase: Phase) -> VisitDone:
    """Somebody says how far a meal is. Raises `Conflict` where it is that far already."""
    known = read_open(deed.read, visit)
    event = next_phase(known, phase)
    if event is None:
        raise Conflict(
            f"The meal at {known.tables[0]} is at {known.phase.value!r} already.", hint="A meal only goes forward."
        )
    deed.append(event)
    deed.undo(VisitPhase(visit=visit, phase=known.phase, confidence=known.phase_confidence))
    return deed.answer(VisitDone, visit=visit)


def set_size(deed: Deed, visit: int, size: int) -> VisitDone:
    """Somebody says how many guests there really are."""
    known = read_open(deed.read, visit)
    if known.size == size:
        raise Conflict(f"There are {size} guests at {known.tables[0]} already.", hint="Nothing needs to change.")
    deed.append(VisitSize(visit=visit, size=size))
    if known.size is not None:
        deed.undo(VisitSize(visit=visit, size=known.size))
    return deed.answer(VisitDone, visit=visit)
