"""A restaurant evening from a seed, on a virtual clock, dealt by any `Host`: for the demo and for the benchmarks.

ledger = await Service(Evening.draw(7), host).run()
"""

from edge.demo.evening.crew import Waiter
from edge.demo.evening.evening import Evening
from edge.demo.evening.guests import Guests
from edge.demo.evening.host import (
    BreakBegan,
    BreakEnded,
    Came,
    Choice,
    Cleared,
    ClockedIn,
    ClockedOut,
    Happening,
    Host,
    Left,
    Paid,
    Quote,
    Reached,
    Refused,
    Reserved,
    Saw,
)
from edge.demo.evening.house import FittedHouse, fitted_house
from edge.demo.evening.ledger import Ledger, Seating
from edge.demo.evening.room import Room, Table, joinable
from edge.demo.evening.service import Service

__all__ = [
    "BreakBegan",
    "BreakEnded",
    "Came",
    "Choice",
    "Cleared",
    "ClockedIn",
    "ClockedOut",
    "Evening",
    "FittedHouse",
    "Guests",
    "Happening",
    "Host",
    "Ledger",
    "Left",
    "Paid",
    "Quote",
    "Reached",
    "Refused",
    "Reserved",
    "Room",
    "Saw",
    "Seating",
    "Service",
    "Table",
    "Waiter",
    "fitted_house",
    "joinable",
]
