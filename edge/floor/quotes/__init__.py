"""How long a party will wait: the live floor played forward, and what past quotes teach. Pure: facts in, a range out.

`docs/explanation/quotes.md` says how, and how well.
"""

from edge.floor.quotes.correction import Correction, Told, learn
from edge.floor.quotes.facts import Booking, FloorLoad, InLine, Meal, PastVisit
from edge.floor.quotes.quote import Range, quote
from edge.floor.quotes.turns import Daypart, Turns, learn_turns

__all__ = [
    "Booking",
    "Correction",
    "Daypart",
    "FloorLoad",
    "InLine",
    "Meal",
    "PastVisit",
    "Range",
    "Told",
    "Turns",
    "learn",
    "learn_turns",
    "quote",
]
