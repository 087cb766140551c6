"""Which table and which waiter a party gets, and why. Pure: facts in, suggestions with reasons out.

`docs/explanation/routing.md` says what is weighed, and how.
"""

from edge.floor.routing.answer import Bracket, Option, Reason, Suggestions
from edge.floor.routing.facts import Pace, TableFact, WaiterFact, Wish
from edge.floor.routing.seats import groups_for
from edge.floor.routing.suggest import suggest
from edge.floor.routing.text import words

__all__ = [
    "Bracket",
    "Option",
    "Pace",
    "Reason",
    "Suggestions",
    "TableFact",
    "WaiterFact",
    "Wish",
    "groups_for",
    "suggest",
    "words",
]
