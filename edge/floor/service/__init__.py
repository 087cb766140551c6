"""The service: parties who wait, visits at tables, payments, and what everybody has on their hands.

Money is in minor units. Ids are the seqs of the events that things began with.
"""

from edge.floor.service.amounts import minor_units
from edge.floor.service.consequences import consequences
from edge.floor.service.guests import Guest, GuestName, GuestNote, GuestPhone, GuestPosition
from edge.floor.service.loads import WaiterLoad, read_loads
from edge.floor.service.moves import HandOver, OpenTables
from edge.floor.service.parties import Party, PartyDone, PartyWish, positions, read_parties, read_party
from edge.floor.service.payments import Bill, Payment, PaymentDone, read_payments
from edge.floor.service.projection import ServiceProjection
from edge.floor.service.seating import SERVING, Alternative, Seating, TableTaken
from edge.floor.service.service import Service
from edge.floor.service.states import TableState, read_states
from edge.floor.service.view import AlertView, ListedParty, ServiceTable, ServiceView, ServingWaiter, read_view
from edge.floor.service.visits import (
    Milestone,
    Visit,
    VisitDetail,
    VisitDone,
    read_holders,
    read_milestones,
    read_visit,
    read_visit_at,
    read_visits,
)
from edge.floor.service.waitlist import Entry, Quote

__all__ = [
    "SERVING",
    "AlertView",
    "Alternative",
    "Bill",
    "Entry",
    "Guest",
    "GuestName",
    "GuestNote",
    "GuestPhone",
    "GuestPosition",
    "HandOver",
    "ListedParty",
    "Milestone",
    "OpenTables",
    "Party",
    "PartyDone",
    "PartyWish",
    "Payment",
    "PaymentDone",
    "Quote",
    "Seating",
    "Service",
    "ServiceProjection",
    "ServiceTable",
    "ServiceView",
    "ServingWaiter",
    "TableState",
    "TableTaken",
    "Visit",
    "VisitDetail",
    "VisitDone",
    "WaiterLoad",
    "consequences",
    "minor_units",
    "positions",
    "read_holders",
    "read_loads",
    "read_milestones",
    "read_parties",
    "read_party",
    "read_payments",
    "read_states",
    "read_view",
    "read_visit",
    "read_visit_at",
    "read_visits",
]
