"""The waitlist: what may be done with a party before it sits."""

from __future__ import annotations

from collections.abc import Callable

from edge.done import Done
from edge.errors import BadInput, Conflict
from edge.events import PartyAdded, PartyChanged, PartyKind, PartyMoved, PartyQuoted, PartyStatus, Value
from edge.floor.desk import Deed
from edge.floor.service.guests import KIND, Guest, KeptGuest
from edge.floor.service.parties import IN_QUEUE, LEAVING, LISTED, Party, PartyDone, PartyWish, standing


class Quote(Value):
    """The wait that a party is told, in minutes."""

    low_min: int
    high_min: int


class Entry(Value):
    """What may be put right about a party: its wish, its guests, and the wait it is told anew (None: not)."""

    wish: PartyWish
    guest: Guest
    quote: Quote | None = None


def add(deed: Deed, came: PartyKind, wish: PartyWish, guest: Guest, quote: Quote | None) -> PartyDone:
    """Put a party on the list. Raises `BadInput`."""
    _check_wish(came, wish)
    _check_quote(quote)
    told = dict(quote) if quote else {}
    party = deed.append(PartyAdded(came=came, **dict(wish), **told))
    kept = KeptGuest.new(guest)
    deed.keep(party, KIND, kept.model_dump_json())
    deed.undo(PartyMoved(party=party, status=PartyStatus.CANCELLED), erase=party)
    return deed.answer(PartyDone, party=party, guest_path=kept.path, **told)


def change(deed: Deed, party: int, edit: Callable[[Entry], Entry]) -> Done:
    """Put right what is known of a party. `edit` gets it as it stands and returns it anew."""
    known = standing(deed.read, party, *LISTED)
    guest = _kept(deed, party)
    before = Entry(wish=known.wish, guest=Guest(name=guest.name, phone=guest.phone, note=guest.note))
    after = edit(before)
    _check_wish(known.came, after.wish)
    if after.wish != before.wish or after.quote is None:  # told also where only the guests changed: pages read anew
        deed.append(PartyChanged(party=party, **dict(after.wish)))
        deed.undo(PartyChanged(party=party, **dict(before.wish)))
    if after.quote:
        _tell(deed, known, after.quote)
    if after.guest != before.guest:
        deed.keep(party, KIND, guest.changed(after.guest).model_dump_json())
    return deed.answer(Done)


def _tell(deed: Deed, party: Party, quote: Quote) -> None:
    """Note that a party was told another range."""
    _check_quote(quote)
    deed.append(PartyQuoted(party=party.party, **dict(quote)))
    if party.low_min is None or party.high_min is None:
        deed.final = True  # nothing can be told back
    else:
        deed.undo(PartyQuoted(party=party.party, low_min=party.low_min, high_min=party.high_min))


def page(deed: Deed, party: int) -> Done:
    """Call a party that is here; a second time if they do not come."""
    known = standing(deed.read, party, *IN_QUEUE)
    deed.append(PartyMoved(party=party, status=PartyStatus.PAGED))
    if known.status is PartyStatus.WAITING:
        deed.undo(PartyMoved(party=party, status=PartyStatus.WAITING))
    return deed.answer(Done)


def arrive(deed: Deed, party: int) -> Done:
    """A reservation is here."""
    standing(deed.read, party, PartyStatus.EXPECTED)
    deed.append(PartyMoved(party=party, status=PartyStatus.WAITING))
    deed.undo(PartyMoved(party=party, status=PartyStatus.EXPECTED))
    return deed.answer(Done)


def leave(deed: Deed, party: int, status: PartyStatus) -> Done:
    """A party will not be seated. What was typed about it is erased."""
    if status not in LEAVING:
        raise BadInput(f"Nobody leaves as {status}.", hint=f"Say one of {', '.join(LEAVING)}.")
    known = standing(deed.read, party, *LISTED)
    if status is PartyStatus.NO_SHOW and known.status is not PartyStatus.EXPECTED:
        raise Conflict(f"Party {party} is here, so it came.", hint="Note that it walked away.")
    deed.append(PartyMoved(party=party, status=status))
    deed.undo(PartyMoved(party=party, status=known.status))
    deed.forget(party, KIND)
    return deed.answer(Done)


def _check_wish(came: PartyKind, wish: PartyWish) -> None:
    if came is PartyKind.WALK_IN and wish.due is not None:
        raise BadInput("A walk-in is here already and has no time.", hint="Leave out `due`, or add a reservation.")
    if came is PartyKind.RESERVATION and wish.due is None:
        raise BadInput("A reservation is for a time.", hint="Say when in `due`.")


def _check_quote(quote: Quote | None) -> None:
    if quote and not 0 <= quote.low_min <= quote.high_min <= 24 * 60:
        raise BadInput("A quote goes from fewer to more minutes of one day.", hint="Swap or lower them.")


def _kept(deed: Deed, party: int) -> KeptGuest:
    document = deed.transaction.kept(party)
    return KeptGuest.model_validate_json(document) if document else KeptGuest.new(Guest())
